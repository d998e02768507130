"""The manifest: what digestgen wrote into an output folder. Only what it names is ever deleted.

While a build writes, the manifest also names the *pending* files: each holds its old bytes or its
new ones, so that the build after one that was killed knows all files as its own.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Final, Literal

from msgspec import DecodeError, Struct
from msgspec.json import Decoder, encode

from digestgen.errors import DigestgenError

MANIFEST_NAME: Final = ".digestgen-manifest.json"
FORMAT: Final = 1
CHECKSUM: Final = re.compile(r"([0-9]{1,18}) ([0-9a-f]{64})")
TEMPORARY_NAME: Final = re.compile(r"\.dg-[0-9a-f]{16}\.tmp")
UNSAFE: Final = r"\x00-\x1f\x7f-\x9f\\"
UNSAFE_IN_NAME: Final = re.compile(f"[{UNSAFE}]")
# Of names that are not empty and do not begin with a dot. No half of a pair of surrogates is text.
PLAIN: Final = rf"[^./{UNSAFE}\ud800-\udfff][^/{UNSAFE}\ud800-\udfff]*+"
PLAIN_PATH: Final = re.compile(f"{PLAIN}(?:/{PLAIN})*+")
# No name, the folder itself, the one above.
NO_NAMES: Final = frozenset({"", ".", ".."})
# NAME_MAX of Linux, macOS and Windows file systems.
NAME_BYTES: Final = 255


class DamagedManifestError(DigestgenError, ValueError):
    """A text is not a manifest that this version of digestgen wrote."""


class Checksum(Struct, frozen=True, kw_only=True, gc=False):
    """What a file holds, in brief: its *size* in bytes and its SHA-256 in hexadecimal digits."""

    sha256: str
    size: int


Files = Mapping[str, Checksum]
"""Files by their path relative to the output folder, with `/` between names.

The paths are text, since an output has many thousands of files and path objects are slow.
"""


class Manifest(Struct, frozen=True, kw_only=True):
    """The files that digestgen wrote."""

    files: Files
    pending: Files
    """The files that a build set out to write; empty when it has ended."""


EMPTY: Final = Manifest(files={}, pending={})


class RawManifest(Struct, frozen=True, kw_only=True):
    """A manifest as JSON holds it: checksums are a size and a SHA-256."""

    format: Literal[1]
    files: dict[str, str]
    pending: dict[str, str]


DECODER: Final = Decoder(RawManifest)


def parse_manifest(text: str) -> Manifest:
    """Return the manifest that *text* holds. Raises DamagedManifestError."""
    try:
        raw = DECODER.decode(text)
    except (DecodeError, ValueError, RecursionError) as error:
        raise DamagedManifestError(f"not a manifest of format {FORMAT}: {error}") from error
    return Manifest(files=parse_files(raw.files), pending=parse_files(raw.pending))


def parse_files(raw: Mapping[str, str]) -> Files:
    """Return the files that *raw* maps to checksums. Raises DamagedManifestError."""
    for path in raw:
        if not is_output_path(path):
            raise DamagedManifestError(f"not a path of the output: {path!a}")
    return {path: parse_checksum(checksum) for path, checksum in raw.items()}


def parse_checksum(text: str) -> Checksum:
    """Return the checksum that *text* writes out. Raises DamagedManifestError."""
    match = CHECKSUM.fullmatch(text)
    if match is None:
        raise DamagedManifestError(f"not a checksum: {text!a}")
    return Checksum(size=int(match[1]), sha256=match[2])


def manifest_text(manifest: Manifest) -> str:
    """Return *manifest* as JSON with one file a line, sorted, so that its changes read well."""
    files, pending = lines(manifest.files), lines(manifest.pending)
    return f'{{\n"format": {FORMAT},\n"files": {files},\n"pending": {pending}\n}}\n'


def lines(files: Files) -> str:
    """Return *files* as JSON, sorted by path, each on a line of its own."""
    if not files:
        return "{}"
    # A library would make an object of all this first, and take four times as long.
    some = [(quoted(path), files[path]) for path in sorted(files)]
    text = ",\n".join([f'{path}: "{one.size} {one.sha256}"' for path, one in some])
    return f"{{\n{text}\n}}"


def quoted(path: str) -> str:
    """Return *path*, whose names are safe, as JSON: but for a quote there is nothing to escape."""
    return f'"{path}"' if '"' not in path else encode(path).decode()


def is_output_path(text: str) -> bool:
    """Tell whether *text* names a file inside an output folder that digestgen may write there.

    An absolute path starts with a name that is empty.
    """
    # What holds for the whole path holds for its names, and for nearly all paths it does.
    if (
        PLAIN_PATH.fullmatch(text)
        and len(text.encode()) <= NAME_BYTES
        and unicodedata.is_normalized("NFC", text)
    ):
        return True
    names = text.split("/")
    return names[0].casefold() != MANIFEST_NAME and all(map(is_file_name, names))


# Most files share the names of their folders, and many their own.
@lru_cache(maxsize=1024)
def is_file_name(name: str) -> bool:
    """Tell whether the output may hold a file or a folder called *name*."""
    try:
        fits = len(name.encode()) <= NAME_BYTES
    except UnicodeEncodeError:
        return False
    return (
        fits
        and name not in NO_NAMES
        and unicodedata.is_normalized("NFC", name)
        and not UNSAFE_IN_NAME.search(name)
        and not TEMPORARY_NAME.fullmatch(name)
    )


def temporary_name(name: str) -> str:
    """Return what a file is called while it is written that will be called *name*.

    It is short, so that the longest names can be written, and always the same, so that what a
    killed build left behind is known.
    """
    return f".dg-{blake2b(name.encode(), digest_size=8).hexdigest()}.tmp"
