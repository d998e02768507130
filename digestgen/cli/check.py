"""The command `check`."""

import gc
import os
import sys
import unicodedata
from pathlib import Path
from time import time_ns

import click

from digestgen.check.excerpts import excerpt
from digestgen.check.fetch import answers
from digestgen.check.outside import link_diagnostics
from digestgen.check.run import CheckReport, Chosen, check, is_chosen, with_found
from digestgen.check.told import mended_lines, mended_values, summary_line
from digestgen.cli.exits import Exit, Misuse
from digestgen.cli.given import (
    FORMAT_OPTION,
    OUTPUT_OPTION,
    SITE_OPTION,
    now,
    processors,
    site_root,
)
from digestgen.cli.language import spoken
from digestgen.cli.shown import progress_shown, sayer, show, show_problems
from digestgen.content.lines import lines_of
from digestgen.errors import Problems, said
from digestgen.inputs import Run
from digestgen.messages.speech import Speech
from digestgen.names import OUTPUT
from digestgen.pages.server_files import lasting_paths
from digestgen.publish.online import online_urls
from digestgen.publish.published import vanishing
from digestgen.report import Format, json_text


@click.command("check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--fix", is_flag=True, help="Mend what is safe to mend, and show it.")
@click.option("--external", is_flag=True, help="Ask other sites whether what is linked is there.")
@click.option(
    "--published",
    metavar="FILE|URL",
    help="Compare with the urls.txt that is online: no address may vanish.",
)
@SITE_OPTION
@OUTPUT_OPTION
@FORMAT_OPTION
def check_command(  # noqa: PLR0913 - one for each option
    *,
    files: tuple[Path, ...],
    fix: bool,
    external: bool,
    published: str | None,
    site: Path | None,
    output: Path | None,
    form: str,
) -> None:
    """Look for mistakes: all that build reports, and more. Nothing is built.

    With FILES only these files and folders of the site are reported, and mended.

    Exit codes: 0 nothing is wrong, 1 the settings or the theme cannot be read, 2 wrong usage, 3
    there are errors or warnings, otherwise as of build.
    """
    # As in a build: values by the million and no cycles.
    gc.disable()
    root = site_root(site)
    speech = spoken(os.environ, root)
    target = output or root / OUTPUT
    chosen = chosen_names(root, files)
    try:
        with progress_shown(Format(form), speech) as progress:
            run = Run(now=now(os.environ), started=time_ns(), jobs=processors(), progress=progress)
            report = check(root, target, run, chosen=chosen, fix=fix)
        if published:
            report = with_vanished(report, published)
    except Problems as problems:
        show_problems(problems.diagnostics, Format(form), speech)
        sys.exit(Exit.PROBLEMS)
    if external:
        report = with_answers(report, chosen)
    tell(report, root, Format(form), speech)
    if report.diagnostics:
        sys.exit(Exit.FOUND)


def chosen_names(root: Path, files: tuple[Path, ...]) -> Chosen:
    """Return the names of *files* from the site's folder *root*; None if none are given."""
    site = Path(os.path.realpath(root))
    names: set[str] = set()
    for file in files:
        # The folder may be reached through a link; the file itself may be one.
        real = Path(os.path.realpath(file.parent)) / file.name if file.name else site
        path = Path(os.path.realpath(file)) if file.is_dir() else real
        if not path.is_relative_to(site):
            raise Misuse(
                said("'{file}' does not lie in the site's folder, {folder}", file=file, folder=root)
            )
        names.add(unicodedata.normalize("NFC", path.relative_to(site).as_posix()))
    return frozenset(names) or None


def with_vanished(report: CheckReport, published: str) -> CheckReport:
    """Return *report* with the addresses of the list *published* that would vanish."""
    return with_found(report, vanishing(online_urls(published), lasting_paths(report.site)))


def with_answers(report: CheckReport, chosen: Chosen) -> CheckReport:
    """Return *report* with what other sites answer to its links."""
    links = [link for link in report.links if is_chosen(link.place, chosen)]
    return with_found(report, link_diagnostics(links, answers(link.url for link in links)))


def tell(report: CheckReport, root: Path, form: Format, speech: Speech) -> None:
    """Show *report* of the site in *root*, as *speech* says it."""
    if form is Format.JSON:
        click.echo(json_text(map(speech.of, report.diagnostics), mended=mended_values(report)))
        return
    as_github = form is Format.GITHUB
    for line in mended_lines(report, sayer(speech, err=as_github)):
        click.echo(line, err=as_github)
    line_of = lines_of(root)
    show(report.diagnostics, form, speech, excerpt=lambda place: excerpt(place, line_of))
    if form is Format.TEXT:
        say = sayer(speech, err=bool(report.diagnostics))
        click.echo(summary_line(report, say), err=bool(report.diagnostics))
