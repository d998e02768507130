"""What files point to: the files they use, and links that lead nowhere."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from digestgen import rules
from digestgen.content.markdown.headings import anchor, listed
from digestgen.content.paths import is_published
from digestgen.errors import Diagnostic, Place
from digestgen.model import BodyImage, FileLink, ParsedArticle, ParsedPage, Target, Wait

REASONS: Final = {
    Wait.DRAFT: "a draft",
    Wait.SCHEDULED: "scheduled for later",
    Wait.EXPIRED: "expired",
}

Parsed = ParsedArticle | ParsedPage


def used_files(parsed: Parsed) -> Iterator[tuple[PurePosixPath, Place]]:
    """Yield each file beside the articles that *parsed* uses, and where it says so."""
    if parsed.front.image:
        yield parsed.front.image.path, parsed.front.image.place
    for part in parsed.body.gaps:
        if isinstance(part, BodyImage) or (isinstance(part, FileLink) and is_published(part.path)):
            yield part.path, part.place


def missing_files(parsed: Parsed, there: frozenset[PurePosixPath]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each file that *parsed* uses and that is not *there*."""
    for path, place in used_files(parsed):
        if path not in there:
            yield rules.NO_SUCH_FILE.at(place, path=path)


def broken_links(
    parsed: Parsed,
    targets: Mapping[PurePosixPath, Target],
    waiting: Mapping[PurePosixPath, Wait],
    invalid: frozenset[PurePosixPath],
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link of *parsed* to a content file that leads nowhere.

    Files that are there but *invalid* were reported already, so links to them are not.
    """
    for part in parsed.body.gaps:
        if not isinstance(part, FileLink) or is_published(part.path) or part.path in invalid:
            continue
        target = targets.get(part.path)
        if part.path in waiting:
            reason = REASONS[waiting[part.path]]
            yield rules.LINK_TO_UNBUILT.at(part.place, path=part.path, reason=reason)
        elif target is None:
            yield rules.NO_SUCH_FILE.at(part.place, path=part.path)
        elif part.fragment and anchor(part.fragment, target.anchors) is None:
            yield no_such_anchor(part, target.anchors)


def no_such_anchor(link: FileLink, anchors: frozenset[str]) -> Diagnostic:
    """Return the diagnostic of a *link* to a heading that is not there."""
    return rules.NO_SUCH_ANCHOR.at(
        link.place,
        path=link.path,
        fragment=link.fragment,
        known=listed(anchors),
    )
