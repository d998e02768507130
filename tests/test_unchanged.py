"""Builds that find that there is nothing to build: what they notice, and that they are sure."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from digestgen import pipeline
from digestgen.build import build
from digestgen.build_report import BuildReport
from digestgen.cache.stat import FINE_TICK_NANOSECONDS, TICK_NANOSECONDS
from tests.conftest import ARTICLE, NOW, SETTINGS, MakeSite, SiteFolder
from tests.running import environment

LATER: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
DUE: Final = ARTICLE.replace("2024-06-21", "2026-03-01T12:00:00Z").replace("خبر", "خبر لاحق")
EXPIRING: Final = ARTICLE.replace("---\n\n", "expires: 2026-03-01T12:00:00Z\n---\n\n")
TEMPLATE: Final = "{{ page.title }}"


class BuiltError(Exception):
    """The site is being built."""


@pytest.fixture
def site(make_site: MakeSite, jpeg: bytes) -> SiteFolder:
    """Return a site that was built, with a picture, a draft and a theme of its own."""
    made = make_site(
        {
            "content/a.md": ARTICLE.replace("---\n\n", "image: {src: a.jpg, alt: صورة}\n---\n\n"),
            "content/b.md": ARTICLE.replace("---\n\n", "draft: true\n---\n\n"),
            "content/a.jpg": jpeg,
            "themes/default/assets/extra.css": "body { color: teal }",
        }
    )
    later(made)
    return made


def later(site: SiteFolder, now: datetime = NOW) -> BuildReport:
    """Build *site* when all its files have been there for long."""
    started = time.time_ns() + 2 * TICK_NANOSECONDS
    return build(site.root, site.output, now=now, started=started)


def is_built(site: SiteFolder, now: datetime = NOW) -> bool:
    """Tell whether the next build of *site* looks at more than names and stats."""

    def built(*_: object) -> BuildReport:
        raise BuiltError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "run_build", built)
        try:
            later(site, now)
        except BuiltError:
            return True
    return False


def test_a_site_that_is_the_same_is_not_built(site: SiteFolder) -> None:
    """The report is the one of a build that finds all pages as they must be."""
    last = later(site)

    assert not is_built(site)
    assert last == later(site)
    assert (1, 0, ()) == (last.articles, len(last.output.written), last.rendered)
    assert {"draft": 1} == dict(last.waiting)
    assert {*site.tree()} == {*last.output.unchanged, ".digestgen-manifest.json"}


def rewrite(path: Path) -> None:
    """Change a byte of *path*, not its size, and give it the time that it had."""
    before = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b" ")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: Final[dict[str, Callable[[SiteFolder], object]]] = {
    "an article": lambda site: rewrite(site.root / "content/a.md"),
    "a draft": lambda site: rewrite(site.root / "content/b.md"),
    "a picture": lambda site: rewrite(site.root / "content/a.jpg"),
    "a new article": lambda site: site.write({"content/c.md": ARTICLE}),
    "a new picture": lambda site: site.write({"content/c.jpg": b""}),
    "an article that went": lambda site: (site.root / "content/a.md").unlink(),
    "a new name": lambda site: (site.root / "content/a.md").rename(site.root / "content/c.md"),
    "settings": lambda site: rewrite(site.root / "site.yaml"),
    "a file of a theme": lambda site: rewrite(site.root / "themes/default/assets/extra.css"),
    "a new template": lambda site: site.write({"themes/default/templates/page.html": TEMPLATE}),
    "a page of the output": lambda site: rewrite(site.output / "index.html"),
    "a page that went": lambda site: (site.output / "index.html").unlink(),
    "the manifest": lambda site: rewrite(site.output / ".digestgen-manifest.json"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changed_is_noticed(
    change: Callable[[SiteFolder], object], site: SiteFolder
) -> None:
    """Though neither size nor time of the file may show it."""
    change(site)

    assert is_built(site)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_folders_behind_links_are_not_trusted(site: SiteFolder, tmp_path: Path) -> None:
    """A theme may be a link; what changes behind it is not seen by looking at the site."""
    (tmp_path / "elsewhere").mkdir()
    (site.root / "themes/shared").symlink_to(tmp_path / "elsewhere")
    later(site)

    assert is_built(site)


@pytest.mark.parametrize("text", [DUE, EXPIRING])
def test_time_is_noticed(text: str, site: SiteFolder) -> None:
    """At the moment from which an article is built, or no more, and not before."""
    site.write({"content/c.md": text})
    later(site)

    assert not is_built(site, LATER - timedelta(seconds=1))
    assert is_built(site, LATER)
    assert is_built(site, NOW - timedelta(seconds=1))


def test_a_file_that_changed_just_now_is_not_trusted(site: SiteFolder) -> None:
    """It may change again within one tick of the clock."""
    path = site.root / "content/b.md"
    rewrite(path)
    started = path.stat().st_ctime_ns + FINE_TICK_NANOSECONDS
    build(site.root, site.output, now=NOW, started=started)

    assert is_built(site)


def test_warnings_are_told_again(site: SiteFolder) -> None:
    """A site with a warning is built each time."""
    site.write({"site.yaml": SETTINGS + "language: de\n"})
    first = later(site)

    assert first.warnings
    assert is_built(site)
    assert first.warnings == later(site).warnings


def test_each_output_has_its_own(site: SiteFolder, tmp_path: Path) -> None:
    """One that was never built is built."""
    started = time.time_ns() + 2 * TICK_NANOSECONDS

    assert 0 == len(later(site).output.written)
    assert len(build(site.root, tmp_path / "new", now=NOW, started=started).output.written)


BUILD_AND_LIST: Final = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from digestgen.cli import build as cli
from digestgen.build import build

root = Path(sys.argv[1])
build(root, root / "public", now=datetime(2026, 1, 1, tzinfo=UTC), started=time.time_ns() + 10**10)
print(*sys.modules)
"""


def test_little_is_loaded_to_find_it_out(site: SiteFolder) -> None:
    """Python takes longer to load what parses and renders than to see that nothing changed."""
    loaded = subprocess.run(
        [sys.executable, "-c", BUILD_AND_LIST, str(site.root)],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.split()

    assert "digestgen.unchanged" in loaded
    assert set() == {"babel", "jinja2", "markdown_it", "yaml", "digestgen.pipeline"} & {*loaded}
