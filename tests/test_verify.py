"""`digestgen build --verify`: a build that skips work writes what a build from nothing writes."""

import re

import pytest

from digestgen import wanted
from digestgen.errors import said
from digestgen.verify import Difference, difference_lines, verified_line, verify
from tests.conftest import ARTICLE, NOW, MakeSite, SiteFolder
from tests.running import run
from tests.writing import article

PAGE = "2024/06/21/a/index.html"
FILE = "media/data.pdf"
ADVICE = (
    "this is a fault of digestgen unless you saved a file of the site just now; please report it. "
    "To go on, delete the folder .digestgen and build again"
)


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """Return a site with one article and a file beside it, built."""
    linked = ARTICLE + "\n[ملف](data.pdf)\n"
    site = make_site({"content/a.md": linked, "content/data.pdf": b"\xff\x00"})
    site.build()
    return site


def verified(site: SiteFolder) -> Difference | None:
    """Return what is wrong with the output of *site* after one more build."""
    return verify(site.root, site.output, site.build(), now=NOW)


def test_a_right_build_says_so_in_one_line_more(site: SiteFolder) -> None:
    """The first build and a later one; nothing but the output and the private folder is touched."""
    site.write({"content/b.md": article(title="آخر")})
    done = run("build", "--verify", cwd=site.root)
    files = len(site.tree()) - 1

    assert (0, "") == (done.returncode, done.stderr)
    _, said = done.stdout.splitlines()
    assert f"verified: a clean build makes the same {files} files" == said
    assert not (site.root / ".digestgen" / "verify").exists()
    assert 0 == run("build", "--verify", cwd=site.root).returncode


def test_a_page_that_is_not_made_again_is_found(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fingerprint that forgets a part of the page leaves an old page behind."""
    monkeypatch.setattr(wanted, "page_fingerprint", lambda *_: "always the same")
    site.build()
    site.write({"content/a.md": ARTICLE.replace("نص الخبر.", "نص جديد.")})

    found = verified(site)

    assert found
    assert PAGE == found.path
    assert re.fullmatch(
        r"is not what a clean build makes: line \d+, column \d+ differs", str(found.what)
    )
    written, clean = found.lines
    assert "نص الخبر." in written
    assert "نص جديد." in clean
    assert not (site.root / ".digestgen" / "verify").exists()


def test_a_fault_is_told_with_what_to_do() -> None:
    """The file, the place, both texts, and how to go on."""
    found = Difference(path="a.html", what=said("is wrong"), lines=("one", "two"))

    assert [
        "public/a.html is wrong",
        "    written: one",
        "    clean:   two",
        f"    {ADVICE}",
    ] == list(difference_lines(found, "public"))


def test_bytes_that_are_no_text_are_told_by_their_number(site: SiteFolder) -> None:
    """The first that differs, counted from 1."""
    report = site.build()
    (site.output / FILE).write_bytes(b"\xff\x01")

    found = verify(site.root, site.output, report, now=NOW)

    what = "is not what a clean build makes: byte {byte} is the first that differs"
    assert Difference(path=FILE, what=said(what, byte=2)) == found


def test_missing_files_are_found(site: SiteFolder) -> None:
    """What a clean build makes must be there."""
    report = site.build()
    (site.output / PAGE).unlink()

    found = verify(site.root, site.output, report, now=NOW)

    assert Difference(path=PAGE, what=said("is missing")) == found


def test_files_that_should_be_gone_are_found(site: SiteFolder) -> None:
    """A page that a build says it pruned must not be there."""
    site.write({"content/a.md": article(draft="true")})
    report = site.build()
    site.write({f"public/{PAGE}": "old"})

    found = verify(site.root, site.output, report, now=NOW)

    assert Difference(path=PAGE, what=said("should not be there")) == found


def test_the_manifest_is_compared(site: SiteFolder) -> None:
    """It is a file of the output like the others."""
    report = site.build()
    manifest = site.output / ".digestgen-manifest.json"
    manifest.write_text(manifest.read_text("utf-8") + "\n", "utf-8")

    found = verify(site.root, site.output, report, now=NOW)

    assert found
    assert ".digestgen-manifest.json" == found.path


def test_what_was_changed_by_hand_is_no_fault(site: SiteFolder) -> None:
    """A page that is no longer wanted and that someone changed stays, and it is said."""
    site.write({"content/a.md": article(draft="true"), f"public/{PAGE}": "mine"})
    report = site.build()

    assert (PAGE,) == report.output.kept
    assert verify(site.root, site.output, report, now=NOW) is None
    assert verified_line(report).endswith(" files; what was left alone was not compared")


def test_files_of_others_are_no_fault(site: SiteFolder) -> None:
    """What lies in the output and was never ours is nobody's difference."""
    site.write({"public/notes.txt": "mine"})

    assert verified(site) is None


def test_what_a_killed_run_left_is_cleared_away(site: SiteFolder) -> None:
    """The folder for the clean build is made anew, and a link in it is not followed."""
    site.write({".digestgen/verify/output/old.html": "old", "content/keep.md": article()})
    (site.root / ".digestgen/verify/link").symlink_to(site.root / "content")

    assert verified(site) is None
    assert (site.root / "content/keep.md").is_file()
    assert not (site.root / ".digestgen/verify").exists()


def test_the_command_ends_with_1(site: SiteFolder) -> None:
    """A wrong state, as a fault would leave it: the command tells it on the error stream."""
    manifest = site.output / ".digestgen-manifest.json"
    manifest.write_text(manifest.read_text("utf-8") + "\n", "utf-8")
    done = run("build", "--verify", cwd=site.root)

    assert 1 == done.returncode
    assert done.stderr.startswith(
        "public/.digestgen-manifest.json is not what a clean build makes: line "
    )
