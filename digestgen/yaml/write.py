"""Values → YAML that `parse.py` reads back as they were."""

import re
from collections.abc import Iterable
from typing import Final

# What means itself without quotes, in a list in brackets, too: words of letters. A text that is
# quoted without need does no harm, so the rest of what YAML would take as it stands is quoted.
PLAIN: Final = re.compile(r"[^\W\d_]\w*(?:[ /-]\w+|[ ][«»]?\w+[«»]?)*")
PLAIN_URL: Final = re.compile(r"https?://[A-Za-z0-9._~/%?&=+-]*[A-Za-z0-9_~/-]")
PLAIN_PATH: Final = re.compile(r"/(?:\w[\w.~-]*/)*(?:\w[\w.~-]*)?")
# What is text to us may be something else to an editor or to whoever reads the file next.
MEANS_ELSE: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
ESCAPES: Final = {'"': '\\"', "\\": "\\\\"}
# YAML 1.2.2 §5.1 has no such characters in a text, only as escapes: DEL, C1, the byte-order mark.
NOT_PRINTABLE: Final = re.compile('["\\\\\x00-\x1f\x7f-\x9f\ufeff\ufffe\uffff]')


def scalar(text: str) -> str:
    """Return *text*, one line of it, as a value: as it is, or in double quotes."""
    is_word = PLAIN.fullmatch(text) and text.lower() not in MEANS_ELSE
    if is_word or PLAIN_URL.fullmatch(text):
        return text
    return f'"{NOT_PRINTABLE.sub(escape, text)}"'


def path_value(path: str) -> str:
    """Return the site *path* as a value."""
    return path if PLAIN_PATH.fullmatch(path) else scalar(path)


def escape(character: re.Match[str]) -> str:
    """Return the escape of one *character* in double quotes (YAML 1.2.2 §5.7)."""
    return ESCAPES.get(character[0], f"\\u{ord(character[0]):04x}")


def flow_list(texts: Iterable[str]) -> str:
    """Return *texts* as a list in brackets."""
    return f"[{', '.join(map(scalar, texts))}]"
