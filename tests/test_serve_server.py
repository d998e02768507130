"""The server of a preview: what lies where, who gets an answer, and what does it no harm."""

import gc
import os
import socket
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
from msgspec.structs import replace

from digestgen.preview import server as server_module
from digestgen.preview.answer import STYLESHEET, with_script
from digestgen.preview.paths import File, Redirect, decoded_path, found_at
from digestgen.preview.problems import problems_html
from digestgen.preview.request import Request, parse_request
from digestgen.preview.state import Excerpt, Preview, Problem
from tests.browsing import asked, listened, preview_of, sent, served, until
from tests.conftest import ARTICLE, MakeSite

FILES = frozenset(
    {"index.html", "404.html", "topics/روسيا/index.html", "feed.xml", "old.html", "both.html"}
    | {"both/index.html", "a/index.html"}
)


@pytest.fixture
def preview(make_site: MakeSite) -> Preview:
    """Return the preview of a site of one article."""
    tagged = ARTICLE.replace("source:", "tags: [روسيا]\nsource:")
    return preview_of(make_site({"content/a.md": tagged}).root)


# --- what lies where -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/digest/", File("index.html")),
        ("/digest", Redirect("/digest/")),
        ("/", Redirect("/digest/")),
        ("/digest/index.html", File("index.html")),
        ("/digest/a", Redirect("/digest/a/")),
        ("/digest/a/", File("a/index.html")),
        ("/digest/a/index.html", File("a/index.html")),
        ("/digest/A/", None),
        ("/digest/topics/روسيا", Redirect(quote("/digest/topics/روسيا/"))),
        ("/digest/topics/روسيا/", File("topics/روسيا/index.html")),
        ("/digest/topics/", None),
        ("/digest/topics", None),
        ("/digest/feed.xml", File("feed.xml")),
        ("/digest/feed.xml/", None),
        ("/digest/old", File("old.html")),
        ("/digest/old/", None),
        ("/digest/both", File("both.html")),
        ("/digest/both/", File("both/index.html")),
        ("/digest//", None),
        ("/digestion/", None),
        ("/a/", None),
        ("//", None),
    ],
)
def test_paths_lead_where_github_pages_leads(path: str, expected: File | Redirect | None) -> None:
    """A folder gets its slash, a page may go without `.html`, and case counts."""
    assert expected == found_at(path, "/digest/", FILES)


def test_a_site_may_have_no_base_path() -> None:
    """At the root of a host, all paths are of the site."""
    assert File("index.html") == found_at("/", "/", FILES)
    assert Redirect("/a/") == found_at("/a", "/", FILES)
    assert found_at("//a", "/", FILES) is None


@pytest.mark.parametrize(
    "path",
    [
        "/digest/../site.yaml",
        "/digest/%2e%2e/site.yaml",
        "/digest/%2E%2E%2Fsite.yaml",
        "/digest/..%2fsite.yaml",
        "/digest/%252e%252e/site.yaml",
        "/digest/..\\site.yaml",
        "/digest/..%5csite.yaml",
        "/digest/%c0%ae%c0%ae/site.yaml",
        "/digest/%e0%80%ae%e0%80%ae/site.yaml",
        "/digest/%uff0e%uff0e/site.yaml",
        "/digest/．．/site.yaml",
        "/digest/index.html%00.txt",
        "/digest/a/../../site.yaml",
        "/digest/./index.html",
        "/digest//etc/passwd",
        "/digest/%2fetc%2fpasswd",
        "//etc/passwd",
        "/digest/.digestgen-manifest.json",
        "/digest/index.html::$DATA",
        "/.digestgen/../site.yaml",
        "/.digestgen/answer.py",
        "/.digestgen/%2e%2e/server.py",
        "/.digestgen/",
        "/digest/C:/site.yaml",
    ],
)
def test_no_path_leads_out(path: str) -> None:
    """However it is encoded, a path that is none of a page's leads nowhere."""
    decoded = decoded_path(path)

    assert decoded is None or found_at(decoded, "/digest/", FILES) is None


