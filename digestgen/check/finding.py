"""What a rule found in the text of one file, and what could stand there instead."""

from collections.abc import Mapping

from msgspec import Struct, field

from digestgen.check.text import RawText
from digestgen.errors import Diagnostic, Rule


class Finding(Struct, frozen=True, kw_only=True):
    """A piece of a text, from *start* to *end*, that breaks a rule."""

    rule: Rule
    start: int
    end: int
    values: Mapping[str, object] = field(default_factory=dict)
    cure: str | None = None
    """What to put in its place; None if only a person can know."""


def codepoint(character: str) -> str:
    """Return the name of *character* that everyone can read: U+200B."""
    return f"U+{ord(character[0]):04X}"


def diagnostic(finding: Finding, text: RawText) -> Diagnostic:
    """Return the diagnostic of what was found in *text*."""
    return finding.rule.at(text.place(finding.start), hint=None, **finding.values)
