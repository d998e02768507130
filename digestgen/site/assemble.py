"""Assemble: all that the files say → the site, with every fact that needs more than one file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Final, TypeVar

from msgspec import Struct

from digestgen.content.parsed import Parsed, links_of
from digestgen.content.paths import is_picture, media_site_path
from digestgen.errors import Diagnostic, Place
from digestgen.file_path import FilePath
from digestgen.model import (
    Article,
    Config,
    Credit,
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
    Source,
    SourceArticles,
    Target,
    Topic,
    TopicArticles,
    Wait,
)
from digestgen.recall import AFRESH, Recall
from digestgen.site.identity import same_ids
from digestgen.site.links import link_problems, used_files
from digestgen.site.pictures import Published, lead_picture
from digestgen.site.sources import Sources, all_sources, credits_of
from digestgen.site.topics import Topics, all_topics, topics_of
from digestgen.site.visible import not_built, waits_at
from digestgen.text.collation import sort_key
from digestgen.urls import href, joined

Values = TypeVar("Values")

NO_ANCHORS: Final[tuple[str, ...]] = ()


def used_by(parsed: Iterable[Parsed]) -> frozenset[FilePath]:
    """Return the files beside articles that any of *parsed* uses."""
    links = (link for one in parsed for link in links_of(one.front, one.body.gaps))
    return frozenset(link.path for link in used_files(links))


def picture_places(
    parsed: Iterable[Parsed],
    invalid: Mapping[FilePath, tuple[Gap, ...]],
) -> dict[FilePath, Place]:
    """Return the pictures that *parsed* and *invalid* files use, and where each is first named."""
    valid = (links_of(one.front, one.body.gaps) for one in parsed)
    places: dict[FilePath, Place] = {}
    for links in filter(None, (*valid, *invalid.values())):
        for link in used_files(links):
            if is_picture(link.path):
                places[link.path] = min(places.get(link.path, link.place), link.place)
    return places


class Facts(Struct, frozen=True, kw_only=True):
    """What is known besides the files themselves."""

    media: Mapping[FilePath, DiskFile]
    """The files beside the articles."""
    pictures: Mapping[FilePath, PictureFiles]
    """The pictures among them."""
    drawing: str | None
    """How social cards are drawn, as a fingerprint; None if they are not."""
    invalid: Mapping[FilePath, tuple[Gap, ...]]
    """The content files that could not be parsed, and what they point to."""
    now: datetime
    drafts: bool = False
    """Whether drafts and articles of the future are built as well."""


def assemble(
    config: Config,
    parsed: Sequence[Parsed],
    facts: Facts,
    recall: Recall = AFRESH,
) -> tuple[Site, list[Diagnostic]]:
    """Return the site of *parsed*, and the files and links in them that lead nowhere."""
    waits = waits_at(facts.now, parsed)
    waiting = not_built(waits, drafts=facts.drafts)
    visible = [one for one in parsed if one.path not in waiting]
    used = used_by(one for one in visible if not is_withdrawn(one))
    published = recall(as_they_are, "media", published_media(used, facts, recall))
    placed = placed_articles(config, visible, published, waits, recall)
    articles = tuple(one for one in placed if one.front.withdrawn is None)
    pages = tuple(
        recall(placed_page, one.path, config, one, published, waits.get(one.path))
        for one in visible
        if isinstance(one, ParsedPage)
    )
    site = Site(
        config=config,
        articles=articles,
        withdrawn=tuple(one for one in placed if one.front.withdrawn is not None),
        plain_pages=pages,
        topics=by_topic(articles, recall),
        sources=by_source(articles, recall),
        days=by_day(one.front.date for one in articles),
        media=published,
        targets=recall(as_they_are, "targets", all_targets(placed, pages, published, recall)),
        waiting=waiting,
        drawing=facts.drawing,
        is_whole=not facts.invalid,
    )
    problems = link_problems(parsed, waiting, facts.media, facts.invalid)
    return site, [*problems, *same_ids(reversed(placed))]


def as_they_are(values: Values) -> Values:
    """Return *values*: if they are recalled, those of the last build while they are the same."""
    return values


def is_withdrawn(one: Parsed) -> bool:
    """Tell whether *one* is an article that leaves only a notice."""
    return isinstance(one, ParsedArticle) and one.front.withdrawn is not None


def placed_articles(
    config: Config,
    visible: Iterable[Parsed],
    media: Published,
    waits: Mapping[FilePath, Wait],
    recall: Recall,
) -> tuple[Article, ...]:
    """Return the articles among *visible* with their places in the site, newest first.

    *waits* is why readers do not see some of them.
    """
    oldest_first = sorted(
        (one for one in visible if isinstance(one, ParsedArticle)),
        key=lambda article: (article.front.date.at, article.path.split("/")),
    )
    fronts = [article.front for article in oldest_first]
    tags, written = tuple(front.tags for front in fronts), tuple(front.sources for front in fronts)
    registers = recall(
        Registers,
        "registers",
        recall(all_topics, "topics", config.topics, tags, config.base),
        recall(all_sources, "sources", config.sources, written, config.base),
        media,
    )
    newest_first = tuple(reversed(oldest_first))
    paths = [article.path for article in newest_first]
    reasons = [*map(waits.get, paths)]
    return recall.each(placed, paths, (newest_first, reasons), config, registers)


class Registers(Struct, frozen=True):
    """What articles are matched with."""

    topics: Topics
    sources: Sources
    media: Published


def placed(
    article: ParsedArticle, waiting: Wait | None, config: Config, registers: Registers
) -> Article:
    """Return *article*, for which readers are *waiting* or not, with its place in the site."""
    front = article.front
    site_path = permalink(config.permalink, front.date.at, front.slug)
    return Article(
        path=article.path,
        print=article.print,
        gist=article.gist,
        id=article.id,
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
        waiting=waiting,
    )


def last_change(front: FrontMatter) -> Moment | None:
    """Return when an article last changed significantly; None if not since it was published."""
    if not front.corrections:
        return front.updated
    moments = [one.date for one in front.corrections if one.date.at > front.date.at]
    moments += [front.updated] if front.updated else []
    return max(moments, key=lambda moment: moment.at, default=None)


def permalink(pattern: str, at: datetime, slug: str) -> str:
    """Return the site path of an article by *pattern*; the day is the one that was written."""
    return dated(pattern, at.date()).replace("{slug}", slug)


# Articles come in the order of their days.
@lru_cache(maxsize=16)
def dated(pattern: str, day: date) -> str:
    """Return *pattern* with *day* in the places of its parts."""
    return (
        pattern.replace("{year}", f"{day.year:04}")
        .replace("{month}", f"{day.month:02}")
        .replace("{day}", f"{day.day:02}")
    )


def placed_page(
    config: Config, page: ParsedPage, media: Published, waiting: Wait | None
) -> PlainPage:
    """Return the plain *page*, for which readers are *waiting* or not, with its URL and picture."""
    site_path = joined(page.front.slug)
    return PlainPage(
        path=page.path,
        site_path=site_path,
        url=href(config.base, site_path),
        front=page.front,
        body=page.body,
        language=page.front.language or config.language,
        picture=lead_picture(page.front.image, media, config.base),
        waiting=waiting,
    )


def published_media(
    used: Iterable[FilePath], facts: Facts, recall: Recall
) -> dict[FilePath, Media]:
    """Return the files that are *used* and there, with their places in the site."""
    return {
        path: recall(published_file, path, facts.media[path], facts.pictures.get(path))
        for path in sorted(used)
        if path in facts.media
    }


def published_file(file: DiskFile, picture: PictureFiles | None) -> Media:
    """Return *file*, from which *picture* was made if it is one, with its place in the site."""
    return Media(file=file, site_path=media_site_path(file.path), picture=picture)


def all_targets(
    articles: Iterable[Article],
    pages: Iterable[PlainPage],
    media: Mapping[FilePath, Media],
    recall: Recall,
) -> dict[FilePath, Target]:
    """Return what links to files of content lead to, by path."""
    placed: tuple[Article | PlainPage, ...] = (*articles, *pages)
    paths = [*(one.path for one in placed), *media]
    places = [*(one.site_path for one in placed), *(one.site_path for one in media.values())]
    anchors = [*(one.body.anchors for one in placed), *[NO_ANCHORS] * len(media)]
    return dict(zip(paths, recall.each(Target, paths, (places, anchors)), strict=True))


def by_topic(articles: Sequence[Article], recall: Recall) -> tuple[TopicArticles, ...]:
    """Return the topics of *articles* in alphabetical order."""
    found = recall(topic_places, "topics", tuple([one.topics for one in articles]))
    return tuple(TopicArticles(topic=topic, places=places) for topic, places in found)


def topic_places(rows: Iterable[Iterable[Topic]]) -> tuple[tuple[Topic, tuple[int, ...]], ...]:
    """Return the topics of articles in alphabetical order, with the indexes of the articles.

    Each of *rows* are the topics of an article.
    """
    topics: dict[str, Topic] = {}
    places: dict[str, list[int]] = defaultdict(list)
    for place, row in enumerate(rows):
        for topic in row:
            topics[topic.id] = topic
            places[topic.id].append(place)
    order = sorted(topics.values(), key=lambda topic: (sort_key(topic.sort_as), topic.id))
    return tuple((topic, tuple(places[topic.id])) for topic in order)


def by_source(articles: Sequence[Article], recall: Recall) -> tuple[SourceArticles, ...]:
    """Return the sources of *articles* in alphabetical order."""
    found = recall(source_places, "sources", tuple([one.credits for one in articles]))
    return tuple(SourceArticles(source=source, places=places) for source, places in found)


def source_places(rows: Iterable[Iterable[Credit]]) -> tuple[tuple[Source, tuple[int, ...]], ...]:
    """Return the sources of articles in alphabetical order, with the indexes of the articles.

    Each of *rows* are the credits of an article.
    """
    sources: dict[str, Source] = {}
    places: dict[str, dict[int, None]] = defaultdict(dict)
    for place, row in enumerate(rows):
        for credit in row:
            sources[credit.source.id] = credit.source
            # Two pieces of one outlet are one article in its list.
            places[credit.source.id][place] = None
    order = sorted(sources.values(), key=lambda source: (sort_key(source.name), source.id))
    return tuple((source, tuple(places[source.id])) for source in order)


def by_day(moments: Iterable[Moment]) -> dict[date, tuple[int, ...]]:
    """Return the days of articles, newest first, with the indexes of the articles.

    *moments* are when they were published.
    """
    places: dict[date, list[int]] = defaultdict(list)
    for place, moment in enumerate(moments):
        places[moment.at.date()].append(place)
    return {day: tuple(places[day]) for day in sorted(places, reverse=True)}
