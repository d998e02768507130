"""What `digestgen check` looks for besides what stops a build, and what it mends.

Each family of rules is a module of pure functions from values to findings; `families.py` names
them all.
"""
