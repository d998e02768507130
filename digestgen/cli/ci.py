"""The command `ci`."""

import os
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from digestgen.cli.exits import Misuse
from digestgen.cli.given import SITE_OPTION, now, processors, shown, site_root
from digestgen.cli.language import spoken
from digestgen.cli.shown import sayer
from digestgen.content.read import read_tree
from digestgen.errors import Phrase, said
from digestgen.inputs import Run, read_inputs
from digestgen.model import Wait
from digestgen.names import CONTENT
from digestgen.publish.ci import FOLDER, RELEASED, Place, State, chosen_install, workflows, write
from digestgen.publish.git import Repository, git_program, line
from digestgen.site.visible import waiting_at

STATES: Final[Mapping[State, Phrase]] = {
    State.NEW: said("written"),
    State.REFRESHED: said("refreshed"),
    State.CURRENT: said("up to date"),
    State.EDITED: said("left alone, since it was edited; --force writes it anew"),
}
# One word that YAML and a shell read as it is written.
REQUIREMENT: Final = re.compile(r"[\w.@:/+=~<>!,\[\]&#%-]*[\w./\]]")


def requirement(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    """Return *given* if pip can be told to install it. Raises Misuse."""
    if given is not None and (not REQUIREMENT.fullmatch(given) or given.startswith("-")):
        raise Misuse(
            said("'{value}' is nothing that pip installs, such as . or git+URL", value=given)
        )
    return given


@click.group("ci")
def ci_command() -> None:
    """Let GitHub build, check and publish the site."""


@ci_command.command("init")
@SITE_OPTION
@click.option("--branch", help="Whose commits are published. [default: the one you are on]")
@click.option(
    "--daily/--no-daily",
    default=None,
    help="Build every day, too. [default: if articles wait for their date]",
)
@click.option(
    "--install",
    metavar="WHAT",
    callback=requirement,
    help="What pip installs as digestgen, if not the release that you have: a folder of the "
    "repository, or git+https://…; it is kept when the workflows are refreshed.",
)
@click.option("--force", is_flag=True, help="Write workflows anew that you have edited.")
def init_command(
    *,
    site: Path | None,
    branch: str | None,
    daily: bool | None,
    install: str | None,
    force: bool,
) -> None:
    """Write the workflows that publish the site, or refresh them.

    publish.yml builds, checks and publishes each commit; check.yml shows the problems of a pull
    request beside its lines. In the repository on GitHub, «Settings», «Pages», «Source» must be
    «GitHub Actions» before they run.
    """
    top, place = place_of(site_root(site), branch=branch, daily=daily, install=install)
    say = sayer(spoken(os.environ, site_root(site)))
    found = list(workflows(top, place, force=force))
    write(top, found)
    for workflow in found:
        click.echo(f"{shown(top / FOLDER / workflow.name)}: {say(STATES[workflow.state])}")


def place_of(
    root: Path, *, branch: str | None, daily: bool | None, install: str | None
) -> tuple[Path, Place]:
    """Return the folder of the repository of the site in *root*, and where the site is in it."""
    program = git_program()
    author = Repository(program=program, folder=root) if program else None
    top = Path((author and line(author, "rev-parse", "--show-toplevel")) or root)
    current = author and line(author, "symbolic-ref", "--short", "--quiet", "HEAD")
    folder = root.resolve().relative_to(top.resolve()).as_posix()
    place = Place(
        folder="" if folder == "." else f"{folder}/",
        branch=branch or current or "main",
        is_scheduled=has_scheduled(root) if daily is None else daily,
        install=install or chosen_install(top) or RELEASED,
    )
    return top, place


def has_scheduled(root: Path) -> bool:
    """Tell whether an article of the site in *root* is to appear later."""
    run = Run(now=now(os.environ), started=time.time_ns(), jobs=processors())
    tree, report = read_tree(root / CONTENT)
    inputs = read_inputs(root, tree, run, report)
    waiting = waiting_at(run.now, inputs.parsed) if inputs else {}
    return Wait.SCHEDULED in waiting.values()
