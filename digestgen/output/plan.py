"""What a build has to do in the output folder: decided from values, without touching the disk.

A file on the disk is *ours* if the manifest names it. Files of others are neither overwritten nor
deleted, links are never followed, and a file of ours that someone changed is not deleted either.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from digestgen.output.manifest import Checksum, Manifest


class Standing(StrEnum):
    """What stands at a path of the disk where no plain file does."""

    FOLDER = "folder"
    LINK = "link"
    OTHER = "other"


Fact = Checksum | Standing
Facts = Mapping[PurePosixPath, Fact]
"""What stands at each path of interest and at the folders above it; nothing at other paths."""
Files = Mapping[PurePosixPath, Checksum]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What has to be done, in this order, if neither *foreign* nor *links* names a path."""

    known: Files
    """What is ours before the build, with the checksums of what we last wrote."""
    blocking: tuple[PurePosixPath, ...]
    """Files of ours to be deleted first: they stand where a folder must be, or the reverse."""
    writes: tuple[PurePosixPath, ...]
    unchanged: tuple[PurePosixPath, ...]
    stale: tuple[PurePosixPath, ...]
    """Files of ours to be deleted last."""
    folders: tuple[PurePosixPath, ...]
    """Folders to be removed if they are empty, the deepest first."""
    kept: tuple[PurePosixPath, ...]
    """Files of ours that are no longer wanted, but that someone changed: they stay."""
    foreign: tuple[PurePosixPath, ...]
    """What is not ours and stands in the way."""
    links: tuple[PurePosixPath, ...]
    """Symbolic links that stand in the way."""


def plan_writes(wanted: Files, manifest: Manifest, facts: Facts) -> Plan:
    """Return how to make the output hold *wanted*, when *facts* is what the disk holds now.

    Raises ValueError if a path of *wanted* lies below another one.
    """
    known = known_files(manifest, facts)
    parents = folders_above(wanted)
    ours = folders_above(known)
    if not parents.isdisjoint(wanted):
        raise ValueError(f"files and folders at once: {sorted(parents & wanted.keys())}")
    unwanted = sorted(known.keys() - wanted.keys())
    stale = [path for path in unwanted if facts.get(path) == known[path]]
    needed = {path for path in facts if path in parents or is_at_or_below(path, wanted)}
    ours_now = {*known, *(path for path in ours if facts.get(path) is Standing.FOLDER)}
    in_the_way = sorted(needed - harmless(wanted, parents, facts) ...)
