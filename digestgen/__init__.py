"""digestgen: a static site generator for curated news digests, right-to-left first."""

__version__ = "0.1.0"
