"""One Chromium a worker, and one server of all sites a run."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, Playwright, ViewportSize, sync_playwright

from tests.browser.chromium import installed_chromium, launch
from tests.browser.needs import lacking
from tests.browser.server import serve
from tests.browser.sites import build_all

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the folder of all built sites, which the workers of a run share."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    folder = shared / "served"
    with FileLock(shared / "served.lock"):
        if not (shared / "served.done").exists():
            build_all(folder, shared / "sources")
            (shared / "served.done").touch()
    return folder


@pytest.fixture(scope="session")
def origin(served: Path) -> Iterator[str]:
    """Return where a server of the sites answers, such as `http://127.0.0.1:8000`."""
    with serve(served) as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Return Playwright."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> str:
    """Return the path of a Chromium."""
    return installed_chromium(playwright) or lacking("no Chromium")


@pytest.fixture(scope="session")
def browser(playwright: Playwright, chromium: str) -> Iterator[Browser]:
    """Return a Chromium without a window."""
    with launch(playwright, chromium) as started:
        yield started


@pytest.fixture
def new_page(browser: Browser, origin: str) -> Iterator[NewPage]:
    """Return a function that makes an empty page, 360 px wide unless it is told otherwise.

    Its options are those of a context of Playwright. Pages close when the test ends.
    """
    contexts = []

    def make(*, width: int = 360, height: int = 740, **options: Any) -> Page:  # noqa: ANN401 - as Playwright takes them
        viewport = ViewportSize(width=width, height=height)
        context = browser.new_context(base_url=origin, viewport=viewport, **options)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
