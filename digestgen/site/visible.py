"""Which files are built now. Time comes in as an argument; nothing here looks at a clock."""

from datetime import datetime

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
