"""Packs: files of many blobs, each found by its place, of which only the wanted ones are read.

A pack only grows; what names the blobs in it is replaced at once, after the pack has grown.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from msgspec import Struct

from digestgen.cache.files import check_of
from digestgen.cache.stat import file_stat
from digestgen.errors import DigestgenError

# A pack with more of what nobody wants any more than of what is wanted is written anew.
MOST_WASTE: Final = 0.5
SMALLEST_WASTE: Final = 1 << 20
# How many blobs wait in memory to be put into a pack.
MOST_WAITING: Final = 100


class DamagedCacheError(DigestgenError):
    """What is kept is not what was put there."""


class Blob(Struct, frozen=True, kw_only=True):
    """The place of some bytes in a pack, and their hash."""

    offset: int
    size: int
    check: str


class PackWriter:
    """Puts blobs into a *pack* as they come, some at a time: all of them take much memory."""

    def __init__(self, pack: Path) -> None:
        self.pack = pack
        self.places: dict[str, Blob] = {}
        self.waiting: list[tuple[str, bytes]] = []

    def keep(self, name: str, blob: bytes) -> None:
        """Keep *blob*. Raises OSError if the disk fails."""
        self.waiting.append((name, blob))
        if len(self.waiting) == MOST_WAITING:
            self.put()

    def put(self) -> None:
        """Put what waits into the pack. Raises OSError if the disk fails."""
        self.places |= append(self.pack, self.waiting)
        self.waiting = []


def pack_size(pack: Path) -> int:
    """Return the size of *pack* in bytes; 0 without one."""
    size, *_ = file_stat(str(pack)) or (0,)
    return size


def is_whole(pack: Path, blobs: Iterable[Blob]) -> bool:
    """Tell whether *pack* is long enough for all *blobs* that should lie in it."""
    size = pack_size(pack)
    return all(blob.offset + blob.size <= size for blob in blobs)


def is_wasteful(pack: Path, used: int) -> bool:
    """Tell whether most of *pack* is of no use any more: all but *used* bytes."""
    size = pack_size(pack)
    return size > SMALLEST_WASTE and size - used > MOST_WASTE * size


def read_pack(pack: Path, wanted: Iterable[Blob]) -> list[bytes]:
    """Return the bytes of *wanted*. Raises DamagedCacheError if one is not as it was put there."""
    blobs: list[bytes] = []
    try:
        with pack.open("rb") as file:
            for blob in wanted:
                file.seek(blob.offset)
                blobs.append(file.read(blob.size))
                if check_of(blobs[-1]) != blob.check:
                    raise DamagedCacheError
    except (OSError, ValueError) as error:
        raise DamagedCacheError from error
    return blobs


def append(pack: Path, fresh: Iterable[tuple[str, bytes]]) -> dict[str, Blob]:
    """Return the places of *fresh*, blobs with their names, at the end of *pack*.

    Raises OSError if the disk fails.
    """
    places: dict[str, Blob] = {}
    with pack.open("ab") as file:
        for name, blob in fresh:
            places[name] = Blob(offset=file.tell(), size=len(blob), check=check_of(blob))
            file.write(blob)
    return places
