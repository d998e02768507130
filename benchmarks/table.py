"""Reports as text and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Final

from benchmarks.pages import NONE, Counts, Kind
from benchmarks.results import COLD, STEPS, Report, Result

# What every time is compared with: the cold build of this tool.
BASELINE: Final = "Hugo"
MIB: Final = 2**20
NO_FIGURE: Final = "–"
HEADINGS: Final = ("", "wall s", "CPU s", "peak MiB", f"× {BASELINE} cold")

Row = Sequence[str]


def report_lines(report: Report) -> Iterator[str]:
    """Yield *report* as lines of Markdown: what was measured with, pages, times."""
    yield from (f"- {name}: {value}" for name, value in report.about.items())
    yield ""
    yield from counts_lines({one.label: one.counts for one in report.results})
    baseline = baseline_seconds(report.results)
    for result in report.results:
        yield ""
        yield f"**{result.label}** ({result.version})"
        yield ""
        yield from table([HEADINGS, *usage_rows(result, baseline)])
        yield from (f"\n{note}" for note in result.notes)


def counts_lines(counts: Mapping[str, Counts]) -> Iterator[str]:
    """Yield the pages of each output by kind, side by side."""
    kinds = [kind for kind in Kind if any(kind in one for one in counts.values())]
    rows = [[kind, *(count_cell(one, kind) for one in counts.values())] for kind in kinds]
    yield from table([["pages (MiB)", *counts], *rows])


def count_cell(counts: Counts, kind: Kind) -> str:
    """Return how many pages of *kind* there are, with their size."""
    count = counts.get(kind, NONE)
    redirects = f", {count.redirects:,} redirect" if count.redirects else ""
    return f"{count.pages:,}{redirects} ({count.size_bytes / MIB:.1f})"


def usage_rows(result: Result, baseline: float | None) -> Iterator[Row]:
    """Yield what each step of *result* took, in proportion to *baseline* seconds."""
    for step in STEPS:
        usage = result.usages.get(step)
        if usage is None:
            yield step, *[NO_FIGURE] * (len(HEADINGS) - 1)
            continue
        yield (
            step,
            f"{usage.wall_seconds:.2f}",
            f"{usage.cpu_seconds:.2f}",
            f"{usage.peak_bytes / MIB:.0f}",
            f"{usage.wall_seconds / baseline:.2f}" if baseline else NO_FIGURE,
        )


def baseline_seconds(results: Sequence[Result]) -> float | None:
    """Return how long the cold build took that the others are compared with."""
    usages = (one.usages.get(COLD) for one in results if one.label == BASELINE)
    usage = next(usages, None)
    return usage.wall_seconds if usage else None


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Yield *rows*, headings first, as a Markdown table with even columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    for row in (rows[0], rule, *rows[1:]):
        first, *rest = zip(row, widths, strict=True)
        cells = (first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest))
        yield f"| {' | '.join(cells)} |"


def report_json(report: Report) -> dict[str, object]:
    """Return *report* as plain values, for JSON."""
    return {**report.about, "results": [result_json(result) for result in report.results]}


def result_json(result: Result) -> dict[str, object]:
    """Return *result* as plain values."""
    return {
        "tool": result.label,
        "version": result.version,
        "pages": {kind.value: asdict(count) for kind, count in result.counts.items()},
        "steps": {step: asdict(usage) for step, usage in result.usages.items()},
        "notes": list(result.notes),
    }
