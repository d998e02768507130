"""The tests look at pages of every kind."""

from tests.browser.sites import PAGES, REDIRECT, ROOT

TEMPLATES = ROOT / "themes" / "default" / "templates"


def test_a_page_of_every_template_is_looked_at() -> None:
    """All but the one that the others extend."""
    templates = {template.stem for template in TEMPLATES.glob("*.html")}

    assert templates - {"base"} == {sample.template for sample in (*PAGES, REDIRECT)}
