"""Bytes of an author's file → clean text. Only UTF-8 is read; another encoding is named.

There is no silent fallback: every sequence of bytes is some text in CP1256, so a wrong guess
would publish garbage.
"""

import codecs
from typing import Final

from digestgen import rules
from digestgen.errors import Diagnostic, Place, Problems
from digestgen.text.clean import clean

LONGEST_FILE: Final = 2 * 1024 * 1024
UTF16: Final = "UTF-16"
UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SINGLE_BYTE: Final = ("CP1256", "ISO-8859-6")
# How many bytes are looked at to name an encoding: enough for a verdict on any text.
SAMPLE: Final = 4096


def decode(data: bytes, *, file: str) -> str:
    """Return the text of *data*, the content of *file*. Raises Problems if it is not UTF-8."""
    place = Place(file=file)
    if len(data) > LONGEST_FILE:
        raise Problems(rules.FILE_TOO_LARGE.at(place, size=len(data), limit=LONGEST_FILE))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        wrong = Place(file=file, line=line)
        raise Problems(rules.NOT_UTF8.at(wrong, encoding=likely_encoding(data))) from None
    if "\0" in text:
        raise Problems(nul(data, text, file))
    return clean(text)


def nul(data: bytes, text: str, file: str) -> Diagnostic:
    """Return what is wrong with *file*, whose *text* holds U+0000."""
    if is_utf16(data):
        return rules.NOT_UTF8.at(Place(file=file), encoding=UTF16)
    line = text.count("\n", 0, text.index("\0")) + 1
    return rules.HAS_NUL.at(Place(file=file, line=line))


def is_utf16(data: bytes) -> bool:
    """Tell whether *data* looks like UTF-16, in which Latin letters and spaces have a zero byte."""
    sample = data[:SAMPLE]
    return data.startswith(UTF16_MARKS) or sample.count(0) > len(sample) // 10


def likely_encoding(data: bytes) -> str:
    """Return the name of the encoding that *data*, which is not UTF-8, is most likely in."""
    if is_utf16(data):
        return UTF16
    sample = data[:SAMPLE]
    # The larger share of Arabic letters wins; CP1256 is far more common and wins a tie.
    return max(SINGLE_BYTE, key=lambda encoding: arabic_letters(sample, encoding))


def arabic_letters(sample: bytes, encoding: str) -> int:
    """Return how many Arabic letters *sample* has when it is read in *encoding*."""
    text = sample.decode(encoding, errors="ignore")
    return sum(1 for letter in text if "\u0621" <= letter <= "\u064a")
