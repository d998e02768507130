"""How diagnostics and results are worded for people, programs and GitHub; it prints nothing."""

import json
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import reduce
from typing import Final

from msgspec import Struct, field

from digestgen.build_report import BuildReport
from digestgen.errors import Diagnostic, Phrase, Place, Severity, said
from digestgen.messages.speech import Say, Speech
from digestgen.model import Wait
from digestgen.text.steering import shown

# A name, or a text from right to left, keeps its order inside one of the other direction: UAX #9.
ISOLATED: Final = "\u2068{}\u2069"
RIGHT_TO_LEFT: Final = "\u2067{}\u2069"
COLORS: Final = {Severity.ERROR: "31", Severity.WARNING: "33"}
WAITS: Final = {
    Wait.DRAFT: ("{number} draft", "{number} drafts"),
    Wait.SCHEDULED: ("{number} scheduled for later", "{number} scheduled for later"),
    Wait.EXPIRED: ("{number} expired", "{number} expired"),
}


class Format(StrEnum):
    """The formats in which diagnostics can be had."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class WrittenSpeech(Struct, frozen=True, kw_only=True):
    """A speech as it is written on a terminal, or into a file or a pipe."""

    speech: Speech = field(default_factory=Speech)
    is_terminal: bool = False
    """Whether marks of direction may be written: programs that read a pipe expect none."""

    @property
    def isolates(self) -> bool:
        """Tell whether directions are marked, without which a terminal mixes words and names."""
        return self.is_terminal and self.speech.direction == "rtl"

    def shown(self, text: str) -> str:
        """Return *text*, which is not ours, as it is shown among words of ours."""
        return ISOLATED.format(shown(text)) if self.isolates else shown(text)

    def line(self, text: str) -> str:
        """Return *text* of ours as a piece that goes in its own direction."""
        return RIGHT_TO_LEFT.format(text) if self.isolates else text

    def say(self, phrase: Phrase) -> str:
        """Return *phrase* as a line, or the rest of one."""
        return self.line(self.speech.say(phrase, ISOLATED.format if self.isolates else str))


PLAIN: Final = WrittenSpeech()
Excerpt = Callable[[Place], Iterable[str]]
"""Gives the lines that show a place as it is written."""


def no_excerpt(_place: Place) -> Iterable[str]:
    """Return no lines: a place is told and not shown."""
    return ()


def diagnostic_lines(
    diagnostics: Iterable[Diagnostic],
    form: Format,
    *,
    color: bool = False,
    excerpt: Excerpt = no_excerpt,
    voice: WrittenSpeech = PLAIN,
) -> Iterator[str]:
    """Yield *diagnostics* in the format *form*, some lines each, as *voice* says them."""
    match form:
        case Format.TEXT:
            for diagnostic in diagnostics:
                yield from text_lines(diagnostic, color=color, excerpt=excerpt, voice=voice)
        case Format.GITHUB:
            yield from map(github_line, map(voice.speech.of, diagnostics))
        case Format.JSON:
            yield json_text(map(voice.speech.of, diagnostics))


def text_lines(
    diagnostic: Diagnostic, *, color: bool, excerpt: Excerpt, voice: WrittenSpeech
) -> Iterator[str]:
    """Yield *diagnostic* as `file:line:column: error DG101: …`, its *excerpt* and its hint.

    All up to the message is the same in every language: editors read it.
    """
    severity = f"{diagnostic.severity} {diagnostic.code}"
    if color:
        severity = f"\x1b[1;{COLORS[diagnostic.severity]}m{severity}\x1b[0m"
    message = voice.line(voice.speech.message(diagnostic, voice.shown))
    yield f"{shown(str(diagnostic.place))}: {severity}: {message}"
    yield from map(shown, excerpt(diagnostic.place))
    yield f"    {voice.line(voice.speech.hint(diagnostic, voice.shown))}"


def github_line(diagnostic: Diagnostic) -> str:
    """Return *diagnostic* as a workflow command, which GitHub shows beside the line."""
    place = diagnostic.place
    known = {"file": place.file, "line": place.line, "col": place.column, "title": diagnostic.code}
    properties = ",".join(
        f"{key}={escaped_property(value)}" for key, value in known.items() if value
    )
    message = escaped(f"{diagnostic.message}\n{diagnostic.hint}")
    return f"::{diagnostic.severity} {properties}::{message}"


def escaped(text: str) -> str:
    """Return *text* as the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escaped_property(value: object) -> str:
    """Return *value* as a property of a workflow command."""
    return escaped(str(value)).replace(":", "%3A").replace(",", "%2C")


