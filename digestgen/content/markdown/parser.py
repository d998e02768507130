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
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from digestgen.content.markdown.direction import code_direction
from digestgen.content.markdown.shortcuts import (
    SIGNS,
    join_texts,
    lone_line,
    parse_lines,
    smart_quotes,
)
from digestgen.content.markdown.tables import table_close, table_open
from digestgen.content.markdown.tokens import RAW
from digestgen.text.email import veiled, with_addresses

# Outer and inner quotation marks by primary language, as CLDR has them; the rest have the English
# ones. Those of Hebrew and Urdu are not mirrored: what closes in English opens on the right.
QUOTES: Final = {
    **dict.fromkeys(("ar", "fa", "ckb", "ps", "ug"), "«»‹›"),
    "he": "””’’",
    "ur": "”“’‘",
}
ENGLISH_QUOTES: Final = "“”‘’"
# A target that is not changed when it is made normal, as most are not.
PLAIN_URL: Final = re.compile(r"(?:https?://[a-z0-9.-]+/)?[A-Za-z0-9._~/-]*")
# Where the rule for plain text stops, so that the others are asked: at less than it does by itself.
STOP: Final = re.compile(rf"[{re.escape(SIGNS)}\]!^]")

Env = MutableMapping[str, Any]


class Renderer(RendererHTML):
    """Makes HTML as markdown-it does; most elements have no attributes and stand as they are."""

    def renderInline(self, tokens: Sequence[Token], options: OptionsDict, env: Env) -> str:  # noqa: N802 - markdown-it's name
        """Return the HTML of a line, *tokens*, which most often is one text."""
        if len(tokens) == 1 and tokens[0].type == RAW:
            return tokens[0].content
        return super().renderInline(tokens, options, env)

    def renderToken(  # noqa: N802 - markdown-it's name
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Env
    ) -> str:
        """Return the start or the end of an element."""
        token = tokens[idx]
        if token.attrs or token.hidden or not token.nesting:
            return super().renderToken(tokens, idx, options, env)
        if token.nesting < 0:
            return f"</{token.tag}>\n" if token.block else f"</{token.tag}>"
        # A line feed stands only before what is no text, and after a paragraph that is not shown.
        if not token.block or (tokens[idx + 1].type == "inline" and not tokens[idx - 1].hidden):
            return f"<{token.tag}>"
        return super().renderToken(tokens, idx, options, env)

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
