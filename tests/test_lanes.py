"""Work of which each process has a stretch of its own: it is all done, and near work together."""

import operator
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

import pytest
from msgspec.structs import replace

from digestgen.build import build
from digestgen.cache.memory import Memory
from digestgen.content.read import read_tree
from digestgen.errors import Diagnostic, Place, Problems
from digestgen.inputs import Run, read_inputs
from digestgen.kept_pages import load_pages
from digestgen.page_plan import PagePlan
from digestgen.pages.plan import plan
from digestgen.processes import Processes
from digestgen.rendering import in_time, rendered, time_of
from digestgen.rules import TEMPLATE_FAILED
from digestgen.site.assemble import assemble
from digestgen.theme.chunks import RenderOutcome
from digestgen.views import (
    ArticleView,
    DayView,
    FeedView,
    HomeView,
    MonthView,
    NotFoundView,
    RedirectView,
    SourceView,
    TopicView,
    YearView,
)
from digestgen.work import CHUNK_ITEMS, FEWEST_ITEMS, Lanes, as_they_come
from tests.conftest import ARTICLE, NOW, MakeSite, SiteFolder
from tests.running import PATIENCE_SECONDS, environment

ON_LINUX: Final = pytest.mark.skipif(sys.platform != "linux", reason="the children are forks there")
FIRST_DAY: Final = date(2023, 1, 1)
# More than a chunk of them.
MANY: Final = FEWEST_ITEMS + 30
COUNT: Final = 10
FAIL: Final = "{{ page.nothing }}"


# --- lanes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10, 11])
@pytest.mark.parametrize("turns", [(0,), (2,), (0, 1, 2), (1, 1, 0), (2, 0, 2, 1, 1, 1)])
def test_lanes_cover_all_places_once(count: int, turns: Sequence[int]) -> None:
    """Whoever asks, and how often."""
    lanes, taken = Lanes(count, 3), list[int]()
    for turn in range(count):
        place = lanes.take(turns[turn % len(turns)])
        assert place is not None
        taken.append(place)

    assert [*range(count)] == sorted(taken)
    assert [None] * 3 == [lanes.take(lane) for lane in range(3)]


def test_each_lane_is_a_stretch() -> None:
    """It is taken from its start, and all are of about one length."""
    lanes = Lanes(10, 3)
    taken = [[lanes.take(lane) for _ in range(3)] for lane in range(3)]

    assert [[0, 1, 2], [3, 4, 5], [6, 7, 8]] == taken
    assert 9 == lanes.take(0)


def test_a_lane_that_runs_dry_takes_the_end_of_the_fullest() -> None:
    """Which is farthest from where its own process is at work."""
    lanes = Lanes(9, 3)
    own = [lanes.take(0) for _ in range(3)]
    lanes.take(1)

    assert [0, 1, 2] == own
    assert [8, 5, 7, 4, 6, None] == [lanes.take(0) for _ in range(6)]


def test_nothing_is_left_after_the_end() -> None:
    """What comes before it is, of each lane."""
    lanes = Lanes(9, 3)
    lanes.take(0)
    lanes.end_at(4)

    assert [3, 2, 1, None] == [lanes.take(lane) for lane in (1, 2, 2, 0)]


# --- processes -----------------------------------------------------------------------------------


@contextmanager
def none() -> Iterator[Executor | None]:
    """Give no executor, as for one job."""
    yield None


EXECUTORS: Final = (none, ThreadPoolExecutor, partial(Processes, 1), partial(Processes, 3))


def squared(number: int) -> int:
    """Return the square of *number*, after a while that differs from one to the next."""
    time.sleep(number % 3 / 200)
    return number * number


@pytest.mark.parametrize("executors", EXECUTORS)
@pytest.mark.parametrize("count", [0, 1, 17])
def test_all_results_come_with_their_places(executors: type[Executor], count: int) -> None:
    """Once each, from every executor."""
    makers = [partial(int, place + 1) for place in range(count)]
    with executors() as executor:
        found = [*as_they_come(executor, squared, makers, 2, never)]

    assert [(place, (place + 1) ** 2) for place in range(count)] == sorted(found)


def never(result: object) -> bool:
    """Say of every *result* that it is no failure."""
    del result
    return False


def given(place: int, released: Path) -> tuple[int, Path]:
    """Return what `work` is given."""
    return place, released


def work(task: tuple[int, Path]) -> int:
    """Return the place of a *task*; the first one waits until the file in it is there."""
    place, released = task
    end = time.monotonic() + PATIENCE_SECONDS
    while place == 0 and not released.exists():
        assert time.monotonic() < end
        time.sleep(0.01)
    return place