def json_text(diagnostics: Iterable[Diagnostic], **more: object) -> str:
    """Return *diagnostics* as one JSON object, with *more* values in it."""
    told = {"version": 1, "diagnostics": diagnostic_values(diagnostics), **more}
    return json.dumps(told, ensure_ascii=False, indent=2)


def diagnostic_values(diagnostics: Iterable[Diagnostic]) -> list[dict[str, str | int | None]]:
    """Return *diagnostics* as values of JSON; what is not known of a place is null."""
    return [
        {
            "code": diagnostic.code,
            "severity": diagnostic.severity.value,
            "file": diagnostic.place.file,
            "line": diagnostic.place.line or None,
            "column": diagnostic.place.column or None,
            "message": diagnostic.message,
            "hint": diagnostic.hint,
        }
        for diagnostic in diagnostics
    ]


def summary_lines(
    report: BuildReport, output: str | Phrase, seconds: float, say: Say = str
) -> Iterator[str]:
    """Yield what a build did, in one line or two."""
    done = report.output
    yield say(
        said(
            "{articles}, {pages} in {output}: {written} written, {skipped} skipped, "
            "{pruned} pruned, {seconds} s",
            articles=counted(report.articles, "article"),
            pages=counted(report.pages, "page"),
            output=output,
            written=len(done.written),
            skipped=len(done.unchanged),
            pruned=len(done.pruned),
            seconds=f"{seconds:.1f}",
        )
    )
    waiting = [waiting_phrase(wait, report.waiting[wait]) for wait in Wait if report.waiting[wait]]
    if waiting:
        yield say(said("not built: {articles}", articles=listed(waiting)))
    if done.kept:
        paths = ", ".join(done.kept)
        yield say(said("left alone, since they were changed by hand: {paths}", paths=paths))


def rebuilt_line(report: BuildReport, seconds: float, say: Say = str) -> str:
    """Return what a build did that followed a change."""
    files, pruned = counted(len(report.output.written), "file"), len(report.output.pruned)
    took = f"{seconds:.1f}"
    if not pruned:
        return say(said("built again: {files} written, {seconds} s", files=files, seconds=took))
    return say(
        said(
            "built again: {files} written, {pruned} pruned, {seconds} s",
            files=files,
            pruned=pruned,
            seconds=took,
        )
    )


def counted(number: int, noun: str) -> Phrase:
    """Return *number* with *noun* in its number."""
    return said(f"{{number}} {noun}" if number == 1 else f"{{number}} {noun}s", number=number)


def listed(phrases: Iterable[Phrase]) -> Phrase:
    """Return *phrases* in a row. Raises TypeError if there are none."""
    return reduce(lambda first, more: said("{first}, {more}", first=first, more=more), phrases)


def waiting_phrase(wait: Wait, number: int) -> Phrase:
    """Return how many articles wait for the reason *wait*."""
    one, many = WAITS[wait]
    return said(one if number == 1 else many, number=number)


def problems_phrase(errors: int, warnings: int) -> Phrase | None:
    """Return how many errors and warnings there are; None if there are none."""
    found = [
        counted(number, noun)
        for number, noun in ((errors, "error"), (warnings, "warning"))
        if number
    ]
    if len(found) > 1:
        return said("{errors} and {warnings}", errors=found[0], warnings=found[1])
    return found[0] if found else None


def failure_line(errors: int, warnings: int, say: Say = str) -> str:
    """Return the last line of a build that failed."""
    problems = problems_phrase(errors, warnings) or counted(0, "error")
    return say(said("{problems}; nothing was written", problems=problems))
