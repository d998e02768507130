"""Bidirectional text where no markup can stand: titles, attributes, feeds, descriptions."""

import unicodedata
from typing import Final

from digestgen.text.direction import Direction

RLM: Final = "\u200f"
LRM: Final = "\u200e"
# First-strong isolation (Unicode UAX #9 §2.4.3), closed by a pop.
FSI, PDI = "\u2068", "\u2069"
STRONG: Final = {"L": Direction.LTR, "R": Direction.RTL, "AL": Direction.RTL}


def first_strong(text: str) -> Direction | None:
    """Return the direction of the first letter of *text*, as a browser sees it; None without."""
    classes = (STRONG.get(unicodedata.bidirectional(letter)) for letter in text)
    return next((direction for direction in classes if direction), None)


def plain(text: str, direction: Direction) -> str:
    """Return *text* with a mark before it where a reader would take it for the other direction."""
    if first_strong(text) in {None, direction}:
        return text
    return (RLM if direction is Direction.RTL else LRM) + text


def isolated(text: str) -> str:
    """Return *text* as an isolate: a name inside a sentence of the other direction."""
    return f"{FSI}{text}{PDI}"
