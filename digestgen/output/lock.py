"""One build of a site at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from digestgen.errors import BuildRunningError
from digestgen.output.place import PRIVATE_FOLDER


@contextmanager
def building(site_root: Path) -> Iterator[None]:
    """Hold the lock of the site in *site_root*; it ends with the process, however that ends.

    Raises BuildRunningError at once if another build holds it, and OSError if it cannot be made.
    """
    folder = site_root / PRIVATE_FOLDER
    folder.mkdir(exist_ok=True)
    lock = FileLock(folder / "lock")
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise BuildRunningError(
            "another build of this site is running; wait until it has ended",
        ) from error
    try:
        yield
    finally:
        lock.release()
