"""Looking at the texts of many files at a time, in whatever process: plain values in and out."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct

from digestgen.check.families import text_findings
from digestgen.check.finding import Finding, diagnostic
from digestgen.check.fix import Mended, mended
from digestgen.check.outside import OutsideLink, outside_links
from digestgen.check.text import BYTE_ORDER_MARK, RawText, raw_text
from digestgen.content.encoding import LONGEST_FILE
from digestgen.content.read import read_bytes
from digestgen.errors import Diagnostic, Problems
from digestgen.model import DiskFile


class TextChunk(Struct, frozen=True, kw_only=True):
    """Files to look at, each with its language."""

    files: tuple[tuple[DiskFile, str], ...]
    off: frozenset[str]
    """The codes of the rules that are not looked for."""


class TextOutcome(Struct, frozen=True, kw_only=True):
    """What is wrong with one file, and where it links to."""

    diagnostics: tuple[Diagnostic, ...]
    links: tuple[OutsideLink, ...]


class MendedText(Struct, frozen=True, kw_only=True):
    """A file that can be mended."""

    file: DiskFile
    data: bytes
    """What it is to hold."""
    done: tuple[Mended, ...]


def look_chunk(chunk: TextChunk) -> tuple[TextOutcome, ...]:
    """Return what is wrong with each file of *chunk* that is text, in their order."""
    texts = (read_text(file, language) for file, language in chunk.files)
    return tuple(look(text, chunk.off) for text in texts if text)


def look(text: RawText, off: frozenset[str]) -> TextOutcome:
    """Return what is wrong with *text*."""
    found = (diagnostic(finding, text) for finding in findings(text, off=off))
    return TextOutcome(diagnostics=tuple(found), links=tuple(outside_links(text)))


def findings(text: RawText, *, off: frozenset[str]) -> list[Finding]:
    """Return all that is wrong with *text* by the rules that are not *off*."""
    return [finding for finding in text_findings(text) if finding.rule.code not in off]


def mend_chunk(chunk: TextChunk) -> tuple[MendedText, ...]:
    """Return those files of *chunk* that can be mended, as they are to be."""
    found: Callable[[RawText], list[Finding]] = partial(findings, off=chunk.off)
    texts: list[MendedText] = []
    for file, language in chunk.files:
        text = read_text(file, language)
        after, done = mended(text, found) if text else (None, [])
        if after and done:
            mark = BYTE_ORDER_MARK if has_mark(file) else ""
            data = f"{mark}{after.text}".encode()
            texts.append(MendedText(file=file, data=data, done=tuple(done)))
    return tuple(texts)


def has_mark(file: DiskFile) -> bool:
    """Tell whether *file* begins with a byte-order mark."""
    return read_bytes(file).startswith(BYTE_ORDER_MARK.encode())


def read_text(file: DiskFile, language: str) -> RawText | None:
    """Return *file* as it lies on the disk; None if it is no text, which a build reports."""
    try:
        data = read_bytes(file)
    except Problems:
        return None
    return raw_text(file.path, data, language) if len(data) <= LONGEST_FILE else None
