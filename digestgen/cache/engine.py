"""The fingerprint of digestgen itself: its code is an input of every page."""

import sys
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

# The libraries whose code or data decides what pages hold.
LIBRARIES: Final = (
    *("babel", "hijridate", "jinja2", "markdown-it-py", "markupsafe", "mdit-py-plugins"),
    *("msgspec", "pillow", "pyyaml", "tzdata"),
)


@cache
def engine() -> str:
    """Return the fingerprint of digestgen's code, its libraries and Python's version."""
    package = Path(__file__).parents[1]
    found = blake2b(digest_size=16)
    for path in sorted(package.rglob("*.py")):
        found.update(f"{path.relative_to(package)}\0".encode())
        found.update(path.read_bytes())
    for name in LIBRARIES:
        found.update(f"{name} {library_version(name)}\0".encode())
    found.update(sys.version.encode())
    return found.hexdigest()


def library_version(name: str) -> str:
    """Return the version of the library *name*, as it is installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
