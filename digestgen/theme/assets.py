"""The files of a theme that pages ask for, with what is in them told by their names."""

import hashlib
import posixpath
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Final

from digestgen import rules
from digestgen.errors import Diagnostic, Place
from digestgen.theme.theme import Asset

FOLDER: Final = "assets"
FINGERPRINT_LENGTH: Final = 8
STYLE_SHEET: Final = ".css"
CSS_URL: Final = re.compile(r"""url\(\s*(["']?)([^"')\s]+)\1\s*\)""")
# A data: URL, a fragment of an SVG picture, or a place outside the theme.
NOT_AN_ASSET: Final = re.compile(r"[a-z][a-z0-9+.-]*:|[/#]", re.IGNORECASE)


def assets_of(
    data: Mapping[str, bytes],
    files: Mapping[str, str],
    report: list[Diagnostic],
) -> Mapping[str, Asset]:
    """Return the assets with *data* by name; *files* are their places, for *report*.

    Style sheets name the others as they lie in the theme (`url(fonts/a.woff2)`), and get to name
    them as they lie in the output.
    """
    others = {name: asset(name, data[name]) for name in data if not is_style_sheet(name)}
    sheets = {
        name: asset(name, linked(name, data[name], others, files[name], report))
        for name in data
        if is_style_sheet(name)
    }
    return dict(sorted((others | sheets).items()))


def is_style_sheet(name: str) -> bool:
    """Tell whether the asset *name* is a style sheet."""
    return name.endswith(STYLE_SHEET)


def asset(name: str, data: bytes) -> Asset:
    """Return the asset *name* with the start of the hash of *data* in its path."""
    fingerprint = hashlib.sha256(data).hexdigest()[:FINGERPRINT_LENGTH]
    path = PurePosixPath(FOLDER, name)
    return Asset(path=path.with_name(f"{path.stem}.{fingerprint}{path.suffix}"), data=data)


def linked(
    name: str,
    data: bytes,
    others: Mapping[str, Asset],
    file: str,
    report: list[Diagnostic],
) -> bytes:
    """Return the style sheet *data* with the paths of *others* in the output."""
    text = data.decode("utf-8-sig", errors="replace")
    folder = posixpath.dirname(name)

    def in_output(match: re.Match[str]) -> str:
        target = match[2]
        if NOT_AN_ASSET.match(target):
            return match[0]
        found = others.get(posixpath.normpath(posixpath.join(folder, target)))
        if found is None:
            line = text.count("\n", 0, match.start()) + 1
            report.append(rules.NO_ASSET.at(Place(file=file, line=line), name=target))
            return match[0]
        return f'url("{posixpath.relpath(found.path, posixpath.join(FOLDER, folder))}")'

    return CSS_URL.sub(in_output, text).encode()
