"""Where the output may be, and that nothing gets out of it."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digestgen.errors import Diagnostic, Problems
from digestgen.output.files import OutputFile, write_output
from digestgen.output.manifest import EMPTY, MANIFEST_NAME, temporary_name
from digestgen.output.place import OutputFolder, claim
from digestgen.output.stage import Spot, put

TROUBLE = ("a\\b", "a\0b", "a\x1bb", "\udcff", "e\u0301", "b" * 256, "خ" * 128, "..", "/")
OURS = (MANIFEST_NAME, temporary_name("a"))
FINE = ("", ".", "...", "~", "C:", " ", "خبر", "خ" * 127, "b" * 255, "\u202e")
SEGMENTS = st.text(max_size=40) | st.sampled_from((*TROUBLE, *OURS, *FINE))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a site in the home folder of its author."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    root = tmp_path / "home" / "site"
    for folder in ("content/2024", "themes/own", ".digestgen", ".git"):
        (root / folder).mkdir(parents=True)
    return root


def claimed(site: Path, output: Path) -> OutputFolder:
    return claim(output, site_root=site, content=site / "content")


def refusal(site: Path, output: Path) -> Diagnostic:
    """Return why *output* may not be the output of *site*."""
    with pytest.raises(Problems) as caught:
        claimed(site, output)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic


def write(site: Path, *paths: str) -> None:
    """Write files at *paths* of the output, as a build does."""
    files = [OutputFile(path=path, data=b"page") for path in paths]
    write_output(claimed(site, site / "public"), files)


def refused(site: Path, *paths: str) -> list[tuple[str, str, str]]:
    """Return code, place and message of what writing files at *paths* stops with."""
    with pytest.raises(Problems) as caught:
        write(site, *paths)
    return [(found.code, found.place.file, found.message) for found in caught.value.diagnostics]


def is_refused(site: Path, path: str) -> bool:
    """Write a file at *path*, and tell whether it was refused as unsafe."""
    try:
        write(site, path)
    except Problems as problems:
        return {"DG706"} == {diagnostic.code for diagnostic in problems.diagnostics}
    return False


def everything(folder: Path) -> dict[str, bytes | None]:
    """Return all that lies in *folder*: the bytes of files, None for folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("/", "the root of the disk"),
        ("..", "your home folder"),
        ("../..", "a folder that holds your home folder"),
        (".", "the site's own folder"),
        ("content/..", "the site's own folder"),
        ("content", "the content folder"),
        ("content/2024", "a folder inside the content folder"),
        ("content/new", "a folder inside the content folder"),
        ("themes", "the themes folder"),
        ("themes/own/public", "a folder inside the themes folder"),
        (".digestgen", "the .digestgen folder"),
        (".digestgen/public", "a folder inside the .digestgen folder"),
        (".git/public", "a folder inside the .git folder"),
    ],
)
def test_output_keeps_away_from_the_work_of_the_author(
    site: Path, output: str, reason: str
) -> None:
    """The output never goes where content, themes, the site or all the home folder lies."""
    diagnostic = refusal(site, site / output)

    assert "DG702" == diagnostic.code
    assert f"the output cannot go to {reason}" == diagnostic.message


@pytest.mark.usefixtures("site")
def test_output_keeps_away_from_folders_above_the_site(tmp_path: Path) -> None:
    """A folder that holds the site is refused wherever the home folder is."""
    other = tmp_path / "srv" / "site"
    (other / "content").mkdir(parents=True)

    assert "the output cannot go to a folder that holds the site's own folder" == (
        refusal(other, other.parent).message
    )


def test_output_keeps_away_from_folders_above_the_content(site: Path, tmp_path: Path) -> None:
    """Content that lies outside the site is as safe as in it."""
    content = tmp_path / "texts" / "content"
    with pytest.raises(Problems, match="a folder that holds the content folder"):
        claim(content.parent, site_root=site, content=content)


def test_output_may_start_with_the_same_letters(site: Path) -> None:
    """Folders are compared part by part: `content-html` does not lie in `content`."""
    assert EMPTY == claimed(site, site / "content-html").manifest
    assert EMPTY == claimed(site, site.with_name("site-html")).manifest


