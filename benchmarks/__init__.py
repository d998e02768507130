"""The benchmark: digestgen beside other generators on one made-up digest."""
