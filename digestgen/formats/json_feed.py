"""A feed as JSON Feed, version 1.1 (jsonfeed.org)."""

import json
from collections.abc import Iterable
from typing import Final

from digestgen.formats.entries import Content, authors
from digestgen.text import bidi
from digestgen.text.email import with_escapes
from digestgen.views import FeedEntry, FeedView, Masthead

Node = dict[str, object]

VERSION: Final = "https://jsonfeed.org/version/1.1"
# The one of `json.dumps` is made anew for each call.
ENCODER: Final = json.JSONEncoder(ensure_ascii=False)
EMPTY: Final[tuple[object, ...]] = (None, "", [])


def json_feed(feed: FeedView, masthead: Masthead, items: Iterable[str]) -> str:
    """Return *feed* with its *items* as a JSON Feed."""
    node: Node = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": feed.json_url,
        "description": feed.description,
        "language": masthead.language,
        "authors": [author(masthead.title, masthead.origin + masthead.home_url)],
    }
    head = as_json({key: value for key, value in node.items() if value is not None})
    # A feed without articles still has its list of them.
    text = f'{head.removesuffix("}")}, "items": [{", ".join(items)}]}}'
    # An old browser that takes the file for HTML finds no element in it.
    return with_escapes(text).replace("<", r"\u003c") + "\n"


def json_item(entry: FeedEntry, content: Content, origin: str) -> str:
    """Return *entry*, which has *content*, as an item of a feed of the site at *origin*."""
    originals = [credit.original for credit in entry.credits if credit.original]
    node: Node = {
        "id": entry.id,
        "url": entry.url,
        "external_url": originals[0] if originals else None,
        "title": bidi.plain(entry.title, entry.direction),
        "summary": bidi.plain(entry.summary, entry.direction),
        "image": origin + entry.picture.url if entry.picture else None,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [author(name, url) for name, url in authors(entry).items()],
        "tags": list(entry.topics),
        "language": entry.language,
    }
    # One of the two kinds of content is required, even of an article without a word.
    return as_json({**without_empty(node), "content_html": content.html})


def as_json(node: Node) -> str:
    """Return *node* as JSON."""
    return ENCODER.encode(node)


def author(name: str, url: str | None) -> Node:
    """Return the author *name*, whose own site is *url*."""
    return without_empty({"name": name, "url": url})


def without_empty(node: Node) -> Node:
    """Return *node* without the keys that have no value."""
    return {key: value for key, value in node.items() if value not in EMPTY}
