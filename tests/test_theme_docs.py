"""themes/README.md does what it says: its examples change a site, and its tables are whole."""

import re
from pathlib import Path
from typing import Final

import pytest

from digestgen.report import Format, diagnostic_lines
from digestgen.theme.built_in import built_in_themes
from digestgen.theme.quick import VIEWS
from docs.views import views_by_template
from tests.conftest import ARTICLE, SETTINGS, MakeSite, SiteFolder

README: Final = (Path(__file__).parents[1] / "themes/README.md").read_text("utf-8")
# A block of code that begins with a comment with the name of its file.
EXAMPLE: Final = re.compile(
    r"^```\w+\n(?:# |/\* |\{# )(?P<name>themes/\S+)(?: \*/| #\})?\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
FAILURE: Final = re.compile(r"^```\n(themes/default/\S+: error DG604: .*)\n```$", re.MULTILINE)
FOOTER: Final = "themes/default/templates/partials/footer.html"


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """Return a site with two articles of one topic."""
    tagged = ARTICLE.replace("source:", "tags: [روسيا]\nsource:")
    return make_site(
        {
            "site.yaml": f"{SETTINGS}email: desk@example.org\n",
            "content/2024/06/2024-06-21-talks.md": tagged,
            "content/2024/06/2024-06-20-treaty.md": tagged,
        }
    )


def examples() -> dict[str, str]:
    """Return the files of the examples, by name."""
    return {match["name"]: match["text"] for match in EXAMPLE.finditer(README)}


def test_the_examples_change_a_site(site: SiteFolder) -> None:
    """A word, a style sheet and a template of the default theme are replaced, the rest stays."""
    before = site.build()
    names = set(site.tree())
    site.write(examples())
    after = site.build()

    page = site.html("/2024/06/21/talks/")
    (sheet,) = set(site.tree()) - names
    assert (before.pages, ()) == (after.pages, after.warnings)
    assert re.fullmatch(r"assets/colours\.\w+\.css", sheet)
    assert f'<link rel="stylesheet" href="/digest/{sheet}">' in page
    assert "اقرأ أيضًا" in page
    assert '<footer class="colophon">\n<p>موجز</p>\n<p>' in page
    assert "<h1>أبواب الموقع</h1>" in site.html("/topics/")


def test_a_mistake_is_told_as_the_page_says(site: SiteFolder) -> None:
    """The template, its line, the page, and the name that was meant."""
    site.write({FOOTER: "<footer>\n{{ masthead.titel }}</footer>\n"})

    told = [line for line in diagnostic_lines(site.problems(), Format.TEXT) if "DG604" in line]

    assert FAILURE.findall(README) == told


def test_every_page_template_has_a_row() -> None:
    """The pages of the default theme are those that the planner makes."""
    templates = built_in_themes() / "default/templates"

    assert {path.name for path in templates.glob("*.html")} - {"base.html"} == set(
        views_by_template()
    )


def test_quick_templates_know_the_views_that_they_show() -> None:
    """What `page` has is known when a template is compiled."""
    assert views_by_template() == {name: view.__name__ for name, view in VIEWS.items()}
