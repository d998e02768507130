"""What a macro makes of one value, made once for all the pages that show it."""

from collections.abc import Callable
from functools import lru_cache
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
        self.known: list[object] = []
        """What a macro returned, before anyone is asked for it: nothing, or one."""

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
        made = macro(value, *options, **named)
        kept = self.room(macro, made)
        self.known.append(made)
        return kept(MethodType(macro, value), *options, **named)

    def learn(self, macro: Macro, value: object, made: object) -> None:
        """Keep what comes of *macro*, which *made* this of *value* in another process."""
        kept = self.kept.get(macro) or self.room(macro, made)
        self.known.append(made)
        kept(MethodType(macro, value))
        # It is still there if that was kept already.
        self.known.clear()

    def room(self, macro: Macro, made: object) -> Callable[..., Kept]:
        """Return what keeps what *macro* makes: many like what it *made*."""
        if len(self.kept) >= MACROS:
            self.forget()
        most = 1 + KEPT // (1 + len(str(made)))
        self.kept[macro] = lru_cache(maxsize=most, typed=True)(self.made)
        return self.kept[macro]

    def made(self, bound: Macro, *options: object, **named: object) -> Kept:
        """Return what comes of *bound*, a macro and its value, for the options."""
        return self.finish(self.known.pop() if self.known else bound(*options, **named))

    def forget(self) -> None:
        """Forget all."""
        self.kept.clear()


def whole(made: object) -> object:
    """Return what a macro *made*."""
    return made


def in_pieces(made: object) -> tuple[Markup, ...]:
    """Return the pieces of what a macro *made*, which it cut where it wrote `CUT`."""
    return tuple([markup(piece) for piece in str(made).split(CUT)])
