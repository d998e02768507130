"""What is asked of a build beyond the site's own files, and what tells one build from another."""

import json
from pathlib import Path
from typing import Final

import pytest

from digestgen.build import build
from digestgen.names import BUILD
from tests.conftest import ARTICLE, NOW, MakeSite, SiteFolder
from tests.running import run
from tests.writing import article

SITE: Final = {
    "content/معاهدة.md": ARTICLE,
    "content/about.md": "---\nlayout: page\ntitle: عن الموقع\naliases: [/us/]\n---\n\nنص.\n",
    "content/talks.md": article("نص.", title="محادثات", tags="[كوريا]", aliases="[/old/]"),
    "content/gone.md": article("نص.", title="خبر", withdrawn="ملفق."),
}
WARNED: Final = article("سيئول، 21 يونيو (يونهاب) — نص.", place="سيئول")


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """Return a site with a page of each kind whose address must last."""
    return make_site(SITE)


def build_id(site: SiteFolder) -> str:
    """Return what tells the build of *site* from others."""
    told = json.loads((site.output / BUILD).read_text("utf-8"))
    assert {"generator", "id"} == set(told)
    return str(told["id"])


# --- another address, no warnings ----------------------------------------------------------------


def test_a_site_is_built_for_another_address(site: SiteFolder) -> None:
    """As if its settings said so, and the next build is for the one that they say."""
    site.build()
    usual = site.tree()
    done = run("build", "--url", "https://me.github.io/fork", cwd=site.root)
    forked = site.tree()
    settings = (site.root / "site.yaml").read_text("utf-8")
    site.build()

    assert 0 == done.returncode
    assert b'href="/fork/topics/' in forked["index.html"]
    assert b"example.org/digest" not in forked["index.html"]
    assert usual == site.tree()
    site.write(
        {"site.yaml": settings.replace("https://example.org/digest/", "https://me.github.io/fork/")}
    )
    site.build()
    assert forked == site.tree()


def test_an_address_that_is_none_is_refused(site: SiteFolder) -> None:
    """It is a mistake in the command."""
    done = run("build", "--url", "example.org", cwd=site.root)

    assert (2, True) == (done.returncode, "'example.org' is no web address" in done.stderr)


def test_a_warning_can_stop_a_build(site: SiteFolder) -> None:
    """The output is as it was, and the exit code is that of an error."""
    site.build()
    before = site.tree()
    site.write({"content/new.md": WARNED})
    done = run("build", "--strict", cwd=site.root)

    assert (1, "") == (done.returncode, done.stdout)
    assert "1 warning; nothing was written" == done.stderr.splitlines()[-1]
    assert before == site.tree()
    assert 0 == run("build", cwd=site.root).returncode
    assert 1 == run("build", "--strict", cwd=site.root).returncode


# --- which build it is ---------------------------------------------------------------------------


def test_a_build_is_told_by_what_it_made(site: SiteFolder, tmp_path: Path) -> None:
    """The same files have one id, wherever and whenever they were built; others have another."""
    site.build()
    first = build_id(site)
    build(site.root, tmp_path / "other", now=NOW)
    other = json.loads((tmp_path / "other" / BUILD).read_text("utf-8"))["id"]
    site.write({"content/talks.md": article("نص آخر.", title="محادثات")})
    site.build()
    changed = build_id(site)
    site.write({"content/talks.md": SITE["content/talks.md"]})
    site.build()

    assert first == other == build_id(site)
    assert first != changed


def test_a_file_called_like_it_is_in_its_way(make_site: MakeSite) -> None:
    """An alias cannot take its place."""
    site = make_site({"content/a.md": article("نص.", aliases=f"[/{BUILD}]")})

    assert ["DG501"] == [one.code for one in site.problems()]


# --- addresses that last -------------------------------------------------------------------------


def test_the_addresses_that_must_last_are_listed(site: SiteFolder) -> None:
    """Those of articles, plain pages, aliases, topics and sources, in order and as people write."""
    site.build()
    listed = (site.output / "urls.txt").read_text("utf-8").splitlines()

    assert [
        "/2024/06/21/gone/",
        "/2024/06/21/talks/",
        "/2024/06/21/معاهدة/",
        "/about/",
        "/old/",
        "/sources/وكالة/",
        "/topics/كوريا/",
        "/us/",
    ] == listed


def test_check_compares_with_what_is_online(site: SiteFolder) -> None:
    """A name that changed without an alias is told with the command that mends it."""
    site.build()
    online = site.root / "online.txt"
    online.write_bytes((site.output / "urls.txt").read_bytes())
    before = run("check", "--published", "online.txt", cwd=site.root)
    (site.root / "content/talks.md").rename(site.root / "content/long-talks.md")
    after = run("check", "--published", "online.txt", cwd=site.root)

    assert "DG910" not in before.stderr
    assert 3 == after.returncode
    assert "digestgen move /2024/06/21/talks/ /2024/06/21/long-talks/" in after.stderr


def test_a_list_that_cannot_be_read(site: SiteFolder) -> None:
    """It is told why."""
    done = run("check", "--published", "nowhere.txt", cwd=site.root)

    assert (
        "nowhere.txt: error DG918: the list of what is online cannot be read: No such"
        in done.stderr
    )
