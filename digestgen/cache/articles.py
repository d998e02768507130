"""Parsed content files, kept between builds.

Two files: an *index*, small enough to be read whole, with all that lists need of each content
file; and a *pack* with the HTML of bodies, of which only the wanted ones are read. The index names
the pack and the place of each body in it, and is replaced at once, after the pack has grown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Final

from msgspec import DecodeError, ValidationError

from digestgen.cache.codec import decoder, encode
from digestgen.errors import Diagnostic, DigestgenError
from digestgen.model import ParsedArticle, ParsedPage, Stat

INDEX: Final = "articles.json"
PACK: Final = "bodies-{number}.pack"
CHECK_BYTES: Final = 16
# A pack with more of what nobody wants any more than of what is wanted is written anew.
MOST_WASTE: Final = 0.5
SMALLEST_WASTE: Final = 1 << 20


class DamagedCacheError(DigestgenError):
    """What is kept is not what was put there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """The place of a body's HTML in the pack, and its hash."""

    offset: int
    size: int
    check: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A content file as it was parsed; one of *article* and *page* is there."""

    path: str
    stat: Stat | None
    """None if the file changed too shortly before it was read to be told by it."""
    key: str
    """The fingerprint of all that was parsed."""
    article: ParsedArticle | None
    page: ParsedPage | None
    warnings: tuple[Diagnostic, ...]
    blob: Blob


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """All that is kept, for one *engine* and the settings that parsing reads."""

    engine: str = ""
    settings: str = ""
    number: int = 0
    """Of the pack."""
    files: tuple[Kept, ...] = ()


INDEX_DECODER: Final = decoder(Index)
PIECES_DECODER: Final = decoder(tuple[str, ...])


def blob_check(blob: bytes) -> str:
    """Return the hash by which damage to *blob* is noticed."""
    return blake2b(blob, digest_size=CHECK_BYTES).hexdigest()


def load_index(folder: Path, *, engine: str, settings: str) -> Index:
    """Return what *folder* keeps for *engine* and *settings*; an empty index if that is nothing."""
    try:
        index = INDEX_DECODER.decode((folder / INDEX).read_bytes())
        size = (folder / PACK.format(number=index.number)).stat().st_size
    except (OSError, DecodeError, ValidationError, ValueError):
        return Index(engine=engine, settings=settings)
    whole = all(kept.blob.offset + kept.blob.size <= size for kept in index.files)
    if (index.engine, index.settings) != (engine, settings) or not whole:
        return Index(engine=engine, settings=settings, number=index.number + 1)
    return index


def read_blobs(folder: Path, index: Index, wanted: Iterable[Blob]) -> list[bytes]:
    """Return the bytes of *wanted*. Raises DamagedCacheError if one is not as it was put there."""
    blobs: list[bytes] = []
    try:
        with (folder / PACK.format(number=index.number)).open("rb") as pack:
            for blob in wanted:
                pack.seek(blob.offset)
                blobs.append(pack.read(blob.size))
                if blob_check(blobs[-1]) != blob.check:
                    raise DamagedCacheError
    except OSError as error:
        raise DamagedCacheError from error
    return blobs


def pieces_of(blob: bytes) -> tuple[str, ...]:
    """Return the pieces of HTML in *blob*."""
    return PIECES_DECODER.decode(blob)


def store(
    folder: Path,
    index: Index,
    files: Sequence[Kept],
    fresh: Mapping[str, bytes],
) -> Index:
    """Keep *files* in *folder* and nothing else; return the new index.

    *fresh* are the blobs of those whose place in the pack is not known yet, by path. Raises OSError
    if the disk fails, and DamagedCacheError if what was kept cannot be read.
    """
    folder.mkdir(exist_ok=True)
    if is_wasteful(folder, index, files, fresh):
        old = [kept for kept in files if kept.path not in fresh]
        blobs = read_blobs(folder, index, (kept.blob for kept in old))
        fresh = {**fresh, **{kept.path: blob for kept, blob in zip(old, blobs, strict=True)}}
        index = replace(index, number=index.number + 1)
    placed = append(folder / PACK.format(number=index.number), fresh)
    new = replace(
        index,
        files=tuple(replace(kept, blob=placed.get(kept.path, kept.blob)) for kept in files),
    )
    write_whole(folder / INDEX, encode(new))
    for pack in folder.glob(PACK.format(number="*")):
        if pack.name != PACK.format(number=index.number):
            pack.unlink(missing_ok=True)
    return new


def is_wasteful(
    folder: Path,
    index: Index,
    files: Iterable[Kept],
    fresh: Mapping[str, bytes],
) -> bool:
    """Tell whether most of the pack is of no use any more."""
    pack = folder / PACK.format(number=index.number)
    size = pack.stat().st_size if pack.exists() else 0
    used = sum(kept.blob.size for kept in files if kept.path not in fresh)
    return size > SMALLEST_WASTE and size - used > MOST_WASTE * size


def append(pack: Path, fresh: Mapping[str, bytes]) -> dict[str, Blob]:
    """Return the places of *fresh* at the end of *pack*."""
    places: dict[str, Blob] = {}
    with pack.open("ab") as file:
        for path, blob in fresh.items():
            places[path] = Blob(offset=file.tell(), size=len(blob), check=blob_check(blob))
            file.write(blob)
    return places


def write_whole(path: Path, data: bytes) -> None:
    """Make *data* the content of *path*, all at once."""
    new = path.with_name(f"{path.name}.tmp")
    new.write_bytes(data)
    new.replace(path)


def forget(folder: Path) -> None:
    """Make the next build parse every file."""
    (folder / INDEX).unlink(missing_ok=True)
