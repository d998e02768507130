"""Git through its plumbing: nothing here touches a work tree, an index or a branch of the author.

The repository of the author is only asked. What is published is put together in a bare repository
of our own, the *store*, which lies in `.digestgen/` and can be deleted at any time.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from digestgen.errors import DigestgenError

# Settings of the author's repository that reaching a remote and signing a name may need.
REACHING: Final = ("credential.", "http.", "url.", "core.sshcommand", "core.askpass", "user.")
# Bytes are published as they were built, whatever the settings or attributes of anyone say.
AS_BUILT: Final = (
    *("-c", "core.autocrlf=false", "-c", "core.safecrlf=false", "-c", "core.fileMode=false"),
    *("-c", "core.precomposeunicode=false", "-c", "core.attributesFile=", "-c", "gc.auto=0"),
)
# The attributes of a repository itself go before those of any file in a tree (gitattributes(5)).
ATTRIBUTES: Final = "* -text -filter -ident -working-tree-encoding\n"


class GitError(DigestgenError):
    """Git failed; *said* is what it wrote, mostly for people."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


class Repository(Struct, frozen=True, kw_only=True):
    """A repository and the program that reads it."""

    program: str
    folder: Path
    """Where git is started: the site's folder, or the bare repository itself."""
    options: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


def git_program() -> str | None:
    """Return where git is; None if it is not installed."""
    return shutil.which("git")


def git(
    repository: Repository,
    *arguments: str,
    data: bytes = b"",
    more: Mapping[str, str] | None = None,
) -> bytes:
    """Return what git prints for *arguments*, given *data* to read and *more* environment.

    Raises GitError if it fails.
    """
    done = subprocess.run(  # noqa: S603 - a program and its arguments, no shell
        [repository.program, *repository.options, *arguments],
        cwd=repository.folder,
        env={**clean_environment(), **repository.environment, **(more or {})},
        input=data,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise GitError((done.stderr + done.stdout).decode(errors="replace").strip())
    return done.stdout


def clean_environment() -> dict[str, str]:
    """Return the environment without what points git elsewhere, as it does inside a hook."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    reaching = (
        "GIT_SSH",
        "GIT_SSH_COMMAND",
        "GIT_ASKPASS",
        "GIT_TERMINAL_PROMPT",
        "GIT_SSL_NO_VERIFY",
    )
    asked = {name: os.environ[name] for name in reaching if name in os.environ}
    return {**kept, **asked, "LC_ALL": "C"}


def line(repository: Repository, *arguments: str) -> str | None:
    """Return the line that git prints for *arguments*; None if it fails or prints none."""
    with suppress(GitError):
        return git(repository, *arguments).decode(errors="surrogateescape").strip() or None
    return None


def names(printed: bytes) -> list[str]:
    """Return the names that git *printed* with a zero byte after each."""
    return [name.decode("utf-8", "surrogateescape") for name in printed.split(b"\0") if name]


def listed(paths: Iterable[str]) -> bytes:
    """Return *paths* as git reads them: with a zero byte after each."""
    return b"".join(path.encode("utf-8", "surrogateescape") + b"\0" for path in paths)


# --- the store -----------------------------------------------------------------------------------


def store(author: Repository, folder: Path) -> Repository:
    """Return our own bare repository in *folder*, made where it is missing.

    It reaches remotes as the repository of the *author* does. Raises GitError.
    """
    git(author, "init", "--quiet", "--bare", "--template=", "--", str(folder))
    (folder / "info").mkdir(exist_ok=True)
    (folder / "info" / "attributes").write_text(ATTRIBUTES)
    # Left by a publication that was killed; the lock of the site says that there is no other now.
    (folder / "index.lock").unlink(missing_ok=True)
    settings = dict(config_environment(reaching_settings(author)))
    return Repository(
        program=author.program,
        folder=folder,
        options=(*AS_BUILT, f"--git-dir={folder}"),
        environment=settings,
    )


def reaching_settings(author: Repository) -> list[tuple[str, str]]:
    """Return the settings of the *author*'s repository that reaching its remotes may need."""
    entries = names(git(author, "config", "--local", "--includes", "--list", "-z"))
    pairs = (entry.partition("\n") for entry in entries)
    return [(key, value) for key, _, value in pairs if key.startswith(REACHING)]


def config_environment(settings: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the environment that hands *settings* to git."""
    yield "GIT_CONFIG_COUNT", str(len(settings))
    for number, (key, value) in enumerate(settings):
        yield f"GIT_CONFIG_KEY_{number}", key
        yield f"GIT_CONFIG_VALUE_{number}", value


def tree(ours: Repository, output: Path, files: Iterable[str]) -> str:
    """Return the id of the tree that holds *files* of the folder *output*, byte for byte.

    The index of the store knows the files of the last time, so only those that changed are read.
    """
    wanted = set(files)
    at = (f"--work-tree={output}",)
    stale = set(names(git(ours, "ls-files", "-z"))) - wanted
    git(ours, *at, "update-index", "--force-remove", "-z", "--stdin", data=listed(sorted(stale)))
    git(ours, *at, "update-index", "--add", "-z", "--stdin", data=listed(sorted(wanted)))
    return git(ours, "write-tree").decode().strip()


def empty_tree(ours: Repository) -> str:
    """Return the id of the tree that holds nothing."""
    return git(ours, "mktree").decode().strip()


def file_in(ours: Repository, commit: str | None, path: str) -> bytes | None:
    """Return what the file *path* holds in *commit*; None if it is not there."""
    if commit is None:
        return None
    with suppress(GitError):
        return git(ours, "cat-file", "blob", f"{commit}:{path}")
    return None


def changed_files(ours: Repository, before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield the letter of what became of each file from the tree *before* to *after*: A, M, D."""
    printed = git(ours, "diff-tree", "-r", "-z", "--no-renames", "--name-status", before, after)
    fields = iter(names(printed))
    yield from zip(fields, fields, strict=True)
