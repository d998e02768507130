"""Rules of Markdown for what most articles hold, which do what markdown-it's do in less time.

Each looks for signs that anything but the common case is there, and then asks markdown-it's rule.
"""

import re
from collections.abc import Iterable
from itertools import zip_longest
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, paragraph
from markdown_it.rules_core import StateCore, text_join
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.token import Token

from digestgen.content.markdown.tokens import REFERENCE, made

MOST_QUOTES: Final = 1000
# What any rule for what stands in a line begins with; the marks of pictures and of notes that are
# written in the text, `![` and `^[`, hold one of these as well.
SIGNS: Final = "\n\\`~*_[<&"
ESCAPE: Final = "\\"
TEXT: Final = rf"[^{re.escape(SIGNS)}\]]++"
# A phrase in bold, and a link, that can be nothing else, whatever stands beside them: signs that
# have a space outside of them, or a letter inside and punctuation outside, pair up with nothing
# but each other. What stands before a sign is looked at behind it: a search for it is far quicker.
PHRASE: Final = re.compile(
    rf"\*\*(?<![^ ]\*\*)(?!\s)({TEXT})(?<!\s)\*\*(?:(?![^ ])|(?<=\w\*\*)(?=[.,:;!?)،؛؟»”…]))"
    rf"|\[(?<![!^]\[)({TEXT})\]\(([^\s\x00-\x1f\x7f()<>&\\]++)\)"
)
# A heading without signs at its end.
HEADING: Final = re.compile(r"(#{1,6})[ \t]+([^#\s][^#]*+)")
QUOTE: Final = ">"
QUOTED: Final = re.compile(r"> ?[^\W\d_]")
PARAGRAPH: Final = ("paragraph", "p", "")
# A text, then what is in bold, or the text of a link and its target.
PIECES: Final = 4


def lone_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Parse a line with an empty one after it: its first sign tells which block it begins.

    Most blocks of an article are such lines, and up to ten rules would be asked before the one that
    makes them. A table has no empty line after its first.
    """
    if silent or state.is_code_block(start) or not is_lone(state, start):
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if line[0].isalpha():
        # In an item of a list, what stands before the line is more than spaces.
        if state.blkIndent:
            return paragraph(state, start, end, silent)
        add_block(state, start, PARAGRAPH, line)
    elif found := HEADING.fullmatch(line):
        add_block(state, start, ("heading", f"h{len(found[1])}", found[1]), found[2])
    elif line[0] == QUOTE:
        return add_quotation(state, start, line) or blockquote(state, start, end, silent)
    else:
        return False
    return True


def is_lone(state: StateBlock, line: int) -> bool:
    """Tell whether an empty line, or nothing, comes after *line*."""
    return line + 1 >= state.lineMax or state.isEmpty(line + 1)


def add_quotation(state: StateBlock, start: int, line: str) -> bool:
    """Add what *line* quotes if it is a paragraph, and in no other block; tell whether it is."""
    if state.level or state.blkIndent or not QUOTED.match(line):
        return False
    opening = made("blockquote_open", "blockquote", 1, markup=QUOTE, block=True)
    opening.map = [start, start + 1]
    state.tokens.append(opening)
    state.level = 1
    add_block(state, start, PARAGRAPH, line.removeprefix(QUOTE))
    state.level = 0
    state.tokens.append(made("blockquote_close", "blockquote", -1, markup=QUOTE, block=True))
    return True


def add_block(state: StateBlock, start: int, kind: tuple[str, str, str], text: str) -> None:
    """Add a block of *text*, all of the line *start*; *kind* is its name, tag and signs."""
    state.line = start + 1
    name, tag, signs = kind
    opening = made(f"{name}_open", tag, 1, level=state.level, markup=signs, block=True)
    line = made("inline", "", 0, content=text.strip(), level=state.level + 1, block=True)
    closing = made(f"{name}_close", tag, -1, level=state.level, markup=signs, block=True)
    opening.map, line.map, line.children = [start, start + 1], [start, start + 1], []
    state.tokens += (opening, line, closing)


def parse_lines(state: StateCore) -> None:
    """Parse what stands in lines; most have no sign of Markdown and are one text."""
    # Most signs stand nowhere in a text.
    signs = [sign for sign in SIGNS if sign in state.src]
    for token in state.tokens:
        if token.type != "inline":
            continue
        content = token.content
        if content and not has_any(signs, content):
            token.children = [text_token(content)]
        elif phrases := plain_phrases(content, signs, state.md):
            token.children = phrases
        else:
            token.children = token.children or []
            state.md.inline.parse(content, state.md, state.env, token.children)


def has_any(signs: Iterable[str], text: str) -> bool:
    """Tell whether one of *signs* stands in *text*."""
    for sign in signs:  # noqa: SIM110 - `any` would take twice as long
        if sign in text:
            return True
    return False


def plain_phrases(line: str, signs: list[str], markdown: MarkdownIt) -> list[Token]:
    """Return the parts of a *line* of texts, phrases in bold and links only; of others none."""
    pieces = PHRASE.split(line)
    if has_any(signs, "".join(pieces[::PIECES])):
        return []
    parts: list[Token] = []
    each = zip_longest(*(pieces[first::PIECES] for first in range(PIECES)))
    for text, bold, shown, target in each:
        # A phrase in bold has a text on each side, even if that is empty.
        if text or bold or (parts and parts[-1].type == "strong_close"):
            parts.append(text_token(text))
        if bold:
            parts += in_bold(bold)
        elif shown:
            parts += link(shown, markdown.normalizeLink(target))
    return parts


def text_token(text: str, level: int = 0) -> Token:
    """Return *text* as a part of a line."""
    return made("text", "", 0, content=text, level=level)


def in_bold(text: str) -> tuple[Token, ...]:
    """Return *text* in bold."""
    return (
        made("strong_open", "strong", 1, markup="**"),
        text_token(text, 1),
        made("strong_close", "strong", -1, markup="**"),
    )


def link(text: str, target: str) -> tuple[Token, ...]:
    """Return a link to *target* that shows *text*."""
    opening = made("link_open", "a", 1)
    opening.attrs["href"] = target
    return (opening, text_token(text, 1), made("link_close", "a", -1))


def join_texts(state: StateCore) -> None:
    """Join texts with what is written beside them as an escape or a reference, if anything is."""
    if ESCAPE in state.src or REFERENCE in state.src:
        text_join(state)


def smart_quotes(state: StateCore) -> None:
    """Replace the straight quotes in lines that a person may have written.

    The rule of markdown-it copies the whole text for each quote: thousands in one line would take
    the square of their number in time.
    """
    if '"' not in state.src and "'" not in state.src:
        return
    for token in state.tokens:
        quotes_in_line = token.content.count('"') + token.content.count("'")
        if token.type == "inline" and token.children and 0 < quotes_in_line <= MOST_QUOTES:
            process_inlines(token.children, state)
