"""A theme as a value: all that rendering reads besides the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from digestgen.errors import Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file of a theme; *path* is its place in the output, with a fingerprint in its name."""

    path: PurePosixPath
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Plural:
    """A string with one text for each plural category that *language* has."""

    language: str
    forms: Mapping[str, str]


String = str | Plural


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
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
