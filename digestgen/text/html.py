"""HTML of values, made hundreds of times a page."""

from collections.abc import Callable
from functools import partial
from typing import Final

import markupsafe
from markupsafe import Markup, escape

markup: Final[Callable[[str], Markup]] = partial(str.__new__, Markup)
"""Returns a text that is HTML as what says so: `Markup` asks first whether it says so already."""


def escaped_alone(text: str) -> str:
    """Return *text* with the letters escaped that HTML has for itself."""
    return str(escape(text))


# What `escape` calls, before it makes a `Markup`, which takes longer than all the rest. It is not
# for others, so it may go.
escaped: Final[Callable[[str], str]] = getattr(markupsafe, "_escape_inner", escaped_alone)
"""Returns what `escape` does, as plain text, for a value that is nothing but a text."""


class Pattern:
    """HTML with gaps, `{}`, for values that are escaped unless they are HTML.

    It does what `Markup.format` does for such gaps, in much less time.
    """

    __slots__ = ("first", "rest")

    def __init__(self, text: str) -> None:
        self.first, *self.rest = text.split("{}")

    def format(self, *values: object) -> Markup:
        """Return the HTML with *values* in its gaps. Raises ValueError unless each has one."""
        parts = [self.first]
        for value, text in zip(values, self.rest, strict=True):
            parts += (html_of(value), text)
        return markup("".join(parts))


def html_of(value: object) -> str:
    """Return *value* as HTML: what `escape` returns, but a text as plain text."""
    if type(value) is str:
        return escaped(value)
    return value if type(value) is Markup else escape(value)
