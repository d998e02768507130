"""How a theme is found and put together, and what its author is told."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from digestgen.errors import Place, Problems
from digestgen.theme.built_in import built_in_themes
from digestgen.theme.load import load_theme
from digestgen.theme.theme import Asset, Plural, Theme, template_closure

SETTING = Place(file="site.yaml", line=4, column=8)


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def load(root: Path, name: str = "mine", language: str = "ar") -> Theme:
    return load_theme(name, site_root=root, place=SETTING, language=language)


def problems(root: Path, name: str = "mine", language: str = "ar") -> list[str]:
    with pytest.raises(Problems) as raised:
        load(root, name, language)
    return [f"{d.code} {d.place}: {d.message}" for d in raised.value.diagnostics]


# --- finding a theme -----------------------------------------------------------------------------


def test_the_default_theme_comes_with_digestgen(tmp_path: Path) -> None:
    """A site needs no theme of its own."""
    theme = load(tmp_path, "default")

    assert theme.templates["article.html"] == read_default("templates/article.html")
    assert () == theme.warnings


def test_a_site_overrides_single_files_of_the_default_theme(tmp_path: Path) -> None:
    """`themes/default` without a theme.yaml replaces files by their names, and strings by key."""
    write(
        tmp_path,
        {
            "themes/default/templates/day.html": "mine",
            "themes/default/strings/ar.yaml": "home: البداية",
        },
    )
    theme = load(tmp_path, "default")

    assert "mine" == theme.templates["day.html"]
    assert "themes/default/templates/day.html" == theme.template_files["day.html"]
    assert theme.templates["month.html"] == read_default("templates/month.html")
    assert ("البداية", "المواضيع") == (theme.strings["home"], theme.strings["topics"])


def test_a_theme_without_settings_is_a_set_of_overrides(tmp_path: Path) -> None:
    """A folder without theme.yaml has the default theme as its parent."""
    write(tmp_path, {"themes/mine/templates/day.html": "mine"})
    theme = load(tmp_path)

    assert "mine" == theme.templates["day.html"]
    assert "month.html" in theme.templates


def test_the_first_theme_of_a_chain_wins(tmp_path: Path) -> None:
    """A theme goes before its parent, the parent before its own, the site's folder before all."""
    write(
        tmp_path,
        {
            "themes/mine/theme.yaml": "name: Mine\nparent: yours",
            "themes/mine/templates/a.html": "mine",
            "themes/yours/theme.yaml": "parent: default",
            "themes/yours/templates/a.html": "yours",
            "themes/yours/templates/b.html": "yours",
            "themes/default/templates/b.html": "overrides",
            "themes/default/templates/c.html": "overrides",
        },
    )
    theme = load(tmp_path)

    assert ["mine", "yours", "overrides"] == [theme.templates[f"{n}.html"] for n in "abc"]
    assert theme.templates["day.html"] == read_default("templates/day.html")


def test_a_whole_theme_has_nothing_of_the_default_one(tmp_path: Path) -> None:
    """A theme whose theme.yaml names no parent stands alone."""
    write(
        tmp_path,
        {"themes/mine/theme.yaml": "name: Mine", "themes/mine/templates/.hidden/a.html": "no"},
    )
    theme = load(tmp_path)

    assert ({}, {}, {}) == (theme.templates, theme.assets, theme.strings)


def test_a_theme_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """The message stands where the theme is asked for."""
    write(tmp_path, {"themes/mine/theme.yaml": "name: Mine\nparent: yours"})

    assert ["DG306 site.yaml:4:8: there is no theme 'other'"] == problems(tmp_path, "other")
    assert ["DG306 site.yaml:4:8: there is no theme '../mine'"] == problems(tmp_path, "../mine")
    assert [
        "DG601 themes/mine/theme.yaml:2:9: there is no theme 'yours' to be the parent"
    ] == problems(tmp_path)


def test_a_theme_cannot_be_its_own_ancestor(tmp_path: Path) -> None:
    """A circle of parents is reported where it closes."""
    write(tmp_path, {"themes/mine/theme.yaml": "parent: yours"})
    write(tmp_path, {"themes/yours/theme.yaml": "parent: mine"})

    assert ["DG602 themes/yours/theme.yaml:1:9: the theme 'mine' is its own ancestor"] == problems(
        tmp_path
    )


def test_settings_of_a_theme_are_checked(tmp_path: Path) -> None:
    """theme.yaml has two keys."""
    write(tmp_path, {"themes/mine/theme.yaml": "parnt: default"})

    assert ["DG201 themes/mine/theme.yaml:1:1: unknown key 'parnt'"] == problems(tmp_path)


