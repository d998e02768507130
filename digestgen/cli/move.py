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
from digestgen.cli.shown import progress_shown, show_problems
from digestgen.errors import Problems
from digestgen.inputs import Run
from digestgen.move.changes import Move
from digestgen.move.names import Given
from digestgen.move.run import planned_move, write_move
from digestgen.report import Format
from digestgen.report import shown as printable


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
    if not dry_run:
        written(root, move)
    for line in lines(move, is_done=not dry_run):
        click.echo(printable(line))


def written(root: Path, move: Move) -> None:
    """Write what *move* changes in the site in *root*; end if the disk fails."""
    try:
        write_move(root, move)
    except OSError as error:
        fail(f"the disk failed: {error.strerror or error}; nothing was changed", Exit.DISK)


def lines(move: Move, *, is_done: bool) -> Iterator[str]:
    """Yield what *move* does, file by file."""
    for change in move.changes:
        name = f"{change.file} → {change.new}" if change.new != change.file else change.file
        yield f"{name}: {', '.join(change.done)}" if change.done else name
    if not move.changes:
        yield f"{move.old} leads to {move.new} already"
    elif move.old == move.new:
        yield f"{'the address stays' if is_done else 'the address would stay'} {move.new}"
    else:
        yield f"{move.old} {'leads' if is_done else 'would lead'} to {move.new}"
