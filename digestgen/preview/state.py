"""What the server has to know of a build; a new value after each."""

from pathlib import Path

from msgspec import Struct, field

from digestgen.messages.speech import Speech


class Excerpt(Struct, frozen=True, kw_only=True):
    """A line of a file, cut at what is wrong with it."""

    number: int
    before: str
    marked: str
    """The character at the column; empty if that is not known."""
    after: str


class Problem(Struct, frozen=True, kw_only=True):
    """A diagnostic with the line that it is about."""

    severity: str
    code: str
    place: str
    message: str
    hint: str
    excerpt: Excerpt | None = None


class Preview(Struct, frozen=True, kw_only=True):
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