def test_the_others_help_a_process_that_is_held_up(tmp_path: Path) -> None:
    """They take what it was not sent yet from its end, and are supplied while it is at work."""
    released = tmp_path / "released"
    makers = [partial(given, place, released) for place in range(COUNT)]
    found = list[int]()
    with Processes(2) as processes:
        for place, result in as_they_come(processes, work, makers, 2, never):
            assert place == result
            found.append(place)
            if len(found) == COUNT - 2:
                released.touch()

    # The first two were sent to it at once.
    assert [5, 6, 7, 8, 9, 4, 3, 2, 0, 1] == found


def test_chunks_are_made_when_they_are_sent() -> None:
    """Few of them lie in memory."""
    made = list[int]()

    def maker(place: int) -> int:
        made.append(place)
        return place

    makers = [partial(maker, place) for place in range(40)]
    with Processes(2) as processes:
        for done, _ in enumerate(as_they_come(processes, squared, makers, 2, never)):
            # Those that are done, come with this one, or were sent to one of the two processes.
            assert len(made) <= done + 2 + 2 * processes.depth

    assert [*range(40)] == sorted(made)


REPLACED: Final = """
import os, sys, time
from functools import partial
from digestgen.processes import Processes
from digestgen.work import as_they_come

held = [bytearray(1 << 24)]

def touch(place):
    # The second process is at its first work until all else is done.
    for _ in range(6000 if place == 6 else 0):
        if os.path.exists(sys.argv[1]):
            break
        time.sleep(0.01)
    held[0][:] = bytes(1 << 24)
    return os.getpid()

found = []
with Processes(2, held, most=1 << 12) as processes:
    makers = [partial(int, place) for place in range(12)]
    for place, pid in as_they_come(processes, touch, makers, 2, lambda pid: not pid):
        found.append((place, pid))
        if len(found) == 10:
            open(sys.argv[1], "w").close()
print([place for place, _ in found], len({pid for _, pid in found[:6]}) > 1)
"""


@ON_LINUX
def test_a_process_that_takes_the_place_of_another_keeps_its_lane(tmp_path: Path) -> None:
    """It goes on where that one was."""
    code = [sys.executable, "-c", REPLACED, str(tmp_path / "released")]
    done = subprocess.run(code, env=environment(), capture_output=True, text=True, check=False)

    expected = "[0, 1, 2, 3, 4, 5, 11, 10, 9, 8, 6, 7] True\n"
    assert (expected, "") == (done.stdout, done.stderr)


# --- what fails ----------------------------------------------------------------------------------


def test_nothing_is_begun_after_what_failed(tmp_path: Path) -> None:
    """All before it is done, though the process that is to do it is held up."""
    released = tmp_path / "released"
    makers = [partial(given, place, released) for place in range(COUNT)]
    found = list[int]()
    with Processes(2) as processes:
        for place, _ in as_they_come(processes, work, makers, 2, (6).__eq__):
            found.append(place)
            if place == 6:
                released.touch()

    # One more was sent to the process that failed.
    assert [*range(8)] == sorted(found)


@pytest.mark.parametrize("executors", [none, ThreadPoolExecutor])
def test_in_order_nothing_is_begun_after_what_failed(executors: type[Executor]) -> None:
    """But for what was begun already."""
    makers = [partial(int, place) for place in range(40)]
    with executors() as executor:
        found = [*as_they_come(executor, operator.neg, makers, 2, (-6).__eq__)]

    assert [(place, -place) for place in range(len(found))] == found
    assert 7 <= len(found) < 14


def test_the_first_of_what_failed_is_told() -> None:
    """In the order of the work, not of time."""
    first, last = (
        TEMPLATE_FAILED.at(Place(file="t"), page=name, problem="") for name in ("a", "b")
    )
    outcomes = [(2, RenderOutcome(problems=(last,))), (0, RenderOutcome(problems=(first,)))]
    with pytest.raises(Problems) as caught:
        list(rendered([(), (), ()], [*outcomes, (1, RenderOutcome())]))

    assert (first,) == caught.value.diagnostics


# --- the pages of a site -------------------------------------------------------------------------


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """Return a site with an article on each of many days, so that processes share the work."""
    return make_site({f"content/a{number}.md": article(number) for number in range(MANY)})


def article(number: int) -> str:
    """Return an article of day *number*."""
    day = FIRST_DAY + timedelta(days=number)
    text = ARTICLE.replace("2024-06-21", f"{day}").replace("خبر", f"خبر {number}")
    return text.replace("source:", f"tags: [موضوع {number % 7}]\nsource:")


def planned(site: SiteFolder) -> tuple[PagePlan, ...]:
    """Return the pages of *site*."""
    tree, _ = read_tree(site.root / "content")
    inputs = read_inputs(site.root, tree, Run(now=NOW, started=0, jobs=1), [])
    assert inputs is not None
    pages, _ = plan(assemble(inputs.config, inputs.parsed, inputs.facts)[0])
    return pages


