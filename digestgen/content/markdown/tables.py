"""Tables: cells aligned by the direction of the text, a frame that scrolls."""

from typing import Final

from markdown_it.token import Token

# markdown-it writes a style, which is physical and which the pages' security policy forbids. The
# colon at the start of a column's line (`:--`) is at the start of the text, whatever its direction.
CLASSES: Final = {"text-align:center": "align-center", "text-align:right": "align-end"}
CELLS: Final = frozenset({"th_open", "td_open"})
TABLE: Final = ("<table", "</table>")
# A wide table scrolls in a frame of its own, which the keyboard can reach.
FRAME: Final = ('<div class="table" tabindex="0">', "</div>")


def set_alignment(tokens: list[Token]) -> None:
    """Replace the styles of cells among *tokens* by classes."""
    for token in tokens:
        if token.type in CELLS and (style := token.attrs.pop("style", None)) in CLASSES:
            token.attrSet("class", CLASSES[str(style)])


def framed(html: str) -> str:
    """Return *html* with a frame around each table. Text cannot hold a tag: it is escaped."""
    start, end = TABLE
    return html.replace(start, FRAME[0] + start).replace(end, end + FRAME[1])
