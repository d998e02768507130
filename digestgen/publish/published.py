"""What a publication changes for readers: pages that come and go, URLs that must not."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Final

from msgspec import Struct

from digestgen import rules
from digestgen.errors import Diagnostic, Place

URLS: Final = "urls.txt"
PAGE: Final = ".html"
# More than a fifth of the pages gone is mostly a mistake: an empty content folder, a wrong site.
MANY: Final = 0.2


class Wish(Struct, frozen=True, kw_only=True):
    """What an author asks of a publication."""

    remote: str
    branch: str
    to: str | None
    """The storage of rclone that is asked for instead of a branch."""
    history: int
    """How many commits the branch keeps, at least 1."""
    may_vanish: bool
    """Whether more than a fifth of the pages may go."""
    drop: bool
    """Whether addresses that must last may go."""
    dry: bool
    """Whether nothing goes online."""


class Changes(Struct, frozen=True, kw_only=True):
    """The files that a publication adds, changes and deletes, by path."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.added or self.changed or self.deleted)

    @property
    def pages(self) -> "Changes":
        """Return those that are pages."""
        return Changes(
            added=tuple(filter(is_page, self.added)),
            changed=tuple(filter(is_page, self.changed)),
            deleted=tuple(filter(is_page, self.deleted)),
        )


def is_page(path: str) -> bool:
    """Tell whether the file *path* of the output is a page."""
    return path.endswith(PAGE)


def changes(before: Iterable[tuple[str, str]]) -> Changes:
    """Return the changes that pairs of a letter of git (A, M, T, D) and a path tell."""
    found: dict[str, list[str]] = {"A": [], "M": [], "D": []}
    for letter, path in before:
        found["M" if letter == "T" else letter].append(path)
    return Changes(added=tuple(found["A"]), changed=tuple(found["M"]), deleted=tuple(found["D"]))


def many_vanish(found: Changes, files: int) -> Iterator[Diagnostic]:
    """Yield a diagnostic if more than a fifth of the pages go; *files* is how many pages stay."""
    gone = len(found.pages.deleted)
    online = gone + files - len(found.pages.added)
    if gone > MANY * online:
        yield rules.MANY_VANISH.at(Place(file=URLS), count=gone, total=online)


def urls_in(text: bytes | None) -> tuple[str, ...]:
    """Return the site paths in *text*, the content of a `urls.txt`; none without one."""
    return tuple(filter(None, text.decode("utf-8", "replace").split("\n"))) if text else ()


def vanishing(before: Iterable[str], after: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each URL of *before* that is not in *after*, with its likely heir."""
    old, now = tuple(before), frozenset(after)
    new = sorted(now.difference(old))
    for url in old:
        if url not in now:
            heirs = get_close_matches(url, new, n=1, cutoff=0.0)
            yield rules.URL_VANISHES.at(Place(file=URLS), url=url, heir=(heirs or ["NEW"])[0])