def test_pages_are_served(preview: Preview) -> None:
    """A browser gets pages, redirects, feeds and pages for wrong addresses as from GitHub."""
    with served(preview) as (port, _):
        home = asked(port, "/digest/?from=mail")
        topic = asked(port, "/digest/topics/%D8%B1%D9%88%D8%B3%D9%8A%D8%A7?a=b")
        wrong = asked(port, "/digest/2024/06/21/nowhere/")
        outside = asked(port, "/other/")
        style = asked(port, "/digest/" + next(f for f in preview.files or () if ".css" in f))

    assert (200, "text/html; charset=utf-8") == (home.status, home.fields["content-type"])
    assert 301 == topic.status
    assert "/digest/topics/%D8%B1%D9%88%D8%B3%D9%8A%D8%A7/?a=b" == topic.fields["location"]
    assert 404 == wrong.status
    assert (preview.folder / "404.html").read_bytes() in without_script(wrong.body)
    assert 404 == outside.status
    assert b'<a href="/digest/">' in outside.body
    assert (200, "text/css; charset=utf-8") == (style.status, style.fields["content-type"])


def without_script(page: bytes) -> bytes:
    """Return *page* as it was built."""
    start = page.index(b'<script src="/.digestgen/')
    end = page.index(b"</script>\n", start) + len(b"</script>\n")
    return page[:start] + page[end:]


def test_only_the_script_is_added(preview: Preview) -> None:
    """What a visitor gets is what was built, byte by byte, but for the script in pages."""
    with served(preview) as (port, _):
        for path in preview.files or ():
            got = asked(port, "/digest/" + quote(path)).body
            built = (preview.folder / path).read_bytes()

            assert built == (without_script(got) if path.endswith(".html") else got)


def test_no_browser_keeps_anything(preview: Preview) -> None:
    """What was true before the last build is not shown again, and no one guesses types."""
    with served(preview) as (port, _):
        fields = asked(port, "/digest/").fields

    assert "no-store" == fields["cache-control"]
    assert "nosniff" == fields["x-content-type-options"]
    assert "same-origin" == fields["cross-origin-resource-policy"]


def test_a_link_in_the_output_is_not_followed(preview: Preview, tmp_path: Path) -> None:
    """A file or folder that someone replaced by a link is not served."""
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "index.html").write_text("secret", "utf-8")
    article = preview.folder / "2024/06/21/a"
    article.rename(tmp_path / "moved")
    article.symlink_to(secret, target_is_directory=True)
    (preview.folder / "index.html").unlink()
    (preview.folder / "index.html").symlink_to(secret / "index.html")

    with served(preview) as (port, _):
        assert [404, 404] == [asked(port, f"/digest/{p}").status for p in ("", "2024/06/21/a/")]


def test_what_is_gone_is_not_found(preview: Preview) -> None:
    """A file that is taken away while it is served is a wrong address, not a failure."""
    (preview.folder / "index.html").unlink()

    with served(preview) as (port, _):
        assert 404 == asked(port, "/digest/").status


# --- who gets an answer --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_this_machine_has_these_names(preview: Preview, name: str) -> None:
    """A browser may call the server by any name of this machine."""
    with served(preview) as (port, _):
        own = {"Host": f"{name}:{port}", "Origin": f"http://{name}:{port}"}

        assert 200 == asked(port, "/digest/", fields=own).status


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"Host": "example.org"}, 421),
        ({"Host": "localhost.example.org:{port}"}, 421),
        ({"Host": "127.0.0.1:1"}, 421),
        ({"Host": "127.0.0.1"}, 421),
        ({"Host": "user@127.0.0.1:{port}"}, 421),
        ({"Host": ""}, 421),
        ({"Origin": "https://example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:1"}, 403),
        ({"Origin": "https://127.0.0.1:{port}"}, 403),
        ({"Origin": ""}, 403),
    ],
)
def test_others_get_nothing(preview: Preview, fields: dict[str, str], status: int) -> None:
    """A page of someone else cannot read the preview, under whatever name it calls us."""
    with served(preview) as (port, _):
        named = {name: value.format(port=port) for name, value in fields.items()}

        for path in ("/digest/", "/.digestgen/events", "/.digestgen/reload.js"):
            assert status == asked(port, path, fields=named).status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get"])
