"""Planner of the sitemaps: an index, one of lists and plain pages, and one for each year.

The sitemap of a year that is over changes only if one of its articles does.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from operator import attrgetter
from typing import Final

from digestgen.model import Article, Moment, Rights
from digestgen.page_plan import PagePlan
from digestgen.pages.calendar import day_path, month_path, year_path
from digestgen.pages.feeds import changed
from digestgen.pages.pagination import newest_page
from digestgen.pages.planning import Frame, Planning, page_plan
from digestgen.promise import printed, promise
from digestgen.site import sources, topics
from digestgen.site.sources import source_path
from digestgen.site.topics import topic_path
from digestgen.urls import HOME, joined
from digestgen.views import NewsEntry, NewsSitemapView, SitemapEntry, SitemapView, View

INDEX: Final = "/sitemap.xml"
NEWS: Final = "/sitemap-news.xml"
ORIGIN: Final = "the sitemap"
# sitemaps.org: so many URLs and bytes in a sitemap, and in its schema so many letters in a URL.
MOST_URLS: Final = 50_000
MOST_BYTES: Final = 50_000_000
LONGEST_URL: Final = 2048
# How long one character can be in a URL: four bytes, percent-encoded.
MOST_OF_ONE: Final = 12
# What an entry has besides its URL, and more.
ENTRY_BYTES: Final = 120
# Google News: articles of two days, and no more than a thousand of them.
NEWS_SPAN: Final = timedelta(days=2)
MOST_NEWS: Final = 1000

AT: Final = attrgetter("at")
"""By which moments are compared."""

Place = tuple[str, Moment | None]
"""A site path, and the last change of what stands there."""


Lists = Sequence[tuple[str, tuple[int, ...]]]
"""Site paths of lists, and the indexes of their articles."""


def sitemaps(plan: Planning) -> Iterator[PagePlan]:
    """Yield the index of all sitemaps, and the sitemaps."""
    parts = dict(all_parts(plan))
    for path, places in parts.items():
        yield sitemap(path, "sitemap.xml", sitemap_view, places, plan)
    index = [(path, last_moment([one[1] for one in part])) for path, part in parts.items()]
    news = newest_listed(plan.site.articles)
    if news and plan.config.news_sitemap:
        index.append((NEWS, news[0].front.date))
        yield sitemap(NEWS, "news.xml", news_view, news, plan)
    yield sitemap(INDEX, "sitemaps.xml", sitemap_view, tuple(index), plan)


def sitemap(
    path: str,
    template: str,
    view: Callable[..., View],
    listed: tuple[Place, ...] | tuple[Article, ...],
    plan: Planning,
) -> PagePlan:
    """Return the sitemap at the site path *path* with the *view* of what is *listed*."""
    return page_plan(path, template, promise(view, printed(listed), plan.frame), origin=ORIGIN)


def sitemap_view(places: tuple[Place, ...], frame: Frame) -> SitemapView:
    """Return a sitemap with *places*."""
    return SitemapView(
        entries=tuple(
            SitemapEntry(url=frame.canonical(path), changed=moment) for path, moment in places
        )
    )


# --- which pages ---------------------------------------------------------------------------------


def all_parts(plan: Planning) -> Iterator[tuple[str, tuple[Place, ...]]]:
    """Yield the site paths of all sitemaps, and what is in them."""
    site, changes = plan.site, [changed(article) for article in plan.site.articles]
    lists = [(topic_path(one.topic.id), one.places) for one in site.topics]
    lists += [(source_path(one.source.id), one.places) for one in site.sources]
    plain = [one.site_path for one in site.plain_pages]
    pages = list_places(changes, lists, plain, plan.config.per_page)
    yield from sitemap_parts("pages", pages, plan.frame)
    for year, places in year_places(site.articles, changes, site.days).items():
        yield from sitemap_parts(f"{year:04}", places, plan.frame)


def list_places(
    changes: Sequence[Moment], lists: Lists, plain: Iterable[str], per_page: int
) -> Iterator[Place]:
    """Yield the newest pages of all articles and of *lists*, and the *plain* pages.

    *changes* are the last ones of all articles.
    """
    last = last_moment(changes)
    yield HOME, last_moment(newest_page(changes, per_page))
    yield joined(topics.FOLDER), last
    yield joined(sources.FOLDER), last
    for path, places in lists:
        yield path, last_moment([changes[place] for place in newest_page(places, per_page)])
    for path in plain:
        yield path, None


def year_places(
    articles: Sequence[Article], changes: Sequence[Moment], days: Mapping[date, Sequence[int]]
) -> dict[int, list[Place]]:
    """Return the *articles* and the date indexes of each year, newest first.

    *changes* are the last ones of the articles, and *days* where those of each day stand.
    """
    years: dict[int, list[Place]] = defaultdict(list)
    indexes: dict[str, list[Moment]] = defaultdict(list)
    for day, places in days.items():
        last = latest([changes[place] for place in places])
        for path in index_paths(day):
            indexes[path].append(last)
        years[day.year] += [
            (articles[place].site_path, changes[place])
            for place in places
            if is_listed(articles[place])
        ]
    for path, moments in indexes.items():
        years[int(path[1:5])].append((path, latest(moments)))
    return years


def is_listed(article: Article) -> bool:
    """Tell whether search engines are to find *article* here, not where it came from."""
    return article.rights is not Rights.FULL


def latest(moments: Sequence[Moment]) -> Moment:
    """Return the last of *moments*, of which there often is but one."""
    return moments[0] if len(moments) == 1 else max(moments, key=AT)


def index_paths(day: date) -> tuple[str, str, str]:
    """Return the site paths of the indexes of the year, month and day of *day*."""
    return year_path(day), month_path(day), day_path(day)


# --- files ---------------------------------------------------------------------------------------


def sitemap_parts(
    name: str, places: Iterable[Place], frame: Frame
) -> Iterator[tuple[str, tuple[Place, ...]]]:
    """Yield the site paths of the sitemap *name*, or of its parts if it is too large, and *places*.

    One whose URL is longer than the schema allows is left out.
    """
    for number, part in enumerate(parted(places, frame), start=1):
        yield f"/sitemap-{name}.xml" if number == 1 else f"/sitemap-{name}-{number}.xml", part


def parted(places: Iterable[Place], frame: Frame) -> Iterator[tuple[Place, ...]]:
    """Yield *places* in parts that one sitemap can hold."""
    places = tuple(places)
    if are_few(places, frame):
        yield places
        return
    part: list[Place] = []
    size = 0
    for place in places:
        length = len(frame.canonical(place[0]))
        if length >= LONGEST_URL:
            continue
        size += length + ENTRY_BYTES
        if part and (len(part) == MOST_URLS or size > MOST_BYTES):
            yield tuple(part)
            part, size = [], length + ENTRY_BYTES
        part.append(place)
    if part:
        yield tuple(part)


def are_few(places: Sequence[Place], frame: Frame) -> bool:
    """Tell whether one sitemap can surely hold *places*: their URLs need not be made for that."""
    start = len(frame.canonical(HOME))
    lengths = [len(path) for path, _ in places]
    longest = start + MOST_OF_ONE * max(lengths, default=0)
    size = (start + ENTRY_BYTES) * len(lengths) + MOST_OF_ONE * sum(lengths)
    return 0 < len(lengths) <= MOST_URLS and longest < LONGEST_URL and size <= MOST_BYTES


def last_moment(moments: Iterable[Moment | None]) -> Moment | None:
    """Return the last of *moments*; None without any."""
    return max(filter(None, moments), key=AT, default=None)


def newest_listed(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return the newest of *articles* that search engines are to find here.

    They are of the two days up to the newest one, not up to now: the same files make the same
    sitemap at any time.
    """
    listed = tuple(islice(filter(is_listed, articles), MOST_NEWS))
    first = listed[0].front.date.at - NEWS_SPAN if listed else None
    return tuple(one for one in listed if first and one.front.date.at > first)


def news_view(articles: tuple[Article, ...], frame: Frame) -> NewsSitemapView:
    """Return a sitemap of *articles* for Google News."""
    return NewsSitemapView(
        entries=tuple(
            NewsEntry(
                url=frame.canonical(one.site_path),
                title=one.front.title,
                language=one.language,
                published=one.front.date,
            )
            for one in articles
        )
    )
