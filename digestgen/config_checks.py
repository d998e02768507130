"""What site.yaml says under `checks`: how bad `digestgen check` takes what it finds."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from digestgen import rules
from digestgen.errors import did_you_mean
from digestgen.model import Level
from digestgen.text.near import nearest
from digestgen.yaml.fields import Fields
from digestgen.yaml.keys import Kind
from digestgen.yaml.nodes import MappingNode

CODES: Final[Mapping[str, str]] = MappingProxyType(
    {key: rule.code for rule in rules.checks() for key in (rule.name, rule.code)}
)


def levels(fields: Fields, key: str) -> dict[str, Level]:
    """Return how bad `check` takes what it finds, by the codes of rules."""
    node = fields.mapping(key, f"{key}: {{latin-punctuation: off}}")
    inner = Fields(node or MappingNode(entries=(), place=fields.node.place), fields.report)
    found: dict[str, Level] = {}
    for name, entry in inner.entries.items():
        if name in CODES:
            found[CODES[name]] = inner.choice(name, Level, Level.WARNING)
            continue
        hint = did_you_mean(nearest(name, CODES))
        fields.report.append(rules.NO_SUCH_CHECK.at(entry.place, hint=hint, name=name))
    return found


LEVELS: Final = Kind(
    read=levels,
    schema={
        "type": "object",
        "properties": {name: {"enum": [level.value for level in Level]} for name in CODES},
        "additionalProperties": False,
    },
    words="code or name → level",
)
