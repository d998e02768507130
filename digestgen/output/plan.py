"""What a build has to do in the output folder: decided from values, without touching the disk.

A file on the disk is *ours* if the manifest names it. Files of others are neither overwritten nor
deleted, links are never followed, and a file of ours that someone changed is not deleted either.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct

from digestgen.output.manifest import Checksum, Files, Manifest


class Standing(StrEnum):
    """What stands at a path of the disk where no plain file does."""

    FOLDER = "folder"
    LINK = "link"
    OTHER = "other"


Fact = Checksum | Standing
Facts = Mapping[str, Fact]
"""What stands at each path of interest and at the folders above it; nothing at other paths."""

TOP: Final = ""
"""The path of the output folder itself."""


class Plan(Struct, frozen=True, kw_only=True):
    """What has to be done, in this order, if neither *foreign* nor *links* names a path."""

    known: Files
    """What is ours before the build, with the checksums of what we last wrote."""
    blocking: tuple[str, ...]
    """Files of ours to be deleted first: they stand where a folder must be, or the reverse, or
    bear the name of a wanted file with other capital letters."""
    new_folders: tuple[str, ...]
    """Folders in which files are to be written, and which are not there."""
    writes: tuple[str, ...]
    unchanged: tuple[str, ...]
    stale: tuple[str, ...]
    """Files of ours to be deleted last."""
    folders: tuple[str, ...]
    """Folders to be removed if they are empty, the deepest first."""
    kept: tuple[str, ...]
    """Files of ours that are no longer wanted, but that someone changed: they stay."""
    foreign: tuple[str, ...]
    """What is not ours and stands in the way."""
    links: tuple[str, ...]
    """Symbolic links that stand in the way."""


def plan_writes(wanted: Files, manifest: Manifest, facts: Facts) -> Plan:
    """Return how to make the output hold *wanted*, when *facts* is what the disk holds now.

    Raises ValueError if a path of *wanted* lies below another one.
    """
    known = known_files(manifest, facts)
    parents, ours = folders_above(wanted), folders_above(known)
    if not parents.isdisjoint(wanted):
        raise ValueError(f"both a file and a folder: {sorted(parents & wanted.keys())}")
    unwanted = sorted(known.keys() - wanted.keys())
    stale = {path: known[path] for path in unwanted if facts.get(path) == known[path]}
    respelled = respellings(stale, wanted)
    needed = {path for path in facts if path in parents or is_at_or_below(path, wanted)}
    first = {path for path in stale if path in needed or caseless(path) in respelled}
    there = wanted.keys() & facts.keys()
    same = {path for path in there if facts[path] == wanted[path]}
    done = {path for path in same if caseless(path) not in respelled}
    folders = {path for path in parents | ours if facts.get(path) is Standing.FOLDER}
    files = {path for path in there if is_ours(path, facts[path], known, respelled)}
    writes = tuple(path for path in wanted if path not in done)
    obstacles = sorted(needed.difference(stale, folders, files, same))
    return Plan(
        known=known,
        blocking=tuple(path for path in stale if path in first),
        new_folders=tuple(sorted({*map(folder_of, writes)} - folders - {TOP})),
        writes=writes,
        unchanged=tuple(path for path in wanted if path in done),
        stale=tuple(path for path in stale if path not in first),
        folders=tuple(sorted(folders - parents, reverse=True)),
        kept=tuple(path for path in unwanted if is_changed(facts.get(path), known[path])),
        foreign=tuple(path for path in obstacles if facts[path] is not Standing.LINK),
        links=tuple(path for path in obstacles if facts[path] is Standing.LINK),
    )


def known_files(manifest: Manifest, facts: Facts) -> Files:
    """Return the files of *manifest*, the pending ones as far as they have got by *facts*."""
    arrived = {
        path: checksum
        for path, checksum in manifest.pending.items()
        if path not in manifest.files or facts.get(path) == checksum
    }
    return {**manifest.files, **arrived}


def folders_above(paths: Iterable[str]) -> frozenset[str]:
    """Return every folder that one of *paths* lies in, but not the output folder itself."""
    folders: set[str] = set()
    for path in paths:
        folder = folder_of(path)
        # Those above one that is known are known.
        while folder != TOP and folder not in folders:
            folders.add(folder)
            folder = folder_of(folder)
    return frozenset(folders)


def folder_of(path: str) -> str:
    """Return the folder that *path* lies in."""
    return path.rpartition("/")[0]


def top_of(path: str) -> str:
    """Return the first name of *path*."""
    return path.partition("/")[0]


def is_at_or_below(path: str, files: Files) -> bool:
    """Tell whether *path* is one of *files*, or lies where one of them must be."""
    while path != TOP and path not in files:
        path = folder_of(path)
    return path != TOP


def caseless(path: str) -> str:
    """Return the same text for all paths that name one file where case does not count."""
    return path.casefold()


def respellings(stale: Files, wanted: Files) -> Mapping[str, Checksum]:
    """Return those of *stale* that are *wanted* with other capital letters, by caseless path.

    macOS and Windows hold the two as one file: deleted after the other was written, the old one
    would take the new one with it.
    """
    names = {caseless(path) for path in wanted} if stale else ()
    return {caseless(path): stale[path] for path in stale if caseless(path) in names}


def is_ours(path: str, fact: Fact, known: Files, respelled: Mapping[str, Checksum]) -> bool:
    """Tell whether the file at *path* is one of *known*, or one of them that was *respelled*."""
    if not isinstance(fact, Checksum):
        return False
    return path in known or fact == respelled.get(caseless(path))


def is_changed(fact: Fact | None, checksum: Checksum) -> bool:
    """Tell whether *fact* is a file of ours, once of *checksum*, that now is another one.

    A folder is none: a killed build can have put one of ours where the file was.
    """
    return fact not in (None, Standing.FOLDER, checksum)
