"""What a build does to the output folder: only files of ours change or go."""

import errno
import os
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digestgen.errors import Problems
from digestgen.output.files import OutputFile, WriteReport, write_output
from digestgen.output.manifest import EMPTY, MANIFEST_NAME, Checksum, Manifest, parse_manifest
from digestgen.output.place import claim
from digestgen.output.plan import Fact, Plan, Standing, plan_writes
from digestgen.output.stage import Spot, StagedFile, clear, put

Tree = dict[str, bytes | None]
"""What a folder holds, without the manifest: the bytes of files, None for folders."""


PATHS = ("a", "a/b", "a/b/c", "a/d/e", "f/g", "f")


def without_nesting(paths: set[str]) -> dict[str, bytes]:
    """Return files at those of *paths* that lie below no other one."""
    return {
        path: path.encode()
        for path in sorted(paths)
        if not any(str(folder) in paths for folder in PurePosixPath(path).parents)
    }


def write(root: Path, files: Mapping[str, bytes | Path | StagedFile]) -> WriteReport:
    """Write *files* into *root*, the output of the site in its parent, as a build does."""
    folder = claim(root, site_root=root.parent, content=root.parent / "content")
    files_ = [OutputFile(path=path, data=data) for path, data in files.items()]
    report, ours = write_output(folder, files_)
    assert ours == (manifest(root) if root.exists() else EMPTY)
    return report


def staged(folder: Path, data: bytes) -> StagedFile:
    """Return *data* as a file in *folder* that waits to be moved."""
    return put(Spot(path="page", flat=f"{folder}/page"), data)


NEW: Mapping[str, bytes] = {
    "2024/06/index.html": b"june",
    "2024/index.html": b"year",
    "topics/index.html": b"topics",
    "index.html": b"home",
}
"""The pages of a site that was not built before."""


def waiting(stage: Path, pages: Mapping[str, bytes] = NEW) -> dict[str, StagedFile]:
    """Return *pages* as they wait in the folder *stage*, as a tree as far as they can."""
    stage.mkdir()
    spots = [
        Spot(path=path, flat=f"{stage}/{number}", tree=f"{stage}/tree")
        for number, path in enumerate(pages)
    ]
    return {spot.path: put(spot, pages[spot.path]) for spot in spots}


def modes(root: Path) -> set[str]:
    """Return the modes of all that *root* holds."""
    return {stat.filemode(path.lstat().st_mode) for path in root.rglob("*")}


def with_folders(files: Mapping[str, bytes]) -> Tree:
    """Return *files* and the folders that they lie in."""
    paths = map(PurePosixPath, files)
    folders = {str(folder): None for path in paths for folder in path.parents if folder.name}
    return {**folders, **files}


def tree(root: Path) -> Tree:
    """Return what *root* holds, without the manifest."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in root.rglob("*")
        if path.name != MANIFEST_NAME
    }


def manifest(root: Path) -> Manifest:
    return parse_manifest((root / MANIFEST_NAME).read_text("utf-8"))


def refused(root: Path, files: Mapping[str, bytes | Path]) -> list[tuple[str, str]]:
    """Return the codes and messages that writing *files* into *root* stops with."""
    with pytest.raises(Problems) as caught:
        write(root, files)
    return [(diagnostic.code, diagnostic.message) for diagnostic in caught.value.diagnostics]


def in_the_way(path: str) -> tuple[str, str]:
    return ("DG704", f"in the output, '{path}' is in the way: digestgen did not write it")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "public"


@pytest.fixture
def narrow_umask() -> Iterator[None]:
    before = os.umask(0o077)
    yield
    os.umask(before)


def test_build_makes_the_folder_with_all_files(root: Path) -> None:
    """The first build makes the output; its manifest names every file and nothing pending."""
    report = write(root, {"index.html": b"home", "2024/06/index.html": b"june"})

    assert {
        "index.html": b"home",
        "2024": None,
        "2024/06": None,
        "2024/06/index.html": b"june",
    } == tree(root)
    assert {"index.html", "2024/06/index.html"} == set(manifest(root).files)
    assert {} == manifest(root).pending
    expected = ("index.html", "2024/06/index.html")
    assert (
        WriteReport(
            written=expected,
            unchanged=(),
            pruned=(),
            kept=(),
        )
        == report
    )


def test_build_copies_files_of_the_disk(root: Path, tmp_path: Path) -> None:
    """A picture gets into the output with all its bytes, and again when it has changed."""
    picture = tmp_path / "talks.jpg"
    picture.write_bytes(bytes(range(256)) * 10_000)
    write(root, {"media/talks.jpg": picture})
    before = (root / "media/talks.jpg").read_bytes()
    picture.write_bytes(b"smaller")
    report = write(root, {"media/talks.jpg": picture})

    assert bytes(range(256)) * 10_000 == before
    assert b"smaller" == (root / "media/talks.jpg").read_bytes()
    assert ("media/talks.jpg",) == report.written


def test_build_moves_staged_files(root: Path, tmp_path: Path) -> None:
    """A page that waits whole on the disk is moved, into new folders and over its old version."""
    first = write(root, {"2024/06/index.html": staged(tmp_path, b"old")})
    second = write(root, {"2024/06/index.html": staged(tmp_path, b"new")})

    assert {"2024": None, "2024/06": None, "2024/06/index.html": b"new"} == tree(root)
    assert ("2024/06/index.html",) == first.written == second.written
    assert ["public"] == [path.name for path in tmp_path.iterdir()]


def on_disk_of(root: Path) -> Callable[[str, str], None]:
    """Return what moves files of *root*, and cannot move those of other disks."""
    replace = os.replace

    def replace_on_one_disk(old: str, new: str) -> None:
        if not old.startswith(str(root)):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        replace(old, new)

    return replace_on_one_disk


def test_build_copies_staged_files_from_another_disk(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file can be moved from one disk to another, so it is copied, and is as whole and open."""
    monkeypatch.setattr(os, "replace", on_disk_of(root))
    write(root, {"2024/index.html": staged(tmp_path, b"page")})

    assert {"2024": None, "2024/index.html": b"page"} == tree(root)
    assert "-rw-r--r--" == stat.filemode((root / "2024/index.html").stat().st_mode)


