"""Pictures that were made, kept between builds: an index here, the files in a folder beside it."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from digestgen.cache.codec import decoder
from digestgen.cache.files import keep, load
from digestgen.cache.memory import Memory
from digestgen.model import PictureFiles, Stat

INDEX: Final = "pictures.jsonl"
FOLDER: Final = "pictures"


class SeenPicture(Struct, frozen=True, kw_only=True):
    """A picture of the content folder, and the fingerprint of what its file held."""

    path: str
    stat: Stat | None
    """None if the file changed too shortly before it was read to be told by it."""
    hash: str


class PictureIndex(Struct, frozen=True, kw_only=True):
    """All pictures that are kept, made by one *recipe*."""

    recipe: str = ""
    seen: tuple[SeenPicture, ...] = ()
    made: Mapping[str, PictureFiles] = field(default_factory=dict)
    """What was made of each picture, by the fingerprint of its file."""


DECODER: Final = decoder(PictureIndex)


def load_pictures(cache: Path, *, recipe: str, memory: Memory | None = None) -> PictureIndex:
    """Return what *cache* keeps of *recipe*: the pictures all of whose files are there."""
    file, memory = cache / INDEX, memory or Memory()
    index = memory.load(file, lambda: load(file, DECODER)) or PictureIndex()
    if index.recipe != recipe:
        return PictureIndex(recipe=recipe)
    there = names_in(cache / FOLDER)
    made = {key: files for key, files in index.made.items() if names_of(files) <= there}
    return PictureIndex(recipe=recipe, seen=index.seen, made=made)


def store_pictures(cache: Path, index: PictureIndex, memory: Memory | None = None) -> None:
    """Keep *index* and its files in *cache*, and nothing else. Raises OSError if the disk fails."""
    cache.mkdir(exist_ok=True)
    keep(cache / INDEX, index)
    (memory or Memory()).hold(cache / INDEX, index)
    wanted = {name for files in index.made.values() for name in names_of(files)}
    for name in names_in(cache / FOLDER) - wanted:
        (cache / FOLDER / name).unlink(missing_ok=True)


def names_of(files: PictureFiles) -> frozenset[str]:
    """Return the names of all *files*."""
    return frozenset(one.name for one in (files.published, *files.webp, *files.fallback))


def names_in(folder: Path) -> frozenset[str]:
    """Return the names of the files in *folder*; none without it."""
    if not folder.is_dir() or folder.is_symlink():
        return frozenset()
    with os.scandir(folder) as found:
        return frozenset(entry.name for entry in found if entry.is_file(follow_symlinks=False))


def prepared(folder: Path) -> Path:
    """Return *folder*, which is there now and no link."""
    if folder.is_symlink():
        folder.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def put(path: Path, data: bytes) -> None:
    """Write *data* to *path*, whatever was there: a killed build may have left half of it."""
    path.unlink(missing_ok=True)
    path.write_bytes(data)


def is_kept(path: Path, *, sha256: str) -> bool:
    """Tell whether the file *path* holds what was put there."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def forget_pictures(cache: Path) -> None:
    """Make the next build make every picture."""
    (cache / INDEX).unlink(missing_ok=True)


def found_paths(seen: Iterable[SeenPicture]) -> Mapping[str, SeenPicture]:
    """Return *seen* by path."""
    return {one.path: one for one in seen}
