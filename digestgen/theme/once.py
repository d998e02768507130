"""What a macro makes of one value, made once for all the pages that show it."""

from collections.abc import Callable
from functools import lru_cache, partial
from types import MethodType
from typing import Final, Generic, TypeVar

from markupsafe import Markup

from digestgen.text.html import markup

Macro = Callable[..., object]
Kept = TypeVar("Kept")

# How many letters a process keeps of what each macro made: of ten thousand cards, as articles are
# on pages of many kinds.
KEPT: Final = 1 << 23
# How many macros: a theme has some dozens, but one that is no import is made anew for each page.
MACROS: Final = 1 << 7
# What separates the pieces that a macro makes. No text of an author has it: XML forbids it.
CUT: Final = Markup("\x1e")


class Once(Generic[Kept]):
    """Calls a macro with a value and options, and keeps what *finish* makes of what it returned.

    Options are texts, numbers and flags. The macro has to read nothing but what it is given.
    """

    def __init__(self, finish: Callable[[object], Kept]) -> None:
        self.finish = finish
        self.kept: dict[Macro, Callable[..., Kept]] = {}

    def __call__(self, macro: Macro, value: object, *options: object, **named: object) -> Kept:
        """Return what comes of *macro* for *value* and the options, or came of it before."""
        kept = self.kept.get(macro)
        if kept is None:
            return self.first(macro, value, *options, **named)
        # Bound methods are equal if what they are bound to is the very same: two moments in two
        # zones are equal, and written in two ways. It is kept from giving its id to another.
        return kept(MethodType(macro, value), *options, **named)

    def first(self, macro: Macro, value: object, *options: object, **named: object) -> Kept:
        """Return what comes of *macro* for *value* and the options; be ready to keep more of it."""
        if len(self.kept) >= MACROS:
            self.forget()
        made = macro(value, *options, **named)
        most = 1 + KEPT // (1 + len(str(made)))
        kept = lru_cache(maxsize=most, typed=True)(partial(made_of, self.finish, [made]))
        self.kept[macro] = kept
        return kept(MethodType(macro, value), *options, **named)

    def forget(self) -> None:
        """Forget all."""
        self.kept.clear()


def made_of(
    finish: Callable[[object], Kept],
    known: list[object],
    bound: Macro,
    *options: object,
    **named: object,
) -> Kept:
    """Return what comes of *bound*, a macro and its value, for the options; it may be *known*."""
    return finish(known.pop() if known else bound(*options, **named))


def whole(made: object) -> object:
    """Return what a macro *made*."""
    return made


def in_pieces(made: object) -> tuple[Markup, ...]:
    """Return the pieces of what a macro *made*, which it cut where it wrote `CUT`."""
    return tuple([markup(piece) for piece in str(made).split(CUT)])
