"""The previews that are measured: a server that builds again after each edit, and how it says so.

The time ends when the change can be seen: with digestgen when the event arrives that makes a
browser load the page again, with Hugo when it says that it has built, before its own event.
"""

import http.client
import queue
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from benchmarks.corpus import Corpus
from benchmarks.measure import TAIL_LINES, FailedError, OverLimitError, end
from benchmarks.tools import (
    ROOT,
    Extras,
    Files,
    Programs,
    digestgen_files,
    digestgen_version,
    hugo_files,
    hugo_program,
    hugo_version,
)

ADDRESS: Final = "127.0.0.1"
EVENTS: Final = "/.digestgen/events"
EVENT: Final = b"data:"
# The beginning of what it says when it has started, and after each build.
DIGESTGEN_READY: Final = re.compile(r"http://127\.0\.0\.1:(?P<port>\d+)/")
HUGO_READY: Final = re.compile(r"Web Server is available at ")
HUGO_BUILT: Final = re.compile(r"Total in \d+ ms")

Wait = Callable[[float], float]
"""Waits for the first build after a moment, and returns when it was shown (`perf_counter`)."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs, and what it says."""

    process: subprocess.Popen[str]
    lines: "queue.Queue[tuple[float, str]]"
    """Each with the moment when it came; one that is empty is the end."""
    limit_seconds: float
    opened: ExitStack
    """What is closed when the server ends."""

    def said(self, pattern: re.Pattern[str], since: float = 0.0) -> tuple[float, re.Match[str]]:
        """Wait for a line with *pattern* that comes after *since*.

        Raises FailedError, OverLimitError.
        """
        last: list[str] = []
        until = time.perf_counter() + self.limit_seconds
        while True:
            try:
                moment, line = self.lines.get(timeout=max(0.0, until - time.perf_counter()))
            except queue.Empty:
                raise OverLimitError from None
            if not line:
                raise FailedError("".join(last[-TAIL_LINES:]))
            if moment > since and (found := pattern.search(line)):
                return moment, found
            last.append(line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A tool's preview as it is measured."""

    label: str
    files: Callable[[Corpus, Extras], Files]
    command: Callable[[Programs, Path, int], tuple[str, ...]]
    """Programs, the tool's folder and a free port → the server."""
    version: Callable[[Programs], tuple[str, ...]]
    started: Callable[[Server, int], tuple[int, Wait]]
    """Waits until it serves; returns the port and what waits for the next build."""


# --- digestgen -----------------------------------------------------------------------------------


def digestgen_serve(programs: Programs, folder: Path, port: int) -> tuple[str, ...]:
    """Return the preview of digestgen."""
    return *programs.digestgen, "serve", "--site", str(folder), "--port", str(port)


def digestgen_started(server: Server, _port: int) -> tuple[int, Wait]:
    """Wait until digestgen serves, and listen as a page does."""
    _, found = server.said(DIGESTGEN_READY)
    port = int(found["port"])
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=server.limit_seconds)
    connection.request("GET", EVENTS)
    response = server.opened.enter_context(connection.getresponse())
    server.opened.callback(connection.close)

    def told(_since: float) -> float:
        """Wait for the next event: there is one for each build."""
        try:
            while line := response.readline():
                if line.startswith(EVENT):
                    return time.perf_counter()
        except TimeoutError:
            raise OverLimitError from None
        raise FailedError("the preview has ended")

    # The first one is of the build that was there before.
    told(0.0)
    return port, told


# --- Hugo ----------------------------------------------------------------------------------------


def hugo_serve(programs: Programs, folder: Path, port: int) -> tuple[str, ...]:
    """Return the preview of Hugo with its usual options: fast rendering, pages in memory."""
    place = ("--bind", ADDRESS, "--port", str(port))
    return str(hugo_program(programs)), "server", "--source", str(folder), *place


def hugo_started(server: Server, port: int) -> tuple[int, Wait]:
    """Wait until Hugo serves."""
    server.said(HUGO_READY)
    return port, lambda since: server.said(HUGO_BUILT, since)[0]


PREVIEWS: Final = (
    Preview(
        label="digestgen",
        files=digestgen_files,
        command=digestgen_serve,
        version=digestgen_version,
        started=digestgen_started,
    ),
    Preview(
        label="Hugo",
        files=hugo_files,
        command=hugo_serve,
        version=hugo_version,
        started=hugo_started,
    ),
)


# --- processes -----------------------------------------------------------------------------------


@contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str], limit_seconds: float
) -> Iterator[Server]:
    """Give the server that *command* starts; nothing of it outlives the block."""
    given = {**environment, "PYTHONUNBUFFERED": "1"}
    with (
        ExitStack() as opened,
        subprocess.Popen(  # noqa: S603 - the benchmark's own commands
            command,
            cwd=ROOT,
            env=given,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        ) as process,
    ):
        server = Server(process, queue.Queue(), limit_seconds, opened)
        reader = threading.Thread(target=read_lines, args=(server,), daemon=True)
        reader.start()
        try:
            yield server
        finally:
            end(process.pid)
            reader.join()


def read_lines(server: Server) -> None:
    """Put each line that *server* says into its queue, with the moment when it came."""
    for line in server.process.stdout or ():
        server.lines.put((time.perf_counter(), line))
    server.lines.put((time.perf_counter(), ""))


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as listener:
        listener.bind((ADDRESS, 0))
        port: int = listener.getsockname()[1]
        return port


def fetched(port: int, path: str) -> str:
    """Return what the server at *port* shows for the file *path* of an output."""
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=60)
    try:
        connection.request("GET", "/" + quote(path.removesuffix("index.html")))
        return connection.getresponse().read().decode("utf-8", errors="replace")
    finally:
        connection.close()
