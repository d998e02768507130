"""Lighthouse gives full marks for all that does not depend on the speed of the machine."""

import pytest

from tests.browser.lighthouse import CERTAIN, CLI, PAGES, report
from tests.browser.needs import npm_file, program


@pytest.mark.parametrize("url", PAGES)
def test_lighthouse_gives_full_marks(origin: str, chromium: str, url: str) -> None:
    npm_file(CLI)
    program("node")
    found = report(origin + url, chromium, CERTAIN)

    assert dict.fromkeys(CERTAIN, 100) == found.scores, found.reasons
