"""What a macro makes of one value, made once for all the pages that show it."""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from msgspec import Struct

Macro = Callable[..., object]

# How many results a process keeps. Pages that show a card are rendered soon after each other: with
# sixteen times as many, a build of ten thousand articles is no faster, and takes more memory.
KEPT: Final = 1 << 10


class This(Struct, frozen=True, eq=False):
    """A *value* that is told from others by being it: two moments in two zones are equal."""

    value: object

    def __hash__(self) -> int:
        """Return the same for the same value, which this keeps from giving its id to another."""
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        """Tell whether *other* is this very value."""
        return isinstance(other, This) and other.value is self.value


class Once:
    """Calls a macro with a value and options, and keeps what it returned.

    Options are texts, numbers and flags. The macro has to read nothing but what it is given.
    """

    def __init__(self) -> None:
        self.kept = lru_cache(maxsize=KEPT, typed=True)(made_of)

    def __call__(self, macro: Macro, value: object, *options: object, **named: object) -> object:
        """Return what *macro* makes of *value* and the options, or made of them before."""
        return self.kept(macro, This(value), *options, **named)


def made_of(macro: Macro, this: This, *options: object, **named: object) -> object:
    """Return what *macro* makes of *this* value and the options."""
    return macro(this.value, *options, **named)
