"""A theme as a value: all that rendering reads besides the page."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from msgspec import Struct

from digestgen.errors import Diagnostic


class Asset(Struct, frozen=True, kw_only=True):
    """A file of a theme; *path* is its place in the output, with a fingerprint in its name."""

    path: PurePosixPath
    data: bytes


class Plural(Struct, frozen=True, kw_only=True):
    """A string with one text for each plural category that *language* has."""

    language: str
    forms: Mapping[str, str]


String = str | Plural


class Theme(Struct, frozen=True, kw_only=True):
    """A theme together with its parents, in one language; mappings are in order of their keys."""

    name: str
    templates: Mapping[str, str]
    """The texts of the templates."""
    template_files: Mapping[str, str]
    """Where each template lies, for messages: it says nothing about the output."""
    references: Mapping[str, tuple[str, ...]]
    """Which templates each template extends, includes or imports."""
    assets: Mapping[str, Asset]
    strings: Mapping[str, String]
    warnings: tuple[Diagnostic, ...]


def page_templates(theme: Theme) -> tuple[str, ...]:
    """Return the names of the templates that pages are made by; others lie in folders."""
    return tuple(name for name in theme.templates if "/" not in name)


def template_closure(theme: Theme, name: str) -> tuple[str, ...]:
    """Return the names of all templates that the output of *name* depends on, itself included."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting += theme.references.get(current, ())
    return tuple(sorted(found))
