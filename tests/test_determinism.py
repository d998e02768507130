"""The same site gives the same bytes, whoever builds it, wherever and however."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EPOCH = "1790000000"
USUAL = {"SOURCE_DATE_EPOCH": EPOCH, "TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"}


def built(
    site: Path,
    output: Path,
    *,
    environment: dict[str, str] | None = None,
    folder: Path = ROOT,
    umask: int = 0o022,
) -> dict[str, bytes]:
    """Return the tree that a new process makes of *site* in the folder *output*."""
    command = [sys.executable, "-m", "digestgen", "build", "--site", str(site)]
    subprocess.run(
        [*command, "--output", str(output)],
        check=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **USUAL, **(environment or {})},
        umask=umask,
        capture_output=True,
    )
    files = (path for path in output.rglob("*") if path.is_file())
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the demo site, which builds of other tests do not lock."""
    folder = tmp_path_factory.mktemp("demo") / "site"
    folder.mkdir()
    shutil.copy(ROOT / "site.yaml", folder)
    shutil.copytree(ROOT / "content", folder / "content")
    return folder


@pytest.fixture(scope="module")
def expected(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the tree of the demo site as it is usually built."""
    return built(demo, tmp_path_factory.mktemp("usual") / "public")


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Asia/Seoul"},
        {"TZ": "America/St_Johns"},
        {"LC_ALL": "ar_EG.UTF-8", "LANG": "ar_EG.UTF-8"},
        {"LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "4294967295"},
        {"PYTHONIOENCODING": "ascii"},
    ],
    ids=str,
)
def test_the_environment_does_not_show(
    environment: dict[str, str],
    demo: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
) -> None:
    """Time zone, locale and hash seed of the machine are no inputs."""
    shutil.rmtree(demo / ".digestgen")

    assert expected == built(demo, tmp_path / "public", environment=environment)


def test_the_place_does_not_show(
    demo: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
) -> None:
    """Neither where the site lies nor where the command is started is an input."""
    site = tmp_path / "موقع آخر" / "site"
    shutil.copytree(demo, site, ignore=shutil.ignore_patterns(".digestgen"))

    assert expected == built(site, tmp_path / "public", folder=tmp_path)


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_the_umask_does_not_show(
    umask: int,
    demo: Path,
    expected: dict[str, bytes],
    tmp_path: Path,
) -> None:
    """Everybody can read the site, whoever built it; only its owner can write to it."""
    output = tmp_path / "public"
    tree = built(demo, output, umask=umask)
    modes = {oct(path.stat().st_mode & 0o777) for path in output.rglob("*") if path.is_file()}
    folders = {oct(path.stat().st_mode & 0o777) for path in output.rglob("*") if path.is_dir()}

    assert expected == tree
    assert ({"0o644"}, {"0o755"}) == (modes, folders)


def test_a_second_build_changes_nothing(demo: Path, tmp_path: Path) -> None:
    """Neither a byte nor a time of a file changes if the site has not."""
    output = tmp_path / "public"
    before = built(demo, output)
    times = {path: path.stat().st_mtime_ns for path in output.rglob("*") if path.is_file()}

    assert before == built(demo, output)
    assert times == {path: path.stat().st_mtime_ns for path in output.rglob("*") if path.is_file()}


def test_the_demo_site_builds_without_a_warning(expected: dict[str, bytes]) -> None:
    """It shows what digestgen can do: every kind of page is there."""
    kinds = [
        "index.html",
        "404.html",
        "topics/index.html",
        "sources/index.html",
        "page/1/index.html",
    ]

    assert [] == [kind for kind in kinds if kind not in expected]
