"""When two spellings are one word: hamza, ta marbuta, alef maqsura, tashkeel, tatweel, case.

The folds are those that Arabic readers expect of a search: إتفاق = اتفاق, الشماليه = الشمالية.
A folded text is a key for comparing and never shown.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from digestgen.text.clean import visible

# Tashkeel and Quranic marks (U+0610-061A, 064B-065F, 0670, 06D6-06ED) and tatweel (U+0640).
ARABIC_MARKS: Final = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0640]"
)
# The marks of Latin, Greek and Cyrillic letters.
COMBINING: Final = re.compile("[\u0300-\u036f]")
DIGITS: Final = {ord(digit): str(i % 10) for i, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
LETTERS: Final = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىی", "ي"),
        **dict.fromkeys("ةھہ", "ه"),
        **dict.fromkeys("ؤئ", "ء"),
        "ک": "ك",
    },
)
APOSTROPHES: Final = re.compile("['\u2018\u2019\u02bc]")
# From India to Cambodia the signs of vowels tell words apart (दिल, दल), but are no letters to `\w`.
SIGNS: Final = "".join(
    sign for sign in map(chr, range(0x0900, 0x1800)) if unicodedata.category(sign).startswith("M")
)
NOT_WORD: Final = re.compile(rf"(?:[^\w{SIGNS}]|_)+")


def ascii_digits(text: str) -> str:
    """Return *text* with Arabic-Indic and Persian digits as 0-9."""
    return text if text.isascii() else text.translate(DIGITS)


def lower(text: str) -> str:
    """Return *text* in lower case and NFC, without marks that are part of no letter (İ has one)."""
    return COMBINING.sub("", unicodedata.normalize("NFC", text.casefold()))


def without_marks(text: str) -> str:
    """Return *text* without tashkeel and tatweel, which two spellings may differ by."""
    return ARABIC_MARKS.sub("", text)


# The same few names stand on all articles.
@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Return the key of *text*: equal for spellings that readers take for one name."""
    text = lower(visible(unicodedata.normalize("NFKC", text)))
    text = ascii_digits(without_marks(text)).translate(LETTERS)
    return NOT_WORD.sub(" ", APOSTROPHES.sub("", text)).strip()
