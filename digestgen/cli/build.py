"""The command `build`."""

import gc
import os
import sys
import time
from datetime import datetime
from pathlib import Path

import click

from digestgen.build import build
from digestgen.build_report import BuildReport
from digestgen.cache.memory import Memory
from digestgen.cli.exits import Exit
from digestgen.cli.given import (
    FORMAT_OPTION,
    JOBS_OPTION,
    OUTPUT_OPTION,
    SITE_OPTION,
    now,
    processors,
    shown,
    site_root,
    web_address,
)
from digestgen.cli.language import spoken
from digestgen.cli.shown import progress_shown, sayer, show, show_problems
from digestgen.edition import Edition
from digestgen.errors import Problems
from digestgen.messages.speech import Speech
from digestgen.names import OUTPUT
from digestgen.report import Format, summary_lines


@click.command("build")
@SITE_OPTION
@OUTPUT_OPTION
@JOBS_OPTION
@FORMAT_OPTION
@click.option(
    "--verify",
    "check",
    is_flag=True,
    help="Build again from nothing, elsewhere, and compare every byte. For the doubtful.",
)
@click.option(
    "--url",
    metavar="URL",
    callback=web_address,
    help="Where the site is served, if not as set.",
)
@click.option("--strict", is_flag=True, help="Let a warning stop the build as an error does.")
def build_command(  # noqa: PLR0913 - one for each option
    *,
    site: Path | None,
    output: Path | None,
    jobs: int | None,
    form: str,
    check: bool,
    url: str | None,
    strict: bool,
) -> None:
    """Build the site.

    Exit codes: 0 done, 1 problems in the site (the output is untouched), 2 wrong usage, 74 the
    disk failed, 75 another build is running, 130 interrupted.
    """
    start = time.monotonic()
    # A build makes values by the million and no cycles; looking for some takes a tenth of its time.
    gc.disable()
    root = site_root(site)
    speech = spoken(os.environ, root)
    target = output or root / OUTPUT
    moment, workers = now(os.environ), jobs or processors()
    edition = Edition(url=url, strict=strict)
    try:
        with progress_shown(Format(form), speech) as progress:
            report = build(
                root,
                target,
                now=moment,
                jobs=workers,
                edition=edition,
                progress=progress,
                memory=Memory(ends=True),
            )
    except Problems as problems:
        show_problems(problems.diagnostics, Format(form), speech)
        sys.exit(Exit.PROBLEMS)
    show(report.warnings, Format(form), speech)
    if form != Format.JSON:
        seconds = time.monotonic() - start
        for line in summary_lines(report, shown(target), seconds, sayer(speech)):
            click.echo(line)
    if check:
        line = verified(
            root, target, report, moment=moment, jobs=workers, edition=edition, speech=speech
        )
        if form != Format.JSON:
            click.echo(line)


def verified(  # noqa: PLR0913 - a second build
    root: Path,
    output: Path,
    report: BuildReport,
    *,
    moment: datetime,
    jobs: int,
    edition: Edition,
    speech: Speech,
) -> str:
    """Return the line that says that *output* is as a clean build makes it; end if it is not."""
    # Most builds need none of it.
    from digestgen.verify import difference_lines, verified_line, verify  # noqa: PLC0415

    difference = verify(root, output, report, now=moment, jobs=jobs, edition=edition)
    if difference is None:
        return verified_line(report, sayer(speech))
    for line in difference_lines(difference, shown(output), sayer(speech, err=True)):
        click.echo(line, err=True)
    sys.exit(Exit.PROBLEMS)
