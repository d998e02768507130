"""Publishing to a branch: what is online, and that nothing of the author's is touched."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Final

import pytest

from digestgen.inputs import read_config
from digestgen.names import SETTINGS
from digestgen.publish.branch import Branch
from digestgen.publish.github import publish_branch
from digestgen.publish.preflight import full_address, home, pages_url, shown
from digestgen.publish.published import Wish
from tests.conftest import ARTICLE, MakeSite, SiteFolder
from tests.repositories import BRANCH, IDENTITY, Published, git, published, shim
from tests.running import PATIENCE_SECONDS, command, environment, within
from tests.writing import article

SITE: Final = {
    "site.yaml": "title: موجز\nurl: https://example.org/digest/\n",
    "content/معاهدة.md": ARTICLE,
    "content/talks.md": article("نص.", title="محادثات"),
}
MANIFEST: Final = ".digestgen-manifest.json"
NOTHING: Final = "nothing to publish: https://example.org/digest/ is as it should be\n"


@pytest.fixture
def place(make_site: MakeSite, tmp_path: Path) -> Published:
    """Return a site that was never published."""
    return published(make_site(SITE), tmp_path / "remote.git")


def built(place: Published) -> dict[str, bytes]:
    """Return the output of the site, without the manifest, which is for the next build alone."""
    return {path: data for path, data in place.site.tree().items() if path != MANIFEST}


# --- what is online ------------------------------------------------------------------------------


def test_what_was_built_is_online_byte_for_byte(place: Published) -> None:
    """Arabic names and files that start with a dot as well, and one commit has it all."""
    done = place.publish()

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith("published https://example.org/digest/: +")
    assert built(place) == place.online()
    assert 1 == place.commits()


def test_nothing_changed_is_nothing_to_publish(place: Published) -> None:
    """No commit is made, and it is no failure."""
    place.publish()
    first = place.git("rev-parse", BRANCH, cwd=place.remote)
    done = place.publish()

    assert (0, NOTHING, "") == (done.returncode, done.stdout, done.stderr)
    assert first == place.git("rev-parse", BRANCH, cwd=place.remote)


def test_what_is_built_no_more_goes_offline(place: Published) -> None:
    """The branch has what the output has, and nothing else."""
    place.publish()
    (place.site.root / "content/talks.md").unlink()
    place.commit()
    done = place.publish("--yes", "--drop-urls")

    assert 0 == done.returncode
    assert built(place) == place.online()


def test_only_what_digestgen_wrote_goes_online(place: Published) -> None:
    """A file that someone put into the output is not published."""
    place.publish()
    (place.site.output / "secret.txt").write_text("secret")
    place.site.write({"content/new.md": article("نص.", title="جديد")})
    place.publish()

    assert "secret.txt" not in place.online()


def test_bytes_are_not_translated(place: Published) -> None:
    """Line ends and ignored names stay, whatever git's settings say."""
    place.git("config", "core.autocrlf", "true")
    place.git("config", "core.safecrlf", "true")
    place.site.write(
        {
            "content/crlf.txt": "one\r\ntwo\n",
            "content/link.md": article("[ملف](crlf.txt)", title="ملف"),
            ".gitattributes": "* text=auto eol=crlf\n",
            ".gitignore": "/public/\n/.digestgen/\n*.html\n*.txt\n",
        }
    )
    place.publish()

    assert built(place) == place.online()
    assert b"one\r\ntwo\n" in place.online().values()


def test_a_second_clone_reads_what_was_published(place: Published, tmp_path: Path) -> None:
    """The remote is whole: git finds nothing wrong with it, and its files are there."""
    place.publish()
    place.publish("--keep-history", "3")
    git("clone", "--quiet", "--branch", BRANCH, str(place.remote), "clone", cwd=tmp_path)
    files = {
        path.relative_to(tmp_path / "clone").as_posix(): path.read_bytes()
        for path in (tmp_path / "clone").rglob("*")
        if path.is_file() and ".git" not in path.relative_to(tmp_path / "clone").parts[0:1]
    }

    git("fsck", "--strict", cwd=place.remote)
    assert built(place) == files


