"""The branch that is online: what it holds, and how it gets a new commit."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from digestgen import rules
from digestgen.errors import Diagnostic, Place, Problems, said
from digestgen.publish.git import GitError, Repository, git, line

FETCHED: Final = "refs/digestgen/online"
# What the author of a commit is called where git knows nobody.
NOBODY: Final = {
    "GIT_AUTHOR_NAME": "digestgen",
    "GIT_AUTHOR_EMAIL": "digestgen@localhost",
    "GIT_COMMITTER_NAME": "digestgen",
    "GIT_COMMITTER_EMAIL": "digestgen@localhost",
}
# How git says, in English, that the branch is not where we saw it.
MOVED: Final = re.compile(r"\(stale info\)|\(fetch first\)|\(non-fast-forward\)|cannot lock ref")
REFUSED: Final = re.compile(r"\[remote rejected\].*?\((.+)\)")
TOLD: Final = re.compile(r"^remote: *(\S.*)$", re.MULTILINE)


class Branch(Struct, frozen=True, kw_only=True):
    """A branch of a remote."""

    remote: str
    """The remote's address, which may hold a password: it is never shown."""
    shown: str
    """What messages call it."""
    name: str

    @property
    def ref(self) -> str:
        """Return the branch's full name."""
        return f"refs/heads/{self.name}"

    @property
    def place(self) -> Place:
        """Return where messages say that something is wrong with it."""
        return Place(file=f"{self.shown} {self.name}")


def fetched(ours: Repository, branch: Branch, depth: int) -> str | None:
    """Return the commit that *branch* is at, with *depth* commits of its history; None without.

    Raises Problems if the remote cannot be reached.
    """
    try:
        found = git(ours, "ls-remote", "--", branch.remote, branch.ref).decode().split()
        if not found:
            return None
        refs = f"+{branch.ref}:{FETCHED}"
        depth_option = f"--depth={depth}"
        git(ours, "fetch", "--quiet", "--no-tags", depth_option, "--", branch.remote, refs)
        return git(ours, "rev-parse", FETCHED).decode().strip()
    except GitError as error:
        raise Problems(unreachable(branch, error)) from error


def committed(ours: Repository, tree: str, message: str, online: str | None, history: int) -> str:
    """Return a new commit of *tree* after those of *online*; *history* commits are kept in all."""
    parent = kept_history(ours, online, history - 1) if online and history > 1 else None
    known = line(ours, "var", "GIT_COMMITTER_IDENT")
    return commit(ours, tree, message.encode(), parent, {} if known else NOBODY)


def kept_history(ours: Repository, online: str, number: int) -> str:
    """Return the commit that has the same files as *online*, and at most *number* in its history.

    A longer one is written anew without its oldest commits.
    """
    found = git(ours, "rev-list", "--first-parent", f"--max-count={number + 1}", online)
    commits = found.decode().split()
    if len(commits) <= number:
        return online
    parent = None
    for old in reversed(commits[:number]):
        message = git(ours, "log", "-1", "--format=%B", old)
        parent = commit(ours, f"{old}^{{tree}}", message, parent, identity(ours, old))
    return parent or online


def commit(
    ours: Repository, tree: str, message: bytes, parent: str | None, who: Mapping[str, str]
) -> str:
    """Return a new commit of *tree* with *message* after *parent*, made by *who*."""
    after = ("-p", parent) if parent else ()
    tree_id = git(ours, "rev-parse", tree).decode().strip()
    return git(ours, "commit-tree", tree_id, *after, data=message, more=who).decode().strip()


def identity(ours: Repository, old: str) -> dict[str, str]:
    """Return the environment that makes a commit by the people and at the time of *old*."""
    keys = ("NAME", "EMAIL", "DATE")
    names = [f"GIT_{role}_{key}" for role in ("AUTHOR", "COMMITTER") for key in keys]
    form = "%an%n%ae%n%aI%n%cn%n%ce%n%cI"
    lines = git(ours, "log", "-1", f"--format={form}", old).decode(errors="replace").split("\n")
    return dict(zip(names, lines, strict=False))


def pushed(ours: Repository, branch: Branch, commit_id: str, online: str | None) -> None:
    """Let *branch*, which was at *online*, be at *commit_id*. Raises Problems with it as it was."""
    lease = f"--force-with-lease={branch.ref}:{online or ''}"
    try:
        git(ours, "push", "--porcelain", lease, branch.remote, f"{commit_id}:{branch.ref}")
    except GitError as error:
        raise Problems(refusal(branch, error)) from error


def refusal(branch: Branch, error: GitError) -> Diagnostic:
    """Return why *branch* was not changed."""
    if MOVED.search(error.said):
        return rules.REMOTE_MOVED.at(branch.place, branch=branch.name)
    if refused := REFUSED.search(error.said):
        reason = "; ".join((refused[1], *TOLD.findall(error.said)))
        return rules.PUSH_REFUSED.at(branch.place, reason=reason)
    return unreachable(branch, error)


def unreachable(branch: Branch, error: GitError) -> Diagnostic:
    """Return that the remote of *branch* cannot be reached."""
    reasons = list(reason_lines(error.said.replace(branch.remote, branch.shown)))
    return rules.UNREACHABLE.at(
        branch.place, reason="; ".join(reasons) or said("git does not say why")
    )


def reason_lines(said: str) -> Iterator[str]:
    """Yield the lines of what git *said* that tell why it failed."""
    for text in said.split("\n"):
        told = text.removeprefix("fatal: ").removeprefix("error: ").strip()
        if told and told != text:
            yield told.rstrip(".")
