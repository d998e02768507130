"""site.yaml → Config. Raw mappings stop here; all problems of the file come back together."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digestgen import rules
from digestgen.errors import Diagnostic, Place, Problems, Rule
from digestgen.model import (
    Config,
    Digits,
    Level,
    MenuEntry,
    Months,
    RegisteredSource,
    RegisteredTopic,
)
from digestgen.names import SETTINGS
from digestgen.text.folding import fold
from digestgen.text.slug import slugify
from digestgen.urls import decoded, host, is_site_path, is_web_url
from digestgen.yaml.fields import Fields
from digestgen.yaml.nodes import Entry, ListNode, MappingNode
from digestgen.yaml.parse import parse_yaml

Registered = TypeVar("Registered", RegisteredSource, RegisteredTopic)

KEYS: Final = (
    *("title", "url", "language", "timezone", "description", "disclaimer", "end_mark", "theme"),
    *("permalink", "per_page", "months", "digits", "hijri", "sources", "topics"),
    *("menu", "email", "social", "feeds", "checks", "params"),
)
SOURCE_KEYS: Final = ("name", "url", "lang")
TOPIC_KEYS: Final = ("name", "aliases", "description", "lang", "sort_as")
LINK_KEYS: Final = ("name", "url")
# What other generators call our keys.
MEANT: Final[Mapping[str, str]] = {
    **dict.fromkeys(("baseurl", "base_url", "site_url", "siteurl"), "url"),
    **dict.fromkeys(("lang", "locale", "languagecode", "default_lang"), "language"),
    **dict.fromkeys(("paginate", "pagination", "page_size"), "per_page"),
    **dict.fromkeys(("name", "sitename", "site_title"), "title"),
    **dict.fromkeys(("tags", "categories"), "topics"),
    **dict.fromkeys(("tz", "zone"), "timezone"),
    **dict.fromkeys(("permalinks", "article_url"), "permalink"),
    **dict.fromkeys(("nav", "navigation", "links"), "menu"),
    "subtitle": "description",
}
LINK_MEANT: Final[Mapping[str, str]] = {
    **dict.fromkeys(("title", "text", "label"), "name"),
    **dict.fromkeys(("link", "href", "path", "page"), "url"),
}
PERMALINK: Final = "/{year}/{month}/{day}/{slug}/"
PERMALINK_SHAPE: Final = re.compile(r"/(?:(?:[\w.-]|\{(?:year|month|day|slug)\})+/)+")
CHECKS: Final[Mapping[str, str]] = MappingProxyType(
    {key: rule.code for rule in rules.checks() for key in (rule.name, rule.code)}
)
FOLDER_NAME: Final = re.compile(r"[\w-][\w.-]*")


def parse_config(text: str) -> Config:
    """Return the settings that *text*, the whole of site.yaml, declares. Raises Problems."""
    report: list[Diagnostic] = []
    fields = Fields(parse_yaml(text, file=SETTINGS), report)
    fields.expect(KEYS, MEANT)
    config = read_config(fields)
    report += clashes(config.topics, topic_names, rules.SAME_TOPIC)
    report += clashes(config.sources, source_names, rules.SAME_SOURCE)
    if report:
        raise Problems(*report)
    return config


def read_config(fields: Fields) -> Config:
    """Return the settings in *fields*; what is reported stands in them as a default."""
    fields.require("title")
    fields.require(
        "url", hint="add where the site is served: url: https://NAME.github.io/REPOSITORY/"
    )
    origin, base = address(fields.web_url("url") or "")
    return Config(
        title=fields.text("title") or "",
        origin=origin,
        base=base,
        language=fields.language("language") or "ar",
        timezone=timezone(fields),
        description=fields.text("description"),
        disclaimer=fields.text("disclaimer"),
        end_mark=fields.text("end_mark"),
        theme=theme_name(fields),
        theme_place=fields.place("theme"),
        permalink=permalink(fields),
        per_page=fields.number("per_page", default=20, lowest=1, highest=1000),
        months=fields.choice("months", Months, Months.GREGORIAN),
        digits=fields.choice("digits", Digits, Digits.LATN),
        hijri=fields.flag("hijri"),
        sources=tuple(registry(fields, "sources", registered_source)),
        topics=tuple(registry(fields, "topics", registered_topic)),
        menu=tuple(links(fields, "menu")),
        email=fields.email("email"),
        social=tuple(links(fields, "social")),
        feeds=fields.free("feeds"),
        checks=checks(fields),
        params=fields.free("params"),
    )


def address(url: str) -> tuple[str, str]:
    """Return the origin and the base path of *url*; a query and a fragment are dropped."""
    parts = urlsplit(url)
    segments = [decoded(segment) for segment in parts.path.split("/") if segment]
    return f"{parts.scheme}://{parts.netloc}", "/" + "".join(f"{segment}/" for segment in segments)


def timezone(fields: Fields) -> ZoneInfo:
    """Return the zone of dates without an offset."""
    name = fields.text("timezone") or "UTC"
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        fields.report.append(rules.NOT_A_TIMEZONE.at(fields.place("timezone"), value=name))
        return ZoneInfo("UTC")


def theme_name(fields: Fields) -> str:
    """Return the name of the theme, which is the name of a folder."""
    name = fields.text("theme") or "default"
    if not FOLDER_NAME.fullmatch(name):
        hint = "write the name of a folder in themes/, or theme: default"
        fields.report.append(rules.NO_THEME.at(fields.place("theme"), hint=hint, name=name))
    return name


def permalink(fields: Fields) -> str:
    """Return the pattern of article URLs."""
    pattern = fields.text("permalink") or PERMALINK
    whole = PERMALINK_SHAPE.fullmatch(pattern) and "/../" not in pattern and "/./" not in pattern
    if not whole or "{slug}" not in pattern:
        fields.report.append(rules.NOT_A_PERMALINK.at(fields.place("permalink"), value=pattern))
        return PERMALINK
    return pattern


def registry(
    fields: Fields,
    key: str,
    read: Callable[[str, Fields, Place], Registered],
) -> Iterator[Registered]:
    """Yield what the registry *key* declares, each entry read by *read*."""
    node = fields.mapping(key, f"{key}: {{id: {{name: …}}}}")
    for entry in node.entries if node else ():
        slug = slugify(entry.key)
        if entry.key != slug:
            kind = key.removesuffix("s")
            fields.report.append(
                rules.ID_NOT_A_SLUG.at(entry.place, kind=kind, value=entry.key, fixed=slug or kind),
            )
        yield read(entry.key, registered_fields(entry, fields), entry.place)


def registered_fields(entry: Entry, fields: Fields) -> Fields:
    """Return the mapping under *entry*; an entry that has no mapping is reported and empty."""
    if isinstance(entry.value, MappingNode):
        return Fields(entry.value, fields.report)
    fields.wrong(entry.value, entry.key, "a mapping", f"{entry.key}: {{name: …}}")
    return Fields(MappingNode(entries=(), place=entry.place), [])


def registered_source(source_id: str, fields: Fields, place: Place) -> RegisteredSource:
    """Return the outlet *source_id*."""
    fields.expect(SOURCE_KEYS)
    fields.require("name")
    return RegisteredSource(
        id=source_id,
        name=fields.text("name") or "",
        url=fields.web_url("url"),
        language=fields.language("lang"),
        place=place,
    )


def registered_topic(topic_id: str, fields: Fields, place: Place) -> RegisteredTopic:
    """Return the topic *topic_id*."""
    fields.expect(TOPIC_KEYS)
    fields.require("name")
    return RegisteredTopic(
        id=topic_id,
        name=fields.text("name") or "",
        aliases=fields.texts("aliases"),
        description=fields.text("description"),
        language=fields.language("lang"),
        sort_as=fields.text("sort_as"),
        place=place,
    )


def topic_names(topic: RegisteredTopic) -> dict[str, str]:
    """Return the names that lead to *topic*, as they are compared and as they are written."""
    return {fold(name): name for name in (topic.id, topic.name, *topic.aliases)}


def source_names(source: RegisteredSource) -> dict[str, str]:
    """Return the names and the host that lead to *source*, as compared and as written."""
    site = host(source.url or "")
    return {fold(source.id): source.id, fold(source.name): source.name, site: site}


def clashes(
    registered: Iterable[Registered],
    names: Callable[[Registered], dict[str, str]],
    rule: Rule,
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each name that leads to two of *registered*."""
    owner: dict[str, str] = {}
    for entry in registered:
        for name, written in sorted(names(entry).items()):
            if name and name in owner:
                yield rule.at(entry.place, name=written, other=owner[name])
            owner.setdefault(name, entry.id)


