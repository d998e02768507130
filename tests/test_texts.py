"""Edits of nothing but texts, after which a build needs no plan, and those that need one."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from digestgen import pipeline, texts
from digestgen.build import build
from digestgen.build_report import BuildReport
from digestgen.cache.stat import TICK_NANOSECONDS
from tests.conftest import NOW, SETTINGS, MakeSite, SiteFolder

# Summaries end with it: what follows is in no list.
LEAD: Final = "جملة أولى في الخبر تطول حتى لا يبقى بعدها مكان لغيرها. " * 6
ARTICLE: Final = """---
title: {title}
date: {date}
source: {{name: رويترز, url: https://reuters.com/{title}}}
tags: [روسيا, كوريا]
---

{lead}

فقرة [ثانية](b.md#عنوان) من المتن.

## عنوان

خاتمة.
"""
ABOUT: Final = f"---\ntitle: عنا\nlayout: page\n---\n\n{LEAD}\n\nبقية النص.\n"
DRAFT: Final = ARTICLE.format(lead=LEAD, title="مسودة", date="2024-06-22").replace(
    "tags:", "draft: true\ntags:"
)
# The first has a feed entry with its text; the second is too old for that.
FILES: Final = {
    "site.yaml": f"{SETTINGS}feeds: {{entries: 1}}\n",
    "content/a.md": ARTICLE.format(lead=LEAD, title="خبر", date="2024-06-21"),
    "content/b.md": ARTICLE.format(lead=LEAD, title="آخر", date="2024-06-20"),
    "content/c.md": DRAFT,
    "content/about.md": ABOUT,
}
FEEDS: Final = {"feed.xml", "feed.json"}
PAGE_A: Final = "2024/06/21/a/index.html"
PAGE_B: Final = "2024/06/20/b/index.html"


class PlannedError(Exception):
    """The site is being planned."""


def later(site: SiteFolder, output: Path | None = None) -> BuildReport:
    """Build *site* when all its files have been there for long."""
    started = time.time_ns() + 2 * TICK_NANOSECONDS
    return build(site.root, output or site.output, now=NOW, started=started)


@pytest.fixture
def site(make_site: MakeSite) -> Iterator[SiteFolder]:
    """Return a site that was built; at the end its output is that of a first build."""
    made = make_site(FILES)
    later(made)
    yield made
    later(made)
    found = made.tree()
    shutil.rmtree(made.output)
    shutil.rmtree(made.root / ".digestgen")
    later(made)
    assert made.tree() == found


def edit(site: SiteFolder, name: str, old: str, new: str) -> None:
    """Write *new* for *old* in the content file *name* of *site*."""
    path = site.root / "content" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def without_plan(site: SiteFolder) -> set[str] | None:
    """Return the pages that a build of *site* renders; None if it needs a plan."""

    def planned(*_: object) -> BuildReport:
        raise PlannedError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "build_once", planned)
        try:
            return set(later(site).rendered)
        except PlannedError:
            return None


# --- edits of texts ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new", "rendered"),
    [
        ("a.md", "خاتمة.", "خاتمة أخرى.", {PAGE_A, *FEEDS}),
        ("b.md", "خاتمة.", "خاتمة أخرى.", {PAGE_B}),
        ("b.md", "خاتمة.", "كلمة " * 900, {PAGE_B}),
        ("b.md", "خاتمة.", "**خاتمة.**", {PAGE_B}),
        # The link stands on another line then.
        ("b.md", "\n\nفقرة", "\n\nفقرة جديدة.\n\nفقرة", {PAGE_B}),
        ("about.md", "بقية", "تتمة", {"about/index.html"}),
        # Readers do not see it.
        ("c.md", "خاتمة.", "خاتمة أخرى.", set()),
    ],
)
def test_a_text_makes_the_pages_that_show_it(
    name: str, old: str, new: str, rendered: set[str], site: SiteFolder
) -> None:
    """Its own page, and the feed of the site, if it is among the newest; nothing is planned."""
    edit(site, name, old, new)

    assert rendered == without_plan(site)


def test_texts_can_be_edited_again_and_again(site: SiteFolder) -> None:
    """Several at a time, and each time from what the last build left."""
    edit(site, "a.md", "خاتمة.", "خاتمة أولى.")
    edit(site, "b.md", "خاتمة.", "خاتمة أولى.")
    assert {PAGE_A, PAGE_B, *FEEDS} == without_plan(site)

    edit(site, "b.md", "خاتمة أولى.", "خاتمة ثانية.")
    assert {PAGE_B} == without_plan(site)
    assert "خاتمة ثانية." in (site.output / PAGE_B).read_text("utf-8")

    (site.root / "content/b.md").touch()
    assert set() == without_plan(site)
    assert set() == without_plan(site)


def test_the_report_is_that_of_all_articles(site: SiteFolder) -> None:
    """As if the whole site had been built."""
    before = later(site)
    edit(site, "b.md", "خاتمة.", "خاتمة أخرى.")
    report = later(site)

    assert (before.articles, before.pages) == (report.articles, report.pages)
    assert before.waiting == report.waiting
    assert {PAGE_B, "build.json"} >= set(report.output.written) >= {PAGE_B}


def test_what_follows_from_a_text_alone_is_no_fact(make_site: MakeSite) -> None:
    """Reading time and end mark stand on the page, and no list shows them."""
    site = make_site({**FILES, "site.yaml": f"{SETTINGS}end_mark: (انتهى)\n"})
    later(site)
    page = site.output / PAGE_B
    assert 'class="end"' in page.read_text("utf-8")

    edit(site, "b.md", "خاتمة.", "كلمة " * 900 + "\n\n(انتهى)")
    assert {PAGE_B, *FEEDS} == without_plan(site)
    assert 'class="end"' not in page.read_text("utf-8")
    assert "6 دقائق" in page.read_text("utf-8")


# --- edits of more -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("b.md", "title: آخر", "title: ثالث"),
        ("b.md", "جملة أولى", "جملة"),
        ("b.md", "b.md#عنوان", "b.md"),
        ("b.md", "[ثانية](b.md#عنوان)", "ثانية"),
        ("b.md", "## عنوان", "## عنوان\n\n## عنوان آخر"),
        ("b.md", "خاتمة.", "[خاتمة](../site.yaml)."),
        ("c.md", "draft: true\n", "featured: true\n"),
        ("about.md", "layout: page", "layout: page\nsummary: ملخص."),
        ("about.md", "layout: page", "date: 2024-06-21\nsource: رويترز"),
    ],
)
def test_whatever_a_plan_may_read_needs_one(
    name: str, old: str, new: str, site: SiteFolder
) -> None:
    """Front matter, first sentences, headings, links, and all that is wrong."""
    edit(site, name, old, new)

    assert without_plan(site) is None
    edit(site, name, new, old)


CHANGES: Final[dict[str, Callable[[SiteFolder], object]]] = {
    "a new article": lambda site: site.write({"content/d.md": FILES["content/a.md"]}),
    "an article that went": lambda site: (site.root / "content/a.md").unlink(),
    "settings": lambda site: site.write({"site.yaml": f"{FILES['site.yaml']}description: وصف\n"}),
    "a template": lambda site: site.write({"themes/default/templates/404.html": "لا صفحة"}),
    "a picture": lambda site: site.write({"content/x.jpg": b""}),
    "a page of the output": lambda site: (site.output / "index.html").write_text("غيره", "utf-8"),
    "a page that went": lambda site: (site.output / PAGE_B).unlink(),
    "what is kept": lambda site: shutil.rmtree(site.root / ".digestgen"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_text_and_something_else_need_a_plan(
    change: Callable[[SiteFolder], object], site: SiteFolder
) -> None:
    """Whatever else is not as the last build saw it or left it."""
    edit(site, "b.md", "خاتمة.", "خاتمة أخرى.")
    change(site)

    assert without_plan(site) is None
    if (site.output / "index.html").read_text("utf-8") == "غيره":
        (site.output / "index.html").unlink()


def test_another_output_has_a_plan_of_its_own(site: SiteFolder, tmp_path: Path) -> None:
    """What one output was made from tells nothing of another one."""
    later(site, tmp_path / "other")
    edit(site, "b.md", "title: آخر", "title: ثالث")
    later(site, tmp_path / "other")
    edit(site, "b.md", "خاتمة.", "خاتمة أخرى.")

    assert without_plan(site) is None


def test_pages_of_another_build_are_not_trusted(site: SiteFolder, tmp_path: Path) -> None:
    """Files that are whole, but were kept before the last build."""
    kept = tmp_path / "kept"
    shutil.copytree(site.root / ".digestgen", kept)
    edit(site, "b.md", "title: آخر", "title: ثالث")
    later(site)
    for file in kept.glob("pages-*"):
        shutil.copy(file, site.root / ".digestgen")
    edit(site, "b.md", "خاتمة.", "خاتمة أخرى.")

    assert without_plan(site) is None


def test_many_texts_are_left_to_several_processes(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan takes no longer then than what comes before it."""
    monkeypatch.setattr(texts, "MOST_TEXTS", 1)
    edit(site, "a.md", "خاتمة.", "خاتمة أخرى.")
    edit(site, "b.md", "خاتمة.", "خاتمة أخرى.")

    assert without_plan(site) is None


def test_packs_of_pages_are_kept_of_few_outputs(site: SiteFolder, tmp_path: Path) -> None:
    """Of a site that is built into a new folder each time, no more than two."""
    for name in "xyz":
        later(site, tmp_path / name)

    assert len(list((site.root / ".digestgen").glob("pages-*.pack"))) == 2
