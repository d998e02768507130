"""Which word was meant by one that nothing is called."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

# The share of letters in common from which difflib calls a word close, its own default.
CLOSE: Final = 0.6


def nearest(word: str, known: Iterable[str], *, close: float = CLOSE) -> str | None:
    """Return the one of *known* that is most like *word*; None if no one is *close* to it."""
    found = get_close_matches(word, list(known), n=1, cutoff=close)
    return found[0] if found else None