def links(fields: Fields, key: str) -> Iterator[MenuEntry]:
    """Yield the links in the list of *key*."""
    node = fields.value(key)
    example = f"{key}: [{{name: …, url: /about/}}]"
    if node is not None and not isinstance(node, ListNode):
        fields.wrong(node, key, "a list", example)
    for item in node.items if isinstance(node, ListNode) else ():
        if isinstance(item, MappingNode):
            yield link(Fields(item, fields.report))
        else:
            fields.wrong(item, key, "a list of mappings", example)


def link(fields: Fields) -> MenuEntry:
    """Return the link that *fields* declare: a name, and a web address or a path of the site."""
    fields.expect(LINK_KEYS, LINK_MEANT)
    fields.require("name")
    fields.require("url")
    url = fields.text("url") or ""
    if url and not is_web_url(url) and not is_site_path(url):
        fields.report.append(rules.NOT_A_URL.at(fields.place("url"), value=url))
    return MenuEntry(name=fields.text("name") or "", url=url, place=fields.place("url"))


def checks(fields: Fields) -> dict[str, Level]:
    """Return how bad `check` takes what it finds, by the codes of rules."""
    node = fields.mapping("checks", "checks: {latin-punctuation: off}")
    inner = Fields(node or MappingNode(entries=(), place=fields.node.place), fields.report)
    levels: dict[str, Level] = {}
    for key, entry in inner.entries.items():
        if key in CHECKS:
            levels[CHECKS[key]] = inner.choice(key, Level, Level.WARNING)
            continue
        near = difflib.get_close_matches(key, CHECKS, n=1)
        hint = f"did you mean '{near[0]}'?" if near else None
        fields.report.append(rules.NO_SUCH_CHECK.at(entry.place, hint=hint, name=key))
    return levels
