"""The names in a site's folder that every author knows, and the paths in it."""

from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

SETTINGS: Final = "site.yaml"
CONTENT: Final = "content"
THEMES: Final = "themes"
OUTPUT: Final = "public"
# Tells which build is online.
BUILD: Final = "build.json"


# The path of a content file is asked for where it lies, where it is kept and where it is linked.
@lru_cache(maxsize=1 << 16)
def path_of(text: str) -> PurePosixPath:
    """Return the path *text*; for one text it is one object, which takes long to make."""
    return PurePosixPath(text)
