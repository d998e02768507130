"""JSON Schemas (draft 2020-12) of what authors write, for editors that complete and check it.

They are made from the keys that validate. A schema holds for all that digestgen takes; of what
digestgen refuses it cannot see everything, such as a topic that is declared twice.
"""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from digestgen import config_keys
from digestgen.content import article_keys
from digestgen.content.article_keys import LAYOUT, Layout
from digestgen.yaml.keys import Keys, Schema, key_schema, mapping_schema

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"


def site_schema() -> Schema:
    """Return the schema of site.yaml."""
    return document("site.yaml", config_keys.KEYS)


def article_schema() -> Schema:
    """Return the schema of the front matter of an article."""
    return with_layout(document("Front matter of an article", article_keys.KEYS), Layout.ARTICLE)


def page_schema() -> Schema:
    """Return the schema of the front matter of a page outside the digest."""
    page = document("Front matter of a plain page", article_keys.PAGE_KEYS)
    required = [key.name for key in article_keys.PAGE_KEYS if key.required]
    return {**with_layout(page, Layout.PAGE), "required": [*required, LAYOUT.name]}


def document(title: str, keys: Keys) -> dict[str, object]:
    """Return the schema of a whole file, or of a whole front matter, with *keys*."""
    return {"$schema": DRAFT, "title": title, **mapping_schema(keys)}


def with_layout(schema: Schema, layout: Layout) -> dict[str, object]:
    """Return *schema* for the one *layout*, which the key may name."""
    properties = schema["properties"]
    assert isinstance(properties, Mapping)  # noqa: S101 - tells the type
    named = {**key_schema(LAYOUT), "enum": [layout.value]}
    return {**schema, "properties": {**properties, LAYOUT.name: named}}


SCHEMAS: Final[Mapping[str, Callable[[], Schema]]] = MappingProxyType(
    {"site": site_schema, "article": article_schema, "page": page_schema}
)


def schema_text(name: str) -> str:
    """Return the schema *name*, one of SCHEMAS, as JSON."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"
