"""How a command ends: its exit codes, and what it says when it fails."""

import errno
import sys
from enum import IntEnum
from typing import NoReturn

import click


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


def disk_message(error: OSError) -> str:
    """Return what to tell an author whose disk failed, or who has too little memory."""
    if error.errno == errno.ENOMEM:
        return f"{error.strerror}; every file is whole, and the next build completes it"
    name = f" at '{error.filename}'" if error.filename else ""
    reason = error.strerror or str(error)
    return f"the disk failed{name}: {reason}; every file is whole, and the next build completes it"


def fail(message: str, code: Exit) -> NoReturn:
    """End the process with *message* and *code*."""
    click.echo(f"digestgen: {message}", err=True)
    sys.exit(code)
