"""How much memory this process uses, and giving back what it does not."""

import sys
from contextlib import suppress

from msgspec import Struct


class MemoryUse(Struct, frozen=True):
    """How much memory a process used, in pages."""

    given: int
    """What it was given since it began, or made its own: of those that a fork shares, it has a copy
    once it wrote to them."""
    most: int
    """What it had at most."""


def memory_use() -> MemoryUse:
    """Return how much memory this process used; nothing on Windows, where it does not matter."""
    if sys.platform == "win32":
        return MemoryUse(0, 0)
    import resource  # noqa: PLC0415 - there is none on Windows

    found = resource.getrusage(resource.RUSAGE_SELF)
    # getrusage(2) of Linux, the only system where it matters: in units of 1024 bytes.
    return MemoryUse(found.ru_minflt, found.ru_maxrss // (resource.getpagesize() >> 10))


def give_back() -> None:
    """Give free memory back to the system, where the C library can be asked to.

    That of many large values it keeps for itself, if small ones lie behind it. See malloc_trim(3).
    """
    # Only GNU's library has it, and not every Python has what calls it.
    with suppress(AttributeError, ImportError, OSError, TypeError):
        import ctypes  # noqa: PLC0415 - few builds are so large

        ctypes.CDLL(None).malloc_trim(0)
