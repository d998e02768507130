"""What a command shows: problems, and how far it is."""

import os
import sys
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Final, TextIO

import click

from digestgen.errors import Diagnostic, in_order, is_error
from digestgen.messages.speech import Say, Speech
from digestgen.progress import can_redraw, shown_on
from digestgen.report import (
    Excerpt,
    Format,
    WrittenSpeech,
    diagnostic_lines,
    failure_line,
    no_excerpt,
)
from digestgen.stages import Progress, unseen

ENGLISH: Final = Speech()


def sayer(speech: Speech, *, err: bool = False) -> Say:
    """Return what says a phrase in *speech* on the output, or on the error stream."""
    return voice_on(sys.stderr if err else sys.stdout, speech).say


def voice_on(stream: TextIO | None, speech: Speech) -> WrittenSpeech:
    """Return the voice of *speech* on *stream*; a program without a console has none."""
    return WrittenSpeech(speech=speech, is_terminal=stream is not None and stream.isatty())


def progress_shown(form: Format, speech: Speech = ENGLISH) -> AbstractContextManager[Progress]:
    """Give what shows people at a terminal how far a build is, and programs nothing."""
    if form is Format.TEXT and can_redraw(sys.stderr, os.environ):
        return shown_on(sys.stderr, time.monotonic, say=speech.say)
    return nullcontext(unseen)


def show_problems(
    diagnostics: Iterable[Diagnostic], form: Format, speech: Speech = ENGLISH
) -> None:
    """Show why nothing was built."""
    ordered = in_order(tuple(diagnostics))
    show(ordered, form, speech)
    errors = sum(map(is_error, ordered))
    if form is Format.TEXT:
        say = sayer(speech, err=True)
        click.echo(failure_line(errors, len(ordered) - errors, say), err=True)


def show(
    diagnostics: tuple[Diagnostic, ...],
    form: Format,
    speech: Speech = ENGLISH,
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
    voice = voice_on(sys.stderr, speech)
    for line in diagnostic_lines(diagnostics, form, color=color, excerpt=excerpt, voice=voice):
        # The colours were decided above; click would take them out again for a pipe.
        click.echo(line, err=as_text, color=color)
