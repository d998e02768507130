"""Front matter → typed values. Every problem of a file's front matter is reported at once."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final
from zoneinfo import ZoneInfo

from digestgen import rules
from digestgen.content import paths
from digestgen.content.dates import parse_moment
from digestgen.errors import Diagnostic, Problems
from digestgen.model import FrontMatter, Moment, PageFrontMatter, WrittenImage, WrittenSource
from digestgen.text.clean import one_line, visible
from digestgen.text.folding import ascii_digits
from digestgen.text.slug import fits, slugify
from digestgen.urls import decoded, encoded_web_url, is_site_path, is_web_url, with_slash
from digestgen.yaml.fields import Fields
from digestgen.yaml.nodes import ListNode, MappingNode, Node, Scalar

KEYS: Final = (
    *("title", "date", "source", "tags", "image", "summary", "place", "slug", "aliases"),
    *("updated", "draft", "expires", "lang", "featured", "layout", "params"),
)
PAGE_KEYS: Final = (
    *("title", "image", "summary", "slug", "aliases", "draft", "lang", "layout", "params"),
)
SOURCE_KEYS: Final = ("name", "url", "author")
IMAGE_TEXTS: Final = ("alt", "caption", "credit")
IMAGE_KEYS: Final = ("src", *IMAGE_TEXTS)
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
    "مسودة": "draft",
}
# How a text begins that is meant as a URL, whatever else is wrong with it.
LIKE_A_URL: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:|https?)?//|www\.|(?:javascript|data|mailto|file|tel):", re.IGNORECASE
)
DATE_PREFIX: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[-_ ]|$)")
BUNDLE: Final = "index"


class Layout(StrEnum):
    """The values of `layout:`."""

    ARTICLE = "article"
    PAGE = "page"


def read_front_matter(
    node: MappingNode,
    *,
    path: PurePosixPath,
    zone: ZoneInfo,
) -> FrontMatter | PageFrontMatter:
    """Return the front matter of the content file *path*. Raises Problems with all of them."""
    report: list[Diagnostic] = []
    fields = Fields(node, report, strict_text=True)
    is_page = fields.choice("layout", Layout, Layout.ARTICLE) is Layout.PAGE
    front = page_front(fields, path) if is_page else article_front(fields, path, zone)
    if report:
        raise Problems(*report)
    return front


def article_front(fields: Fields, path: PurePosixPath, zone: ZoneInfo) -> FrontMatter:
    """Return the front matter of an article."""
    fields.expect(KEYS, MEANT)
    for key in ("title", "date"):
        fields.require(key)
    fields.require(
        "source", hint="name who published it first: source: https://… or the outlet's name"
    )
    date, updated = moment(fields, "date", zone), moment(fields, "updated", zone)
    if date and updated and updated.at < date.at:
        fields.report.append(rules.UPDATED_TOO_EARLY.at(fields.place("updated")))
    return FrontMatter(
        title=fields.text("title") or "",
        # A date that is missing or wrong was reported, so this value is seen by nobody.
        date=date or parse_moment("2000-01-01", zone=zone, place=fields.place("date")),
        sources=tuple(sources(fields)),
        tags=tuple(tags(fields)),
        image=image(fields, path),
        summary=fields.text("summary"),
        place=fields.text("place"),
        slug=slug(fields, path),
        aliases=tuple(aliases(fields)),
        updated=updated,
        draft=fields.flag("draft"),
        expires=moment(fields, "expires", zone),
        language=fields.language("lang"),
        featured=fields.flag("featured"),
        params=fields.free("params"),
    )


def page_front(fields: Fields, path: PurePosixPath) -> PageFrontMatter:
    """Return the front matter of a plain page."""
    for key in fields.entries.keys() & (set(KEYS) - set(PAGE_KEYS)):
        fields.report.append(rules.NOT_ON_A_PAGE.at(fields.entries[key].place, key=key))
    fields.expect(KEYS, MEANT)
    fields.require("title")
    return PageFrontMatter(
        title=fields.text("title") or "",
        slug=slug(fields, path),
        summary=fields.text("summary"),
        image=image(fields, path),
        aliases=tuple(aliases(fields)),
        draft=fields.flag("draft"),
        language=fields.language("lang"),
        params=fields.free("params"),
    )


def moment(fields: Fields, key: str, zone: ZoneInfo) -> Moment | None:
    """Return the date of *key*."""
    text = fields.word(key, "2024-06-21")
    if text is None:
        return None
    try:
        return parse_moment(text, zone=zone, place=fields.place(key))
    except Problems as problems:
        fields.report += problems.diagnostics
        return None


def sources(fields: Fields) -> Iterator[WrittenSource]:
    """Yield the sources: of one text, URL or mapping, or of a list of these."""
    node = fields.value("source")
    items = node.items if isinstance(node, ListNode) else [node] if node else []
    if isinstance(node, ListNode) and not items:
        fields.report.append(rules.EMPTY.at(node.place, key="source"))
    for item in items:
        yield from source(fields, item)


def source(fields: Fields, node: Node) -> Iterator[WrittenSource]:
    """Yield the source that *node* names."""
    match node:
        case Scalar():
            text = fields.item(node, "source")
            if text and LIKE_A_URL.match(text):
                yield from source_url(fields, node, text)
            elif text:
                yield from source_name(fields, node, text)
        case MappingNode():
            yield from source_mapping(Fields(node, fields.report, strict_text=True))
        case ListNode():
            fields.wrong(node, "source", "a name, a URL or a mapping", "source: https://…")


def source_url(fields: Fields, node: Node, text: str) -> Iterator[WrittenSource]:
    """Yield the source of a URL alone."""
    if is_web_url(text):
        yield WrittenSource(name=None, url=encoded_web_url(text), author=None)
    else:
        fields.report.append(rules.NOT_A_URL.at(node.place, value=text))


def source_name(fields: Fields, node: Node, text: str) -> Iterator[WrittenSource]:
    """Yield the source of a name alone; a name makes a URL, so it needs a letter."""
    if slugify(text):
        yield WrittenSource(name=visible(text), url=None, author=None)
    else:
        fields.report.append(rules.NO_LETTERS.at(node.place, value=text))


def source_mapping(fields: Fields) -> Iterator[WrittenSource]:
    """Yield the source of a mapping."""
    fields.expect(SOURCE_KEYS, {"title": "name", "link": "url", "outlet": "name", "by": "author"})
    name, url, author = fields.text("name"), fields.web_url("url"), fields.text("author")
    if not fields.has("name") and not fields.has("url"):
        fields.report.append(rules.SOURCE_WITHOUT_NAME.at(fields.node.place))
    if name and not slugify(name):
        fields.report.append(rules.NO_LETTERS.at(fields.place("name"), value=name))
    if name or url:
        yield WrittenSource(
            name=visible(name) if name else None,
            url=encoded_web_url(url) if url else None,
            author=author,
        )


def tags(fields: Fields) -> Iterator[str]:
    """Yield the tags, each with a letter or digit that a URL can be made of."""
    for tag, place in fields.items("tags"):
        if slugify(tag):
            yield one_line(visible(tag))
        else:
            fields.report.append(rules.NO_LETTERS.at(place, value=tag))


def image(fields: Fields, path: PurePosixPath) -> WrittenImage | None:
    """Return the lead picture of the content file *path*."""
    node = fields.value("image")
    inner = Fields(node, fields.report, strict_text=True) if isinstance(node, MappingNode) else None
    if inner:
        inner.expect(IMAGE_KEYS, {"url": "src", "path": "src", "file": "src", "title": "caption"})
        inner.require("src")
    key, holder = ("src", inner) if inner else ("image", fields)
    target, place = image_path(holder, key, path), holder.place(key)
    texts = {name: inner.text(name) if inner else None for name in IMAGE_TEXTS}
    return None if target is None else WrittenImage(path=target, place=place, **texts)


def image_path(fields: Fields, key: str, path: PurePosixPath) -> PurePosixPath | None:
    """Return the path of the picture that *key* names in the content file *path*."""
    node = fields.value(key)
    if isinstance(node, ListNode):
        fields.wrong(node, key, "the path of one picture", f"{key}: talks.jpg")
        return None
    written = fields.text(key)
    try:
        return paths.picture(written, path, fields.place(key)) if written else None
    except Problems as problems:
        fields.report += problems.diagnostics
        return None


def slug(fields: Fields, path: PurePosixPath) -> str:
    """Return the end of the URL: `slug:`, else the file's name without a date before it."""
    written = fields.text("slug")
    if written is None:
        made = slugify(file_slug(path))
        if not made:
            fields.report.append(rules.NO_SLUG.at(fields.node.place))
        return made
    clean = slugify(written)
    if clean != written.lower() or not clean:
        too_long = not fits(written)
        rule = rules.PATH_TOO_LONG if too_long else rules.SLUG_NOT_CLEAN
        last = slugify(written.rstrip("/").rpartition("/")[2])
        fixed = last or slugify(file_slug(path)) or "name"
        fields.report.append(
            rule.at(fields.place("slug"), value=written, segment=written, fixed=fixed)
        )
    return clean


def file_slug(path: PurePosixPath) -> str:
    """Return the name of *path* without its ending and a date; of `index.md` the folder's."""
    name = path.parent.name if path.stem == BUNDLE and path.parent.name else path.stem
    name = ascii_digits(name)
    return name[match.end() :] if (match := DATE_PREFIX.match(name)) else name


def aliases(fields: Fields) -> Iterator[str]:
    """Yield the site paths that are to lead here."""
    for written, place in fields.items("aliases"):
        alias = decoded(written)
        if not is_site_path(alias) or alias == "/":
            fields.report.append(rules.NOT_A_PATH.at(place, value=written))
        elif long := next((part for part in alias.split("/") if not fits(part)), None):
            fields.report.append(rules.PATH_TOO_LONG.at(place, segment=long))
        else:
            yield with_slash(alias)
