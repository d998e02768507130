"""The benchmark measures the same digest with every tool, and refuses to report anything else."""

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, cast

import click
import pytest

from benchmarks import serve
from benchmarks.__main__ import chosen, claimed
from benchmarks.corpus import make_corpus, make_topics
from benchmarks.edits import EDITS, Edit, Proof
from benchmarks.measure import FailedError, OverLimitError, Usage, measure
from benchmarks.pages import Count, Counts, Kind, counted, differences, kind_of
from benchmarks.previews import PREVIEWS, Preview, running
from benchmarks.results import COLD, RefusedError, Report, Result, middle
from benchmarks.run import Setting, refuse_unproven, replace_files
from benchmarks.serve import CHANGES, Served, preview_json, preview_lines, served
from benchmarks.table import report_json, report_lines
from benchmarks.tools import TOOLS, Extras, Files, Programs, Tool, body

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
NO_EXTRAS = Extras(feeds=False, sitemap=False)
SMALL = make_corpus(40, seed=1)
MIB = 2**20


def labels(tools: Sequence[Tool]) -> list[str]:
    return [tool.label for tool in tools]


# --- the corpus ----------------------------------------------------------------------------------


def test_same_seed_same_corpus() -> None:
    """A corpus follows from the number of articles and the seed alone."""
    assert SMALL == make_corpus(40, seed=1)
    assert SMALL != make_corpus(40, seed=2)


def test_articles_are_of_about_4_kb() -> None:
    """An article has about 4 KB of Markdown and four different topics."""
    sizes = [len(body(article).encode()) for article in SMALL.articles]

    assert all(3500 < size < 4500 for size in sizes)
    assert all(len(set(article.topics)) == 4 for article in SMALL.articles)


def test_dates_are_spread_over_ten_years() -> None:
    """The articles come oldest first, four a year when there are forty."""
    moments = [article.moment for article in SMALL.articles]

    assert sorted(moments) == moments
    assert [year for year in range(2015, 2025) for _ in range(4)] == [one.year for one in moments]


@pytest.mark.parametrize(("articles", "topics"), [(40, 8), (1000, 40), (20_000, 400)])
def test_topics_grow_with_articles(articles: int, topics: int) -> None:
    """There is a topic for 25 articles, from eight topics to 400."""
    random = Random(1)  # noqa: S311 - nothing here is secret

    assert topics == len(make_topics(articles, random))


def test_few_topics_are_common() -> None:
    """Topics follow Zipf's law: the first has far more articles than the last."""
    corpus = make_corpus(300, seed=1)
    counts = [sum(topic.id in one.topics for one in corpus.articles) for topic in corpus.topics]

    assert counts[0] > 3 * counts[-1] > 0


# --- edits ---------------------------------------------------------------------------------------


def edited(edit: Edit, tool: Tool) -> tuple[Files, Files]:
    """Return the files of *tool* before *edit* and after it."""
    after, _ = edit.apply(SMALL, NOW)
    return tool.files(SMALL, NO_EXTRAS), tool.files(after, NO_EXTRAS)


def changes(before: Files, after: Files) -> int:
    """Return how many files were added, removed or changed."""
    return len(dict(before.items() ^ after.items()))


@pytest.mark.parametrize("tool", TOOLS, ids=labels(TOOLS))
def test_an_edit_is_one_file(tool: Tool) -> None:
    """With every tool each edit is one file, but for the one that changes nothing."""
    assert [0, 1, 1, 1, 1, 1, 1] == [changes(*edited(edit, tool)) for edit in EDITS]


@pytest.mark.parametrize("tool", TOOLS, ids=labels(TOOLS))
def test_an_edit_writes_what_proves_it(tool: Tool) -> None:
    """What proves an edit is in the files after it, and not in those before."""
    for edit in EDITS[1:]:
        before, after = edited(edit, tool)
        text = edit.apply(SMALL, NOW)[1].text
        if text:
            found = [any(text in one for one in files.values()) for files in (before, after)]
            assert [False, True] == found, edit.name


