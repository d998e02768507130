"""Tables: cells aligned by the direction of the text, a frame that scrolls."""

from collections.abc import Sequence
from typing import Final

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

# What a table has between its columns, and no table is without.
COLUMN: Final = "|"
# markdown-it writes a style, which is physical and which the pages' security policy forbids. The
# colon at the start of a column's line (`:--`) is at the start of the text, whatever its direction.
CLASSES: Final = {"text-align:center": "align-center", "text-align:right": "align-end"}
CELLS: Final = frozenset({"th_open", "td_open"})
# A wide table scrolls in a frame of its own, which the keyboard can reach.
FRAME: Final = ('<div class="table" tabindex="0">', "</div>")


def set_alignment(tokens: list[Token], text: str) -> None:
    """Replace the styles of cells among *tokens* of *text* by classes."""
    for token in tokens if COLUMN in text else ():
        if token.type in CELLS and (style := token.attrs.pop("style", None)) in CLASSES:
            token.attrSet("class", CLASSES[str(style)])


def table_open(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """Return the start of a table, and of the frame around it."""
    return FRAME[0] + self.renderToken(tokens, index, options, env)


def table_close(
    _self: RendererHTML, _tokens: Sequence[Token], _index: int, _options: OptionsDict, _env: EnvType
) -> str:
    """Return the end of a table, and of the frame around it."""
    return f"</table>{FRAME[1]}\n"
