"""Sentences: punctuation of another script, quotes and brackets without a partner, links' words."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from digestgen import rules
from digestgen.check.finding import Finding
from digestgen.check.text import FILLER, RawText
from digestgen.site.stories import canonical_url

ARABIC_LETTER: Final = "\u0620-\u065f\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
ARABIC_SIGNS: Final[Mapping[str, str]] = MappingProxyType({",": "،", ";": "؛", "?": "؟"})
# A sign after an Arabic word, or after what closes one; what follows is no number and no code.
BEFORE: Final = (
    f"(?<=[{ARABIC_LETTER}].)|(?<=[{ARABIC_LETTER}][ »”)*_].)|(?<=[{ARABIC_LETTER}][.؟]».)"
    rf"|(?<=[{ARABIC_LETTER}][*_]{{2}}.)"
)
AFTER: Final = rf"(?=[\s»”\")*_!?؟.…]|[{ARABIC_LETTER}«“(]|\Z)"
LATIN_SIGN: Final = re.compile(rf"[,;?](?:{BEFORE}){AFTER}")

PAIRS: Final[Mapping[str, str]] = MappingProxyType({"»": "«", ")": "(", "”": "“", "›": "‹"})
MARKS: Final = re.compile('[«»()“”‹›"]')
# Where one block ends and the next begins: list items, table rows, headings, quotations.
BLOCK_END: Final = re.compile(
    r"\n(?=[ \t\r]*\n)|\n(?=[ \t]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|\#{1,6}[ \t]|>|\|))|\r(?!\n)"
)
# 1) and أ) count, :) and ;) smile.
ALONE: Final = re.compile(r"(?:(?<![^\W_])[^\W_]{1,3}|[:;]-?)$")
# Marks of inches, of feet and minutes stand after a number.
AFTER_NUMBER: Final = re.compile(r"[\d٠-٩]$")
# In German and Swedish these marks turn round; here it is known which one opens.
SURE_QUOTES: Final = frozenset({"ar", "fa", "ur", "ps", "ckb", "he", "en", "fr", "es", "ru", "it"})
OPENING_QUOTES, CLOSING_QUOTES = frozenset("«“"), frozenset("»”")

LINK: Final = re.compile(r"(?<!!)\[([^\[\]\n]{4,200})\]\(<?(https?://[^\s()<>]+)")
DOMAIN: Final = re.compile(r"(?:https?://)?((?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24})(?:[/?#:]\S*)?")


def latin_punctuation(text: RawText) -> Iterator[Finding]:
    """Yield Latin commas, semicolons and question marks in Arabic sentences."""
    for match in LATIN_SIGN.finditer(text.prose):
        arabic = ARABIC_SIGNS[match[0]]
        yield Finding(
            rule=rules.LATIN_PUNCTUATION,
            start=match.start(),
            end=match.end(),
            values={"sign": match[0], "arabic": arabic},
            cure=arabic,
        )


def unbalanced(text: RawText) -> Iterator[Finding]:
    """Yield quotes and brackets without a partner in their paragraph."""
    if text.language.partition("-")[0].lower() not in SURE_QUOTES:
        return
    prose = text.prose
    waiting: list[int] = []
    for start, end in blocks_of(text, prose):
        alone = list(lonely(prose, start, end))
        # A quotation of several paragraphs may open each of them and closes only the last.
        goes_on = prose[start:end].lstrip()[:1] in OPENING_QUOTES
        closes = next((at for at in alone if waiting and prose[at] in CLOSING_QUOTES), None)
        if closes is not None:
            alone.remove(closes)
        elif not goes_on:
            yield from map(unpaired(prose), waiting)
        waiting = [at for at in alone if prose[at] in OPENING_QUOTES]
        yield from (unpaired(prose)(at) for at in alone if prose[at] not in OPENING_QUOTES)
    yield from map(unpaired(prose), waiting)


def unpaired(prose: str) -> Callable[[int], Finding]:
    """Return what makes a finding of the place of a sign in *prose*."""
    return lambda at: Finding(
        rule=rules.UNBALANCED, start=at, end=at + 1, values={"sign": prose[at]}
    )


def blocks_of(text: RawText, prose: str) -> Iterator[tuple[int, int]]:
    """Yield where each value of the front matter and each block of the body starts and ends."""
    body = text.halves[2]
    for one in text.values:
        if prose[one.start : one.start + 1] != FILLER:
            quotes = 0 if one.is_plain else 1
            yield one.start + quotes, one.end - quotes
    start = body
    for match in BLOCK_END.finditer(prose, body):
        if prose[start : match.start()].strip():
            yield start, match.start()
            start = match.end()
    yield start, len(prose)


def lonely(prose: str, start: int, end: int) -> Iterator[int]:
    """Yield the places of the quotes and brackets without a partner from *start* to *end*."""
    waiting: list[int] = []
    straight: list[int] = []
    # How many of each are waiting: not to look at all of them for each mark that closes.
    opened: Counter[str] = Counter()
    for match in MARKS.finditer(prose, start, end):
        mark, at = match[0], match.start()
        before = prose[max(start, at - 4) : at]
        if mark == '"':
            straight += [] if AFTER_NUMBER.search(before) else [at]
        elif mark not in PAIRS:
            waiting.append(at)
            opened[mark] += 1
        elif opened[PAIRS[mark]]:
            while (opener := prose[one := waiting.pop()]) != PAIRS[mark]:
                opened[opener] -= 1
                yield one
            opened[opener] -= 1
        elif mark != ")" or not ALONE.search(before):
            yield at
    yield from waiting
    yield from straight[len(straight) - len(straight) % 2 :]


def misleading_links(text: RawText) -> Iterator[Finding]:
    """Yield links that show another address than the one they lead to."""
    if "](" not in text.text:
        return
    for match in LINK.finditer(text.text, text.halves[2]):
        domain = DOMAIN.fullmatch(match[1].strip())
        target = site_of(match[2])
        if domain and target and not belong_together(site_of(f"https://{domain[1]}"), target):
            values = {"shown": match[1], "target": target}
            yield Finding(
                rule=rules.MISLEADING_LINK, start=match.start(1), end=match.end(1), values=values
            )


def site_of(url: str) -> str:
    """Return the host of *url* without the names of editions."""
    try:
        return urlsplit(canonical_url(url)).hostname or ""
    except ValueError:
        return ""


def belong_together(one: str, other: str) -> bool:
    """Tell whether one of two hosts is the other, or lies under it."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