@pytest.mark.parametrize(("history", "kept"), [(1, 1), (2, 2), (3, 3), (9, 4)])
def test_old_publications_are_kept_as_asked(place: Published, history: int, kept: int) -> None:
    """A digest that is published daily would outgrow its repository."""
    wish = Wish(
        remote="origin",
        branch=BRANCH,
        to=None,
        history=history,
        may_vanish=False,
        drop=False,
        dry=False,
    )
    root, output = place.site.root, place.site.output
    for number in range(4):
        place.site.write({"content/talks.md": article(f"نص {number}.", title="محادثات")})
        place.site.build()
        publish_branch(root, output, read_config(root), home(root, "origin", BRANCH), wish)

    assert kept == place.commits()
    subjects = place.git("log", "--format=%s", BRANCH, cwd=place.remote).split("\n")
    assert [subjects[0]] * kept == subjects
    assert built(place) == place.online()


def test_a_site_may_lie_in_a_folder_of_its_repository(place: Published) -> None:
    """Only its output goes online."""
    inner = place.site.root / "sites" / "one"
    inner.mkdir(parents=True)
    for name in (SETTINGS, "content"):
        (place.site.root / name).rename(inner / name)
    done = place.publish("--site", "sites/one", "--output", "public")

    assert 0 == done.returncode
    assert built(place) == place.online()


# --- what goes wrong -----------------------------------------------------------------------------


