"""Start digestgen with `python -m digestgen`."""

from digestgen.cli import main

main()
