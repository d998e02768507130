"""The read stage of content: the folder on the disk → content files and the names of the rest.

Nothing outside the folder is read: a symbolic link that leads out of it is refused.
"""

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct

from digestgen import rules
from digestgen.cache.stat import stat_of
from digestgen.content.encoding import decode
from digestgen.errors import Diagnostic, Place, Problems, said
from digestgen.file_path import FilePath
from digestgen.model import ContentFile, DiskFile, Stat
from digestgen.names import CONTENT
from digestgen.recall import AFRESH, Recall
from digestgen.stages import Progress, Stage, counted, unseen

ARTICLE_SUFFIX: Final = ".md"
# Files of editors and systems: hidden ones, and backups.
IGNORED_PREFIX: Final = "."
IGNORED_SUFFIXES: Final = ("~", ".tmp", ".swp", ".bak")
# Python reads bytes that are not UTF-8 as lone surrogates.
NOT_TEXT: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


Sights = Sequence[tuple[str, Stat]]
"""Files of the author with their stats, sorted by their names on the disk."""


class Tree(Struct, frozen=True, kw_only=True):
    """What the content folder holds, by path."""

    files: Mapping[FilePath, DiskFile]
    """The content files."""
    media: Mapping[FilePath, DiskFile]
    """All others."""


def place_of(path: FilePath) -> Place:
    """Return the place of the content file *path* as a whole."""
    return Place(file=shown_path(path))


def shown_path(path: FilePath) -> str:
    """Return what messages call the content file *path*."""
    return f"{CONTENT}/{path}"


def read_tree(root: Path, progress: Progress = unseen) -> tuple[Tree, list[Diagnostic]]:
    """Return what the content folder *root* holds, sorted by path, and what cannot be read."""
    sights, report = look(root, progress)
    tree, problems = tree_of(root, sights)
    return tree, [*report, *problems]


def look(root: Path, progress: Progress = unseen) -> tuple[Sights, list[Diagnostic]]:
    """Return what lies in the content folder *root*, and what cannot be read."""
    report: list[Diagnostic] = []
    found = walk(root, report) if root.is_dir() else ()
    return sorted(counted(found, progress, Stage.READ)), report


def tree_of(root: Path, sights: Sights, recall: Recall = AFRESH) -> tuple[Tree, list[Diagnostic]]:
    """Return what the content folder *root* holds, in which *sights* lie, and names that clash."""
    report: list[Diagnostic] = []
    found = unique_files(root, sights, report, recall)
    files = {path: file for path, file in found.items() if is_content(file.disk)}
    media = {path: file for path, file in found.items() if not is_content(file.disk)}
    return Tree(files=files, media=media), report


def is_content(disk: str) -> bool:
    """Tell whether the file *disk* is a content file."""
    return disk.endswith(ARTICLE_SUFFIX)


def unique_files(
    root: Path, sights: Sights, report: list[Diagnostic], recall: Recall
) -> dict[FilePath, DiskFile]:
    """Return the files under *root* by their NFC path, sorted."""
    files: dict[FilePath, DiskFile] = {}
    disks = recall.interned("disks", [disk for disk, _ in sights])
    stats = recall.interned("stats", [stat for _, stat in sights])
    for file in recall.each(disk_file, disks, (disks, stats), start_of(root)):
        path = file.path
        if path in files:
            one, other = (ascii(Path(name).name)[1:-1] for name in (files[path].disk, file.disk))
            report.append(rules.SAME_NAME.at(place_of(path), one=one, other=other))
        files[path] = file
    return {path: files[path] for path in recall(in_order, "paths", tuple(files))}


def disk_file(disk: str, stat: Stat, start: int) -> DiskFile:
    """Return the file *disk*, whose path in the content folder begins at *start*."""
    return DiskFile(path=FilePath(path_text(disk, start)), disk=disk, stat=stat)


def start_of(root: Path) -> int:
    """Return where the paths begin in the names of files in the content folder *root*."""
    return len(str(root)) + 1


def path_text(disk: str, start: int) -> str:
    """Return the path of the file *disk* as text."""
    return unicodedata.normalize("NFC", disk[start:].replace(os.sep, "/"))


def in_order(paths: Iterable[FilePath]) -> tuple[FilePath, ...]:
    """Return *paths* in their order."""
    return tuple(sorted(paths, key=lambda path: path.parts))


def walk(root: Path, report: list[Diagnostic]) -> Iterator[tuple[str, Stat]]:
    """Yield the names and stats of the author's files under *root*, in no order."""
    folders = [str(root)]
    # No recursion: a hostile tree can be deeper than Python's stack.
    while folders:
        for entry in entries(folders.pop(), root, report):
            if entry.is_dir():
                folders.append(entry.path)
            elif entry.is_file():
                yield entry.path, stat_of(entry.stat())


def entries(folder: str, root: Path, report: list[Diagnostic]) -> Iterator[os.DirEntry[str]]:
    """Yield what lies in *folder* and may be read."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.name.startswith(IGNORED_PREFIX) or entry.name.endswith(IGNORED_SUFFIXES):
                continue
            if NOT_TEXT.search(entry.name):
                report.append(rules.NAME_NOT_TEXT.at(place_of(escaped(entry, root))))
            elif not entry.is_symlink() or is_safe_link(Path(entry.path), root, report):
                yield entry


def escaped(entry: os.DirEntry[str], root: Path) -> FilePath:
    """Return the path of *entry* below *root* with escapes for what no terminal should see."""
    path = Path(entry.path).relative_to(root).as_posix()
    return FilePath(repr(path)[1:-1])


def is_safe_link(link: Path, root: Path, report: list[Diagnostic]) -> bool:
    """Tell whether *link* leads to a file inside *root*; report it if it does not."""
    place = place_of(FilePath(link.relative_to(root).as_posix()))
    # Not Path.resolve: before Python 3.13 it raises RuntimeError for a link to itself.
    target = Path(os.path.realpath(link))
    if not target.is_relative_to(root.resolve()):
        report.append(rules.LEAVES_CONTENT.at(place))
    elif target.is_dir():
        report.append(rules.LINKED_FOLDER.at(place))
    elif not target.is_file():
        report.append(rules.UNREADABLE.at(place, reason=said("the symbolic link leads to no file")))
    else:
        return True
    return False


def content_file(file: DiskFile, data: bytes) -> ContentFile:
    """Return *file*, which holds *data*. Raises Problems if that is no text of ours."""
    return ContentFile(path=file.path, text=decode(data, file=place_of(file.path).file))


def read_bytes(file: DiskFile) -> bytes:
    """Return what *file* holds. Raises Problems if it cannot be read."""
    try:
        # To make a path of its name takes half as long as to read a file.
        with open(file.disk, "rb") as stream:  # noqa: PTH123
            return stream.read()
    except OSError as error:
        raise Problems(rules.unreadable(place_of(file.path), error)) from None
