"""Whether all files of the output can lie side by side, on every file system."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from digestgen import rules
from digestgen.errors import Diagnostic, Place, said
from digestgen.names import CONTENT
from digestgen.text.slug import LONGEST_BYTES, LONGEST_CHARACTERS, fits

# Of the 1024 bytes that macOS takes, the output folder's own path needs some.
LONGEST_PATH: Final = 800

Output = tuple[str, str]
"""The path of a file that is to be written, and what it is made from."""
Folded = Sequence[tuple[str, Output]]
"""Outputs with their paths as a file system that ignores case and Unicode forms compares them."""


def output_problems(paths: Sequence[str], origins: Sequence[str]) -> list[Diagnostic]:
    """Return every reason why files cannot be written to *paths* that are made from *origins*."""
    keys = [folded(path) for path in paths]
    outputs = [*zip(paths, origins, strict=True)]
    problems: list[Diagnostic] = []
    # Nearly always all is well, and that is found out at once.
    if len({*keys}) < len(keys):
        problems += same_paths([*zip(keys, outputs, strict=True)])
    if not all_folders(keys).isdisjoint(keys):
        problems += files_and_folders([*zip(keys, outputs, strict=True)])
    if not are_short(paths):
        problems += long_paths(outputs)
    return problems


def all_folders(paths: Iterable[str]) -> set[str]:
    """Return the folders that *paths* lie in, however deep."""
    found: set[str] = set()
    folders = {path.rpartition("/")[0] for path in paths}
    while folders:
        found |= folders
        folders = {folder.rpartition("/")[0] for folder in folders} - found
    return found


def are_short(paths: Sequence[str]) -> bool:
    """Tell whether each of *paths* as a whole would fit as a part of one."""
    return (
        max(map(len, paths), default=0) <= LONGEST_CHARACTERS
        and max(map(len, map(str.encode, paths)), default=0) <= LONGEST_BYTES
    )


def folded(path: str) -> str:
    """Return *path* as a file system that ignores case and Unicode forms compares it."""
    return unicodedata.normalize("NFC", path).casefold()


def same_paths(outputs: Folded) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each two of *outputs* with one path."""
    owners: dict[str, str] = {}
    for key, (path, origin) in outputs:
        if key in owners:
            place, other = order(owners[key], origin)
            same = said("an alias of it") if owners[key] == origin else other
            yield rules.SAME_URL.at(place, path=shown(path), other=same)
        owners.setdefault(key, origin)


def files_and_folders(outputs: Folded) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each of *outputs* that would be a file and a folder."""
    files = dict(outputs)
    seen: set[str] = set()
    for name, (_, other) in files.items():
        folder = name.rpartition("/")[0]
        while folder and folder not in seen:
            seen.add(folder)
            if folder in files:
                path, origin = files[folder]
                place, second = order(origin, other)
                yield rules.FILE_AND_FOLDER.at(place, path=shown(path), other=second)
            folder = folder.rpartition("/")[0]


def long_paths(outputs: Iterable[Output]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each path, and each part of one, that some system would refuse."""
    for path, origin in outputs:
        # What fits as a part of a path does so as a whole, and so do nearly all.
        if fits(path):
            continue
        size = len(path.encode())
        if size > LONGEST_PATH:
            place = Place(file=origin)
            yield rules.WHOLE_PATH_TOO_LONG.at(place, size=size, limit=LONGEST_PATH)
        for segment in path.split("/"):
            if not fits(segment):
                yield rules.PATH_TOO_LONG.at(Place(file=origin), segment=segment)


def order(one: str, other: str) -> tuple[Place, str]:
    """Return the place to report of two origins, a content file if there is one, and the other."""
    first, second = (one, other) if one.startswith(f"{CONTENT}/") else (other, one)
    return Place(file=first), second


def shown(path: str) -> str:
    """Return *path* as authors know it: the URL path of a page."""
    return f"/{path}".removesuffix("index.html")
