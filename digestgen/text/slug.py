"""The last part of a URL, made from a name: readable, stable, safe on every file system."""

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final

from digestgen.text.clean import visible
from digestgen.text.folding import APOSTROPHES, NOT_WORD, ascii_digits, lower, without_marks

LONGEST_CHARACTERS: Final = 80
# ext4, APFS and NTFS take 255 bytes or units a name; 180 leaves room for suffixes of tools.
LONGEST_BYTES: Final = 180
HASH_LENGTH: Final = 6
# What most names of files are: Arabic or small Latin letters and digits, with hyphens between.
# Most topics and headings are that with spaces.
PLAIN_WORD: Final = "[0-9a-z\u0621-\u063a\u0641-\u064a]+"
PLAIN_SLUG: Final = f"{PLAIN_WORD}(?:-{PLAIN_WORD})*"
PLAIN: Final = re.compile(f"{PLAIN_WORD}(?:[ -]{PLAIN_WORD})*")


# The same topics stand on all articles.
@lru_cache(maxsize=1 << 12)
def slugify(text: str) -> str:
    """Return the slug of *text*: letters, digits and hyphens, at most 80 characters, 180 bytes.

    The empty string comes back for a text without letters and digits. A slug is its own slug.
    Of a text that is too long the start is kept, with a short hash of the whole at its end, so
    that two long names stay two slugs.
    """
    slug = hyphenated(text)
    if fits(slug):
        return slug
    # The hash is of the whole slug: spellings that make one slug make one short slug.
    tail = hashlib.blake2b(slug.encode(), digest_size=8).hexdigest()[:HASH_LENGTH]
    return f"{shortened(slug, len(tail) + 1)}-{tail}"


def hyphenated(text: str) -> str:
    """Return *text* in lower case with a hyphen for all that is not a letter or a digit."""
    if PLAIN.fullmatch(text):
        return text.replace(" ", "-")
    text = visible(unicodedata.normalize("NFKC", text))
    text = lower(ascii_digits(without_marks(text)))
    return NOT_WORD.sub("-", APOSTROPHES.sub("", text)).strip("-")


def fits(segment: str, room: int = 0) -> bool:
    """Tell whether *segment* and *room* more ASCII characters are within the limits of a path."""
    characters, size = len(segment) + room, len(segment.encode()) + room
    return characters <= LONGEST_CHARACTERS and size <= LONGEST_BYTES


def shortened(slug: str, room: int) -> str:
    """Return the start of *slug* that leaves *room*, cut at a hyphen where one is near."""
    slug = slug[: LONGEST_CHARACTERS - room]
    while not fits(slug, room):
        slug = slug[:-1]
    whole_words = slug.rpartition("-")[0]
    return (whole_words if len(whole_words) > len(slug) // 2 else slug).strip("-")
