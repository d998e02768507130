"""The kinds of pages that digestgen makes by itself, without a template of the theme."""

from collections.abc import Sequence
from typing import Final

from digestgen.formats.atom import atom
from digestgen.formats.entries import Content
from digestgen.formats.json_feed import json_feed
from digestgen.formats.sitemap import news_sitemap, sitemap, sitemap_index
from digestgen.views import FeedView, NewsSitemapView, Page, SitemapView, TextView

FORMATS: Final = ("feed.xml", "feed.json", "sitemap.xml", "sitemaps.xml", "news.xml", "text")


def made(page: Page, contents: Sequence[Content]) -> str:
    """Return the text of *page*, a feed with *contents* or something without any."""
    match page.template, page.view:
        case "feed.xml", FeedView() as feed:
            return atom(feed, page.masthead, contents)
        case "feed.json", FeedView() as feed:
            return json_feed(feed, page.masthead, contents)
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
