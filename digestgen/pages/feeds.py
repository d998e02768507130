"""Planner of the feeds: of the whole site and of each topic, as Atom and as JSON Feed.

The feed of the whole site has the text of its articles, those of topics their summaries: with as
many texts in each of some thousand topics, the feeds would be larger than the site.

A topic that got another id has its feeds at its old address, too. They are the same files, which
name the new address as theirs: a feed reader is led on by no page, and a static site has no other
way to tell it where a feed has gone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from digestgen.model import Article, FeedContent, Moment, RegisteredTopic, Rights, TopicArticles
from digestgen.pages.articles import credit_line
from digestgen.pages.bodies import body_plan
from digestgen.pages.planning import ATOM, JSON, Planning, old_topic_ids, summary
from digestgen.site.topics import old_id, topic_path
from digestgen.text import bidi
from digestgen.text.direction import language_direction
from digestgen.urls import HOME
from digestgen.views import BodyPlan, FeedEntry, FeedView, Page

# A feed without articles has to have a date all the same, and never that of the build.
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC).isoformat()
# How an id begins that has been given out elsewhere, so that it is whole.
FOREIGN_IDS: Final = ("tag:", "urn:", "http:", "https:")
# RFC 4151 §2.1: what the specific part of a tag may hold besides letters, digits and `-._~`.
TAG_SAFE: Final = "/"

Entries = Mapping[PurePosixPath, FeedEntry]


class Channel(Struct, frozen=True, kw_only=True):
    """What a feed is of; *path* is the site path of the page with the same articles."""

    path: str
    name: str
    title: str
    description: str | None
    origin: str


def feed_pages(plan: Planning) -> Iterator[Page]:
    """Yield the feeds."""
    topics = plan.site.topics if plan.config.feeds.topics else ()
    newest = newest_of(plan.site.articles, plan)
    carried = {one.path: one for entry in topics for one in newest_of(entry.articles, plan)}
    carried |= {one.path: one for one in newest}
    entries = {path: feed_entry(article, plan) for path, article in carried.items()}
    yield from site_feed(newest, entries, plan)
    old_ids = old_topic_ids(plan.site) if topics else {}
    first_ids = first_topic_ids(plan.config.topics, old_ids)
    for entry in topics:
        topic_id = entry.topic.id
        name = f"feed:topics/{first_ids.get(topic_id, topic_id)}"
        old = [one for one, leads_to in old_ids.items() if leads_to == topic_id]
        yield from topic_feed(entry, name, old, entries, plan)


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
    return articles[: plan.config.feeds.entries]


def site_feed(articles: Sequence[Article], entries: Entries, plan: Planning) -> Iterator[Page]:
    """Yield the feeds of all articles, *articles* being the newest of them."""
    config = plan.config
    channel = Channel(
        path=HOME,
        name="feed:site",
        title=config.title,
        description=config.description,
        origin="the feed of the site",
    )
    is_full = config.feeds.content is FeedContent.FULL
    whole = [one for one in articles if is_full and not entries[one.path].is_excerpt]
    bodies = tuple(body_plan(one, plan.site) for one in whole)
    view = feed_view(channel, [entries[one.path] for one in articles], plan)
    yield from two_feeds(channel, view, bodies, plan)


def topic_feed(
    entry: TopicArticles, name: str, old_ids: Iterable[str], entries: Entries, plan: Planning
) -> Iterator[Page]:
    """Yield the feeds of one topic, at its address and at those of its *old_ids*.

    Their *name* never changes (RFC 4287, section 4.2.6).
    """
    topic = entry.topic
    channel = Channel(
        path=topic_path(topic.id),
        name=name,
        title=bidi.plain(f"{topic.name} — {plan.config.title}", plan.masthead.direction),
        description=topic.description,
        origin=f"the feed of the topic '{topic.name}'",
    )
    carried = [entries[one.path] for one in newest_of(entry.articles, plan)]
    view = feed_view(channel, carried, plan)
    for path in map(topic_path, (topic.id, *old_ids)):
        yield from two_feeds(replace(channel, path=path), view, (), plan)


def two_feeds(
    channel: Channel, view: FeedView, bodies: tuple[BodyPlan, ...], plan: Planning
) -> Iterator[Page]:
    """Yield *view* in both forms, beside the page of *channel*."""
    for name in (ATOM, JSON):
        path = f"{channel.path}{name}"
        yield plan.page(path, name, view, origin=channel.origin, bodies=bodies)


def feed_view(channel: Channel, entries: Sequence[FeedEntry], plan: Planning) -> FeedView:
    """Return the feed with *entries* of *channel*."""
    times = (entry.updated for entry in entries)
    return FeedView(
        id=tag_uri(channel.name, plan),
        title=channel.title,
        description=channel.description,
        url=plan.canonical(channel.path),
        atom_url=plan.canonical(f"{channel.path}{ATOM}"),
        json_url=plan.canonical(f"{channel.path}{JSON}"),
        updated=max(times, key=datetime.fromisoformat, default=NEVER),
        entries=tuple(entries),
    )


def feed_entry(article: Article, plan: Planning) -> FeedEntry:
    """Return *article* as feeds carry it."""
    return FeedEntry(
        id=tag_uri(article.id, plan),
        url=plan.canonical(article.site_path),
        title=article.front.title,
        language=article.language,
        direction=language_direction(article.language),
        summary=summary(article),
        published=rfc3339(article.front.date),
        updated=rfc3339(changed(article)),
        credits=tuple(map(credit_line, article.credits)),
        topics=tuple(topic.name for topic in article.topics),
        picture=article.picture,
        corrections=article.front.corrections,
        is_excerpt=article.rights is Rights.EXCERPT,
    )


def tag_uri(name: str, plan: Planning) -> str:
    """Return the id of what is called *name* on this site; an id of another tool stays as it is."""
    if name.startswith(FOREIGN_IDS):
        return name
    return plan.config.feeds.id + quote(name, safe=f"{TAG_SAFE}:")


def changed(article: Article) -> Moment:
    """Return the last significant change of *article*."""
    return article.updated or article.front.date


def rfc3339(moment: Moment) -> str:
    """Return *moment* as RFC 3339 writes it, which always has a time."""
    return moment.at.isoformat(timespec="seconds")
