"""What an author says of a new article → its file. Pure: the clock comes in as an argument."""

from collections.abc import Container, Iterator
from datetime import datetime
from itertools import count
from pathlib import PurePosixPath
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from digestgen import rules
from digestgen.content.article_values import LIKE_A_URL
from digestgen.content.dates import parse_moment
from digestgen.errors import Diagnostic, Place, Problems, said
from digestgen.model import Config, Moment, RegisteredSource
from digestgen.site.assemble import permalink
from digestgen.site.stories import site_of
from digestgen.text.clean import clean, one_line, visible
from digestgen.text.folding import ascii_digits, fold
from digestgen.text.slug import fits, slugify
from digestgen.urls import is_web_url
from digestgen.yaml.write import flow_list, scalar

TITLE: Final = "TITLE"
NO_NAME: Final = said("the file gets its name from the title: give it another one with --slug NAME")


class Request(Struct, frozen=True, kw_only=True):
    """What an author says of a new article, as it was typed."""

    title: str
    source: str = ""
    """A web address, or the id or name of an outlet; empty if it is to be filled in later."""
    tags: tuple[str, ...] = ()
    date: str = ""
    """Empty for today."""
    place: str = ""
    slug: str = ""
    draft: bool = False


class NewArticle(Struct, frozen=True, kw_only=True):
    """A new article."""

    title: str
    text: str
    """The whole file."""
    original: str
    """The web address of the original; empty if it is not known."""
    at: datetime
    """Its date, with an offset."""
    slug: str
    """The end of its URL, if no other article has it."""


def new_article(request: Request, config: Config, now: datetime) -> NewArticle:
    """Return the article that *request* asks for. Raises Problems with all that is wrong with it.

    A text is cleaned as every text of an author is: in NFC, without characters that XML forbids,
    on one line with single spaces.
    """
    report: list[Diagnostic] = []
    title = cleaned(request.title)
    slug = slug_of(request, title, report)
    written, moment = date_of(request, config.timezone, now, report)
    source = cleaned(request.source)
    is_url = bool(LIKE_A_URL.match(source))
    if is_url and not is_web_url(source):
        report.append(rules.NOT_A_URL.at(Place(file="--source"), value=source))
    elif source and not slugify(source):
        report.append(rules.NO_LETTERS.at(Place(file="--source"), value=source))
    tags = tuple(tags_of(request, report))
    if report:
        raise Problems(*report)
    lines = [
        f"title: {scalar(title)}",
        f"date: {written}",
        *source_lines(source, config.sources, is_url=is_url),
        *([f"tags: {flow_list(tags)}"] if tags else []),
        *([f"place: {scalar(place)}"] if (place := cleaned(request.place)) else []),
        *(["draft: true"] if request.draft else []),
    ]
    text = "".join(f"{line}\n" for line in ("---", *lines, "---", ""))
    original = source if is_url else ""
    return NewArticle(title=title, text=text, original=original, at=moment.at, slug=slug)


def cleaned(text: str) -> str:
    """Return *text* as a build reads it: clean, and on one line."""
    return one_line(clean(text))


def slug_of(request: Request, title: str, report: list[Diagnostic]) -> str:
    """Return the end of the URL: what *request* asks for, else the *title* made fit for it."""
    wanted = cleaned(request.slug)
    slug = slugify(wanted or title)
    if wanted and slug != wanted.lower():
        rule = rules.SLUG_NOT_CLEAN if fits(wanted) else rules.PATH_TOO_LONG
        hint = said("write --slug {slug}", slug=slug) if slug and fits(wanted) else None
        report.append(rule.at(Place(file="--slug"), hint=hint, **slug_values(wanted, slug)))
    elif not slug:
        rule = rules.NO_LETTERS if title else rules.EMPTY
        report.append(rule.at(Place(file=TITLE), hint=NO_NAME, value=title, key="title"))
    elif not title:
        report.append(rules.EMPTY.at(Place(file=TITLE), key="title"))
    return slug


def slug_values(wanted: str, slug: str) -> dict[str, str]:
    """Return the values of the messages about the slug *wanted*."""
    return {"value": wanted, "segment": wanted, "fixed": slug or "name"}


def date_of(
    request: Request, zone: ZoneInfo, now: datetime, report: list[Diagnostic]
) -> tuple[str, Moment]:
    """Return the date as it is written, and as a moment; without one it is today in *zone*."""
    today = now.astimezone(zone).date().isoformat()
    written = one_line(ascii_digits(visible(cleaned(request.date)))) or today
    place = Place(file="--date")
    try:
        return written, parse_moment(written, zone=zone, place=place)
    except Problems as problems:
        report += problems.diagnostics
        return today, parse_moment(today, zone=zone, place=place)


def tags_of(request: Request, report: list[Diagnostic]) -> Iterator[str]:
    """Yield the tags, each once."""
    for tag in dict.fromkeys(map(cleaned, request.tags)):
        if slugify(tag):
            yield tag
        else:
            report.append(rules.NO_LETTERS.at(Place(file="--tag"), value=tag))


def source_lines(
    source: str, registered: tuple[RegisteredSource, ...], *, is_url: bool
) -> Iterator[str]:
    """Yield the lines of the key `source`; an outlet that is *registered* gets its name."""
    outlet = outlet_of(source, registered, is_url=is_url)
    if is_url and outlet:
        yield from ("source:", f"  name: {scalar(outlet.name)}", f"  url: {scalar(source)}")
    elif outlet:
        yield f"source: {scalar(outlet.name)}"
    else:
        yield f"source: {scalar(source)}" if source else "source:"


def outlet_of(
    source: str, registered: tuple[RegisteredSource, ...], *, is_url: bool
) -> RegisteredSource | None:
    """Return the outlet that *source* means: by the host of a web address, else by id or name."""
    if is_url:
        site = site_of(source)
        return next((outlet for outlet in registered if site_of(outlet.url or "") == site), None)
    key = fold(source)
    return next((o for o in registered if key in {fold(o.id), fold(o.name)}), None) if key else None


def paths(article: NewArticle, pattern: str, taken: Container[str]) -> Iterator[PurePosixPath]:
    """Yield where *article* may lie in `content/`, the best name first.

    No name leads to a site path that is *taken* by another article; *pattern* is that of articles.
    """
    for number in count(1):
        slug = article.slug if number == 1 else slugify(f"{article.slug}-{number}")
        if permalink(pattern, article.at, slug) not in taken:
            yield PurePosixPath(f"{article.at:%Y/%m}") / f"{article.at:%Y-%m-%d}-{slug}.md"
