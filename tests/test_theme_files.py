"""The files of the default theme keep the rules of bidirectional pages and of their policy."""

import gzip
import re
from xml.etree import ElementTree as ET

import pytest

from digestgen.theme.built_in import built_in_themes

DEFAULT = built_in_themes() / "default"
FONTS = DEFAULT / "assets/fonts"

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

    assert ["em:lang(en),\ni:lang(en),\ncite:lang(en)"] == [rule.strip() for rule in rules]


def test_templates_have_no_styles_and_no_scripts_of_their_own() -> None:
    """The policy of the pages forbids them."""
    pattern = r"""\sstyle=|\son\w+=|<style|<font|\salign=|<script(?! src=| type="application/ld)"""
    texts = {path.name: path.read_text("utf-8") for path in sorted(DEFAULT.rglob("*.html"))}

    assert {} == {
        name: found for name, text in texts.items() if (found := re.findall(pattern, text))
    }


def test_the_theme_is_small() -> None:
    """Compressed, a page's style, scripts and icons are a few kilobytes."""
    assets = (path for path in (DEFAULT / "assets").iterdir() if path.is_file())
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in assets}

    assert sizes["style.css"] < 7_000
    assert sizes["site.js"] + sizes["scheme.js"] + sizes["icons.svg"] < 3_000


def test_fonts_have_their_licences() -> None:
    """The OFL asks that its text and the copyright go with each copy, so with each site."""
    families = {path.name.partition("-arabic-")[0] for path in FONTS.glob("*.woff2")}

    assert {"ibm-plex-sans", "noto-naskh"} == families
    for family in families:
        licence = (FONTS / f"{family}-arabic-OFL.txt").read_text("utf-8")
        assert licence.startswith("Copyright")
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence


def test_an_article_without_its_photo_is_light() -> None:
    """Its fonts take most of the 150 KB that it may have, and leave 20 KB for the rest."""
    plex = sum(path.stat().st_size for path in FONTS.glob("ibm-plex-*.woff2"))

    assert plex <= 130_000


def test_reading_fonts_are_asked_for_where_they_are_on() -> None:
    """A browser loads a font when a text has it, and one rule gives it to texts."""
    style = (DEFAULT / "assets/style.css").read_text("utf-8")
    users = re.findall(r"([^{}]*)\{[^{}]*--reading:[^;]*Noto Naskh", style)

    assert [".naskh"] == [user.strip() for user in users]


def test_every_icon_is_in_its_place() -> None:
    """The style sheet counts them from the top of one file."""
    style = (DEFAULT / "assets/style.css").read_text("utf-8")
    icons = ET.parse(DEFAULT / "assets/icons.svg").getroot()
    numbers = sorted({int(number) for number in re.findall(r"--icon: (\d+);", style)})

    assert list(range(len(icons))) == numbers
    assert f"0 0 24 {24 * len(icons)}" == icons.get("viewBox")
    assert ["", *(f"translate(0 {24 * number})" for number in numbers[1:])] == [
        icon.get("transform", "") for icon in icons
    ]
