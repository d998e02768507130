"""How diagnostics and results are worded for people, programs and GitHub; it prints nothing."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Final

from digestgen.build_report import BuildReport
from digestgen.errors import Diagnostic, Place, Severity
from digestgen.model import Wait

# Control characters, line ends of Unicode, and marks that embed, override or isolate a direction.
STEERING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
COLORS: Final = {Severity.ERROR: "31", Severity.WARNING: "33"}
WAITS: Final = {
    Wait.DRAFT: ("draft", "drafts"),
    Wait.SCHEDULED: ("scheduled for later", "scheduled for later"),
    Wait.EXPIRED: ("expired", "expired"),
}


class Format(StrEnum):
    """The formats in which diagnostics can be had."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


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
) -> Iterator[str]:
    """Yield *diagnostics* in the format *form*, some lines each."""
    match form:
        case Format.TEXT:
            for diagnostic in diagnostics:
                yield from text_lines(diagnostic, color=color, excerpt=excerpt)
        case Format.GITHUB:
            yield from map(github_line, diagnostics)
        case Format.JSON:
            yield json_text(diagnostics)


def text_lines(diagnostic: Diagnostic, *, color: bool, excerpt: Excerpt) -> Iterator[str]:
    """Yield *diagnostic* as `file:line:column: error DG101: …`, its *excerpt* and its hint."""
    severity = f"{diagnostic.severity} {diagnostic.code}"
    if color:
        severity = f"\x1b[1;{COLORS[diagnostic.severity]}m{severity}\x1b[0m"
    yield f"{shown(str(diagnostic.place))}: {severity}: {shown(diagnostic.message)}"
    yield from map(shown, excerpt(diagnostic.place))
    yield f"    {shown(diagnostic.hint)}"


def shown(text: str) -> str:
    """Return *text* with escapes for what could steer a terminal or turn its line round."""
    return STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


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


def summary_lines(report: BuildReport, output: str, seconds: float) -> Iterator[str]:
    """Yield what a build did, in one line or two."""
    done = report.output
    yield (
        f"{counted(report.articles, 'article')}, {counted(report.pages, 'page')} in {output}: "
        f"{len(done.written)} written, {len(done.unchanged)} skipped, "
        f"{len(done.pruned)} pruned, {seconds:.1f} s"
    )
    waiting = [waiting_text(wait, report.waiting[wait]) for wait in Wait if report.waiting[wait]]
    if waiting:
        yield f"not built: {', '.join(waiting)}"
    if done.kept:
        yield f"left alone, since they were changed by hand: {', '.join(done.kept)}"


def rebuilt_line(report: BuildReport, seconds: float) -> str:
    """Return what a build did that followed a change."""
    written, pruned = len(report.output.written), len(report.output.pruned)
    gone = f", {pruned} pruned" if pruned else ""
    return f"built again: {counted(written, 'file')} written{gone}, {seconds:.1f} s"


def counted(number: int, noun: str) -> str:
    """Return *number* with *noun* in its number."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def waiting_text(wait: Wait, number: int) -> str:
    """Return how many articles wait for the reason *wait*."""
    one, many = WAITS[wait]
    return f"{number} {one if number == 1 else many}"


def failure_line(errors: int, warnings: int) -> str:
    """Return the last line of a build that failed."""
    also = f" and {counted(warnings, 'warning')}" if warnings else ""
    return f"{counted(errors, 'error')}{also}; nothing was written"
