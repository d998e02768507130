"""Writing the output so that a build can be killed at any moment and no file of others suffers.

1. All is looked at before anything is written; every obstacle is reported, and then nothing is.
2. A manifest comes first that names the files to be written as pending, the final one comes last.
3. Each file is written beside its target under a temporary name and then replaces it at once. A
   folder that waits whole takes its place by itself, where nothing stands yet.
4. Only files of ours whose bytes nobody changed are deleted, and only folders that are empty then.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, Final

from msgspec import Struct

from digestgen import rules
from digestgen.errors import Diagnostic, Place, Problems
from digestgen.output.manifest import (
    MANIFEST_NAME,
    Checksum,
    Files,
    Manifest,
    is_output_path,
    manifest_text,
    temporary_name,
)
from digestgen.output.place import OutputFolder, is_used
from digestgen.output.plan import (
    TOP,
    Fact,
    Facts,
    Plan,
    Standing,
    folder_of,
    folders_above,
    plan_writes,
    top_of,
)
from digestgen.output.stage import FILE_MODE, StagedFile, make_folder
from digestgen.stages import Progress, Stage, counted, unseen

CHUNK_BYTES: Final = 1 << 20

Data = bytes | Path | StagedFile
"""The bytes of a file, or the file on the disk that has them; a staged one is moved."""


class OutputFile(Struct, frozen=True, kw_only=True):
    """A file that the output must hold; *path* is relative to the output folder."""

    path: str
    data: Data


class WriteReport(Struct, frozen=True, kw_only=True):
    """What a build did to the output: paths relative to it."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    pruned: tuple[str, ...]
    kept: tuple[str, ...]
    """Files that are no longer wanted, but that someone changed: they stay and are ours no more."""


def write_output(
    folder: OutputFolder,
    files: Sequence[OutputFile],
    settled: Files | None = None,
    progress: Progress = unseen,
) -> tuple[WriteReport, Manifest]:
    """Make *folder* hold *files* and nothing else of ours; return what was done and what is ours.

    The files that *settled* names are known to be there as they must be, and are left alone.

    Raises Problems, with nothing written, if something that is not ours stands in the way; OSError
    if the disk fails, with every file whole; ValueError if two of *files* cannot both exist.
    """
    data = {file.path: file.data for file in files}
    if len(data) < len(files):
        raise ValueError("two files have one path")
    unsafe = [path for path in data if not is_output_path(path)]
    wanted = {path: checksum(data[path]) for path in data if path not in unsafe}
    settled = settled or {}
    before = unsettled(folder.manifest, settled)
    root = str(folder.root)
    facts = survey(root, wanted, before)
    plan = plan_writes(wanted, before, facts)
    problems = tuple(obstacles(Place(file=folder.name), unsafe, plan))
    if problems:
        raise Problems(*problems)
    sweep(root, before, facts)
    manifest = carry_out(plan, folder, wanted, data, settled, progress=progress)
    report = WriteReport(
        written=plan.writes,
        unchanged=(*plan.unchanged, *settled),
        pruned=tuple(sorted((*plan.blocking, *plan.stale))),
        kept=plan.kept,
    )
    return report, manifest


def unsettled(manifest: Manifest, settled: Files) -> Manifest:
    """Return *manifest* without the files of *settled*."""
    if not settled:
        return manifest
    return Manifest(
        files={path: sum_ for path, sum_ in manifest.files.items() if path not in settled},
        pending={path: sum_ for path, sum_ in manifest.pending.items() if path not in settled},
    )


def obstacles(place: Place, unsafe: Iterable[str], plan: Plan) -> Iterator[Diagnostic]:
    """Yield why nothing can be written: *unsafe* paths, and what *plan* found in the way."""
    for path in unsafe:
        yield rules.UNSAFE_OUTPUT_PATH.at(place, path=shown(path))
    for path in plan.foreign:
        yield rules.FOREIGN_FILE.at(place, path=shown(path))
    for path in plan.links:
        yield rules.LINK_IN_OUTPUT.at(place, path=shown(path))


