"""What a macro makes of one value, made once for all the pages that show it."""

from collections.abc import Callable
from functools import lru_cache, partial
from types import MethodType
from typing import Final

Macro = Callable[..., object]

# How many letters a process keeps of what each macro made: of a few thousand cards, or of the dates
# of ten thousand, as pages that show a card are rendered soon after each other.
KEPT: Final = 1 << 20
# How many macros: a theme has some dozens, but one that is no import is made anew for each page.
MACROS: Final = 1 << 7


class Once:
    """Calls a macro with a value and options, and keeps what it returned.

    Options are texts, numbers and flags. The macro has to read nothing but what it is given.
    """

    def __init__(self) -> None:
        self.kept: dict[Macro, Macro] = {}

    def __call__(self, macro: Macro, value: object, *options: object, **named: object) -> object:
        """Return what *macro* makes of *value* and the options, or made of them before."""
        kept = self.kept.get(macro)
        if kept is None:
            return self.first(macro, value, *options, **named)
        # Bound methods are equal if what they are bound to is the very same: two moments in two
        # zones are equal, and written in two ways. It is kept from giving its id to another.
        return kept(MethodType(macro, value), *options, **named)

    def first(self, macro: Macro, value: object, *options: object, **named: object) -> object:
        """Return what *macro* makes of *value* and the options, and be ready to keep more of it."""
        if len(self.kept) >= MACROS:
            self.forget()
        made = macro(value, *options, **named)
        most = 1 + KEPT // (1 + len(str(made)))
        kept = lru_cache(maxsize=most, typed=True)(partial(made_of, [made]))
        self.kept[macro] = kept
        return kept(MethodType(macro, value), *options, **named)

    def forget(self) -> None:
        """Forget all."""
        self.kept.clear()


def made_of(known: list[object], bound: Macro, *options: object, **named: object) -> object:
    """Return what *bound*, a macro and its value, makes of the options; it may be *known*."""
    return known.pop() if known else bound(*options, **named)
