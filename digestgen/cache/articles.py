"""Parsed content files, kept between builds.

Two files: an *index*, small enough to be read whole, with all that lists need of each content
file; and a *pack* with the texts of bodies, of which only the wanted ones are read. The index names
the pack and the place of each body in it, and is replaced at once, after the pack has grown.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar, cast

from msgspec import DecodeError, Raw, Struct
from msgspec.structs import replace

from digestgen.cache.codec import decoder
from digestgen.cache.files import keep, load
from digestgen.cache.memory import Memory
from digestgen.cache.pack import (
    Blob,
    DamagedCacheError,
    PackWriter,
    is_wasteful,
    is_whole,
    read_pack,
)
from digestgen.cache.pictures import forget_pictures
from digestgen.errors import Diagnostic
from digestgen.model import ParsedArticle, ParsedPage, Stat, Text

Value = TypeVar("Value")

INDEX: Final = "articles.jsonl"
PACK: Final = "bodies-{number}.pack"


class Kept(Struct, frozen=True, kw_only=True):
    """A content file as it was parsed."""

    path: str
    stat: Stat | None
    """None if the file changed too shortly before it was read to be told by it."""
    key: str
    """The fingerprint of all that was parsed."""
    print: str
    """That of what the file says, for `digestgen why` alone."""
    content: Raw
    """The article or plain page as JSON: most builds need few of them."""
    warnings: tuple[Diagnostic, ...]
    blob: Blob


class KeptText(Struct, frozen=True):
    """What is known of a text that is kept, without reading it."""

    key: str
    """The fingerprint of all that was parsed."""
    print: str
    blob: Blob


class Index(Struct, frozen=True, kw_only=True):
    """All that is kept, for one *engine* and the settings that parsing reads."""

    engine: str = ""
    settings: str = ""
    number: int = 0
    """Of the pack."""
    files: tuple[Kept, ...] = ()


INDEX_DECODER: Final = decoder(Index)
PARSED_DECODER: Final = decoder(
    cast("type[ParsedArticle | ParsedPage]", ParsedArticle | ParsedPage)
)
TEXT_DECODER: Final = decoder(Text)


def load_index(folder: Path, *, engine: str, settings: str, memory: Memory | None = None) -> Index:
    """Return what *folder* keeps for *engine* and *settings*; an empty index if that is nothing."""
    file, memory = folder / INDEX, memory or Memory()
    index = memory.load(file, lambda: load(file, INDEX_DECODER)) or Index()
    if (index.engine, index.settings) != (engine, settings) or not is_whole(
        pack_file(folder, index), (kept.blob for kept in index.files)
    ):
        return Index(engine=engine, settings=settings, number=index.number + 1)
    return index


def pack_file(folder: Path, index: Index) -> Path:
    """Return where the pack of *index* lies in *folder*."""
    return folder / PACK.format(number=index.number)


def read_blobs(folder: Path, index: Index, wanted: Iterable[Blob]) -> list[bytes]:
    """Return the bytes of *wanted*. Raises DamagedCacheError if one is not as it was put there."""
    return read_pack(pack_file(folder, index), wanted)


def parsed_in(kept: Kept) -> ParsedArticle | ParsedPage:
    """Return the article or plain page that is *kept*. Raises DamagedCacheError."""
    try:
        return PARSED_DECODER.decode(kept.content)
    except DecodeError as error:
        raise DamagedCacheError from error


def text_of(kept: Kept) -> KeptText:
    """Return what is known of the text of the file that is *kept*."""
    return KeptText(kept.key, kept.print, kept.blob)


def text_in(blob: bytes) -> Text:
    """Return the text that *blob* holds."""
    return TEXT_DECODER.decode(blob)


class TextKeeper:
    """Keeps the texts of content files while they are parsed: all of them take much memory."""

    def __init__(self, folder: Path, index: Index, lasting: Sequence[Kept]) -> None:
        """Be ready to keep texts in *folder*, beside those of *index* that are *lasting*.

        Raises OSError if the disk fails, and DamagedCacheError if what was kept cannot be read.
        """
        folder.mkdir(exist_ok=True)
        self.folder, self.index = folder, index
        self.writer = PackWriter(pack_file(folder, index))
        if not lasting:
            # Nothing that lies there is wanted, whatever it is.
            self.writer.pack.unlink(missing_ok=True)
        elif is_wasteful(self.writer.pack, sum(kept.blob.size for kept in lasting)):
            self.move(lasting)

    def move(self, lasting: Sequence[Kept]) -> None:
        """Begin another pack, with the texts that are *lasting*."""
        blobs = read_blobs(self.folder, self.index, [kept.blob for kept in lasting])
        self.index = replace(self.index, number=self.index.number + 1)
        self.writer = PackWriter(pack_file(self.folder, self.index))
        self.writer.pack.unlink(missing_ok=True)
        for kept, blob in zip(lasting, blobs, strict=True):
            self.writer.keep(kept.path, blob)

    def keep(self, path: str, text: bytes) -> None:
        """Keep the *text* of the content file *path*."""
        self.writer.keep(path, text)

    def end(self, files: Sequence[Kept], memory: Memory) -> Index:
        """Make *files* what the next build finds, and nothing else; return the new index."""
        self.writer.put()
        places = self.writer.places
        new = replace(
            self.index,
            files=tuple(
                replace(kept, blob=places[kept.path]) if kept.path in places else kept
                for kept in files
            ),
        )
        store_index(self.folder, new, memory)
        for pack in self.folder.glob(PACK.format(number="*")):
            if pack != pack_file(self.folder, new):
                pack.unlink(missing_ok=True)
        return new


def store(
    folder: Path,
    index: Index,
    files: Sequence[Kept],
    fresh: Mapping[str, bytes],
    memory: Memory | None = None,
) -> Index:
    """Keep *files* in *folder* and nothing else; return the new index.

    *fresh* are the texts of those whose place in the pack is not known yet, by path. Raises OSError
    if the disk fails, and DamagedCacheError if what was kept cannot be read.
    """
    keeper = TextKeeper(folder, index, [kept for kept in files if kept.path not in fresh])
    for path, text in fresh.items():
        keeper.keep(path, text)
    return keeper.end(files, memory or Memory())


def store_index(folder: Path, index: Index, memory: Memory) -> None:
    """Make *index* the index in *folder*. Raises OSError if the disk fails."""
    keep(folder / INDEX, index)
    # A build by itself has no use for it any more, and it is large.
    if memory.lasts:
        memory.hold(folder / INDEX, index)


def forget(folder: Path) -> None:
    """Make the next build parse every file, and make every picture."""
    (folder / INDEX).unlink(missing_ok=True)
    forget_pictures(folder)


def with_sound_cache(folder: Path, work: Callable[[], Value]) -> Value:
    """Return what *work* returns; if what *folder* keeps is of no use, it works without it."""
    try:
        return work()
    except DamagedCacheError:
        forget(folder)
        return work()
