"""The settings of feeds in site.yaml, and what site.yaml says of rights."""

import re
from collections.abc import Mapping
from typing import Final

from digestgen import rules
from digestgen.model import FeedContent, Feeds, Rights
from digestgen.yaml.fields import Fields
from digestgen.yaml.keys import Key, Keys, Kind, choice, mapping_schema, names, number
from digestgen.yaml.nodes import MappingNode

FEED_MEANT: Final[Mapping[str, str]] = {
    **dict.fromkeys(("tag", "prefix", "authority", "guid"), "id"),
    **dict.fromkeys(("limit", "items", "articles", "count", "per_page"), "entries"),
    **dict.fromkeys(("body", "text", "full_text", "mode"), "content"),
    **dict.fromkeys(("tags", "per_topic", "categories"), "topics"),
}
# What the ids of feeds begin with if the site does not say it. It must not follow from the site's
# URL, since a site that moves would send all its articles to all its readers again. RFC 2606 keeps
# the domain for nobody.
DEFAULT_ID: Final = "tag:digestgen.invalid,2024:"
# RFC 4151 §2.1: the name of whoever gives out the ids, a date on which they held it, and whatever
# they like.
TAG: Final = re.compile(
    r"tag:(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?,"
    r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*"
)


def rights(fields: Fields, key: str) -> Rights | None:
    """Return what articles hold of another's work, where they do not say it themselves."""
    return fields.choice(key, Rights, Rights.OWN) if fields.has(key) else None


def feeds(fields: Fields, key: str) -> Feeds:
    """Return what is said of feeds."""
    node = fields.mapping(key, f"{key}: {{entries: 30}}")
    inner = Fields(node or MappingNode(entries=(), place=fields.place(key)), fields.report)
    inner.expect(names(FEED_KEYS), FEED_MEANT)
    return Feeds(
        id=FEED_ID.of(inner),
        entries=ENTRIES.of(inner),
        content=CONTENT.of(inner),
        topics=OF_TOPICS.of(inner),
    )


def feed_id(fields: Fields, key: str) -> str:
    """Return how the ids of feeds begin."""
    written = fields.checked(
        key,
        "tag:example.org,2024:",
        lambda text: TAG.fullmatch(text) is not None,
        lambda place, text: rules.NOT_A_TAG.at(place, value=text),
    )
    tag = written or DEFAULT_ID
    return tag if tag[-1] in ":/" else f"{tag}/"


def usual_flag(fields: Fields, key: str) -> bool:
    """Return the truth of *key*; True without it."""
    return fields.flag(key) if fields.has(key) else True


FEED_ID: Final = Key(
    name="id",
    kind=Kind(
        read=feed_id,
        schema={"type": "string", "pattern": rf"^\s*{TAG.pattern}\s*$"},
        words="tag",
    ),
    meaning=f"How all ids begin; without it, `{DEFAULT_ID}`.",
    default=DEFAULT_ID,
)
ENTRIES: Final = Key(
    name="entries",
    kind=number(default=30, lowest=1, highest=500),
    meaning="The most articles in a feed; 30 without it.",
    default=30,
)
CONTENT: Final = Key(
    name="content",
    kind=choice(FeedContent, FeedContent.FULL),
    meaning="What the feed of all articles has of each; `full` without it.",
    default=FeedContent.FULL.value,
)
OF_TOPICS: Final = Key(
    name="topics",
    kind=Kind(read=usual_flag, schema={"type": "boolean"}, words="`true` or `false`"),
    meaning="Whether topics have feeds; they do without it.",
    default=True,
)
FEED_KEYS: Final[Keys] = (FEED_ID, ENTRIES, CONTENT, OF_TOPICS)

FEED_SETTINGS: Final = Kind(read=feeds, schema=mapping_schema(FEED_KEYS), words="mapping")
RIGHTS_OF_ALL: Final = Kind(
    read=rights,
    schema={"enum": [member.value for member in Rights]},
    words="`excerpt`, `full` or `own`",
)
