"""Headings: one h1 a page, and ids that links can point to."""

from typing import Final

from markdown_it.token import Token

from digestgen.content.anchors import PREFIX
from digestgen.content.markdown.tokens import TEXT
from digestgen.text.slug import slugify

NAMELESS: Final = "section"
DEEPEST: Final = 6


def set_headings(tokens: list[Token]) -> frozenset[str]:
    """Move headings below the headline's level, give each an id and return the ids.

    The texts of their lines are noted already.
    """
    headings = [index for index, token in enumerate(tokens) if token.type == "heading_open"]
    shift = any(tokens[index].tag == "h1" for index in headings)
    ids: dict[str, int] = {}
    for index in headings:
        opening, line, closing = tokens[index : index + 3]
        if shift:
            opening.tag = closing.tag = f"h{min(int(opening.tag[1]) + 1, DEEPEST)}"
        opening.attrSet("id", unique_id(line.meta[TEXT], ids))
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
