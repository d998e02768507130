"""What was measured, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from benchmarks.edits import EDITS
from benchmarks.measure import Usage
from benchmarks.pages import Counts

COLD: Final = "cold"
STEPS: Final = (COLD, *(edit.name for edit in EDITS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one tool took, by step, and what it made."""

    label: str
    version: str
    usages: Mapping[str, Usage]
    """One for each step; without those that the tool did not come to."""
    counts: Counts
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole run; what it was measured with, by name, and the results."""

    about: Mapping[str, object]
    results: tuple[Result, ...]


class RefusedError(Exception):
    """The outputs are not the same in kind, so that times would mislead."""


def middle(rounds: Sequence[Result]) -> Result:
    """Return one result from those of several *rounds* with one tool, each figure their median."""
    usages = {
        step: median_usage([one.usages[step] for one in rounds if step in one.usages])
        for step in STEPS
        if any(step in one.usages for one in rounds)
    }
    notes = tuple(dict.fromkeys(note for one in rounds for note in one.notes))
    last = rounds[-1]
    return Result(
        label=last.label, version=last.version, usages=usages, counts=last.counts, notes=notes
    )


def median_usage(usages: Sequence[Usage]) -> Usage:
    """Return the medians of *usages*."""
    return Usage(
        wall_seconds=median(one.wall_seconds for one in usages),
        cpu_seconds=median(one.cpu_seconds for one in usages),
        peak_bytes=int(median(one.peak_bytes for one in usages)),
    )
