"""axe-core finds nothing to mend on any kind of page, in light and dark, on phone and desktop."""

from itertools import product
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPage
from tests.browser.needs import npm_file
from tests.browser.sites import PAGES, Sample, every

WIDTHS: Final = (360, 1280)
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
RUN: Final = "() => axe.run(document, {resultTypes: ['violations']})"


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the script of axe-core."""
    return npm_file("axe-core/axe.min.js").read_text("utf-8")


def violations(page: Page, look: str) -> list[str]:
    """Return what axe-core finds on *page*, a line for each element, each telling the *look*."""
    found: list[dict[str, Any]] = page.evaluate(RUN)["violations"]
    return [
        f"{look}: {rule['id']}: {rule['help']}: {node['html'][:120]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


@every(*PAGES)
def test_axe_finds_no_violation(new_page: NewPage, axe: str, sample: Sample) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(sample.url)
    page.evaluate(axe)
    found = []
    for width, scheme in product(WIDTHS, SCHEMES):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found += violations(page, f"{width} px, {scheme}")

    assert [] == found
