"""What editors say of an article after others wrote it: rights, corrections, withdrawal, its id."""

import re
from collections.abc import Iterator, Mapping
from typing import Final
from zoneinfo import ZoneInfo

from digestgen import rules
from digestgen.content.article_values import WHEN
from digestgen.model import Correction, Moment, Rights
from digestgen.yaml.fields import Fields
from digestgen.yaml.keys import ANY_TEXT, TEXT, Key, Keys, Kind, mapping_schema, names, require
from digestgen.yaml.nodes import ListNode, MappingNode, Scalar

CORRECTION_MEANT: Final[Mapping[str, str]] = {
    **dict.fromkeys(("at", "day", "when"), "date"),
    **dict.fromkeys(("note", "reason", "what", "correction"), "text"),
}
# What an id may be: a name, or an address that some other tool gave the article.
ID_SHAPE: Final = re.compile(r"\w[\w.~/-]{0,199}|(?:tag|urn|https?):[^\s\"<>\\^`{|}]{1,500}")


def rights(fields: Fields, key: str) -> Rights | None:
    """Return what an article holds of another's work; None if that is not said."""
    return fields.choice(key, Rights, Rights.OWN) if fields.has(key) else None


def article_id(fields: Fields, key: str) -> str | None:
    """Return what the article is called in feeds."""
    return fields.checked(
        key,
        "2024-06-21-talks",
        lambda text: ID_SHAPE.fullmatch(text) is not None,
        lambda place, text: rules.NOT_AN_ID.at(place, value=text),
    )


def withdrawn(fields: Fields, key: str) -> str | None:
    """Return why the article is withdrawn; a reason is a text, not yes or no."""
    node = fields.value(key)
    if isinstance(node, Scalar) and node.plain and node.text.lower() in {"true", "false"}:
        fields.wrong(node, key, "the reason", f'{key}: "…", or delete the line')
        return None
    return fields.text(key)


def corrections(
    fields: Fields, key: str, published: Moment | None, zone: ZoneInfo
) -> tuple[Correction, ...]:
    """Return the corrections of an article *published* then, newest first."""
    node = fields.value(key)
    example = f'{key}: [{{date: 2024-06-23, text: "…"}}]'
    if node is not None and not isinstance(node, ListNode):
        fields.wrong(node, key, "a list", example)
    found: list[Correction] = []
    for item in node.items if isinstance(node, ListNode) else ():
        if isinstance(item, MappingNode):
            inner = Fields(item, fields.report, strict_text=True)
            found += correction(inner, published, zone)
        else:
            fields.wrong(item, key, "a list of mappings", example)
    return tuple(sorted(found, key=lambda one: one.date.at, reverse=True))


def correction(fields: Fields, published: Moment | None, zone: ZoneInfo) -> Iterator[Correction]:
    """Yield the correction that *fields* declare, if it is whole."""
    fields.expect(names(CORRECTION_KEYS), CORRECTION_MEANT)
    require(fields, CORRECTION_KEYS)
    date, text = MENDED.of(fields, zone), WRONG.of(fields)
    if date and published and date.at < published.at and date.at.date() != published.at.date():
        fields.report.append(rules.CORRECTED_TOO_EARLY.at(fields.place("date")))
    if date and text:
        yield Correction(date=date, text=text)


MENDED: Final = Key(name="date", kind=WHEN, meaning="When it was mended.", required=True)
WRONG: Final = Key(name="text", kind=TEXT, meaning="What was wrong.", required=True)
CORRECTION_KEYS: Final[Keys] = (MENDED, WRONG)

RIGHTS_OF: Final = Kind(
    read=rights,
    schema={"enum": [member.value for member in Rights]},
    words="`excerpt`, `full` or `own`",
)
ID_TEXT: Final = Kind(read=article_id, schema=ANY_TEXT, words="text")
REASON: Final = Kind(
    read=withdrawn, schema={"type": ["string", "number"], "pattern": r"\S"}, words="text"
)
CORRECTIONS: Final = Kind(
    read=corrections,
    schema={"type": "array", "items": mapping_schema(CORRECTION_KEYS)},
    words="list of `{date, text}`",
)
