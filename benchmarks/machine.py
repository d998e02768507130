"""What the machine is that figures were measured on. Linux only."""

import os
import platform
from pathlib import Path
from typing import Final

GIB: Final = 2**30


def machine(folder: Path) -> dict[str, object]:
    """Return the machine's facts by name, with the file system that *folder* is on."""
    return {
        "system": f"{system_name()}, {platform.system()} {platform.release()}",
        "processor": f"{len(os.sched_getaffinity(0))} cores of {processor()}",
        "memory": f"{memory_bytes() / GIB:.0f} GiB",
        "file system": file_system(folder),
        "Python": platform.python_version(),
    }


def system_name() -> str:
    """Return what the distribution calls itself."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return "unknown distribution"


def processor() -> str:
    """Return the model of the processor."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())


def memory_bytes() -> int:
    """Return the size of the memory."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def file_system(folder: Path) -> str:
    """Return the type of the file system that *folder* is on.

    The fields of a mount are device, folder, type: fstab(5).
    """
    mounts = (line.split() for line in Path("/proc/mounts").read_text("utf-8").splitlines())
    inside = ((len(where), kind) for _, where, kind, *_ in mounts if folder.is_relative_to(where))
    return max(inside)[1]


def load() -> str:
    """Return the load averages of the last 1, 5 and 15 minutes."""
    return " ".join(f"{average:.2f}" for average in os.getloadavg())