def test_nothing_can_be_done_but_read(preview: Preview, method: str) -> None:
    """Other methods than GET and HEAD are refused."""
    with served(preview) as (port, _):
        reply = asked(port, "/digest/", method=method)

    assert (405, "GET, HEAD") == (reply.status, reply.fields["allow"])


def test_head_gives_no_body(preview: Preview) -> None:
    """HEAD has the fields of GET."""
    with served(preview) as (port, _):
        got, head = (asked(port, "/digest/", method=name) for name in ("GET", "HEAD"))

    assert (got.status, got.fields, b"") == (head.status, head.fields, head.body)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"GET",
        b"GET /",
        b"GET / HTTP/2.0",
        b"GET  / HTTP/1.1",
        b"GET http://example.org/ HTTP/1.1",
        b"GET * HTTP/1.1",
        b"GET /\xff HTTP/1.1",
        b"GET /\x00 HTTP/1.1",
        b"GET / HTTP/1.1\r\nHost : localhost",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b",
        b"GET / HTTP/1.1\r\nHost: a\r\n continued",
        b"GET / HTTP/1.1\nHost: a",
    ],
)
def test_nonsense_is_no_request(head: bytes) -> None:
    """What no browser sends is not guessed at."""
    assert parse_request(head + b"\r\n\r\n") is None


def test_requests_are_read() -> None:
    """Names of fields have no case, and values no space around them."""
    head = b"GET /a%20b?c=d?e HTTP/1.1\r\nHOST:  localhost:1 \r\nEmpty:\r\n\r\n"
    fields = {"host": "localhost:1", "empty": ""}

    expected = Request(method="GET", path="/a%20b", query="?c=d?e", fields=fields)
    assert expected == parse_request(head)


def test_nonsense_is_answered(preview: Preview) -> None:
    """Nonsense and endless heads get a status, and the server goes on."""
    with served(preview) as (port, _):
        assert sent(port, b"nonsense\r\n\r\n").startswith(b"HTTP/1.1 400 ")
        host = f"HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
        assert sent(port, f"GET /%ff {host}".encode()).startswith(b"HTTP/1.1 400 ")
        long = b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * server_module.LONGEST_HEAD_BYTES
        assert sent(port, long).startswith(b"HTTP/1.1 431 ")
        assert 200 == asked(port, "/digest/").status


# --- what does no harm ---------------------------------------------------------------------------


def test_hundreds_may_be_connected(preview: Preview) -> None:
    """200 connections that say nothing, or half of something, keep nobody out."""
    with served(preview) as (port, _), ExitStack() as stack:
        for number in range(200):
            idle = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            idle.sendall(b"GET / HT"[: number % 9])

        assert 200 == asked(port, "/digest/").status


def test_200_pages_are_told(preview: Preview) -> None:
    """All pages that are open hear of a build."""
    with served(preview) as (port, server), ExitStack() as stack:
        pages = [stack.enter_context(listened(port)) for _ in range(200)]
        before = {next(page) for page in pages}
        server.show(replace(preview, build="2"))
        after = {next(page) for page in pages}

    assert ({'{"build": "1", "problems": 0}\n'}, {'{"build": "2", "problems": 0}\n'}) == (
        before,
        after,
    )


