"""What a check did and found, in words."""

from collections.abc import Iterator

from digestgen.check.chunks import MendedText
from digestgen.check.excerpts import pictured
from digestgen.check.run import CheckReport
from digestgen.check.sizes import size_text
from digestgen.content.read import place_of
from digestgen.errors import is_error, said
from digestgen.messages.speech import Say
from digestgen.report import counted, problems_phrase
from digestgen.text.steering import shown


def mended_lines(report: CheckReport, say: Say = str) -> Iterator[str]:
    """Yield what was mended, a line for each cure: the place, before, after."""
    for text in report.mended:
        for done in text.done:
            where = shown(f"{place_of(text.file.path).file}:{done.line}:{done.column}")
            before, after = shown(pictured(done.before)), shown(pictured(done.after))
            code = done.finding.rule.code
            deleted = said("mended {code}: '{before}' deleted", code=code, before=before)
            changed = said(
                "mended {code}: '{before}' → '{after}'", code=code, before=before, after=after
            )
            yield f"{where}: {say(changed if after else deleted)}"


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


def summary_line(report: CheckReport, say: Say = str) -> str:
    """Return the last line of a check."""
    errors = sum(map(is_error, report.diagnostics))
    warnings = len(report.diagnostics) - errors
    problems = problems_phrase(errors, warnings) or said("nothing wrong")
    found = said("{problems} in {files}", problems=problems, files=counted(report.files, "file"))
    if not report.built:
        return say(found)
    size = size_text(report.built)
    return say(said("{found}; the built site has {size}", found=found, size=size))
