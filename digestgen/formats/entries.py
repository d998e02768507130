"""What the two kinds of feeds have in common."""

from msgspec import Struct

from digestgen.views import FeedEntry


class Content(Struct, frozen=True, kw_only=True):
    """What a feed carries of an article, as HTML that stands on its own."""

    html: str
    is_whole: bool
    """Whether it is the whole text, not the summary."""


def authors(entry: FeedEntry) -> dict[str, str | None]:
    """Return who wrote and who first published *entry*, each with the outlet's own site."""
    people = {credit.author: None for credit in entry.credits if credit.author}
    outlets = {credit.source.text: credit.outlet_url for credit in entry.credits}
    return people | outlets
