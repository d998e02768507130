"""What digestgen says when something is wrong.

A `Rule` is a kind of problem with a stable code; a `Diagnostic` is one case of it, at a place in
a file. This module knows no rule (they stand in `rules.py`) and prints nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from msgspec import Struct

LONGEST_VALUE: Final = 200


class Severity(StrEnum):
    """How bad a diagnostic is: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Place(Struct, frozen=True, kw_only=True, order=True):
    """A place in a file of the site; lines and columns count from 1, 0 means the whole file."""

    file: str
    """The file's path, relative to the site's folder where it lies inside."""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return `file:line:column`, without the parts that are not known."""
        known = (str(number) for number in (self.line, self.column) if number)
        return ":".join((self.file, *known))


class Phrase(Struct, frozen=True, kw_only=True):
    """Words of ours, in English: a *template* whose `{named}` gaps are filled with *values*.

    It is what a catalogue knows how to say in another language; `str` gives the English.
    """

    template: str
    values: "Values" = ()

    def __str__(self) -> str:
        """Return the phrase in English."""
        return self.template.format(**{name: str(value) for name, value in self.values})


Values = tuple[tuple[str, str | Phrase], ...]
"""What fills the gaps of a phrase or a rule: texts as they are, and phrases."""


def said(template: str, /, **values: object) -> Phrase:
    """Return *template* with *values* for its gaps, to be said in the language of the author."""
    return Phrase(template=template, values=kept(values))


def did_you_mean(name: str | None) -> Phrase | None:
    """Return the hint that *name* may have been meant; None if no name is near."""
    return said("did you mean '{name}'?", name=name) if name else None


def kept(values: Mapping[str, object]) -> Values:
    """Return *values* as texts and phrases."""
    return tuple(
        (name, value if isinstance(value, Phrase) else str(value)) for name, value in values.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One problem: what is wrong, where, and what to do.

    The *message* and the *hint* are in English and all that programs need; the rest is what they
    were made of, from which they can be made in another language.
    """

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str
    values: Values = field(default=(), compare=False, repr=False)
    cure: Phrase | None = field(default=None, compare=False, repr=False)
    """The hint, if it is not that of the rule."""
    context: Phrase | None = field(default=None, compare=False, repr=False)
    """What the message says in brackets at its end, beside the words of the rule."""


class Rule(Struct, frozen=True, kw_only=True):
    """A kind of problem. *message* and *hint* have `{named}` gaps for the values of a case."""

    code: str
    message: str
    hint: str
    severity: Severity = Severity.ERROR
    name: str = ""
    """What settings call a rule of `check`; the rules of a build have none."""
    is_asked_for: bool = False
    """Whether `check` looks for it only where the settings of a site say so."""

    def at(self, place: Place, /, *, hint: Phrase | None = None, **values: object) -> Diagnostic:
        """Return the diagnostic of this rule at *place*; *hint* replaces the rule's own."""
        return Diagnostic(
            code=self.code,
            severity=self.severity,
            place=place,
            message=self.message.format(**{name: short(values[name]) for name in values}),
            hint=self.hint.format(**values) if hint is None else str(hint),
            values=kept(values),
            cure=hint,
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


def within(diagnostic: Diagnostic, context: Phrase) -> Diagnostic:
    """Return *diagnostic* with *context* at the end of its message."""
    return replace(diagnostic, message=f"{diagnostic.message} ({context})", context=context)


def is_error(diagnostic: Diagnostic) -> bool:
    """Tell whether *diagnostic* stops a build."""
    return diagnostic.severity is Severity.ERROR


def in_order(diagnostics: list[Diagnostic] | tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Return *diagnostics* by file, line, column and code, each once."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.place, d.code, d.message)))
