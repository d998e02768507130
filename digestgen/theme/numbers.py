"""Numbers as readers see them: the digits that a site asks for, and large counts in groups."""

from functools import cache
from typing import Final

from babel.numbers import format_decimal

from digestgen.model import Digits
from digestgen.text.direction import Direction, language_direction
from digestgen.theme.locales import locale_of, primary

# CLDR's numbering systems `arab` and `arabext` of the languages that are written with them. Other
# languages have no Arabic digits, whatever the site around them has.
ARABIC_DIGITS: Final = frozenset({"ar", "ckb", "sd", "ug"})
PERSIAN_DIGITS: Final = frozenset({"fa", "glk", "ks", "lrc", "mzn", "pnb", "ps", "ur"})
ARABIC_SCRIPT: Final = "-arab"
TO_ARABIC: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
TO_PERSIAN: Final = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
# U+066C, which separates groups of both (the Unicode Standard, §9.2).
ARABIC_GROUP: Final = "٬"
SMALLEST_IN_GROUPS: Final = 1000


@cache
def digits_of(language: str, digits: Digits) -> dict[int, int]:
    """Return the digits of *language* by the Latin ones, as `str.translate` takes them."""
    if digits is Digits.LATN or language_direction(language) is Direction.LTR:
        return {}
    if primary(language) in PERSIAN_DIGITS:
        return TO_PERSIAN
    has_arabic = primary(language) in ARABIC_DIGITS or ARABIC_SCRIPT in language.lower()
    return TO_ARABIC if has_arabic else {}


def with_digits(text: str, language: str, digits: Digits) -> str:
    """Return *text*, which is in *language*, with *digits*; no locale data does this by itself."""
    table = digits_of(language, digits)
    return text.translate(table) if table else text


def count_text(number: int, language: str, digits: Digits) -> str:
    """Return *number*, a count, as *language* writes it: `1,234`, `١٬٢٣٤`."""
    if number < SMALLEST_IN_GROUPS:
        return with_digits(str(number), language, digits)
    if table := digits_of(language, digits):
        return f"{number:,}".replace(",", ARABIC_GROUP).translate(table)
    return str(format_decimal(number, locale=locale_of(language)))
