"""What `--fix` makes of a text: each cure alone may change nothing but what it is for.

A character that is dropped can make a heading of a line, or bold of a word. So what YAML and
Markdown make of the text is compared before and after: the same values, blocks, links and code.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from msgspec import Struct

from digestgen.check.finding import Finding
from digestgen.check.text import RawText
from digestgen.content.markdown.signs import Piece, pieces
from digestgen.text.clean import INVISIBLE, clean
from digestgen.text.folding import LETTERS
from digestgen.yaml.spans import spans

# Each cure can bring another to light, and takes something away or puts a letter in its place.
MOST_ROUNDS: Final = 10
# How often the page is made to find the cures that change it; the rest are left to the author.
MOST_TRIES: Final = 100
# All that cures drop, and the signs and letters that they put in place of others.
DROPPED: Final = re.compile(
    rf"{INVISIBLE.pattern}|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufff9-\ufffb\U000e0000-\U000e007f]"
)
SIGNS: Final = str.maketrans({"،": ",", "؛": ";", "؟": "?"}) | LETTERS

Finder = Callable[[RawText], Sequence[Finding]]


class Mended(Struct, frozen=True, kw_only=True):
    """A cure that was used: at a place of the text as it was before this round of cures."""

    finding: Finding
    line: int
    column: int
    before: str
    after: str


def mended(text: RawText, found: Finder) -> tuple[RawText, list[Mended]]:
    """Return *text* with all safe cures of what is *found* in it, and what was done."""
    done: list[Mended] = []
    for _ in range(MOST_ROUNDS):
        cures = [one for one in found(text) if one.cure is not None]
        safe = safe_cures(text, cures)
        if not safe:
            break
        done += (record(text, cure) for cure in safe)
        text = with_cures(text, safe)
    return text, done


def safe_cures(text: RawText, cures: Sequence[Finding]) -> list[Finding]:
    """Return those of *cures* that change nothing else.

    All are tried at once, and where that changes more, one half and then the other.
    """
    safe: list[Finding] = []
    groups = [apart(cures)]
    for _ in range(MOST_TRIES):
        group = groups.pop() if groups else []
        if not group:
            continue
        if is_same(text, with_cures(text, [*safe, *group])):
            safe += group
        elif len(group) > 1:
            middle = len(group) // 2
            groups += [group[middle:], group[:middle]]
    return safe


def apart(cures: Iterable[Finding]) -> list[Finding]:
    """Return *cures* in the order of their places, without those that overlap one before."""
    kept: list[Finding] = []
    for cure in sorted(cures, key=lambda one: (one.start, one.end)):
        if not kept or cure.start >= kept[-1].end:
            kept.append(cure)
    return kept


def with_cures(text: RawText, cures: Iterable[Finding]) -> RawText:
    """Return *text* with *cures*, which are in order."""
    parts: list[str] = []
    end = 0
    for cure in cures:
        parts += [text.text[end : cure.start], cure.cure or ""]
        end = cure.end
    return replace(text, text="".join([*parts, text.text[end:]]))


def record(text: RawText, cure: Finding) -> Mended:
    """Return what *cure* does to *text*."""
    place = text.place(cure.start)
    return Mended(
        finding=cure,
        line=place.line,
        column=place.column,
        before=text.text[cure.start : cure.end],
        after=cure.cure or "",
    )


def is_same(one: RawText, other: RawText) -> bool:
    """Tell whether the two texts have the same values and make the same page, but for cures."""
    return values_of(one) == values_of(other) and page_of(one) == page_of(other)


def values_of(text: RawText) -> list[tuple[tuple[str, ...], str, bool]] | str:
    """Return the front matter of *text* as far as cures must not change it; all of it if broken."""
    found = spans(clean(text.front))
    if found is None:
        return text.front
    return [(tuple(map(bare, one.keys)), bare(one.value), one.is_plain) for one in found]


def page_of(text: RawText) -> list[Piece]:
    """Return what Markdown makes of the body of *text* as far as cures must not change it."""
    made = pieces(clean(text.text[text.halves[2] :]))
    return [replace_text(one) for one in made]


def replace_text(piece: Piece) -> Piece:
    """Return *piece* with its text as far as cures must not change it."""
    return piece._replace(text=bare(piece.text))


def bare(text: str) -> str:
    """Return *text* without what cures drop, with one spelling for what they exchange."""
    shown = DROPPED.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(shown.translate(SIGNS).split())
