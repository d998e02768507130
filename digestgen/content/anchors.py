"""The ids of headings, and what links that name them lead to."""

from functools import lru_cache
from heapq import nsmallest
from typing import Final

from digestgen import rules
from digestgen.errors import Diagnostic, Place, said
from digestgen.file_path import FilePath
from digestgen.text.slug import slugify

# Keeps ids of headings apart from those of the page, whatever a heading says.
PREFIX: Final = "h-"
# How many ids a hint names.
LISTED: Final = 10

Ids = frozenset[str] | tuple[str, ...]
"""The ids of the headings of a page."""


def anchor(fragment: str, ids: Ids) -> str | None:
    """Return the id among *ids* that *fragment* means: the id itself or the heading's words."""
    if fragment in ids:
        return fragment
    name = PREFIX + slugify(fragment)
    return name if name in ids else None


def no_such_anchor(place: Place, path: FilePath, fragment: str, ids: Ids) -> Diagnostic:
    """Return the diagnostic of a link to *fragment* of *path*, whose headings have the *ids*."""
    lost = said("delete #{fragment} from the link, or write a heading there", fragment=fragment)
    hint = None if ids else lost
    known = listed(ids)
    return rules.NO_SUCH_ANCHOR.at(place, hint=hint, path=path, fragment=fragment, known=known)


@lru_cache(maxsize=16)
def listed(ids: Ids) -> str:
    """Return *ids*, or the first of them, as a hint names them."""
    names = " ".join(f"#{name}" for name in nsmallest(LISTED, ids))
    return f"{names} …" if len(ids) > LISTED else names
