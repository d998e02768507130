"""Which sizes and formats of a picture there are, and which of those that were made are of use."""

from collections.abc import Iterable, Sequence
from typing import Final

from digestgen.model import PictureFile, PictureFiles

# From the narrowest phone to a wide column on a dense screen; each is about half as large again.
WIDTHS: Final = (320, 640, 960, 1280, 1920)
# The few browsers without WebP, and social networks, do with fewer.
FALLBACK_WIDTHS: Final = (640, 1280)
WIDEST: Final = WIDTHS[-1]
# A width this near to the whole one would be a second file with the same picture.
CLEARLY_SMALLER: Final = 1.15
# The WebP container, RFC 9649 §2.6: 14 bits for each side.
WEBP_LONGEST_SIDE: Final = 16383
# A file as small as this is there at once; to choose among others would take longer.
TINY_BYTES: Final = 4096
# What a browser without WebP shows; MPO is a JPEG with a second picture that browsers ignore.
EVERYWHERE: Final = frozenset({"JPEG", "MPO", "PNG", "GIF"})
WEBP: Final = "WEBP"


def full_width(width: int) -> int:
    """Return the greatest width that a picture of *width* is shown at: it is never made larger."""
    return min(width, WIDEST)


def widths(full: int, steps: Iterable[int]) -> tuple[int, ...]:
    """Return those of *steps* that are clearly smaller than the *full* width, and that one."""
    return (*(step for step in steps if step * CLEARLY_SMALLER <= full), full)


def height_at(width: int, of_width: int, of_height: int) -> int:
    """Return the height at *width* of a picture of *of_width* × *of_height*, at least 1."""
    return max(1, round(of_height * width / of_width))


def chosen(
    published: PictureFile,
    webp: Sequence[PictureFile],
    fallback: Sequence[PictureFile],
    kind: str,
) -> PictureFiles:
    """Return what pages offer of what was made.

    *published* is the file of *kind* at the picture's own address. WebP is offered only if its
    largest file is smaller than the file that all browsers would take in its place.
    """
    own = (published,)
    offered = useful((*(own if kind in EVERYWHERE else ()), *fallback)) or own
    best = useful((*(own if webp and kind == WEBP else ()), *webp))
    gains = bool(best) and best[-1].size < offered[-1].size
    return PictureFiles(published=published, webp=best if gains else (), fallback=offered)


def useful(files: Iterable[PictureFile]) -> tuple[PictureFile, ...]:
    """Return *files* from the narrowest on, without those that a wider one is no larger than."""
    kept: list[PictureFile] = []
    # Of two files of one width the smaller comes first, else the one that was named first.
    for file in sorted(files, key=lambda file: (-file.width, file.size)):
        if not kept or (file.width < kept[-1].width and file.size < kept[-1].size):
            kept.append(file)
    return tuple(reversed(kept))
