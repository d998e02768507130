"""Planner of the feeds: of the whole site and of each topic, as Atom and as JSON Feed.

The feed of the whole site has the text of its articles, those of topics their summaries: with as
many texts in each of some thousand topics, the feeds would be larger than the site.

A topic that got another id has its feeds at its old address, too. They are the same files, which
name the new address as theirs: a feed reader is led on by no page, and a static site has no other
way to tell it where a feed has gone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote

from msgspec import Struct

from digestgen.model import Article, FeedContent, Moment, RegisteredTopic, Rights, Topic
from digestgen.pages.articles import credit_line
from digestgen.pages.bodies import planned_body
from digestgen.pages.planning import ATOM, JSON, Frame, Planning, old_topic_ids, summary
from digestgen.site.topics import old_id, topic_path
from digestgen.text import bidi
from digestgen.text.direction import language_direction
from digestgen.urls import HOME, absolute
from digestgen.views import BodyPlan, FeedEntry, FeedView, Page

# A feed without articles has to have a date all the same, and never that of the build.
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC).isoformat()
# How an id begins that has been given out elsewhere, so that it is whole.
FOREIGN_IDS: Final = ("tag:", "urn:", "http:", "https:")
# RFC 4151 §2.1: what the specific part of a tag may hold besides letters, digits and `-._~`.
TAG_SAFE: Final = "/"

Entries = Mapping[int, FeedEntry]
"""What feeds carry of each article, by the identity of the article."""


class Channel(Struct, frozen=True, kw_only=True):
    """What a feed is of; *path* is the site path of the page with the same articles."""

    path: str
    name: str
    title: str
    description: str | None
    origin: str


def feed_pages(plan: Planning) -> Iterator[Page]:
    """Yield the feeds."""
    topics = plan.site.topics if plan.frame.config.feeds.topics else ()
    newest = newest_of(plan.site.articles, plan)
    carried = {id(one): one for entry in topics for one in newest_of(entry.articles, plan)}
    carried |= {id(one): one for one in newest}
    articles = tuple(carried.values())
    paths = [one.path for one in articles]
    made = plan.recall.each(feed_entry, paths, (articles,), plan.frame)
    entries = dict(zip(carried, made, strict=True))
    yield from site_feed(newest, entries, plan)
    old_ids = old_topic_ids(plan.site) if topics else {}
    first_ids = first_topic_ids(plan.frame.config.topics, old_ids)
    for entry in topics:
        topic_id = entry.topic.id
        name = f"feed:topics/{first_ids.get(topic_id, topic_id)}"
        old = tuple(one for one, leads_to in old_ids.items() if leads_to == topic_id)
        some = tuple([entries[id(one)] for one in newest_of(entry.articles, plan)])
        yield from plan.recall(topic_feeds, topic_id, entry.topic, name, old, some, plan.frame)


def first_topic_ids(
    registered: Iterable[RegisteredTopic], old_ids: Mapping[str, str]
) -> Mapping[str, str]:
    """Return the id that each topic had first, of those that have *old_ids*.

    It may be the one that it has now: a topic can come back.
    """
    return {
        entry.id: next(one for one in (*addresses, entry.id) if old_ids.get(one, one) == entry.id)
        for entry in registered
        if (addresses := list(filter(None, map(old_id, entry.aliases))))
    }


def newest_of(articles: Sequence[Article], plan: Planning) -> Sequence[Article]:
    """Return those of *articles*, newest first, that a feed of them carries."""
    return articles[: plan.frame.config.feeds.entries]


def site_feed(articles: Sequence[Article], entries: Entries, plan: Planning) -> Iterator[Page]:
    """Yield the feeds of all articles, *articles* being the newest of them."""
    config = plan.frame.config
    channel = Channel(
        path=HOME,
        name="feed:site",
        title=config.title,
        description=config.description,
        origin="the feed of the site",
    )
    is_full = config.feeds.content is FeedContent.FULL
    whole = [one for one in articles if is_full and not entries[id(one)].is_excerpt]
    bodies = tuple(planned_body(one, plan.site) for one in whole)
    carried = tuple(entries[id(one)] for one in articles)
    yield from plan.recall(feeds_at, HOME, (HOME,), channel, carried, bodies, plan.frame)


def topic_feeds(
    topic: Topic,
    name: str,
    old_ids: tuple[str, ...],
    entries: tuple[FeedEntry, ...],
    frame: Frame,
) -> tuple[Page, ...]:
    """Return the feeds of *topic* with *entries*, at its address and at those of its *old_ids*.

    Their *name* never changes (RFC 4287, section 4.2.6).
    """
    channel = Channel(
        path=topic_path(topic.id),
        name=name,
        title=bidi.plain(f"{topic.name} — {frame.config.title}", frame.masthead.direction),
        description=topic.description,
        origin=f"the feed of the topic '{topic.name}'",
    )
    paths = tuple(map(topic_path, (topic.id, *old_ids)))
    return feeds_at(paths, channel, entries, (), frame)


def feeds_at(
    paths: tuple[str, ...],
    channel: Channel,
    entries: tuple[FeedEntry, ...],
    bodies: tuple[BodyPlan, ...],
    frame: Frame,
) -> tuple[Page, ...]:
    """Return the feed of *channel* in both forms, beside the page at each of *paths*."""
    view = feed_view(channel, entries, frame)
    return tuple(
        frame.page(f"{path}{name}", name, view, origin=channel.origin, bodies=bodies)
        for path in paths
        for name in (ATOM, JSON)
    )


def feed_view(channel: Channel, entries: tuple[FeedEntry, ...], frame: Frame) -> FeedView:
    """Return the feed with *entries* of *channel*."""
    times = (entry.updated for entry in entries)
    return FeedView(
        id=tag_uri(channel.name, frame),
        title=channel.title,
        description=channel.description,
        url=frame.canonical(channel.path),
        atom_url=frame.canonical(f"{channel.path}{ATOM}"),
        json_url=frame.canonical(f"{channel.path}{JSON}"),
        updated=max(times, key=datetime.fromisoformat, default=NEVER),
        entries=entries,
    )


def feed_entry(article: Article, frame: Frame) -> FeedEntry:
    """Return *article* as feeds carry it."""
    published = rfc3339(article.front.date)
    return FeedEntry(
        id=tag_uri(article.id, frame),
        url=absolute(frame.config.origin, article.url),
        title=article.front.title,
        language=article.language,
        direction=language_direction(article.language),
        summary=summary(article),
        published=published,
        updated=rfc3339(article.updated) if article.updated else published,
        credits=tuple(map(credit_line, article.credits)),
        topics=tuple([topic.name for topic in article.topics]),
        picture=article.picture,
        corrections=article.front.corrections,
        is_excerpt=article.rights is Rights.EXCERPT,
    )


def tag_uri(name: str, frame: Frame) -> str:
    """Return the id of what is called *name* on this site; an id of another tool stays as it is."""
    if name.startswith(FOREIGN_IDS):
        return name
    return frame.config.feeds.id + quote(name, safe=f"{TAG_SAFE}:")


def changed(article: Article) -> Moment:
    """Return the last significant change of *article*."""
    return article.updated or article.front.date


def rfc3339(moment: Moment) -> str:
    """Return *moment* as RFC 3339 writes it, which always has a time."""
    return moment.at.isoformat(timespec="seconds")
