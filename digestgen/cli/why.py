"""The command `why`."""

import os
import sys
from pathlib import Path

import click

from digestgen.cli.exits import Exit
from digestgen.cli.given import OUTPUT_OPTION, SITE_OPTION, now, processors, shown, site_root
from digestgen.cli.language import spoken
from digestgen.cli.shown import sayer, show_problems
from digestgen.errors import Problems
from digestgen.names import OUTPUT
from digestgen.report import Format
from digestgen.why.answer import answer
from digestgen.why.scene import scene


@click.command("why")
@click.argument("path")
@SITE_OPTION
@OUTPUT_OPTION
def why_command(path: str, site: Path | None, output: Path | None) -> None:
    """Say what a file of the output is made from, and what of that changed since the last build.

    PATH is a file of the output, or its URL. Nothing is built.

    Exit codes: 0 done, 1 problems in the site or no such file, otherwise as of build.
    """
    root = site_root(site)
    speech = spoken(os.environ, root)
    target = output or root / OUTPUT
    try:
        seen = scene(root, target, now=now(os.environ), jobs=processors())
    except Problems as problems:
        show_problems(problems.diagnostics, Format.TEXT, speech)
        sys.exit(Exit.PROBLEMS)
    told = answer(path, seen, here=Path.cwd(), shown=shown(target), say=sayer(speech))
    for line in told.lines:
        click.echo(line, err=not told.is_known)
    if not told.is_known:
        sys.exit(Exit.PROBLEMS)
