"""What the font of social cards can write: a text with letters that it lacks gets no card. Pure."""

import re
import unicodedata
from typing import Final

# What IBM Plex Sans Arabic has (a test compares), and marks of direction, which show nothing.
COVERED: Final = re.compile(
    "[ -~\u00a0-\u00ff\u0131\u0141\u0142\u0152\u0153\u0160\u0161\u0178\u017d\u017e"
    "\u0300-\u0304\u0307\u0308\u030a-\u030c\u0327\u0328"
    "\u0600-\u0604\u0606-\u061b\u061e-\u06a1\u06a3-\u06ff\u0750-\u077f"
    "\u2010\u2013-\u2015\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a"
    "\u20aa\u20ac\u2116\u2122\u2190-\u2193\u2212"
    "\u061c\u200c-\u200f\u2066-\u2069]"
)
SPACES: Final = re.compile("  +")
# Letters, marks and numbers: without one of them a text says something else.
SAYING: Final = ("L", "M", "N")


def drawable(text: str) -> str | None:
    """Return *text* without signs that the font lacks, such as emoji; None if it lacks letters."""
    kept: list[str] = []
    for letter in text:
        if is_covered(letter):
            kept.append(letter)
        elif unicodedata.category(letter).startswith(SAYING):
            return None
    return SPACES.sub(" ", "".join(kept)).strip(" ")


def is_covered(letter: str) -> bool:
    """Tell whether the font has *letter*, in one piece or in those that it is made of."""
    parts = unicodedata.normalize("NFD", letter)
    return bool(COVERED.fullmatch(letter)) or all(map(COVERED.fullmatch, parts))
