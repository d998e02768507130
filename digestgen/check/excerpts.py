"""Lines of files as a terminal can show them: what nobody sees is pictured, a caret points."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from digestgen.check.finding import codepoint
from digestgen.content.lines import LineOf
from digestgen.errors import Place
from digestgen.text.clean import INVISIBLE

# All that shows nothing or steers a terminal; ZWNJ is a part of words.
UNSEEN: Final = re.compile(
    rf"{INVISIBLE.pattern}|\u200d|[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# How much of a line is shown on both sides of the place.
BEFORE, AFTER = 40, 30
ELLIPSIS: Final = "…"
WIDE: Final = frozenset("WF")
NO_WIDTH: Final = frozenset({"Mn", "Me", "Cf"})


def pictured(text: str) -> str:
    """Return *text* with a visible name for each character that nobody sees."""
    return UNSEEN.sub(lambda match: f"⟦{codepoint(match[0])}⟧", text).replace("\t", " ")


def excerpt(place: Place, line_of: LineOf) -> Iterator[str]:
    """Yield the line of *place* and a caret under its column, by *line_of* a file and a number."""
    text = (line_of(place.file, place.line) if place.column else None) or ""
    at = place.column - 1
    if not text.strip() or at > len(text):
        return
    start, end = max(0, at - BEFORE), at + AFTER
    before = (ELLIPSIS if start else "") + pictured(text[start:at])
    after = pictured(text[at:end]) + (ELLIPSIS if end < len(text) else "")
    number = str(place.line)
    yield f"    {number} | {before}{after}"
    yield f"    {' ' * len(number)} | {' ' * width(before)}^"


def width(text: Iterable[str]) -> int:
    """Return how many columns of a terminal *text* takes (UAX #11)."""
    return sum(
        0
        if unicodedata.category(letter) in NO_WIDTH
        else 1 + (unicodedata.east_asian_width(letter) in WIDE)
        for letter in text
    )
