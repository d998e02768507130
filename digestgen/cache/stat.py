"""Whether a file is the one that was there before, without reading it."""

import os
import stat
from typing import Final

from digestgen.model import Stat

# A file that changes twice within one tick of the clock of its file system has one time for both.
# FAT has the coarsest clock, of two seconds, and others count whole seconds.
TICK_NANOSECONDS: Final = 2_000_000_000
# Where times have parts of a second, the clock is that of the system, with ticks of 10 ms or less:
# Linux has 100 to 1000 in a second (CONFIG_HZ), and exFAT stores hundredths.
FINE_TICK_NANOSECONDS: Final = 100_000_000
SECOND_NANOSECONDS: Final = 1_000_000_000
# Where the size stands in a stat, and the times of the last changes: of the bytes, of all.
SIZE: Final = 0
MODIFIED: Final = 1
CHANGED: Final = 2


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
    is_fine = modified % SECOND_NANOSECONDS and changed % SECOND_NANOSECONDS
    tick = FINE_TICK_NANOSECONDS if is_fine else TICK_NANOSECONDS
    return max(modified, changed) + tick < now_nanoseconds
