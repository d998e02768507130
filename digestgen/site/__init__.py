"""The assemble stage: what each file says → what the site is. Pure functions."""
