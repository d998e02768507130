"""Diagnostics with the lines that they are about, read from the files as they are now."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from digestgen.content.lines import LineOf, lines_of
from digestgen.errors import Diagnostic, Place
from digestgen.messages.speech import Dress, Speech
from digestgen.preview.state import Excerpt, Problem
from digestgen.text import bidi

# How many characters are shown on both sides of what is wrong.
AROUND: Final = 100


def problems_of(
    root: Path, diagnostics: Iterable[Diagnostic], speech: Speech | None = None
) -> tuple[Problem, ...]:
    """Return *diagnostics* of the site in *root* as *speech* says them, with excerpts of files."""
    speech, line_of = speech or Speech(), lines_of(root)
    return tuple(
        Problem(
            severity=one.severity.value,
            code=one.code,
            place=str(one.place),
            message=one.message,
            hint=one.hint,
            excerpt=excerpt(one.place, line_of),
        )
        for one in (speech.of(given, dress(speech)) for given in diagnostics)
    )


def dress(speech: Speech) -> Dress:
    """Return what makes a text fit to stand among words of *speech* on a page.

    A path or a key inside words from right to left would take their signs with it.
    """
    return bidi.enclosed if speech.direction == "rtl" else str


def excerpt(place: Place, line_of: LineOf) -> Excerpt | None:
    """Return the line of *place*, by *line_of* a file and a number; None if there is none."""
    line = line_of(place.file, place.line)
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
