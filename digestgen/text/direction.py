"""Which way a text runs, known at build time and never left to the browser's guess."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final

# The languages that CLDR gives a right-to-left script by default.
RTL_LANGUAGES: Final = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn", "nqo", "pnb", "ps"}
    | {"sd", "syr", "ug", "ur", "yi"},
)
RTL_SCRIPTS: Final = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg"})
# A script subtag has four letters (RFC 5646 §2.2.3).
SCRIPT_LENGTH: Final = 4
# A text with some words in the other direction keeps that of what is around it: against it run
# texts with more than seven letters in ten of the other direction.
RTL_SHARE: Final = 0.3
# The blocks of right-to-left scripts, as the inside of a character class.
RTL_BLOCKS: Final = (
    "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
)
# Digits and marks of these scripts are no strong characters (UAX #9, table 4).
LETTERS: Final = re.compile(r"[^\W\d_]+")
LTR_LETTERS: Final = re.compile(rf"[^\W\d_{RTL_BLOCKS}]+")
# What may be a left-to-right letter. Whole texts have none, and telling so takes a third of the
# time if nothing is asked about each character but its number.
LIKE_LTR: Final = re.compile(
    rf"[^\x00-@\[-`{{-\xa9\xab-\xb1\xb4\xb6-\xb8\xbb\xbf\u2000-\u206f{RTL_BLOCKS}]"
)


class Direction(StrEnum):
    """The value of HTML's `dir` attribute."""

    LTR = "ltr"
    RTL = "rtl"


# The same few languages are those of all pages.
@lru_cache(maxsize=1 << 8)
def language_direction(language: str) -> Direction:
    """Return the direction of the script that *language* (a BCP 47 tag) is written in."""
    primary, *rest = language.lower().split("-")
    scripts = [part for part in rest if len(part) == SCRIPT_LENGTH and part.isalpha()]
    if scripts:
        return Direction.RTL if scripts[0] in RTL_SCRIPTS else Direction.LTR
    return Direction.RTL if primary in RTL_LANGUAGES else Direction.LTR


def has_ltr(text: str) -> bool:
    """Tell whether *text* has a left-to-right letter."""
    return bool(LIKE_LTR.search(text) and LTR_LETTERS.search(text))


def has_letters(text: str) -> bool:
    """Tell whether *text* has a letter of any script."""
    return LETTERS.search(text) is not None


def strong_letters(text: str) -> tuple[int, int]:
    """Return how many left-to-right and how many right-to-left letters *text* has."""
    ltr = sum(map(len, LTR_LETTERS.findall(text))) if LIKE_LTR.search(text) else 0
    return ltr, sum(map(len, LETTERS.findall(text))) - ltr


def text_direction(text: str, default: Direction) -> Direction:
    """Return the direction of *text* by its letters; *default* if they are mixed or none."""
    if not has_ltr(text):
        return Direction.RTL if has_letters(text) else default
    return direction_of(strong_letters(text), default)


def direction_of(letters: tuple[int, int], default: Direction) -> Direction:
    """Return the direction of a text with so many *letters*, left-to-right and right-to-left."""
    ltr, rtl = letters
    if not ltr + rtl:
        return default
    share = RTL_SHARE if default is Direction.RTL else 1 - RTL_SHARE
    return Direction.RTL if rtl >= share * (ltr + rtl) else Direction.LTR


@lru_cache(maxsize=1 << 14)
def name_direction(name: str, around: Direction) -> tuple[Direction, bool]:
    """Return how *name* runs in a text that runs *around*, and whether any letter runs against it.

    The same few names stand on all pages, so each is looked at once.
    """
    ltr, rtl = strong_letters(name)
    against = ltr if around is Direction.RTL else rtl
    return text_direction(name, around), against > 0
