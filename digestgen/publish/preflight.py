"""What must be right before a site can go online by a branch of its repository."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from digestgen import rules
from digestgen.errors import Diagnostic, Place, Problems
from digestgen.model import Config
from digestgen.names import CONTENT, OUTPUT, SETTINGS, THEMES
from digestgen.output.manifest import Checksum
from digestgen.publish.branch import Branch
from digestgen.publish.git import Repository, git, git_program, line, names

# docs.github.com, «GitHub Pages limits»: a published site may be no larger than 1 GB.
SITE_BYTES: Final = 1_000_000_000
# docs.github.com, «About large files on GitHub»: files over 100 MiB are refused.
FILE_BYTES: Final = 100 * 1024 * 1024
PAGES_HOST: Final = ".github.io"
GITHUB: Final = re.compile(
    r"(?:https?://(?:[^@/]*@)?|ssh://(?:[^@/]*@)?|[^@/:]*@)github\.com(?::\d+)?[/:]"
    r"(?P<owner>[^/]+)/(?P<name>[^/]+?)(?:\.git)?/?",
    re.IGNORECASE,
)
PASSWORD: Final = re.compile(r"(?<=://)[^/@]*@")
SHOWN_FILES: Final = 5
CNAME: Final = "CNAME"


class Home(Struct, frozen=True, kw_only=True):
    """The repository of a site, and the branch of a remote where the site is to be online."""

    author: Repository
    branch: Branch
    commit: str | None
    """What the author has committed last."""


def home(root: Path, remote: str, name: str) -> Home:
    """Return where the site in *root* is published: the branch *name* of *remote*.

    Raises Problems if that cannot be.
    """
    program, place = git_program(), Place(file=str(root))
    if program is None:
        raise Problems(rules.NO_GIT.at(place))
    author = Repository(program=program, folder=root)
    if line(author, "rev-parse", "--is-inside-work-tree") != "true":
        raise Problems(rules.NO_REPOSITORY.at(place))
    address = address_of(author, remote)
    if address is None:
        raise Problems(rules.NO_REMOTE.at(place, remote=remote))
    if line(author, "check-ref-format", "--branch", name) != name or name.startswith("-"):
        raise Problems(rules.NO_BRANCH_NAME.at(place, name=name))
    if line(author, "symbolic-ref", "--short", "--quiet", "HEAD") == name:
        raise Problems(rules.OWN_BRANCH.at(place, name=name))
    branch = Branch(remote=full_address(root, address), shown=shown(address), name=name)
    return Home(author=author, branch=branch, commit=line(author, "rev-parse", "--short", "HEAD"))


def address_of(author: Repository, remote: str) -> str | None:
    """Return the address of *remote* as it is written; None if there is none.

    Git puts in place of it what `url.….insteadOf` says when it reaches for it.
    """
    keys = (f"remote.{remote}.pushurl", f"remote.{remote}.url")
    return next(filter(None, (line(author, "config", "--get", key) for key in keys)), None)


def full_address(root: Path, address: str) -> str:
    """Return the *address* of a remote as it is from elsewhere: a folder's may be relative."""
    is_folder = "://" not in address and ":" not in address.partition("/")[0]
    return str((root / address).resolve()) if is_folder else address


def shown(address: str) -> str:
    """Return the *address* of a remote without the password that may stand in it."""
    return PASSWORD.sub("", address)


def uncommitted(home: Home) -> Iterator[Diagnostic]:
    """Yield a warning if files of the site are not committed."""
    asked = ("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--")
    # Without the option git would write what it found into the author's index.
    printed = git(home.author, "--no-optional-locks", *asked, CONTENT, THEMES, SETTINGS)
    files = [entry[3:] for entry in names(printed)]
    if files:
        listed = ", ".join(files[:SHOWN_FILES]) + (" …" if len(files) > SHOWN_FILES else "")
        place = Place(file=files[0])
        yield rules.UNCOMMITTED.at(place, count=len(files), files=listed)


def wrong_address(home: Home, config: Config) -> Iterator[Diagnostic]:
    """Yield a diagnostic if GitHub would serve the site elsewhere than *config* says.

    A domain of one's own can be any.
    """
    found = GITHUB.fullmatch(home.branch.remote)
    host = urlsplit(config.origin).hostname or ""
    if found is None or not host.endswith(PAGES_HOST):
        return
    expected = pages_url(found["owner"], found["name"])
    if f"{config.origin}{config.base}".casefold() != expected.casefold():
        written = f"{config.origin}{config.base}"
        place = Place(file=SETTINGS)
        yield rules.WRONG_ADDRESS.at(place, url=written, expected=expected)


def lost_domain(online: bytes | None, new: bytes | None) -> Iterator[Diagnostic]:
    """Yield a diagnostic if no *new* file CNAME follows that which is *online*.

    GitHub writes it into the branch when a domain is named in the settings of the repository, and
    without it the domain leads nowhere.
    """
    domain = online.decode("utf-8", "replace").strip() if online else ""
    if domain and new is None:
        yield rules.DOMAIN_VANISHES.at(Place(file=SETTINGS), domain=domain)


def pages_url(owner: str, name: str) -> str:
    """Return where GitHub serves the pages of the repository *name* of *owner*."""
    host = f"{owner.lower()}{PAGES_HOST}"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"


def too_large(files: Mapping[str, Checksum], output: str = OUTPUT) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each of *files* that GitHub refuses, and one if all are too much."""
    for path, file in files.items():
        if file.size > FILE_BYTES:
            place = Place(file=f"{output}/{path}")
            yield rules.FILE_OVER_LIMIT.at(place, size=megabytes(file.size))
    total = sum(file.size for file in files.values())
    if total > SITE_BYTES:
        yield rules.SITE_OVER_LIMIT.at(Place(file=output), size=megabytes(total))


def megabytes(size: int) -> str:
    """Return *size*, in bytes, for people."""
    return f"{size / 1_000_000:,.0f} MB"