def test_the_added_article_is_the_newest() -> None:
    """The article that is added is dated today, but not after the moment of the run."""
    added = next(edit for edit in EDITS if edit.name == "one article added")
    corpus, _ = added.apply(SMALL, NOW)

    assert (*SMALL.articles, corpus.articles[-1]) == corpus.articles
    assert datetime(2026, 1, 1, 11, tzinfo=UTC) == corpus.articles[-1].moment


def test_files_follow_an_edit(tmp_path: Path) -> None:
    """Only what an edit changes is written; what it removes is removed; the rest stays."""
    replace_files(tmp_path, {}, {"a/kept": "1", "a/changed": "1", "a/removed": "1"})
    before = (tmp_path / "a/kept").stat()
    (tmp_path / "output").write_text("")

    replace_files(
        tmp_path,
        {"a/kept": "1", "a/changed": "1", "a/removed": "1"},
        {"a/kept": "1", "a/changed": "2", "b/added": "1"},
    )

    files = {path for path in tmp_path.rglob("*") if path.is_file()}
    names = {"a/kept", "a/changed", "b/added", "output"}
    assert {tmp_path / name for name in names} == files
    assert "2" == (tmp_path / "a/changed").read_text()
    assert before == (tmp_path / "a/kept").stat()


# --- the same in kind ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("2024/06/21/article/index.html", Kind.ARTICLE),
        ("index.html", Kind.HOME),
        ("page/2/index.html", Kind.HOME),
        ("topics/كوريا/index.html", Kind.TOPIC),
        ("topics/كوريا/page/12/index.html", Kind.TOPIC),
        ("topics/index.html", Kind.TOPICS),
        ("sources/source-1/index.html", Kind.SOURCE),
        ("sources/index.html", Kind.SOURCES),
        ("2024/index.html", Kind.YEAR),
        ("years/2024/index.html", Kind.YEAR),
        ("2024/06/index.html", Kind.MONTH),
        ("months/2024-06/index.html", Kind.MONTH),
        ("2024/06/21/index.html", Kind.DAY),
        ("days/2024-06-21/index.html", Kind.DAY),
        ("feed.xml", Kind.FEED),
        ("topics/topic-1/feed.json", Kind.JSON_FEED),
        ("years/index.html", Kind.OTHER),
        ("404.html", Kind.OTHER),
    ],
)
def test_kinds_of_pages(path: str, kind: Kind) -> None:
    """A page's kind follows from where it is, whichever tool made it."""
    assert kind == kind_of(path)


def test_redirects_are_counted_apart(tmp_path: Path) -> None:
    """A page of a list that leads elsewhere counts, and is told apart."""
    redirect = '<meta http-equiv="refresh" content="0; url=/">'
    replace_files(tmp_path, {}, {"page/1/index.html": redirect, "index.html": "<p>"})

    size = len(redirect) + len("<p>")
    assert {Kind.HOME: Count(pages=2, redirects=1, size_bytes=size)} == counted(tmp_path)


def pages(**counts: int) -> Counts:
    """Return numbers of pages by the name of their kind."""
    return {Kind[kind.upper()]: Count(pages=number) for kind, number in counts.items()}


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({"article": 1000, "topic": 220, "json_feed": 10}, []),
        ({"article": 1000, "topic": 180, "json_feed": 9}, []),
        ({"article": 999, "topic": 200, "json_feed": 10}, ["articles: 1,000 and 999"]),
        ({"article": 1000, "topic": 221, "json_feed": 10}, ["topic lists: 200 and 221"]),
        ({"article": 1000, "topic": 200}, ["feeds (JSON): 10 and 0"]),
        ({"article": 1000, "topic": 200, "json_feed": 10, "day": 5}, ["days: 0 and 5"]),
    ],
)
def test_outputs_have_to_be_alike(other: dict[str, int], found: list[str]) -> None:
    """Articles and indexes have to be as many, lists and feeds within a tenth."""
    first = pages(article=1000, topic=200, json_feed=10)

    assert found == list(differences(first, pages(**other), {}))


