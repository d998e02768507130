"""The values of the front matter that are more than a text or a flag, each with its kind."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from digestgen import rules
from digestgen.content import paths
from digestgen.content.dates import parse_moment
from digestgen.errors import Diagnostic, Place, Problems
from digestgen.file_path import FilePath
from digestgen.model import Moment, WrittenImage, WrittenSource
from digestgen.text.clean import one_line, visible
from digestgen.text.folding import ascii_digits
from digestgen.text.slug import LONGEST_CHARACTERS, fits, slugify
from digestgen.urls import decoded, encoded_web_url, is_site_path, is_web_url, with_slash
from digestgen.yaml.fields import Fields
from digestgen.yaml.keys import (
    ANY_TEXT,
    TEXT,
    WEB_URL,
    Key,
    Keys,
    Kind,
    mapping_schema,
    names,
    require,
)
from digestgen.yaml.nodes import ListNode, MappingNode, Node, Scalar

# What other generators call our keys.
SOURCE_MEANT: Final[Mapping[str, str]] = {
    "title": "name",
    "link": "url",
    "outlet": "name",
    "by": "author",
}
IMAGE_MEANT: Final[Mapping[str, str]] = {
    "url": "src",
    "path": "src",
    "file": "src",
    "title": "caption",
}
# How a text begins that is meant as a URL, whatever else is wrong with it.
LIKE_A_URL: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]*:|https?)?//|www\.|(?:javascript|data|mailto|file|tel):", re.IGNORECASE
)
DATE_PREFIX: Final = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[-_ ]|$)")
BUNDLE: Final = "index"


# --- readers -------------------------------------------------------------------------------------


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


def sources(fields: Fields, key: str) -> tuple[WrittenSource, ...]:
    """Return the sources: of one text, URL or mapping, or of a list of these."""
    node = fields.value(key)
    items = node.items if isinstance(node, ListNode) else [node] if node else []
    if isinstance(node, ListNode) and not items:
        fields.report.append(rules.EMPTY.at(node.place, key=key))
    return tuple(written for item in items for written in source(fields, item))


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
    fields.expect(names(SOURCE_KEYS), SOURCE_MEANT)
    name, url, author = (key.of(fields) for key in (OUTLET, ORIGINAL, AUTHOR))
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


def tags(fields: Fields, key: str) -> tuple[str, ...]:
    """Return the tags, each with a letter or digit that a URL can be made of."""
    items = [(tag, place, topic_name(tag)) for tag, place in fields.items(key)]
    fields.report += [
        rules.NO_LETTERS.at(place, value=tag) for tag, place, name in items if not name
    ]
    return tuple([name for _, _, name in items if name])


# The same topics stand on all articles.
@lru_cache(maxsize=1 << 12)
def topic_name(tag: str) -> str:
    """Return the name of the topic that *tag* names; empty if no URL can be made of it."""
    return one_line(visible(tag)) if slugify(tag) else ""


def image(fields: Fields, key: str, path: FilePath) -> WrittenImage | None:
    """Return the lead picture of the content file *path*."""
    node = fields.value(key)
    if node is None:
        return None
    inner = Fields(node, fields.report, strict_text=True) if isinstance(node, MappingNode) else None
    if inner:
        inner.expect(names(IMAGE_KEYS), IMAGE_MEANT)
        require(inner, IMAGE_KEYS)
    key, holder = (FILE.name, inner) if inner else (key, fields)
    target, place = image_path(holder, key, path), holder.place(key)
    texts = {text.name: text.of(inner) if inner else None for text in (ALT, CAPTION, CREDIT)}
    return None if target is None else WrittenImage(path=target, place=place, **texts)


def image_path(fields: Fields, key: str, path: FilePath) -> FilePath | None:
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


def slug(fields: Fields, key: str, path: FilePath) -> str:
    """Return the end of the URL: `slug:`, else the file's name without a date before it."""
    written = fields.text(key)
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
            rule.at(fields.place(key), value=written, segment=written, fixed=fixed)
        )
    return clean


