"""The write stage: bytes → the output folder. It knows files and a manifest, but no articles."""
