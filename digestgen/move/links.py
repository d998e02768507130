"""Links that follow what has moved: the places in a body that have to change, and nothing else.

What Markdown makes of the body is compared before and after: the same text, and links that differ
only in where they lead.
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from msgspec import Struct

from digestgen.check.text import RawText
from digestgen.content import paths
from digestgen.content.markdown.destinations import Destination, destinations, written
from digestgen.content.parsed import Parsed, links_of
from digestgen.errors import Place
from digestgen.file_path import FilePath
from digestgen.model import BodyImage, FileLink, Gap, PageLink
from digestgen.text.clean import clean
from digestgen.urls import decoded, with_slash
from digestgen.yaml.edit import Edit, edited

NOWHERE: Final = Place(file="")


class Renaming(Struct, frozen=True, kw_only=True):
    """What is where from now on."""

    old_path: FilePath | None
    new_path: FilePath | None
    """The content file, if one has another name."""
    old: str
    new: str
    """The site path."""
    with_pages: bool = False
    """Whether what lies below the address moves with it: the older pages of a topic."""

    def path(self, path: FilePath) -> FilePath:
        """Return where the file *path* of content lies now."""
        return self.new_path if self.new_path and path == self.old_path else path

    def site_path(self, path: str) -> str:
        """Return the site path that *path* is now."""
        if path == self.old or (self.with_pages and path.startswith(self.old)):
            return self.new + path.removeprefix(self.old)
        return path

    def gap(self, gap: Gap) -> Gap:
        """Return *gap* leading to where its target is now."""
        if isinstance(gap, FileLink):
            return FileLink(path=self.path(gap.path), fragment=gap.fragment, place=gap.place)
        if isinstance(gap, PageLink):
            moved = self.site_path(gap.site_path)
            return PageLink(site_path=moved, fragment=gap.fragment, place=gap.place)
        return gap

    def concerns(self, one: Parsed) -> bool:
        """Tell whether the file *one* has to change."""
        gaps = links_of(one.front, one.body.gaps)
        return one.path in {self.old_path, self.new_path} or any(
            self.gap(gap) != gap for gap in gaps
        )


def with_links(text: RawText, renaming: Renaming) -> tuple[RawText, int]:
    """Return *text* with links as *renaming* asks, under its new path, and how many changed."""
    edits = list(link_edits(text, renaming))
    changed = replace(text, path=renaming.path(text.path), text=edited(text.text, edits))
    return changed, len(edits)


def link_edits(text: RawText, renaming: Renaming) -> Iterator[Edit]:
    """Yield the edit of each link and picture in the body of *text* that has to change."""
    for found in destinations(text.text, text.halves[2]):
        wanted = None if text.is_code(found.start) else target(found, text.path, renaming)
        if wanted is not None:
            new = written(wanted, is_encoded=found.is_encoded)
            yield Edit(start=found.start, end=found.end, text=new)


def target(found: Destination, beside: FilePath, renaming: Renaming) -> str | None:
    """Return where *found* in the file *beside* has to lead; None if it stays as it is."""
    path = decoded(found.path)
    if path.startswith("/"):
        now = with_slash(path)
        moved = renaming.site_path(now)
        return None if moved == now else moved
    return file_target(path, beside, renaming)


def file_target(path: str, beside: FilePath, renaming: Renaming) -> str | None:
    """Return how *path*, written in the file *beside*, is to be written; None if it stays."""
    now = paths.resolved(clean(path), beside)
    if now is None:
        return None
    moved, new_beside = renaming.path(now), renaming.path(beside)
    if paths.resolved(clean(path), new_beside) == moved:
        return None
    return posixpath.relpath(moved, new_beside.parent)


def bare(gaps: Iterable[Gap]) -> list[Gap]:
    """Return *gaps* without their places, to be compared."""
    return list(map(without_place, gaps))


def without_place(gap: Gap) -> Gap:
    """Return *gap* as if it stood nowhere."""
    if isinstance(gap, FileLink):
        return FileLink(path=gap.path, fragment=gap.fragment, place=NOWHERE)
    if isinstance(gap, PageLink):
        return PageLink(site_path=gap.site_path, fragment=gap.fragment, place=NOWHERE)
    if isinstance(gap, BodyImage):
        return BodyImage(path=gap.path, alt=gap.alt, place=NOWHERE)
    return gap
