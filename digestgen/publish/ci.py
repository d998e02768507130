"""The workflows that let GitHub build, check and publish a site.

A workflow of ours begins with a line that holds a fingerprint of the rest. While they agree nobody
has edited it, and it can be made anew; else it belongs to the author.
"""

import re
import shlex
from collections.abc import Iterable, Iterator
from enum import StrEnum
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from msgspec import Struct

from digestgen import __version__

FOLDER: Final = Path(".github/workflows")
NAMES: Final = ("publish.yml", "check.yml")
MARK: Final = re.compile(r"# Made by digestgen .* \(([0-9a-f]{16})\)\.\n")
RELEASED: Final = f"digestgen=={__version__}"
INSTALL: Final = re.compile(r"^ *run: python -m pip install (.+)$", re.MULTILINE)
# Once a day at a minute at which few others ask for a machine.
DAILY: Final = "17 4 * * *"


class State(StrEnum):
    """What is to be done about a workflow."""

    NEW = "new"
    REFRESHED = "refreshed"
    CURRENT = "current"
    EDITED = "edited"


class Place(Struct, frozen=True, kw_only=True):
    """Where the site of a workflow is."""

    folder: str
    """The site's folder in the repository: empty for its top, else with a slash at its end."""
    branch: str
    """The branch whose commits are published."""
    is_scheduled: bool
    """Whether the site is built every day, for articles that appear later."""
    install: str = RELEASED
    """What pip installs: digestgen, as a requirement or a folder of the repository."""


class Workflow(Struct, frozen=True, kw_only=True):
    """A workflow as it is to be."""

    name: str
    text: str
    state: State


def workflows(top: Path, place: Place, *, force: bool) -> Iterator[Workflow]:
    """Yield the workflows for the site at *place* in the repository with the folder *top*.

    One that an author has edited is made anew only by *force*.
    """
    for name in NAMES:
        text = workflow_text(name, place)
        file = top / FOLDER / name
        there = file.read_text("utf-8") if file.is_file() else None
        yield Workflow(name=name, text=text, state=state(there, text, force=force))


def workflow_text(name: str, place: Place) -> str:
    """Return the workflow *name*, marked as ours."""
    template = (files(__package__) / "workflows" / name).read_text("utf-8")
    body = template.format(
        branch=place.branch,
        folder=place.folder,
        install=f"python -m pip install {shlex.quote(place.install)}",
        schedule=f'  schedule: [{{ cron: "{DAILY}" }}]\n' if place.is_scheduled else "",
        site=shlex.quote(place.folder.rstrip("/") or "."),
    )
    first = f"# Made by digestgen {__version__}; `digestgen ci init` refreshes it ({mark(body)})."
    return f"{first}\n{body}"


def mark(body: str) -> str:
    """Return the fingerprint of a workflow without its first line."""
    return sha256(body.encode()).hexdigest()[:16]


def state(there: str | None, wanted: str, *, force: bool) -> State:
    """Return what is to be done where *there* is, or None, and *wanted* should be."""
    if there is None:
        return State.NEW
    if there == wanted:
        return State.CURRENT
    return State.REFRESHED if force or is_ours(there) else State.EDITED


def is_ours(text: str) -> bool:
    """Tell whether the workflow *text* is as some version of digestgen wrote it."""
    plain = text.replace("\r\n", "\n")
    found = MARK.match(plain)
    return found is not None and found[1] == mark(plain[found.end() :])


def chosen_install(top: Path) -> str | None:
    """Return what a workflow of ours in the repository *top* installs; None if it is a release."""
    file = top / FOLDER / NAMES[0]
    text = file.read_text("utf-8") if file.is_file() else ""
    found = INSTALL.search(text) if is_ours(text) else None
    words = shlex.split(found[1]) if found else []
    return None if not words or words[0].startswith("digestgen==") else words[0]


def write(top: Path, found: Iterable[Workflow]) -> None:
    """Write those workflows of *found* that are not there as they should be."""
    folder = top / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for workflow in found:
        if workflow.state in {State.NEW, State.REFRESHED}:
            (folder / workflow.name).write_text(workflow.text, "utf-8", newline="\n")
