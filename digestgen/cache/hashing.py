"""Hashes that stand for what they were made from: equal ones mean equal parts."""

from binascii import crc32
from collections.abc import Sequence
from hashlib import sha256
from string import ascii_letters, digits
from typing import Final

DIGITS: Final = 32
LETTERS: Final = f"{ascii_letters}{digits}-_"
PRINTS: Final = tuple(high + low for high in LETTERS for low in LETTERS)
PRINT_LETTERS: Final = 2


def fingerprint(*parts: bytes | str) -> str:
    """Return the fingerprint of *parts* in their order."""
    texts = [part.encode() if isinstance(part, str) else part for part in parts]
    # They keep ("a", "bc") apart from ("ab", "c"). More parts that begin with the same lengths are
    # longer as a whole, so that no end of the lengths has to be marked.
    lengths = b"".join([len(text).to_bytes(8, "big") for text in texts])
    return digest(b"".join((lengths, *texts)))


def digest(data: bytes | memoryview) -> str:
    """Return the hash of *data*: half of its SHA-256, which processors have instructions for."""
    return sha256(data).hexdigest()[:DIGITS]


def print_of(data: bytes) -> str:
    """Return the print of *data*: two letters, so that one change in 4096 is not seen in it."""
    return prints_of((data,))


def prints_of(parts: Sequence[bytes]) -> str:
    """Return the prints of *parts* in their order, without a call for each: a page has dozens."""
    return "".join([PRINTS[crc32(part) % len(PRINTS)] for part in parts])
