"""Characters that nobody sees, and shapes that stand for letters.

What is wrong where follows UAX #9, Unicode in XML (UTR #20 §3) and the HTML specification: marks
that embed or override a direction are not for texts with markup.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from digestgen import rules
from digestgen.check.finding import Finding, codepoint
from digestgen.check.text import RawText
from digestgen.content.lines import LINE_END
from digestgen.errors import Rule, said

# Scripts that put no spaces between words or stack their marks need characters that join and split.
NEEDS_JOINERS: Final = "\u0590-\u05ff\u0900-\u0dff\u0e00-\u109f\u1780-\u18af\ua8e0-\ua8ff"
# Emoji and the sign that makes one of a character: ZWJ joins them to families.
EMOJI: Final = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff\u2640\u2642"
# These stand for words of their own: ﷲ ﷺ ﷻ ﷽ ﷼ and the brackets of quotations ﴾ ﴿.
FORMS: Final = "\ufb50-\ufd3d\ufd50-\ufdf1\ufdf3-\ufdf9\ufe70-\ufefc"
# The abbreviation of the Hijri year, هـ, is written with a joiner to keep the shape of its letter.
HEH: Final = "\u0647\u0640"
CANCEL_TAG: Final = "\U000e007f"
SUSPECT: Final = re.compile(
    rf"""
    (?P<override>[\u202a-\u202e]+)
    | (?P<isolate>[\u2066-\u2069])
    | (?P<mark>[\u200e\u200f\u061c]+)
    | (?P<zero>(?<![{NEEDS_JOINERS}])[\u200b\u2060-\u2064\u00ad\u034f\u180e\ufeff]+)
    | (?P<joiner>(?<![{NEEDS_JOINERS}{EMOJI}{HEH}])\u200d+)
    | (?P<line>[\u2028\u2029\u0085])
    | (?P<tags>(?<=\U0001f3f4)[\U000e0020-\U000e007e]+{CANCEL_TAG})
    | (?P<hidden>[\U000e0000-\U000e007f\ufff9-\ufffb\u206a-\u206f]+)
    | (?P<control>[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]+)
    | (?P<forms>[{FORMS}]+(?:[ ][{FORMS}]+)*)
    """,
    re.VERBOSE,
)
# Each that SUSPECT begins with: to look for one letter is far quicker than for ten patterns.
FIRST: Final = re.compile(
    "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b\u200d-\u200f\u2028-\u202e"
    f"\u2060-\u206f{FORMS}\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Found by name in SUSPECT and dropped.
DROPPED: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "override": rules.DIRECTION_OVERRIDE,
        "mark": rules.DIRECTION_MARK,
        "zero": rules.ZERO_WIDTH,
        "hidden": rules.HIDDEN_CHARACTER,
        "control": rules.CONTROL_CHARACTER,
    }
)
OPENING: Final = "\u2066\u2067\u2068"
PARAGRAPH_END: Final = re.compile(rf"(?:{LINE_END.pattern})[ \t]*(?:{LINE_END.pattern})")


def characters(text: RawText) -> Iterator[Finding]:
    """Yield the characters of *text* that nobody sees, and shapes that stand for letters."""
    isolates: list[int] = []
    for match in suspects(text.text):
        kind = match.lastgroup or ""
        if kind == "isolate":
            isolates.append(match.start())
        elif kind in DROPPED:
            yield dropped(DROPPED[kind], match)
        elif kind in FINDERS:
            yield from FINDERS[kind](match, text)
    yield from paired(text.text, isolates)


def suspects(text: str) -> Iterator[re.Match[str]]:
    """Yield what SUSPECT finds in *text*."""
    end = 0
    for first in FIRST.finditer(text):
        if first.start() >= end and (match := SUSPECT.match(text, first.start())):
            end = match.end()
            yield match


def dropped(rule: Rule, match: re.Match[str]) -> Finding:
    """Return the finding of characters that can be left out."""
    values = {"codepoint": codepoint(match[0])}
    return Finding(rule=rule, start=match.start(), end=match.end(), values=values, cure="")


def joiner(match: re.Match[str], text: RawText) -> Iterator[Finding]:
    """Yield a joiner, unless it makes one picture of two."""
    following = text.text[match.end() : match.end() + 1]
    if not re.match(f"[{EMOJI}{NEEDS_JOINERS}]", following):
        values = {"codepoint": codepoint(match[0])}
        yield Finding(rule=rules.STRAY_JOINER, start=match.start(), end=match.end(), values=values)


def line_separator(match: re.Match[str], text: RawText) -> Iterator[Finding]:
    """Yield a character that ends a line in few programs; it becomes the file's own line end."""
    end = re.search("\r\n|\n|\r", text.text)
    values = {"codepoint": codepoint(match[0])}
    yield Finding(
        rule=rules.LINE_SEPARATOR,
        start=match.start(),
        end=match.end(),
        values=values,
        cure=end[0] if end else "\n",
    )


def forms(match: re.Match[str], _text: RawText) -> Iterator[Finding]:
    """Yield words in shapes of letters that stand for letters without doubt."""
    letters = unicodedata.normalize("NFKC", match[0])
    if letters == match[0]:
        return
    # A shape of a mark alone becomes a space with a mark, which is not what it was.
    is_sure = letters.count(" ") == match[0].count(" ")
    mended = said("{text}; --fix does it", text=letters) if is_sure else letters
    yield Finding(
        rule=rules.PRESENTATION_FORMS,
        start=match.start(),
        end=match.end(),
        values={"text": match[0], "fixed": mended},
        cure=letters if is_sure else None,
    )


FINDERS: Final[Mapping[str, Callable[[re.Match[str], RawText], Iterator[Finding]]]] = (
    MappingProxyType({"joiner": joiner, "line": line_separator, "forms": forms})
)


def paired(text: str, isolates: list[int]) -> Iterator[Finding]:
    """Yield the *isolates* of *text* by their places: pairs, and those without a partner."""
    waiting: list[int] = []
    for before, at in zip([0, *isolates], isolates, strict=False):
        if waiting and PARAGRAPH_END.search(text, before, at):
            yield from (isolate(text, start, is_open=True) for start in waiting)
            waiting = []
        if text[at] in OPENING:
            waiting.append(at)
        elif waiting:
            yield isolate(text, waiting.pop(), is_open=False)
        else:
            yield isolate(text, at, is_open=True)
    yield from (isolate(text, start, is_open=True) for start in waiting)


def isolate(text: str, at: int, *, is_open: bool) -> Finding:
    """Return the finding of the isolate that stands at the place *at* of *text*."""
    return Finding(
        rule=rules.OPEN_ISOLATE if is_open else rules.ISOLATE,
        start=at,
        end=at + 1,
        values={"codepoint": codepoint(text[at])},
        cure="" if is_open else None,
    )
