"""The text of lines: quotation marks that were left straight, e-mail addresses, isolates."""

from collections.abc import Iterable, Mapping
from typing import Final

from markdown_it.token import Token

from digestgen.content.markdown.tokens import DIRECTION, EVEN, RAW, TEXT, plain_text
from digestgen.text.direction import Direction
from digestgen.text.email import Html, protected, veiled
from digestgen.text.html import html_of
from digestgen.text.phrases import sentence_html

STRAIGHT: Final = '"'
# From where on which HTML an address gets: there is no link inside a link.
ADDRESSES: Final[Mapping[str, Html]] = {"link_open": veiled, "link_close": protected}


def finish_lines(lines: Iterable[Token]) -> None:
    """Turn the text in *lines* into its final HTML."""
    for line in lines:
        address: Html = protected
        for child in line.children or ():
            address = ADDRESSES.get(child.type, address)
            if child.type == "text":
                child.type, child.content = RAW, text_html(child, line, address)


def text_html(text: Token, line: Token, address: Html) -> str:
    """Return the final HTML of *text*, a part of *line*, with addresses as *address* has them."""
    if EVEN in line.meta and "@" not in text.content:
        return str(html_of(text.content))
    direction = text.meta.get(DIRECTION, line.meta[DIRECTION])
    return str(sentence_html(text.content, direction, address))


def set_quotes(lines: Iterable[Token], marks: str) -> None:
    """Replace the straight quotes in right-to-left *lines* by the first two of *marks*."""
    for line in lines:
        if STRAIGHT in line.meta[TEXT] and line.meta[DIRECTION] is Direction.RTL:
            pair_quotes(line.children or [], marks)
            line.meta[TEXT] = plain_text(line)


def pair_quotes(children: list[Token], marks: str) -> None:
    """Replace straight quotes that are left, as in و"قال", when their number is even.

    CommonMark's rule of open and closed quotes wants a space before an opening one, but Arabic
    writes its one-letter words together with the next.
    """
    texts = [child for child in children if child.type == "text" and STRAIGHT in child.content]
    if sum(child.content.count(STRAIGHT) for child in texts) % 2:
        return
    opens = True
    for child in texts:
        pieces = child.content.split(STRAIGHT)
        joined = pieces[0]
        for piece in pieces[1:]:
            joined += (marks[0] if opens else marks[1]) + piece
            opens = not opens
        child.content = joined
