"""Strict YAML with a place for every value: the only package that knows PyYAML."""
