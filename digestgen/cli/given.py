"""What a command is given: its options, the site's folder, the clock, the machine."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from digestgen.cli.exits import Misuse
from digestgen.errors import Phrase, said
from digestgen.names import OUTPUT, SETTINGS
from digestgen.report import Format
from digestgen.urls import is_web_url

EXAMPLE: Final = "https://example.org/digest/"
SITE_OPTION: Final = click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The site's folder. [default: the nearest folder upwards with a site.yaml]",
)
OUTPUT_OPTION: Final = click.option(
    "--output",
    type=click.Path(path_type=Path),
    help=f"Where the site is written. [default: {OUTPUT} in the site's folder]",
)
JOBS_OPTION: Final = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="How many processes do the work. [default: one for each processor]",
)
FORMAT_OPTION: Final = click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    default=Format.TEXT.value,
    show_default=True,
    help="How problems are reported.",
)


def site_root(given: Path | None) -> Path:
    """Return the site's folder: *given*, or the nearest one upwards with a site.yaml."""
    found = nearest_site(given)
    if found is None:
        raise Misuse(no_site(given))
    return found.absolute()


def no_site(given: Path | None) -> Phrase:
    """Return that no site is in the folder *given*, or in any where one is looked for."""
    if given:
        return said(
            "there is no {file} in {folder}: it is not the folder of a site",
            file=SETTINGS,
            folder=shown(given),
        )
    return said(
        "there is no {file} here or in a folder above; name the site's folder with --site",
        file=SETTINGS,
    )


def nearest_site(given: Path | None = None) -> Path | None:
    """Return the folder *given* if it has a site.yaml, or the nearest one upwards that has."""
    folders = [given] if given else [Path.cwd(), *Path.cwd().parents]
    return next((folder for folder in folders if (folder / SETTINGS).is_file()), None)


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def now(environment: Mapping[str, str]) -> datetime:
    """Return the moment of this build: SOURCE_DATE_EPOCH of *environment*, else the clock's.

    The variable holds seconds since 1970, as reproducible-builds.org specifies it.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC)
    # Not all that int() reads is what the specification calls a number.
    is_number = epoch.isascii() and epoch.isdecimal()
    try:
        return datetime.fromtimestamp(int(epoch if is_number else ""), UTC)
    except (ValueError, OverflowError, OSError):
        why = said(
            "SOURCE_DATE_EPOCH is '{value}'; it must be a number of seconds since 1970", value=epoch
        )
        raise Misuse(why) from None


def shown(path: Path) -> str:
    """Return *path* as short as it can be read from the current folder."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def web_address(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    """Return *given*, the web address of a site, if it is one. Raises Misuse."""
    if given is not None and not is_web_url(given):
        raise Misuse(
            said("'{value}' is no web address such as {example}", value=given, example=EXAMPLE)
        )
    return given
