"""Publishing to object storage through rclone, for sites that outgrow GitHub Pages.

A reader must never get a page without what it shows: assets go first, then pages, and what is no
longer wanted is deleted last. The manifest goes after all of it, so that a publication that was
cut off is known and completed by the next one.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import Struct

from digestgen import rules
from digestgen.errors import Phrase, Place, Problems, said
from digestgen.output.lock import building
from digestgen.output.manifest import (
    EMPTY,
    MANIFEST_NAME,
    DamagedManifestError,
    Files,
    parse_manifest,
)
from digestgen.output.place import read_manifest
from digestgen.publish.published import (
    URLS,
    Changes,
    Wish,
    is_page,
    many_vanish,
    urls_in,
    vanishing,
)

PREFIX: Final = "rclone:"
# Pages are asked for again after a minute; what has a hash in its name never changes (RFC 8246).
PAGE_CACHE: Final = "public, max-age=60"
ASSET_CACHE: Final = "public, max-age=31536000, immutable"
ASSETS: Final = "assets/"
# rclone.org/docs, «List of exit codes»: the folder was not found.
NO_FOLDER: Final = 3


class Storage(Struct, frozen=True, kw_only=True):
    """A place that rclone can write to, such as `bucket:digest`."""

    program: str
    target: str

    @property
    def place(self) -> Place:
        """Return where messages say that something is wrong with it."""
        return Place(file=f"{PREFIX}{self.target}")


def storage(target: str) -> Storage:
    """Return the storage *target* of rclone. Raises Problems."""
    program = shutil.which("rclone")
    if program is None:
        raise Problems(rules.NO_RCLONE.at(Place(file=f"{PREFIX}{target}")))
    return Storage(program=program, target=target.rstrip("/"))


def publish_storage(root: Path, output: Path, to: Storage, wish: Wish) -> Changes:
    """Put what lies in *output*, built from the site in *root*, at *to*; return what changed.

    Only files that digestgen published there before are ever deleted. Raises Problems.
    """
    with building(root):
        files = read_manifest(output, output.name).files
        online = published_files(to)
        found = difference(online, files)
        before, after = urls_in(read(to, URLS)), urls_in(local(output, URLS))
        stop = [] if wish.drop else list(vanishing(before, after))
        stop += () if wish.may_vanish else many_vanish(found, sum(map(is_page, files)))
        if stop:
            raise Problems(*stop)
        if found and not wish.dry:
            upload(to, output, found)
        return found


def published_files(to: Storage) -> Files:
    """Return the files that digestgen published at *to*, by the manifest that lies there."""
    text = read(to, MANIFEST_NAME)
    with suppress(DamagedManifestError, UnicodeDecodeError):
        return parse_manifest(text.decode()).files if text else EMPTY.files
    return EMPTY.files


def difference(online: Files, files: Files) -> Changes:
    """Return what has to change for *online* to be *files*."""
    return Changes(
        added=tuple(sorted(files.keys() - online.keys())),
        changed=tuple(
            sorted(path for path in files.keys() & online.keys() if files[path] != online[path])
        ),
        deleted=tuple(sorted(online.keys() - files.keys())),
    )


def upload(to: Storage, output: Path, found: Changes) -> None:
    """Make *to* hold what *output* does, after the changes *found*."""
    for cache, paths in steps([*found.added, *found.changed]):
        copy(to, output, paths, cache)
    if found.deleted:
        run(to, said("deletes"), "delete", to.target, "--files-from-raw", "-", paths=found.deleted)
    copy(to, output, [MANIFEST_NAME], PAGE_CACHE)


def steps(paths: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield *paths* in the order in which they go online, with how long caches may keep them."""
    ordered = sorted(paths)
    yield ASSET_CACHE, [path for path in ordered if path.startswith(ASSETS)]
    others = [path for path in ordered if not path.startswith(ASSETS)]
    yield PAGE_CACHE, [path for path in others if not is_page(path)]
    yield PAGE_CACHE, [path for path in others if is_page(path)]


def copy(to: Storage, output: Path, paths: list[str], cache: str) -> None:
    """Put the files *paths* of *output* online; caches may keep them as *cache* says."""
    if paths:
        header = ("--header-upload", f"Cache-Control: {cache}")
        options = ("--files-from-raw", "-", "--no-traverse", "--ignore-times", *header)
        run(to, said("uploads"), "copy", str(output), to.target, *options, paths=paths)


def read(to: Storage, path: str) -> bytes | None:
    """Return what the file *path* at *to* holds; None if it is not there."""
    listed = run(
        to, said("lists"), "lsjson", "--files-only", "--max-depth=1", to.target, may_lack=True
    )
    names = {entry["Name"] for entry in json.loads(listed or b"[]")}
    return run(to, said("reads"), "cat", f"{to.target}/{path}") if path in names else None


def local(output: Path, path: str) -> bytes | None:
    """Return what the file *path* of *output* holds; None if it is not there."""
    file = output / path
    return file.read_bytes() if file.is_file() else None


def run(
    to: Storage, act: Phrase, *arguments: str, paths: Iterable[str] = (), may_lack: bool = False
) -> bytes:
    """Return what rclone prints for *arguments*, given *paths* to read, one a line.

    Raises Problems if it fails; where the folder *may_lack*, nothing comes back if it does.
    """
    done = subprocess.run(  # noqa: S603 - a program and its arguments, no shell
        [to.program, *arguments],
        input="".join(f"{path}\n" for path in paths).encode(),
        capture_output=True,
        check=False,
    )
    if done.returncode == 0:
        return done.stdout
    if may_lack and done.returncode == NO_FOLDER:
        return b""
    reason = done.stderr.decode(errors="replace").strip().split("\n")[-1]
    raise Problems(rules.RCLONE_FAILED.at(to.place, act=act, reason=reason))
