"""Signs of emphasis that readers will see, because Markdown takes them for text."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from digestgen import rules
from digestgen.check.finding import Finding
from digestgen.check.text import RawText
from digestgen.content.markdown.signs import Sign, literal_signs
from digestgen.errors import Phrase, said

SIGN: Final = re.compile(r"[*_]|~~")
ARABIC: Final = re.compile("[\u0620-\u06ff]")
PAIR: Final = 2
INTRAWORD: Final = said("write * for _: inside a word only * makes text italic")
FLANKED: Final = said("leave a space before it, or write the quotes outside: «**…**» for **«…»**")


def literal_emphasis(text: RawText) -> Iterator[Finding]:
    """Yield the signs of emphasis that readers will see."""
    body = text.halves[2]
    if not SIGN.search(text.prose, body):
        return
    starts = text.body_lines
    for signs in literal_signs([text.line_from(start) for start in starts]):
        alike = Counter(sign.written for sign in signs if touches(sign))
        for sign in signs:
            if is_meant(sign, alike):
                start = starts[sign.line] + sign.column
                yield Finding(
                    rule=rules.LITERAL_EMPHASIS,
                    start=start,
                    end=start + len(sign.written),
                    values={"sign": sign.written, "cure": cure(sign, alike)},
                )


def is_meant(sign: Sign, alike: Counter[str]) -> bool:
    """Tell whether *sign*, one of those *alike*, was to do something: unlike 2 * 3 and a_name."""
    if not touches(sign) or len(sign.written) >= PAIR:
        return touches(sign)
    in_name = sign.written == "_" and not ARABIC.search(sign.before + sign.after)
    return not in_name and alike[sign.written] >= PAIR


def touches(sign: Sign) -> bool:
    """Tell whether *sign* stands beside a letter."""
    return bool(sign.before.strip() or sign.after.strip())


def cure(sign: Sign, alike: Counter[str]) -> Phrase:
    """Return what to do about *sign*, one of those *alike* in a block."""
    if alike[sign.written] < PAIR:
        return said("write its partner, or a backslash before it: \\{sign}", sign=sign.written[0])
    return INTRAWORD if sign.written[0] == "_" else FLANKED
