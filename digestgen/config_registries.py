"""The lists and registries of site.yaml: outlets, topics, links, and what each of these has."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeVar

from digestgen import rules
from digestgen.errors import Phrase, Place, said
from digestgen.model import MenuEntry, RegisteredSource, RegisteredTopic
from digestgen.text.slug import slugify
from digestgen.urls import is_site_path, is_web_url
from digestgen.yaml.fields import Fields
from digestgen.yaml.keys import (
    LANGUAGE_CODE,
    TEXT,
    TEXTS,
    WEB_URL,
    Key,
    Keys,
    Kind,
    mapping_schema,
    names,
    require,
)
from digestgen.yaml.nodes import Entry, ListNode, MappingNode

Registered = TypeVar("Registered", RegisteredSource, RegisteredTopic)

# What other generators call our keys of links.
LINK_MEANT: Final[Mapping[str, str]] = {
    **dict.fromkeys(("title", "text", "label"), "name"),
    **dict.fromkeys(("link", "href", "path", "page"), "url"),
}


KINDS: Final[Mapping[str, Phrase]] = {"sources": said("source"), "topics": said("topic")}


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
            fields.report.append(
                rules.ID_NOT_A_SLUG.at(
                    entry.place,
                    kind=KINDS[key],
                    value=entry.key,
                    fixed=slug or key.removesuffix("s"),
                ),
            )
        yield read(entry.key, registered_fields(entry, fields), entry.place)


def registered_fields(entry: Entry, fields: Fields) -> Fields:
    """Return the mapping under *entry*; an entry that has no mapping is reported and empty."""
    if isinstance(entry.value, MappingNode):
        return Fields(entry.value, fields.report)
    fields.wrong(entry.value, entry.key, "a mapping", f"{entry.key}: {{name: …}}")
    return Fields(MappingNode(entries=(), place=entry.place), [])


def sources(fields: Fields, key: str) -> tuple[RegisteredSource, ...]:
    """Return the outlets that are declared."""
    return tuple(registry(fields, key, registered_source))


def registered_source(source_id: str, fields: Fields, place: Place) -> RegisteredSource:
    """Return the outlet *source_id*."""
    fields.expect(names(SOURCE_KEYS))
    require(fields, SOURCE_KEYS)
    return RegisteredSource(
        id=source_id,
        name=SOURCE_NAME.of(fields) or "",
        url=SOURCE_URL.of(fields),
        language=NAME_LANGUAGE.of(fields),
        place=place,
    )


def topics(fields: Fields, key: str) -> tuple[RegisteredTopic, ...]:
    """Return the topics that are declared."""
    return tuple(registry(fields, key, registered_topic))


def registered_topic(topic_id: str, fields: Fields, place: Place) -> RegisteredTopic:
    """Return the topic *topic_id*."""
    fields.expect(names(TOPIC_KEYS))
    require(fields, TOPIC_KEYS)
    return RegisteredTopic(
        id=topic_id,
        name=TOPIC_NAME.of(fields) or "",
        aliases=TOPIC_ALIASES.of(fields),
        description=TOPIC_DESCRIPTION.of(fields),
        language=NAME_LANGUAGE.of(fields),
        sort_as=SORT_AS.of(fields),
        place=place,
    )


def links(fields: Fields, key: str) -> tuple[MenuEntry, ...]:
    """Return the links in the list of *key*."""
    node = fields.value(key)
    example = f"{key}: [{{name: …, url: /about/}}]"
    if node is not None and not isinstance(node, ListNode):
        fields.wrong(node, key, "a list", example)
    read: list[MenuEntry] = []
    for item in node.items if isinstance(node, ListNode) else ():
        if isinstance(item, MappingNode):
            read.append(link(Fields(item, fields.report)))
        else:
            fields.wrong(item, key, "a list of mappings", example)
    return tuple(read)


def link(fields: Fields) -> MenuEntry:
    """Return the link that *fields* declare."""
    fields.expect(names(LINK_KEYS), LINK_MEANT)
    require(fields, LINK_KEYS)
    return MenuEntry(
        name=LINK_NAME.of(fields) or "", url=LINK_URL.of(fields), place=fields.place("url")
    )


def link_url(fields: Fields, key: str) -> str:
    """Return the target of a link: a web address or a path of the site."""
    url = fields.text(key) or ""
    if url and not is_web_url(url) and not is_site_path(url):
        fields.report.append(rules.NOT_A_URL.at(fields.place(key), value=url))
    return url


# --- the keys of a source, a topic, a link -------------------------------------------------------

SOURCE_NAME: Final = Key(name="name", kind=TEXT, meaning="What readers see.", required=True)
SOURCE_URL: Final = Key(
    name="url",
    kind=WEB_URL,
    meaning=(
        "The outlet's own site. Originals on its host belong to the outlet; "
        "`www.` makes no difference."
    ),
)
NAME_LANGUAGE: Final = Key(
    name="lang", kind=LANGUAGE_CODE, meaning="The language of the name, if it is not the site's."
)
SOURCE_KEYS: Final[Keys] = (SOURCE_NAME, SOURCE_URL, NAME_LANGUAGE)

TOPIC_NAME: Final = SOURCE_NAME
TOPIC_ALIASES: Final = Key(
    name="aliases",
    kind=TEXTS,
    meaning=(
        "Other tags that mean this topic, and addresses that it had: `/topics/ID/` leads to it."
    ),
)
TOPIC_DESCRIPTION: Final = Key(
    name="description", kind=TEXT, meaning="Stands at the head of the topic's page."
)
SORT_AS: Final = Key(
    name="sort_as",
    kind=TEXT,
    meaning="Where the topic stands in the alphabetical list, if not by its name.",
)
TOPIC_KEYS: Final[Keys] = (TOPIC_NAME, TOPIC_ALIASES, TOPIC_DESCRIPTION, NAME_LANGUAGE, SORT_AS)

LINK_NAME: Final = Key(name="name", kind=TEXT, meaning="What readers see.", required=True)
LINK_URL: Final = Key(
    name="url",
    kind=Kind(
        read=link_url,
        schema={"type": "string", "pattern": r"^\s*(?:/|[Hh][Tt][Tt][Pp][Ss]?://)"},
        words="path or web address",
    ),
    meaning="A path of the site, without the path of its `url`, or a whole web address.",
    required=True,
)
LINK_KEYS: Final[Keys] = (LINK_NAME, LINK_URL)

# --- the kinds of registries and lists -----------------------------------------------------------

SOURCES_BY_ID: Final = Kind(
    read=sources,
    schema={"type": "object", "additionalProperties": mapping_schema(SOURCE_KEYS)},
    words="mapping",
)
TOPICS_BY_ID: Final = Kind(
    read=topics,
    schema={"type": "object", "additionalProperties": mapping_schema(TOPIC_KEYS)},
    words="mapping",
)
LINKS: Final = Kind(
    read=links,
    schema={"type": "array", "items": mapping_schema(LINK_KEYS)},
    words="list of links",
)
