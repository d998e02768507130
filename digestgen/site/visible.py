"""Which files are built now. Time comes in as an argument; nothing here looks at a clock."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from digestgen.file_path import FilePath
from digestgen.model import ParsedArticle, ParsedPage, Wait


def wait_of(parsed: ParsedArticle | ParsedPage, now: datetime) -> Wait | None:
    """Return why *parsed* is not built at the moment *now*; None if it is."""
    front = parsed.front
    if front.draft:
        return Wait.DRAFT
    if isinstance(parsed, ParsedPage):
        return None
    if parsed.front.date.at > now:
        return Wait.SCHEDULED
    expires = parsed.front.expires
    return Wait.EXPIRED if expires is not None and expires.at <= now else None


def waiting_at(
    now: datetime,
    parsed: Iterable[ParsedArticle | ParsedPage],
    *,
    drafts: bool = False,
) -> dict[FilePath, Wait]:
    """Return those of *parsed* that are not built at the moment *now*, by path, and why.

    With *drafts* all are built that readers may see one day.
    """
    return not_built(waits_at(now, parsed), drafts=drafts)


def waits_at(now: datetime, parsed: Iterable[ParsedArticle | ParsedPage]) -> dict[FilePath, Wait]:
    """Return those of *parsed* that readers do not see at the moment *now*, by path, and why."""
    return {one.path: wait for one in parsed if (wait := wait_of(one, now))}


def not_built(waits: Mapping[FilePath, Wait], *, drafts: bool = False) -> dict[FilePath, Wait]:
    """Return those of *waits* that are not built: with *drafts*, what readers never see again."""
    built = (Wait.DRAFT, Wait.SCHEDULED) if drafts else ()
    return {path: wait for path, wait in waits.items() if wait not in built}


def next_change(now: datetime, parsed: Iterable[ParsedArticle | ParsedPage]) -> datetime | None:
    """Return the first moment after *now* at which others of *parsed* are built; None if never."""
    articles = [one.front for one in parsed if isinstance(one, ParsedArticle)]
    moments = [front.date.at for front in articles]
    moments += [front.expires.at for front in articles if front.expires]
    return min((moment for moment in moments if moment > now), default=None)
