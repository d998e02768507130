"""`digestgen init`: a site to begin with, in the author's language."""

import json
import os
import pty
import re
import subprocess
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from digestgen.cli.init import init_command
from digestgen.cli.main import COMMANDS
from digestgen.config import parse_config
from digestgen.errors import Diagnostic, Place
from digestgen.report import Format, diagnostic_lines
from digestgen.rules import NO_STRINGS, NOT_A_DATE
from digestgen.schemas import article_schema, site_schema
from digestgen.start.samples import languages
from digestgen.start.site import TASKS
from tests.conftest import SiteFolder
from tests.running import PATIENCE_SECONDS, command, environment, within
from tests.test_feeds import ids as feed_ids

FILES: Final = {
    *("site.yaml", ".gitignore", ".vscode/site.schema.json", ".vscode/article.schema.json"),
    *(".vscode/settings.json", ".vscode/extensions.json", ".vscode/tasks.json"),
}
ENVIRONMENT: Final = {"SOURCE_DATE_EPOCH": "1767225600", "TZ": "Asia/Riyadh", "LC_ALL": "C"}


def init(folder: Path, *arguments: str, **env: str) -> Result:
    """Return what the command did in *folder*."""
    return CliRunner().invoke(init_command, [str(folder), *arguments], env={**ENVIRONMENT, **env})


def files(folder: Path) -> set[str]:
    """Return the paths of all files in *folder*."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("language", [*languages(), "ar-EG", "de"])
def test_a_new_site_builds(tmp_path: Path, language: str) -> None:
    """Without a problem, whatever its title; a language that is not ours is told of."""
    site = SiteFolder(tmp_path / "site")

    result = init(site.root, "--language", language, "--title", "أنباء: «آسيا» #1")

    assert 0 == result.exit_code, result.output
    told = {warning.code for warning in site.build().warnings}
    assert ({NO_STRINGS.code} if language == "de" else set()) == told
    config = parse_config((site.root / "site.yaml").read_text("utf-8"))
    assert ("أنباء: «آسيا» #1", language) == (config.title, config.language)


def test_the_files_of_a_new_site(tmp_path: Path) -> None:
    """Settings, one article of today, what git leaves out, and help for the editor."""
    folder = tmp_path / "mydigest"

    result = init(folder)

    assert {*FILES, "content/2026/01/2026-01-01-أول-خبر.md"} == files(folder)
    assert ["next:", f"  cd {folder}"] == result.stdout.splitlines()[1:3]
    config = parse_config((folder / "site.yaml").read_text("utf-8"))
    assert ("موجز الأخبار", "ar", "Asia/Riyadh", "https://example.org") == (
        config.title,
        config.language,
        config.timezone.key,
        config.origin,
    )


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("en_GB.UTF-8", "en"), ("fa_IR", "fa"), ("C", "ar"), ("POSIX", "ar"), ("de_DE.UTF-8", "ar")],
)
def test_a_site_begins_in_the_language_of_its_author(
    tmp_path: Path, locale: str, expected: str
) -> None:
    """As far as there is a sample in it; Arabic comes first."""
    init(tmp_path / "site", LC_ALL=locale)

    settings = (tmp_path / "site/site.yaml").read_text("utf-8")
    assert expected == parse_config(settings).language


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://salma.github.io/موجز/",
            "tag:salma.github.io,2026-01-01:%D9%85%D9%88%D8%AC%D8%B2/",
        ),
        ("https://news.salma.net", "tag:news.salma.net,2026-01-01:"),
        ("https://أخبار.مصر/", "tag:xn--igbicxr.xn--wgbh1c,2026-01-01:"),
    ],
)
def test_ids_of_feeds_do_not_follow_the_address(tmp_path: Path, url: str, expected: str) -> None:
    """They begin with where the site was first, which stays in its settings."""
    site = SiteFolder(tmp_path / "site")
    init(site.root, "--url", url)
    site.build()
    before = feed_ids(site)
    settings = site.root / "site.yaml"
    moved = re.sub(
        "^url: .*$", "url: https://other.net/", settings.read_text("utf-8"), flags=re.MULTILINE
    )
    settings.write_text(moved, "utf-8")
    site.build()

    assert f"{expected}feed:site" == before["feed.xml"][0]
    assert before == feed_ids(site)


@pytest.mark.parametrize("url", ["https://example.org/", "http://localhost:8000/", "http://[::1]/"])
def test_no_two_new_sites_have_the_ids_of_one(tmp_path: Path, url: str) -> None:
    """A site that does not know its address yet has ids of its own, too."""
    found: list[str] = []
    for name in ("one", "other"):
        init(tmp_path / name, "--url", url)
        found.append(parse_config((tmp_path / name / "site.yaml").read_text("utf-8")).feeds.id)

    assert 2 == len(set(found))
    assert all(re.fullmatch(r"tag:digestgen\.invalid,2024:[0-9a-f]{8}/", one) for one in found)


def test_a_folder_of_a_repository_is_empty(tmp_path: Path) -> None:
    """A new repository has nothing but `.git`."""
    (tmp_path / ".git").mkdir()

    assert f"{tmp_path}: a site with one article" == init(tmp_path).stdout.splitlines()[0]


def test_the_current_folder_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is called by its name, and there is no need to go there."""
    monkeypatch.chdir(tmp_path)

    assert [f"{tmp_path.name}: a site with one article", "next:", "  digestgen serve --open"] == (
        init(Path()).stdout.splitlines()[:3]
    )


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A folder with anything in it is refused, and the author is told what to do."""
    (tmp_path / "notes.txt").write_text("x", "utf-8")

    result = init(tmp_path)

    assert 2 == result.exit_code
    assert "is not empty; name one that is empty or not there yet" in result.stderr
    assert {"notes.txt"} == files(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--language", "عربي"), "'عربي' is not a language"),
        (("--title", " \u0007 "), "the title is empty"),
        (("--url", "example.org"), "'example.org' is not a web address"),
    ],
)
def test_what_is_wrong_is_refused(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    """Before anything is written."""
    result = init(tmp_path / "site", *arguments)

    assert (2, True) == (result.exit_code, message in result.stderr)
    assert not (tmp_path / "site").exists()


def test_a_file_and_a_site_are_refused(tmp_path: Path) -> None:
    """Neither is a place for a new site."""
    (tmp_path / "file").write_text("", "utf-8")
    init(tmp_path / "site")

    assert "is a file; name a folder" in init(tmp_path / "file").stderr
    assert "has a site.yaml already" in init(tmp_path / "site").stderr


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    """The path is named."""
    (tmp_path / "file").write_text("", "utf-8")

    result = init(tmp_path / "file/site")

    assert 74 == result.exit_code
    assert f"'{tmp_path}/file/site' cannot be written: Not a directory" in result.stderr


def test_questions_are_asked_on_a_terminal(tmp_path: Path) -> None:
    """Language, title and address, each with a default that Enter takes."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command("init", "site", "--title", "Asia"),
        cwd=tmp_path,
        env=environment({"LC_ALL": "C.UTF-8"}),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    os.write(ours, b"en\n\n")
    with within(process):
        told, asked = process.communicate(timeout=PATIENCE_SECONDS)
    os.close(ours)
    os.close(theirs)

    assert 2 == asked.count("]: ")
    assert "[https://example.org/]: " in asked
    assert told.startswith("site: a site with one article\n")
    config = parse_config((tmp_path / "site/site.yaml").read_text("utf-8"))
    assert ("Asia", "en", "https://example.org") == (config.title, config.language, config.origin)


