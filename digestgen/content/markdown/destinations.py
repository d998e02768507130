"""Where links and pictures lead, as it is written in a body, and how to write another target."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

from markdown_it.common.utils import unescapeAll
from msgspec import Struct

# CommonMark 0.31 §6.3 and §4.7: after `](` of a link or picture, after `[…]:` of a definition.
DESTINATION: Final = re.compile(
    r"""
    (?: \]\(\s* | ^[ >\t]*\[(?!\^)(?:[^\[\]\\]|\\.)+\]:\s* )
    (?P<target> <[^<>\n]*> | [^\s()<>]*(?:\([^\s()]*\)[^\s()]*)* )
    """,
    re.MULTILINE | re.VERBOSE,
)
PATH_END: Final = re.compile("[?#]")
ENCODED: Final = re.compile("%[0-9A-Fa-f]{2}")
# What would end a destination or mean something in it, or in a URL.
UNSAFE: Final = re.compile(r"[\x00-\x20\x7f%#?&\\<>()`\[\]*!]")


class Destination(Struct, frozen=True, kw_only=True):
    """The path of a link or picture, from *start* to *end* of the text, without a fragment."""

    start: int
    end: int
    path: str
    """Without escapes of Markdown, but percent-encoded as it is written."""
    is_encoded: bool


def destinations(text: str, start: int) -> Iterator[Destination]:
    """Yield what looks like the destination of a link or picture in *text* from *start* on."""
    for match in DESTINATION.finditer(text, start):
        inner = slice(1, -1) if match["target"].startswith("<") else slice(None)
        path = PATH_END.split(match["target"][inner], maxsplit=1)[0]
        first = match.start("target") + (inner.start or 0)
        if path:
            yield Destination(
                start=first,
                end=first + len(path),
                path=unescapeAll(path),
                is_encoded=bool(ENCODED.search(path)),
            )


def written(path: str, *, is_encoded: bool) -> str:
    """Return *path* as the destination of a link, readable or percent-encoded as a whole."""
    if is_encoded:
        return quote(path, safe="/")
    return UNSAFE.sub(lambda match: quote(match[0], safe=""), path)