def test_a_tool_may_lack_a_kind() -> None:
    """What a tool is known not to make is not held against it."""
    first, other = pages(article=10, json_feed=5), pages(article=10)

    assert [] == list(differences(first, other, {Kind.JSON_FEED: "it has none"}))


def test_an_edit_has_to_be_in_the_output(tmp_path: Path) -> None:
    """A build that does not show an edit, or keeps a deleted page, is refused."""
    tool = TOOLS[0]
    replace_files(tmp_path, {}, {"index.html": "old"})

    refuse_unproven(tool, tmp_path, "edit", Proof(path="index.html", text="old"))
    refuse_unproven(tool, tmp_path, "edit", Proof(path="gone.html", text=None))
    keeps = replace(tool, keeps_deleted=True)
    refuse_unproven(keeps, tmp_path, "edit", Proof(path="index.html", text=None))
    for proof in (
        Proof(path="index.html", text="new"),
        Proof(path="gone.html", text="new"),
        Proof(path="index.html", text=None),
    ):
        with pytest.raises(RefusedError, match="the output does not show it"):
            refuse_unproven(tool, tmp_path, "edit", proof)


# --- measuring -----------------------------------------------------------------------------------


def measured(code: str, folder: Path, limit_seconds: float = 30) -> Usage:
    """Return what the Python program *code* takes."""
    return measure(
        (sys.executable, "-c", code),
        folder=folder,
        environment={},
        limit_seconds=limit_seconds,
        log=folder / "log",
    )


def test_the_whole_process_tree_is_measured(tmp_path: Path) -> None:
    """Memory and CPU of the processes that a command starts count as its own."""
    child = "import time; held = bytes(range(256)) * 400_000; time.sleep(0.8)"
    busy = "import time; [None for _ in iter(lambda: time.process_time() < 0.1, False)]"
    code = f"import subprocess, sys\nfor code in {child!r}, {busy!r}:\n"
    usage = measured(f"{code}    subprocess.run([sys.executable, '-c', code])", tmp_path)

    assert usage.peak_bytes > 100_000_000
    assert usage.cpu_seconds > 0.1
    assert usage.wall_seconds > 0.9


def test_a_command_that_fails_tells_why(tmp_path: Path) -> None:
    """A build that ends with an error ends the run, with its last lines."""
    with pytest.raises(FailedError, match=r"^no such article$"):
        measured("raise SystemExit('no such article')", tmp_path)


def test_a_command_over_its_limit_is_ended(tmp_path: Path) -> None:
    """A build has its limit, after which it is not waited for."""
    with pytest.raises(OverLimitError):
        measured("import time; time.sleep(30)", tmp_path, limit_seconds=0.2)


# --- previews ------------------------------------------------------------------------------------


@pytest.mark.parametrize("preview", PREVIEWS, ids=[preview.label for preview in PREVIEWS])
def test_an_edit_in_a_preview_is_one_file(preview: Preview) -> None:
    """Each time another text is written into one file, by which it is known to be shown."""
    for change in CHANGES:
        corpus, files = SMALL, preview.files(SMALL, NO_EXTRAS)
        for number in range(3):
            corpus, proof = change.apply(corpus, number)
            edited = preview.files(corpus, NO_EXTRAS)
            ((_, text),) = edited.items() - files.items()
            assert proof.text
            assert proof.text in text
            assert not any(proof.text in one for one in files.values())
            files = edited


def program(code: str) -> tuple[str, ...]:
    """Return the command that runs the Python program *code*."""
    return sys.executable, "-c", code


