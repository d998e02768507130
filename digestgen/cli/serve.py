"""The command `serve`."""

import errno
import os
import signal
import sys
import threading
import time
import webbrowser
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from socket import socket
from typing import Final
from urllib.parse import quote

import click

from digestgen.build_report import BuildReport
from digestgen.cli.exits import Exit, Misuse, disk_message
from digestgen.cli.given import JOBS_OPTION, SITE_OPTION, now, processors, site_root
from digestgen.cli.language import spoken
from digestgen.cli.shown import progress_shown, sayer, show, show_problems
from digestgen.errors import Diagnostic, Phrase, Problems, said
from digestgen.messages.speech import Speech
from digestgen.preview.changes import Changes
from digestgen.preview.loop import (
    Outcome,
    Setting,
    keep_building,
    next_preview,
    nothing_yet,
    outcome,
)
from digestgen.preview.server import ADDRESS, listening, serving
from digestgen.preview.watch import native, polling, watching
from digestgen.report import Format, rebuilt_line, summary_lines
from digestgen.urls import PATH_SAFE

PORT: Final = 8000
HIGHEST_PORT: Final = 65535
ENDS: Final = said("(Ctrl-C ends)")
PREVIEW: Final = said("the preview")
BUSY: Final = said("another build of this site is running; waiting for it")
# How many ports are tried after one that is taken.
NEXT_PORTS: Final = 100
# Where the kernel keeps how many folders may be watched: man inotify(7).
LIMIT: Final = "fs.inotify.max_user_watches"


@click.command("serve")
@SITE_OPTION
@click.option("--drafts", is_flag=True, help="Show drafts and scheduled articles, marked as such.")
@click.option("--open", "browse", is_flag=True, help="Open the site in your browser.")
@click.option(
    "--port",
    type=click.IntRange(0, HIGHEST_PORT),
    default=PORT,
    show_default=True,
    help="Where to serve; the next free port if it is taken.",
)
@click.option(
    "--poll",
    is_flag=True,
    help="Look for changes every second, on disks that tell of none: network and shared folders.",
)
@JOBS_OPTION
def serve_command(  # noqa: PLR0913 - one for each option
    *, site: Path | None, drafts: bool, browse: bool, port: int, poll: bool, jobs: int | None
) -> None:
    """Show the site in your browser while you write, until Ctrl-C.

    The site is built into a folder of its own, served on this machine alone, built again after
    each change, and renewed in the browser. Problems are shown there and here.

    Exit codes: 130 ended by Ctrl-C, 2 wrong usage, 74 the disk failed, 143 ended by the system.
    """
    root = site_root(site)
    speech = spoken(os.environ, root)
    setting = Setting(
        root=root,
        drafts=drafts,
        jobs=jobs or processors(),
        now=partial(now, os.environ),
        busy=partial(say, BUSY, speech),
        speech=speech,
    )
    changes = Changes()
    end_by_signals(changes)
    try:
        serve(setting, port_at(port, speech), changes, poll=poll, browse=browse)
    except KeyboardInterrupt:
        sys.exit(Exit.INTERRUPTED)


def end_by_signals(changes: Changes) -> None:
    """Let Ctrl-C and the system end the wait for *changes*, and all else that goes on."""
    signal.signal(signal.SIGTERM, lambda *_: changes.end(SystemExit(Exit.TERMINATED)))
    # Who started it may have said that Ctrl-C is for others.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda *_: changes.end(KeyboardInterrupt()))


def say(message: Phrase, speech: Speech) -> None:
    """Tell the author *message*."""
    click.echo(f"digestgen: {sayer(speech, err=True)(message)}", err=True)


def port_at(port: int, speech: Speech) -> socket:
    """Return what listens at *port*, or at the next one that is free."""
    try:
        listener = listening(port, or_next=min(NEXT_PORTS, HIGHEST_PORT - port) if port else 0)
    except OSError as error:
        reason = error.strerror or str(error)
        why = said("nothing can be served at port {port}: {reason}", port=port, reason=reason)
        raise Misuse(why) from None
    _, found = listener.getsockname()
    if port not in (0, found):
        say(said("port {port} is taken; port {free} is free", port=port, free=found), speech)
    return listener


def serve(
    setting: Setting, listener: socket, changes: Changes, *, poll: bool, browse: bool
) -> None:
    """Build and serve, and build again after *changes*, until something interrupts it."""
    speech = setting.speech
    terminal = Terminal(speech=speech)
    start = time.monotonic()
    # Before there are threads, as processes can share the work best then.
    with progress_shown(Format.TEXT, speech) as progress:
        first = outcome(setting, progress)
    terminal.first(first, time.monotonic() - start)
    preview = next_preview(nothing_yet(setting), first, setting)
    with ExitStack() as stack:
        server = stack.enter_context(serving(listener, preview))
        makers = (polling,) if poll else (native, polling)
        short = partial(short_of_watches, speech)
        watch = stack.enter_context(watching(setting.root, changes.tell, makers, short))
        address = f"http://{ADDRESS}:{listener.getsockname()[1]}{quote(preview.base, PATH_SAFE)}"
        click.echo(f"{address}  {sayer(speech)(ENDS)}")
        if browse:
            # Some browsers come back only when they are closed.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        keep_building(setting, server, changes, watch, terminal.tell)


def short_of_watches(speech: Speech, error: OSError) -> None:
    """Tell the author why changes are noticed later from now on, and what would help."""
    reason = error.strerror or str(error)
    told = said(
        "the system cannot watch all folders ({reason}); looking every second", reason=reason
    )
    if error.errno == errno.ENOSPC:
        command = f"sudo sysctl {LIMIT}=524288"
        told = said("{told}; to change that: {command}", told=told, command=command)
    say(told, speech)


@dataclass(slots=True)
class Terminal:
    """What the author was told last of a build, so that nothing is told twice."""

    speech: Speech
    warnings: tuple[Diagnostic, ...] = ()
    failure: str = ""

    def first(self, found: Outcome, seconds: float) -> None:
        """Tell all about the first build."""
        if isinstance(found, BuildReport):
            self.warnings = found.warnings
            show(found.warnings, Format.TEXT, self.speech)
            for line in summary_lines(found, PREVIEW, seconds, sayer(self.speech)):
                click.echo(line)
        else:
            self.tell(found, seconds)

    def tell(self, found: Outcome, seconds: float) -> None:
        """Tell what is new of a build."""
        if isinstance(found, BuildReport):
            self.built(found, seconds)
        elif self.failure != str(found):
            self.failure = str(found)
            failed(found, self.speech)

    def built(self, report: BuildReport, seconds: float) -> None:
        """Tell what is new of a build that went well."""
        if report.warnings != self.warnings:
            show(report.warnings, Format.TEXT, self.speech)
        if self.failure or report.output.written or report.output.pruned:
            click.echo(rebuilt_line(report, seconds, sayer(self.speech)))
        self.warnings, self.failure = report.warnings, ""


def failed(found: Problems | OSError, speech: Speech) -> None:
    """Tell why a build failed."""
    if isinstance(found, Problems):
        show_problems(found.diagnostics, Format.TEXT, speech)
    else:
        say(disk_message(found), speech)
