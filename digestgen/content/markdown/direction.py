"""Direction of blocks and of what stands in their lines, decided when the text is parsed.

Each block of the other direction gets a `dir`, and so does each link and emphasis. A quotation of
the other direction is isolated as a whole, inside its marks. The phrases that are left are
isolated when their line is made HTML (`inline.py`).
"""

import re
from typing import Final

from markdown_it.token import Token
from markupsafe import Markup

from digestgen.content.markdown.quotations import TAG, with_quotations
from digestgen.content.markdown.tokens import REFERENCE, closing, inlines, plain_text, raw, shown
from digestgen.text.bidi import plain
from digestgen.text.direction import Direction, direction_of, strong_letters, text_direction
from digestgen.text.email import without_addresses
from digestgen.text.phrases import has_foreign

BLOCKS: Final = frozenset({"paragraph_open", "heading_open", "td_open", "th_open"})
CONTAINERS: Final = frozenset(
    {"blockquote_open", "bullet_list_open", "ordered_list_open", "table_open"},
)
SPANS: Final = frozenset({"link_open", "em_open", "strong_open", "s_open", f"{TAG}_open"})
WEB_ADDRESS: Final = re.compile(r"https?://\S+")
# Of such a link nothing is left that could bear a `dir`: see `links.py`.
MAIL: Final = "mailto:"


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
            if token.hidden and line.meta["dir"] is not around[-1]:
                wrap(line)
        elif token.type == "inline":
            token.meta.setdefault("dir", around[-1])


def own_direction(block: Token, inside: list[Token], around: Direction) -> Direction:
    """Return the direction of *block* by the text *inside*; note it if it is not *around*."""
    text = " ".join(plain_text(line) for line in inlines(inside))
    direction = line_direction(text, around)
    if direction is not around:
        block.attrSet("dir", direction.value)
    return direction


def wrap(line: Token) -> None:
    """Put all of *line* into an isolate.

    It is an item of a list whose paragraph is not shown. The item itself gets no `dir`, which would
    move its number or point to the other side of the list.
    """
    start = Markup('<bdi dir="{}">').format(line.meta["dir"].value)
    line.children = [raw(start), *(line.children or ()), raw(Markup("</bdi>"))]


def line_direction(text: str, around: Direction) -> Direction:
    """Return the direction of *text*, a line of its own; an address runs as what is around it."""
    bare = WEB_ADDRESS.sub("", text) if "://" in text else text
    return text_direction(without_addresses(bare), around)


def set_spans(line: Token) -> None:
    """Give a `dir` to each part of *line* that runs against what is around it.

    Texts whose direction is not that of the line get it in `meta["dir"]`. A line in which nothing
    runs against it gets `meta["even"]`.
    """
    base: Direction = line.meta["dir"]
    if not has_foreign(line.content, base):
        line.meta["even"] = REFERENCE not in line.content
        set_code_directions(line, base)
        return
    line.children = with_quotations(line.children or [], base)
    directions = span_directions(line.children, base)
    around = [base]
    for index, child in enumerate(line.children):
        if child.type in SPANS:
            around.append(directions[index])
        elif child.nesting == -1 and child.type.replace("_close", "_open") in SPANS:
            around.pop()
        elif child.type == "code_inline":
            set_code_direction(child, around[-1])
        child.meta["dir"] = around[-1]
        if child.type == "link_open" and (title := str(child.attrGet("title") or "")):
            child.attrSet("title", plain(title, text_direction(title, base)))


def span_directions(children: list[Token], base: Direction) -> dict[int, Direction]:
    """Return the direction of each span among *children* by its index; note it where it differs.

    The letters are counted once, from the start: spans may lie in each other a thousand deep.
    """
    ends = ends_of_spans(children)
    inside = range(min(ends), max(ends.values())) if ends else ()
    counts = [(0, 0)]
    for index, child in enumerate(children):
        text = without_addresses(shown(child)) if index in inside else ""
        ltr, rtl = strong_letters(text)
        counts.append((counts[-1][0] + ltr, counts[-1][1] + rtl))
    around, directions = [base], {}
    for index, child in enumerate(children):
        if index in ends:
            (ltr, rtl), (all_ltr, all_rtl) = counts[index], counts[ends[index]]
            direction = direction_of((all_ltr - ltr, all_rtl - rtl), around[-1])
            directions[index] = note(child, children[ends[index]], direction, around[-1])
            around.append(directions[index])
        elif child.nesting == -1 and child.type.replace("_close", "_open") in SPANS:
            around.pop()
    return directions


def ends_of_spans(children: list[Token]) -> dict[int, int]:
    """Return the index of the end of each span among *children*, by the index of its start."""
    ends, open_ = {}, []
    for index, child in enumerate(children):
        if child.type in SPANS:
            open_.append(index)
        elif child.nesting == -1 and child.type.replace("_close", "_open") in SPANS:
            ends[open_.pop()] = index
    return ends


def note(opening: Token, end: Token, direction: Direction, around: Direction) -> Direction:
    """Write *direction* on the span that *opening* and *end* enclose; return how its text runs."""
    if str(opening.attrGet("href") or "").lower().startswith(MAIL):
        return around
    if direction is not around:
        opening.attrSet("dir", direction.value)
    elif opening.tag == TAG:
        opening.hidden = end.hidden = True
    return direction


def set_code_directions(line: Token, around: Direction) -> None:
    """Give a `dir` to the code in *line* where it needs one."""
    for child in line.children or ():
        if child.type == "code_inline":
            set_code_direction(child, around)


def set_code_direction(code: Token, around: Direction) -> None:
    """Give a `dir` to *code* if any of it runs against what is *around*."""
    direction = code_direction(code.content)
    if direction is not around or has_foreign(code.content, around):
        code.attrSet("dir", direction.value)


def code_direction(code: str) -> Direction:
    """Return the direction of *code*: its signs stand as a program has them, if it has any."""
    ltr, rtl = strong_letters(code)
    return Direction.RTL if rtl and not ltr else Direction.LTR