def file_slug(path: FilePath) -> str:
    """Return the name of *path* without its ending and a date; of `index.md` the folder's."""
    name = file_name(path)
    return name[match.end() :] if (match := DATE_PREFIX.match(name)) else name


def file_name(path: FilePath) -> str:
    """Return the name of *path* without its ending; of `index.md` the folder's."""
    return ascii_digits(path.parent.name if path.stem == BUNDLE and path.parent.name else path.stem)


def aliases(fields: Fields, key: str) -> tuple[str, ...]:
    """Return the site paths that are to lead here."""
    items = [(decoded(written), written, place) for written, place in fields.items(key)]
    problems = {alias: alias_problem(alias, written, place) for alias, written, place in items}
    fields.report += filter(None, problems.values())
    return tuple(with_slash(alias) for alias, _, _ in items if problems[alias] is None)


def alias_problem(alias: str, written: str, place: Place) -> Diagnostic | None:
    """Return what is wrong with *alias*, which stands at *place* as *written*; None if nothing."""
    if not is_site_path(alias) or alias == "/":
        return rules.NOT_A_PATH.at(place, value=written)
    long = next((part for part in alias.split("/") if not fits(part)), None)
    return rules.PATH_TOO_LONG.at(place, segment=long) if long else None


# --- the keys of a source and of the lead picture ------------------------------------------------

OUTLET: Final = Key(name="name", kind=TEXT, meaning="The outlet's name, or its id in site.yaml.")
ORIGINAL: Final = Key(name="url", kind=WEB_URL, meaning="The address of the original article.")
AUTHOR: Final = Key(name="author", kind=TEXT, meaning="Who wrote it.")
SOURCE_KEYS: Final = (OUTLET, ORIGINAL, AUTHOR)
SOURCE_SCHEMA: Final = {
    "anyOf": [
        ANY_TEXT,
        {
            **mapping_schema(SOURCE_KEYS),
            "anyOf": [{"required": [OUTLET.name]}, {"required": [ORIGINAL.name]}],
        },
    ]
}

FILE: Final = Key(
    name="src",
    kind=TEXT,
    meaning="The path of the picture, from this file's folder.",
    required=True,
)
ALT: Final = Key(
    name="alt", kind=TEXT, meaning="What is seen in it, for readers who cannot see it."
)
CAPTION: Final = Key(name="caption", kind=TEXT, meaning="Stands under the picture.")
CREDIT: Final = Key(name="credit", kind=TEXT, meaning="Who made it.")
IMAGE_KEYS: Final[Keys] = (FILE, ALT, CAPTION, CREDIT)

# --- kinds ---------------------------------------------------------------------------------------

# With digits of any of the three kinds; what follows the day is not looked at closely.
WHEN: Final = Kind(
    read=moment,
    schema={
        "type": "string",
        "pattern": r"^\s*[0-9٠-٩۰-۹]{4}-[0-9٠-٩۰-۹]{1,2}-[0-9٠-٩۰-۹]{1,2}(?:[Tt ].*)?$",
    },
    words="date, or date and time",
)
SOURCES: Final = Kind(
    read=sources,
    schema={
        "anyOf": [
            *SOURCE_SCHEMA["anyOf"],
            {"type": "array", "items": SOURCE_SCHEMA, "minItems": 1},
        ]
    },
    words="name, URL, mapping, or a list of these",
)
PICTURE: Final = Kind(
    read=image,
    schema={"anyOf": [{"type": "string", "pattern": r"\S"}, mapping_schema(IMAGE_KEYS)]},
    words="path or mapping",
)
TAG_LIST: Final = Kind(
    read=tags, schema={"type": "array", "items": ANY_TEXT}, words="list of texts"
)
URL_END: Final = Kind(
    read=slug,
    schema={**ANY_TEXT, "pattern": r"^\s*[^\s/]+\s*$", "maxLength": LONGEST_CHARACTERS},
    words="text",
)
SITE_PATHS: Final = Kind(
    read=aliases,
    schema={"type": "array", "items": {"type": "string", "pattern": r"^\s*(?:/|%2[Ff])"}},
    words="list of paths",
)
