"""The command line: clock and environment come in here, exit codes go out."""

import errno
import gc
import os
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from enum import IntEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Final, NoReturn

import click

from digestgen import __version__
from digestgen.build import build
from digestgen.build_report import BuildReport
from digestgen.errors import BuildRunningError, Diagnostic, Problems, in_order, is_error
from digestgen.names import OUTPUT, SETTINGS
from digestgen.progress import can_redraw, shown_on
from digestgen.report import Format, diagnostic_lines, failure_line, summary_lines
from digestgen.report import shown as printable
from digestgen.stages import Progress, unseen

SITE_OPTION: Final = click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The site's folder. [default: the nearest folder upwards with a site.yaml]",
)
OUTPUT_OPTION: Final = click.option(
    "--output",
    type=click.Path(path_type=Path),
    help=f"Where the site is written. [default: {OUTPUT} in the site's folder]",
)


class Exit(IntEnum):
    """What the number that digestgen ends with means; 0 is success."""

    PROBLEMS = 1
    USAGE = 2
    DISK = 74
    RUNNING = 75
    INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="digestgen")
def digestgen() -> None:
    """Turn a folder of Markdown articles into a news digest."""


@digestgen.command("build")
@SITE_OPTION
@OUTPUT_OPTION
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="How many processes do the work. [default: one for each processor]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    default=Format.TEXT.value,
    show_default=True,
    help="How problems are reported.",
)
@click.option(
    "--verify",
    "check",
    is_flag=True,
    help="Build again from nothing, elsewhere, and compare every byte. For the doubtful.",
)
def build_command(
    *, site: Path | None, output: Path | None, jobs: int | None, form: str, check: bool
) -> None:
    """Build the site.

    Exit codes: 0 done, 1 problems in the site (the output is untouched), 2 wrong usage, 74 the
    disk failed, 75 another build is running, 130 interrupted.
    """
    start = time.monotonic()
    # A build makes values by the million and no cycles; looking for some takes a tenth of its time.
    gc.disable()
    root = site_root(site)
    target = output or root / OUTPUT
    moment, workers = now(os.environ), jobs or processors()
    try:
        with progress_shown(Format(form)) as progress:
            report = build(root, target, now=moment, jobs=workers, progress=progress)
    except Problems as problems:
        show_problems(problems.diagnostics, Format(form))
        sys.exit(Exit.PROBLEMS)
    show(report.warnings, Format(form))
    if form != Format.JSON:
        for line in summary_lines(report, shown(target), time.monotonic() - start):
            click.echo(line)
    if check:
        line = verified(root, target, report, moment, workers)
        if form != Format.JSON:
            click.echo(line)


@digestgen.command("why")
@click.argument("path")
@SITE_OPTION
@OUTPUT_OPTION
def why_command(path: str, site: Path | None, output: Path | None) -> None:
    """Say what a file of the output is made from, and what of that changed since the last build.

    PATH is a file of the output, or its URL. Nothing is built.

    Exit codes: 0 done, 1 problems in the site or no such file, otherwise as of build.
    """
    root = site_root(site)
    target = output or root / OUTPUT
    # Most builds need none of it.
    from digestgen.why.answer import answer  # noqa: PLC0415
    from digestgen.why.scene import scene  # noqa: PLC0415

    try:
        seen = scene(root, target, now=now(os.environ), jobs=processors())
    except Problems as problems:
        show_problems(problems.diagnostics, Format.TEXT)
        sys.exit(Exit.PROBLEMS)
    told = answer(path, seen, here=Path.cwd(), shown=shown(target))
    for line in told.lines:
        click.echo(printable(line), err=not told.is_known)
    if not told.is_known:
        sys.exit(Exit.PROBLEMS)


def verified(root: Path, output: Path, report: BuildReport, moment: datetime, jobs: int) -> str:
    """Return the line that says that *output* is as a clean build makes it; end if it is not."""
    # Most builds need none of it.
    from digestgen.verify import difference_lines, verified_line, verify  # noqa: PLC0415

    difference = verify(root, output, report, now=moment, jobs=jobs)
    if difference is None:
        return verified_line(report)
    for line in difference_lines(difference, shown(output)):
        click.echo(printable(line), err=True)
    sys.exit(Exit.PROBLEMS)


def progress_shown(form: Format) -> AbstractContextManager[Progress]:
    """Give what shows people at a terminal how far a build is, and programs nothing."""
    if form is Format.TEXT and can_redraw(sys.stderr, os.environ):
        return shown_on(sys.stderr, time.monotonic)
    return nullcontext(unseen)


def site_root(given: Path | None) -> Path:
    """Return the site's folder: *given*, or the nearest one upwards with a site.yaml."""
    folders = [given] if given else [Path.cwd(), *Path.cwd().parents]
    found = next((folder for folder in folders if (folder / SETTINGS).is_file()), None)
    if found is None:
        where = f"in {given}" if given else "here or in a folder above"
        raise click.UsageError(
            f"there is no {SETTINGS} {where}; name the site's folder with --site"
        )
    return found.absolute()


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def now(environment: Mapping[str, str]) -> datetime:
    """Return the moment of this build: SOURCE_DATE_EPOCH of *environment*, else the clock's.

    The variable holds seconds since 1970, as reproducible-builds.org specifies it.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC)
    # Not all that int() reads is what the specification calls a number.
    is_number = epoch.isascii() and epoch.isdecimal()
    try:
        return datetime.fromtimestamp(int(epoch if is_number else ""), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is '{epoch}'; it must be a number of seconds since 1970"
        raise click.UsageError(message) from None


def shown(path: Path) -> str:
    """Return *path* as short as it can be read from the current folder."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def show_problems(diagnostics: Iterable[Diagnostic], form: Format) -> None:
    """Show why nothing was built."""
    ordered = in_order(tuple(diagnostics))
    show(ordered, form)
    errors = sum(map(is_error, ordered))
    if form is Format.TEXT:
        click.echo(failure_line(errors, len(ordered) - errors), err=True)


def show(diagnostics: tuple[Diagnostic, ...], form: Format) -> None:
    """Show *diagnostics*: text on the error stream, formats for programs on the output."""
    if not diagnostics and form is not Format.JSON:
        return
    as_text = form is Format.TEXT
    color = as_text and sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    for line in diagnostic_lines(diagnostics, form, color=color):
        # The colours were decided above; click would take them out again for a pipe.
        click.echo(line, err=as_text, color=color)


def main() -> NoReturn:
    """Run the command line and end the process at once.

    To take the values of a large site apart one by one would take as long as many a build.
    """
    try:
        run()
    except SystemExit as end:
        status = end.code
    try:
        # A program without a console has no streams.
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
    except OSError:
        status = status or Exit.DISK
    os._exit(status if isinstance(status, int) else bool(status))


def run() -> NoReturn:
    """Run the command line. Raises SystemExit, whatever comes of it."""
    for stream in (sys.stdout, sys.stderr):
        # A console that cannot show a letter must not end a build.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        digestgen.main(prog_name="digestgen", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        fail("interrupted; every file is whole, and the next build completes it", Exit.INTERRUPTED)
    except BuildRunningError as error:
        fail(str(error), Exit.RUNNING)
    except OSError as error:
        fail(disk_message(error), Exit.DISK)
    sys.exit()


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
