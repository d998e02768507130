"""The sites under test, and of which pages the tests make sure."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from digestgen.build import build
from tests.bidi_cases import FILES as BIDI
from tests.browser.awkward import SITES, Files
from tests.conftest import SiteFolder

ROOT: Final = Path(__file__).parents[2]
# After all articles of the demo site.
NOW: Final = datetime(2026, 9, 1, tzinfo=UTC)
DEMO: Final = "digestgen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A page that tests look at."""

    template: str
    url: str
    """Where it stands on the server, from the root: `/digestgen/about/`."""


def samples(site: str, pages: dict[str, str]) -> tuple[Sample, ...]:
    """Return samples of *site* from their paths and templates."""
    return tuple(Sample(template=name, url=f"/{site}{path}") for path, name in pages.items())


DEMO_PAGES: Final = samples(
    DEMO,
    {
        "/": "home",
        "/page/1/": "home",
        "/2025/11/01/grand-egyptian-museum/": "article",
        "/2025/02/18/desert-lake/": "withdrawn",
        "/2024/06/20/seoul-review/": "article",
        "/2024/09/03/arabic-in-software/": "article",
        "/2026/01/17/high-seas-treaty/": "article",
        "/topics/korea-russia-treaty/": "topic",
        "/topics/": "topics",
        "/sources/manara/": "source",
        "/sources/": "sources",
        "/2024/": "year",
        "/2024/06/": "month",
        "/2024/06/21/": "day",
        "/about/": "page",
        "/docs-themes/": "page",
        "/docs-article-en/": "page",
        "/404.html": "404",
    },
)
AWKWARD_PAGES: Final = samples(
    "awkward",
    {
        "/": "home",
        "/page/1/": "home",
        "/2024/06/21/words/": "article",
        "/2024/06/21/headline/": "article",
        "/2024/06/21/latin/": "article",
        "/2024/06/21/topics/": "article",
        "/2024/06/21/tall/": "article",
        "/2024/06/21/tiny/": "article",
        "/2024/06/21/english/": "article",
        "/2023/01/31/everything/": "article",
        "/topics/": "topics",
        "/topics/treaty/": "topic",
        "/sources/": "sources",
        "/sources/manara/": "source",
        "/2024/06/": "month",
        "/2024/06/21/": "day",
        "/2023/": "year",
        "/about/": "page",
    },
)
SMALL_PAGES: Final = (
    *samples("one", {"/": "home", "/2024/06/21/only/": "article"}),
    *samples("empty", {"/": "home", "/topics/": "topics", "/404.html": "404"}),
    *samples(
        "english",
        {
            "/": "home",
            "/2024/06/21/treaty/": "article",
            "/2024/04/01/arabic/": "article",
            "/topics/": "topics",
            "/2024/06/": "month",
        },
    ),
)
# A redirect leaves at once for another page, so tests that read a page have nothing to read.
REDIRECT: Final = Sample(template="redirect", url="/digestgen/news/pyongyang-treaty/")
PAGES: Final = (*DEMO_PAGES, *AWKWARD_PAGES, *SMALL_PAGES)


def every(*pages: Sample) -> pytest.MarkDecorator:
    """Return the mark of a test that is run on each of *pages*."""
    return pytest.mark.parametrize("sample", pages, ids=[sample.url for sample in pages])


def build_all(served: Path, sources: Path) -> None:
    """Build every site into its folder of *served*; *sources* takes what they are built from."""
    demo = sources / DEMO
    demo.mkdir(parents=True)
    shutil.copy(ROOT / "site.yaml", demo)
    shutil.copytree(ROOT / "content", demo / "content")
    written: dict[str, Files] = {"digest": BIDI, **SITES}
    for name, files in written.items():
        SiteFolder(sources / name).write(files)
    for name in (DEMO, *written):
        build(sources / name, served / name, now=NOW)
