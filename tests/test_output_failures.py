"""Builds that are killed, fail or run at the same time."""

import json
import stat
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import pytest

import digestgen
from digestgen.errors import BuildRunningError
from digestgen.output.files import OutputFile, WriteReport, checksum, write_output
from digestgen.output.lock import building
from digestgen.output.manifest import (
    MANIFEST_NAME,
    TEMPORARY_NAME,
    Manifest,
    manifest_text,
    parse_manifest,
    temporary_name,
)
from digestgen.output.place import claim
from tests.running import within

REPOSITORY = Path(digestgen.__file__).parents[1]
Tree = dict[str, bytes | None]
"""What a folder holds, without the manifest: the bytes of files, None for folders."""

# Pages must be large, or a kill would rarely meet one half written.
COPIES = 10_000
WRITE = """
import json, sys
from pathlib import Path, PurePosixPath
from digestgen.output.files import OutputFile, WriteReport, checksum, write_output
from digestgen.output.place import claim

def write(root, files, copies):
    folder = claim(root, site_root=root.parent, content=root.parent / "content")
    write_output(folder, [
        OutputFile(path=path, data=text.encode() * copies)
        for path, text in files.items()
    ])

root = Path(sys.argv[1])
"""
FULL_DISK = f"""{WRITE}
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    write(root, {{"a.html": "new", "z/big.html": "n" * 100_000}}, copies=1)
except OSError as error:
    print(error.strerror)
"""
BUILD_FOR_EVER = f"""{WRITE}
versions = json.loads((root.parent / "versions.json").read_text("utf-8"))
print("ready", flush=True)
while True:
    for files in versions:
        write(root, files, copies={COPIES})
"""
HOLD_LOCK = """
import sys, time
from pathlib import Path
from digestgen.output.lock import building

with building(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def write(root: Path, files: Mapping[str, bytes | Path]) -> WriteReport:
    """Write *files* into *root*, the output of the site in its parent, as a build does."""
    folder = claim(root, site_root=root.parent, content=root.parent / "content")
    files_ = [OutputFile(path=path, data=data) for path, data in files.items()]
    return write_output(folder, files_)[0]


def tree(root: Path) -> Tree:
    """Return what *root* holds, without the manifest."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in root.rglob("*")
        if path.name != MANIFEST_NAME
    }


