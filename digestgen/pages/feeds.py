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

from digestgen.model import (
    Article,
    FeedContent,
    Moment,
    RegisteredTopic,
    Rights,
    TopicArticles,
)
from digestgen.page_plan import PagePlan
from digestgen.pages.articles import credit_line
from digestgen.pages.bodies import planned_body
from digestgen.pages.planning import (
    ATOM,
    JSON,
    Frame,
    Planning,
    old_topic_ids,
    page_plan,
    summary,
)
from digestgen.promise import Promise, print_of, promise
from digestgen.site.topics import old_id, topic_path
from digestgen.text import bidi
from digestgen.text.direction import language_direction
from digestgen.urls import HOME, absolute
from digestgen.views import BodyPlan, FeedEntry, FeedView

# A feed without articles has to have a date all the same, and never that of the build.
NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC).isoformat()
# How an id begins that has been given out elsewhere, so that it is whole.
FOREIGN_IDS: Final = ("tag:", "urn:", "http:", "https:")
# RFC 4151 §2.1: what the specific part of a tag may hold besides letters, digits and `-._~`.
TAG_SAFE: Final = "/"

Entry = Promise[FeedEntry]


class Channel(Struct, frozen=True, kw_only=True):
    """What a feed is of; *path* is the site path of the page with the same articles."""

    path: str
    name: str
    title: str
    description: str | None
    origin: str


class Entries(dict[int, Entry]):
    """What feeds carry of articles, by the places of those among all; each is promised once."""

    def __init__(self, plan: Planning) -> None:
        """Begin without any of *plan*."""
        super().__init__()
        self.articles = plan.articles
        self.given = (plan.config.feeds.id, plan.frame.origin)
        # All but the article that an entry is made from.
        self.settings = print_of((feed_entry.__qualname__, *self.given))

    def __missing__(self, place: int) -> Entry:
        """Return what feeds carry of the article at *place*, for which nobody asked yet."""
        article = self.articles[place]
        found = Promise(feed_entry, (article, *self.given), f"{article.print}{self.settings}")
        self[place] = found
        return found


class Feeds(Struct, frozen=True, kw_only=True):
    """What all feeds of a site are made from."""

    plan: Planning
    entries: Entries

    def newest(self, places: Sequence[int]) -> tuple[Entry, ...]:
        """Return what a feed carries of the articles at *places*, newest first."""
        return tuple(map(self.entries.__getitem__, places[: self.plan.config.feeds.entries]))


def feed_pages(plan: Planning) -> Iterator[PagePlan]:
    """Yield the feeds."""
    config = plan.config
    feeds = Feeds(plan=plan, entries=Entries(plan))
    yield from site_feed(feeds)
    topics = plan.site.topics if config.feeds.topics else ()
    old_ids = old_topic_ids(plan.site) if topics else {}
    first_ids = first_topic_ids(config.topics, old_ids)
    for entry in topics:
        topic_id = entry.topic.id
        name = f"feed:topics/{first_ids.get(topic_id, topic_id)}"
        old = tuple(one for one, leads_to in old_ids.items() if leads_to == topic_id)
        paths = tuple(map(topic_path, (topic_id, *old)))
        yield from topic_feeds(entry, name, paths, feeds)


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


def site_feed(feeds: Feeds) -> Iterator[PagePlan]:
    """Yield the feeds of all articles."""
    plan, config = feeds.plan, feeds.plan.config
    channel = Channel(
        path=HOME,
        name="feed:site",
        title=config.title,
        description=config.description,
        origin="the feed of the site",
    )
    newest = plan.site.articles[: config.feeds.entries]
    is_full = config.feeds.content is FeedContent.FULL
    whole = (one for one in newest if is_full and not is_excerpt(one))
    bodies = tuple(planned_body(one, plan.site) for one in whole)
    yield from feeds_at((HOME,), channel, range(len(newest)), bodies, feeds)


def topic_feeds(
    entry: TopicArticles, name: str, paths: tuple[str, ...], feeds: Feeds
) -> Iterator[PagePlan]:
    """Yield the feeds of the topic of *entry* beside each of *paths*, its address and old ones.

    Their *name* never changes (RFC 4287, section 4.2.6).
    """
    topic, config = entry.topic, feeds.plan.config
    channel = Channel(
        path=topic_path(topic.id),
        name=name,
        title=bidi.plain(f"{topic.name} — {config.title}", language_direction(config.language)),
        description=topic.description,
        origin=f"the feed of the topic '{topic.name}'",
    )
    yield from feeds_at(paths, channel, entry.places, (), feeds)


def feeds_at(
    paths: tuple[str, ...],
    channel: Channel,
    places: Sequence[int],
    bodies: tuple[BodyPlan, ...],
    feeds: Feeds,
) -> Iterator[PagePlan]:
    """Yield the feed of *channel* in both forms, beside the page at each of *paths*.

    It is of the articles at *places*.
    """
    plan, origin, time = feeds.plan, channel.origin, feeds.plan.published(places)
    view = promise(feed_view, channel, feeds.newest(places), plan.config.feeds.id, plan.frame)
    for path in paths:
        for name in (ATOM, JSON):
            at = f"{path}{name}"
            yield page_plan(at, name, view, origin=origin, bodies=bodies, published=time)


def feed_view(
    channel: Channel, entries: tuple[FeedEntry, ...], start: str, frame: Frame
) -> FeedView:
    """Return the feed with *entries* of *channel*; ids of the site have this *start*."""
    times = (entry.updated for entry in entries)
    return FeedView(
        id=tag_uri(channel.name, start),
        title=channel.title,
        description=channel.description,
        url=frame.canonical(channel.path),
        atom_url=frame.canonical(f"{channel.path}{ATOM}"),
        json_url=frame.canonical(f"{channel.path}{JSON}"),
        updated=max(times, key=datetime.fromisoformat, default=NEVER),
        entries=entries,
    )


def feed_entry(article: Article, start: str, site_origin: str) -> FeedEntry:
    """Return *article* as feeds carry it; ids of the site have this *start*."""
    published = rfc3339(article.front.date)
    return FeedEntry(
        id=tag_uri(article.id, start),
        url=absolute(site_origin, article.url),
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
        is_excerpt=is_excerpt(article),
    )


def is_excerpt(article: Article) -> bool:
    """Tell whether no feed may carry more than the summary of *article*."""
    return article.rights is Rights.EXCERPT


def tag_uri(name: str, start: str) -> str:
    """Return the id of what is called *name* on the site whose ids have this *start*.

    An id of another tool stays as it is.
    """
    if name.startswith(FOREIGN_IDS):
        return name
    return start + quote(name, safe=f"{TAG_SAFE}:")


def changed(article: Article) -> Moment:
    """Return the last significant change of *article*."""
    return article.updated or article.front.date


def rfc3339(moment: Moment) -> str:
    """Return *moment* as RFC 3339 writes it, which always has a time."""
    return moment.at.isoformat(timespec="seconds")
