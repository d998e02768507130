"""How a command ends: its exit codes, and what it says when it fails."""

import errno
import sys
from enum import IntEnum
from typing import NoReturn

import click

from digestgen.errors import Phrase, said
from digestgen.messages.speech import Say


class Exit(IntEnum):
    """What the number that digestgen ends with means; 0 is success."""

    PROBLEMS = 1
    USAGE = 2
    FOUND = 3
    PUBLISHING = 5
    DISK = 74
    RUNNING = 75
    INTERRUPTED = 130
    TERMINATED = 143


class Misuse(click.UsageError):
    """A command was given what it can do nothing with; *phrase* says why, and what to write."""

    def __init__(self, phrase: Phrase) -> None:
        super().__init__(str(phrase))
        self.phrase = phrase

    def told(self, say: Say) -> click.UsageError:
        """Return the same as *say* says it."""
        return click.UsageError(say(self.phrase), self.ctx)


def disk_message(error: OSError) -> Phrase:
    """Return what to tell an author whose disk failed, or who has too little memory."""
    reason = error.strerror or str(error)
    if error.errno == errno.ENOMEM:
        return said("{reason}; every file is whole, and the next build completes it", reason=reason)
    if not error.filename:
        return said(
            "the disk failed: {reason}; every file is whole, and the next build completes it",
            reason=reason,
        )
    return said(
        "the disk failed at '{path}': {reason}; "
        "every file is whole, and the next build completes it",
        path=error.filename,
        reason=reason,
    )


def fail(message: str, code: Exit) -> NoReturn:
    """End the process with *message* and *code*."""
    click.echo(f"digestgen: {message}", err=True)
    sys.exit(code)
