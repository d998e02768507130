"""Files on their way to the output: made whole in `.digestgen/stage`, then moved into place.

So the output is not touched before every page is there, and memory holds only a few of them.
"""

import os
from hashlib import sha256
from pathlib import Path
from typing import Final

from msgspec import Struct

from digestgen.output.manifest import Checksum

FOLDER: Final = "stage"
FILE_MODE: Final = 0o644
# Only Windows tells text from other files.
NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class StagedFile(Struct, frozen=True, kw_only=True):
    """A file that waits to be moved: its name on the disk and what it holds."""

    disk: str
    checksum: Checksum


def clear(stage: Path) -> None:
    """Make *stage* an empty folder: what a killed build left there is of no use."""
    if stage.is_symlink():
        stage.unlink()
    stage.mkdir(parents=True, exist_ok=True)
    for entry in os.scandir(stage):
        os.unlink(entry.path)


def put(disk: str, data: bytes) -> StagedFile:
    """Write *data* to the new file *disk*, readable by all whatever the umask."""
    descriptor = os.open(disk, NEW_FILE, FILE_MODE)
    # A file object with its buffer would take as long to make as the data to be written.
    try:
        os.fchmod(descriptor, FILE_MODE)
        write(descriptor, data)
    finally:
        os.close(descriptor)
    checksum = Checksum(size=len(data), sha256=sha256(data).hexdigest())
    return StagedFile(disk=disk, checksum=checksum)


def write(descriptor: int, data: bytes) -> None:
    """Write all of *data*: a system may take a part of it. Raises OSError if the disk is full."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
