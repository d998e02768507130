"""Rules about written text: pure functions from strings to strings."""
