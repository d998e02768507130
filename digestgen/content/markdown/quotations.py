"""Quotations in a line: each that runs against the line is put into an isolate as a whole."""

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Final

from markdown_it.token import Token

from digestgen.content.markdown.tokens import BREAKS
from digestgen.text.direction import Direction
from digestgen.text.phrases import foreign_quotations

TAG: Final = "bdi"
MARKS: Final = re.compile('[«“”"]')
# Stands for what is no text.
OTHER: Final = "\ufffc"


def with_quotations(children: list[Token], around: Direction) -> list[Token]:
    """Return *children* of a line that runs *around*, with its foreign quotations in isolates."""
    texts = [text_in_place(child) for child in children]
    whole = "".join(texts)
    if not MARKS.search(whole):
        return children
    starts = list(accumulate(map(len, texts), initial=0))
    cuts: dict[int, int] = {}
    for start, end in foreign_quotations(whole, around):
        first, last = (bisect_right(starts, at) - 1 for at in (start - 1, end))
        if encloses(children, first, last):
            cuts |= {start: 1, end: -1}
    return list(cut(children, starts, cuts)) if cuts else children


def text_in_place(child: Token) -> str:
    """Return what stands for *child* of a line where quotations are looked for."""
    if child.type == "text":
        return child.content
    return " " if child.type in BREAKS else OTHER


def encloses(children: list[Token], first: int, last: int) -> bool:
    """Tell whether all spans that begin between *first* and *last* of *children* end there."""
    level = children[first].level
    between = children[first : last + 1]
    return children[last].level == level and all(child.level >= level for child in between)


def cut(children: list[Token], starts: list[int], cuts: dict[int, int]) -> list[Token]:
    """Return *children* with the start or the end of an isolate at each place of *cuts*."""
    pieces: list[Token] = []
    places = sorted(cuts)
    done = 0
    for child, start, end in zip(children, starts, starts[1:], strict=False):
        last = start
        while done < len(places) and places[done] < end:
            pieces += text_of(child, last - start, places[done] - start)
            pieces.append(isolate(cuts[places[done]], child.level))
            last = places[done]
            done += 1
        pieces += text_of(child, last - start, end - start) if last > start else [child]
    return pieces


def text_of(child: Token, start: int, end: int) -> list[Token]:
    """Return the text of *child* from *start* to *end* as a token, if there is any."""
    text = child.content[start:end]
    return [Token(type="text", tag="", nesting=0, content=text, level=child.level)] if text else []


def isolate(nesting: int, level: int) -> Token:
    """Return the start or, by *nesting*, the end of an isolate."""
    kind = "open" if nesting == 1 else "close"
    return Token(type=f"{TAG}_{kind}", tag=TAG, nesting=nesting, level=level)  # type: ignore[arg-type]
