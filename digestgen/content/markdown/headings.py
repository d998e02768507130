"""Headings: one h1 a page, and ids that links can point to."""

from typing import Final

from markdown_it.token import Token

from digestgen.content.markdown.tokens import plain_text
from digestgen.text.slug import slugify

# Keeps ids of headings apart from those of the page, whatever a heading says.
PREFIX: Final = "h-"
NAMELESS: Final = "section"
DEEPEST: Final = 6


def set_headings(tokens: list[Token]) -> frozenset[str]:
    """Move headings below the headline's level, give each an id and return the ids."""
    headings = [index for index, token in enumerate(tokens) if token.type == "heading_open"]
    shift = any(tokens[index].tag == "h1" for index in headings)
    ids: set[str] = set()
    for index in headings:
        opening, line, closing = tokens[index : index + 3]
        if shift:
            opening.tag = closing.tag = f"h{min(int(opening.tag[1]) + 1, DEEPEST)}"
        name = unique_id(plain_text(line), ids)
        ids.add(name)
        opening.attrSet("id", name)
    return frozenset(ids)


def unique_id(text: str, taken: set[str]) -> str:
    """Return an id for the heading *text* that is not *taken*."""
    name = PREFIX + (slugify(text) or NAMELESS)
    if name not in taken:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def anchor(fragment: str, ids: frozenset[str]) -> str | None:
    """Return the id among *ids* that *fragment* means: the id itself or the heading's words."""
    if fragment in ids:
        return fragment
    name = PREFIX + slugify(fragment)
    return name if name in ids else None
