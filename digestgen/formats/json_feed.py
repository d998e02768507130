"""A feed as JSON Feed, version 1.1 (jsonfeed.org)."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from msgspec.json import Encoder
from msgspec.json import format as formatted

from digestgen.formats.entries import Content, authors
from digestgen.text import bidi
from digestgen.text.email import with_escapes
from digestgen.views import FeedEntry, FeedView, Masthead

VERSION: Final = "https://jsonfeed.org/version/1.1"
ENCODER: Final = Encoder()


class Author(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who wrote or published something, and the site of theirs."""

    name: str = ""
    url: str | None = None


class Head(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A feed without its items."""

    version: str
    title: str
    home_page_url: str
    feed_url: str
    description: str | None = None
    language: str
    authors: tuple[Author, ...]


class Item(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An item of a feed; what has no value is left out."""

    id: str
    url: str
    external_url: str | None = None
    title: str = ""
    summary: str = ""
    image: str | None = None
    date_published: str
    date_modified: str
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    language: str
    content_html: str
    """One of the two kinds of content is required, even of an article without a word."""


def json_feed(feed: FeedView, masthead: Masthead, items: Iterable[str]) -> str:
    """Return *feed* with its *items* as a JSON Feed."""
    head = Head(
        version=VERSION,
        title=feed.title,
        home_page_url=feed.url,
        feed_url=feed.json_url,
        description=feed.description,
        language=masthead.language,
        authors=(Author(name=masthead.title, url=masthead.origin + masthead.home_url),),
    )
    # A feed without articles still has its list of them.
    text = f'{as_json(head).removesuffix("}")}, "items": [{", ".join(items)}]}}'
    # An old browser that takes the file for HTML finds no element in it.
    return with_escapes(text).replace("<", r"\u003c") + "\n"


def json_item(entry: FeedEntry, content: Content, origin: str) -> str:
    """Return *entry*, which has *content*, as an item of a feed of the site at *origin*."""
    originals = [credit.original for credit in entry.credits if credit.original]
    item = Item(
        id=entry.id,
        url=entry.url,
        external_url=originals[0] if originals else None,
        title=bidi.plain(entry.title, entry.direction),
        summary=bidi.plain(entry.summary, entry.direction),
        image=origin + entry.picture.url if entry.picture else None,
        date_published=entry.published,
        date_modified=entry.updated,
        authors=tuple([Author(name=name, url=url) for name, url in authors(entry).items()]),
        tags=entry.topics,
        language=entry.language,
        content_html=content.html,
    )
    return as_json(item)


def as_json(value: Head | Item) -> str:
    """Return *value* as JSON, on one line with spaces."""
    return formatted(ENCODER.encode(value), indent=0).decode()
