"""A preview that runs, and what a browser says to it, byte by byte."""

import http.client
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from PIL import Image

from digestgen.build import build
from digestgen.preview.server import Server, listening, serving
from digestgen.preview.state import Preview
from tests.conftest import NOW
from tests.running import ROOT, command, environment, within

PATIENCE_SECONDS: Final = 60
BASE: Final = "/digest/"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered."""

    status: int
    fields: Mapping[str, str]
    body: bytes


def asked(
    port: int, path: str, *, method: str = "GET", fields: Mapping[str, str] | None = None
) -> Reply:
    """Return what the server at *port* answers to a request for *path*."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": f"127.0.0.1:{port}", **(fields or {})}.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, found, response.read())
    finally:
        connection.close()


def sent(port: int, data: bytes) -> bytes:
    """Return all that the server at *port* answers to *data*."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS) as connection:
        connection.sendall(data)
        return b"".join(iter(lambda: connection.recv(1 << 16), b""))


def until(is_so: Callable[[], bool]) -> None:
    """Wait until it *is_so*; a test in which that takes a minute fails."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


@contextmanager
def listened(port: int) -> Iterator[Iterator[str]]:
    """Give what the server at *port* tells an open page, one event after the other."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE_SECONDS) as connection:
        head = f"GET /.digestgen/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        connection.sendall(head.encode())
        with connection.makefile("r", encoding="utf-8") as lines:
            yield (line.removeprefix("data: ") for line in lines if line.startswith("data: "))


def picture(color: str) -> bytes:
    """Return a JPEG in one *color*, of the size of the usual one."""
    file = BytesIO()
    Image.new("RGB", (8, 6), color).save(file, "JPEG")
    return file.getvalue()


def preview_of(root: Path) -> Preview:
    """Return a preview of the site in *root*, which is built for it."""
    folder = root / "public"
    report = build(root, folder, now=NOW)
    return Preview(
        build="1",
        base=BASE,
        folder=folder,
        files=frozenset((*report.output.written, *report.output.unchanged)),
        pictures=0,
        problems=(),
    )


@contextmanager
def served(preview: Preview) -> Iterator[tuple[int, Server]]:
    """Serve *preview*; give the port and the server."""
    with listening(0) as listener, serving(listener, preview) as server:
        yield listener.getsockname()[1], server


@dataclass(frozen=True, slots=True)
class Running:
    """A `digestgen serve` in a process of its own."""

    process: subprocess.Popen[str]
    url: str
    said: str
    """Its output, up to the line with the URL."""

    @property
    def port(self) -> int:
        """Return where it serves."""
        return urlsplit(self.url).port or 0

    def line(self, pattern: str) -> str:
        """Return the next line of its output in which *pattern* is found."""
        assert self.process.stdout
        return next(line for line in self.process.stdout if re.search(pattern, line))

    def end(self, number: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """Send it a signal, and all its processes, as a terminal does.

        What it ends with comes back, and the rest of what it says.
        """
        os.killpg(self.process.pid, number)
        output, _ = self.process.communicate(timeout=PATIENCE_SECONDS)
        return self.process.returncode, output


@contextmanager
def running(site: Path, *options: str, env: Mapping[str, str] | None = None) -> Iterator[Running]:
    """Run `digestgen serve` for *site* at a free port, once it serves."""
    process = subprocess.Popen(
        command("serve", "--site", site, *(options or ("--port", "0"))),
        cwd=ROOT,
        env=environment({"PYTHONUNBUFFERED": "1", **(env or {})}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )
    with within(process):
        assert process.stdout
        said = [process.stdout.readline()]
        while not said[-1].startswith("http"):
            assert said[-1], "it ended before it served"
            said.append(process.stdout.readline())
        try:
            yield Running(process, said[-1].split()[0], "".join(said))
        finally:
            process.kill()
