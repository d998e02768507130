"""The command line: clock and environment come in here, exit codes go out."""
