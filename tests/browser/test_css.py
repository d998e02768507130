"""Style sheets name no physical side, and do nothing to Arabic that Arabic does not do."""

import pytest

from tests.browser.css_lint import lint
from tests.browser.sites import ROOT

SHEETS = sorted((ROOT / "themes").rglob("*.css"))


def test_no_style_sheet_names_a_side() -> None:
    assert SHEETS
    assert [] == [
        found
        for sheet in SHEETS
        for found in lint(str(sheet.relative_to(ROOT)), sheet.read_text("utf-8"))
    ]


@pytest.mark.parametrize(
    "planted",
    [
        "margin-left: 1rem",
        "padding-right: 0",
        "border-left: 1px solid",
        "border-top-right-radius: 2px",
        "scroll-margin-left: 1rem",
        "left: 0",
        "right: auto",
        "text-align: left",
        "text-align: right !important",
        "float: right",
        "clear: left",
        "background-position: left top",
        "margin: 0 1rem 0 2rem",
        "padding: 0 0 0 1rem",
        "inset: 0 auto 0 0",
        "border-radius: 0 4px 4px 0.1rem",
        "transform: translateX(1rem)",
        "transform: translate(-4px, 0)",
        "letter-spacing: 0.05em",
        "text-align: justify",
        "font-style: italic",
        "font: italic 1rem serif",
        "direction: rtl",
        "unicode-bidi: isolate",
    ],
)
def test_a_planted_declaration_is_found_in_its_line(planted: str) -> None:
    css = f"/* text-align: left; */\na:hover {{\n  color: red;\n  {planted};\n}}\n"

    assert [f"x.css:4: {planted}"] == [
        found.rpartition(": ")[0][: len(planted) + 9] for found in lint("x.css", css)
    ]


@pytest.mark.parametrize(
    "allowed",
    [
        "a { margin-inline-start: 1rem; text-align: start; float: inline-end }",
        "a { margin: 0 1rem; padding: 1rem 2rem 3rem 2rem; border-radius: 50% }",
        "a { content: 'left: 0'; background: url(left.svg) }",
        ":lang(en) em { font-style: italic }",
        "em { font-style: normal; letter-spacing: 0 }",
        "a:dir(rtl) { transform: translateX(-1rem) }",
        "@media (width > 40rem) { a { transform: translateX(-50%) } }",
    ],
)
def test_logical_properties_are_allowed(allowed: str) -> None:
    assert [] == lint("x.css", allowed)
