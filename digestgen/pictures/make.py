"""One picture → all files that pages may show of it, in whatever process: plain values in and out.

The files lie in a folder of the cache under names that say what they were made from, and are
copied from there into the output.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Final

from msgspec import Struct

from digestgen import rules
from digestgen.cache.hashing import fingerprint
from digestgen.cache.pictures import put
from digestgen.model import PictureFile, PictureFiles
from digestgen.pictures.decode import Decoded, PictureProblem, decoded, decoding
from digestgen.pictures.encode import fallback, is_flat, published, resized, webp
from digestgen.pictures.sizes import (
    FALLBACK_WIDTHS,
    TINY_BYTES,
    WEBP_LONGEST_SIDE,
    WIDTHS,
    chosen,
    full_width,
    height_at,
    widths,
)
from digestgen.pictures.task import PictureOutcome, PictureTask

SUFFIXES: Final[Mapping[str, str]] = {
    "JPEG": "jpg",
    "MPO": "jpg",
    "PNG": "png",
    "GIF": "gif",
    "WEBP": "webp",
    "AVIF": "avif",
}


CHANGED: Final[Mapping[str, str]] = {"reason": "it changed while it was read"}


def make_picture(task: PictureTask) -> PictureOutcome:
    """Return what came of *task*. Raises OSError if the disk fails."""
    data = Path(task.disk).read_bytes()
    if fingerprint(data) != task.hash:
        return PictureOutcome(hash=task.hash, rule=rules.UNREADABLE, values=CHANGED)
    try:
        picture = decoded(data)
        with decoding(rules.DAMAGED_PICTURE):
            own = own_file(picture, data, task.name)
    except PictureProblem as problem:
        return PictureOutcome(hash=task.hash, rule=problem.rule, values=problem.values)
    return PictureOutcome(hash=task.hash, files=kept(task, picture, own))


class Rendition(Struct, frozen=True, kw_only=True):
    """A file that was made, and its bytes."""

    file: PictureFile
    data: bytes


def rendition(name: str, data: bytes, width: int, height: int) -> Rendition:
    """Return the file *name* with *data*."""
    check = sha256(data).hexdigest()
    file = PictureFile(name=name, width=width, height=height, size=len(data), sha256=check)
    return Rendition(file=file, data=data)


def own_file(picture: Decoded, data: bytes, name: str) -> Rendition:
    """Return the file for the own address of *picture*, which was read from *data*."""
    keeps_size = picture.kind == "GIF" or picture.is_animated
    width = picture.width if keeps_size else full_width(picture.width)
    height = height_at(width, picture.width, picture.height)
    made = published(picture, data, width, height)
    return rendition(f"{name}.{SUFFIXES[picture.kind]}", made, width, height)


def kept(task: PictureTask, picture: Decoded, own: Rendition) -> PictureFiles:
    """Return the files that are of use to pages, after they were put into the task's folder."""
    made = [own]
    if not picture.is_animated and own.file.size > TINY_BYTES:
        made += renditions(picture, task.name)
    files = chosen(
        own.file,
        [one.file for one in made[1:] if one.file.name.endswith(".webp")],
        [one.file for one in made[1:] if not one.file.name.endswith(".webp")],
        picture.kind,
    )
    names = {file.name for file in (files.published, *files.webp, *files.fallback)}
    for one in made:
        if one.file.name in names:
            put(Path(task.folder, one.file.name), one.data)
    return files


def renditions(picture: Decoded, name: str) -> Iterator[Rendition]:
    """Yield all that may be of use besides the published file of *picture*."""
    full, flat = full_width(picture.width), is_flat(picture)
    ending = "png" if picture.pixels.mode == "RGBA" else "jpg"
    own_ending = SUFFIXES[picture.kind]
    encode = partial(webp, flat=flat)
    # A JPEG is its own fallback at its full width.
    fallbacks = [one for one in widths(full, FALLBACK_WIDTHS) if one < full or ending != own_ending]
    for width in dict.fromkeys((*widths(full, WIDTHS), *fallbacks)):
        height = height_at(width, picture.width, picture.height)
        image = resized(picture.pixels, width, height)
        if height <= WEBP_LONGEST_SIDE:
            yield rendition(f"{name}-{width}.webp", encode(image), width, height)
        if width in fallbacks:
            yield rendition(f"{name}-{width}.{ending}", fallback(image), width, height)