def test_pages_of_one_time_go_together(site: SiteFolder) -> None:
    """Those of one template, none of another time between them; the newest come first."""
    pages = planned(site)
    some = in_time(pages)
    times = [[time_of(page) for page in chunk] for chunk in some]
    middles = [chunk[len(chunk) // 2] for chunk in times]

    assert sorted(page.path for page in pages) == sorted(page.path for one in some for page in one)
    assert {1} == {len({page.template for page in chunk}) for chunk in some}
    assert CHUNK_ITEMS == max(map(len, some))
    assert middles == sorted(middles, reverse=True)
    assert len({*middles}) > len(some) / 3
    for template in {page.template for page in pages}:
        own = [time_of(page) for chunk in some for page in chunk if page.template == template]
        assert own == sorted(own, reverse=True), template


def test_few_pages_stay_in_their_order(site: SiteFolder) -> None:
    """As the helper begins with them."""
    pages = planned(site)[-FEWEST_ITEMS + 1 :]

    assert [*pages] == [page for chunk in in_time(pages) for page in chunk]


def published(site: SiteFolder) -> dict[str, datetime | None]:
    """Return of what time each page of *site* is, by path."""
    return {page.path: page.published for page in planned(site)}


def test_a_page_is_of_the_time_of_its_newest_article(site: SiteFolder) -> None:
    """Its own one, or that of a list; pages without any, and redirects, are of none."""
    pages = planned(site)
    kinds = set[type]()
    for page in pages:
        view = page.view.kept()
        kinds.add(type(view))
        match view:
            case ArticleView():
                assert view.date.at == page.published, page.path
            case HomeView() | TopicView() | SourceView() | DayView():
                assert max(card.date.at for card in view.cards) == page.published, page.path
            case MonthView():
                newest = max(card.date.at for day in view.days for card in day.cards)
                assert newest == page.published, page.path
            case FeedView():
                newest = max(datetime.fromisoformat(one.published) for one in view.entries)
                assert newest == page.published, page.path
            case YearView():
                assert page.published
                assert view.first.year == page.published.year
                assert page.published == max(newest_of_year(pages, view.first.year))
            case _:
                assert page.published is None, page.path

    assert {HomeView, TopicView, SourceView, DayView, MonthView, FeedView, YearView} < kinds
    assert {RedirectView, NotFoundView} < kinds


def newest_of_year(pages: Sequence[PagePlan], year: int) -> Iterator[datetime]:
    """Yield when the articles of *year* were published, by their *pages*."""
    for page in pages:
        if page.template == "article.html" and page.published and page.published.year == year:
            yield page.published


def test_a_newer_article_moves_no_page_of_others(site: SiteFolder) -> None:
    """Those that it does not show are of the time that they were of; no page is another for it."""
    before = published(site)
    site.write({"content/new.md": article(MANY)})
    after = published(site)
    newest = after["index.html"]
    moved = {path for path, time in before.items() if path in after and after[path] != time}

    assert {"index.html", "feed.xml"} < moved
    assert {newest} == {after[path] for path in moved}
    assert not any("page/" in path or path.count("/") > 3 for path in moved)


def test_the_time_is_no_part_of_the_mark(site: SiteFolder) -> None:
    """A page of the last build is taken for the same one of another time."""
    page = planned(site)[0]

    assert page.published is not None
    assert page.mark == replace(page, published=None).mark


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_same_page_that_fails_is_told_by_all(site: SiteFolder, jobs: int) -> None:
    """The first in the order of the work: of the year here, which comes after articles in a plan.

    Those of articles fail as well, in all their chunks.
    """
    titles = [f"خبر {number}" for number in (5, 120, 150, MANY - 1)]
    fails = f"{{% if page.title in {titles} %}}{FAIL}{{% endif %}}"
    site.write(
        {
            "themes/default/templates/year.html": FAIL,
            "themes/default/templates/article.html": fails,
        }
    )
    (problem,) = failure(site, jobs)
    failing = {"year.html", "article.html"}
    first = next(chunk for chunk in in_time(planned(site)) if chunk[0].template in failing)

    assert first[0].template in problem.place.file
    assert first[0].path in problem.message


def failure(site: SiteFolder, jobs: int) -> Sequence[Diagnostic]:
    """Return why *site* cannot be built by so many *jobs*."""
    with pytest.raises(Problems) as caught:
        build(site.root, site.output, now=NOW, jobs=jobs)
    return caught.value.diagnostics


def test_what_was_done_is_told_in_the_order_of_the_plan(site: SiteFolder) -> None:
    """And pages are kept so, whichever was done first."""
    pages = planned(site)
    for jobs in (1, 3):
        output, cache = site.root / f"output-{jobs}", site.root / ".digestgen"
        written = build(site.root, output, now=NOW, jobs=jobs).output.written
        paths = {page.path for page in pages}
        kept = load_pages(cache, output, Memory()).pages

        assert [page.path for page in pages] == [path for path in written if path in paths]
        assert [page.path for page in pages if page.bodies] == [*kept]
