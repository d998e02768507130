"""Start digestgen with `python -m digestgen`."""

from digestgen.cli.main import main

# The processes that share the work of a build import this module as well.
if __name__ == "__main__":
    main()
