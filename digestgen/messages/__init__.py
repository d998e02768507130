"""What digestgen tells authors, in the languages other than English, which the code itself speaks.

`ar.yaml` has the words; they are read when a command is to speak Arabic, and never before.
"""
