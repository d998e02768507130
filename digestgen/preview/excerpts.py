"""Diagnostics with the lines that they are about, read from the files as they are now."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from digestgen.errors import Diagnostic
from digestgen.messages.speech import Speech
from digestgen.preview.state import Excerpt, Problem

# How many characters are shown on both sides of what is wrong.
AROUND: Final = 100
LONGEST_FILE: Final = 1 << 20


def problems_of(
    root: Path, diagnostics: Iterable[Diagnostic], speech: Speech | None = None
) -> tuple[Problem, ...]:
    """Return *diagnostics* of the site in *root* as *speech* says them, with excerpts of files."""
    said = (speech or Speech()).of
    return tuple(
        Problem(
            severity=one.severity.value,
            code=one.code,
            place=str(one.place),
            message=one.message,
            hint=one.hint,
            excerpt=excerpt(root, one),
        )
        for one in map(said, diagnostics)
    )


def excerpt(root: Path, diagnostic: Diagnostic) -> Excerpt | None:
    """Return the line of *diagnostic* in a file of the site in *root*; None if there is none."""
    place = diagnostic.place
    line = line_of(root, place.file, place.line) if place.line else None
    if line is None:
        return None
    if not place.column:
        return Excerpt(number=place.line, before=line[: 2 * AROUND], marked="", after="")
    at = place.column - 1
    return Excerpt(
        number=place.line,
        before=line[max(0, at - AROUND) : at],
        marked=line[at : at + 1],
        after=line[at + 1 : at + 1 + AROUND],
    )


def line_of(root: Path, file: str, number: int) -> str | None:
    """Return the line *number* of *file*; None if it has none, or lies outside *root*."""
    try:
        path = (root / file).resolve()
        if not path.is_relative_to(root.resolve()):
            return None
        with path.open("rb") as opened:
            text = opened.read(LONGEST_FILE).decode("utf-8-sig", errors="replace")
    except (OSError, ValueError, RuntimeError):
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[number - 1] if number <= len(lines) else None
