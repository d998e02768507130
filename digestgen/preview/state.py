"""What the server has to know of a build; a new value after each."""

from dataclasses import dataclass, field
from pathlib import Path

from digestgen.messages.speech import Speech


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A line of a file, cut at what is wrong with it."""

    number: int
    before: str
    marked: str
    """The character at the column; empty if that is not known."""
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A diagnostic with the line that it is about."""

    severity: str
    code: str
    place: str
    message: str
    hint: str
    excerpt: Excerpt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The site as it can be seen now."""

    build: str
    """The name of the last build, good or bad; no two have one, in whatever run of the server."""
    base: str
    """The base path: starts and ends with a slash."""
    folder: Path
    """Where the files lie."""
    files: frozenset[str] | None
    """Their paths in the folder; None before the first good build."""
    pictures: int
    """How many builds changed pictures."""
    problems: tuple[Problem, ...]
    """Why the last build failed; empty if it did not."""
    speech: Speech = field(default_factory=Speech)
    """How the author is spoken to."""
