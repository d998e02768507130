"""Sitemaps (sitemaps.org, version 0.9) and the sitemap of Google News."""

from typing import Final

from digestgen.formats.xml import DECLARATION, element
from digestgen.model import Moment
from digestgen.views import Masthead, NewsEntry, NewsSitemapView, SitemapView

NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_NAMESPACE: Final = "http://www.google.com/schemas/sitemap-news/0.9"


def sitemap(view: SitemapView) -> str:
    """Return the sitemap of the pages in *view*."""
    return locations(view, "urlset", "url")


def sitemap_index(view: SitemapView) -> str:
    """Return the index of the sitemaps in *view*."""
    return locations(view, "sitemapindex", "sitemap")


def locations(view: SitemapView, root: str, name: str) -> str:
    """Return the entries of *view* as elements *name* of a document *root*."""
    parts = (
        f"<{name}>{element('loc', entry.url)}{element('lastmod', w3c(entry.changed))}</{name}>\n"
        for entry in view.entries
    )
    return f'{DECLARATION}<{root} xmlns="{NAMESPACE}">\n{"".join(parts)}</{root}>\n'


def w3c(moment: Moment | None) -> str | None:
    """Return *moment*, with a time if it has one, as W3C's NOTE-datetime writes it."""
    if moment is None:
        return None
    return moment.at.isoformat(timespec="seconds") if moment.timed else f"{moment.at:%Y-%m-%d}"


def news_sitemap(view: NewsSitemapView, masthead: Masthead) -> str:
    """Return the sitemap of the articles in *view*, which *masthead* publishes."""
    parts = "".join(news(entry, masthead) for entry in view.entries)
    root = f'urlset xmlns="{NAMESPACE}" xmlns:news="{NEWS_NAMESPACE}"'
    return f"{DECLARATION}<{root}>\n{parts}</urlset>\n"


def news(entry: NewsEntry, masthead: Masthead) -> str:
    """Return *entry* as Google News reads it."""
    language = entry.language.partition("-")[0].lower()
    publication = element("news:name", masthead.title) + element("news:language", language)
    inner = (
        f"<news:publication>\n{publication}</news:publication>\n"
        f"{element('news:publication_date', w3c(entry.published))}"
        f"{element('news:title', entry.title)}"
    )
    return f"<url>\n{element('loc', entry.url)}<news:news>\n{inner}</news:news>\n</url>\n"
