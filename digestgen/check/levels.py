"""How bad what was found is: as the rule says, or as the site's settings say."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from digestgen.errors import Diagnostic, Rule, Severity
from digestgen.model import Level
from digestgen.rules import checks

Levels = Mapping[str, Level]
"""The levels that differ from what rules say, by their codes."""


def level_of(rule: Rule, levels: Levels) -> Level:
    """Return how bad what *rule* finds is."""
    own = Level.OFF if rule.is_asked_for else Level(rule.severity.value)
    return levels.get(rule.code, own)


def switched_off(levels: Levels) -> frozenset[str]:
    """Return the codes of the rules that are not looked for."""
    return frozenset(rule.code for rule in checks() if level_of(rule, levels) is Level.OFF)


def levelled(diagnostics: Iterable[Diagnostic], levels: Levels) -> Iterator[Diagnostic]:
    """Yield those of *diagnostics* that are looked for, each as bad as it is taken."""
    off = switched_off(levels)
    for one in diagnostics:
        level = levels.get(one.code)
        if one.code in off:
            continue
        yield replace(one, severity=Severity(level.value)) if level else one
