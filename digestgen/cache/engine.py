"""The fingerprint of digestgen itself: its code is an input of every page."""

import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from digestgen.cache.hashing import fingerprint

# The libraries whose code or data decides what pages hold.
LIBRARIES: Final = (
    *("babel", "hijridate", "jinja2", "markdown-it-py", "markupsafe", "mdit-py-plugins"),
    *("msgspec", "pillow", "pyyaml", "tzdata"),
)


@cache
def engine() -> str:
    """Return the fingerprint of digestgen's code, its libraries and Python's version."""
    package = Path(__file__).parents[1]
    code = ((str(p.relative_to(package)), p.read_bytes()) for p in sorted(package.rglob("*.py")))
    libraries = (f"{name} {library_version(name)}" for name in LIBRARIES)
    return fingerprint(*(part for pair in code for part in pair), *libraries, sys.version)


def library_version(name: str) -> str:
    """Return the version of the library *name*, as it is installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
