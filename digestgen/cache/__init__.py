"""What a build remembers for the next one, in `.digestgen/`: always safe to delete.

A file here that is damaged, foreign or of another version of digestgen is ignored, and what it
held is made again. Nothing here is trusted to be code: all is JSON, decoded by its types.
"""