def codes(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the codes of the problems that *done* tells."""
    words = done.stderr.replace(":", " ").split()
    return [word for word in words if word.startswith("DG")]


def test_what_others_published_meanwhile_is_not_overwritten(
    place: Published, tmp_path: Path
) -> None:
    """Between looking and pushing another clone was quicker: theirs stays, and it is said."""
    place.publish()
    git("clone", "--quiet", "--branch", BRANCH, str(place.remote), "other", cwd=tmp_path)
    commit = f"git {' '.join(IDENTITY)} commit -q --allow-empty -m Theirs"
    act = f"(cd {tmp_path}/other; PATH=/usr/bin:/bin; {commit}; git push -q origin HEAD)"
    place.site.write({"content/talks.md": article("جديد.", title="محادثات")})
    place.commit()
    done = place.publish(env=shim(tmp_path / "bin", act))

    assert (5, ["DG912"]) == (done.returncode, codes(done))
    assert "Theirs" == place.git("log", "-1", "--format=%s", BRANCH, cwd=place.remote)
    assert done.stderr.endswith("nothing was published\n")
    assert 0 == place.publish().returncode
    assert built(place) == place.online()


def test_a_remote_that_refuses_says_why(place: Published) -> None:
    """What the remote tells reaches the author."""
    hook = place.remote / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'this branch is protected' >&2\nexit 1\n")
    hook.chmod(0o755)
    done = place.publish()

    assert (5, ["DG913"]) == (done.returncode, codes(done))
    assert "this branch is protected" in done.stderr


@pytest.mark.parametrize(
    "address", ["https://localhost:1/site.git", "/nowhere/site.git", "ssh://localhost:1/site.git"]
)
def test_a_remote_that_cannot_be_reached(place: Published, address: str) -> None:
    """No network, a wrong address: one line says what git says."""
    place.git("remote", "set-url", "origin", address)
    done = place.publish()

    assert (5, ["DG914"]) == (done.returncode, codes(done))
    assert "Traceback" not in done.stderr


def test_a_password_in_the_address_is_never_shown(place: Published) -> None:
    """Messages end up in logs and in screenshots."""
    place.git("remote", "set-url", "origin", "https://me:s3cret@localhost:1/site.git")
    done = place.publish()

    assert "DG914" in done.stderr
    assert "s3cret" not in done.stdout + done.stderr


def test_a_kill_in_the_middle_leaves_what_is_online(place: Published, tmp_path: Path) -> None:
    """The next publication completes it."""
    place.publish()
    before = place.online()
    place.site.write({"content/talks.md": article("جديد.", title="محادثات")})
    checkout = place.checkout()
    waits = tmp_path / "waits"
    env = environment(shim(tmp_path / "bin", f"touch {waits}; sleep 60; exit 1"))
    with within(
        subprocess.Popen(command("publish"), cwd=place.site.root, env=env, start_new_session=True)
    ) as process:
        end = time.monotonic() + PATIENCE_SECONDS
        while not waits.exists() and time.monotonic() < end:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
    (place.site.root / ".digestgen/publish.git/index.lock").touch()

    assert (checkout, before) == (place.checkout(), place.online())
    assert 0 == place.publish().returncode
    assert built(place) == place.online()


def test_most_pages_gone_is_a_question(place: Published) -> None:
    """An empty folder or the wrong site must not replace what readers have."""
    place.publish()
    before = place.online()
    (place.site.root / "content/talks.md").unlink()
    (place.site.root / "content/معاهدة.md").unlink()
    done = place.publish()

    assert (5, True) == (done.returncode, "DG911" in codes(done))
    assert before == place.online()


def test_a_rename_without_an_alias_is_stopped(place: Published) -> None:
    """Before anything goes online, with the command that mends it; with an alias it goes on."""
    place.publish()
    before = place.online()
    renamed = {"slug": "long-talks", "title": "محادثات"}
    place.site.write({"content/talks.md": article("نص.", **renamed)})
    place.commit()
    done = place.publish("--yes")

    assert (5, ["DG910"]) == (done.returncode, codes(done))
    assert "digestgen move /2024/06/21/talks/ /2024/06/21/long-talks/" in done.stderr
    assert before == place.online()
    aliased = article("نص.", **renamed, aliases="[/2024/06/21/talks/]")
    place.site.write({"content/talks.md": aliased})
    assert 0 == place.publish().returncode


def test_a_domain_that_github_knows_is_not_taken_away(place: Published, tmp_path: Path) -> None:
    """GitHub writes CNAME into the branch; it goes when the author says so, or says it herself."""
    place.publish()
    git("clone", "--quiet", "--branch", BRANCH, str(place.remote), "github", cwd=tmp_path)
    (tmp_path / "github" / "CNAME").write_text("news.example")
    git("add", "CNAME", cwd=tmp_path / "github")
    git(*IDENTITY, "commit", "--quiet", "-m", "Create CNAME", cwd=tmp_path / "github")
    git("push", "--quiet", "origin", "HEAD", cwd=tmp_path / "github")
    stopped = place.publish()

    assert (5, ["DG919"]) == (stopped.returncode, codes(stopped))
    assert b"news.example" == place.online()["CNAME"]
    place.site.write({"site.yaml": "title: موجز\nurl: https://news.example/\n"})
    assert 0 == place.publish().returncode
    assert b"news.example\n" == place.online()["CNAME"]
    place.site.write({"site.yaml": SITE["site.yaml"]})
    assert 0 == place.publish("--drop-urls").returncode
    assert "CNAME" not in place.online()


def test_problems_of_the_site_stop_before_anything_else(place: Published) -> None:
    """The exit code is that of a build."""
    place.site.write({"content/bad.md": "none"})
    done = place.publish()

    assert (1, ["DG102"]) == (done.returncode, codes(done))
    assert done.stderr.endswith("nothing was published\n")


def test_a_warning_stops_unless_it_is_allowed(place: Published) -> None:
    """What is to be mended is better mended before readers see it."""
    dated = article("سيئول، 21 يونيو (يونهاب) — نص.", place="سيئول")
    place.site.write({"content/b.md": dated})
    place.commit()

    assert 1 == place.publish().returncode
    assert 0 == place.publish("--allow-warnings").returncode


def test_what_is_not_committed_is_told(place: Published) -> None:
    """It is published all the same: what readers get is what the author sees."""
    place.site.write({"content/new.md": article("نص.", title="جديد")})
    done = place.publish()

    assert (0, ["DG906"]) == (done.returncode, codes(done))
    assert "content/new.md" in done.stderr


def test_without_a_repository_or_a_remote(place: Published, tmp_path: Path) -> None:
    """Each says what to run."""
    place.git("remote", "remove", "origin")
    elsewhere = SiteFolder(tmp_path / "elsewhere")
    elsewhere.write(SITE)
    done = Published(elsewhere, place.remote).publish()

    assert ["DG903"] == codes(place.publish())
    assert (5, ["DG902"]) == (done.returncode, codes(done))
    assert "git init" in done.stderr


@pytest.mark.parametrize(
    ("branch", "code"), [("main", "DG905"), ("-f", "DG904"), ("a..b", "DG904")]
)
def test_the_branch_must_be_one_of_its_own(place: Published, branch: str, code: str) -> None:
    """The author's work is never overwritten."""
    assert [code] == codes(place.publish(f"--branch={branch}"))


def test_a_dry_run_changes_nothing_online(place: Published) -> None:
    """It says what would change."""
    done = place.publish("--dry-run")

    assert done.stdout.startswith("would publish https://example.org/digest/: +")
    assert "" == place.git("branch", "--list", cwd=place.remote)


def test_programs_get_one_json_object(place: Published) -> None:
    """Whether it went well or not."""
    good = json.loads(place.publish("--json").stdout)
    again = json.loads(place.publish("--json").stdout)
    place.git("remote", "set-url", "origin", "/nowhere.git")
    bad = json.loads(place.publish("--json").stdout)

    assert (True, sorted(place.online())) == (good["published"], good["added"])
    assert (False, []) == (again["published"], again["added"])
    assert (False, ["DG914"]) == (bad["published"], [one["code"] for one in bad["diagnostics"]])


# --- addresses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owner", "name", "url"),
    [
        ("Hasad", "digest", "https://hasad.github.io/digest/"),
        ("hasad", "hasad.github.io", "https://hasad.github.io/"),
    ],
)
def test_github_serves_a_repository_at_its_name(owner: str, name: str, url: str) -> None:
    """The repository called like the host is the host's own site."""
    assert url == pages_url(owner, name)


