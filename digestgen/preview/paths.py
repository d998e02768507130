"""What lies at a URL, by the rules of GitHub Pages.

Only what the build wrote can be found: a path is looked up among the names of those files and
never joined to a folder before it is one of them, so none leads elsewhere, however it is encoded.
Names differ by case, on every system.
"""

from typing import Final
from urllib.parse import quote, unquote_to_bytes

from msgspec import Struct

from digestgen.urls import PATH_SAFE

INDEX: Final = "index.html"
NOT_FOUND: Final = "404.html"


class File(Struct, frozen=True):
    """The file at *path* in the output."""

    path: str


class Redirect(Struct, frozen=True):
    """The path, percent-encoded, at which a page has its slash at the end."""

    path: str


def decoded_path(path: str) -> str | None:
    """Return the *path* of a request decoded, once; None if it is no text."""
    try:
        return unquote_to_bytes(path).decode()
    except UnicodeDecodeError:
        return None


def found_at(path: str, base: str, files: frozenset[str]) -> File | Redirect | None:
    """Return what of *files* lies at the decoded *path* of a site under *base*; None if nothing."""
    inner = path.removeprefix(base) if path.startswith(base) else None
    if path == base.rstrip("/") or (path == "/" and inner is None):
        return Redirect(quote(base, safe=PATH_SAFE))
    if inner is None:
        return None
    if inner == "" or inner.endswith("/"):
        return File(inner + INDEX) if inner + INDEX in files else None
    for name in (inner, f"{inner}.html"):
        if name in files:
            return File(name)
    return Redirect(quote(f"{path}/", safe=PATH_SAFE)) if f"{inner}/{INDEX}" in files else None
