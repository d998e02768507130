"""The command line: what it says, where it says it, and the number that it ends with."""

import json
import os
import pty
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from filelock import FileLock

from digestgen import __version__
from tests.conftest import ARTICLE, MakeSite, SiteFolder
from tests.running import PATIENCE_SECONDS, command, environment, run, within
from tests.writing import article

WRONG = article(title=None)
ESCAPE = "\x1b["


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """Return a site with one article."""
    return make_site({"content/a.md": ARTICLE})


def on_terminal(*arguments: str, cwd: Path, env: dict[str, str]) -> str:
    """Return what digestgen says of problems where its error stream is a terminal."""
    ours, theirs = pty.openpty()
    subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment({"TERM": "xterm", **env}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    os.close(theirs)
    with os.fdopen(ours, "rb") as terminal:
        return terminal.read1().decode()


# --- help and usage ------------------------------------------------------------------------------


def test_help_names_the_commands_and_the_exit_codes(tmp_path: Path) -> None:
    """All that a first-time user needs is said without a site."""
    top, build = run("--help", cwd=tmp_path), run("build", "-h", cwd=tmp_path)

    assert (0, 0) == (top.returncode, build.returncode)
    assert re.search(r"^  build +Build the site\.$", top.stdout, re.MULTILINE)
    assert "Exit codes: 0 done" in build.stdout
    assert all(option in build.stdout for option in ("--site", "--output", "--jobs", "--format"))


def test_the_version_is_told(tmp_path: Path) -> None:
    """In the usual form."""
    done = run("--version", cwd=tmp_path)

    assert (0, f"digestgen, version {__version__}\n") == (done.returncode, done.stdout)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Usage: digestgen"),
        (["build"], "there is no site.yaml here or in a folder above"),
        (["build", "--site", "."], "there is no site.yaml in "),
        (["build", "--site", "nowhere"], "Directory 'nowhere' does not exist"),
        (["build", "--sites", "."], "No such option"),
        (["build", "here"], "unexpected extra argument"),
        (["build", "--format", "xml"], "'xml' is not one of 'text', 'json', 'github'"),
        (["build", "--jobs", "0"], "0 is not in the range x>=1"),
        (["bild"], "No such command 'bild'"),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_explained(tmp_path: Path, arguments: list[str], said: str) -> None:
    """It ends with 2, says what is wrong on the error stream, and does nothing."""
    done = run(*arguments, cwd=tmp_path)

    assert 2 == done.returncode
    assert said in done.stderr
    assert "" == done.stdout
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("epoch", ["now", "1.5", "2024-06-21", "1_000", "١٢٣", "9" * 30, "-1"])
def test_a_wrong_source_date_epoch_is_wrong_usage(site: SiteFolder, epoch: str) -> None:
    """A date that cannot be honoured must not be taken for none."""
    done = run("build", cwd=site.root, env={"SOURCE_DATE_EPOCH": epoch})

    assert 2 == done.returncode
    assert f"SOURCE_DATE_EPOCH is '{epoch}'" in done.stderr
    assert not site.output.exists()


# --- success -------------------------------------------------------------------------------------


def test_a_build_says_what_it_did_in_one_line(site: SiteFolder) -> None:
    """How many articles and pages, where, and what of them was new."""
    first, second = run("build", cwd=site.root), run("build", cwd=site.root)

    count = len(site.tree()) - 1
    line = r"1 article, (\d+) pages in public: {} written, {} skipped, 0 pruned, \d+\.\d s\n"
    assert re.fullmatch(line.format(count, 0), first.stdout)
    assert re.fullmatch(line.format(0, count), second.stdout)
    assert ("", "") == (first.stderr, second.stderr)
    assert (0, 0) == (first.returncode, second.returncode)


def test_a_build_says_what_it_left_out(site: SiteFolder) -> None:
    """Drafts, and what is too early or too late at SOURCE_DATE_EPOCH."""
    site.write(
        {
            "content/b.md": article(draft="true"),
            "content/c.md": article(draft="true"),
            "content/d.md": article(date="2024-06-22"),
            "content/e.md": article(expires="2024-06-21 12:00"),
        }
    )
    # 21 June 2024, 18:00.
    done = run("build", cwd=site.root, env={"SOURCE_DATE_EPOCH": "1718992800"})

    said = "not built: 2 drafts, 1 scheduled for later, 1 expired"
    assert said == done.stdout.splitlines()[1]


def test_the_site_is_found_from_a_folder_inside(site: SiteFolder) -> None:
    """The command can be given wherever an author works; paths are shown from there."""
    folder = site.root / "content" / "2024"
    folder.mkdir()
    done = run("build", cwd=folder)

    assert 0 == done.returncode
    assert f"pages in {site.output}: " in done.stdout
    assert (site.output / "index.html").is_file()


def test_the_output_can_be_elsewhere(site: SiteFolder, tmp_path: Path) -> None:
    """A path is read from where the command is given."""
    done = run("build", "--site", site.root, "--output", "out/here", cwd=tmp_path)

    assert 0 == done.returncode
    assert "pages in out/here: " in done.stdout
    assert (tmp_path / "out" / "here" / "index.html").is_file()
    assert not site.output.exists()


def test_a_console_that_knows_no_arabic_ends_no_build(site: SiteFolder) -> None:
    """What it cannot show is shown with escapes."""
    site.write({"content/خبر.md": WRONG})
    done = run("build", cwd=site.root, env={"PYTHONIOENCODING": "iso-8859-1"})

    assert 1 == done.returncode
    assert r"content/\u062e\u0628\u0631.md" in done.stderr


# --- problems ------------------------------------------------------------------------------------


def test_problems_end_with_1_and_leave_the_output_as_it_was(site: SiteFolder) -> None:
    """All of them are told on the error stream, and how many there are."""
    site.build()
    before = site.tree()
    site.write({"content/b.md": WRONG, "content/c.md": article(date="today")})
    done = run("build", cwd=site.root)

    assert (1, "") == (done.returncode, done.stdout)
    assert re.search(r"^content/b\.md:2:1: error DG202: ", done.stderr, re.MULTILINE)
    assert re.search(r"^content/c\.md:3:7: error DG205: ", done.stderr, re.MULTILINE)
    assert "2 errors; nothing was written" == done.stderr.splitlines()[-1]
    assert before == site.tree()


def test_warnings_do_not_stop_a_build(site: SiteFolder) -> None:
    """They are told on the error stream, the result on the other."""
    dated = article("سيئول، 21 يونيو (يونهاب) — نص.", place="سيئول")
    site.write({"content/b.md": dated})
    done = run("build", cwd=site.root)

    assert 0 == done.returncode
    assert re.match(r"content/b\.md:\d+: warning DG410: ", done.stderr)
    assert done.stdout.startswith("2 articles, ")


def test_json_is_alone_on_the_output(site: SiteFolder) -> None:
    """A program can read all of the output, whether there are problems or not."""
    good = run("build", "--format", "json", cwd=site.root)
    site.write({"content/b.md": WRONG})
    bad = run("build", "--format", "json", cwd=site.root)

    assert (0, 1) == (good.returncode, bad.returncode)
    assert {"version": 1, "diagnostics": []} == json.loads(good.stdout)
    (found,) = json.loads(bad.stdout)["diagnostics"]
    assert ("DG202", "error", "content/b.md", 2, 1) == tuple(
        found[key] for key in ("code", "severity", "file", "line", "column")
    )
    assert ("", "") == (good.stderr, bad.stderr)


def test_github_shows_problems_beside_their_lines(site: SiteFolder) -> None:
    """A workflow command for each, on the output, where GitHub looks for them."""
    site.write({"content/b.md": WRONG})
    done = run("build", "--format", "github", cwd=site.root)

    assert 1 == done.returncode
    assert done.stdout.startswith("::error file=content/b.md,line=2,col=1,title=DG202::'title' is ")
    assert 1 == done.stdout.count("\n")


def test_colours_are_for_terminals_that_want_them(site: SiteFolder) -> None:
    """None in a pipe, none with NO_COLOR."""
    site.write({"content/b.md": WRONG})

    assert ESCAPE in on_terminal("build", cwd=site.root, env={})
    assert ESCAPE not in on_terminal("build", cwd=site.root, env={"NO_COLOR": "1"})
    assert ESCAPE not in run("build", cwd=site.root, env={"TERM": "xterm"}).stderr


# --- what can go wrong outside of the site -------------------------------------------------------


def test_a_full_disk_ends_with_74_and_the_next_build_completes(site: SiteFolder) -> None:
    """Told in one sentence; files are whole, so that building again is all there is to do."""
    shell = f"ulimit -f 4; exec {' '.join(command('build'))}"
    site.write({"content/b.md": article("كلمة " * 10_000)})
    done = subprocess.run(
        ["/bin/sh", "-c", shell],
        cwd=site.root,
        env=environment(),
        capture_output=True,
        timeout=PATIENCE_SECONDS,
        encoding="utf-8",
        check=False,
    )

    assert 74 == done.returncode
    assert re.fullmatch(r"digestgen: the disk failed.*: File too large; .*\n", done.stderr)
    assert 0 == run("build", cwd=site.root).returncode
    assert (site.output / "2024/06/21/b/index.html").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk to write to")
def test_a_summary_that_cannot_be_written_ends_with_74(site: SiteFolder) -> None:
    """Who asked for it in a file learns that it is not there."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            command("build"),
            cwd=site.root,
            env=environment(),
            stdout=full,
            timeout=PATIENCE_SECONDS,
            check=False,
        )

    assert 74 == done.returncode
    assert (site.output / "index.html").is_file()


def test_a_file_in_the_place_of_a_folder_ends_with_74(site: SiteFolder) -> None:
    """What we keep between builds cannot be kept."""
    (site.root / ".digestgen").write_text("")
    done = run("build", cwd=site.root)

    assert 74 == done.returncode
    assert "the disk failed at '" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_builds_of_one_site_do_not_run_at_once(site: SiteFolder) -> None:
    """The second ends with 75 at once."""
    (site.root / ".digestgen").mkdir()
    with FileLock(site.root / ".digestgen" / "lock"):
        done = run("build", cwd=site.root)

    assert 75 == done.returncode
    assert "digestgen: another build of this site is running" in done.stderr
    assert not site.output.exists()
    assert 0 == run("build", cwd=site.root).returncode


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_with_130(make_site: MakeSite, jobs: int) -> None:
    """At once, in one sentence, with the output as it was; with several processes, too."""
    slow = article("![" * 5_000)
    site = make_site({f"content/{number}.md": slow for number in range(300)})
    process = subprocess.Popen(
        command("build", "--jobs", str(jobs)),
        cwd=site.root,
        env=environment(),
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    with within(process):
        lock = site.root / ".digestgen" / "lock"
        while not lock.exists():
            assert process.poll() is None
            time.sleep(0.05)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE_SECONDS)

    assert 130 == process.returncode
    assert said.strip().startswith("digestgen: interrupted; ")
    assert 1 == said.strip().count("\n") + 1
    assert not site.output.exists()
