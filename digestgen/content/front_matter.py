"""Front matter → typed values. Every problem of a file's front matter is reported at once."""

from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from digestgen import rules
from digestgen.content import article_keys as keys
from digestgen.content.article_keys import Layout
from digestgen.content.dates import parse_moment
from digestgen.errors import Diagnostic, Problems
from digestgen.file_path import FilePath
from digestgen.model import FrontMatter, PageFrontMatter
from digestgen.yaml.fields import Fields
from digestgen.yaml.keys import names, require
from digestgen.yaml.nodes import MappingNode

ARTICLE_NAMES: Final = names(keys.KEYS)
NOT_OF_PAGES: Final = frozenset(ARTICLE_NAMES) - frozenset(names(keys.PAGE_KEYS))
# What other generators call our keys.
MEANT: Final[Mapping[str, str]] = {
    **dict.fromkeys(("published", "pubdate", "publishdate", "created"), "date"),
    **dict.fromkeys(("topics", "topic", "categories", "category", "keywords"), "tags"),
    **dict.fromkeys(("description", "excerpt", "abstract", "subtitle"), "summary"),
    **dict.fromkeys(("author", "authors", "publisher", "origin", "via"), "source"),
    **dict.fromkeys(("modified", "lastmod", "last_modified"), "updated"),
    **dict.fromkeys(("photo", "picture", "cover", "thumbnail"), "image"),
    **dict.fromkeys(("url", "permalink", "path"), "slug"),
    **dict.fromkeys(("redirect_from", "redirects"), "aliases"),
    **dict.fromkeys(("expirydate", "until"), "expires"),
    **dict.fromkeys(("location", "city"), "place"),
    **dict.fromkeys(("license", "licence", "copyright"), "rights"),
    **dict.fromkeys(("errata", "erratum"), "corrections"),
    **dict.fromkeys(("retracted", "retraction", "removed"), "withdrawn"),
    **dict.fromkeys(("guid", "uuid", "identifier"), "id"),
    **dict.fromkeys(("language", "locale"), "lang"),
    **dict.fromkeys(("type", "template"), "layout"),
    "headline": "title",
    "pinned": "featured",
    **dict.fromkeys(("العنوان", "عنوان"), "title"),
    **dict.fromkeys(("التاريخ", "تاريخ"), "date"),
    **dict.fromkeys(("المصدر", "مصدر"), "source"),
    **dict.fromkeys(("الوسوم", "وسوم", "المواضيع", "مواضيع"), "tags"),
    **dict.fromkeys(("الصورة", "صورة"), "image"),
    **dict.fromkeys(("الملخص", "ملخص"), "summary"),
    **dict.fromkeys(("المكان", "مكان"), "place"),
    **dict.fromkeys(("اللغة", "لغة"), "lang"),
    **dict.fromkeys(("التصحيحات", "تصحيحات"), "corrections"),
    **dict.fromkeys(("الحقوق", "حقوق"), "rights"),
    "مسودة": "draft",
}


def read_front_matter(
    node: MappingNode,
    *,
    path: FilePath,
    zone: ZoneInfo,
) -> FrontMatter | PageFrontMatter:
    """Return the front matter of the content file *path*. Raises Problems with all of them."""
    report: list[Diagnostic] = []
    fields = Fields(node, report, strict_text=True)
    is_page = keys.LAYOUT.of(fields) is Layout.PAGE
    front = page_front(fields, path) if is_page else article_front(fields, path, zone)
    if report:
        raise Problems(*report)
    return front


def article_front(fields: Fields, path: FilePath, zone: ZoneInfo) -> FrontMatter:
    """Return the front matter of an article."""
    fields.expect(ARTICLE_NAMES, MEANT)
    require(fields, keys.KEYS)
    date, updated = keys.DATE.of(fields, zone), keys.UPDATED.of(fields, zone)
    if date and updated and updated.at < date.at:
        fields.report.append(rules.UPDATED_TOO_EARLY.at(fields.place("updated")))
    return FrontMatter(
        id=keys.ID.of(fields),
        title=keys.TITLE.of(fields) or "",
        # A date that is missing or wrong was reported, so this value is seen by nobody.
        date=date or parse_moment("2000-01-01", zone=zone, place=fields.place("date")),
        sources=keys.SOURCE.of(fields),
        tags=keys.TAGS.of(fields),
        image=keys.IMAGE.of(fields, path),
        summary=keys.SUMMARY.of(fields),
        place=keys.PLACE.of(fields),
        slug=keys.SLUG.of(fields, path),
        aliases=keys.ALIASES.of(fields),
        updated=updated,
        rights=keys.RIGHTS.of(fields),
        corrections=keys.CORRECTIONS.of(fields, date, zone),
        withdrawn=keys.WITHDRAWN.of(fields),
        draft=keys.DRAFT.of(fields),
        expires=keys.EXPIRES.of(fields, zone),
        language=keys.LANGUAGE.of(fields),
        featured=keys.FEATURED.of(fields),
        params=keys.PARAMS.of(fields),
    )


def page_front(fields: Fields, path: FilePath) -> PageFrontMatter:
    """Return the front matter of a plain page."""
    for key in fields.entries.keys() & NOT_OF_PAGES:
        fields.report.append(rules.NOT_ON_A_PAGE.at(fields.entries[key].place, key=key))
    fields.expect(ARTICLE_NAMES, MEANT)
    require(fields, keys.PAGE_KEYS)
    return PageFrontMatter(
        title=keys.TITLE.of(fields) or "",
        slug=keys.SLUG.of(fields, path),
        summary=keys.SUMMARY.of(fields),
        image=keys.IMAGE.of(fields, path),
        aliases=keys.ALIASES.of(fields),
        draft=keys.DRAFT.of(fields),
        language=keys.LANGUAGE.of(fields),
        params=keys.PARAMS.of(fields),
    )
