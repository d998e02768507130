"""Which file of the output an author means."""

import os
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from digestgen.file_path import FilePath
from digestgen.urls import output_path, with_slash
from digestgen.why.scene import Scene

MOST_NEAR: Final = 3


def find(text: str, scene: Scene, here: Path) -> str | None:
    """Return the path in the output that *text* means, read in the folder *here*; None if none.

    It may be a file of the output or its folder, seen from *here* or from the output folder, or a
    URL with or without its host and base path.
    """
    candidates = (*on_disk(text, scene.folder.root, here), *as_url(text, scene))
    # Names can be percent-encoded and in any normal form.
    spelled = (unicodedata.normalize("NFC", spelling) for spelling in candidates)
    return next((path for path in spelled if path in scene.known), None)


def on_disk(text: str, root: Path, here: Path) -> Iterator[str]:
    """Yield the paths in the folder *root* of the file or folder *text*."""
    for folder in (here, root):
        # Not realpath of the whole: a file that is gone may have stood behind a link.
        disk = Path(os.path.realpath(folder)) / os.path.normpath(text)
        if disk.is_relative_to(root):
            path = disk.relative_to(root).as_posix()
            yield from (path, "index.html" if path == "." else f"{path}/index.html")


def as_url(text: str, scene: Scene) -> Iterator[str]:
    """Yield the paths in the output of the URL *text*."""
    config = scene.plan.inputs.config
    plain = text.removeprefix(config.origin).partition("#")[0].partition("?")[0]
    for path in (plain, unquote(plain)):
        site_path = path if path.startswith("/") else f"/{path}"
        for inside in (site_path, f"/{site_path.removeprefix(unquote(config.base))}"):
            yield from (output_path(with_slash(inside)), inside.removeprefix("/"))


def near(text: str, scene: Scene) -> list[str]:
    """Return the paths in the output that are most like *text*."""
    config = scene.plan.inputs.config
    path = unquote(text).removeprefix(config.origin).removeprefix(config.base).strip("/")
    if path and not FilePath(path).suffix:
        path = f"{path}/index.html"
    path = path.removeprefix(f"{scene.folder.root.name}/")
    return get_close_matches(path, sorted(scene.known), n=MOST_NEAR)
