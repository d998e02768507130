"""Signs of emphasis that Markdown leaves standing, found by Markdown's own parser.

Whether `**` opens or closes depends on the letters beside it (CommonMark §6.2), so that
`و**«نص»**` is not bold. The parser is asked to remember where each sign stood; those that are
text after it has paired them are what readers will see.
"""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, emphasis, strikethrough
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from digestgen.content.markdown.tokens import inlines

AT: Final = "at"
SIGNS: Final = "*_~"
CODE: Final = frozenset({"fence", "code_block", "code_inline"})

Rule = Callable[[StateInline, bool], bool]


class Sign(NamedTuple):
    """A run of one sign that stands as text, with the letters beside it; counted from 0."""

    line: int
    column: int
    written: str
    before: str
    after: str


class Piece(NamedTuple):
    """A token of Markdown, as far as one can tell it from another; *text* is what it shows."""

    kind: str
    fixed: str
    text: str


@cache
def remembering_parser() -> MarkdownIt:
    """Return the parser of articles, which also notes where each sign of emphasis stands."""
    markdown = MarkdownIt("commonmark", {"html": False})
    markdown.enable(["table", "strikethrough"]).use(footnote_plugin)
    markdown.inline.ruler.at("emphasis", remembered(emphasis.tokenize))
    markdown.inline.ruler.at("strikethrough", remembered(strikethrough.tokenize))
    markdown.inline.ruler2.disable("fragments_join")
    markdown.core.ruler.disable("text_join")
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    return markdown


def remembered(rule: Rule) -> Rule:
    """Return *rule*, which also notes where each token that it makes was written."""

    def noting(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
        at = state.pos
        if state.src[at] in SIGNS and state.pending:
            # The text before the sign becomes a token of its own, now and not among the signs.
            state.pushPending()
        known = len(state.tokens)
        found = rule(state, silent)
        for token in state.tokens[known:]:
            token.meta = {AT: at}
            at += len(token.content)
        return found

    return noting


def literal_signs(lines: list[str]) -> Iterator[list[Sign]]:
    """Yield the signs that stand as text in each block of the body *lines*."""
    for line in inlines(remembering_parser().parse("\n".join(lines), {})):
        left = sorted(
            (child.meta[AT], child.content)
            for child in line.children or ()
            if child.type == "text" and child.content and AT in child.meta
        )
        if left:
            yield [sign for sign in map(Finder(line, lines), runs(left)) if sign]


def runs(left: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the signs that are *left* with their places, those side by side as one."""
    start, written = left[0]
    for at, sign in left[1:]:
        if at == start + len(written) and sign[0] == written[0]:
            written += sign
        else:
            yield start, written
            start, written = at, sign
    yield start, written


def indented_code(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the first line of each block of code that is only indented, and the one after it."""
    for token in remembering_parser().parse("\n".join(lines), {}):
        if token.type == "code_block" and token.map:
            yield token.map[0], token.map[1]


class Finder:
    """Finds where a sign in *line*, the text of a block, is written in *lines*."""

    def __init__(self, line: Token, lines: list[str]) -> None:
        self.line = line
        self.lines = lines

    def __call__(self, run: tuple[int, str]) -> Sign | None:
        """Return the sign *run*; None if its place cannot be told."""
        at, written = run
        content = self.line.content
        before = content[:at]
        inner = before.count("\n")
        number = inner + (self.line.map or (0, 0))[0]
        # Indentation and the marks of quotations and headings stand before it and are left out.
        column = self.lines[number].find(content.split("\n")[inner].rstrip())
        if column < 0:
            return None
        column += at - (before.rfind("\n") + 1)
        end = at + len(written)
        return Sign(number, column, written, content[max(0, at - 1) : at], content[end : end + 1])


def pieces(text: str) -> list[Piece]:
    """Return what Markdown makes of *text*: two texts with the same pieces make the same page."""
    markdown = remembering_parser()
    found: list[Piece] = []
    for token in markdown.parse(text, {}):
        found.append(piece(token))
        found += [piece(child) for child in joined(token.children or [])]
    return found


def piece(token: Token) -> Piece:
    """Return *token* as a piece; a line of text has its text in the pieces after it."""
    fixed = repr(sorted(token.attrs.items())) + token.info
    if token.type in CODE:
        return Piece(token.type, fixed + token.content, "")
    return Piece(token.type, fixed, "" if token.type == "inline" else token.content)


def joined(children: list[Token]) -> Iterator[Token]:
    """Yield *children* with neighbouring texts as one."""
    text: Token | None = None
    for child in children:
        if child.type != "text":
            yield from [text] if text else []
            text = None
            yield child
        elif text:
            text = Token("text", "", 0, content=text.content + child.content)
        else:
            text = child
    yield from [text] if text else []