@pytest.mark.parametrize(
    "remote",
    [
        "git@github.com:hasad/digest.git",
        "https://github.com/hasad/digest",
        "https://token@github.com/hasad/digest.git",
        "ssh://git@github.com/hasad/digest.git",
    ],
)
def test_the_site_must_be_where_github_serves_it(place: Published, remote: str) -> None:
    """All links would be broken otherwise; nothing is looked up for it but the two addresses."""
    place.site.write({SETTINGS: "title: موجز\nurl: https://hasad.github.io/other/\n"})
    place.commit()
    place.git("config", f"url.{place.remote}.insteadOf", remote)
    place.git("remote", "set-url", "origin", remote)
    done = place.publish()

    assert (5, ["DG907"]) == (done.returncode, codes(done))
    assert "url: https://hasad.github.io/digest/" in done.stderr


def test_a_remote_in_a_folder_may_be_relative(tmp_path: Path) -> None:
    """It is relative to the repository, and the store lies elsewhere."""
    expected = str((tmp_path / "remote.git").resolve())

    assert expected == full_address(tmp_path / "site", "../remote.git")
    assert "git@host:a/b" == full_address(tmp_path, "git@host:a/b")
    assert "https://host/a.git" == shown("https://me:word@host/a.git")
    assert "refs/heads/x" == Branch(remote="r", shown="r", name="x").ref
