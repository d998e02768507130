"""What goes into the gaps of bodies: links, pictures, datelines that other files decide."""

from digestgen.content.markdown.headings import anchor
from digestgen.model import (
    Article,
    BodyImage,
    DatelineSlot,
    FileLink,
    Gap,
    PageLink,
    PlainPage,
    Site,
)
from digestgen.site.pictures import picture
from digestgen.urls import href
from digestgen.views import BodyPlan, Dateline, Filling


def body_plan(one: Article | PlainPage, site: Site) -> BodyPlan:
    """Return the text of the page of *one*."""
    fillings = tuple(filling(gap, one, site) for gap in one.body.gaps)
    return BodyPlan(path=one.path, fillings=fillings)


def filling(gap: Gap, one: Article | PlainPage, site: Site) -> Filling:
    """Return what goes into *gap*; None where a problem was reported, so that nothing is shown."""
    match gap:
        case FileLink():
            return file_url(gap, site)
        case PageLink():
            return href(site.config.base, gap.site_path, gap.fragment)
        case BodyImage():
            return picture(gap.path, gap.alt, site.media, site.config.base)
        case DatelineSlot():
            return dateline(one) if isinstance(one, Article) else None


def file_url(link: FileLink, site: Site) -> str | None:
    """Return the URL of *link*."""
    target = site.targets.get(link.path)
    if target is None:
        return None
    fragment = anchor(link.fragment, target.anchors) if link.fragment else None
    return href(site.config.base, target.site_path, fragment or "")


def dateline(article: Article) -> Dateline:
    """Return the dateline of *article*."""
    names = dict.fromkeys(credit.source.name for credit in article.credits)
    return Dateline(
        place=article.front.place or "",
        day=article.front.date.at.date(),
        sources=tuple(names),
        language=article.language,
    )
