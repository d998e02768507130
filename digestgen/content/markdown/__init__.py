"""Markdown → Body: the only package that knows markdown-it."""
