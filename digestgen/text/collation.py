"""The order of names as in an Arabic index: ال ignored, hamza forms together, numbers by value.

Arabic comes before other scripts, and digits and signs last. The article ال is taken off before
hamzas are folded (else ألمانيا would become مانيا), and only where the letters after it can be a
word of their own.
"""

import re
import unicodedata
from typing import Final

from digestgen.text.folding import ascii_digits, without_marks

Key = tuple[int, tuple[tuple[int, str, int], ...], str]

ARTICLE: Final = re.compile("^ال(?=[^\\W\\d_]{3})")
# Names whose ال is a part of the word.
NOT_AN_ARTICLE: Final = re.compile(
    "^(?:الله|المان|البان|الكترون|الاسكا|الياس|الب(?= |$)|الزاس|الغورا)"
)
ALPHABET: Final = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
SORT_LETTERS: Final = str.maketrans("أإآٱءؤئىیةکگپچژڤ", "اااااوييي" + "هككبجزف")
DIGITS: Final = re.compile(r"(\d+)")
OTHER: Final = "#"


def without_article(name: str) -> str:
    """Return *name* without the leading article ال, where it is one."""
    name = without_marks(unicodedata.normalize("NFKC", name)).strip()
    return name if NOT_AN_ARTICLE.match(name) else ARTICLE.sub("", name)


def sort_key(name: str) -> Key:
    """Return the key by which *name* stands in an alphabetical list; total and explicit."""
    base = ascii_digits(without_article(name)).casefold().translate(SORT_LETTERS)
    parts = tuple(
        (0, "", int(part)) if part.isdecimal() else (1, part, 0)
        for part in DIGITS.split(base)
        if part
    )
    return script_rank(base), parts, name


def script_rank(base: str) -> int:
    """Return the place of the script of *base*: Arabic, then other letters, then the rest."""
    if base[:1] in ALPHABET and base:
        return 0
    return 1 if base[:1].isalpha() else 2


def letter(name: str) -> str:
    """Return the heading under which *name* stands: its first letter, `#` for digits and signs."""
    first = without_article(name)[:1].casefold().translate(SORT_LETTERS)
    return first.upper() if first.isalpha() else OTHER
