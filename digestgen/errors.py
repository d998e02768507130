"""What digestgen says when something is wrong.

A `Rule` is a kind of problem with a stable code; a `Diagnostic` is one case of it, at a place in
a file. This module knows no rule (they stand in `rules.py`) and prints nothing.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LONGEST_VALUE: Final = 200


class Severity(StrEnum):
    """How bad a diagnostic is: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """A place in a file of the site; lines and columns count from 1, 0 means the whole file."""

    file: str
    """The file's path, relative to the site's folder where it lies inside."""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return `file:line:column`, without the parts that are not known."""
        known = (str(number) for number in (self.line, self.column) if number)
        return ":".join((self.file, *known))


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One problem: what is wrong, where, and what to do."""

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A kind of problem. *message* and *hint* have `{named}` gaps for the values of a case."""

    code: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR
    name: str = ""
    """What settings call a rule of `check`; the rules of a build have none."""
    is_asked_for: bool = False
    """Whether `check` looks for it only where the settings of a site say so."""

    def at(self, place: Place, /, *, hint: str | None = None, **values: object) -> Diagnostic:
        """Return the diagnostic of this rule at *place*; *hint* replaces the rule's own."""
        return Diagnostic(
            code=self.code,
            severity=self.severity,
            place=place,
            message=self.message.format(**{name: short(values[name]) for name in values}),
            hint=(hint if hint is not None else self.hint.format(**values)),
        )


def short(value: object) -> str:
    """Return *value* as a message shows it: whole texts and pictures are pasted into links."""
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


class DigestgenError(Exception):
    """The root of every exception that digestgen raises on purpose."""


class Problems(DigestgenError):
    """The site cannot be built; *diagnostics* say why. Nothing was written."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__("; ".join(f"{d.place}: {d.message}" for d in diagnostics))
        self.diagnostics = diagnostics


class BuildRunningError(DigestgenError):
    """Another build of the same site is running."""


def is_error(diagnostic: Diagnostic) -> bool:
    """Tell whether *diagnostic* stops a build."""
    return diagnostic.severity is Severity.ERROR


def in_order(diagnostics: list[Diagnostic] | tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Return *diagnostics* by file, line, column and code, each once."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.place, d.code, d.message)))