def test_who_comes_as_the_server_ends_is_dropped(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No connection is left open, however far it came."""
    left: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda args: left.append(args.exc_value))
    for _ in range(20):
        with ExitStack() as stack:
            with served(preview) as (port, _):
                knocking = Thread(target=knock, args=(port, stack))
                knocking.start()
                time.sleep(0.002)
            knocking.join()
        gc.collect()

    assert [] == left


def knock(port: int, stack: ExitStack) -> None:
    """Open connections to *port* that *stack* closes, until nobody answers."""
    with suppress(OSError):
        for _ in range(100):
            stack.enter_context(socket.create_connection(("127.0.0.1", port)))


def test_who_does_not_read_is_dropped(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client that asks for more than a pipe holds and never reads is let go."""
    monkeypatch.setattr(server_module, "PATIENCE_SECONDS", 0.2)
    (preview.folder / "big.bin").write_bytes(os.urandom(1 << 26))
    large = replace(preview, files=(preview.files or frozenset()) | {"big.bin"})
    with served(large) as (port, server), socket.create_connection(("127.0.0.1", port)) as client:
        host = f"Host: 127.0.0.1:{port}\r\n\r\n"
        client.sendall(f"GET /digest/big.bin HTTP/1.1\r\n{host}".encode())
        assert 200 == asked(port, "/digest/").status
        until(lambda: not server.conversations)
        read = b"".join(iter(lambda: received(client), b""))

    assert len(read) < 1 << 26


def received(client: socket.socket) -> bytes:
    """Return what *client* gets next; nothing if its connection was ended."""
    try:
        return client.recv(1 << 16)
    except ConnectionResetError:
        return b""


def test_too_many_are_sent_away(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is an end to the connections that are kept, and no end to the server."""
    monkeypatch.setattr(server_module, "MOST_CONNECTIONS", 3)
    with served(preview) as (port, server):
        with ExitStack() as stack:
            for _ in range(3):
                next(stack.enter_context(listened(port)))
            refused = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            assert b"" == received(refused)
        until(lambda: not server.conversations)

        assert 200 == asked(port, "/digest/").status


# --- what pages are told -------------------------------------------------------------------------


def test_only_the_names_of_stylesheets_may_differ() -> None:
    """Two pages that differ by their stylesheets alone are one to the script; others are not."""
    style = b'<head><link rel="stylesheet" href="/assets/style.1.css"></head><p>'

    assert STYLESHEET.sub(b"", style) == STYLESHEET.sub(b"", style.replace(b".1.", b".2."))
    assert STYLESHEET.sub(b"", style) != STYLESHEET.sub(b"", style + b"!")


def test_a_page_without_a_head_has_the_script_as_well(preview: Preview) -> None:
    """A theme may leave out what HTML lets it leave out."""
    assert with_script(b"<p>text", preview).startswith(b'<p>text<script src="/.digestgen/')


def test_problems_are_escaped() -> None:
    """Nothing of a file or a message is markup."""
    hostile = "<script>alert(1)</script>"
    excerpt = Excerpt(number=1, before=hostile, marked="<", after=hostile)
    problem = Problem(
        severity="error", code="DG1", place=hostile, message=hostile, hint=hostile, excerpt=excerpt
    )

    html = problems_html((problem,), is_alone=False)
    assert "<script" not in html
    assert 5 == html.count("&lt;script&gt;alert(1)&lt;/script&gt;")


def test_before_the_first_good_build_there_are_problems(preview: Preview) -> None:
    """Without a site, every address shows why there is none; the script waits for the cure."""
    problem = Problem(severity="error", code="DG1", place="a", message="wrong", hint="cure")
    failed = replace(preview, files=None, problems=(problem,))
    with served(failed) as (port, server):
        before = asked(port, "/digest/whatever/")
        server.show(preview)
        with listened(port) as events:
            next(events)
        after = asked(port, "/digest/")

    assert (503, 200) == (before.status, after.status)
    assert b"wrong" in before.body
    assert b"data-alone defer></script>" in before.body
    assert b"data-alone" not in after.body