def test_all_problems_of_a_theme_come_together(tmp_path: Path) -> None:
    """Templates, style sheets and strings are all read before anything is said."""
    write(
        tmp_path,
        {
            "themes/mine/theme.yaml": "name: Mine",
            "themes/mine/templates/a.html": "fine\n{% if %}",
            "themes/mine/templates/b.html": "{% endfor %}",
            "themes/mine/templates/c.html": b"\xe3\xe6\xd6",
            "themes/mine/assets/a.css": "p {}\nb { background: url(no.png) }",
            "themes/mine/strings/ar.yaml": "home: [a]\nn:\n  one: b\n",
        },
    )

    assert [
        "DG101 themes/mine/templates/c.html",
        "DG203 themes/mine/strings/ar.yaml:1:7",
        "DG603 themes/mine/templates/a.html:2",
        "DG603 themes/mine/templates/b.html:1",
        "DG607 themes/mine/assets/a.css:2",
        *["DG608 themes/mine/strings/ar.yaml:2:1"] * 5,
    ] == sorted(line.split(": ")[0] for line in problems(tmp_path))


# --- words and assets ----------------------------------------------------------------------------


def test_strings_come_from_the_nearest_catalogue(tmp_path: Path) -> None:
    """The order is: the language, its primary language, the parent's, then English."""
    write(
        tmp_path,
        {
            "themes/mine/theme.yaml": "parent: yours",
            "themes/mine/strings/ar-EG.yaml": "a: 1",
            "themes/mine/strings/ar.yaml": "a: 2\nb: 2",
            "themes/mine/strings/en.yaml": "c: 4\nd: 4",
            "themes/yours/theme.yaml": "name: Yours",
            "themes/yours/strings/ar-EG.yaml": "b: 3\nc: 3",
            "themes/yours/strings/en.yaml": "e: {one: five, other: fives}",
        },
    )

    assert {
        "a": "1",
        "b": "2",
        "c": "3",
        "d": "4",
        "e": Plural(language="en", forms={"one": "five", "other": "fives"}),
    } == load(tmp_path, language="ar-EG").strings


def test_a_language_that_the_theme_does_not_speak_is_a_warning(tmp_path: Path) -> None:
    """English stands in, and the author is told where the words are missing."""
    theme = load(tmp_path, "default", "tr")

    assert "Home" == theme.strings["home"]
    assert ["the theme speaks no 'tr': its words stand in English"] == [
        warning.message for warning in theme.warnings
    ]


def test_assets_are_named_by_their_content(tmp_path: Path) -> None:
    """A style sheet follows the pictures and fonts that it names."""
    write(
        tmp_path,
        {
            "themes/mine/theme.yaml": "name: Mine",
            "themes/mine/assets/fonts/a.min.woff2": b"font",
            "themes/mine/assets/css/a.css": (
                "a { src: url(../fonts/a.min.woff2) url('data:,x') url(#b) }"
            ),
        },
    )
    font = PurePosixPath("assets/fonts/a.min.795ea3ef.woff2")
    style = b"a { src: url(\"../fonts/a.min.795ea3ef.woff2\") url('data:,x') url(#b) }"
    assets = load(tmp_path).assets

    assert Asset(path=font, data=b"font") == assets["fonts/a.min.woff2"]
    assert style == assets["css/a.css"].data
    assert "assets/css" == assets["css/a.css"].path.parent.as_posix()


def test_a_closure_has_all_templates_that_a_page_depends_on(tmp_path: Path) -> None:
    """Templates that are extended, included and imported count, by a computed name all do."""
    write(
        tmp_path,
        {
            "themes/mine/theme.yaml": "name: Mine",
            "themes/mine/templates/a.html": '{% extends "b.html" %}{% include "c.html" %}',
            "themes/mine/templates/b.html": '{% from "d.html" import e %}',
            "themes/mine/templates/c.html": '{% include ["b.html", "gone.html"] %}',
            "themes/mine/templates/d.html": "",
            "themes/mine/templates/e.html": "{% include name %}",
        },
    )
    theme = load(tmp_path)

    assert ("a.html", "b.html", "c.html", "d.html", "gone.html") == template_closure(
        theme, "a.html"
    )
    assert ("b.html", "d.html") == template_closure(theme, "b.html")
    assert "a.html" in template_closure(theme, "e.html")


def read_default(name: str) -> str:
    return (built_in_themes() / "default" / name).read_text("utf-8")
