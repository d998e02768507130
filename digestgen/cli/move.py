"""The command `move`."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from time import time_ns

import click

from digestgen.cli.exits import Exit, fail
from digestgen.cli.given import SITE_OPTION, now, processors, site_root
from digestgen.cli.language import spoken
from digestgen.cli.shown import progress_shown, sayer, show_problems
from digestgen.errors import Phrase, Problems, said
from digestgen.inputs import Run
from digestgen.messages.speech import Say, Speech
from digestgen.move.changes import Move
from digestgen.move.names import Given
from digestgen.move.run import planned_move, write_move
from digestgen.report import Format, listed
from digestgen.text.steering import shown as printable


@click.command("move")
@click.argument("old")
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
@SITE_OPTION
def move_command(*, old: str, new: str, dry_run: bool, site: Path | None) -> None:
    """Give the article or topic OLD the name NEW; the old address leads on.

    Both are content files, or addresses of the site such as /topics/ID/. Links follow, and feeds
    know the article still. If OLD has been renamed to NEW already, the old address is written into
    NEW.

    Exit codes: 0 done, 1 it cannot be done and nothing was changed, 2 wrong usage, 74 the disk
    failed.
    """
    root = site_root(site)
    speech = spoken(os.environ, root)
    given = Given(old=old, new=new, root=root.as_posix(), here=Path.cwd().as_posix())
    try:
        with progress_shown(Format.TEXT, speech) as progress:
            run = Run(now=now(os.environ), started=time_ns(), jobs=processors(), progress=progress)
            move = planned_move(root, given, run)
    except Problems as problems:
        show_problems(problems.diagnostics, Format.TEXT, speech)
        sys.exit(Exit.PROBLEMS)
    say = sayer(speech)
    if not dry_run:
        written(root, move, speech)
    for line in lines(move, say, is_done=not dry_run):
        click.echo(line)


def written(root: Path, move: Move, speech: Speech) -> None:
    """Write what *move* changes in the site in *root*; end if the disk fails."""
    try:
        write_move(root, move)
    except OSError as error:
        reason = error.strerror or error
        why = said("the disk failed: {reason}; nothing was changed", reason=reason)
        fail(sayer(speech, err=True)(why), Exit.DISK)


def lines(move: Move, say: Say, *, is_done: bool) -> Iterator[str]:
    """Yield what *move* does, file by file."""
    for change in move.changes:
        name = f"{change.file} → {change.new}" if change.new != change.file else change.file
        told = say(listed(change.done)) if change.done else ""
        yield f"{printable(name)}: {told}" if told else printable(name)
    yield say(result(move, is_done=is_done))


def result(move: Move, *, is_done: bool) -> Phrase:
    """Return where the old address leads now."""
    old, new = printable(move.old), printable(move.new)
    if not move.changes:
        return said("{old} leads to {new} already", old=old, new=new)
    if move.old == move.new:
        return (
            said("the address stays {new}", new=new)
            if is_done
            else said("the address would stay {new}", new=new)
        )
    return (
        said("{old} leads to {new}", old=old, new=new)
        if is_done
        else said("{old} would lead to {new}", old=old, new=new)
    )
