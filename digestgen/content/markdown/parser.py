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
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.footnote import footnote_plugin

from digestgen.content.markdown.direction import code_direction
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

Env = MutableMapping[str, Any]


def quotes(language: str) -> str:
    """Return the four quotation marks of *language*: outer pair, inner pair."""
    return QUOTES.get(language.partition("-")[0].lower(), ENGLISH_QUOTES)


@cache
def parser(marks: str) -> MarkdownIt:
    """Return the parser that writes *marks* for straight quotes. It keeps nothing of a text."""
    options = {"html": False, "typographer": True, "quotes": marks}
    markdown = MarkdownIt("commonmark", options)
    markdown.enable(["table", "strikethrough", "smartquotes"]).use(footnote_plugin)
    markdown.core.ruler.at("smartquotes", smart_quotes)
    # Every text was cleaned before.
    markdown.core.ruler.disable("normalize")
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    markdown.normalizeLink = normalized  # type: ignore[method-assign]
    markdown.add_render_rule("fence", code_block)
    markdown.add_render_rule("code_block", code_block)
    markdown.add_render_rule("code_inline", code_inline)
    markdown.add_render_rule("footnote_anchor", footnote_anchor)
    markdown.add_render_rule("footnote_block_open", footnote_block_open)
    markdown.add_render_rule("footnote_block_close", footnote_block_close)
    return markdown


def normalized(url: str) -> str:
    """Return the target *url* of a link as HTML has it, percent-encoded."""
    return url if PLAIN_URL.fullmatch(url) else normalizeLink(url)


def smart_quotes(state: StateCore) -> None:
    """Replace the straight quotes in lines that a person may have written.

    The rule of markdown-it copies the whole text for each quote: thousands in one line would take
    the square of their number in time.
    """
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
