"""Publishing to a storage, waiting until it is online, and what a publication says."""

import json
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Final

import pytest

from digestgen.errors import Problems
from digestgen.names import BUILD
from digestgen.publish.live import wait_until_live
from digestgen.publish.published import Changes, changes, urls_in, vanishing
from digestgen.publish.words import changes_phrase, json_text, summary
from tests.conftest import ARTICLE, MakeSite, SiteFolder
from tests.running import run
from tests.writing import article

# rclone belongs to the development environment.
TOOLS: Final = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
SITE: Final = {
    "site.yaml": "title: موجز\nurl: https://example.org/digest/\n",
    "content/معاهدة.md": ARTICLE,
    "content/talks.md": article("نص.", title="محادثات"),
}


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """Return a site that was never published."""
    return make_site(SITE)


# --- a storage -----------------------------------------------------------------------------------


def stored(folder: Path) -> dict[str, bytes]:
    """Return the files in the storage that is *folder*."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_storage_gets_what_was_built(site: SiteFolder, tmp_path: Path) -> None:
    """All files, changed ones again, and what was published before and is no longer wanted goes."""
    place, option = tmp_path / "storage", f"rclone:{tmp_path}/storage"
    first = run("publish", "--to", option, cwd=site.root, env=TOOLS)
    assert (0, "") == (first.returncode, first.stderr)
    assert site.tree() == stored(place)

    (place / "of-others.txt").write_text("theirs")
    site.write({"content/new.md": article("نص.", title="جديد")})
    (site.root / "content/talks.md").unlink()
    second = run("publish", "--to", option, "--yes", "--drop-urls", cwd=site.root, env=TOOLS)
    assert 0 == second.returncode
    assert {**site.tree(), "of-others.txt": b"theirs"} == stored(place)

    third = run("publish", "--to", option, cwd=site.root, env=TOOLS)
    assert third.stdout.startswith("nothing to publish: ")


def test_a_storage_is_not_emptied_by_mistake(site: SiteFolder, tmp_path: Path) -> None:
    """The same questions are asked as of a branch."""
    option = f"rclone:{tmp_path}/storage"
    run("publish", "--to", option, cwd=site.root, env=TOOLS)
    before = stored(tmp_path / "storage")
    shutil.rmtree(site.root / "content")
    (site.root / "content").mkdir()
    done = run("publish", "--to", option, cwd=site.root, env=TOOLS)

    assert 5 == done.returncode
    assert "DG911" in done.stderr
    assert before == stored(tmp_path / "storage")


def test_a_storage_that_rclone_does_not_know(site: SiteFolder) -> None:
    """What rclone says is said."""
    done = run("publish", "--to", "rclone:nowhere:digest", cwd=site.root, env=TOOLS)
    wrong = run("publish", "--to", "bucket", cwd=site.root)

    assert (5, True) == (done.returncode, "DG917" in done.stderr)
    assert "nowhere" in done.stderr
    assert 2 == wrong.returncode


def test_without_rclone(site: SiteFolder, tmp_path: Path) -> None:
    """It says where to get it."""
    done = run("publish", "--to", "rclone:x", cwd=site.root, env={"PATH": str(tmp_path)})

    assert (5, True) == (done.returncode, "DG916" in done.stderr)


# --- waiting -------------------------------------------------------------------------------------


@contextmanager
def served(answers: list[bytes | None]) -> Iterator[str]:
    """Serve *answers* one after another, the last one for ever; None is an error of the server."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            assert self.path.startswith(f"/digest/{BUILD}?")
            self.send_response(503 if answer is None else 200)
            self.end_headers()
            self.wfile.write(answer or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/digest/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_waiting_ends_when_readers_get_the_new_site() -> None:
    """An old answer, an error and none at all are no end."""
    slept: list[float] = []
    with served([b"old", None, b"old", b"new"]) as url:
        wait_until_live(url, b"new", sleep=slept.append)

    assert 3 == len(slept)


def test_waiting_does_not_last_for_ever() -> None:
    """It fails with what to look at."""
    moments = iter(range(0, 10_000, 60))
    with served([b"old"]) as url, pytest.raises(Problems) as caught:
        wait_until_live(
            url, b"new", minutes=3, clock=lambda: float(next(moments)), sleep=lambda _: None
        )

    assert ["DG915"] == [one.code for one in caught.value.diagnostics]
    assert "3 minutes" in caught.value.diagnostics[0].message


# --- what changes --------------------------------------------------------------------------------

FOUND: Final = Changes(
    added=("a/index.html", "a.jpg"), changed=("index.html",), deleted=("b/index.html",)
)


def test_changes_are_told_by_pages() -> None:
    """Readers see pages; the other files go along."""
    none = changes(())

    assert "+1 ~1 \u22121 pages, 1 other file" == str(changes_phrase(FOUND))
    others = Changes(added=("a.css", "b.js"), changed=(), deleted=())
    assert "2 other files" == str(changes_phrase(others))
    assert "would publish U: +1 ~1 \u22121 pages, 1 other file" == summary(FOUND, "U", dry=True)
    assert "nothing to publish: U is as it should be" == summary(none, "U", dry=True)
    assert ["a/index.html", "a.jpg"] == json.loads(
        json_text(FOUND, "U", done=True, diagnostics=())
    )["added"]


def test_a_url_that_vanishes_is_told_with_its_likely_heir() -> None:
    """The command that mends it is a part of the message."""
    before = urls_in("/2024/06/21/talks/\n/about/\n/topics/كوريا/\n".encode())
    after = ("/2024/06/21/long-talks/", "/about/", "/topics/كوريا/", "/topics/روسيا/")
    (found,) = vanishing(before, after)

    assert "DG910" == found.code
    assert "digestgen move /2024/06/21/talks/ /2024/06/21/long-talks/" in found.hint
    assert [] == list(vanishing(before, before))
    assert () == urls_in(None)
