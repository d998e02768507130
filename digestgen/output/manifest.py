"""The manifest: what digestgen wrote into an output folder. Only what it names is ever deleted.

While a build writes, the manifest also names the *pending* files: each holds its old bytes or its
new ones, so that the build after one that was killed knows all files as its own.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Final

from digestgen.errors import DigestgenError

MANIFEST_NAME: Final = ".digestgen-manifest.json"
FORMAT: Final = 1
CHECKSUM: Final = re.compile(r"([0-9]{1,18}) ([0-9a-f]{64})")
TEMPORARY_NAME: Final = re.compile(r"\.dg-[0-9a-f]{16}\.tmp")
UNSAFE_IN_PATH: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\\]")
# NAME_MAX of Linux, macOS and Windows file systems.
NAME_BYTES: Final = 255


class DamagedManifestError(DigestgenError, ValueError):
    """A text is not a manifest that this version of digestgen wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checksum:
    """What a file holds, in brief: its *size* in bytes and its SHA-256 in hexadecimal digits."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The files that digestgen wrote, by their path relative to the output folder."""

    files: Mapping[PurePosixPath, Checksum]
    pending: Mapping[PurePosixPath, Checksum]
    """The files that a build set out to write; empty when it has ended."""


EMPTY: Final = Manifest(files={}, pending={})


def parse_manifest(text: str) -> Manifest:
    """Return the manifest that *text* holds. Raises DamagedManifestError."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DamagedManifestError(f"not JSON: {error}") from error
    match raw:
        case {"format": 1, "files": dict(files), "pending": dict(pending)}:
            return Manifest(files=parse_files(files), pending=parse_files(pending))
    raise DamagedManifestError(f"not a manifest of format {FORMAT}")


def parse_files(raw: Mapping[str, object]) -> Mapping[PurePosixPath, Checksum]:
    """Return the files that *raw* maps to checksums. Raises DamagedManifestError."""
    return {parse_path(path): parse_checksum(checksum) for path, checksum in raw.items()}


def parse_path(text: str) -> PurePosixPath:
    """Return the path *text* of a file in the output. Raises DamagedManifestError."""
    if not is_output_path(text):
        raise DamagedManifestError(f"not a path of the output: {text!a}")
    return PurePosixPath(text)


def parse_checksum(raw: object) -> Checksum:
    """Return the checksum that *raw* writes out. Raises DamagedManifestError."""
    match = CHECKSUM.fullmatch(raw) if isinstance(raw, str) else None
    if match is None:
        raise DamagedManifestError(f"not a checksum: {raw!a}")
    return Checksum(size=int(match[1]), sha256=match[2])


def manifest_text(manifest: Manifest) -> str:
    """Return *manifest* as JSON with one file a line, sorted, so that its changes read well."""
    raw = {
        "format": FORMAT,
        "files": raw_files(manifest.files),
        "pending": raw_files(manifest.pending),
    }
    return json.dumps(raw, ensure_ascii=False, indent=0) + "\n"


def raw_files(files: Mapping[PurePosixPath, Checksum]) -> dict[str, str]:
    """Return *files* as JSON holds them, sorted by path."""
    lines = ((str(path), f"{checksum.size} {checksum.sha256}") for path, checksum in files.items())
    return dict(sorted(lines))


def is_output_path(text: str) -> bool:
    """Tell whether *text* names a file inside an output folder that digestgen may write there."""
    path = PurePosixPath(text)
    return (
        bool(path.parts)
        and text == str(path) == unicodedata.normalize("NFC", text)
        and not path.is_absolute()
        and not UNSAFE_IN_PATH.search(text)
        and path.parts[0].casefold() != MANIFEST_NAME
        and all(is_file_name(name) for name in path.parts)
    )


def is_file_name(name: str) -> bool:
    """Tell whether the output may hold a file or a folder called *name*."""
    try:
        fits = len(name.encode()) <= NAME_BYTES
    except UnicodeEncodeError:
        return False
    return fits and name != ".." and not TEMPORARY_NAME.fullmatch(name)


def temporary_name(name: str) -> str:
    """Return what a file is called while it is written that will be called *name*.

    It is short, so that the longest names can be written, and always the same, so that what a
    killed build left behind is known.
    """
    return f".dg-{blake2b(name.encode(), digest_size=8).hexdigest()}.tmp"
