"""Small questions about markdown-it's tokens."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

from markdown_it.token import Token
from markupsafe import Markup

from digestgen.text.clean import clean
from digestgen.text.direction import has_ltr

# Makes a token that has nothing yet.
BLANK: Final = Token.__new__
RAW: Final = "html_inline"
# How a reference begins, such as `&#12;`, which writes what the source of a line does not hold.
REFERENCE: Final = "&"
SHOWN = frozenset({"text", "code_inline", "text_special"})
BREAKS = frozenset({"softbreak", "hardbreak"})
# What is noted of a line in its `meta`, since many ask for it: its text, whether that has a
# left-to-right letter, how it runs, and whether all of it runs that way.
TEXT: Final = "text"
HAS_LTR: Final = "has_ltr"
DIRECTION: Final = "dir"
EVEN: Final = "even"


def made(  # noqa: PLR0913 - what differs from one token to the next
    kind: str,
    tag: str,
    nesting: Literal[-1, 0, 1],
    *,
    content: str = "",
    markup: str = "",
    level: int = 0,
    block: bool = False,
) -> Token:
    """Return a token as its class makes it, in half the time: an article has some forty."""
    token = BLANK(Token)
    token.type, token.tag, token.nesting = kind, tag, nesting
    token.content, token.markup, token.level, token.block = content, markup, level, block
    token.attrs, token.meta = {}, {}
    token.map = token.children = None
    token.info, token.hidden = "", False
    return token


def raw(html: Markup) -> Token:
    """Return a token that stands for *html* as it is, within a line or between blocks."""
    return made(RAW, "", 0, content=str(html))


def clean_lines(lines: Iterable[Token]) -> None:
    """Clean the texts of *lines*, in which references such as `&#12;` can write what no page may.

    Addresses of links need none: they are percent-encoded.
    """
    for line in lines:
        clean_children(line)


def clean_children(token: Token) -> None:
    """Clean the texts in *token*: a line, or a picture with the text that stands for it."""
    for child in token.children or ():
        child.content = clean(child.content)
        if title := child.attrGet("title"):
            child.attrSet("title", clean(str(title)))
        clean_children(child)


def note_texts(lines: Iterable[Token]) -> None:
    """Note the text of each of *lines*, and whether it has a left-to-right letter."""
    for line in lines:
        text = plain_text(line)
        line.meta[TEXT], line.meta[HAS_LTR] = text, has_ltr(text)


def plain_text(line: Token) -> str:
    """Return what a reader sees of *line* as plain text, pictures left out."""
    return "".join([shown(child) for child in line.children or ()])


def shown(child: Token) -> str:
    """Return the plain text of one part of a line."""
    if child.type in SHOWN:
        return child.content
    return " " if child.type in BREAKS else ""


def closing(tokens: Sequence[Token], start: int) -> int:
    """Return the index of the token that closes the one at *start*."""
    level = tokens[start].level
    return next(
        index
        for index in range(start + 1, len(tokens))
        if tokens[index].level == level and tokens[index].nesting == -1
    )


def inlines(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the lines of text among *tokens*."""
    return (token for token in tokens if token.type == "inline")
