"""Signs of emphasis that readers will see, because Markdown takes them for text."""

import re
from collections.abc import Iterator
from typing import Final

from digestgen import rules
from digestgen.check.finding import Finding
from digestgen.check.text import RawText
from digestgen.content.markdown.signs import Sign, literal_signs

SIGN: Final = re.compile(r"[*_]|~~")
ARABIC: Final = re.compile("[\u0620-\u06ff]")
PAIR: Final = 2
INTRAWORD: Final = "write * for _: inside a word only * makes text italic"
FLANKED: Final = "leave a space before it, or write the quotes outside: «**…**» for **«…»**"
ALONE: Final = "write its partner, or a backslash before it: \\{sign}"


def literal_emphasis(text: RawText) -> Iterator[Finding]:
    """Yield the signs of emphasis that readers will see."""
    body = text.halves[2]
    if not SIGN.search(text.prose, body):
        return
    starts = [start for start in text.line_starts if start >= body]
    for signs in literal_signs([text.line_from(start) for start in starts]):
        for sign in signs:
            if is_meant(sign, signs):
                start = starts[sign.line] + sign.column
                yield Finding(
                    rule=rules.LITERAL_EMPHASIS,
                    start=start,
                    end=start + len(sign.written),
                    values={"sign": sign.written, "cure": cure(sign, signs)},
                )


def is_meant(sign: Sign, signs: list[Sign]) -> bool:
    """Tell whether *sign*, one of the *signs* in a block, was to do something: 2 * 3, a_name."""
    touches = bool(sign.before.strip() or sign.after.strip())
    if len(sign.written) >= PAIR:
        return touches
    in_name = sign.written == "_" and not ARABIC.search(sign.before + sign.after)
    return touches and not in_name and len(alike(sign, signs)) >= PAIR


def alike(sign: Sign, signs: list[Sign]) -> list[Sign]:
    """Return those of *signs* that could be the partner of *sign*, and itself."""
    return [one for one in signs if one.written == sign.written]


def cure(sign: Sign, signs: list[Sign]) -> str:
    """Return what to do about *sign*, one of the *signs* in a block."""
    if len(alike(sign, signs)) < PAIR:
        return ALONE.format(sign=sign.written[0])
    return INTRAWORD if sign.written[0] == "_" else FLANKED
