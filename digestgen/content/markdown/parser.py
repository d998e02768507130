"""The Markdown that articles are written in: CommonMark, tables, footnotes, strikethrough.

Raw HTML is text. All link targets are parsed as links, so that `links.py` can refuse the
forbidden ones with a message rather than leave them to stand in the article as punctuation.
"""

import re
from collections.abc import MutableMapping, Sequence
from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.renderer import RendererHTML, RendererProtocol
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_core import StateCore, text_join
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from digestgen.content.markdown.direction import code_direction
from digestgen.content.markdown.tables import table_close, table_open
from digestgen.content.markdown.tokens import REFERENCE
from digestgen.text.email import veiled, with_addresses

# Outer and inner quotation marks by primary language, as CLDR has them; the rest have the English
# ones. Those of Hebrew and Urdu are not mirrored: what closes in English opens on the right.
QUOTES: Final = {
    **dict.fromkeys(("ar", "fa", "ckb", "ps", "ug"), "«»‹›"),
    "he": "””’’",
    "ur": "”“’‘",
}
ENGLISH_QUOTES: Final = "“”‘’"
MOST_QUOTES: Final = 1000
# A target that is not changed when it is made normal, as most are not.
PLAIN_URL: Final = re.compile(r"(?:https?://[a-z0-9.-]+/)?[A-Za-z0-9._~/-]*")
# What any rule for what stands in a line begins with; the marks of pictures and of notes that are
# written in the text, `![` and `^[`, hold one of these as well.
SIGNS: Final = "\n\\`~*_[<&"
# Where the rule for plain text stops, so that the others are asked: at less than it does by itself.
STOP: Final = re.compile(rf"[{re.escape(SIGNS)}\]!^]")
ESCAPE: Final = "\\"

Env = MutableMapping[str, Any]


class Renderer(RendererHTML):
    """Makes HTML as markdown-it does; most elements have no attributes, which takes no time."""

    @staticmethod
    def renderAttrs(token: Token) -> str:  # noqa: N802 - markdown-it's name
        """Return the attributes of *token*."""
        return RendererHTML.renderAttrs(token) if token.attrs else ""


def quotes(language: str) -> str:
    """Return the four quotation marks of *language*: outer pair, inner pair."""
    return QUOTES.get(language.partition("-")[0].lower(), ENGLISH_QUOTES)


@cache
def parser(marks: str) -> MarkdownIt:
    """Return the parser that writes *marks* for straight quotes. It keeps nothing of a text."""
    options = {"html": False, "typographer": True, "quotes": marks}
    markdown = MarkdownIt("commonmark", options, renderer_cls=Renderer)
    markdown.enable(["table", "strikethrough", "smartquotes"]).use(footnote_plugin)
    markdown.block.ruler.before("table", "lone_line", lone_line)
    markdown.core.ruler.at("inline", parse_lines)
    markdown.core.ruler.at("smartquotes", smart_quotes)
    markdown.core.ruler.at("text_join", join_texts)
    # Every text was cleaned before, and HTML in it is text.
    markdown.disable(["normalize", "html_block", "html_inline"])
    markdown.inline.terminator_re = STOP
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    markdown.normalizeLink = normalized  # type: ignore[method-assign]
    markdown.add_render_rule("fence", code_block)
    markdown.add_render_rule("code_block", code_block)
    markdown.add_render_rule("code_inline", code_inline)
    markdown.add_render_rule("table_open", table_open)
    markdown.add_render_rule("table_close", table_close)
    markdown.add_render_rule("footnote_anchor", footnote_anchor)
    markdown.add_render_rule("footnote_block_open", footnote_block_open)
    markdown.add_render_rule("footnote_block_close", footnote_block_close)
    return markdown


def normalized(url: str) -> str:
    """Return the target *url* of a link as HTML has it, percent-encoded."""
    return url if PLAIN_URL.fullmatch(url) else normalizeLink(url)


def lone_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Parse a line between empty ones that begins with a letter: it can only be a paragraph.

    Most blocks of an article are such lines, and ten other rules would be asked before the last.
    """
    is_alone = start + 1 >= state.lineMax or state.isEmpty(start + 1)
    if silent or not is_alone or state.is_code_block(start):
        return False
    first = state.src[state.bMarks[start] + state.tShift[start]]
    return first.isalpha() and paragraph(state, start, end, silent)


def parse_lines(state: StateCore) -> None:
    """Parse what stands in lines; most have no sign of Markdown and are one text."""
    # Most signs stand nowhere in a text.
    signs = [sign for sign in SIGNS if sign in state.src]
    for token in state.tokens:
        if token.type != "inline":
            continue
        if token.content and not any(sign in token.content for sign in signs):
            token.children = [Token("text", "", 0, content=token.content)]
        else:
            token.children = token.children or []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


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


def code_block(
    _self: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: Env,
) -> str:
    """Return a block of code with its direction."""
    code = tokens[index].content
    html = with_addresses(code, veiled)
    return f'<pre dir="{code_direction(code)}" tabindex="0"><code>{html}</code></pre>\n'


def code_inline(
    _self: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: Env,
) -> str:
    """Return code inside a line."""
    code = tokens[index]
    direction = f' dir="{code.attrs["dir"]}"' if "dir" in code.attrs else ""
    return f"<code{direction}>{with_addresses(code.content, veiled)}</code>"


def footnote_anchor(
    _self: RendererProtocol,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    _env: Env,
) -> str:
    """Return the link from a footnote back to the text."""
    meta = tokens[index].meta
    number, repeat = meta["id"] + 1, meta.get("subId", 0)
    target = f"fnref{number}:{repeat}" if repeat else f"fnref{number}"
    return f' <a class="footnote-back" role="doc-backlink" href="#{target}">↑</a>'


def footnote_block_open(
    _self: RendererProtocol,
    _tokens: Sequence[Token],
    _index: int,
    _options: OptionsDict,
    _env: Env,
) -> str:
    """Return the start of the footnotes."""
    return '<section class="footnotes" role="doc-endnotes">\n<ol>\n'


def footnote_block_close(
    _self: RendererProtocol,
    _tokens: Sequence[Token],
    _index: int,
    _options: OptionsDict,
    _env: Env,
) -> str:
    """Return the end of the footnotes."""
    return "</ol>\n</section>\n"
