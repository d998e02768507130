"""What a key is: its name, how its value is read, and what people and editors are told of it.

One definition serves the reader, the JSON Schema (draft 2020-12) and the tables of the
documentation, so that none of them can say something else than the others.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Concatenate, Final, Generic, ParamSpec, TypeVar

from digestgen.errors import Phrase
from digestgen.model import FreeValue
from digestgen.text.email import ADDRESS
from digestgen.yaml.fields import LANGUAGE, Fields

Value_co = TypeVar("Value_co", covariant=True)
Member = TypeVar("Member", bound=StrEnum)
Context = ParamSpec("Context")
Schema = Mapping[str, object]

# What the reader takes for a text: `title: 2024` is one.
ANY_TEXT: Final[Schema] = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
NOTHING: Final = "null"
MARKDOWN_LINK: Final = re.compile(r"\[([^]]+)\]\([^)]*\)")
HTML_TAG: Final = re.compile(r"<[^<>]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[Context, Value_co]):
    """A kind of values."""

    read: Callable[Concatenate[Fields, str, Context], Value_co]
    """Returns the value of a key, with whatever else it takes to understand it."""
    schema: Schema
    """Holds for every value that *read* takes; it may hold for some that *read* refuses."""
    words: str
    """What the documentation calls it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(Generic[Context, Value_co]):
    """A key of a mapping."""

    name: str
    kind: Kind[Context, Value_co]
    meaning: str
    """In Markdown, as the documentation has it."""
    see: str = ""
    """A link to more, in Markdown."""
    example: str = ""
    default: FreeValue = None
    without: str = "none"
    """What holds without the key, in words, where it has no default."""
    required: bool = False
    hint: Phrase | None = None
    """What to do when it is missing, if not just to write it."""

    def of(self, fields: Fields, *args: Context.args, **kwargs: Context.kwargs) -> Value_co:
        """Return the value of this key in *fields*."""
        return self.kind.read(fields, self.name, *args, **kwargs)


AnyKey = Key[..., object]
Keys = Sequence[AnyKey]


def names(keys: Keys) -> tuple[str, ...]:
    """Return the names of *keys*."""
    return tuple(key.name for key in keys)


def require(fields: Fields, keys: Keys) -> None:
    """Report those of *keys* that have to be in *fields* and are not."""
    for key in keys:
        if key.required:
            fields.require(key.name, hint=key.hint)


# --- kinds ---------------------------------------------------------------------------------------

TEXT: Final = Kind(read=Fields.text, schema=ANY_TEXT, words="text")
TEXTS: Final = Kind(
    read=Fields.texts, schema={"type": "array", "items": ANY_TEXT}, words="list of texts"
)
FLAG: Final = Kind(read=Fields.flag, schema={"type": "boolean"}, words="`true` or `false`")
FREE: Final = Kind(read=Fields.free, schema={"type": "object"}, words="mapping")
WEB_URL: Final = Kind(
    read=Fields.web_url,
    schema={"type": "string", "pattern": r"^\s*[Hh][Tt][Tt][Pp][Ss]?://[^\s\"<>\\^`{|}]+\s*$"},
    words="web address",
)
EMAIL: Final = Kind(
    read=Fields.email,
    schema={"type": "string", "pattern": ADDRESS.pattern},
    words="e-mail address",
)
LANGUAGE_CODE: Final = Kind(
    read=Fields.language,
    schema={"type": "string", "pattern": rf"^\s*(?:{LANGUAGE.pattern})\s*$"},
    words="language code",
)


def number(*, default: int, lowest: int, highest: int) -> Kind[[], int]:
    """Return the kind of the whole numbers from *lowest* to *highest*."""
    return Kind(
        read=lambda fields, key: fields.number(
            key, default=default, lowest=lowest, highest=highest
        ),
        schema={"type": "integer", "minimum": lowest, "maximum": highest},
        words=f"whole number, {lowest} to {highest}",
    )


def choice(choices: type[Member], default: Member) -> Kind[[], Member]:
    """Return the kind of the members of *choices*."""
    *first, last = (f"`{member}`" for member in choices)
    return Kind(
        read=lambda fields, key: fields.choice(key, choices, default),
        schema={"enum": [member.value for member in choices]},
        words=f"{', '.join(first)} or {last}",
    )


# --- schemas -------------------------------------------------------------------------------------


def mapping_schema(keys: Keys) -> dict[str, object]:
    """Return the JSON Schema of a mapping with *keys* and no others."""
    required = [key.name for key in keys if key.required]
    return {
        "type": "object",
        "properties": {key.name: key_schema(key) for key in keys},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def key_schema(key: AnyKey) -> dict[str, object]:
    """Return the JSON Schema of the value of *key*; only what is required cannot be left empty."""
    schema = dict(key.kind.schema) if key.required else or_nothing(key.kind.schema)
    default = {} if key.default is None else {"default": key.default}
    return {"description": plain(key.meaning), **schema, **default}


def or_nothing(schema: Schema) -> dict[str, object]:
    """Return *schema* holding for an empty value, too."""
    match schema:
        case {"type": str(one)}:
            return {**schema, "type": [one, NOTHING]}
        case {"type": list(several)}:
            return {**schema, "type": [*several, NOTHING]}
        case {"enum": list(values)}:
            return {**schema, "enum": [*values, None]}
        case {"anyOf": list(schemas)}:
            return {**schema, "anyOf": [*schemas, {"type": NOTHING}]}
    return {"anyOf": [schema, {"type": NOTHING}]}


def plain(markdown: str) -> str:
    """Return *markdown* without the targets of links and the tags of HTML."""
    return HTML_TAG.sub("", MARKDOWN_LINK.sub(r"\1", markdown))


# --- tables --------------------------------------------------------------------------------------


def defaults_table(keys: Keys) -> str:
    """Return the Markdown table of *keys* with a column of defaults."""
    rows = (
        (f"`{key.name}`", key.kind.words, default_words(key), told(key), f"`{line(key)}`")
        for key in keys
    )
    return table(("key", "type", "default", "meaning", "example"), rows)


def rules_table(keys: Keys) -> str:
    """Return the Markdown table of *keys*; what is required is said with the rule."""
    rows = (
        (f"`{key.name}`", key.kind.words, required_first(key), f"`{line(key)}`") for key in keys
    )
    return table(("key", "type", "rule", "example"), rows)


def inner_table(keys: Keys) -> str:
    """Return the Markdown table of *keys* of a mapping inside another."""
    rows = ((f"`{key.name}`", key.kind.words, required_first(key)) for key in keys)
    return table(("key", "type", "meaning"), rows)


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = (f"| {' | '.join(cells)} |\n" for cells in (heads, *rows))
    head, *body = lines
    return "".join((head, f"{'|---' * len(heads)}|\n", *body))


def line(key: AnyKey) -> str:
    """Return the example of *key* as a line of YAML."""
    return f"{key.name}: {key.example}"


def told(key: AnyKey) -> str:
    """Return what *key* means, with a link to more."""
    return f"{key.meaning} See {key.see}." if key.see else key.meaning


def required_first(key: AnyKey) -> str:
    """Return what *key* means, after the word whether it is required."""
    return f"Required. {told(key)}" if key.required else told(key)


def default_words(key: AnyKey) -> str:
    """Return what holds without *key*."""
    if key.required:
        return "required"
    if key.default is None:
        return key.without
    return f"`{str(key.default).lower() if isinstance(key.default, bool) else key.default}`"
