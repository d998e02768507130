"""Whether a file is the one that was there before, without reading it."""

import os
import stat
from typing import Final

from digestgen.model import Stat

# A file that changes twice within one tick of the clock of its file system has one time for both.
# FAT has the coarsest clock, of two seconds.
TICK_NANOSECONDS: Final = 2_000_000_000


def stat_of(result: os.stat_result) -> Stat:
    """Return what tells the file of *result* from another one."""
    return (result.st_size, result.st_mtime_ns, result.st_ctime_ns, result.st_ino)


def file_stat(path: str) -> Stat | None:
    """Return the stat of the plain file *path*; None for anything else, links included."""
    try:
        result = os.lstat(path)
    except (OSError, ValueError):
        return None
    return stat_of(result) if stat.S_ISREG(result.st_mode) else None


def is_settled(found: Stat, now_nanoseconds: int) -> bool:
    """Tell whether a change of a file with *found* after now must give it another stat."""
    _, modified, changed, _ = found
    return max(modified, changed) + TICK_NANOSECONDS < now_nanoseconds
