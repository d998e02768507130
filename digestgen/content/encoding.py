"""Bytes of an author's file → clean text. Only UTF-8 is read; another encoding is named.

There is no silent fallback: every sequence of bytes is some text in CP1256, so a wrong guess
would publish garbage.
"""

import codecs
import re
from typing import Final

from digestgen import rules
from digestgen.errors import Diagnostic, Place, Problems
from digestgen.text.clean import clean

LONGEST_FILE: Final = 2 * 1024 * 1024
UTF16: Final = "UTF-16"
UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SINGLE_BYTE: Final = ("CP1256", "ISO-8859-6")
# In European languages the letters beyond ASCII stand alone between others, as in café.
WESTERN: Final = "CP1252"
WORD: Final = re.compile(rb"[\x80-\xff]{2}")
# How many bytes are looked at to name an encoding: enough for a verdict on any text.
SAMPLE: Final = 4096


def decode(data: bytes, *, file: str) -> str:
    """Return the text of *data*, the content of *file*. Raises Problems if it is not UTF-8."""
    place = Place(file=file)
    if len(data) > LONGEST_FILE:
        raise Problems(rules.FILE_TOO_LARGE.at(place, size=len(data), limit=LONGEST_FILE))
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        encoding = likely_encoding(data, error.start)
        before = data[: error.start].decode("utf-8-sig", errors="ignore")
        place = Place(file=file) if encoding == UTF16 else place_after(before, file)
        raise Problems(rules.NOT_UTF8.at(place, encoding=encoding)) from None
    if b"\0" in data:
        raise Problems(nul(data, text, file))
    return clean(text)


def nul(data: bytes, text: str, file: str) -> Diagnostic:
    """Return what is wrong with *file*, whose *text* holds U+0000."""
    if is_utf16(data):
        return rules.NOT_UTF8.at(Place(file=file), encoding=UTF16)
    return rules.HAS_NUL.at(place_after(text[: text.index("\0")], file))


def place_after(text: str, file: str) -> Place:
    """Return the place in *file* that *text* ends at."""
    return Place(file=file, line=text.count("\n") + 1, column=len(text) - text.rfind("\n"))


def is_utf16(data: bytes) -> bool:
    """Tell whether *data* looks like UTF-16, in which Latin letters and spaces have a zero byte."""
    sample = data[:SAMPLE]
    return data.startswith(UTF16_MARKS) or sample.count(0) > len(sample) // 10


def likely_encoding(data: bytes, start: int) -> str:
    """Return the name of the encoding that *data*, no UTF-8 from *start* on, is most likely in."""
    if is_utf16(data):
        return UTF16
    sample = data[start : start + SAMPLE]
    if not WORD.search(sample):
        return WESTERN
    # The larger share of Arabic letters wins; CP1256 is far more common and wins a tie.
    return max(SINGLE_BYTE, key=lambda encoding: arabic_letters(sample, encoding))


def arabic_letters(sample: bytes, encoding: str) -> int:
    """Return how many Arabic letters *sample* has when it is read in *encoding*."""
    text = sample.decode(encoding, errors="ignore")
    return sum(1 for letter in text if "\u0621" <= letter <= "\u064a")
