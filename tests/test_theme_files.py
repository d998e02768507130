"""The files of the default theme keep the rules of bidirectional pages and of their policy."""

import re

import pytest

from digestgen.theme.built_in import built_in_themes

DEFAULT = built_in_themes() / "default"

PHYSICAL = {
    "a physical property": r"\b(?:margin|padding|border)-(?:left|right)",
    "a physical offset": r"(?<![\w-])(?:left|right)\s*:",
    "a physical value": r":\s*(?:left|right)\b",
    "a physical corner": r"border-(?:top|bottom)-(?:left|right)-radius",
    "a physical background": r"background[^;]*\b(?:left|right)\b",
    "four values": r"\b(?:margin|padding|inset|border-radius):\s*\S+ \S+ \S+ \S+;",
    "a shift": r"translateX\(",
    "spaced letters": r"letter-spacing:(?!\s*0;)",
    "justified text": r"text-align:\s*justify",
    "direction": r"(?<![\w-])(?:direction|unicode-bidi)\s*:",
    "another site": r"https?:|@import",
}


@pytest.mark.parametrize("what", PHYSICAL)
def test_style_sheets_run_both_ways(what: str) -> None:
    """Nothing in a style sheet knows left from right."""
    text = "\n".join(path.read_text("utf-8") for path in sorted(DEFAULT.rglob("*.css")))
    # A condition on the window is no property of an element.
    text = re.sub(r"@media[^{]*", "", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))

    assert [] == re.findall(PHYSICAL[what], text)


def test_italics_are_for_latin_script() -> None:
    """Arabic has no italics."""
    text = (DEFAULT / "assets/style.css").read_text("utf-8")
    rules = re.findall(r"([^{}]+)\{[^{}]*font-style:\s*italic", text)

    assert [":lang(en) em,\n:lang(en) i,\n:lang(en) cite"] == [rule.strip() for rule in rules]


def test_templates_have_no_styles_and_no_scripts_of_their_own() -> None:
    """The policy of the pages forbids them."""
    pattern = r"""\sstyle=|\son\w+=|<style|<font|\salign=|<script(?! src=| type="application/ld)"""
    texts = {path.name: path.read_text("utf-8") for path in sorted(DEFAULT.rglob("*.html"))}

    assert {} == {
        name: found for name, text in texts.items() if (found := re.findall(pattern, text))
    }


def test_the_theme_is_small() -> None:
    """A page's style and script are a few kilobytes."""
    sizes = {path.suffix: path.stat().st_size for path in (DEFAULT / "assets").iterdir()}

    assert sizes[".css"] < 16_000
    assert sizes[".js"] < 1_000
