"""The kinds of pages that digestgen makes by itself, without a template of the theme."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from digestgen.formats.atom import atom, atom_entry
from digestgen.formats.entries import Content
from digestgen.formats.json_feed import json_feed, json_item
from digestgen.formats.sitemap import news_sitemap, sitemap, sitemap_index
from digestgen.views import FeedEntry, FeedView, NewsSitemapView, Page, SitemapView, TextView

FORMATS: Final = ("feed.xml", "feed.json", "sitemap.xml", "sitemaps.xml", "news.xml", "text")
# How many entries a process keeps: those of some feeds.
KEPT: Final = 1 << 10

MakeEntry = Callable[[FeedEntry, Content, str], str]
"""Makes what a feed says of an entry, whose content is known."""


class Makers:
    """What makes the entries of feeds, and keeps them: each stands in the feeds of its topics."""

    def __init__(self) -> None:
        self.atom = lru_cache(maxsize=KEPT)(atom_entry)
        self.json = lru_cache(maxsize=KEPT)(json_item)


def made(makers: Makers, page: Page, contents: Sequence[Content]) -> str:
    """Return the text of *page*, a feed with *contents* or something without any."""
    head = page.masthead
    match page.template, page.view:
        case "feed.xml", FeedView() as feed:
            return atom(feed, head, entries(feed, contents, makers.atom, head.language))
        case "feed.json", FeedView() as feed:
            return json_feed(feed, head, entries(feed, contents, makers.json, head.origin))
        case "sitemap.xml", SitemapView() as view:
            return sitemap(view)
        case "sitemaps.xml", SitemapView() as view:
            return sitemap_index(view)
        case "news.xml", NewsSitemapView() as view:
            return news_sitemap(view, page.masthead)
        case "text", TextView() as view:
            return view.content
        case _:
            raise ValueError(page.template)


def entries(
    feed: FeedView, contents: Sequence[Content], make: MakeEntry, of_site: str
) -> Iterator[str]:
    """Yield the entries of *feed* as *make* makes them, which reads *of_site* as well."""
    pairs = zip(feed.entries, contents, strict=True)
    yield from (make(entry, content, of_site) for entry, content in pairs)
