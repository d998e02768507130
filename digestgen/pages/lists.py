"""Planners of the lists of articles: home, topics, sources, each with its older pages."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from operator import attrgetter
from typing import Final

from msgspec import Struct

from digestgen.model import Link, Source, Topic
from digestgen.page_plan import PagePlan
from digestgen.pages.articles import redirect_view
from digestgen.pages.calendar import Day, day_entry, shown_day, year_path
from digestgen.pages.pagination import paginated
from digestgen.pages.planning import (
    Frame,
    Planning,
    PromisedCards,
    feed_links,
    old_topic_ids,
    page_plan,
)
from digestgen.promise import Promise, printed, promise
from digestgen.site.sources import source_path
from digestgen.site.topics import topic_path
from digestgen.urls import HOME, fragment_href, host
from digestgen.views import (
    Card,
    CountedLink,
    CountedMonth,
    HomeView,
    Pager,
    SourceView,
    TopicView,
    View,
)

# What the home page shows of them: a week of a site with news every day.
LATEST_DAYS: Final = 7
ARTICLES_OF_A_DAY: Final = 5
MONTHS: Final = 12
# When an article was published.
AT: Final = attrgetter("front.date.at")

Month = int
"""How many months came before it since the year 0: a topic has thousands of them to be compared."""


class ListPage(Struct, frozen=True):
    """Which page of a list."""

    path: str
    """The site path of the list."""
    number: int | None
    """None for the page with the newest articles."""
    before: int
    """The number of the next older page; 0 if there is none."""


# Inside of functions it would be made anew for each list.
PromisedView = Promise[View]
MakeView = Callable[[ListPage, PromisedCards], PromisedView]
"""One page of a list and its cards → its view."""


# --- home ----------------------------------------------------------------------------------------


def home_pages(plan: Planning) -> Iterator[PagePlan]:
    """Yield the pages of the list of all articles."""
    days = islice(plan.site.days.items(), LATEST_DAYS)
    latest = tuple(shown_day(day, places, plan, most=ARTICLES_OF_A_DAY) for day, places in days)
    counts = Counter(one.front.date.at.year for one in plan.site.articles)
    years = tuple((year, counts[year]) for year in sorted(counts, reverse=True))

    def view(at: ListPage, cards: PromisedCards) -> PromisedView:
        shown = (years, latest) if at.number is None else ((), ())
        return promise(home_view, at, cards, *shown, plan.frame)

    places = range(len(plan.cards))
    yield from list_pages(HOME, "home.html", places, view, "the home page", plan)


def home_view(
    at: ListPage,
    cards: tuple[Card, ...],
    years: tuple[tuple[int, int], ...],
    latest: tuple[Day, ...],
    frame: Frame,
) -> HomeView:
    """Return what the page *at* a place in the list of all articles shows."""
    return HomeView(
        canonical=canonical(at, frame),
        cards=cards,
        pager=pager(at, frame),
        latest_days=tuple(day_entry(day, frame) for day in latest),
        years=tuple(counted_year(year, count, frame) for year, count in years),
    )


def counted_year(year: int, count: int, frame: Frame) -> CountedLink:
    """Return the link to *year*, which has *count* articles."""
    url = frame.url(year_path(date(year, 1, 1)))
    return CountedLink(link=Link(url=url, text=str(year)), count=count)


# --- topics --------------------------------------------------------------------------------------


def topic_pages(plan: Planning) -> Iterator[PagePlan]:
    """Yield the pages of each topic."""
    months: list[Month] = [at.year * MONTHS + at.month - 1 for at in map(AT, plan.site.articles)]
    for entry in plan.site.topics:
        yield from pages_of_topic(entry.topic, entry.places, months, plan)


def pages_of_topic(
    topic: Topic, places: Sequence[int], months: Sequence[Month], plan: Planning
) -> Iterator[PagePlan]:
    """Yield the pages of the list of *topic*, whose articles are at *places*.

    All articles have *months*.
    """
    config = plan.config
    ways = (config.per_page, config.feeds.topics)

    def view(at: ListPage, cards: PromisedCards) -> PromisedView:
        # There are thousands of them, for the page with the newest articles alone.
        own = printed(tuple(map(months.__getitem__, places))) if at.number is None else None
        return promise(topic_view, at, cards, topic, own, *ways, plan.frame)

    path, origin = topic_path(topic.id), f"the topic '{topic.name}'"
    yield from list_pages(path, "topic.html", places, view, origin, plan)


def topic_view(  # noqa: PLR0913, PLR0917 - all that it is made from
    at: ListPage,
    cards: tuple[Card, ...],
    topic: Topic,
    months: tuple[Month, ...] | None,
    per_page: int,
    has_feeds: bool,  # noqa: FBT001 - an argument of a promise
    frame: Frame,
) -> TopicView:
    """Return what the page *at* a place in the list of *topic* shows.

    *months* are those of its articles, *per_page* of which stand on a page: they are for the page
    with the newest ones.
    """
    return TopicView(
        canonical=canonical(at, frame),
        topic=topic.link,
        description=topic.description,
        cards=cards,
        pager=pager(at, frame),
        count=None if months is None else len(months),
        timeline=timeline(at.path, months or (), per_page, frame),
        feeds=feed_links(frame.base, at.path) if has_feeds else None,
    )


def topic_redirects(plan: Planning) -> Iterator[PagePlan]:
    """Yield a redirect from each old address of a topic, and from its older pages there."""
    topics = {entry.topic.id: entry for entry in plan.site.topics}
    for old_id, topic_id in old_topic_ids(plan.site).items():
        path, target = topic_path(old_id), topic_path(topic_id)
        origin = f"the topic '{topics[topic_id].topic.name}'"
        count = len(paginated(topics[topic_id].places, plan.config.per_page).numbered)
        yield redirect(path, target, origin, plan)
        # The one after the last leads to the newest articles.
        for number in range(1, count + 2) if count else ():
            old, new = numbered_path(path, number), numbered_path(target, number)
            yield redirect(old, new, origin, plan)


def timeline(
    path: str, months: Sequence[Month], per_page: int, frame: Frame
) -> tuple[CountedMonth, ...]:
    """Return *months* of articles, newest first, with where each begins in the list at *path*.

    The first card of a month on a page has the month as its id, `2024-06`.
    """
    pages, counts = paginated(months, per_page), Counter(months)
    begins: dict[Month, str] = {}
    # From the oldest page on, so that the newest one with a month is where it begins.
    for number, on_page in enumerate(pages.numbered, start=1):
        begins |= dict.fromkeys(on_page, frame.url(numbered_path(path, number)))
    begins |= dict.fromkeys(pages.newest, frame.url(path))
    return tuple(
        CountedMonth(
            url=begins[month] + month_fragment(month),
            first=first_day(month),
            count=counts[month],
        )
        for month in sorted(begins, reverse=True)
    )


# The months of all timelines are the same.
@lru_cache(maxsize=1 << 12)
def month_fragment(month: Month) -> str:
    """Return how a URL ends that leads to where *month* begins on a page."""
    return fragment_href(first_day(month).isoformat().rpartition("-")[0])


@lru_cache(maxsize=1 << 12)
def first_day(month: Month) -> date:
    """Return the first day of *month*."""
    return date(month // MONTHS, month % MONTHS + 1, 1)


# --- sources -------------------------------------------------------------------------------------


def source_pages(plan: Planning) -> Iterator[PagePlan]:
    """Yield the pages of each source."""
    for entry in plan.site.sources:
        yield from pages_of_source(entry.source, entry.places, plan)


def pages_of_source(source: Source, places: Sequence[int], plan: Planning) -> Iterator[PagePlan]:
    """Yield the pages of the list of *source*, whose articles are at *places*."""

    def view(at: ListPage, cards: PromisedCards) -> PromisedView:
        count = len(places) if at.number is None else None
        return promise(source_view, at, cards, source, count, plan.frame)

    path, origin = source_path(source.id), f"the source '{source.name}'"
    yield from list_pages(path, "source.html", places, view, origin, plan)


def source_view(
    at: ListPage, cards: tuple[Card, ...], source: Source, count: int | None, frame: Frame
) -> SourceView:
    """Return what the page *at* a place in the list of *source* shows, *count* of all articles."""
    return SourceView(
        canonical=canonical(at, frame),
        source=source.link,
        site=host(source.url) if source.url else None,
        site_url=source.url,
        cards=cards,
        pager=pager(at, frame),
        count=count,
    )


# --- lists of all kinds --------------------------------------------------------------------------


def list_pages(  # noqa: PLR0913, PLR0917 - what differs between the lists
    path: str, template: str, places: Sequence[int], view: MakeView, origin: str, plan: Planning
) -> Iterator[PagePlan]:
    """Yield the pages of the list at the site path *path*, whose articles are at *places*."""

    def planned(at: ListPage, on_page: Sequence[int]) -> PagePlan:
        shown, time = view(at, plan.cards_at(on_page)), plan.published(on_page)
        return page_plan(site_path(at), template, shown, origin=origin, published=time)

    pages = paginated(places, plan.config.per_page)
    last = len(pages.numbered)
    for number, on_page in enumerate(pages.numbered, start=1):
        yield planned(ListPage(path, number, number - 1), on_page)
    yield planned(ListPage(path, None, last), pages.newest)
    if last:
        # The number that is not full yet leads to the newest articles. The last numbered page can
        # so link to the page after it from the start, and needs no change once that is there.
        yield redirect(numbered_path(path, last + 1), path, origin, plan)


def canonical(at: ListPage, frame: Frame) -> str:
    """Return the whole URL of the page *at* a place in its list."""
    return frame.canonical(site_path(at))


def site_path(at: ListPage) -> str:
    """Return the site path of the page *at* a place in its list."""
    return numbered_path(at.path, at.number) if at.number else at.path


def pager(at: ListPage, frame: Frame) -> Pager:
    """Return the neighbours of the page *at* a place: those of a numbered one never change."""
    newer = numbered_path(at.path, at.number + 1) if at.number else None
    older = numbered_path(at.path, at.before) if at.before else None
    return Pager(
        number=at.number,
        newest_url=frame.url(at.path),
        newer_url=frame.url(newer) if newer else None,
        older_url=frame.url(older) if older else None,
    )


def redirect(path: str, target: str, origin: str, plan: Planning) -> PagePlan:
    """Return the page at the site path *path* that leads to *target*."""
    view = promise(redirect_view, target, plan.frame)
    return page_plan(path, "redirect.html", view, origin=origin)


def numbered_path(path: str, number: int) -> str:
    """Return the site path of page *number* of the list at *path*."""
    return f"{path}page/{number}/"