def shown(path: str) -> str:
    """Return *path* for a message; names on the disk can hold what no terminal prints."""
    return repr(path)[1:-1]


def survey(root: str, wanted: Iterable[str], manifest: Manifest) -> Facts:
    """Return what stands under *root* at all paths of *wanted* and of *manifest*.

    Folders where files are wanted are searched through. Links are not followed: nothing is said of
    what lies behind one.
    """
    if not is_used(Path(root)):
        return {TOP: Standing.FOLDER}
    files = {*wanted, *manifest.files, *manifest.pending}
    facts: dict[str, Fact] = {TOP: Standing.FOLDER}
    # A folder sorts before what lies in it.
    for path in sorted(files | folders_above(files)):
        if facts.get(folder_of(path)) is Standing.FOLDER:
            facts |= look(root, path)
    for path in wanted:
        if facts.get(path) is Standing.FOLDER:
            facts |= search(root, path)
    return facts


def look(root: str, path: str) -> Facts:
    """Return what stands at *path*, which lies in a folder; nothing if nothing does."""
    disk = f"{root}/{path}"
    try:
        mode = os.lstat(disk).st_mode
    except FileNotFoundError:
        return {}
    if stat.S_ISREG(mode):
        return {path: checksum(Path(disk))}
    if stat.S_ISDIR(mode):
        return {path: Standing.FOLDER}
    return {path: Standing.LINK if stat.S_ISLNK(mode) else Standing.OTHER}


def search(root: str, folder: str) -> Facts:
    """Return what stands at all paths in *folder*, however deep."""
    facts: dict[str, Fact] = {}
    for name in os.listdir(f"{root}/{folder}"):
        path = f"{folder}/{name}"
        facts |= look(root, path)
        if facts.get(path) is Standing.FOLDER:
            facts |= search(root, path)
    return facts


def sweep(root: str, manifest: Manifest, facts: Facts) -> None:
    """Delete the temporary files that a killed build, whose manifest is *manifest*, left."""
    for path in (MANIFEST_NAME, *manifest.pending):
        if facts.get(folder_of(path)) is Standing.FOLDER:
            delete(temporary(f"{root}/{path}"))


def carry_out(  # noqa: PLR0913 - all that the end of a build needs
    plan: Plan,
    folder: OutputFolder,
    wanted: Files,
    data: Mapping[str, Data],
    settled: Files,
    *,
    progress: Progress,
) -> Manifest:
    """Do what *plan* says, so that *folder* holds *wanted*, whose bytes are *data*.

    The manifest of it all comes back.
    """
    root, manifest = str(folder.root), folder.manifest
    if plan.writes:
        pending = {path: wanted[path] for path in plan.writes}
        # All of them are in the last one, whose order is nearly that in which they are written.
        manifest = Manifest(
            files={**folder.manifest.files, **plan.known, **settled}, pending=pending
        )
        write_manifest(root, manifest)
    remove(root, plan.blocking, plan.folders)
    files = {**settled, **wanted, **put_files(root, plan, data, progress)}
    remove(root, plan.stale, plan.folders)
    known = {path: files[path] for path in folder.manifest.files if path in files}
    final = Manifest(files=known | files, pending={})
    if final != manifest:
        write_manifest(root, final)
    return final


def put_files(
    root: str, plan: Plan, data: Mapping[str, Data], progress: Progress
) -> Mapping[str, Checksum]:
    """Return what the files hold that *plan* writes, after their *data* took their places."""
    moved = move_folders(root, plan.writes, data)
    # Before the files: to find out that one is missing takes longer than to make it.
    for path in plan.new_folders:
        if top_of(path) not in moved:
            make_folder(f"{root}/{path}")
    files: dict[str, Checksum] = {}
    for path in counted(plan.writes, progress, Stage.WRITE, len(plan.writes)):
        one = data[path]
        if isinstance(one, StagedFile) and one.tree and top_of(path) in moved:
            files[path] = one.checksum
        else:
            files[path] = put_in_place(f"{root}/{path}", one)
    return files