@pytest.mark.usefixtures("narrow_umask")
def test_build_moves_folders_whole(root: Path, tmp_path: Path) -> None:
    """Those that wait as the output will have them; others' files come into them afterwards."""
    data = waiting(tmp_path / "stage")
    before = {path: (tmp_path / "stage/tree" / path).stat().st_ino for path in ("2024", "topics")}
    others: Mapping[str, bytes] = {"2024/a/b.jpg": b"picture", "media/c.jpg": b"another"}
    flat = {"topics/late/index.html": staged(tmp_path, b"late")}
    report = write(root, {**others, **data, **flat})

    late = {"topics/late/index.html": b"late"}
    assert with_folders({**others, **NEW, **late}) == tree(root)
    assert {*others, *NEW, *late} == {*report.written} == {*manifest(root).files}
    assert {"drwxr-xr-x", "-rw-r--r--"} == modes(root)
    assert before == {path: (root / path).stat().st_ino for path in before}
    assert {} == tree(tmp_path / "stage/tree")


@pytest.mark.parametrize("moment", ["replace", "rename"])
@pytest.mark.parametrize("foreign", ["2024", "2024/mine.html"])
def test_build_leaves_folders_that_others_made_meanwhile(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, foreign: str
) -> None:
    """Neither what they hold nor the folder is lost, and all of ours gets into it.

    At the very moment of the move, a folder that is empty may be replaced by ours.
    """
    data, numbers = waiting(tmp_path / "stage"), list[int]()
    call = getattr(os, moment)

    def call_late(old: str, new: str) -> None:
        if not numbers:
            (root / "2024").mkdir()
            if foreign != "2024":
                (root / foreign).write_bytes(b"mine")
            numbers.append((root / "2024").stat().st_ino)
        call(old, new)

    monkeypatch.setattr(os, moment, call_late)
    write(root, data)

    mine = {foreign: b"mine"} if foreign != "2024" else {}
    assert with_folders({**NEW, **mine}) == tree(root)
    if moment == "replace" or mine:
        assert numbers == [(root / "2024").stat().st_ino]


