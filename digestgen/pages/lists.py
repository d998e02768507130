"""Planners of the lists of articles: home, topics, sources, each with its older pages."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from operator import attrgetter
from typing import Final

from digestgen.model import Link, Source, Topic
from digestgen.pages.calendar import Days, day_entry, year_path
from digestgen.pages.pagination import paginated
from digestgen.pages.planning import Frame, Planning, feed_links, old_topic_ids
from digestgen.site.sources import source_path
from digestgen.site.topics import topic_path
from digestgen.urls import HOME, fragment_href, host
from digestgen.views import (
    Card,
    CountedLink,
    CountedMonth,
    DayEntry,
    HomeView,
    Page,
    Pager,
    RedirectView,
    SourceView,
    TopicView,
    View,
)

# What the home page shows of them: a week of a site with news every day.
LATEST_DAYS: Final = 7
ARTICLES_OF_A_DAY: Final = 5
# The month of a card.
MONTH: Final = attrgetter("date.at.year", "date.at.month")

Month = tuple[int, int]
"""A year and a month of it."""
MakeView = Callable[[str, tuple[Card, ...], Pager], View]
"""Canonical URL, cards and pager of one page of a list → its view."""


def home_pages(plan: Planning) -> Iterator[Page]:
    """Yield the pages of the list of all articles."""
    latest = tuple(islice(plan.days.items(), LATEST_DAYS))
    yield from plan.recall(pages_of_home, HOME, plan.cards, latest, plan.frame)


def pages_of_home(cards: tuple[Card, ...], latest: Days, frame: Frame) -> tuple[Page, ...]:
    """Return the pages of the list of all articles, whose *latest* days have cards of their own."""

    def view(canonical: str, on_page: tuple[Card, ...], pager: Pager) -> HomeView:
        newest = pager.number is None
        return HomeView(
            canonical=canonical,
            cards=on_page,
            pager=pager,
            latest_days=latest_days(latest, frame) if newest else (),
            years=years_of(cards, frame) if newest else (),
        )

    return tuple(list_pages(frame, HOME, "home.html", cards, view, origin="the home page"))


def latest_days(days: Days, frame: Frame) -> tuple[DayEntry, ...]:
    """Return *days*, each with the newest of its cards."""
    return tuple(day_entry(day, cards, frame, most=ARTICLES_OF_A_DAY) for day, cards in days)


def years_of(cards: Sequence[Card], frame: Frame) -> tuple[CountedLink, ...]:
    """Return the years of *cards*, newest first."""
    counts = Counter(card.date.at.year for card in cards)
    return tuple(
        CountedLink(
            link=Link(url=frame.url(year_path(date(year, 1, 1))), text=str(year)),
            count=counts[year],
        )
        for year in sorted(counts, reverse=True)
    )


def topic_pages(plan: Planning) -> Iterator[Page]:
    """Yield the pages of each topic."""
    found = plan.site.topics
    topics, places = [one.topic for one in found], tuple([one.places for one in found])
    yield from pages_of_each(pages_of_topic, topics, plan.cards_at("topics", places), plan)


def pages_of_topic(topic: Topic, cards: tuple[Card, ...], frame: Frame) -> tuple[Page, ...]:
    """Return the pages of the list of *topic*, whose articles have *cards*."""
    path = topic_path(topic.id)
    feeds = feed_links(frame.config.base, path) if frame.config.feeds.topics else None

    def view(canonical: str, on_page: tuple[Card, ...], pager: Pager) -> TopicView:
        newest = pager.number is None
        return TopicView(
            canonical=canonical,
            topic=topic.link,
            description=topic.description,
            cards=on_page,
            pager=pager,
            count=len(cards) if newest else None,
            timeline=timeline(frame, path, cards) if newest else (),
            feeds=feeds,
        )

    origin = f"the topic '{topic.name}'"
    return tuple(list_pages(frame, path, "topic.html", cards, view, origin=origin))


def topic_redirects(plan: Planning) -> Iterator[Page]:
    """Yield a redirect from each old address of a topic, and from its older pages there."""
    topics, frame = {entry.topic.id: entry for entry in plan.site.topics}, plan.frame
    for old_id, topic_id in old_topic_ids(plan.site).items():
        path, target = topic_path(old_id), topic_path(topic_id)
        origin = f"the topic '{topics[topic_id].topic.name}'"
        count = len(paginated(topics[topic_id].articles, frame.config.per_page).numbered)
        yield redirect(frame, path, target, origin)
        # The one after the last leads to the newest articles.
        for number in range(1, count + 2) if count else ():
            old, new = numbered_path(path, number), numbered_path(target, number)
            yield redirect(frame, old, new, origin)


def source_pages(plan: Planning) -> Iterator[Page]:
    """Yield the pages of each source."""
    found = plan.site.sources
    sources, places = [one.source for one in found], tuple([one.places for one in found])
    yield from pages_of_each(pages_of_source, sources, plan.cards_at("sources", places), plan)


def pages_of_source(source: Source, cards: tuple[Card, ...], frame: Frame) -> tuple[Page, ...]:
    """Return the pages of the list of *source*, whose articles have *cards*."""

    def view(canonical: str, on_page: tuple[Card, ...], pager: Pager) -> SourceView:
        return SourceView(
            canonical=canonical,
            source=source.link,
            site=host(source.url) if source.url else None,
            site_url=source.url,
            cards=on_page,
            pager=pager,
            count=len(cards) if pager.number is None else None,
        )

    origin = f"the source '{source.name}'"
    path = source_path(source.id)
    return tuple(list_pages(frame, path, "source.html", cards, view, origin=origin))


def pages_of_each(
    pages_of: Callable[..., tuple[Page, ...]],
    listed: Sequence[Topic] | Sequence[Source],
    cards: tuple[tuple[Card, ...], ...],
    plan: Planning,
) -> Iterator[Page]:
    """Yield the *pages_of* each topic or source that is *listed*, with its *cards*."""
    ids = [one.id for one in listed]
    yield from chain.from_iterable(plan.recall.each(pages_of, ids, (listed, cards), plan.frame))


def list_pages(  # noqa: PLR0913 - what differs between the lists
    frame: Frame,
    path: str,
    template: str,
    cards: tuple[Card, ...],
    view: MakeView,
    *,
    origin: str,
) -> Iterator[Page]:
    """Yield the pages of one list with *cards*, newest first, at the site path *path*."""
    pages = paginated(cards, frame.config.per_page)
    last = len(pages.numbered)
    for number, on_page in enumerate(pages.numbered, start=1):
        place = numbered_path(path, number)
        shown = view(frame.canonical(place), on_page, pager(frame, path, number))
        yield frame.page(place, template, shown, origin=origin)
    older = frame.url(numbered_path(path, last)) if last else None
    first = Pager(number=None, newest_url=frame.url(path), newer_url=None, older_url=older)
    shown = view(frame.canonical(path), pages.newest, first)
    yield frame.page(path, template, shown, origin=origin)
    if last:
        yield next_number(frame, path, last + 1, origin)


def pager(frame: Frame, path: str, number: int) -> Pager:
    """Return the neighbours of page *number*, which never change once the page is there."""
    return Pager(
        number=number,
        newest_url=frame.url(path),
        newer_url=frame.url(numbered_path(path, number + 1)),
        older_url=frame.url(numbered_path(path, number - 1)) if number > 1 else None,
    )


def next_number(frame: Frame, path: str, number: int, origin: str) -> Page:
    """Return the page *number* that is not full yet: it leads to the newest articles.

    The last numbered page can so link to the page after it from the start, and needs no change
    on the day that page is there.
    """
    return redirect(frame, numbered_path(path, number), path, origin)


def redirect(frame: Frame, path: str, target: str, origin: str) -> Page:
    """Return the page at the site path *path* that leads to *target*."""
    view = RedirectView(canonical=frame.canonical(target), url=frame.url(target))
    return frame.page(path, "redirect.html", view, origin=origin)


def numbered_path(path: str, number: int) -> str:
    """Return the site path of page *number* of the list at *path*."""
    return f"{path}page/{number}/"


def timeline(frame: Frame, path: str, cards: Sequence[Card]) -> tuple[CountedMonth, ...]:
    """Return the months of *cards*, newest first, with where each begins in the list at *path*.

    The first card of a month on a page has the month as its id, `2024-06`.
    """
    months: list[Month] = [*map(MONTH, cards)]
    pages, counts = paginated(months, frame.config.per_page), Counter(months)
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
    return fragment_href("{:04}-{:02}".format(*month))


@lru_cache(maxsize=1 << 12)
def first_day(month: Month) -> date:
    """Return the first day of *month*."""
    return date(*month, 1)
