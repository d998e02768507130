"""The documentation says what the code does."""

import re
from pathlib import Path

import pytest

from digestgen import __version__
from digestgen.config import KEYS as SITE_KEYS
from digestgen.content.front_matter import KEYS as ARTICLE_KEYS
from tests.conftest import ARTICLE, MakeSite
from tests.diagnostics_page import PAGE, page

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "README.ar.md", "docs/articles.md", "docs/site.md")
BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(name: str, language: str) -> list[str]:
    """Return the examples of *language* in the page *name*."""
    return [code for _, found, code in BLOCK.findall(text(name)) if found == language]


def table_keys(name: str) -> set[str]:
    """Return the names in the first column of the tables of the page *name*."""
    return set(re.findall(r"^\| `(\w+)` \|", text(name), re.MULTILINE))


def test_every_diagnostic_has_its_section() -> None:
    """The page is the one that `scripts/docs` makes from the rules of today."""
    assert page() == PAGE.read_text("utf-8")


def test_every_key_is_documented() -> None:
    """A key of the front matter or of site.yaml has a row in its table, and no row is of none."""
    assert set(ARTICLE_KEYS) == table_keys("docs/articles.md")
    assert set(SITE_KEYS) == table_keys("docs/site.md")


@pytest.mark.parametrize("name", PAGES)
def test_examples_build(name: str, make_site: MakeSite) -> None:
    """Each example of a whole site.yaml, and each of a whole article, is right as it stands."""
    sites = [code for code in blocks(name, "yaml") if code.startswith("# site.yaml\n")]
    articles = [code for code in blocks(name, "markdown") if code.startswith("---\n")]
    assert sites or articles

    for code in sites:
        make_site({"site.yaml": code, "content/a.md": ARTICLE}).build()
    for code in articles:
        make_site({"content/a.md": code}).build()


def test_both_readmes_have_the_same_commands() -> None:
    """Neither language gets fewer of them, nor other ones."""
    assert blocks("README.md", "")[:3] == blocks("README.ar.md", "")[:3]
    assert blocks("README.md", "yaml") == blocks("README.ar.md", "yaml")
    assert blocks("README.md", "markdown") == blocks("README.ar.md", "markdown")


def test_the_newest_change_is_this_version() -> None:
    """The changelog begins with what is released."""
    assert __version__ == re.findall(r"^## \[(.+?)\]", text("CHANGELOG.md"), re.MULTILINE)[0]


def test_pages_link_to_what_is_there() -> None:
    """A relative link in the documentation leads to a file."""
    for name in (*PAGES, "CONTRIBUTING.md", "CHANGELOG.md", "docs/diagnostics.md"):
        prose = re.sub(r"`[^`\n]*`", "", BLOCK.sub("", text(name)))
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", prose):
            assert ((ROOT / name).parent / target).exists(), f"{name}: {target}"
