"""What goes into the gaps of bodies: links, pictures, datelines that other files decide."""

from collections.abc import Mapping

from digestgen.content.anchors import anchor
from digestgen.file_path import FilePath
from digestgen.model import (
    Article,
    BodyImage,
    DatelineSlot,
    FileLink,
    Gap,
    PageLink,
    PlainPage,
    Site,
    Target,
)
from digestgen.site.pictures import Published, picture
from digestgen.urls import href
from digestgen.views import BodyPlan, Dateline, Filling

Targets = Mapping[FilePath, Target]


def planned_body(one: Article | PlainPage, site: Site) -> BodyPlan:
    """Return the text of the page of *one* of *site*."""
    return body_plan(one, site.targets, site.media, site.config.base)


def body_plan(one: Article | PlainPage, targets: Targets, media: Published, base: str) -> BodyPlan:
    """Return the text of the page of *one*.

    *targets* are what links may lead to, and *media* the files that are published.
    """
    fillings = tuple([filling(gap, one, targets, media, base) for gap in one.body.gaps])
    return BodyPlan(path=one.path, fillings=fillings)


def filling(
    gap: Gap, one: Article | PlainPage, targets: Targets, media: Published, base: str
) -> Filling:
    """Return what goes into *gap*; None where a problem was reported, so that nothing is shown."""
    match gap:
        case FileLink():
            return file_url(gap, targets, base)
        case PageLink():
            return href(base, gap.site_path, gap.fragment)
        case BodyImage():
            return picture(gap.path, gap.alt, media, base)
        case DatelineSlot():
            return dateline(one) if isinstance(one, Article) else None


def file_url(link: FileLink, targets: Targets, base: str) -> str | None:
    """Return the URL of *link*."""
    target = targets.get(link.path)
    if target is None:
        return None
    fragment = anchor(link.fragment, target.anchors) if link.fragment else None
    return href(base, target.site_path, fragment or "")


def dateline(article: Article) -> Dateline:
    """Return the dateline of *article*."""
    names = dict.fromkeys(credit.source.name for credit in article.credits)
    return Dateline(
        place=article.front.place or "",
        day=article.front.date.at.date(),
        sources=tuple(names),
        language=article.language,
    )
