"""`digestgen check --external` against a server of our own."""

import gc
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

import pytest
from click.testing import CliRunner, Result

from digestgen.check.fetch import answers
from digestgen.check.outside import Answer
from digestgen.cli.main import digestgen
from tests.conftest import MakeSite, SiteFolder

MOVED: Final = {
    "/moved": (301, "/there"),
    "/twice": (308, "/moved"),
    "/for-now": (302, "/there"),
    "/circle": (301, "/circle"),
    "/away": (301, "file:///etc/passwd"),
}
STATUS: Final = {"/there": 200, "/gone": 410, "/shy": 403, "/busy": 429, "/broken": 500}


class Server(ThreadingHTTPServer):
    """A server that remembers what it was asked."""

    asked: Counter[tuple[str, str]]
    agents: set[str]


class Handler(BaseHTTPRequestHandler):
    """Answers by the path."""

    server: Server

    def answer(self) -> None:
        """Answer a question of any method."""
        self.server.asked[self.command, self.path] += 1
        self.server.agents.add(self.headers["User-Agent"])
        status, target = MOVED.get(self.path, (STATUS.get(self.path, 404), ""))
        if self.path == "/no-head":
            status = 405 if self.command == "HEAD" else 200
        self.send_response(status)
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = answer  # noqa: N815 - the names that http.server calls

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Write nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """Give a running server."""
    with Server(("127.0.0.1", 0), Handler) as running:
        running.asked, running.agents = Counter(), set()
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def without_proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ask the server itself, whatever the machine is set to; let garbage be collected again."""
    monkeypatch.setenv("no_proxy", "*")
    yield
    gc.enable()


def address(server: Server, path: str) -> str:
    """Return the URL of *path* on *server*."""
    return f"http://127.0.0.1:{server.server_port}{path}"


def run(site: SiteFolder, *arguments: str) -> Result:
    """Return what comes of `digestgen check` on *site*."""
    return CliRunner().invoke(digestgen, ["check", "--site", str(site.root), *arguments])


def test_answers_are_understood(server: Server) -> None:
    """What is there, gone, moved for good or for now, shy, busy and broken is told apart."""
    paths = (*STATUS, *MOVED, "/no-head")
    found = answers((address(server, path) for path in paths), timeout=5, pause=0)
    there = address(server, "/there")

    assert {
        "/there": Answer(status=200),
        "/gone": Answer(status=410),
        "/shy": Answer(status=403),
        "/busy": Answer(status=429),
        "/broken": Answer(status=500),
        "/moved": Answer(status=200, moved_to=there),
        "/twice": Answer(status=200, moved_to=there),
        "/for-now": Answer(status=200),
        "/circle": Answer(status=301),
        "/away": Answer(status=301),
        "/no-head": Answer(status=200),
    } == {path: found[address(server, path)] for path in paths}


def test_a_server_is_asked_politely(server: Server) -> None:
    """Each page is asked for once, without its content if that will do, by name."""
    answers([address(server, "/there")] * 3, timeout=5, pause=0)

    assert {("HEAD", "/there"): 1} == server.asked
    assert [True] == [agent.startswith("digestgen/") for agent in server.agents]


def test_no_answer_is_an_answer() -> None:
    """A server that is not there is told so; nothing waits for ever."""
    with Server(("127.0.0.1", 0), Handler) as closed:
        url = address(closed, "/")
    found = answers([url], timeout=5, pause=0)

    assert {url: Answer(status=0, reason="Connection refused")} == found


def test_what_is_wrong_with_links_is_told_at_each_of_them(
    server: Server, make_site: MakeSite
) -> None:
    """Sources and links of bodies are looked at, code and pictures of addresses are not."""
    base = address(server, "")
    text = f"""\
---
title: خبر
date: 2024-06-21
source: {{name: وكالة, url: "{base}/gone"}}
---

[أ]({base}/moved) و<{base}/broken> و[ب][ج] و`[د]({base}/x)` و{base}/y و[هـ]({base}/shy).

[ج]: {base}/gone
"""
    site = make_site({"content/a.md": text})
    result = run(site, "--external", "--format", "github")

    dead = (
        f"DG850::'{base}/gone' is gone: its server answers 410"
        "%0Alink to where it is now, or to a copy in an archive"
    )
    moved = f"DG851::'{base}/moved' has moved for good%0Awrite {base}/there"
    broken = (
        f"DG852::'{base}/broken' gives no answer: the server answers 500"
        "%0Atry it in a browser; if it is gone, link to a copy in an archive"
    )
    expected = [(4, 28, dead), (7, 5, moved), (7, len(base) + 15, broken), (9, 6, dead)]
    assert [
        f"::warning file=content/a.md,line={line},col={column},title={message}"
        for line, column, message in expected
    ] == result.stdout.splitlines()
    assert 3 == result.exit_code
    assert 0 == run(site).exit_code


def test_files_that_are_not_chosen_are_not_asked_about(server: Server, make_site: MakeSite) -> None:
    """Nobody is asked for what nobody wants to know."""
    article = "---\ntitle: {}\ndate: 2024-06-21\nsource: {}\n---\n"
    site = make_site(
        {
            "content/a.md": article.format("أول", address(server, "/gone")),
            "content/b.md": article.format("ثان", address(server, "/there")),
        }
    )
    result = run(site, "--external", str(site.root / "content/b.md"))

    assert 0 == result.exit_code
    assert {("HEAD", "/there"): 1} == server.asked
