"""A feed as Atom (RFC 4287)."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from digestgen.formats.entries import Content, authors
from digestgen.formats.xml import DECLARATION, attributes, element, quoted, text
from digestgen.text import bidi
from digestgen.views import FeedEntry, FeedView, Masthead

NAMESPACE: Final = "http://www.w3.org/2005/Atom"
ATOM_TYPE: Final = "application/atom+xml"
HTML_TYPE: Final = "text/html"
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
    yield link("self", feed.atom_url, ATOM_TYPE)
    yield link("alternate", feed.url, HTML_TYPE)
    yield link("alternate", feed.json_url, JSON_TYPE)
    yield author(masthead.title, masthead.origin + masthead.home_url)
    yield element("generator", "digestgen")


def link(rel: str, url: str, kind: str) -> str:
    """Return a link to what is at *url*: of the type *kind*, and in the relation *rel*."""
    return f'<link rel="{rel}" href="{quoted(url)}" type="{kind}"/>\n'


def atom_entry(entry: FeedEntry, content: Content, language: str) -> str:
    """Return *entry*, which has *content*, as an entry of a feed in *language*."""
    own = attributes(xml_lang=entry.language) if entry.language != language else ""
    return (
        f"<entry{own}>\n"
        f"<id>{text(entry.id)}</id>\n"
        f"<title>{text(bidi.plain(entry.title, entry.direction))}</title>\n"
        f"<updated>{text(entry.updated)}</updated>\n"
        f"<published>{text(entry.published)}</published>\n"
        f"{link('alternate', entry.url, HTML_TYPE)}"
        f"{''.join(origins(entry))}{''.join(map(category, entry.topics))}"
        f"{''.join(words(entry, content))}</entry>\n"
    )


def origins(entry: FeedEntry) -> Iterator[str]:
    """Yield the originals of *entry*, then who wrote and who first published it."""
    for credit in entry.credits:
        if credit.original:
            title = quoted(credit.source.text)
            yield f'<link rel="via" href="{quoted(credit.original)}" title="{title}"/>\n'
    for name, url in authors(entry).items():
        yield author(name, url)


def words(entry: FeedEntry, content: Content) -> Iterator[str]:
    """Yield the summary of *entry* and, if that is not all of it, its *content*."""
    if content.is_whole:
        yield f"<summary>{text(bidi.plain(entry.summary, entry.direction))}</summary>\n"
        yield f'<content type="html">{text(content.html)}</content>\n'
    else:
        yield f'<summary type="html">{text(content.html)}</summary>\n'


def category(topic: str) -> str:
    """Return the *topic* of an entry."""
    return f'<category term="{quoted(topic)}"/>\n'


# The same few outlets stand in all feeds.
@lru_cache(maxsize=1 << 12)
def author(name: str, url: str | None) -> str:
    """Return the author *name*, whose own site is *url*."""
    return f"<author>\n{element('name', name)}{element('uri', url)}</author>\n"
