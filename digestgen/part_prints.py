"""Prints of the parts of pages, for `digestgen why`: what is built never depends on them.

A fingerprint tells that something changed, not what. So the parts of a page have *prints* of their
own: two letters each, so that thousands of pages can be kept with theirs. One change in 4096 is not
seen in them. A page that shows a text is kept as a whole, and its prints are made when they are
asked for.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from types import MethodType
from typing import Final

from msgspec.structs import astuple

from digestgen.cache.codec import encode
from digestgen.cache.hashing import print_of, prints_of
from digestgen.views import BodyPlan, Card, FeedEntry, Page, View

# What a page shows whose one text has no gaps.
UNFILLED: Final = encode([()])
# What many pages show, and how many prints of it a process knows.
SHARED: Final = (Card, FeedEntry)
KEPT: Final = 1 << 14


def part_names(view: View) -> tuple[str, ...]:
    """Return what the prints of a page with *view* are of: text, what is put into it, fields."""
    return ("text", "fillings", *view.__struct_fields__)


def part_prints(page: Page) -> str:
    """Return the prints of the parts of *page* but for its text, in the order of their names."""
    return prints_of([encoded_fillings(page.bodies), *map(encoded, astuple(page.view))])


def encoded(value: object) -> bytes:
    """Return what stands for *value*, a part of a page: of a list of cards, the print of each."""
    if isinstance(value, tuple) and value and isinstance(value[0], SHARED):
        return "".join([known(MethodType(own_print, one)) for one in value]).encode()
    return encode(value)


@lru_cache(maxsize=KEPT)
def known(made: Callable[[], str]) -> str:
    """Return the print that *made* makes: bound methods are equal for the very same value alone."""
    return made()


def own_print(value: object) -> str:
    """Return the print of *value*."""
    return print_of(encode(value))


def encoded_fillings(bodies: Sequence[BodyPlan]) -> bytes:
    """Return what is put into the texts of *bodies*; nothing if a page shows none."""
    if len(bodies) == 1 and not bodies[0].fillings:
        # So it is with most articles.
        return UNFILLED
    return encode([body.fillings for body in bodies]) if bodies else b""


def text_print(prints: Sequence[str]) -> str:
    """Return the print of the text of a page that shows content files with these *prints*."""
    return prints[0] if len(prints) == 1 else print_of("".join(prints).encode())
