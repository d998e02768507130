"""Rules of Markdown for what most articles hold, which do what markdown-it's do in less time.

Each looks for signs that anything but the common case is there, and then asks markdown-it's rule.
"""

import re
from collections.abc import Iterable
from itertools import zip_longest
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_core import StateCore, text_join
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.token import Token

from digestgen.content.markdown.tokens import REFERENCE

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
# A text, then what is in bold, or the text of a link and its target.
PIECES: Final = 4


def lone_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Parse a line between empty ones that begins with a letter: it can only be a paragraph.

    Most blocks of an article are such lines, and ten other rules would be asked before the last.
    """
    first = state.bMarks[start] + state.tShift[start]
    if silent or not state.src[first].isalpha() or state.is_code_block(start):
        return False
    if start + 1 < state.lineMax and not state.isEmpty(start + 1):
        return False
    # In an item of a list, what stands before the line is more than spaces.
    if state.blkIndent:
        return paragraph(state, start, end, silent)
    add_paragraph(state, start, state.src[first : state.eMarks[start]].strip())
    return True


def add_paragraph(state: StateBlock, start: int, text: str) -> None:
    """Add a paragraph of *text*, which stands in the line *start* and in no other."""
    state.line = end = start + 1
    state.push("paragraph_open", "p", 1).map = [start, end]
    line = state.push("inline", "", 0)
    line.content, line.map, line.children = text, [start, end], []
    state.push("paragraph_close", "p", -1)


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
    return any(sign in text for sign in signs)


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
    token = Token("text", "", 0)
    token.content, token.level = text, level
    return token


def in_bold(text: str) -> tuple[Token, ...]:
    """Return *text* in bold."""
    return (
        Token("strong_open", "strong", 1, markup="**"),
        text_token(text, 1),
        Token("strong_close", "strong", -1, markup="**"),
    )


def link(text: str, target: str) -> tuple[Token, ...]:
    """Return a link to *target* that shows *text*."""
    return (
        Token("link_open", "a", 1, attrs={"href": target}),
        text_token(text, 1),
        Token("link_close", "a", -1),
    )


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
