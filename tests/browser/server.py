"""A server of built sites that answers as GitHub Pages does: gzip, ten minutes' cache, 404.html.

It runs in a process of its own: `python -m tests.browser.server FOLDER` serves each folder of
FOLDER under its name, and writes the number of its port.
"""

import gzip
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

ROOT: Final = Path(__file__).parents[2]
COMPRESSED: Final = (".html", ".css", ".js", ".json", ".xml", ".svg", ".txt", ".webmanifest")
TYPES: Final = {
    **SimpleHTTPRequestHandler.extensions_map,
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


@cache
def body_of(file: Path) -> tuple[bytes, bool]:
    """Return what is sent of *file*, and whether that is compressed."""
    data = file.read_bytes()
    return (gzip.compress(data, mtime=0), True) if file.suffix in COMPRESSED else (data, False)


class SiteHandler(SimpleHTTPRequestHandler):
    """Answers one request for a file."""

    protocol_version = "HTTP/1.1"
    extensions_map = TYPES

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Send the head of the answer, and return its body."""
        file = Path(self.translate_path(self.path))
        if file.is_dir() and not self.path.partition("?")[0].endswith("/"):
            return super().send_head()
        file = file / "index.html" if file.is_dir() else file
        if file.is_file():
            return self.answer(HTTPStatus.OK, file)
        site = self.path.split("/")[1]
        missing = Path(str(self.directory)) / site / "404.html"
        if missing.is_file():
            return self.answer(HTTPStatus.NOT_FOUND, missing)
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

    def answer(self, status: HTTPStatus, file: Path) -> BytesIO:
        """Send the head of an answer that is *file*, and return its body."""
        body, compressed = body_of(file)
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if compressed:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        return BytesIO(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base
        """Say nothing."""


@contextmanager
def serve(served: Path) -> Iterator[str]:
    """Serve the folders of *served* in a process of its own, and give the address."""
    command = [sys.executable, "-m", "tests.browser.server", str(served)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.terminate()


def main() -> None:
    """Serve until the process is ended."""
    handler = partial(SiteHandler, directory=sys.argv[1])
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        sys.stdout.write(f"{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
