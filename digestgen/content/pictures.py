"""The size of pictures, read from the start of their files: no picture is decoded here."""

import warnings
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final

from PIL import Image, UnidentifiedImageError

from digestgen import rules
from digestgen.content.paths import is_picture
from digestgen.content.read import place_of
from digestgen.errors import Diagnostic
from digestgen.model import Dimensions, DiskFile
from digestgen.stages import Progress, Stage, counted, unseen

FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
# EXIF 2.3, tag 0x0112 Orientation: the values from 5 on lie on their side.
ORIENTATION: Final = 0x0112
FIRST_SIDEWAYS: Final = 5


def measure(
    used: Iterable[PurePosixPath],
    media: Mapping[PurePosixPath, DiskFile],
    progress: Progress = unseen,
) -> tuple[dict[PurePosixPath, Dimensions], list[Diagnostic]]:
    """Return the size of each picture that is *used* and there, and a problem for each bad one."""
    sizes: dict[PurePosixPath, Dimensions] = {}
    report: list[Diagnostic] = []
    wanted = sorted(path for path in set(used) if path in media and is_picture(path))
    for path in counted(wanted, progress, Stage.MEASURE, len(wanted)):
        try:
            sizes[path] = dimensions(media[path].disk)
        except (OSError, ValueError, SyntaxError, UnidentifiedImageError):
            report.append(rules.BROKEN_PICTURE.at(place_of(path), path=path))
    return sizes, report


def dimensions(disk: str) -> Dimensions:
    """Return the size of the picture in the file *disk*. Raises OSError for one that is broken."""
    with warnings.catch_warnings():
        # Pillow warns of pictures that would take much memory; none is decoded here.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(disk, formats=FORMATS) as image:
            width, height = image.size
            sideways = image.getexif().get(ORIENTATION, 1) >= FIRST_SIDEWAYS
    return (
        Dimensions(width=height, height=width)
        if sideways
        else Dimensions(width=width, height=height)
    )
