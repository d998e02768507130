"""Planners of the lists of articles: home, topics, sources, each with its older pages."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Final

from digestgen.model import Article, Link, SourceArticles, TopicArticles
from digestgen.pages.calendar import day_entry, start_of_month, year_path
from digestgen.pages.pagination import paginated
from digestgen.pages.planning import Planning, feed_links, old_topic_ids
from digestgen.site.sources import source_path
from digestgen.site.topics import topic_path
from digestgen.urls import HOME, host, href
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

MakeView = Callable[[str, tuple[Card, ...], Pager], View]
"""Canonical URL, cards and pager of one page of a list → its view."""


def home_pages(plan: Planning) -> Iterator[Page]:
    """Yield the pages of the list of all articles."""

    def view(canonical: str, cards: tuple[Card, ...], pager: Pager) -> HomeView:
        newest = pager.number is None
        return HomeView(
            canonical=canonical,
            cards=cards,
            pager=pager,
            latest_days=latest_days(plan) if newest else (),
            years=years_of(plan) if newest else (),
        )

    articles = plan.site.articles
    yield from list_pages(plan, HOME, "home.html", articles, view, origin="the home page")


def latest_days(plan: Planning) -> tuple[DayEntry, ...]:
    """Return the newest days that have articles, each with its newest articles."""
    days = islice(plan.site.days, LATEST_DAYS)
    return tuple(day_entry(day, plan, most=ARTICLES_OF_A_DAY) for day in days)


def years_of(plan: Planning) -> tuple[CountedLink, ...]:
    """Return the years that have articles, newest first."""
    counts = Counter(article.front.date.at.year for article in plan.site.articles)
    first_days = {day.year: day for day in plan.site.days}
    return tuple(
        CountedLink(
            link=Link(url=plan.url(year_path(first_days[year])), text=str(year)),
            count=counts[year],
        )
        for year in sorted(counts, reverse=True)
    )


def topic_pages(plan: Planning) -> Iterator[Page]:
    """Yield the pages of each topic."""
    for entry in plan.site.topics:
        yield from pages_of_topic(entry, plan)


def pages_of_topic(entry: TopicArticles, plan: Planning) -> Iterator[Page]:
    """Yield the pages of the list of one topic."""
    topic, path = entry.topic, topic_path(entry.topic.id)
    feeds = feed_links(plan.config.base, path) if plan.config.feeds.topics else None

    def view(canonical: str, cards: tuple[Card, ...], pager: Pager) -> TopicView:
        return TopicView(
            canonical=canonical,
            topic=topic.link,
            description=topic.description,
            cards=cards,
            pager=pager,
            count=len(entry.articles) if pager.number is None else None,
            timeline=timeline(plan, path, entry.articles) if pager.number is None else (),
            feeds=feeds,
        )

    origin = f"the topic '{topic.name}'"
    yield from list_pages(plan, path, "topic.html", entry.articles, view, origin=origin)


def topic_redirects(plan: Planning) -> Iterator[Page]:
    """Yield a redirect from each old address of a topic, and from its older pages there."""
    topics = {entry.topic.id: entry for entry in plan.site.topics}
    for old_id, topic_id in old_topic_ids(plan.site).items():
        path, target = topic_path(old_id), topic_path(topic_id)
        origin = f"the topic '{topics[topic_id].topic.name}'"
        count = len(paginated(topics[topic_id].articles, plan.config.per_page).numbered)
        yield redirect(plan, path, target, origin)
        # The one after the last leads to the newest articles.
        for number in range(1, count + 2) if count else ():
            old, new = numbered_path(path, number), numbered_path(target, number)
            yield redirect(plan, old, new, origin)


def source_pages(plan: Planning) -> Iterator[Page]:
    """Yield the pages of each source."""
    for entry in plan.site.sources:
        yield from pages_of_source(entry, plan)


def pages_of_source(entry: SourceArticles, plan: Planning) -> Iterator[Page]:
    """Yield the pages of the list of one source."""
    source = entry.source

    def view(canonical: str, cards: tuple[Card, ...], pager: Pager) -> SourceView:
        return SourceView(
            canonical=canonical,
            source=source.link,
            site=host(source.url) if source.url else None,
            site_url=source.url,
            cards=cards,
            pager=pager,
            count=len(entry.articles) if pager.number is None else None,
        )

    origin = f"the source '{source.name}'"
    path = source_path(source.id)
    yield from list_pages(plan, path, "source.html", entry.articles, view, origin=origin)


def list_pages(  # noqa: PLR0913 - what differs between the lists
    plan: Planning,
    path: str,
    template: str,
    articles: Sequence[Article],
    view: MakeView,
    *,
    origin: str,
) -> Iterator[Page]:
    """Yield the pages of one list of *articles*, newest first, at the site path *path*."""
    pages = paginated(articles, plan.config.per_page)
    last = len(pages.numbered)
    for number, on_page in enumerate(pages.numbered, start=1):
        place = numbered_path(path, number)
        shown = view(plan.canonical(place), cards_of(on_page, plan), pager(plan, path, number))
        yield plan.page(place, template, shown, origin=origin)
    older = plan.url(numbered_path(path, last)) if last else None
    first = Pager(number=None, newest_url=plan.url(path), newer_url=None, older_url=older)
    shown = view(plan.canonical(path), cards_of(pages.newest, plan), first)
    yield plan.page(path, template, shown, origin=origin)
    if last:
        yield next_number(plan, path, last + 1, origin)


def pager(plan: Planning, path: str, number: int) -> Pager:
    """Return the neighbours of page *number*, which never change once the page is there."""
    return Pager(
        number=number,
        newest_url=plan.url(path),
        newer_url=plan.url(numbered_path(path, number + 1)),
        older_url=plan.url(numbered_path(path, number - 1)) if number > 1 else None,
    )


def next_number(plan: Planning, path: str, number: int, origin: str) -> Page:
    """Return the page *number* that is not full yet: it leads to the newest articles.

    The last numbered page can so link to the page after it from the start, and needs no change
    on the day that page is there.
    """
    return redirect(plan, numbered_path(path, number), path, origin)


def redirect(plan: Planning, path: str, target: str, origin: str) -> Page:
    """Return the page at the site path *path* that leads to *target*."""
    view = RedirectView(canonical=plan.canonical(target), url=plan.url(target))
    return plan.page(path, "redirect.html", view, origin=origin)


def numbered_path(path: str, number: int) -> str:
    """Return the site path of page *number* of the list at *path*."""
    return f"{path}page/{number}/"


def timeline(plan: Planning, path: str, articles: Sequence[Article]) -> tuple[CountedMonth, ...]:
    """Return the months of *articles*, newest first, with where each begins in the list at *path*.

    The first card of a month on a page has the month as its id, `2024-06`.
    """
    counts: Counter[date] = Counter()
    begins: dict[date, str] = {}
    for article, place in zip(articles, places(plan, path, len(articles)), strict=True):
        month = start_of_month(article.front.date.at.date())
        counts[month] += 1
        begins.setdefault(month, place)
    return tuple(
        CountedMonth(
            url=href(plan.config.base, begins[month], f"{month:%Y-%m}"),
            first=month,
            count=counts[month],
        )
        for month in sorted(begins, reverse=True)
    )


def places(plan: Planning, path: str, count: int) -> Iterator[str]:
    """Yield the site path on which each of *count* articles, newest first, is listed."""
    pages = paginated(range(count), plan.config.per_page)
    yield from (path for _ in pages.newest)
    for number in range(len(pages.numbered), 0, -1):
        yield from (numbered_path(path, number) for _ in pages.numbered[number - 1])


def cards_of(articles: Sequence[Article], plan: Planning) -> tuple[Card, ...]:
    """Return the cards of *articles*."""
    return tuple(plan.cards[article.path] for article in articles)
