"""The read stage of content: the folder on the disk → content files and the names of the rest.

Nothing outside the folder is read: a symbolic link that leads out of it is refused.
"""

import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from digestgen import rules
from digestgen.content.encoding import decode
from digestgen.errors import Diagnostic, Place, Problems
from digestgen.model import ContentFile, MediaFile

FOLDER: Final = "content"
ARTICLE_SUFFIX: Final = ".md"
# Files of editors and systems: hidden ones, and backups.
IGNORED_PREFIX: Final = "."
IGNORED_SUFFIXES: Final = ("~", ".tmp", ".swp", ".bak")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """The content folder as it was read."""

    files: tuple[ContentFile, ...]
    media: Mapping[PurePosixPath, MediaFile]


def place_of(path: PurePosixPath) -> Place:
    """Return the place of the content file *path* as a whole."""
    return Place(file=f"{FOLDER}/{path}")


def read_tree(root: Path) -> tuple[Tree, list[Diagnostic]]:
    """Return what the content folder *root* holds, sorted by path, and what cannot be read."""
    report: list[Diagnostic] = []
    names = unique_names(root, report) if root.is_dir() else {}
    articles = {path: disk for path, disk in names.items() if path.suffix == ARTICLE_SUFFIX}
    files = tuple(filter(None, (read_file(path, disk, report) for path, disk in articles.items())))
    media = {
        path: MediaFile(path=path, disk=str(disk))
        for path, disk in names.items()
        if path not in articles
    }
    return Tree(files=files, media=media), report


def unique_names(root: Path, report: list[Diagnostic]) -> dict[PurePosixPath, Path]:
    """Return the files under *root* by their NFC path, sorted."""
    names: dict[PurePosixPath, Path] = {}
    for disk in sorted(walk(root, report)):
        path = PurePosixPath(unicodedata.normalize("NFC", disk.relative_to(root).as_posix()))
        if path in names:
            report.append(rules.SAME_NAME.at(place_of(path), other=ascii(names[path].name)))
        names[path] = disk
    return dict(sorted(names.items()))


def walk(root: Path, report: list[Diagnostic]) -> Iterator[Path]:
    """Yield the files under *root* that are the author's, in no order."""
    folders = [root]
    # No recursion: a hostile tree can be deeper than Python's stack.
    while folders:
        for entry in entries(folders.pop(), root, report):
            if entry.is_dir():
                folders.append(Path(entry.path))
            elif entry.is_file():
                yield Path(entry.path)


def entries(folder: Path, root: Path, report: list[Diagnostic]) -> Iterator[os.DirEntry[str]]:
    """Yield what lies in *folder* and may be read."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name.startswith(IGNORED_PREFIX) or entry.name.endswith(IGNORED_SUFFIXES):
                continue
            if not entry.is_symlink() or is_safe_link(Path(entry.path), root, report):
                yield entry


def is_safe_link(link: Path, root: Path, report: list[Diagnostic]) -> bool:
    """Tell whether *link* leads to a file inside *root*; report it if it does not."""
    place = place_of(PurePosixPath(link.relative_to(root).as_posix()))
    # Not Path.resolve: before Python 3.13 it raises RuntimeError for a link to itself.
    target = Path(os.path.realpath(link))
    if not target.is_relative_to(root.resolve()):
        report.append(rules.LEAVES_CONTENT.at(place))
    elif target.is_dir():
        report.append(rules.LINKED_FOLDER.at(place))
    elif not target.is_file():
        report.append(rules.UNREADABLE.at(place, reason="the symbolic link leads to no file"))
    else:
        return True
    return False


def read_file(path: PurePosixPath, disk: Path, report: list[Diagnostic]) -> ContentFile | None:
    """Return the content file *path*, or None with what is wrong in *report*."""
    place = place_of(path)
    try:
        return ContentFile(path=path, text=decode(disk.read_bytes(), file=place.file))
    except Problems as problems:
        report += problems.diagnostics
    except OSError as error:
        report.append(rules.UNREADABLE.at(place, reason=error.strerror or str(error)))
    return None
