"""`digestgen why`: what a file of the output was made from, and what of that changed since.

All is found as a build finds it, up to the point where it would render and write.
"""