def manifest(root: Path) -> Manifest:
    return parse_manifest((root / MANIFEST_NAME).read_text("utf-8"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "public"


def started(script: str, folder: Path) -> subprocess.Popen[str]:
    """Return a process that runs *script* with *folder*, where digestgen can be imported."""
    return subprocess.Popen(
        [sys.executable, "-c", script, str(folder)],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )


def first_line(process: subprocess.Popen[str]) -> str:
    """Wait for the first line that *process* writes."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def version(name: str, numbers: range) -> dict[str, str]:
    """Return a version of a site, each page as the line that it repeats COPIES times.

    Some pages are in all versions, and `about` is a file or a folder.
    """
    pages = {f"2024/{number}/خبر/index.html": f"{name} {number}\n" for number in numbers}
    return {**pages, "about" if name == "A" else "about/index.html": name}


def built(root: Path, files: Mapping[str, str]) -> dict[str, tuple[str, bytes | None]]:
    """Return the modes and bytes of all that *root* holds after *files* were written there."""
    root.parent.mkdir(exist_ok=True)
    write(root, {path: text.encode() * COPIES for path, text in files.items()})
    return {
        path.relative_to(root).as_posix(): (
            stat.filemode(path.stat().st_mode),
            path.read_bytes() if path.is_file() else None,
        )
        for path in root.rglob("*")
    }


def kill_a_build(root: Path, *, after_seconds: float) -> None:
    """Let a child build into *root* and kill it *after_seconds* of work."""
    with within(started(BUILD_FOR_EVER, root)) as child:
        assert "ready" == first_line(child)
        time.sleep(after_seconds)
        child.kill()


def kill_while_writing(root: Path, files: Mapping[str, bytes]) -> None:
    """Leave the manifest in *root* of a build that was killed before it wrote any of *files*."""
    pending = {path: checksum(data) for path, data in files.items()}
    unfinished = Manifest(files=manifest(root).files, pending=pending)
    (root / MANIFEST_NAME).write_text(manifest_text(unfinished), "utf-8")


def torn_files(root: Path, versions: Sequence[Mapping[str, str]]) -> Tree:
    """Return the files in *root*, but not the temporary ones, that are of none of *versions*."""
    return {
        path: data
        for path, data in tree(root).items()
        if data is not None
        and not TEMPORARY_NAME.fullmatch(PurePosixPath(path).name)
        and data not in [files[path].encode() * COPIES for files in versions if path in files]
    }


def test_failures_of_the_disk_leave_files_whole(root: Path) -> None:
    """A full disk ends the build with the old bytes, no leftovers, and a build to go on."""
    old: dict[str, bytes | Path] = {"a.html": b"old", "z/big.html": b"old"}
    new: dict[str, bytes | Path] = {"a.html": b"new", "z/big.html": b"n" * 100_000}
    write(root, old)
    with within(started(FULL_DISK, root)) as child:
        error = first_line(child)
    after = tree(root)
    write(root, new)

    assert "File too large" == error
    assert {"a.html": b"new", "z": None, "z/big.html": b"old"} == after
    assert {**new, "z": None} == tree(root)


def test_failures_of_a_picture_leave_the_output_untouched(root: Path, tmp_path: Path) -> None:
    """A file that cannot be read ends the build before it writes."""
    write(root, {"index.html": b"old"})
    with pytest.raises(FileNotFoundError):
        write(root, {"index.html": b"new", "media/a.jpg": tmp_path / "missing.jpg"})

    assert {"index.html": b"old"} == tree(root)


def test_failures_of_a_folder_leave_files_whole(root: Path) -> None:
    """One that cannot be made ends the build before a file is written; the next one cleans up."""
    deep = "/".join(["f" * 200] * 25)
    write(root, {"a.html": b"old"})
    with pytest.raises(OSError, match="too long"):
        write(root, {"a.html": b"new", "b/c.html": b"new", f"{deep}/d.html": b"new"})
    after = tree(root)
    report = write(root, {"a.html": b"new"})

    assert {"a.html": b"old", "b": None} == after
    assert {"a.html": b"new"} == tree(root)
    assert () == report.kept


def test_failures_before_the_first_manifest_do_not_lock_us_out(root: Path) -> None:
    """A build that was killed at its very start leaves a folder that is still ours."""
    root.mkdir()
    (root / temporary_name(MANIFEST_NAME)).write_bytes(b'{"form')
    write(root, {})

    assert {} == tree(root)


def test_failures_leave_nothing_behind_of_pages_that_went(root: Path) -> None:
    """What a killed build left of pages that are gone since goes with the next one."""
    write(root, {"index.html": b"home"})
    kill_while_writing(root, {"2024/a.html": b"a", "2023/b.html": b"b"})
    (root / "2023").mkdir()
    (root / "2024").mkdir()
    (root / "2024" / temporary_name("a.html")).write_bytes(b"half of ")
    report = write(root, {"index.html": b"home"})

    assert {"index.html": b"home"} == tree(root)
    assert {} == manifest(root).pending
    assert () == report.kept


def test_failures_leave_old_and_new_files_that_are_ours(root: Path) -> None:
    """A file that a killed build wrote, or did not get to, can be deleted; an edited one cannot."""
    write(root, {"a.html": b"old", "b.html": b"old", "c.html": b"old"})
    kill_while_writing(root, {"a.html": b"new", "b.html": b"new", "c.html": b"new"})
    (root / "a.html").write_bytes(b"new")
    (root / "c.html").write_bytes(b"edited")
    report = write(root, {})

    assert {"c.html": b"edited"} == tree(root)
    assert ("c.html",) == report.kept


def test_failures_between_a_file_and_its_folder_are_completed(root: Path) -> None:
    """A file that a killed build has made a folder of already was not changed by anyone."""
    write(root, {"about": b"page"})
    kill_while_writing(root, {"about/index.html": b"page"})
    (root / "about").unlink()
    (root / "about").mkdir()
    report = write(root, {"about/index.html": b"page"})

    assert {"about": None, "about/index.html": b"page"} == tree(root)
    assert () == report.kept


def test_failures_are_not_cleaned_up_through_links(root: Path, tmp_path: Path) -> None:
    """A temporary file is ours only where we can have put it."""
    write(root, {"index.html": b"home"})
    kill_while_writing(root, {"2024/a.html": b"a"})
    (tmp_path / temporary_name("a.html")).write_bytes(b"mine")
    (root / "2024").symlink_to(tmp_path)
    write(root, {"index.html": b"home"})

    assert b"mine" == (tmp_path / temporary_name("a.html")).read_bytes()


def test_failures_by_a_kill_lose_no_file(root: Path, tmp_path: Path) -> None:
    """A build that is killed at any moment leaves each file old or new; the next completes it.

    The child writes the two versions in turn, so that each kill meets a build at work.
    """
    versions = [version("A", range(200)), version("B", range(100, 300))]
    (tmp_path / "versions.json").write_text(json.dumps(versions), "utf-8")
    clean = [built(tmp_path / str(number), files) for number, files in enumerate(versions)]
    interrupted = 0
    for turn in range(15):
        kill_a_build(root, after_seconds=0.025 * turn)
        assert {} == torn_files(root, versions)
        interrupted += (root / MANIFEST_NAME).exists() and bool(manifest(root).pending)
        # In every third turn the next build is killed as well.
        if turn % 3 != 2:
            assert clean[turn % 2] == built(root, versions[turn % 2])
    assert interrupted > 0


def test_lock_lets_one_build_run(tmp_path: Path) -> None:
    """A second build of the same site is refused at once, and may run afterwards."""
    with (
        building(tmp_path),
        pytest.raises(BuildRunningError, match="another build of this site is running"),
        building(tmp_path),
    ):
        pytest.fail("two builds ran")
    with building(tmp_path):
        pass

    assert ["lock"] == [path.name for path in (tmp_path / ".digestgen").iterdir()]


def test_lock_ends_with_its_process(tmp_path: Path) -> None:
    """A build that is killed locks nobody out."""
    with within(started(HOLD_LOCK, tmp_path)) as holder:
        assert "held" == first_line(holder)
        with pytest.raises(BuildRunningError), building(tmp_path):
            pytest.fail("two builds ran")
        holder.kill()
    with building(tmp_path):
        pass


def test_lock_does_not_hide_errors_of_the_build(tmp_path: Path) -> None:
    """What goes wrong while the lock is held comes out as it is, and frees the lock."""
    with pytest.raises(KeyError), building(tmp_path):
        raise KeyError
    with building(tmp_path):
        pass
