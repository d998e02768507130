"""The command `publish`."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click
from msgspec import Struct

from digestgen.build import build
from digestgen.cli.exits import Exit, Misuse, fail
from digestgen.cli.given import OUTPUT_OPTION, SITE_OPTION, now, processors, site_root
from digestgen.cli.language import spoken
from digestgen.cli.shown import progress_shown, sayer, show
from digestgen.edition import Edition
from digestgen.errors import Diagnostic, Problems, in_order, said
from digestgen.inputs import read_config
from digestgen.messages.speech import Speech
from digestgen.model import Config
from digestgen.names import BUILD, OUTPUT
from digestgen.publish.git import GitError
from digestgen.publish.github import publish_branch
from digestgen.publish.live import wait_until_live
from digestgen.publish.preflight import home, uncommitted
from digestgen.publish.published import Changes, Wish
from digestgen.publish.rclone import PREFIX, publish_storage, storage
from digestgen.publish.words import json_text, summary
from digestgen.report import Format

BRANCH: Final = "gh-pages"


class Told(Struct, frozen=True, kw_only=True):
    """How a publication speaks: to people, or to a program."""

    as_json: bool
    warnings: list[Diagnostic]
    speech: Speech

    def end(self, found: Changes | None, url: str, *, done: bool, line: str = "") -> None:
        """Say how it ended."""
        if self.as_json:
            told = map(self.speech.of, in_order(self.warnings))
            click.echo(json_text(found, url, done=done, diagnostics=told))
        elif line:
            click.echo(line)


@click.command("publish")
@SITE_OPTION
@OUTPUT_OPTION
@click.option("--remote", default="origin", show_default=True, help="Where the branch is.")
@click.option("--branch", default=BRANCH, show_default=True, help="What readers get.")
@click.option(
    "--to",
    metavar=f"{PREFIX}REMOTE",
    help="Publish to a storage that rclone knows instead, such as rclone:bucket:digest.",
)
@click.option(
    "--keep-history",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="How many publications the branch keeps.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change online, and change nothing.")
@click.option("--yes", is_flag=True, help="Publish even if more than a fifth of the pages vanish.")
@click.option("--drop-urls", is_flag=True, help="Let addresses vanish that lead nowhere then.")
@click.option("--allow-warnings", is_flag=True, help="Publish though something is to be mended.")
@click.option("--wait", is_flag=True, help="End only when readers get the new site.")
@click.option("--json", "as_json", is_flag=True, help="Say how it ended as JSON.")
def publish_command(  # noqa: PLR0913 - one for each option
    *,
    site: Path | None,
    output: Path | None,
    remote: str,
    branch: str,
    to: str | None,
    keep_history: int,
    dry_run: bool,
    yes: bool,
    drop_urls: bool,
    allow_warnings: bool,
    wait: bool,
    as_json: bool,
) -> None:
    """Build the site and put it online.

    It goes to a branch from which GitHub Pages serves it. Your files, your branch and what you
    have staged are not touched. Before anything goes online it is checked that no published
    address vanishes.

    Exit codes: 0 done or nothing to do, 1 problems in the site, 5 publishing failed and what is
    online is as it was, otherwise as of build.
    """
    gc.disable()
    root = site_root(site)
    speech = spoken(os.environ, root)
    target = output or root / OUTPUT
    told = Told(as_json=as_json, warnings=[], speech=speech)
    wish = Wish(
        remote=remote,
        branch=branch,
        to=storage_name(to),
        history=keep_history,
        may_vanish=yes,
        drop=drop_urls,
        dry=dry_run,
    )
    with failures(told, Exit.PROBLEMS):
        config = read_config(root)
        strictly_built(root, target, told, allow_warnings=allow_warnings)
    url = config.origin + config.base
    with failures(told, Exit.PUBLISHING):
        found = published(root, target, config, wish, told)
        if wait and not dry_run:
            wait_until_live(url, (target / BUILD).read_bytes())
    done = bool(found) and not dry_run
    told.end(found, url, done=done, line=summary(found, url, dry=dry_run, say=sayer(speech)))


@contextmanager
def failures(told: Told, code: Exit) -> Iterator[None]:
    """Let the block end the process with *code* where it raises Problems."""
    say = sayer(told.speech, err=True)
    try:
        yield
    except Problems as problems:
        told.warnings.extend(problems.diagnostics)
        told.end(None, "", done=False)
        if not told.as_json:
            show(in_order(problems.diagnostics), Format.TEXT, told.speech)
            click.echo(say(said("nothing was published")), err=True)
        sys.exit(code)
    except GitError as error:
        why = said("git failed: {reason}; nothing was published", reason=error.said)
        fail(say(why), Exit.PUBLISHING)


def strictly_built(root: Path, target: Path, told: Told, *, allow_warnings: bool) -> None:
    """Build the site in *root*; a warning is a problem unless it is allowed. Raises Problems."""
    form = Format.JSON if told.as_json else Format.TEXT
    with progress_shown(form, told.speech) as progress:
        report = build(
            root,
            target,
            now=now(os.environ),
            jobs=processors(),
            edition=Edition(strict=not allow_warnings),
            progress=progress,
        )
    warn(told, report.warnings)


def warn(told: Told, warnings: tuple[Diagnostic, ...]) -> None:
    """Tell *warnings*, which stop nothing."""
    told.warnings.extend(warnings)
    if not told.as_json:
        show(warnings, Format.TEXT, told.speech)


def published(root: Path, target: Path, config: Config, wish: Wish, told: Told) -> Changes:
    """Return what publishing *target* changes online. Raises Problems."""
    if wish.to is not None:
        return publish_storage(root, target, storage(wish.to), wish)
    place = home(root, wish.remote, wish.branch)
    warn(told, tuple(uncommitted(place)))
    return publish_branch(root, target, config, place, wish)


def storage_name(to: str | None) -> str | None:
    """Return the name of the storage that the option *to* asks for. Raises Misuse."""
    if to is None:
        return None
    name = to.removeprefix(PREFIX)
    if name in {to, ""}:
        raise Misuse(said("--to takes {prefix} and the name of a remote of rclone", prefix=PREFIX))
    return name
