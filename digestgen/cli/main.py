"""Where the command line starts, and where each run of it ends."""

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from io import TextIOWrapper
from types import MappingProxyType
from typing import Final, NoReturn

import click

from digestgen import __version__
from digestgen.cli.exits import Exit, Misuse, disk_message, fail
from digestgen.cli.language import spoken
from digestgen.cli.shown import sayer
from digestgen.errors import BuildRunningError, Phrase, said

# A module of this folder for each command; it is loaded when the command is called, because to
# load all of them takes longer than a build that finds nothing to do.
COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "init": "init_command",
        "new": "new_command",
        "move": "move_command",
        "build": "build_command",
        "serve": "serve_command",
        "check": "check_command",
        "explain": "explain_command",
        "publish": "publish_command",
        "ci": "ci_command",
        "why": "why_command",
        "schema": "schema_command",
    }
)


class Commands(click.Group):
    """The commands of digestgen, in the order in which an author meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command *cmd_name*; None if there is none."""
        return command(cmd_name) if cmd_name in COMMANDS else None


def command(name: str) -> click.Command:
    """Return the command *name*, one of COMMANDS."""
    found = getattr(import_module(f"digestgen.cli.{name}"), COMMANDS[name])
    assert isinstance(found, click.Command)  # noqa: S101 - tells the type
    return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="digestgen")
def digestgen() -> None:
    """Turn a folder of Markdown articles into a news digest."""


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
        say = sayer(spoken(os.environ), err=True)
        (error.told(say) if isinstance(error, Misuse) else error).show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        end(
            said("interrupted; every file is whole, and the next build completes it"),
            Exit.INTERRUPTED,
        )
    except BuildRunningError as error:
        end(said(str(error)), Exit.RUNNING)
    except OSError as error:
        end(disk_message(error), Exit.DISK)
    sys.exit()


def end(why: Phrase, code: Exit) -> NoReturn:
    """End the process with *code*, and say *why* to the author of the nearest site."""
    fail(sayer(spoken(os.environ), err=True)(why), code)