def test_what_a_server_says_is_waited_for() -> None:
    """A line that came before an edit says nothing of it."""
    code = "import time\nfor n in range(3): print('built', n); time.sleep(0.2)\ntime.sleep(30)"
    with running(program(code), {}, limit_seconds=20) as server:
        first, found = server.said(re.compile(r"built (\d)"))
        second, later = server.said(re.compile(r"built (\d)"), since=first + 0.3)

    assert ("0", "2") == (found[1], later[1])
    assert second - first > 0.3
    assert server.process.poll() is not None


def test_a_server_that_ends_tells_why() -> None:
    """The run ends with the last lines of a server that does not go on."""
    code = "print('no such article')"
    with (
        running(program(code), {}, limit_seconds=20) as server,
        pytest.raises(FailedError, match="no such article"),
    ):
        server.said(re.compile("built"))


def test_a_server_over_its_limit_is_not_waited_for() -> None:
    """A build in a preview has its limit."""
    with (
        running(program("import time; time.sleep(30)"), {}, limit_seconds=0.3) as server,
        pytest.raises(OverLimitError),
    ):
        server.said(re.compile("built"))


@pytest.fixture
def setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Setting:
    """Return what a run of two rounds on a small corpus is made with."""
    monkeypatch.setattr(serve, "PAUSE_SECONDS", 0.5)
    programs = Programs(
        digestgen=(sys.executable, "-m", "digestgen"), digestgen_options=(), environment=tmp_path
    )
    return Setting(
        folder=tmp_path,
        programs=programs,
        tools=TOOLS[:1],
        corpus=SMALL,
        rounds=2,
        limit_seconds=60,
        now=NOW,
        say=lambda _: None,
    )


def test_the_preview_of_digestgen_is_measured(setting: Setting) -> None:
    """It is started, edited, listened to as by a page, and shows each edit."""
    found = served(PREVIEWS[0], setting)

    assert {"one body edited": 2, "one title edited": 2} == {
        name: len(seconds) for name, seconds in found.seconds.items()
    }
    assert all(0 < one < 60 for seconds in found.seconds.values() for one in seconds)


