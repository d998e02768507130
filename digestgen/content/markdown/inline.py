"""The text of lines: quotation marks that were left straight, e-mail addresses, isolates."""

from collections.abc import Iterator
from typing import Final

from markdown_it.token import Token
from markupsafe import Markup

from digestgen.content.markdown.direction import isolated_phrases
from digestgen.content.markdown.tokens import raw
from digestgen.text.direction import Direction
from digestgen.text.email import addresses, protected

STRAIGHT: Final = '"'


def finish_lines(lines: Iterator[Token], marks: str) -> None:
    """Turn the text in *lines* into its final HTML; *marks* are the outer and inner quotes."""
    for line in lines:
        direction: Direction = line.meta["dir"]
        children = line.children or []
        if direction is Direction.RTL:
            pair_quotes(children, marks)
        line.children = [
            raw(final_html(child.content, direction)) if child.type == "text" else child
            for child in children
        ]


def pair_quotes(children: list[Token], marks: str) -> None:
    """Replace straight quotes that are left, as in و"قال", when their number is even.

    CommonMark's rule of open and closed quotes wants a space before an opening one, but Arabic
    writes its one-letter words together with the next.
    """
    texts = [child for child in children if child.type == "text"]
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


def final_html(text: str, direction: Direction) -> Markup:
    """Return *text* as HTML: addresses protected, foreign phrases isolated."""
    pieces: list[Markup] = []
    end = 0
    for match in addresses(text):
        pieces += [*isolated_phrases(text[end : match.start()], direction), protected(match[0])]
        end = match.end()
    return Markup("").join([*pieces, *isolated_phrases(text[end:], direction)])
