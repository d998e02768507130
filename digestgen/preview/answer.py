"""What the server answers: a request and the site as it is now → a response."""

import os
import re
from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Final

from msgspec import Struct

from digestgen.preview.paths import NOT_FOUND, File, Redirect, decoded_path, found_at
from digestgen.preview.problems import elsewhere_page, problems_html, problems_page
from digestgen.preview.request import METHODS, Request
from digestgen.preview.state import Preview

# No page of a site lies here: names that begin with a dot are none of an author's.
RESERVED: Final = "/.digestgen/"
EVENTS: Final = f"{RESERVED}events"
HTML: Final = "text/html; charset=utf-8"
PLAIN: Final = "text/plain; charset=utf-8"
# As GitHub Pages sends them. Not from the system, where others may have changed them.
TYPES: Final[Mapping[str, str]] = {
    ".html": HTML,
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".txt": PLAIN,
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".xsl": "application/xml; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".pdf": "application/pdf",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".zip": "application/zip",
}
UNKNOWN_TYPE: Final = "application/octet-stream"
# Nothing is kept by the browser, and no page of others may use what is sent.
FIELDS: Final[Mapping[str, str]] = {
    "Cache-Control": "no-store",
    "Connection": "close",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}
STYLESHEET: Final = re.compile(rb'href="[^"]*\.css"')
SCRIPT: Final = (
    '<script src="/.digestgen/reload.js" data-build="{build}" data-page="{page}" '
    'data-pictures="{pictures}"{alone} defer></script>\n'
)


class Response(Struct, frozen=True, kw_only=True):
    """What is sent: a status, fields, and a body of bytes or of the file that has them."""

    status: HTTPStatus
    type: str
    body: bytes | Path
    fields: Mapping[str, str]


def refused(status: HTTPStatus) -> Response:
    """Return the response to a request that gets none but *status*."""
    fields = {"Allow": ", ".join(METHODS)} if status is HTTPStatus.METHOD_NOT_ALLOWED else {}
    body = f"{status} {status.phrase}\n".encode()
    return Response(status=status, type=PLAIN, body=body, fields=fields)


def answer(request: Request, preview: Preview) -> Response:
    """Return the response to *request* from the site as *preview* has it."""
    path = decoded_path(request.path)
    if path is None:
        return refused(HTTPStatus.BAD_REQUEST)
    if path.startswith(RESERVED):
        return own(path.removeprefix(RESERVED), preview)
    if preview.files is None:
        page = problems_page(preview.problems, preview.speech).encode()
        return html(page, preview, HTTPStatus.SERVICE_UNAVAILABLE, is_alone=True)
    match found_at(path, preview.base, preview.files):
        case Redirect() as found:
            return redirect(found.path + request.query)
        case File() as found if disk := disk_file(preview.folder, found.path):
            return file_response(disk, preview)
    return missing(path, preview)


def own(name: str, preview: Preview) -> Response:
    """Return what is not of the site: the script, its style, the problems of the last build."""
    match name:
        case "reload.js" | "preview.css":
            return file_response(Path(__file__).with_name(name), preview)
        case "problems.html":
            text = problems_html(
                preview.problems, is_alone=preview.files is None, speech=preview.speech
            )
            return Response(status=HTTPStatus.OK, type=HTML, body=text.encode(), fields={})
    return refused(HTTPStatus.NOT_FOUND)


def redirect(location: str) -> Response:
    """Return the response that leads to *location*."""
    fields = {"Location": location}
    return Response(status=HTTPStatus.MOVED_PERMANENTLY, type=PLAIN, body=b"", fields=fields)


def disk_file(folder: Path, path: str) -> Path | None:
    """Return the file *path* of *folder*; None if it is gone, or a link has put another there."""
    disk = os.path.join(folder, path)  # noqa: PTH118 - as the next line has it
    is_itself = os.path.realpath(disk) == os.path.join(os.path.realpath(folder), path)  # noqa: PTH118
    return Path(disk) if is_itself and os.path.isfile(disk) else None  # noqa: PTH113


def file_response(disk: Path, preview: Preview, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """Return the file *disk*, with the script that reloads if it is a page."""
    kind = TYPES.get(disk.suffix.lower(), UNKNOWN_TYPE)
    if kind == HTML:
        return html(disk.read_bytes(), preview, status)
    return Response(status=status, type=kind, body=disk, fields={})


def missing(path: str, preview: Preview) -> Response:
    """Return the site's page for wrong addresses, or outside the base path where the site is."""
    if not path.startswith(preview.base):
        found = found_at("/", preview.base, frozenset())
        base = found.path if isinstance(found, Redirect) else "/"
        return html(elsewhere_page(base, preview.speech).encode(), preview, HTTPStatus.NOT_FOUND)
    is_built = preview.files and NOT_FOUND in preview.files
    if is_built and (disk := disk_file(preview.folder, NOT_FOUND)):
        return file_response(disk, preview, HTTPStatus.NOT_FOUND)
    return refused(HTTPStatus.NOT_FOUND)


def html(page: bytes, preview: Preview, status: HTTPStatus, *, is_alone: bool = False) -> Response:
    """Return *page* with the script that reloads it."""
    body = with_script(page, preview, is_alone=is_alone)
    return Response(status=status, type=HTML, body=body, fields={})


def with_script(page: bytes, preview: Preview, *, is_alone: bool = False) -> bytes:
    """Return *page* with the script at the end of its head.

    The script is told what the page is but for its stylesheets, whose names change with what they
    hold: if no more than that is new, it swaps them.
    """
    script = SCRIPT.format(
        build=preview.build,
        page=sha256(STYLESHEET.sub(b"", page)).hexdigest(),
        pictures=preview.pictures,
        alone=" data-alone" if is_alone else "",
    ).encode()
    head, end, rest = page.partition(b"</head>")
    return head + script + end + rest