def test_output_is_made_only_when_files_are_written(site: Path) -> None:
    """A build that fails before it writes leaves no empty folder."""
    folder = claimed(site, site / "out" / "public")

    assert OutputFolder(root=site / "out/public", name="out/public", manifest=EMPTY) == folder
    assert not (site / "out").exists()


def test_output_is_named_by_its_path_in_the_site(site: Path, tmp_path: Path) -> None:
    """Messages name the output from the site's folder, or in full if it lies elsewhere."""
    assert "public" == claimed(site, site / "content/../public").name
    assert str(tmp_path / "www") == claimed(site, tmp_path / "www").name


def test_output_is_no_file(site: Path) -> None:
    """A file is not overwritten by a folder, nor is a folder made below one."""
    (site / "public").write_bytes(b"a file")

    assert "the output cannot go to a file" == refusal(site, site / "public").message
    assert "the output cannot go to a folder inside a file" == (
        refusal(site, site / "public/html").message
    )


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_output_is_no_git_repository(site: Path, kind: str) -> None:
    """A repository or a worktree of git is not ours, even if nothing is checked out."""
    git = site / "public" / ".git"
    git.parent.mkdir()
    git.mkdir() if kind == "folder" else git.write_bytes(b"gitdir: elsewhere")
    message = "the output cannot go to a git repository: it has .git inside"

    assert message == refusal(site, site / "public").message


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "folder/"])
def test_output_is_no_folder_that_others_use(site: Path, name: str) -> None:
    """A folder that is not empty and has no manifest of ours is left alone."""
    path = site / "public" / name
    path.parent.mkdir()
    path.mkdir() if name.endswith("/") else path.write_bytes(b"mine")
    diagnostic = refusal(site, site / "public")

    assert ("DG701", "public") == (diagnostic.code, diagnostic.place.file)


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b"<<<<<<< HEAD\n"])
def test_output_is_refused_with_a_damaged_manifest(site: Path, data: bytes) -> None:
    """Without a whole manifest nobody knows which files are ours."""
    (site / "public").mkdir()
    (site / "public" / MANIFEST_NAME).write_bytes(data)
    diagnostic = refusal(site, site / "public")

    assert ("DG703", f"public/{MANIFEST_NAME}") == (diagnostic.code, diagnostic.place.file)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_output_is_refused_without_a_file_for_a_manifest(
    site: Path, make: Callable[[Path], None]
) -> None:
    """A folder is no manifest, and reading a pipe would never end."""
    (site / "public").mkdir()
    make(site / "public" / MANIFEST_NAME)

    assert "DG703" == refusal(site, site / "public").code


def test_output_may_be_a_link_to_a_folder(site: Path, tmp_path: Path) -> None:
    """The output can lie on another disk; the link itself stays."""
    (tmp_path / "disk").mkdir()
    (site / "public").symlink_to(tmp_path / "disk")
    write(site, "index.html")

    assert (site / "public").is_symlink()
    assert {"index.html", MANIFEST_NAME} == set(everything(tmp_path / "disk"))


def test_output_is_judged_by_where_a_link_leads(site: Path) -> None:
    """A link cannot lead the output into the content folder, nor can a loop lead anywhere."""
    (site / "public").symlink_to(site / "content")
    (site / "loop").symlink_to(site / "loop")

    assert "the output cannot go to the content folder" == (refusal(site, site / "public").message)
    assert "the output cannot go to a file" == refusal(site, site / "loop").message


@settings(deadline=None)
@given(st.lists(SEGMENTS, max_size=6).map("/".join))
def test_paths_land_inside_or_are_refused(path: str) -> None:
    """Whatever a file of the output is called, nothing outside of the output changes."""
    with tempfile.TemporaryDirectory() as name:
        site = Path(name).resolve() / "site"
        site.mkdir()
        was_refused = is_refused(site, path)
        files = [name for name, data in everything(site.parent).items() if data is not None]

        expected = [f"site/public/{MANIFEST_NAME}", f"site/public/{PurePosixPath(path)}"]
        assert ([] if was_refused else sorted(expected)) == sorted(files)


