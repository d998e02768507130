"""The fingerprint of digestgen itself: its code is an input of every page."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from digestgen.cache.hashing import fingerprint

# The libraries whose code or data decides what pages hold.
LIBRARIES: Final = frozenset(
    {"babel", "hijridate", "jinja2", "markdown-it-py", "markupsafe", "mdit-py-plugins"}
    | {"msgspec", "pillow", "pyyaml", "tzdata"}
)
# What pip and Debian call the folders that tell which libraries are installed.
ENDINGS: Final = (".dist-info", ".egg-info")


@cache
def engine() -> str:
    """Return the fingerprint of digestgen's code, its libraries and Python's version."""
    return fingerprint(*code(), *sorted(set(libraries())), sys.version)


def code() -> Iterator[bytes | str]:
    """Yield the names of the modules of digestgen, and what they hold."""
    package = str(Path(__file__).parents[1])
    for folder, folders, names in os.walk(package):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".py"):
                path = os.path.join(folder, name)  # noqa: PTH118 - there are hundreds
                yield path.removeprefix(package)
                with open(path, "rb") as file:  # noqa: PTH123
                    yield file.read()


def libraries() -> Iterator[str]:
    """Yield the names of the folders that tell which versions of LIBRARIES are installed.

    To ask the standard library takes as long as to look at the whole of a large site.
    """
    for folder in sys.path:
        with suppress(OSError):
            yield from (one.name for one in Path(folder).iterdir() if is_of_library(one.name))


def is_of_library(name: str) -> bool:
    """Tell whether the folder *name*, as `PyYAML-6.0.4.dist-info`, is that of one of LIBRARIES."""
    library = name.partition("-")[0].lower().replace("_", "-")
    return name.endswith(ENDINGS) and library in LIBRARIES
