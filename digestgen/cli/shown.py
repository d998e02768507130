"""What a command shows: problems, and how far it is."""

import os
import sys
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext

import click

from digestgen.errors import Diagnostic, in_order, is_error
from digestgen.progress import can_redraw, shown_on
from digestgen.report import Excerpt, Format, diagnostic_lines, failure_line, no_excerpt
from digestgen.stages import Progress, unseen


def progress_shown(form: Format) -> AbstractContextManager[Progress]:
    """Give what shows people at a terminal how far a build is, and programs nothing."""
    if form is Format.TEXT and can_redraw(sys.stderr, os.environ):
        return shown_on(sys.stderr, time.monotonic)
    return nullcontext(unseen)


def show_problems(diagnostics: Iterable[Diagnostic], form: Format) -> None:
    """Show why nothing was built."""
    ordered = in_order(tuple(diagnostics))
    show(ordered, form)
    errors = sum(map(is_error, ordered))
    if form is Format.TEXT:
        click.echo(failure_line(errors, len(ordered) - errors), err=True)


def show(
    diagnostics: tuple[Diagnostic, ...],
    form: Format,
    *,
    excerpt: Excerpt = no_excerpt,
) -> None:
    """Show *diagnostics*: text on the error stream, formats for programs on the output.

    In text each has the lines that *excerpt* gives for its place.
    """
    if not diagnostics and form is not Format.JSON:
        return
    as_text = form is Format.TEXT
    color = as_text and sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    for line in diagnostic_lines(diagnostics, form, color=color, excerpt=excerpt):
        # The colours were decided above; click would take them out again for a pipe.
        click.echo(line, err=as_text, color=color)
