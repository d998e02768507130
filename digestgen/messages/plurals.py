"""Which form of a word a number takes."""

from typing import Final

FIRST: Final = ("zero", "one", "two")
FEW: Final = range(3, 11)
MANY: Final = range(11, 100)


def arabic_category(number: int) -> str:
    """Return the plural category of *number* in Arabic, as the CLDR has it."""
    if number < len(FIRST):
        return FIRST[number]
    last = number % 100
    return "few" if last in FEW else "many" if last in MANY else "other"
