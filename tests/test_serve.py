"""The author's loop: build, serve, build again after each change, end at once."""

import dataclasses
import gc
import re
import signal
import socket
import time
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from digestgen.build import build
from digestgen.build_report import BuildReport
from digestgen.content.lines import lines_of
from digestgen.edition import Edition
from digestgen.errors import Problems
from digestgen.output.lock import building
from digestgen.preview.excerpts import problems_of
from digestgen.preview.loop import Outcome, Setting, next_preview, nothing_yet, outcome
from digestgen.preview.server import listening
from digestgen.preview.state import Excerpt, Preview, Problem
from digestgen.recall import Recollection
from tests.browsing import asked, listened, picture, running, until
from tests.conftest import ARTICLE, NOW, MakeSite, SiteFolder

WRONG = ARTICLE.replace("date: 2024", "dat: 2024")


def never() -> None:
    """Fail, since no other build runs."""
    raise AssertionError


def setting_of(site: SiteFolder, *, drafts: bool = False) -> Setting:
    """Return how *site* is built in these tests."""
    return Setting(root=site.root, drafts=drafts, jobs=1, now=lambda: NOW, busy=never)


def tree(folder: Path) -> dict[str, bytes]:
    """Return the files in *folder*, by path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# --- what is built -------------------------------------------------------------------------------


def test_a_preview_has_the_bytes_of_a_build(make_site: MakeSite) -> None:
    """A preview and a build never differ, and neither touches the output of the other."""
    site = make_site({"content/a.md": ARTICLE})
    setting = setting_of(site)
    assert isinstance(outcome(setting), BuildReport)
    assert not site.output.exists()
    site.write({"content/b.md": ARTICLE.replace("خبر", "آخر")})
    assert isinstance(outcome(setting), BuildReport)
    site.build()

    assert site.tree() == tree(setting.folder)
    assert setting.folder == site.root / ".digestgen/preview/site"


def test_drafts_are_shown_if_wanted(make_site: MakeSite) -> None:
    """Drafts and articles of the future are built and marked; expired articles are not built."""
    site = make_site(
        {
            "content/a.md": ARTICLE,
            "content/draft.md": ARTICLE.replace("source:", "draft: true\nsource:"),
            "content/later.md": ARTICLE.replace("2024", "2034"),
            "content/expired.md": ARTICLE.replace("source:", "expires: 2025-01-01\nsource:"),
            "content/page.md": "---\ntitle: صفحة\nlayout: page\ndraft: true\n---\n\nنص.\n",
        }
    )
    shown, hidden = setting_of(site, drafts=True), setting_of(site)
    with_drafts, without = outcome(shown), outcome(hidden)
    site.build()

    assert isinstance(with_drafts, BuildReport)
    assert isinstance(without, BuildReport)
    assert (3, 1) == (with_drafts.articles, without.articles)
    assert "مسودة" in (shown.folder / "2024/06/21/draft/index.html").read_text("utf-8")
    assert "مجدول" in (shown.folder / "2034/06/21/later/index.html").read_text("utf-8")
    assert "مسودة" in (shown.folder / "page/index.html").read_text("utf-8")
    assert not (shown.folder / "2024/06/21/expired").exists()
    home = (shown.folder / "index.html").read_text("utf-8")
    assert {"مجدول", "مسودة"} == set(re.findall('<strong class="waiting">(.+?)</strong>', home))
    assert site.tree() == tree(hidden.folder)
    assert not any(b'class="waiting"' in data for data in site.tree().values())


def test_drafts_are_no_reason_to_build_again(make_site: MakeSite) -> None:
    """Each preview knows by itself that nothing changed."""
    site = make_site({"content/a.md": ARTICLE.replace("source:", "draft: true\nsource:")})
    for setting in (setting_of(site, drafts=True), setting_of(site)) * 2:
        assert isinstance(outcome(setting), BuildReport)

    assert (0, 1) == tuple(
        build(site.root, folder, now=NOW, edition=Edition(drafts=drafts)).articles
        for folder, drafts in ((site.output, False), (site.root / "other", True))
    )


def test_another_build_is_waited_for(make_site: MakeSite) -> None:
    """A build that someone started elsewhere is no failure."""
    site = make_site({"content/a.md": ARTICLE})
    lock = building(site.root)
    lock.__enter__()
    told: list[str] = []

    def busy() -> None:
        told.append("busy")
        lock.__exit__(None, None, None)

    found = outcome(replace(setting_of(site), busy=busy))

    assert isinstance(found, BuildReport)
    assert ["busy"] == told


# --- what can be seen ----------------------------------------------------------------------------


def seen(last: Preview, setting: Setting) -> tuple[Preview, Outcome]:
    """Return what can be seen after a build."""
    found = outcome(setting)
    return next_preview(last, found, setting), found


def test_a_failed_build_keeps_the_last_good_one(make_site: MakeSite) -> None:
    """Problems come over the site as it was; the cure takes them away and leaves nothing else."""
    site = make_site({"content/a.md": ARTICLE})
    setting = setting_of(site)
    good, _ = seen(nothing_yet(setting), setting)
    site.write({"content/a.md": WRONG, "content/b.md": WRONG})
    failed, _ = seen(good, setting)
    site.write({"content/a.md": ARTICLE, "content/b.md": ARTICLE.replace("خبر", "ب")})
    cured, _ = seen(failed, setting)

    assert good.files == failed.files
    assert ["content/a.md:3:1", "content/b.md:3:1"] == [one.place for one in failed.problems]
    assert () == cured.problems
    assert "2024/06/21/b/index.html" in (cured.files or ())
    assert 3 == len({good.build, failed.build, cured.build})


def test_a_first_build_may_fail(make_site: MakeSite) -> None:
    """There is something to show even if there never was a good build, whatever is wrong."""
    site = make_site({"content/a.md": WRONG, "site.yaml": "title: [", "themes/default/x": ""})
    setting = setting_of(site)
    failed, _ = seen(nothing_yet(setting), setting)
    site.write({"content/a.md": ARTICLE, "site.yaml": "title: م\nurl: https://example.org/x/"})
    cured, _ = seen(failed, setting)

    assert (None, "/") == (failed.files, failed.base)
    assert {"site.yaml", "content/a.md"} == {p.place.split(":")[0] for p in failed.problems}
    assert ("/x/", ()) == (cured.base, cured.problems)


def test_nothing_new_is_nothing_to_tell(make_site: MakeSite) -> None:
    """A build that changes nothing, or fails as before, leaves open pages alone."""
    site = make_site({"content/a.md": ARTICLE})
    setting = setting_of(site)
    good, _ = seen(nothing_yet(setting), setting)
    assert good is seen(good, setting)[0]
    site.write({"content/a.md": WRONG})
    failed, _ = seen(good, setting)
    assert failed is seen(failed, setting)[0]


def test_new_pictures_are_told(make_site: MakeSite, jpeg: bytes) -> None:
    """A picture has one address whatever it shows: pages are told that some changed."""
    front = ARTICLE.replace("source:", "image: {src: a.jpg, alt: صورة}\nsource:")
    site = make_site({"content/a.md": front, "content/a.jpg": jpeg})
    setting = setting_of(site)
    first, _ = seen(nothing_yet(setting), setting)
    site.write({"content/a.jpg": picture("red")})
    second, _ = seen(first, setting)
    site.write({"content/a.md": front + "\nنص\n"})
    third, _ = seen(second, setting)

    assert (1, 2, 2) == (first.pictures, second.pictures, third.pictures)


def test_a_disk_that_fails_is_a_problem(make_site: MakeSite) -> None:
    """The preview lives on when the disk is full, and says so."""
    site = make_site({"content/a.md": ARTICLE})
    setting = setting_of(site)
    good, _ = seen(nothing_yet(setting), setting)
    failed = next_preview(good, OSError(28, "No space left on device", "/x/y"), setting)

    assert failed.problems == (
        Problem(
            severity="error",
            code="",
            place="/x/y",
            message="The disk failed: No space left on device",
            hint="Every file is whole, and the next build completes it.",
        ),
    )


def test_excerpts_show_the_line(make_site: MakeSite) -> None:
    """A problem comes with its line, cut at its column, if there is one in the site."""
    site = make_site({"content/a.md": WRONG})
    with pytest.raises(Problems) as caught:
        site.build()
    (found,) = caught.value.diagnostics
    places = (
        found.place,
        replace(found.place, line=0),
        replace(found.place, column=0),
        replace(found.place, line=99),
        replace(found.place, file="../secret.md"),
        replace(found.place, file="gone.md"),
        replace(found.place, file="\0"),
    )
    (site.root.parent / "secret.md").write_text("1\n2\n3\n", "utf-8")

    assert [
        Excerpt(number=3, before="", marked="d", after="at: 2024-06-21"),
        None,
        Excerpt(number=3, before="dat: 2024-06-21", marked="", after=""),
        *(None, None, None, None),
    ] == [
        one.excerpt
        for one in problems_of(site.root, (dataclasses.replace(found, place=p) for p in places))
    ]


def test_lines_are_counted_as_a_build_counts_them(tmp_path: Path) -> None:
    """The line separator of Unicode ends one, and a file as a whole has none."""
    (tmp_path / "a.md").write_bytes("\ufeffواحد\r\nاثنان\u2028ثلاثة\rأربعة".encode())
    line_of = lines_of(tmp_path)

    assert [None, "واحد", "اثنان", "ثلاثة", "أربعة", None] == [
        line_of("a.md", number) for number in range(6)
    ]


def test_memory_is_steady(make_site: MakeSite) -> None:
    """What a build needed is gone after it, failed or not."""
    site = make_site({"content/a.md": ARTICLE, "content/b.md": ARTICLE})
    setting = setting_of(site)
    preview = nothing_yet(setting)
    sizes: list[int] = []

    def edit(number: int) -> None:
        nonlocal preview
        text = WRONG if number % 3 == 2 else ARTICLE.replace("نص", f"نص {number}")
        site.write({"content/a.md": text})
        preview, _ = seen(preview, setting)
        gc.collect()
        sizes.append(tracemalloc.get_traced_memory()[0])

    # Caches of pure functions fill in the first builds.
    for number in range(6):
        edit(number)
    tracemalloc.start()
    try:
        for number in range(9):
            edit(number)
    finally:
        tracemalloc.stop()

    assert sizes[-1] - sizes[-7] < 20_000


def remembered(setting: Setting) -> int:
    """Return how much the builds with *setting* remember."""
    assert isinstance(setting.memory.recall, Recollection)
    last, now = setting.memory.recall.last, setting.memory.recall.now
    return sum(
        sum(map(len, (*known.calls.values(), *known.interned.values())))
        + sum(len(table.values) for table in known.tables.values())
        for known in (last, now)
    ) + len(setting.memory.held)


def test_what_is_gone_is_forgotten(make_site: MakeSite) -> None:
    """Articles may come and go under ever other names: no more is remembered than is there."""
    site = make_site({"content/a.md": ARTICLE})
    setting = setting_of(site)
    preview = nothing_yet(setting)
    sizes: list[int] = []
    for number in range(8):
        text = ARTICLE.replace("source: وكالة", f"source: وكالة {number}\ntags: [وسم {number}]")
        site.write({f"content/n{number}.md": text})
        (site.root / f"content/n{number - 1}.md").unlink(missing_ok=True)
        preview, found = seen(preview, setting)
        assert isinstance(found, BuildReport)
        sizes.append(remembered(setting))

    assert [sizes[-1]] * 6 == sizes[2:]


# --- the command ---------------------------------------------------------------------------------


def test_an_author_sees_each_change(make_site: MakeSite) -> None:
    """From the first page to the last: new articles, problems and their cure, deleted articles."""
    site = make_site({"content/a.md": ARTICLE})
    with running(site.root) as preview, listened(preview.port) as events:
        next(events)
        site.write({"content/b.md": ARTICLE.replace("خبر", "آخر")})
        until(lambda: asked(preview.port, "/digest/2024/06/21/b/").status == 200)
        assert 200 == asked(preview.port, "/digest/2024/06/21/b/").status
        site.write({"content/b.md": WRONG})
        assert any('"problems": 1' in event for event in events)
        assert 200 == asked(preview.port, "/digest/2024/06/21/b/").status
        assert b"DG201" in asked(preview.port, "/.digestgen/problems.html").body
        (site.root / "content/b.md").unlink()
        assert any('"problems": 0' in event for event in events)
        assert 404 == asked(preview.port, "/digest/2024/06/21/b/").status
        code, output = preview.end()

    assert 130 == code
    assert "content/b.md:3:1: error DG201: unknown key 'dat'" in output
    assert re.search(
        r"^built again: \d+ files written, \d+ pruned, \d\.\d s$", output, re.MULTILINE
    )


def test_fifty_files_are_one_build(make_site: MakeSite) -> None:
    """What is saved together is built together, as a checkout is."""
    site = make_site({"content/a.md": ARTICLE})
    files = {f"content/{number}.md": ARTICLE for number in range(50)}
    with running(site.root) as preview, listened(preview.port) as events:
        next(events)
        before = site.root / ".digestgen/new"
        for name, text in files.items():
            path = before / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        (before / "content").rename(site.root / "content/new")
        next(events)
        assert 200 == asked(preview.port, "/digest/2024/06/21/49/").status
        # Pages are told first, and a terminal after them.
        first = preview.line("built again")
        _, rest = preview.end()

    assert 1 == f"{first}{rest}".count("built again")


def test_a_change_during_a_build_is_not_lost(make_site: MakeSite) -> None:
    """What is saved while a build runs is built after it."""
    site = make_site({"content/a.md": ARTICLE})
    with running(site.root) as preview, listened(preview.port) as events:
        next(events)
        for number in range(30):
            site.write({"content/a.md": ARTICLE.replace("نص", f"نص {number}")})
            time.sleep(0.03)
        until(lambda: "نص 29".encode() in asked(preview.port, "/digest/2024/06/21/a/").body)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_ends_at_once(make_site: MakeSite, number: signal.Signals, code: int) -> None:
    """Ctrl-C and the system end it cleanly, with pages open, and leave no lock."""
    site = make_site({"content/a.md": ARTICLE})
    with running(site.root) as preview, listened(preview.port) as events:
        next(events)
        ended = preview.end(number)

    assert (code, "") == ended
    assert site.build().articles == 1


def test_it_ends_in_the_middle_of_a_build(make_site: MakeSite) -> None:
    """Ctrl-C ends a build as well, and the next one completes it."""
    site = make_site({"content/a.md": ARTICLE})
    with running(site.root) as preview, listened(preview.port) as events:
        next(events)
        site.write({f"content/{number}.md": ARTICLE for number in range(400)})
        time.sleep(0.4)
        code, output = preview.end()

    assert 130 == code
    assert "Traceback" not in output
    assert site.build().articles == 401


def test_a_port_that_is_taken_is_passed_over(make_site: MakeSite) -> None:
    """The next port that is free serves, and the author is told."""
    site = make_site({"content/a.md": ARTICLE})
    with listening(0) as taken:
        port = taken.getsockname()[1]
        with running(site.root, "--port", str(port)) as preview:
            assert 200 == asked(preview.port, "/digest/").status
            assert port < preview.port <= port + 100


def test_ports_end() -> None:
    """Where no port is free, that is said."""
    with listening(0) as taken, pytest.raises(OSError, match="in use"):
        listening(taken.getsockname()[1])


def test_only_this_machine_is_served() -> None:
    """The server has no address that another machine can reach."""
    with listening(0) as listener:
        assert ("127.0.0.1", socket.AF_INET) == (listener.getsockname()[0], listener.family)


def test_polling_can_be_chosen(make_site: MakeSite) -> None:
    """With --poll, changes are found on disks that tell of none."""
    site = make_site({"content/a.md": ARTICLE})
    with running(site.root, "--poll", "--port", "0") as preview, listened(preview.port) as events:
        next(events)
        site.write({"content/b.md": ARTICLE})
        next(events)

        assert 200 == asked(preview.port, "/digest/2024/06/21/b/").status


def test_it_opens_the_browser(make_site: MakeSite, tmp_path: Path) -> None:
    """With --open, the system's browser is given the address."""
    site, opened = make_site({"content/a.md": ARTICLE}), tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.new; mv {opened}.new {opened}\n', "utf-8")
    browser.chmod(0o755)
    env = {"BROWSER": str(browser)}
    with running(site.root, "--open", "--port", "0", env=env) as preview:
        until(opened.exists)

        assert f"{preview.url}\n" == opened.read_text("utf-8")


def test_scheduled_articles_are_shown_by_the_command(make_site: MakeSite) -> None:
    """With --drafts, what waits can be seen; the clock is that of SOURCE_DATE_EPOCH if given."""
    site = make_site({"content/a.md": ARTICLE.replace("2024", "2027")})
    assert datetime(2027, 6, 21, tzinfo=UTC) > NOW
    with running(site.root, "--drafts", "--port", "0") as preview:
        assert "مجدول".encode() in asked(preview.port, "/digest/2027/06/21/a/").body
