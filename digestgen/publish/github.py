"""Publishing by a branch: the output → one commit → the remote, all or nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from digestgen import __version__
from digestgen.errors import Diagnostic, Problems, in_order, is_error
from digestgen.model import Config
from digestgen.output.lock import building
from digestgen.output.place import PRIVATE_FOLDER, read_manifest, real
from digestgen.publish.branch import committed, fetched, pushed
from digestgen.publish.git import Repository, changed_files, empty_tree, file_in, store, tree
from digestgen.publish.preflight import CNAME, Home, lost_domain, too_large, wrong_address
from digestgen.publish.published import (
    URLS,
    Changes,
    Wish,
    changes,
    is_page,
    many_vanish,
    urls_in,
    vanishing,
)

STORE: Final = "publish.git"


def publish_branch(root: Path, output: Path, config: Config, home: Home, wish: Wish) -> Changes:
    """Put what lies in *output*, built from the site in *root*, online; return what changed.

    Raises Problems, with what is online as it was; BuildRunningError; GitError if git fails in a
    way that has nothing to do with the site.
    """
    with building(root):
        files = read_manifest(output, output.name).files
        ours = store(home.author, root / PRIVATE_FOLDER / STORE)
        online = fetched(ours, home.branch, wish.history + 1)
        new = tree(ours, real(output), files)
        old = f"{online}^{{tree}}" if online else empty_tree(ours)
        found = changes(changed_files(ours, old, new))
        pages = sum(map(is_page, files))
        stop = [*wrong_address(home, config), *too_large(files, output.name)]
        stop += () if wish.drop else lost(ours, online, new)
        stop += () if wish.may_vanish else many_vanish(found, pages)
        halt(stop)
        if wish.dry or not found:
            return found
        commit = committed(ours, new, message(config, home, pages), online, wish.history)
        pushed(ours, home.branch, commit, online)
        return found


def lost(ours: Repository, online: str | None, new: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each address and domain that is *online*, and not in the tree *new*.

    What is online is a commit, or None if nothing is.
    """
    urls, domains = ([file_in(ours, tip, name) for tip in (online, new)] for name in (URLS, CNAME))
    yield from vanishing(*map(urls_in, urls))
    yield from lost_domain(*domains)


def halt(report: list[Diagnostic]) -> None:
    """Raise Problems if an error is in *report*."""
    if any(map(is_error, report)):
        raise Problems(*in_order(report))


def message(config: Config, home: Home, pages: int) -> str:
    """Return the message of the commit."""
    of = f"\n\nBuilt from {home.commit}." if home.commit else ""
    return f"Publish {config.title}: {pages} pages\n\ndigestgen {__version__}{of}\n"
