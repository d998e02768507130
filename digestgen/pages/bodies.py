"""Bodies with their gaps filled: links, pictures and the dateline that other files decide."""

from typing import Final

from markupsafe import Markup

from digestgen.content.markdown.headings import anchor
from digestgen.model import (
    Article,
    BodyImage,
    BodyPart,
    DatelineSlot,
    FileLink,
    PageLink,
    PlainPage,
    Site,
)
from digestgen.text.direction import Direction, language_direction, text_direction
from digestgen.theme.dates import DateStyle, date_text
from digestgen.urls import href

COMMA: Final = {Direction.RTL: "، ", Direction.LTR: ", "}
DATELINE: Final = Markup('<span class="dateline">{}{}{} ({}) —</span> ')
IMAGE: Final = Markup('<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">')


def body_html(one: Article | PlainPage, site: Site) -> Markup:
    """Return the body of *one* as HTML."""
    return Markup("").join(part_html(part, one, site) for part in one.body.parts)


def part_html(part: BodyPart, one: Article | PlainPage, site: Site) -> Markup:
    """Return one part of a body as HTML."""
    match part:
        case FileLink():
            return url_html(file_url(part, site))
        case PageLink():
            return url_html(href(site.config.base, part.site_path, part.fragment))
        case BodyImage():
            return image_html(part, site)
        case DatelineSlot():
            return dateline(one, site) if isinstance(one, Article) else Markup("")
        case _:
            return part


def file_url(link: FileLink, site: Site) -> str:
    """Return the URL of *link*; one that leads nowhere was reported, and its page is not shown."""
    target = site.targets.get(link.path)
    if target is None:
        return ""
    fragment = anchor(link.fragment, target.anchors) if link.fragment else None
    return href(site.config.base, target.site_path, fragment or "")


def url_html(url: str) -> Markup:
    """Return *url* as the value of an attribute."""
    return Markup("{}").format(url)


def image_html(image: BodyImage, site: Site) -> Markup:
    """Return the element of *image*; a file that is missing or broken was reported."""
    media = site.media.get(image.path)
    if media is None or media.dimensions is None:
        return Markup("")
    url, size = href(site.config.base, media.site_path), media.dimensions
    return IMAGE.format(url, image.alt, size.width, size.height)


def dateline(article: Article, site: Site) -> Markup:
    """Return the dateline of *article*: «سيئول، 21 يونيو (يونهاب) —»."""
    config = site.config
    style = DateStyle(language=article.language, months=config.months, digits=config.digits)
    day = date_text(article.front.date.at.date(), "day_month", style)
    direction = language_direction(article.language)
    comma = COMMA[direction]
    names = [name_html(credit.source.name, direction) for credit in article.credits]
    sources = Markup(comma).join(dict.fromkeys(names))  # noqa: S704 - a constant
    return DATELINE.format(article.front.place or "", comma, day, sources)


def name_html(name: str, around: Direction) -> Markup:
    """Return *name*, isolated if it runs against what is *around* it."""
    direction = text_direction(name, around)
    if direction is around:
        return Markup("{}").format(name)
    return Markup('<bdi dir="{}">{}</bdi>').format(direction.value, name)
