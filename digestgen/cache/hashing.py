"""Hashes that stand for what they were made from: equal ones mean equal parts."""

from hashlib import blake2b
from typing import Final

BYTES: Final = 16


def fingerprint(*parts: bytes | str) -> str:
    """Return the fingerprint of *parts* in their order."""
    found = blake2b(digest_size=BYTES)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        # The length keeps ("a", "bc") apart from ("ab", "c").
        found.update(len(data).to_bytes(8, "big"))
        found.update(data)
    return found.hexdigest()