def test_a_preview_has_to_show_an_edit(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that tells of a build before it shows it is refused."""
    monkeypatch.setattr(serve, "fetched", lambda *_: "as before")

    with pytest.raises(RefusedError, match="does not show it"):
        served(PREVIEWS[0], setting)


def took(label: str, *seconds: float) -> Served:
    """Return what a preview took for each edit of a body, and ten times that for a title."""
    tens = [one * 10 for one in seconds]
    kinds = {"one body edited": seconds, "one title edited": tens}
    return Served(label=label, version="1.0", seconds=kinds)


def test_previews_side_by_side() -> None:
    """The medians of both stand in one line, with the least, the most, their ratio, the goal."""
    results = (took("digestgen", 0.4, 0.2, 0.3), took("Hugo", 1.0, 2.0, 1.5))

    assert PREVIEW_REPORT == "\n".join(preview_lines({"date": "2026-01-01"}, results))
    assert [0.4, 0.2, 0.3] == [
        *next(iter(cast("Any", preview_json({}, results))["results"]))["seconds"]["one body edited"]
    ]


PREVIEW_REPORT = """\
- date: 2026-01-01

|                  |      digestgen 1.0 |              Hugo 1.0 | ratio |   goal |
| ---------------- | -----------------: | --------------------: | ----: | -----: |
| one body edited  | 0.30 s (0.20–0.40) |    1.50 s (1.00–2.00) |  0.20 | ≤ 0.40 |
| one title edited | 3.00 s (2.00–4.00) | 15.00 s (10.00–20.00) |  0.20 | ≤ 0.40 |"""


# --- reports -------------------------------------------------------------------------------------


def usage(wall: float, peak: int = 10 * MIB) -> Usage:
    return Usage(wall_seconds=wall, cpu_seconds=wall * 2, peak_bytes=peak)


def result(label: str, wall: float, note: str = "") -> Result:
    """Return a result with a cold build and one after nothing changed."""
    return Result(
        label=label,
        version="1.0",
        usages={COLD: usage(wall), "nothing changed": usage(wall / 4)},
        counts={Kind.HOME: Count(pages=1200, redirects=1, size_bytes=3 * MIB)},
        notes=(note,) if note else (),
    )


def test_several_rounds_give_medians() -> None:
    """The figures of several rounds are their medians."""
    rounds = [result("Hugo", wall) for wall in (9.0, 2.0, 4.0)]

    assert {COLD: usage(4), "nothing changed": usage(1)} == middle(rounds).usages


def test_a_report_compares_with_hugo() -> None:
    """A report says what it was made with, the pages side by side, and each tool's figures."""
    report = Report(
        about={"date": "2026-01-01"},
        results=(result("digestgen", 4.0, note="A note."), result("Hugo", 2.0)),
    )

    assert REPORT == "\n".join(report_lines(report))


REPORT = """\
- date: 2026-01-01

| pages (MiB)    |               digestgen |                    Hugo |
| -------------- | ----------------------: | ----------------------: |
| home and older | 1,200, 1 redirect (3.0) | 1,200, 1 redirect (3.0) |

**digestgen** (1.0)

|                         | wall s | CPU s | peak MiB | × Hugo cold |
| ----------------------- | -----: | ----: | -------: | ----------: |
| cold                    |   4.00 |  8.00 |       10 |        2.00 |
| nothing changed         |   1.00 |  2.00 |       10 |        0.50 |
| one body edited         |      – |     – |        – |           – |
| one title edited        |      – |     – |        – |           – |
| one article added       |      – |     – |        – |           – |
| one article deleted     |      – |     – |        – |           – |
| article template edited |      – |     – |        – |           – |
| one topic renamed       |      – |     – |        – |           – |

A note.

**Hugo** (1.0)

|                         | wall s | CPU s | peak MiB | × Hugo cold |
| ----------------------- | -----: | ----: | -------: | ----------: |
| cold                    |   2.00 |  4.00 |       10 |        1.00 |
| nothing changed         |   0.50 |  1.00 |       10 |        0.25 |
| one body edited         |      – |     – |        – |           – |
| one title edited        |      – |     – |        – |           – |
| one article added       |      – |     – |        – |           – |
| one article deleted     |      – |     – |        – |           – |
| article template edited |      – |     – |        – |           – |
| one topic renamed       |      – |     – |        – |           – |"""


def test_a_report_without_hugo_has_no_ratios() -> None:
    """Without Hugo there is nothing to compare with."""
    lines = list(report_lines(Report(about={}, results=(result("digestgen", 4.0),))))

    assert "| cold                    |   4.00 |  8.00 |       10 |           – |" in lines


def test_figures_as_json() -> None:
    """The JSON has every figure in its base unit."""
    made = replace(result("Hugo", 2.0), usages={COLD: usage(2)})

    assert {
        "articles": 40,
        "results": [
            {
                "tool": "Hugo",
                "version": "1.0",
                "pages": {"home and older": {"pages": 1200, "redirects": 1, "size_bytes": 3 * MIB}},
                "steps": {"cold": {"wall_seconds": 2, "cpu_seconds": 4, "peak_bytes": 10 * MIB}},
                "notes": [],
            },
        ],
    } == report_json(Report(about={"articles": 40}, results=(made,)))


# --- the command line ----------------------------------------------------------------------------


def test_hugo_is_measured_twice() -> None:
    """Tools run in one order; Hugo runs without and with related articles."""
    hugo = ["Hugo", "Hugo with related articles"]

    assert ["digestgen", *hugo] == labels(chosen("hugo, digestgen"))
    with pytest.raises(click.UsageError, match="no tool 'jekyll'"):
        chosen("digestgen,jekyll")


def test_a_folder_with_other_files_is_refused(tmp_path: Path) -> None:
    """The benchmark works in an empty folder or one of its own."""
    own = claimed(tmp_path / "own")
    (own / "file").touch()

    assert own == claimed(own)
    with pytest.raises(click.UsageError, match="has other files in it"):
        claimed(tmp_path)