def move_folders(root: str, paths: Iterable[str], data: Mapping[str, Data]) -> frozenset[str]:
    """Return the folders that took their places at the top of *root* whole, by name.

    In each lie all of *paths* whose *data* waits in a tree. What cannot be moved so stays there.
    """
    waiting = {
        top_of(path): one.tree
        for path in paths
        if isinstance(one := data[path], StagedFile) and one.tree and "/" in path
    }
    there = {(name, tree) for tree in {*waiting.values()} for name in os.listdir(tree)}
    # Names that are one where case does not count do not tell which files lie in the folder.
    if not waiting.items() <= there:
        return frozenset()
    return frozenset(
        name for name, tree in waiting.items() if move_folder(f"{tree}/{name}", f"{root}/{name}")
    )


def move_folder(disk: str, target: str) -> bool:
    """Tell whether the folder *disk* is *target* now, where nothing may have stood."""
    # Most systems would let it take the place of an empty folder, whoever made that.
    if os.path.lexists(target):
        return False
    try:
        os.rename(disk, target)
    except OSError:
        # It is on another disk, say. What is wrong for its files as well, they will tell.
        return False
    return True


def remove(root: str, files: Iterable[str], folders: Iterable[str]) -> None:
    """Delete *files*, and those of *folders* that are empty then: rmdir refuses the others."""
    for path in files:
        delete(f"{root}/{path}")
    for path in folders:
        with suppress(OSError):
            os.rmdir(f"{root}/{path}")


def delete(disk: str) -> None:
    """Delete the file *disk* if it is there."""
    with suppress(FileNotFoundError):
        os.unlink(disk)


def write_manifest(root: str, manifest: Manifest) -> None:
    """Write *manifest* into the output folder *root*."""
    write_file(f"{root}/{MANIFEST_NAME}", [manifest_text(manifest).encode()])


def write_file(target: str, data: Iterable[bytes]) -> Checksum:
    """Return what *target* holds after its bytes were replaced by *data*, all at once.

    Its folder is made where it is missing. The modes do not depend on the umask: who may read the
    site must not depend on who builds it. Raises OSError with *target* as it was.
    """
    make_folder(os.path.dirname(target))
    new = temporary(target)
    delete(new)
    try:
        with open(new, "xb") as file:
            written = pour(data, file)
        os.chmod(new, FILE_MODE)
        os.replace(new, target)
    finally:
        delete(new)
    return written


def put_in_place(target: str, data: Data) -> Checksum:
    """Return what *target* holds after *data* took its place."""
    if not isinstance(data, StagedFile):
        return write_file(target, chunks(data))
    try:
        move(data.disk, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return write_file(target, chunks(Path(data.disk)))
    return data.checksum


def move(disk: str, target: str) -> None:
    """Let the file *disk* take the place of *target*, whose folder is made where it is missing.

    To try first is quicker than to look.
    """
    try:
        os.replace(disk, target)
    except FileNotFoundError:
        make_folder(os.path.dirname(target))
        os.replace(disk, target)


def temporary(target: str) -> str:
    """Return where *target* is written before it takes its place."""
    folder, name = os.path.split(target)
    return f"{folder}/{temporary_name(name)}"


def checksum(data: Data) -> Checksum:
    """Return the checksum of *data*, or of the file that it names."""
    if isinstance(data, StagedFile):
        return data.checksum
    return pour(chunks(data))


def chunks(data: bytes | Path) -> Iterator[bytes]:
    """Yield *data*, or what the file that it names holds, in pieces that fit into memory."""
    if isinstance(data, bytes):
        yield data
        return
    with data.open("rb") as file:
        yield from iter(partial(file.read, CHUNK_BYTES), b"")


def pour(data: Iterable[bytes], file: IO[bytes] | None = None) -> Checksum:
    """Return the checksum of *data*, all of which goes into *file*, if there is one."""
    size, sha256 = 0, hashlib.sha256()
    for chunk in data:
        size += len(chunk)
        sha256.update(chunk)
        if file is not None:
            file.write(chunk)
    return Checksum(size=size, sha256=sha256.hexdigest())
