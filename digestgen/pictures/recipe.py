"""The recipe: all that decides, besides a picture itself, which bytes are made of it."""

from functools import cache
from pathlib import Path
from typing import Final

import PIL

from digestgen.cache.hashing import fingerprint

LIBRARIES: Final = (
    *("jpg", "libjpeg_turbo", "zlib", "webp", "avif", "littlecms2"),
    *("freetype2", "raqm", "fribidi", "harfbuzz"),
)
SHAPING: Final = ("freetype2", "raqm", "fribidi")


@cache
def recipe() -> str:
    """Return the fingerprint of the code of this folder, its fonts, Pillow and what it is with."""
    # It takes 15 ms to import, and a build of texts has no use for it.
    from PIL import features  # noqa: PLC0415

    folder = Path(__file__).parent
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".woff"))
    code = ((path.name, path.read_bytes()) for path in files)
    libraries = (f"{name} {features.version(name)}" for name in LIBRARIES)
    return fingerprint(*(part for pair in code for part in pair), PIL.__version__, *libraries)


def can_draw() -> bool:
    """Tell whether Pillow here joins Arabic letters and puts them in their order."""
    from PIL import features  # noqa: PLC0415 - as above

    return all(features.check(name) for name in SHAPING)
