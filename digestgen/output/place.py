"""Whether a folder may be the output. Nothing is made or changed here.

All paths are compared as real paths, part by part: `/site-old` does not lie inside `/site`.
"""

import os
from pathlib import Path
from typing import Final

from msgspec import Struct

from digestgen import rules
from digestgen.cache.memory import Memory
from digestgen.errors import Phrase, Place, Problems, said
from digestgen.names import THEMES
from digestgen.output.manifest import (
    EMPTY,
    MANIFEST_NAME,
    Manifest,
    parse_manifest,
    temporary_name,
)

GIT: Final = ".git"
PRIVATE_FOLDER: Final = ".digestgen"
# The outputs that no one publishes.
PREVIEW: Final = f"{PRIVATE_FOLDER}/preview"
# What the first build leaves if it is killed before it has named its files.
LEFTOVERS: Final = frozenset({temporary_name(MANIFEST_NAME)})


class OutputFolder(Struct, frozen=True, kw_only=True):
    """A folder that digestgen may write to; it need not exist yet."""

    root: Path
    """Its real path."""
    name: str
    """What messages call it: its path relative to the site's folder where it lies inside."""
    manifest: Manifest
    """What the last build wrote."""


def claim(
    output: Path, *, site_root: Path, content: Path, memory: Memory | None = None
) -> OutputFolder:
    """Return *output* with its manifest if it may be written to.

    A folder that is missing or empty may be; one that holds something must have our manifest.
    Raises Problems if it may not be the output, and OSError if it cannot be read.
    """
    root, site = real(output), real(site_root)
    name = shown_name(root, site)
    reason = conflict(root, site=site, content=real(content), home=home()) or occupant(root)
    if reason is not None:
        raise Problems(rules.FORBIDDEN_OUTPUT.at(Place(file=name), reason=reason))
    known = memory or Memory()
    manifest = known.load(root / MANIFEST_NAME, lambda: read_manifest(root, name))
    return OutputFolder(root=root, name=name, manifest=manifest)


def shown_name(root: Path, site: Path) -> str:
    """Return what messages call the folder *root*: its path in *site* where it lies inside."""
    return (root.relative_to(site) if root.is_relative_to(site) else root).as_posix()


def real(path: Path) -> Path:
    """Return *path* absolute and without symbolic links, whether it exists or not."""
    return Path(os.path.realpath(path))


def home() -> Path:
    """Return the real path of the user's home folder."""
    return real(Path(os.path.expanduser("~")))  # noqa: PTH111 (Path.home fails where there is none)


def conflict(root: Path, *, site: Path, content: Path, home: Path) -> Phrase | None:
    """Return what *root* is, or is too near to, that the output must stay away from."""
    if root == root.parent:
        return said("the root of the disk")
    themes = (site / THEMES, said("the themes folder"))
    never_below = ((content, said("the content folder")), themes)
    never_above = (
        (home, said("your home folder")),
        (site, said("the site's own folder")),
        *never_below,
    )
    private = (
        (site / PRIVATE_FOLDER, said("the .digestgen folder")),
        (site / GIT, said("the .git folder")),
    )
    for folder, words in (*never_above, *private):
        if root == folder:
            return words
    for folder, words in never_above:
        if folder.is_relative_to(root):
            return said("a folder that holds {folder}", folder=words)
    for folder, words in (*never_below, *private):
        if root.is_relative_to(folder) and root.parent != site / PREVIEW:
            return said("a folder inside {folder}", folder=words)
    return None


def occupant(root: Path) -> Phrase | None:
    """Return what stands at *root* on the disk if it can never be an output folder."""
    if root.is_dir():
        return said("a git repository: it has .git inside") if os.path.lexists(root / GIT) else None
    if os.path.lexists(root):
        return said("a file")
    nearest = next(folder for folder in root.parents if os.path.lexists(folder))
    return None if nearest.is_dir() else said("a folder inside a file")


def read_manifest(root: Path, name: str) -> Manifest:
    """Return the manifest of the output folder *root*, which messages call *name*."""
    path = root / MANIFEST_NAME
    place = Place(file=name)
    if path.is_symlink():
        raise Problems(rules.LINK_IN_OUTPUT.at(place, path=MANIFEST_NAME))
    if not path.exists():
        if is_used(root):
            raise Problems(rules.FOREIGN_OUTPUT.at(place))
        return EMPTY
    try:
        # A pipe must not be read; nothing that is not a file is a manifest.
        return parse_manifest(path.read_text("utf-8") if path.is_file() else "")
    except ValueError as error:
        raise Problems(rules.BROKEN_MANIFEST.at(Place(file=f"{name}/{MANIFEST_NAME}"))) from error


def is_used(root: Path) -> bool:
    """Tell whether the folder *root* exists and holds something that is not ours."""
    return root.is_dir() and any(path.name not in LEFTOVERS for path in root.iterdir())
