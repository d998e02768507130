"""The theme as a value, and the pages that it makes of views. Only `load.py` reads the disk."""
