"""Files on their way to the output: made whole in `.digestgen/stage`, then moved into place.

So the output is not touched before every page is there, and memory holds only a few of them. What
is made for a new output waits as a tree like it, of which whole folders can be moved.
"""

import os
import sys
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from msgspec import Struct

from digestgen.output.manifest import Checksum, is_output_path

FOLDER: Final = "stage"
TREE: Final = "tree"
FILE_MODE: Final = 0o644
FOLDER_MODE: Final = 0o755
# Only Windows tells text from other files.
NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Spot(Struct, frozen=True, kw_only=True):
    """Where a file can wait that belongs to *path* of the output."""

    path: str
    flat: str
    """The file that it is unless it lies in the tree."""
    tree: str = ""
    """The folder that is like the output; empty if there is none."""


class StagedFile(Struct, frozen=True, kw_only=True):
    """A file that waits to be moved: its name on the disk and what it holds."""

    disk: str
    checksum: Checksum
    tree: str = ""
    """The folder in which it lies at its path in the output; empty if it lies elsewhere."""


def clear(stage: Path) -> None:
    """Make *stage* an empty folder: what a killed build left there is of no use."""
    if stage.is_symlink():
        stage.unlink()
    stage.mkdir(parents=True, exist_ok=True)
    empty(stage)


def empty(folder: Path | str) -> None:
    """Delete all that lies in *folder*, which is ours alone; links are not followed."""
    for entry in [*os.scandir(folder)]:
        if entry.is_dir(follow_symlinks=False):
            empty(entry.path)
            os.rmdir(entry.path)
        else:
            os.unlink(entry.path)


def put(spot: Spot, data: bytes) -> StagedFile:
    """Write *data* to a new file at *spot*, readable by all whatever the umask."""
    descriptor = open_in_tree(spot)
    if descriptor is None:
        descriptor = os.open(spot.flat, NEW_FILE, FILE_MODE)
        return StagedFile(disk=spot.flat, checksum=fill(descriptor, data))
    disk, checksum = f"{spot.tree}/{spot.path}", fill(descriptor, data)
    return StagedFile(disk=disk, checksum=checksum, tree=spot.tree)


def open_in_tree(spot: Spot) -> int | None:
    """Return a new file in the tree of *spot*; None if it cannot lie there.

    Its path may lead out of the tree, be too long there, or be taken. Whether the output can hold
    it nevertheless is found out when all files are known.
    """
    if spot.tree and is_output_path(spot.path):
        disk = f"{spot.tree}/{spot.path}"
        with suppress(OSError):
            make_folder(os.path.dirname(disk))
            return os.open(disk, NEW_FILE, FILE_MODE)
    return None


def make_folder(folder: str) -> None:
    """Make *folder*, and those above it, where they are missing; other processes may do the same.

    The modes do not depend on the umask: who may read the site must not depend on who builds it.
    """
    try:
        os.mkdir(folder)
    except FileExistsError:
        return
    except FileNotFoundError:
        make_folder(os.path.dirname(folder))
        with suppress(FileExistsError):
            os.mkdir(folder)
    os.chmod(folder, FOLDER_MODE)


def fill(descriptor: int, data: bytes) -> Checksum:
    """Write *data* to the open file *descriptor* and close it; its checksum comes back."""
    # A file object with its buffer would take as long to make as the data to be written.
    try:
        # Windows has none of these modes.
        if sys.platform != "win32":
            os.fchmod(descriptor, FILE_MODE)
        write(descriptor, data)
    finally:
        os.close(descriptor)
    return Checksum(size=len(data), sha256=sha256(data).hexdigest())


def write(descriptor: int, data: bytes) -> None:
    """Write all of *data*: a system may take a part of it. Raises OSError if the disk is full."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
