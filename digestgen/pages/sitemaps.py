"""Planner of the sitemaps: an index, one of lists and plain pages, and one for each year.

The sitemap of a year that is over changes only if one of its articles does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from operator import attrgetter
from typing import Final

from msgspec import Struct

from digestgen.model import Article, Moment, Rights
from digestgen.pages.calendar import day_path, month_path, year_path
from digestgen.pages.feeds import changed
from digestgen.pages.pagination import newest_page
from digestgen.pages.planning import Frame, Planning
from digestgen.site import sources, topics
from digestgen.site.sources import source_path
from digestgen.site.topics import topic_path
from digestgen.urls import HOME, joined
from digestgen.views import NewsEntry, NewsSitemapView, Page, SitemapEntry, SitemapView

INDEX: Final = "/sitemap.xml"
NEWS: Final = "/sitemap-news.xml"
ORIGIN: Final = "the sitemap"
# sitemaps.org: so many URLs and bytes in a sitemap, and in its schema so many letters in a URL.
MOST_URLS: Final = 50_000
MOST_BYTES: Final = 50_000_000
LONGEST_URL: Final = 2048
# What an entry has besides its URL, and more.
ENTRY_BYTES: Final = 120
# Google News: articles of two days, and no more than a thousand of them.
NEWS_SPAN: Final = timedelta(days=2)
MOST_NEWS: Final = 1000

AT: Final = attrgetter("at")
"""By which moments are compared."""

Place = tuple[str, Moment | None]
"""A site path, and the last change of what stands there."""


class Listing(Struct, frozen=True):
    """What sitemaps read of an article."""

    site_path: str
    day: date
    changed: Moment
    is_listed: bool
    """Whether search engines are to find the article here, not where it came from."""


Lists = tuple[tuple[str, tuple[int, ...]], ...]
"""Site paths of lists, and the indexes of their articles."""
Parts = tuple[tuple[str, tuple[SitemapEntry, ...]], ...]
"""Site paths of sitemaps, and their entries."""


def sitemaps(plan: Planning) -> Iterator[Page]:
    """Yield the index of all sitemaps, and the sitemaps."""
    recall, frame, site = plan.recall, plan.frame, plan.site
    listings = recall.each(listing, plan.paths, (site.articles,))
    lists = [(topic_path(one.topic.id), one.places) for one in site.topics]
    lists += [(source_path(one.source.id), one.places) for one in site.sources]
    plain = tuple(one.site_path for one in site.plain_pages)
    parts = recall(all_parts, INDEX, listings, tuple(lists), plain, frame)
    index = [SitemapEntry(url=frame.canonical(path), changed=newest(part)) for path, part in parts]
    for path, entries in parts:
        yield recall(sitemap, path, path, entries, frame)
    news = recall(news_view, NEWS, newest_listed(site.articles), frame)
    if news.entries and frame.config.news_sitemap:
        index.append(SitemapEntry(url=frame.canonical(NEWS), changed=news.entries[0].published))
        yield frame.page(NEWS, "news.xml", news, origin=ORIGIN)
    yield frame.page(INDEX, "sitemaps.xml", SitemapView(entries=tuple(index)), origin=ORIGIN)


def sitemap(path: str, entries: tuple[SitemapEntry, ...], frame: Frame) -> Page:
    """Return the sitemap at the site path *path* with *entries*."""
    return frame.page(path, "sitemap.xml", SitemapView(entries=entries), origin=ORIGIN)


# --- which pages ---------------------------------------------------------------------------------


def listing(article: Article) -> Listing:
    """Return what sitemaps read of *article*."""
    return Listing(
        article.site_path,
        article.front.date.at.date(),
        changed(article),
        article.rights is not Rights.FULL,
    )


def all_parts(
    listings: tuple[Listing, ...], lists: Lists, plain: tuple[str, ...], frame: Frame
) -> Parts:
    """Return the sitemaps of all articles, of *lists*, and of the *plain* pages."""
    pages = list_places(listings, lists, plain, frame.config.per_page)
    named = [("pages", list(pages))]
    named += [(f"{year:04}", places) for year, places in year_places(listings).items()]
    return tuple(part for name, places in named for part in sitemap_parts(name, places, frame))


def list_places(
    listings: Sequence[Listing], lists: Lists, plain: Iterable[str], per_page: int
) -> Iterator[Place]:
    """Yield the newest pages of all articles and of *lists*, and the *plain* pages."""
    last = last_change(listings)
    yield HOME, last_change(newest_page(listings, per_page))
    yield joined(topics.FOLDER), last
    yield joined(sources.FOLDER), last
    for path, places in lists:
        yield path, last_change(listings[place] for place in newest_page(places, per_page))
    for path in plain:
        yield path, None


def year_places(listings: Iterable[Listing]) -> dict[int, list[Place]]:
    """Return the articles of *listings* and the date indexes of each year, newest first."""
    years: dict[int, list[Place]] = defaultdict(list)
    indexes: dict[str, list[Moment]] = defaultdict(list)
    days: dict[date, list[Listing]] = defaultdict(list)
    for one in listings:
        days[one.day].append(one)
    for day in sorted(days, reverse=True):
        articles = days[day]
        last = max([one.changed for one in articles], key=AT)
        for path in index_paths(day):
            indexes[path].append(last)
        years[day.year] += [(one.site_path, one.changed) for one in articles if one.is_listed]
    for path, moments in indexes.items():
        years[int(path[1:5])].append((path, max(moments, key=AT)))
    return years


def index_paths(day: date) -> tuple[str, str, str]:
    """Return the site paths of the indexes of the year, month and day of *day*."""
    return year_path(day), month_path(day), day_path(day)


def last_change(articles: Iterable[Listing]) -> Moment | None:
    """Return the last change of *articles*; None without any."""
    return max((one.changed for one in articles), key=AT, default=None)


# --- files ---------------------------------------------------------------------------------------


def sitemap_parts(
    name: str, places: Iterable[Place], frame: Frame
) -> Iterator[tuple[str, tuple[SitemapEntry, ...]]]:
    """Yield the site paths and entries of the sitemap *name*, or of its parts if it is too large.

    A URL that is longer than the schema allows is left out.
    """
    found = (SitemapEntry(url=frame.canonical(path), changed=moment) for path, moment in places)
    parts = parted([entry for entry in found if len(entry.url) < LONGEST_URL])
    for number, part in enumerate(parts, start=1):
        yield f"/sitemap-{name}.xml" if number == 1 else f"/sitemap-{name}-{number}.xml", part


def parted(entries: Iterable[SitemapEntry]) -> Iterator[tuple[SitemapEntry, ...]]:
    """Yield *entries* in parts that one sitemap can hold."""
    part: list[SitemapEntry] = []
    size = 0
    for entry in entries:
        size += len(entry.url) + ENTRY_BYTES
        if part and (len(part) == MOST_URLS or size > MOST_BYTES):
            yield tuple(part)
            part, size = [], len(entry.url) + ENTRY_BYTES
        part.append(entry)
    if part:
        yield tuple(part)


def newest(entries: Iterable[SitemapEntry]) -> Moment | None:
    """Return the last change of *entries*."""
    return max((entry.changed for entry in entries if entry.changed), key=AT, default=None)


def newest_listed(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return the newest of *articles* that search engines are to find here."""
    return tuple(islice((one for one in articles if one.rights is not Rights.FULL), MOST_NEWS))


def news_view(articles: tuple[Article, ...], frame: Frame) -> NewsSitemapView:
    """Return those of *articles* that are of the two days up to the newest one.

    Not up to now: the same files make the same sitemap at any time.
    """
    first = articles[0].front.date.at - NEWS_SPAN if articles else None
    return NewsSitemapView(
        entries=tuple(
            NewsEntry(
                url=frame.canonical(one.site_path),
                title=one.front.title,
                language=one.language,
                published=one.front.date,
            )
            for one in articles
            if first and one.front.date.at > first
        )
    )
