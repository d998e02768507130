"""The door that every text of an author passes: characters that XML allows, one line end, NFC."""

import re
import unicodedata
from typing import Final

# XML 1.0 §2.2, production [2] Char: all else makes a document ill-formed, even as a reference.
# To name what is allowed would take 5 ms at each start: the pattern is made of every character.
FORBIDDEN_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINE_ENDS: Final = re.compile("\r\n|[\r\u0085\u2028\u2029]")

# UAX #15 §13, the Stream-Safe Text Format: no language has more marks on one letter, and putting
# them in order takes the square of their number. Marks are neither letters nor ASCII.
MOST_MARKS: Final = 30
MARK: Final = r"[^\w\s!-~]"
LONG_RUN: Final = re.compile(rf"{MARK}{{{MOST_MARKS + 1},}}")
# Among the characters at each such step, a run that is too long shows as two marks.
STEP: Final = MOST_MARKS // 2
TWO_MARKS: Final = re.compile(MARK * 2)

# Marks that change direction or hide inside a word: U+200B-200F without the joiners 200C and
# 200D, U+202A-202E, U+2060-206F, the Arabic letter mark, the byte-order mark and the soft hyphen.
INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)


def xml_safe(text: str) -> str:
    """Return *text* without the characters that XML 1.0 forbids."""
    return FORBIDDEN_IN_XML.sub("", text)


def clean(text: str) -> str:
    """Return *text* safe for XML, with line feeds as its only line ends, in NFC."""
    # Controls, other line ends, surrogates and noncharacters are not printable.
    if not text.replace("\n", "").isprintable():
        text = xml_safe(LINE_ENDS.sub("\n", text))
    if TWO_MARKS.search(text[::STEP]):
        text = LONG_RUN.sub(stream_safe, text)
    return unicodedata.normalize("NFC", text)


def stream_safe(run: re.Match[str]) -> str:
    """Return the text of *run* with at most 30 marks on one letter."""
    kept: list[str] = []
    marks = 0
    for letter in run[0]:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks <= MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def visible(text: str) -> str:
    """Return *text* without invisible direction marks and zero-width characters."""
    return INVISIBLE.sub("", text)


def one_line(text: str) -> str:
    """Return *text* on one line, with single spaces and none at the ends."""
    # Most texts are so: of all spaces and ends of lines only the common space is printable.
    is_so = text.isprintable() and "  " not in f" {text} "
    return text if is_so else " ".join(text.split())
