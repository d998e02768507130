"""What a check did and found, in words."""

from collections.abc import Iterator

from digestgen.check.chunks import MendedText
from digestgen.check.excerpts import pictured
from digestgen.check.run import CheckReport
from digestgen.check.sizes import size_text
from digestgen.content.read import place_of
from digestgen.errors import is_error
from digestgen.report import counted


def mended_lines(report: CheckReport) -> Iterator[str]:
    """Yield what was mended, a line for each cure: the place, before, after."""
    for text in report.mended:
        for done in text.done:
            where = f"{place_of(text.file.path).file}:{done.line}:{done.column}"
            before, after = pictured(done.before), pictured(done.after)
            change = f"'{before}' → '{after}'" if after else f"'{before}' deleted"
            yield f"{where}: mended {done.finding.rule.code}: {change}"


def mended_values(report: CheckReport) -> list[dict[str, object]]:
    """Return what was mended as plain data."""
    return [value for text in report.mended for value in values_of(text)]


def values_of(text: MendedText) -> Iterator[dict[str, object]]:
    """Yield what was mended in one file as plain data."""
    for done in text.done:
        yield {
            "code": done.finding.rule.code,
            "file": place_of(text.file.path).file,
            "line": done.line,
            "column": done.column,
            "before": done.before,
            "after": done.after,
        }


def summary_line(report: CheckReport) -> str:
    """Return the last line of a check."""
    errors = sum(map(is_error, report.diagnostics))
    warnings = len(report.diagnostics) - errors
    found = [counted(errors, "error")] if errors else []
    found += [counted(warnings, "warning")] if warnings else []
    built = f"; the built site has {size_text(report.built)}" if report.built else ""
    return f"{' and '.join(found) or 'nothing wrong'} in {counted(report.files, 'file')}{built}"
