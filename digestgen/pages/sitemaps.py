"""Planner of the sitemaps: an index, one of lists and plain pages, and one for each year.

The sitemap of a year that is over changes only if one of its articles does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from digestgen.model import Article, Moment, Rights
from digestgen.pages.calendar import day_path, month_path, start_of_month, start_of_year, year_path
from digestgen.pages.feeds import changed
from digestgen.pages.pagination import paginated
from digestgen.pages.planning import Planning
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

Place = tuple[str, Moment | None]
"""A site path, and the last change of what stands there."""


def sitemaps(plan: Planning) -> Iterator[Page]:
    """Yield the index of all sitemaps, and the sitemaps."""
    named = [("pages", list(list_places(plan)))]
    named += [(f"{year:04}", places) for year, places in year_places(plan).items()]
    parts = [part for name, places in named for part in sitemap_parts(name, places, plan)]
    index = [SitemapEntry(url=plan.canonical(path), changed=newest(part)) for path, part in parts]
    for path, entries in parts:
        yield plan.page(path, "sitemap.xml", SitemapView(entries=entries), origin=ORIGIN)
    news = news_view(plan)
    if news.entries and plan.config.news_sitemap:
        index.append(SitemapEntry(url=plan.canonical(NEWS), changed=news.entries[0].published))
        yield plan.page(NEWS, "news.xml", news, origin=ORIGIN)
    yield plan.page(INDEX, "sitemaps.xml", SitemapView(entries=tuple(index)), origin=ORIGIN)


# --- which pages ---------------------------------------------------------------------------------


def is_listed(article: Article) -> bool:
    """Tell whether search engines are to find *article* here, not where it came from."""
    return article.rights is not Rights.FULL


def list_places(plan: Planning) -> Iterator[Place]:
    """Yield the newest pages of all lists, and the plain pages."""
    site, last = plan.site, last_change(plan.site.articles)
    yield HOME, shown_change(site.articles, plan)
    yield joined(topics.FOLDER), last
    yield joined(sources.FOLDER), last
    for topic in site.topics:
        yield topic_path(topic.topic.id), shown_change(topic.articles, plan)
    for source in site.sources:
        yield source_path(source.source.id), shown_change(source.articles, plan)
    for page in site.plain_pages:
        yield page.site_path, None


def year_places(plan: Planning) -> dict[int, list[Place]]:
    """Return the articles and date indexes of each year, newest first."""
    years: dict[int, list[Place]] = defaultdict(list)
    indexes: dict[str, list[Article]] = defaultdict(list)
    for day, articles in plan.site.days.items():
        for path in index_paths(day):
            indexes[path] += articles
        years[day.year] += [(one.site_path, changed(one)) for one in articles if is_listed(one)]
    for path, listed in indexes.items():
        years[int(path[1:5])].append((path, last_change(listed)))
    return years


def index_paths(day: date) -> tuple[str, str, str]:
    """Return the site paths of the indexes of the year, month and day of *day*."""
    return year_path(start_of_year(day)), month_path(start_of_month(day)), day_path(day)


def shown_change(articles: Sequence[Article], plan: Planning) -> Moment | None:
    """Return the last change of those of *articles* that the first page of their list shows."""
    return last_change(paginated(articles, plan.config.per_page).newest)


def last_change(articles: Iterable[Article]) -> Moment | None:
    """Return the last change of *articles*; None without any."""
    return max(map(changed, articles), key=lambda moment: moment.at, default=None)


# --- files ---------------------------------------------------------------------------------------


def sitemap_parts(
    name: str, places: Iterable[Place], plan: Planning
) -> Iterator[tuple[str, tuple[SitemapEntry, ...]]]:
    """Yield the site paths and entries of the sitemap *name*, or of its parts if it is too large.

    A URL that is longer than the schema allows is left out.
    """
    found = (SitemapEntry(url=plan.canonical(path), changed=moment) for path, moment in places)
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
    moments = (entry.changed for entry in entries if entry.changed)
    return max(moments, key=lambda moment: moment.at, default=None)


def news_view(plan: Planning) -> NewsSitemapView:
    """Return the articles of the two days up to the newest one.

    Not up to now: the same files make the same sitemap at any time.
    """
    articles = [one for one in plan.site.articles if is_listed(one)][:MOST_NEWS]
    first = articles[0].front.date.at - NEWS_SPAN if articles else None
    return NewsSitemapView(
        entries=tuple(
            NewsEntry(
                url=plan.canonical(one.site_path),
                title=one.front.title,
                language=one.language,
                published=one.front.date,
            )
            for one in articles
            if first and one.front.date.at > first
        )
    )