def test_build_that_ends_between_folders_is_completed(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came with one folder is known as ours, whether the next build wants it or not."""
    data = waiting(tmp_path / "stage")
    rename, moved = os.rename, list[str]()

    def rename_once(old: str, new: str) -> None:
        if moved:
            raise KeyboardInterrupt
        rename(old, new)
        moved.append(Path(new).name)

    monkeypatch.setattr(os, "rename", rename_once)
    with pytest.raises(KeyboardInterrupt):
        write(root, data)
    came = {path for path in NEW if path.startswith(f"{moved[0]}/")}
    assert (came, {*NEW}) == ({*tree(root)} & {*NEW}, {*manifest(root).pending})
    again = write(root, NEW)

    assert with_folders(NEW) == tree(root)
    assert (came, {*NEW} - came) == ({*again.unchanged}, {*again.written})
    assert () == write(root, {}).kept
    assert {} == tree(root)


def test_build_copies_folders_from_another_disk(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where neither a folder nor a file can be moved, each file is copied."""
    data = waiting(tmp_path / "stage")
    move = on_disk_of(root)
    monkeypatch.setattr(os, "replace", move)
    monkeypatch.setattr(os, "rename", move)
    write(root, data)

    assert with_folders(NEW) == tree(root)
    assert {"drwxr-xr-x", "-rw-r--r--"} == modes(root)


def test_build_moves_files_of_folders_that_share_a_name(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where case does not count, two of them wait as one, and neither is moved whole."""
    stage = tmp_path / "stage"
    (stage / "tree/Topics").mkdir(parents=True)
    (stage / "tree/topics").symlink_to("Topics")
    pages = {"Topics/a.html": b"a", "topics/b.html": b"b"}
    spots = [Spot(path=path, flat="", tree=f"{stage}/tree") for path in pages]
    data = {spot.path: put(spot, pages[spot.path]) for spot in spots}
    monkeypatch.setattr(os, "listdir", lambda _: ["Topics"])
    write(root, data)

    assert with_folders(pages) == tree(root)


def test_files_wait_beside_the_tree_that_cannot_hold_them(root: Path, tmp_path: Path) -> None:
    """One of two that cannot both exist waits elsewhere, until all are looked at."""
    data = waiting(tmp_path / "stage", {"a": b"file", "a/b": b"in a folder", "c/d": b"", "c": b""})

    assert {"a", "c/d"} == {path for path, one in data.items() if one.tree}
    with pytest.raises(ValueError, match="both a file and a folder"):
        write(root, data)
    assert not root.exists()


def test_clearing_the_stage_follows_no_link(tmp_path: Path) -> None:
    """Trees that a killed build left there go; what links in them lead to stays."""
    stage, precious = tmp_path / "stage", tmp_path / "precious"
    waiting(stage)
    precious.mkdir()
    (precious / "file").write_bytes(b"mine")
    for link in ("link", "tree/2024/link", "tree/2024/06/link"):
        (stage / link).symlink_to(precious)
    clear(stage)

    assert [] == list(stage.iterdir())
    assert {"file": b"mine"} == tree(precious)


def test_build_twice_changes_nothing(root: Path) -> None:
    """A build of what is there already touches no file and no folder, the manifest neither."""
    files: dict[str, bytes | Path] = {"index.html": b"home", "2024/index.html": b"year"}
    write(root, files)
    before = {path: path.stat().st_mtime_ns for path in (root, *root.rglob("*"))}
    report = write(root, files)

    assert before == {path: path.stat().st_mtime_ns for path in (root, *root.rglob("*"))}
    assert ("index.html", "2024/index.html") == report.unchanged
    assert () == report.written


def test_build_restores_what_was_edited_or_deleted(root: Path) -> None:
    """The output is what the site says, whatever was done to it by hand since."""
    write(root, {"a.html": b"a", "b.html": b"b", "c.html": b"c"})
    (root / "a.html").write_bytes(b"A")
    (root / "b.html").unlink()
    report = write(root, {"a.html": b"a", "b.html": b"b", "c.html": b"c"})

    assert {"a.html": b"a", "b.html": b"b", "c.html": b"c"} == tree(root)
    assert ("a.html", "b.html") == report.written


@pytest.mark.usefixtures("narrow_umask")
def test_build_makes_all_readable_whatever_the_umask(root: Path) -> None:
    """Who may read the site does not depend on who builds it."""
    write(root, {"index.html": b"home", "2024/06/index.html": b"june"})
    modes = {
        path.relative_to(root).as_posix(): oct(stat.S_IMODE(path.stat().st_mode))
        for path in (root, *root.rglob("*"))
    }

    assert {
        ".": "0o755",
        MANIFEST_NAME: "0o644",
        "index.html": "0o644",
        "2024": "0o755",
        "2024/06": "0o755",
        "2024/06/index.html": "0o644",
    } == modes


def test_build_leaves_modes_of_folders_of_others(root: Path) -> None:
    """Only the folders that we make get their mode from us."""
    root.mkdir(mode=0o700)
    write(root, {"index.html": b"home"})

    assert 0o700 == stat.S_IMODE(root.stat().st_mode)


def test_build_knows_the_longest_names(root: Path) -> None:
    """A name of 127 Arabic letters has 254 bytes, the most that file systems take."""
    name = "خ" * 127
    write(root, {f"{name}/{name}": b"long"})

    assert {name: None, f"{name}/{name}": b"long"} == tree(root)


def test_build_refuses_files_that_cannot_both_exist(root: Path) -> None:
    """Two files at one path, or one below the other, are a mistake of ours."""
    with pytest.raises(ValueError, match="both a file and a folder"):
        write(root, {"a": b"", "a/b/c": b""})
    twice = [OutputFile(path="a", data=data) for data in (b"1", b"2")]
    with pytest.raises(ValueError, match="one path"):
        write_output(claim(root, site_root=root.parent, content=root.parent / "content"), twice)

    assert not root.exists()


def test_files_of_others_are_not_overwritten(root: Path) -> None:
    """Files that we did not write stop a build before it writes; all are reported."""
    write(root, {"index.html": b"old"})
    (root / "CNAME").write_bytes(b"mine.example")
    (root / "2024").write_bytes(b"a file")
    (root / "robots.txt").mkdir()
    before = tree(root)
    messages = refused(
        root,
        {"index.html": b"new", "CNAME": b"x", "2024/a.html": b"", "robots.txt": b""},
    )

    assert [in_the_way("2024"), in_the_way("CNAME"), in_the_way("robots.txt")] == messages
    assert before == tree(root)
    assert {} == manifest(root).pending


def test_files_of_others_with_the_right_bytes_become_ours(root: Path) -> None:
    """A file that holds already what we would write is nobody's loss."""
    write(root, {"index.html": b"home"})
    (root / "CNAME").write_bytes(b"news.example")
    report = write(root, {"index.html": b"home", "CNAME": b"news.example"})

    assert ("index.html", "CNAME") == report.unchanged
    assert "CNAME" in manifest(root).files


def test_files_of_others_are_not_pruned(root: Path) -> None:
    """Files and folders that we did not write stay, also in folders of ours."""
    write(root, {"index.html": b"home", "2024/a.html": b"a"})
    (root / "2024/notes.txt").write_bytes(b"mine")
    (root / "empty").mkdir()
    report = write(root, {"index.html": b"home"})

    assert {
        "index.html": b"home",
        "2024": None,
        "2024/notes.txt": b"mine",
        "empty": None,
    } == tree(root)
    assert (
        WriteReport(
            written=(),
            unchanged=("index.html",),
            pruned=("2024/a.html",),
            kept=(),
        )
        == report
    )


def test_files_of_others_include_pipes(root: Path) -> None:
    """What is neither file nor folder nor link is not ours, and reading it would never end."""
    write(root, {"index.html": b"home"})
    os.mkfifo(root / "feed.xml")

    assert [in_the_way("feed.xml")] == refused(root, {"feed.xml": b""})


def test_pruning_removes_what_is_no_longer_wanted(root: Path) -> None:
    """A page that went leaves the output, with the folders that are empty then."""
    write(root, {"index.html": b"home", "2023/12/31/a/index.html": b"a", "2023/b.html": b"b"})
    report = write(root, {"index.html": b"home", "2023/b.html": b"b"})

    assert {"index.html": b"home", "2023": None, "2023/b.html": b"b"} == tree(root)
    assert ("2023/12/31/a/index.html",) == report.pruned


def test_pruning_never_removes_the_output_itself(root: Path) -> None:
    """The folder stays when the last page goes, and is still ours."""
    write(root, {"2024/index.html": b"year"})
    write(root, {})

    assert {} == tree(root)
    assert EMPTY == manifest(root)


def test_pruning_leaves_what_was_changed(root: Path) -> None:
    """A file that someone edited is reported instead of deleted, and is ours no more."""
    write(root, {"index.html": b"home", "a.html": b"a", "b.html": b"b"})
    (root / "a.html").write_bytes(b"edited")
    first = write(root, {"index.html": b"home"})
    second = write(root, {"index.html": b"home"})

    assert {"index.html": b"home", "a.html": b"edited"} == tree(root)
    assert (("a.html",), ("b.html",)) == (first.kept, first.pruned)
    assert () == second.kept
    assert [in_the_way("a.html")] == refused(root, {"a.html": b"a"})


def test_pruning_makes_room_for_folders(root: Path) -> None:
    """A file of ours becomes a folder of pages."""
    write(root, {"about": b"page"})
    report = write(root, {"about/team/index.html": b"team"})

    assert {
        "about": None,
        "about/team": None,
        "about/team/index.html": b"team",
    } == tree(root)
    assert ("about",) == report.pruned


def test_pruning_makes_room_for_files(root: Path) -> None:
    """A folder of pages of ours becomes a file."""
    write(root, {"about/index.html": b"page", "about/team/index.html": b"team"})
    write(root, {"about": b"page"})

    assert {"about": b"page"} == tree(root)


@pytest.mark.parametrize("foreign", ["about/notes.txt", "about/team/more/notes.txt"])
def test_pruning_makes_no_room_among_files_of_others(root: Path, foreign: str) -> None:
    """A folder that must become a file, but holds something of others, stops the build."""
    write(root, {"about/index.html": b"page", "about/team/index.html": b"team"})
    (root / foreign).parent.mkdir(exist_ok=True)
    (root / foreign).write_bytes(b"mine")
    before = tree(root)

    assert in_the_way(foreign) in refused(root, {"about": b"page"})
    assert before == tree(root)


def test_pruning_makes_no_room_where_a_file_was_changed(root: Path) -> None:
    """A file of ours that was edited is not deleted for a folder, nor for a file."""
    write(root, {"about": b"page", "team/index.html": b"team"})
    (root / "about").write_bytes(b"edited")
    (root / "team/index.html").write_bytes(b"edited")

    assert [in_the_way("about"), in_the_way("team/index.html")] == refused(
        root, {"about/index.html": b"page", "team": b"team"}
    )


@settings(deadline=None)
@given(st.lists(st.sets(st.sampled_from(PATHS)).map(without_nesting), max_size=5))
def test_build_makes_what_a_clean_build_makes(sites: list[dict[str, bytes]]) -> None:
    """What was built before leaves no trace, with files that become folders, and the reverse."""
    with tempfile.TemporaryDirectory() as name:
        for number, files in enumerate(sites):
            write(Path(name) / "public", files)
            write(Path(name) / str(number), files)

            assert tree(Path(name) / str(number)) == tree(Path(name) / "public")


def test_plan_is_made_from_values_alone() -> None:
    """What a build will do is decided before it touches the disk."""
    one, two = Checksum(size=1, sha256="1" * 64), Checksum(size=2, sha256="2" * 64)
    wanted = {"same": one, "new/a": one, "was/b": two, "link/c": one}
    files = {"same": one, "was": one, "old/d": one, "mine": one}
    facts: dict[str, Fact] = {
        "": Standing.FOLDER,
        "same": one,
        "was": one,
        "old": Standing.FOLDER,
        "old/d": one,
        "mine": two,
        "link": Standing.LINK,
        "new": Standing.OTHER,
    }

    assert Plan(
        known=files,
        blocking=("was",),
        new_folders=("link", "new", "was"),
        writes=("new/a", "was/b", "link/c"),
        unchanged=("same",),
        stale=("old/d",),
        folders=("old",),
        kept=("mine",),
        foreign=("new",),
        links=("link",),
    ) == plan_writes(wanted, Manifest(files=files, pending={}), facts)


def test_plan_makes_folders_for_files_that_are_written() -> None:
    """Those that are missing, with what they lie in; none of a file that is there."""
    one = Checksum(size=1, sha256="1" * 64)
    wanted = {"a/b/c": one, "a/d": one, "e/f": one, "g/h/i": one, "j": one}
    top: dict[str, Fact] = {"": Standing.FOLDER, "e": Standing.FOLDER}
    there = dict.fromkeys(("a", "a/b", "g", "g/h"), Standing.FOLDER)

    assert ("a", "a/b", "g/h") == plan_writes(wanted, EMPTY, top).new_folders
    assert () == plan_writes(wanted, EMPTY, {**top, **there, **wanted}).new_folders


def test_plan_lets_names_change_their_capital_letters() -> None:
    """Where `A.jpg` and `a.jpg` are one file, the old name goes before the new one is written."""
    one = Checksum(size=1, sha256="1" * 64)
    old, new = "media/A.jpg", "media/a.jpg"
    facts: dict[str, Fact] = {"media": Standing.FOLDER, old: one, new: one}
    for wanted in (one, Checksum(size=2, sha256="2" * 64)):
        plan = plan_writes({new: wanted}, Manifest(files={old: one}, pending={}), facts)

        assert ((old,), (new,), ()) == (plan.blocking, plan.writes, plan.foreign)


def test_pruning_tells_capital_letters_apart(root: Path) -> None:
    """A page whose name only changed its capital letters is there once, under the new name."""
    write(root, {"Topics/Korea.html": b"page"})
    write(root, {"topics/korea.html": b"page"})

    assert {"topics": None, "topics/korea.html": b"page"} == tree(root)
