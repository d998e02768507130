"""Values that are made when someone asks for them: a pure function, and what it is called with.

The *print* of a promise is a hash of the function's name and of its arguments. So two promises with
one print promise the same value, and whether something changed is known without making it. The
function has to be a pure one, named in its module, that reads nothing but its arguments.
"""

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, Generic, TypeVar, cast

from msgspec.json import Encoder

from digestgen.cache.codec import plain
from digestgen.cache.hashing import digest

# How many of the values that are arguments in turn a process knows.
KEPT: Final = 1 << 14

Value = TypeVar("Value")
Value_co = TypeVar("Value_co", covariant=True)


class Printed(Generic[Value_co]):
    """A value with its print, which stands for it in those of promises."""

    __slots__ = ("print", "value")

    def __init__(self, value: Value_co, print_: str) -> None:
        self.value = value
        self.print = print_

    def kept(self) -> Value_co:
        """Return the value."""
        return self.value


class Promise(Generic[Value_co]):
    """What a *function* makes of *arguments*, among them what is printed or promised in turn."""

    __slots__ = ("arguments", "function", "print")

    def __init__(
        self, function: Callable[..., Value_co], arguments: tuple[object, ...], print_: str
    ) -> None:
        self.function = function
        self.arguments = arguments
        self.print = print_

    def kept(self) -> Value_co:
        """Return what was promised, made anew."""
        return self.function(*map(made, self.arguments))


def made(argument: object) -> object:
    """Return *argument* with values in the place of what is printed or promised."""
    # By its type alone: a page has hundreds of arguments.
    kind = type(argument)
    if kind is Promise:
        return kept(cast("Promise[object]", argument))
    if kind is Printed:
        return cast("Printed[object]", argument).value
    if kind is tuple:
        return tuple([made(one) for one in cast("tuple[object, ...]", argument)])
    return argument


# Pages that show a card, or carry an article in a feed, are made soon after each other.
@lru_cache(maxsize=KEPT)
def kept(promised: Promise[Value]) -> Value:
    """Return what was *promised*: the very object that was returned before, if that is known."""
    return promised.kept()


def printed(value: Value) -> Printed[Value]:
    """Return *value* with its print. Raises TypeError for what is not a value of the model."""
    return Printed(value, print_of(value))


def promise(function: Callable[..., Value], *arguments: object) -> Promise[Value]:
    """Return the promise of what *function* makes of *arguments*, with those as they are.

    Raises TypeError for an argument that is neither a value of the model nor a promise.
    """
    return Promise(function, arguments, print_of((function.__qualname__, arguments)))


def print_of(value: object) -> str:
    """Return the print of *value*. Raises TypeError for what is not of the model."""
    try:
        return digest(ENCODER.encode(value))
    except AttributeError:
        return digest(ENCODER_OF_ALL.encode(value))


def stand_in(value: Any) -> str:  # noqa: ANN401 - whatever JSON does not know
    """Return what stands for *value* in prints. Raises TypeError for what is not of the model."""
    return value.print if isinstance(value, Printed | Promise) else plain(value)


# Nearly all that JSON does not know is printed or promised: there are a hundred thousand, and to
# ask takes longer.
ENCODER: Final = Encoder(enc_hook=attrgetter("print"))
ENCODER_OF_ALL: Final = Encoder(enc_hook=stand_in)
