"""The command `init`."""

import os
import secrets
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from digestgen.cli.exits import Exit, Misuse, fail
from digestgen.cli.given import now, shown
from digestgen.cli.language import locale_language, spoken
from digestgen.cli.shown import sayer
from digestgen.errors import Phrase, said
from digestgen.messages.speech import Say
from digestgen.names import SETTINGS
from digestgen.start.article import cleaned
from digestgen.start.files import create
from digestgen.start.samples import languages, sample
from digestgen.start.site import Answers, site_files
from digestgen.urls import is_web_url
from digestgen.yaml.fields import LANGUAGE

FIRST_LANGUAGE: Final = "ar"
ANY_URL: Final = "https://example.org/"
# A folder that was made for a repository is as good as empty.
ALLOWED: Final = frozenset({".git"})
# Where systems keep the name of their zone, at the end of where a link leads to.
LOCAL_ZONE: Final = Path("/etc/localtime")
ZONES: Final = "zoneinfo/"
ALSO_UTC: Final = frozenset({"Etc/UTC", "UCT", "Etc/UCT", "Zulu"})
UTC: Final = ZoneInfo("UTC")


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="The name of the site.")
@click.option("--language", help=f"The code of its language: {', '.join(languages())}, or another.")
@click.option("--url", help="Where it is going to be served.")
def init_command(*, folder: Path, title: str | None, language: str | None, url: str | None) -> None:
    """Make a small site in the folder DIR, to begin with.

    What no option says is asked, if there is a terminal to ask on.

    Exit codes: 0 done, 2 wrong usage or a folder that is not empty, 74 the disk failed.
    """
    refuse_full(folder)
    language = answer(
        said("Language (ar, en, fa, he, ur, …)"), language, default_language(os.environ)
    )
    if not LANGUAGE.fullmatch(language):
        raise Misuse(
            said("'{value}' is not a language: write its code, such as ar or en", value=language)
        )
    texts = sample(language)
    title = cleaned(answer(said("Title"), title, texts.title))
    if not title:
        raise Misuse(said("the title is empty: write the name of the site"))
    url = answer(said("Where it will be served, if you know"), url, ANY_URL)
    if not is_web_url(url):
        raise Misuse(
            said("'{value}' is not a web address: write it with https:// before it", value=url)
        )
    zone = system_zone(os.environ)
    answers = Answers(
        title=title, url=url, language=language, timezone=zone.key, unique=secrets.token_hex(4)
    )
    today = now(os.environ).astimezone(zone).date()
    write_all(folder, site_files(answers, texts, today))
    for line in next_steps(folder, sayer(spoken(os.environ, folder))):
        click.echo(line)


def answer(question: Phrase, given: str | None, default: str) -> str:
    """Return what was *given*, else what is typed, else *default* if nobody is there to ask."""
    if given is not None:
        return given.strip()
    if not sys.stdin.isatty():
        return default
    asked = sayer(spoken(os.environ), err=True)(question)
    typed = click.prompt(asked, default=default, err=True)
    return str(typed).strip()


def default_language(environment: Mapping[str, str]) -> str:
    """Return the language that *environment* speaks, if a site can begin in it; else Arabic."""
    own = locale_language(environment)
    return own if own in languages() else FIRST_LANGUAGE


def system_zone(environment: Mapping[str, str]) -> ZoneInfo:
    """Return the time zone of *environment* or of the system; UTC if it has no name."""
    linked = os.path.realpath(LOCAL_ZONE).partition(ZONES)[2]
    for name in filter(None, (environment.get("TZ"), linked)):
        try:
            return UTC if name in ALSO_UTC else ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return UTC


def refuse_full(folder: Path) -> None:
    """Raise Misuse if anything lies in *folder* that is not ours to mix with."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise Misuse(
            said("'{name}' is a file; name a folder that is not there yet", name=shown(folder))
        )
    if (folder / SETTINGS).is_file():
        raise Misuse(
            said(
                "the folder '{name}' has a {file} already: it is a site, so build it",
                name=shown(folder),
                file=SETTINGS,
            )
        )
    if any(entry.name not in ALLOWED for entry in folder.iterdir()):
        raise Misuse(
            said(
                "the folder '{name}' is not empty; name one that is empty or not there yet",
                name=shown(folder),
            )
        )


def write_all(folder: Path, files: Mapping[str, str]) -> None:
    """Write *files* into *folder*; end if that cannot be done."""
    try:
        for name, text in files.items():
            target = folder / PurePosixPath(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            create(target, text)
    except OSError as error:
        where = shown(Path(error.filename or folder))
        why = said("'{path}' cannot be written: {reason}", path=where, reason=error.strerror)
        fail(sayer(spoken(os.environ, folder), err=True)(why), Exit.DISK)


def next_steps(folder: Path, say: Say) -> Iterator[str]:
    """Yield what was made, and what comes next."""
    is_here = folder.absolute() == Path.cwd()
    name = folder.absolute().name if is_here else shown(folder)
    yield say(said("{folder}: a site with one article", folder=name))
    yield say(said("next:"))
    if not is_here:
        yield f"  cd {shlex.quote(shown(folder))}"
    yield "  digestgen serve --open"
    yield '  digestgen new "TITLE" --source URL'
