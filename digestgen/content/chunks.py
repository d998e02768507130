"""Reading and parsing many files at a time, in whatever process: plain values in and out."""

from collections.abc import Callable

from msgspec import Raw, Struct

from digestgen.cache.articles import Kept
from digestgen.cache.codec import encode
from digestgen.cache.hashing import fingerprint, print_of
from digestgen.cache.pack import Blob
from digestgen.cache.stat import SIZE, is_settled
from digestgen.content.parsed import InvalidFile, ParsedFile, ParseSettings
from digestgen.content.read import content_file, read_bytes
from digestgen.errors import Diagnostic, Problems
from digestgen.file_path import FilePath
from digestgen.model import ContentFile, DiskFile, Gap, Stat
from digestgen.work import Steps, by_size

NOWHERE = Blob(offset=0, size=0, check="")


class ParseChunk(Struct, frozen=True, kw_only=True):
    """Files to parse."""

    files: tuple[tuple[DiskFile, str], ...]
    """Each with the key under which it is kept already; empty if it is not."""
    settings: ParseSettings
    salt: bytes
    """The fingerprint of all that parsing depends on besides the files."""
    started: int
    """When the build began, in nanoseconds since 1970."""


class ParseOutcome(Struct, frozen=True, kw_only=True):
    """What came of one file: it is kept already, or its *blob* is new, or it has *problems*."""

    path: FilePath
    stat: Stat | None = None
    """What the file can be told by from now on; None if it changed too shortly before."""
    problems: tuple[Diagnostic, ...] = ()
    links: tuple[Gap, ...] = ()
    """What a file with problems points to."""
    blob: bytes = b""
    """The text of a new file as JSON."""


class ParsedChunk(Struct, frozen=True, kw_only=True):
    """What came of the *files* of a chunk, in their order."""

    files: tuple[ParseOutcome, ...]
    kept: bytes
    """The `Kept` of those that are new, as JSON: cheaper to send than values. They come in one
    piece, since a piece for each file would leave a hole in memory where it was."""


def get_ready() -> None:
    """Let this process, and its forks, have what parses before there is something to parse."""
    parser()


def parser() -> Callable[[ContentFile, ParseSettings], Steps[ParsedFile]]:
    """Return what parses a file: to import it takes longer than many a build without it."""
    from digestgen.content.articles import steps  # noqa: PLC0415

    return steps


def parse_chunk(chunk: ParseChunk) -> ParsedChunk:
    """Return what came of the files of *chunk*."""
    found = by_size(chunk.files, size_of, lambda item: parse_one(*item, chunk))
    return ParsedChunk(
        files=tuple([outcome for outcome, _ in found]),
        kept=encode([kept for _, kept in found if kept]),
    )


def size_of(item: tuple[DiskFile, str]) -> int:
    """Return how many bytes the file of *item* has."""
    return item[0].stat[SIZE]


def parse_one(
    file: DiskFile, known: str, chunk: ParseChunk
) -> Steps[tuple[ParseOutcome, Kept | None]]:
    """Find out in steps what comes of *file*, kept under the key *known* or not at all.

    What is to be kept of it comes with that if it is new.
    """
    try:
        stat = file.stat if is_settled(file.stat, chunk.started) else None
        data = read_bytes(file)
        yield
        key = key_of(file, data, chunk.salt)
        if key == known:
            return ParseOutcome(path=file.path, stat=stat), None
        parsed = yield from parser()(content_file(file, data), chunk.settings)
    except InvalidFile as invalid:
        report, links = invalid.diagnostics, invalid.links
        return ParseOutcome(path=file.path, problems=report, links=links), None
    except Problems as problems:
        return ParseOutcome(path=file.path, problems=problems.diagnostics), None
    yield
    blob = encode(parsed.text)
    return ParseOutcome(path=file.path, stat=stat, blob=blob), kept_file(stat, key, parsed, blob)


def key_of(file: DiskFile, data: bytes, salt: bytes) -> str:
    """Return the fingerprint of all that the parsing of *file* depends on."""
    return fingerprint(salt, str(file.path), data)


def kept_file(stat: Stat | None, key: str, parsed: ParsedFile, text: bytes) -> Kept:
    """Return the *parsed* file as it is kept; its *text* has no place in the pack yet."""
    value = parsed.parsed
    return Kept(
        path=str(value.path),
        stat=stat,
        key=key,
        print=print_of(encode((value.front, value.body.gaps)) + text),
        content=Raw(encode(value)),
        warnings=parsed.warnings,
        blob=NOWHERE,
    )
