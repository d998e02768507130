"""Direction of blocks and of what stands in their lines, decided when the text is parsed.

Each block of the other direction gets a `dir`, and so does each link and emphasis. A quotation of
the other direction is isolated as a whole, inside its marks. The phrases that are left are
isolated when their line is made HTML (`inline.py`).
"""

import re
from typing import Final

from markdown_it.token import Token
from markupsafe import Markup

from digestgen.content.markdown.links import may_have_links
from digestgen.content.markdown.quotations import TAG, with_quotations
from digestgen.content.markdown.tokens import (
    DIRECTION,
    EVEN,
    HAS_LTR,
    TEXT,
    closing,
    inlines,
    raw,
    shown,
)
from digestgen.text.bidi import plain
from digestgen.text.direction import (
    Direction,
    direction_of,
    has_letters,
    strong_letters,
    text_direction,
)
from digestgen.text.email import without_addresses
from digestgen.text.html import Pattern
from digestgen.text.phrases import has_foreign, has_signed

BLOCKS: Final = frozenset({"paragraph_open", "heading_open", "td_open", "th_open"})
CONTAINERS: Final = frozenset(
    {"blockquote_open", "bullet_list_open", "ordered_list_open", "table_open"},
)
SPANS: Final = frozenset({"link_open", "em_open", "strong_open", "s_open", f"{TAG}_open"})
CONTAINER_ENDS: Final = frozenset(start.replace("_open", "_close") for start in CONTAINERS)
SPAN_ENDS: Final = frozenset(start.replace("_open", "_close") for start in SPANS)
ISOLATE_START: Final = Pattern('<bdi dir="{}">')
WEB_ADDRESS: Final = re.compile(r"https?://\S+")
# Of such a link nothing is left that could bear a `dir`: see `links.py`.
MAIL: Final = "mailto:"
TITLE: Final = "title"
# What stands in each line that has code.
CODE: Final = "`"


def set_directions(tokens: list[Token], base: Direction) -> None:
    """Give a `dir` to each block among *tokens* that runs against what is around it.

    The text of each line is noted already, and its direction is from now on.
    """
    around = [base]
    for index, token in enumerate(tokens):
        kind = token.type
        if kind == "inline":
            token.meta.setdefault(DIRECTION, around[-1])
        elif kind in BLOCKS:
            line = tokens[index + 1]
            direction = direction_of_line(line, around[-1])
            line.meta[DIRECTION] = note_direction(token, direction, around[-1])
            if token.hidden and line.meta[DIRECTION] is not around[-1]:
                wrap(line)
        elif kind in CONTAINERS:
            lines = list(inlines(tokens[index : closing(tokens, index)]))
            direction = direction_of_lines(lines, around[-1])
            around.append(note_direction(token, direction, around[-1]))
        elif kind in CONTAINER_ENDS:
            around.pop()


def note_direction(block: Token, direction: Direction, around: Direction) -> Direction:
    """Note the *direction* of *block* if it is not *around*; return it."""
    if direction is not around:
        block.attrSet("dir", direction.value)
    return direction


def direction_of_lines(lines: list[Token], around: Direction) -> Direction:
    """Return the direction of the text of *lines* as a whole."""
    if len(lines) == 1:
        return direction_of_line(lines[0], around)
    texts = [line.meta[TEXT] for line in lines]
    if any(line.meta[HAS_LTR] for line in lines):
        return line_direction(" ".join(texts), around)
    # What letters there are run from right to left.
    return Direction.RTL if any(map(has_letters, texts)) else around


def direction_of_line(line: Token, around: Direction) -> Direction:
    """Return the direction of the text of *line*."""
    text = line.meta[TEXT]
    if line.meta[HAS_LTR]:
        return line_direction(text, around)
    return Direction.RTL if has_letters(text) else around


def wrap(line: Token) -> None:
    """Put all of *line* into an isolate.

    It is an item of a list whose paragraph is not shown. The item itself gets no `dir`, which would
    move its number or point to the other side of the list.
    """
    start = ISOLATE_START.format(line.meta[DIRECTION].value)
    line.children = [raw(start), *(line.children or ()), raw(Markup("</bdi>"))]


def line_direction(text: str, around: Direction) -> Direction:
    """Return the direction of *text*, a line of its own; an address runs as what is around it."""
    bare = WEB_ADDRESS.sub("", text) if "://" in text else text
    return text_direction(without_addresses(bare), around)


def set_spans(line: Token) -> None:
    """Give a `dir` to each part of *line* that runs against what is around it.

    The direction of what is in the line is noted of each part, or that all of it runs as the line.
    """
    base: Direction = line.meta[DIRECTION]
    if not runs_both_ways(line, base):
        line.meta[EVEN] = True
        if CODE in line.content:
            set_code_directions(line, base)
        # What titles say is no part of the text.
        if may_have_links(line.content):
            set_titles(line, base)
        return
    line.children = with_quotations(line.children or [], base)
    directions = span_directions(line.children, base)
    around = [base]
    for index, child in enumerate(line.children):
        if child.type in SPANS:
            around.append(directions[index])
        elif child.type in SPAN_ENDS:
            around.pop()
        elif child.type == "code_inline":
            set_code_direction(child, around[-1])
        child.meta[DIRECTION] = around[-1]
    set_titles(line, base)


def runs_both_ways(line: Token, base: Direction) -> bool:
    """Tell whether anything in *line*, which runs as *base* does, may run against it."""
    text = line.meta[TEXT]
    if base is Direction.LTR:
        return has_foreign(text, base)
    return line.meta[HAS_LTR] or has_signed(text)


def set_titles(line: Token, base: Direction) -> None:
    """Mark the titles of the links in *line*, which runs as *base* does, as plain text is."""
    links = [child for child in line.children or () if child.type == "link_open"]
    titled = [link for link in links if link.attrs.get(TITLE)]
    if titled and has_foreign(line.content, base):
        for link in titled:
            title = str(link.attrs[TITLE])
            link.attrSet(TITLE, plain(title, text_direction(title, base)))


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
        elif child.type in SPAN_ENDS:
            around.pop()
    return directions


def ends_of_spans(children: list[Token]) -> dict[int, int]:
    """Return the index of the end of each span among *children*, by the index of its start."""
    ends, open_ = {}, []
    for index, child in enumerate(children):
        if child.type in SPANS:
            open_.append(index)
        elif child.type in SPAN_ENDS:
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
