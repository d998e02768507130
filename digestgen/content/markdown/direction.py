"""Direction of blocks and of foreign phrases, decided when the text is parsed.

Each block of the other direction gets a `dir`; each phrase of the other direction inside a block
is isolated with `<bdi dir>`, so that the punctuation and numbers around it stay in their places.
"""

import re
from collections.abc import Iterator
from typing import Final

from markdown_it.token import Token
from markupsafe import Markup, escape

from digestgen.content.markdown.tokens import closing, inlines, plain_text
from digestgen.text.direction import RTL_BLOCKS, Direction, strong_letters, text_direction
from digestgen.text.email import without_addresses

BLOCKS: Final = frozenset({"paragraph_open", "heading_open", "td_open", "th_open"})
CONTAINERS: Final = frozenset(
    {"blockquote_open", "bullet_list_open", "ordered_list_open", "table_open"},
)
WORD: Final = rf"[^\W{RTL_BLOCKS}]"
LETTER: Final = rf"[^\W\d_{RTL_BLOCKS}]"
# Signs inside a word (korea-russia, a/b, https://…) and at its end (C++, C#, 5%, example.org/).
TOKEN: Final = rf"(?:{WORD}|[.&'’/:@=?~-]{{1,3}}(?={WORD})|[+#%]|/(?!\w))"
LTR_PHRASE: Final = re.compile(
    # Digits are looked at from the first one only: a long number must not be tried at each.
    rf"(?:(?<!\d)\d+(?={LETTER}))?{LETTER}{TOKEN}*(?: {{1,2}}(?=#?{WORD})#?{TOKEN}+)*"
    # Phone numbers and ISO dates, whose groups a right-to-left line would turn round.
    rf"|\+\d(?:[ ().-]?\d){{5,17}}|\b\d{{4}}-\d\d-\d\d\b",
)
WEB_ADDRESS: Final = re.compile(r"https?://\S+")
RTL_PHRASE: Final = re.compile(rf"[{RTL_BLOCKS}]+(?: {{1,2}}[{RTL_BLOCKS}]+)*")
FOREIGN: Final = {
    Direction.RTL: re.compile(rf"{LETTER}|\+\d|\d-\d"),
    Direction.LTR: re.compile(f"[{RTL_BLOCKS}]"),
}
PHRASE: Final = {Direction.RTL: LTR_PHRASE, Direction.LTR: RTL_PHRASE}
OPPOSITE: Final = {Direction.RTL: Direction.LTR, Direction.LTR: Direction.RTL}


def set_directions(tokens: list[Token], base: Direction) -> None:
    """Give a `dir` to each block among *tokens* that runs against what is around it.

    Each line of text gets its direction in `meta["dir"]`.
    """
    around = [base]
    for index, token in enumerate(tokens):
        if token.type in CONTAINERS:
            around.append(own_direction(token, tokens[index : closing(tokens, index)], around[-1]))
        elif token.nesting == -1 and token.type.replace("_close", "_open") in CONTAINERS:
            around.pop()
        elif token.type in BLOCKS:
            line = tokens[index + 1]
            line.meta["dir"] = own_direction(token, [line], around[-1])
        elif token.type == "inline":
            line_direction: Direction = token.meta.setdefault("dir", around[-1])
            set_code_directions(token, line_direction)


def own_direction(block: Token, inside: list[Token], around: Direction) -> Direction:
    """Return the direction of *block* by the text *inside*; note it if it is not *around*."""
    text = " ".join(plain_text(line) for line in inlines(inside))
    # A line that is only an address belongs to the text around it.
    direction = text_direction(without_addresses(WEB_ADDRESS.sub("", text)), around)
    if direction is not around:
        block.attrSet("dir", direction.value)
    return direction


def set_code_directions(line: Token, around: Direction) -> None:
    """Give a `dir` to the code in *line* where it runs against what is *around*."""
    for child in line.children or ():
        if child.type == "code_inline":
            direction = code_direction(child.content)
            if direction is not around:
                child.attrSet("dir", direction.value)


def code_direction(code: str) -> Direction:
    """Return the direction of *code*: its signs stand as a program has them, if it has any."""
    ltr, rtl = strong_letters(code)
    return Direction.RTL if rtl and not ltr else Direction.LTR


def isolated_phrases(text: str, around: Direction) -> Iterator[Markup]:
    """Yield *text* as HTML with each phrase that runs against *around* in an isolate."""
    end = 0
    # Most texts have none, and looking for one letter is far quicker than looking for a phrase.
    found = PHRASE[around].finditer(text) if FOREIGN[around].search(text) else ()
    for match in found:
        yield escape(text[end : match.start()])
        yield Markup('<bdi dir="{}">{}</bdi>').format(OPPOSITE[around].value, match[0])
        end = match.end()
    yield escape(text[end:])
