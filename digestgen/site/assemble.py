"""Assemble: all that the files say → the site, with every fact that needs more than one file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import PurePosixPath

from msgspec import Struct

from digestgen.content.articles import Parsed, links_of
from digestgen.content.paths import is_picture, media_site_path
from digestgen.errors import Diagnostic, Place
from digestgen.model import (
    Article,
    Config,
    DiskFile,
    FrontMatter,
    Gap,
    Media,
    Moment,
    ParsedArticle,
    ParsedPage,
    PictureFiles,
    PlainPage,
    Site,
    SourceArticles,
    Target,
    Topic,
    TopicArticles,
)
from digestgen.site.identity import identity, same_ids
from digestgen.site.links import link_problems, used_files
from digestgen.site.pictures import Published, lead_picture
from digestgen.site.related import related_articles
from digestgen.site.sources import Sources, all_sources, credits_of
from digestgen.site.topics import Topics, all_topics, topics_of
from digestgen.site.visible import wait_of, waiting_at
from digestgen.text.collation import sort_key
from digestgen.urls import href, joined


def used_by(parsed: Iterable[Parsed]) -> frozenset[PurePosixPath]:
    """Return the files beside articles that any of *parsed* uses."""
    links = (link for one in parsed for link in links_of(one.front, one.body.gaps))
    return frozenset(link.path for link in used_files(links))


def picture_places(
    parsed: Iterable[Parsed],
    invalid: Mapping[PurePosixPath, tuple[Gap, ...]],
) -> dict[PurePosixPath, Place]:
    """Return the pictures that *parsed* and *invalid* files use, and where each is first named."""
    valid = (links_of(one.front, one.body.gaps) for one in parsed)
    places: dict[PurePosixPath, Place] = {}
    for links in (*valid, *invalid.values()):
        for link in used_files(links):
            if is_picture(link.path):
                places[link.path] = min(places.get(link.path, link.place), link.place)
    return places


class Facts(Struct, frozen=True, kw_only=True):
    """What is known besides the files themselves."""

    media: Mapping[PurePosixPath, DiskFile]
    """The files beside the articles."""
    pictures: Mapping[PurePosixPath, PictureFiles]
    """The pictures among them."""
    drawing: str | None
    """How social cards are drawn, as a fingerprint; None if they are not."""
    invalid: Mapping[PurePosixPath, tuple[Gap, ...]]
    """The content files that could not be parsed, and what they point to."""
    now: datetime
    drafts: bool = False
    """Whether drafts and articles of the future are built as well."""


def assemble(
    config: Config,
    parsed: Sequence[Parsed],
    facts: Facts,
) -> tuple[Site, list[Diagnostic]]:
    """Return the site of *parsed*, and the files and links in them that lead nowhere."""
    waiting = waiting_at(facts.now, parsed, drafts=facts.drafts)
    visible = [one for one in parsed if one.path not in waiting]
    published = published_media(used_by(one for one in visible if not is_withdrawn(one)), facts)
    placed = placed_articles(config, visible, published, facts.now)
    articles = tuple(one for one in placed if one.front.withdrawn is None)
    pages = tuple(
        placed_page(config, one, published, facts.now)
        for one in visible
        if isinstance(one, ParsedPage)
    )
    site = Site(
        config=config,
        articles=articles,
        withdrawn=tuple(one for one in placed if one.front.withdrawn is not None),
        plain_pages=pages,
        topics=by_topic(articles),
        sources=by_source(articles),
        days=by_day(articles),
        related=related_articles(articles),
        media=published,
        targets=all_targets(placed, pages, published),
        waiting=waiting,
        drawing=facts.drawing,
        is_whole=not facts.invalid,
    )
    problems = link_problems(parsed, waiting, facts.media, facts.invalid)
    return site, [*problems, *same_ids(reversed(placed))]


def is_withdrawn(one: Parsed) -> bool:
    """Tell whether *one* is an article that leaves only a notice."""
    return isinstance(one, ParsedArticle) and one.front.withdrawn is not None


def placed_articles(
    config: Config,
    visible: Iterable[Parsed],
    media: Published,
    now: datetime,
) -> tuple[Article, ...]:
    """Return the articles among *visible* with their places in the site, newest first."""
    oldest_first = sorted(
        (one for one in visible if isinstance(one, ParsedArticle)),
        key=lambda article: (article.front.date.at, article.path),
    )
    topics = all_topics(config.topics, oldest_first, config.base)
    sources = all_sources(config.sources, oldest_first, config.base)
    registers = Registers(topics=topics, sources=sources, media=media, now=now)
    return tuple(placed(article, config, registers) for article in reversed(oldest_first))


class Registers(Struct, frozen=True, kw_only=True):
    """What articles are matched with."""

    topics: Topics
    sources: Sources
    media: Published
    now: datetime


def placed(article: ParsedArticle, config: Config, registers: Registers) -> Article:
    """Return *article* with its URL, topics, credits and picture."""
    front = article.front
    site_path = permalink(config.permalink, front.date.at, front.slug)
    return Article(
        path=article.path,
        id=identity(article),
        site_path=site_path,
        url=href(config.base, site_path),
        front=front,
        updated=last_change(front),
        rights=front.rights or config.rights,
        body=article.body,
        language=front.language or config.language,
        topics=topics_of(front.tags, registers.topics),
        credits=credits_of(front.sources, registers.sources),
        picture=lead_picture(front.image, registers.media, config.base),
        waiting=wait_of(article, registers.now),
    )


def last_change(front: FrontMatter) -> Moment | None:
    """Return when an article last changed significantly; None if not since it was published."""
    moments = [one.date for one in front.corrections if one.date.at > front.date.at]
    moments += [front.updated] if front.updated else []
    return max(moments, key=lambda moment: moment.at, default=None)


def permalink(pattern: str, at: datetime, slug: str) -> str:
    """Return the site path of an article by *pattern*; the day is the one that was written."""
    return (
        pattern.replace("{year}", f"{at.year:04}")
        .replace("{month}", f"{at.month:02}")
        .replace("{day}", f"{at.day:02}")
        .replace("{slug}", slug)
    )


def placed_page(config: Config, page: ParsedPage, media: Published, now: datetime) -> PlainPage:
    """Return the plain *page* with its URL and picture, as it is at the moment *now*."""
    site_path = joined(page.front.slug)
    return PlainPage(
        path=page.path,
        site_path=site_path,
        url=href(config.base, site_path),
        front=page.front,
        body=page.body,
        language=page.front.language or config.language,
        picture=lead_picture(page.front.image, media, config.base),
        waiting=wait_of(page, now),
    )


def published_media(used: Iterable[PurePosixPath], facts: Facts) -> dict[PurePosixPath, Media]:
    """Return the files that are *used* and there, with their places in the site."""
    return {
        path: Media(
            file=facts.media[path],
            site_path=media_site_path(path),
            picture=facts.pictures.get(path),
        )
        for path in sorted(used)
        if path in facts.media
    }


def all_targets(
    articles: Iterable[Article],
    pages: Iterable[PlainPage],
    media: Mapping[PurePosixPath, Media],
) -> dict[PurePosixPath, Target]:
    """Return what links to files of content lead to, by path."""
    placed: tuple[Article | PlainPage, ...] = (*articles, *pages)
    bodies = {one.path: Target(site_path=one.site_path, anchors=one.body.anchors) for one in placed}
    files = {
        path: Target(site_path=one.site_path, anchors=frozenset()) for path, one in media.items()
    }
    return bodies | files


def by_topic(articles: Iterable[Article]) -> tuple[TopicArticles, ...]:
    """Return the topics of *articles* in alphabetical order."""
    topics: dict[str, Topic] = {}
    lists: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        for topic in article.topics:
            topics[topic.id] = topic
            lists[topic.id].append(article)
    order = sorted(topics.values(), key=lambda topic: (sort_key(topic.sort_as), topic.id))
    return tuple(TopicArticles(topic=topic, articles=tuple(lists[topic.id])) for topic in order)


def by_source(articles: Iterable[Article]) -> tuple[SourceArticles, ...]:
    """Return the sources of *articles* in alphabetical order."""
    sources = {credit.source.id: credit.source for one in articles for credit in one.credits}
    lists: dict[str, dict[PurePosixPath, Article]] = defaultdict(dict)
    for article in articles:
        for credit in article.credits:
            # Two pieces of one outlet are one article in its list.
            lists[credit.source.id][article.path] = article
    order = sorted(sources.values(), key=lambda source: (sort_key(source.name), source.id))
    return tuple(
        SourceArticles(source=source, articles=tuple(lists[source.id].values())) for source in order
    )


def by_day(articles: Iterable[Article]) -> dict[date, tuple[Article, ...]]:
    """Return *articles* by the day that was written for them, newest day first."""
    days: dict[date, list[Article]] = defaultdict(list)
    for article in articles:
        days[article.front.date.at.date()].append(article)
    return {day: tuple(days[day]) for day in sorted(days, reverse=True)}
