"""What content files point to: the files they use, and links that lead nowhere."""

import posixpath
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from digestgen import rules
from digestgen.content.anchors import anchor, no_such_anchor
from digestgen.content.parsed import Parsed, links_of
from digestgen.content.paths import is_picture, is_published
from digestgen.errors import Diagnostic, did_you_mean, said
from digestgen.file_path import FilePath
from digestgen.model import BodyImage, FileLink, Gap, Wait

REASONS: Final = {
    Wait.DRAFT: said("a draft"),
    Wait.SCHEDULED: said("scheduled for later"),
    Wait.EXPIRED: said("expired"),
}

Written = tuple[FilePath, BodyImage | FileLink]
"""A link and the content file that it is written in."""


def used_files(links: Iterable[Gap]) -> Iterator[BodyImage | FileLink]:
    """Yield those of *links* that lead to files beside the articles."""
    for link in links:
        if isinstance(link, BodyImage) or (isinstance(link, FileLink) and is_published(link.path)):
            yield link


def linked_articles(links: Iterable[Gap]) -> Iterator[FileLink]:
    """Yield those of *links* that lead to content files."""
    return (link for link in links if isinstance(link, FileLink) and not is_published(link.path))


def link_problems(
    parsed: Sequence[Parsed],
    waiting: Mapping[FilePath, Wait],
    media: Collection[FilePath],
    invalid: Mapping[FilePath, tuple[Gap, ...]],
) -> list[Diagnostic]:
    """Return a diagnostic for each link to a file that is not there or not built now.

    *media* are the files beside the articles. Content files that are there but *invalid* were
    reported already, so links to them are not; the links in them are.
    """
    links_in = ((one.path, links_of(one.front, one.body.gaps)) for one in parsed)
    # Most files have none.
    written = [found for found in (*links_in, *invalid.items()) if found[1]]
    anchors = {one.path: one.body.anchors for one in parsed if one.path not in waiting}
    used = [(path, link) for path, links in written for link in used_files(links)]
    articles = [
        (path, link)
        for path, links in written
        if path not in waiting
        for link in linked_articles(links)
        if link.path not in invalid
    ]
    there = {*media, *anchors, *waiting}
    lost = [(path, link) for path, link in (*used, *articles) if link.path not in there]
    return [
        *missing_files(lost, there),
        *unbuilt_articles((link for _, link in articles), waiting),
        *missing_headings((link for _, link in articles), anchors),
    ]


def missing_files(lost: Sequence[Written], there: Iterable[FilePath]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link that is *lost*, with the file *there* that was meant."""
    names: dict[str, list[FilePath]] = defaultdict(list)
    for path in there if lost else ():
        names[path.stem.casefold()].append(path)
    for file, link in lost:
        near = nearest(link.path, names.get(link.path.stem.casefold(), ()))
        hint = did_you_mean(posixpath.relpath(near, file.parent) if near else None)
        yield rules.NO_SUCH_FILE.at(link.place, hint=hint, path=link.path)


def nearest(path: FilePath, named: Iterable[FilePath]) -> FilePath | None:
    """Return the file of the kind of *path* among those *named* like it that is nearest to it."""
    alike = (one for one in named if kind(one) == kind(path))
    return min(alike, key=lambda one: (one.parent != path.parent, str(one)), default=None)


def kind(path: FilePath) -> tuple[bool, bool]:
    """Return what *path* is, as far as one file can be meant by the name of another."""
    return is_picture(path), is_published(path)


def unbuilt_articles(
    links: Iterable[FileLink],
    waiting: Mapping[FilePath, Wait],
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each of *links* to an article that is *waiting*."""
    for link in links:
        if link.path in waiting:
            reason = REASONS[waiting[link.path]]
            yield rules.LINK_TO_UNBUILT.at(link.place, path=link.path, reason=reason)


def missing_headings(
    links: Iterable[FileLink],
    anchors: Mapping[FilePath, tuple[str, ...]],
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each of *links* to a heading that its article has no anchor for."""
    for link in links:
        ids = anchors.get(link.path)
        if link.fragment and ids is not None and anchor(link.fragment, ids) is None:
            yield no_such_anchor(link.place, link.path, link.fragment, ids)
