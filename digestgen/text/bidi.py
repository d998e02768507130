"""Bidirectional text where no markup can stand: titles, attributes, feeds, descriptions.

Marks are put in when a text is shown, never before: what is kept is what the author wrote.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from digestgen.text.direction import Direction, name_direction

RLM: Final = "\u200f"
LRM: Final = "\u200e"
# Isolates with a known direction, and what closes each kind of control (UAX #9 §2).
LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"
PDF: Final = "\u202c"
ISOLATES: Final = frozenset("\u2066\u2067\u2068")
EMBEDDINGS: Final = frozenset("\u202a\u202b\u202d\u202e")
CONTROL: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
STRONG: Final = {"L": Direction.LTR, "R": Direction.RTL, "AL": Direction.RTL}


def first_strong(text: str) -> Direction | None:
    """Return the direction of the first letter of *text*; None without a letter.

    That of a letter inside an isolate counts as well, since not all that show titles know them.
    """
    for letter in text:
        if direction := STRONG.get(unicodedata.bidirectional(letter)):
            return direction
    return None


@lru_cache(maxsize=1 << 12)
def plain(text: str, direction: Direction) -> str:
    """Return *text* with a mark before it where a reader would take it for the other direction.

    Controls that an author left open end with the text, so that they change nothing after it.
    """
    text = balanced(text)
    if first_strong(text) in {None, direction}:
        return text
    return (RLM if direction is Direction.RTL else LRM) + text


@lru_cache(maxsize=1 << 12)
def isolated(text: str, around: Direction) -> str:
    """Return *text*, a name inside a text that runs *around*, as an isolate if it needs one."""
    direction, is_mixed = name_direction(text, around)
    if not is_mixed:
        return balanced(text)
    return f"{RLI if direction is Direction.RTL else LRI}{balanced(text)}{PDI}"


def enclosed(text: str) -> str:
    """Return *text*, whose direction nobody knows, as an isolate of the direction that it has."""
    return f"{FSI}{balanced(text)}{PDI}"


def has_controls(text: str) -> bool:
    """Tell whether *text* has controls that change the direction of what follows them."""
    # To ask whether all of it can be printed takes a fifth of the time, and most texts can.
    return not text.isprintable() and CONTROL.search(text) is not None


def balanced(text: str) -> str:
    """Return *text* with each control closed that it opens, and without closings of none."""
    if not has_controls(text):
        return text
    kept: list[str] = []
    open_: list[str] = []
    for letter in text:
        if letter in EMBEDDINGS or letter in ISOLATES:
            open_.append(PDI if letter in ISOLATES else PDF)
        elif letter in {PDF, PDI}:
            kept += closings(letter, open_)
            continue
        kept.append(letter)
    return "".join((*kept, *reversed(open_)))


def closings(letter: str, open_: list[str]) -> list[str]:
    """Take what *letter* closes from the controls that are *open_*; return what has to be written.

    The end of an isolate ends what was opened inside it. The end of an embedding reaches no
    further than the isolate it stands in (UAX #9, BD9 and X6a to X7).
    """
    if letter not in open_ or (letter == PDF and open_[-1] == PDI):
        return []
    written = [open_.pop()]
    while written[-1] != letter:
        written.append(open_.pop())
    return written
