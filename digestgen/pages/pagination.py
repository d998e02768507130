"""Lists over several pages, numbered from the oldest.

The first page of a list has its newest articles, from *per_page* to 2 × *per_page* − 1 of them
(fewer if there are no more). When it would reach 2 × *per_page*, its older half becomes a page of
its own with the next number. So a page with a number is full when it first appears, and a newer
article never changes it.
"""

from collections.abc import Sequence
from typing import Generic, TypeVar

from msgspec import Struct

Item = TypeVar("Item")


class Paginated(Struct, Generic[Item], frozen=True, kw_only=True):
    """The pages of a list; in each the newest comes first."""

    newest: tuple[Item, ...]
    numbered: tuple[tuple[Item, ...], ...]
    """Page 1, with the oldest items, comes first."""


def paginated(items: Sequence[Item], per_page: int) -> Paginated[Item]:
    """Return *items*, newest first, in pages."""
    newest = newest_page(items, per_page)
    pages = (len(items) - len(newest)) // per_page
    oldest_first = items[::-1]
    numbered = (oldest_first[i * per_page : (i + 1) * per_page][::-1] for i in range(pages))
    return Paginated(newest=tuple(newest), numbered=tuple(tuple(page) for page in numbered))


def newest_page(items: Sequence[Item], per_page: int) -> Sequence[Item]:
    """Return those of *items*, newest first, that stand on the first page."""
    pages = max(0, len(items) // per_page - 1)
    return items[: len(items) - pages * per_page]