# --- the editor ----------------------------------------------------------------------------------


def test_the_editor_gets_schemas(tmp_path: Path) -> None:
    """The schemas are those that the command prints, and they hold for the new site."""
    init(tmp_path / "site")
    editor = tmp_path / "site/.vscode"

    assert site_schema() == json.loads((editor / "site.schema.json").read_text("utf-8"))
    assert article_schema() == json.loads((editor / "article.schema.json").read_text("utf-8"))
    for name in ("settings", "extensions", "tasks"):
        json.loads((editor / f"{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(site_schema())


def test_the_tasks_of_the_editor_are_commands(tmp_path: Path) -> None:
    """Each task calls a command that is there."""
    init(tmp_path / "site")
    tasks = json.loads((tmp_path / "site/.vscode/tasks.json").read_text("utf-8"))["tasks"]

    assert [] == [task for task in tasks if task["args"][0] not in COMMANDS]
    assert list(TASKS) == [task["args"][0] for task in tasks]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place(file="content/a b.md", line=2, column=12), {"line": "2", "column": "12"}),
        (Place(file="content/a b.md", line=2), {"line": "2"}),
        (Place(file="content/a b.md"), {}),
    ],
)
def test_the_editor_understands_diagnostics(
    tmp_path: Path, place: Place, expected: dict[str, str]
) -> None:
    """One of its patterns, and only one, takes the first line of a diagnostic apart."""
    init(tmp_path / "site")
    tasks = json.loads((tmp_path / "site/.vscode/tasks.json").read_text("utf-8"))["tasks"]
    diagnostic: Diagnostic = NOT_A_DATE.at(place, value="12:30: error")
    line, hint = diagnostic_lines([diagnostic], Format.TEXT)

    patterns = [matcher["pattern"] for matcher in tasks[0]["problemMatcher"]]
    found = [
        {name: match[group] for name, group in pattern.items() if isinstance(group, int)}
        for pattern in patterns
        if (match := re.match(pattern["regexp"], line))
    ]
    usual = {
        "file": "content/a b.md",
        "severity": "error",
        "code": "DG205",
        "message": "'12:30: error' is not a date",
    }
    assert [{**usual, **expected}] == found
    assert not any(re.match(pattern["regexp"], hint) for pattern in patterns)
