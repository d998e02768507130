"""Headings: one h1 a page, and ids that links can point to."""

from functools import lru_cache
from heapq import nsmallest
from typing import Final

from markdown_it.token import Token

from digestgen import rules
from digestgen.content.markdown.tokens import plain_text
from digestgen.errors import Diagnostic, Place, said
from digestgen.file_path import FilePath
from digestgen.text.slug import slugify

# Keeps ids of headings apart from those of the page, whatever a heading says.
PREFIX: Final = "h-"
NAMELESS: Final = "section"
DEEPEST: Final = 6
# How many ids a hint names.
LISTED: Final = 10

Ids = frozenset[str] | tuple[str, ...]
"""The ids of the headings of a page."""


def set_headings(tokens: list[Token]) -> frozenset[str]:
    """Move headings below the headline's level, give each an id and return the ids."""
    headings = [index for index, token in enumerate(tokens) if token.type == "heading_open"]
    shift = any(tokens[index].tag == "h1" for index in headings)
    ids: dict[str, int] = {}
    for index in headings:
        opening, line, closing = tokens[index : index + 3]
        if shift:
            opening.tag = closing.tag = f"h{min(int(opening.tag[1]) + 1, DEEPEST)}"
        opening.attrSet("id", unique_id(plain_text(line), ids))
    return frozenset(ids)


def unique_id(text: str, taken: dict[str, int]) -> str:
    """Return an id for the heading *text* that is not *taken*, and take it.

    With each id stands how many headings wanted it: thousands may have one text, and counting
    from the start for each would take the square of that time.
    """
    name = unique = PREFIX + (slugify(text) or NAMELESS)
    while unique in taken:
        taken[name] += 1
        unique = f"{name}-{taken[name]}"
    taken[unique] = 1
    return unique


def anchor(fragment: str, ids: Ids) -> str | None:
    """Return the id among *ids* that *fragment* means: the id itself or the heading's words."""
    if fragment in ids:
        return fragment
    name = PREFIX + slugify(fragment)
    return name if name in ids else None


def no_such_anchor(place: Place, path: FilePath, fragment: str, ids: Ids) -> Diagnostic:
    """Return the diagnostic of a link to *fragment* of *path*, whose headings have the *ids*."""
    lost = said("delete #{fragment} from the link, or write a heading there", fragment=fragment)
    hint = None if ids else lost
    known = listed(ids)
    return rules.NO_SUCH_ANCHOR.at(place, hint=hint, path=path, fragment=fragment, known=known)


@lru_cache(maxsize=16)
def listed(ids: Ids) -> str:
    """Return *ids*, or the first of them, as a hint names them."""
    names = " ".join(f"#{name}" for name in nsmallest(LISTED, ids))
    return f"{names} …" if len(ids) > LISTED else names