@settings(deadline=None)
@given(st.lists(SEGMENTS, max_size=6).map("/".join))
def test_paths_wait_inside_the_stage(path: str) -> None:
    """Whatever a page is called, it waits in the tree of the stage at its path, or beside it."""
    with tempfile.TemporaryDirectory() as name:
        site = Path(name).resolve() / "site"
        stage = site / ".digestgen/stage"
        stage.mkdir(parents=True)
        staged = put(Spot(path=path, flat=f"{stage}/0-0", tree=f"{stage}/tree"), b"page")
        files = [name for name, data in everything(stage).items() if data is not None]

        assert [os.path.relpath(staged.disk, stage)] == files
        assert ([f"tree/{path}"] if staged.tree else ["0-0"]) == files
        assert is_refused(site, path) != bool(staged.tree)


@pytest.mark.parametrize(
    "path", [*TROUBLE, *OURS, "../a", "a/../../b", "/etc/a", ".", f"{MANIFEST_NAME}/a"]
)
def test_paths_that_are_unsafe_are_refused(site: Path, path: str) -> None:
    """A path that leaves the output, or that no disk could hold, is a problem, not a crash."""
    ((code, place, message),) = refused(site, path)

    assert ("DG706", "public") == (code, place)
    assert message.encode().decode().isprintable()


def test_paths_are_all_checked_before_anything_is_written(site: Path, tmp_path: Path) -> None:
    """Unsafe paths, links and files of others are reported together."""
    write(site, "index.html")
    (site / "public/b").write_bytes(b"mine")
    (site / "public/c").symlink_to(tmp_path)
    before = everything(site / "public")
    problems = refused(site, "index.html", "a.html", "../a", "b", "c")

    assert [
        ("DG706", "public", "the output cannot hold a file '../a'"),
        ("DG704", "public", "in the output, 'b' is in the way: digestgen did not write it"),
        ("DG705", "public", "in the output, 'c' is a symbolic link"),
    ] == problems
    assert before == everything(site / "public")


def test_links_are_not_written_through(site: Path, tmp_path: Path) -> None:
    """A folder of the output that is a link stops the build; what it leads to stays."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.html").write_bytes(b"mine")
    write(site, "index.html")
    (site / "public/2024").symlink_to(outside)
    problems = refused(site, "index.html", "2024/a.html", "2024/06/b.html")

    assert [("DG705", "public", "in the output, '2024' is a symbolic link")] == problems
    assert {"a.html": b"mine"} == everything(outside)


def test_links_in_the_place_of_a_file_are_refused(site: Path, tmp_path: Path) -> None:
    """A file that was replaced by a link is neither read nor written through it."""
    (tmp_path / "mine").write_bytes(b"page")
    write(site, "index.html")
    (site / "public/index.html").unlink()
    (site / "public/index.html").symlink_to(tmp_path / "mine")

    assert [("DG705", "public", "in the output, 'index.html' is a symbolic link")] == (
        refused(site, "index.html")
    )


def test_links_are_not_pruned_through(site: Path, tmp_path: Path) -> None:
    """Where a folder of ours became a link, nothing behind it is deleted, nor is the link."""
    write(site, "index.html", "2024/06/a.html")
    (site / "public/2024").rename(tmp_path / "moved")
    (site / "public/2024").symlink_to(tmp_path / "moved")
    write(site, "index.html")

    assert {"06": None, "06/a.html": b"page"} == everything(tmp_path / "moved")
    assert (site / "public/2024").is_symlink()


def test_links_in_the_place_of_the_manifest_are_refused(site: Path, tmp_path: Path) -> None:
    """A manifest that lies elsewhere says nothing about this folder."""
    write(site, "index.html")
    (site / "public" / MANIFEST_NAME).rename(tmp_path / "manifest")
    (site / "public" / MANIFEST_NAME).symlink_to(tmp_path / "manifest")

    assert "DG705" == refusal(site, site / "public").code
