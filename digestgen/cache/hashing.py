"""Hashes that stand for what they were made from: equal ones mean equal parts."""

from binascii import crc32
from hashlib import blake2b
from string import ascii_letters, digits
from typing import Final

from msgspec import Raw

BYTES: Final = 16
LETTERS: Final = f"{ascii_letters}{digits}-_"
PRINTS: Final = tuple(high + low for high in LETTERS for low in LETTERS)
PRINT_LETTERS: Final = 2


def fingerprint(*parts: bytes | str) -> str:
    """Return the fingerprint of *parts* in their order."""
    found = blake2b(digest_size=BYTES)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        # The length keeps ("a", "bc") apart from ("ab", "c").
        found.update(len(data).to_bytes(8, "big"))
        found.update(data)
    return found.hexdigest()


def print_of(data: bytes | Raw) -> str:
    """Return the print of *data*: two letters, so that one change in 4096 is not seen in it."""
    return PRINTS[crc32(data) % len(PRINTS)]
