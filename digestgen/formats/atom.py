"""A feed as Atom (RFC 4287)."""

from collections.abc import Iterable, Iterator
from typing import Final

from digestgen.formats.entries import Content, authors
from digestgen.formats.xml import DECLARATION, attributes, element
from digestgen.text import bidi
from digestgen.views import FeedEntry, FeedView, Masthead

NAMESPACE: Final = "http://www.w3.org/2005/Atom"
ATOM_TYPE: Final = "application/atom+xml"
JSON_TYPE: Final = "application/feed+json"


def atom(feed: FeedView, masthead: Masthead, entries: Iterable[str]) -> str:
    """Return *feed* with its *entries* as an Atom document."""
    head = attributes(xmlns=NAMESPACE, xml_lang=masthead.language)
    parts = (*feed_parts(feed, masthead), *entries)
    return f"{DECLARATION}<feed{head}>\n{''.join(parts)}</feed>\n"


def feed_parts(feed: FeedView, masthead: Masthead) -> Iterator[str]:
    """Yield what *feed* says of itself."""
    yield element("id", feed.id)
    yield element("title", feed.title)
    yield element("subtitle", feed.description)
    yield element("updated", feed.updated)
    yield link("self", feed.atom_url, type=ATOM_TYPE)
    yield link("alternate", feed.url, type="text/html")
    yield link("alternate", feed.json_url, type=JSON_TYPE)
    yield author(masthead.title, masthead.origin + masthead.home_url)
    yield element("generator", "digestgen")


def atom_entry(entry: FeedEntry, content: Content, language: str) -> str:
    """Return *entry*, which has *content*, as an entry of a feed in *language*."""
    own = entry.language if entry.language != language else None
    inner = "".join(entry_parts(entry, content))
    return f"<entry{attributes(xml_lang=own)}>\n{inner}</entry>\n"


def entry_parts(entry: FeedEntry, content: Content) -> Iterator[str]:
    """Yield what the feed says of *entry*."""
    yield element("id", entry.id)
    yield element("title", bidi.plain(entry.title, entry.direction))
    yield element("updated", entry.updated)
    yield element("published", entry.published)
    yield link("alternate", entry.url, type="text/html")
    for credit in entry.credits:
        if credit.original:
            yield link("via", credit.original, title=credit.source.text)
    for name, url in authors(entry).items():
        yield author(name, url)
    for topic in entry.topics:
        yield f"<category{attributes(term=topic)}/>\n"
    if content.is_whole:
        yield element("summary", bidi.plain(entry.summary, entry.direction))
        yield element("content", content.html, ' type="html"')
    else:
        yield element("summary", content.html, ' type="html"')


def link(rel: str, url: str, **more: str) -> str:
    """Return a link to *url*, which has the relation *rel*."""
    return f"<link{attributes(rel=rel, href=url, **more)}/>\n"


def author(name: str, url: str | None) -> str:
    """Return the author *name*, whose own site is *url*."""
    return f"<author>\n{element('name', name)}{element('uri', url)}</author>\n"
