"""The pages of an output by kind, and whether two outputs are the same in kind."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

REDIRECT: Final = b'http-equiv="refresh"'
# Of a page, the start that says whether it leads elsewhere.
HEAD_BYTES: Final = 2048


class Kind(StrEnum):
    """A kind of file in an output, as the table names it."""

    ARTICLE = "articles"
    HOME = "home and older"
    TOPIC = "topic lists"
    SOURCE = "source lists"
    TOPICS = "all topics"
    SOURCES = "all sources"
    YEAR = "years"
    MONTH = "months"
    DAY = "days"
    FEED = "feeds (XML)"
    JSON_FEED = "feeds (JSON)"
    OTHER = "other files"


# Tools keep date indexes at one of two addresses, /2024/06/ and /months/2024-06/. Feeds of sources
# are among the other files: Nikola cannot be kept from making them.
PATTERNS: Final = (
    (Kind.ARTICLE, r"\d{4}/\d\d/\d\d/[^/]+/index\.html"),
    (Kind.HOME, r"(page/\d+/)?index\.html"),
    (Kind.TOPIC, r"topics/[^/]+/(page/\d+/)?index\.html"),
    (Kind.SOURCE, r"sources/[^/]+/(page/\d+/)?index\.html"),
    (Kind.TOPICS, r"topics/index\.html"),
    (Kind.SOURCES, r"sources/index\.html"),
    (Kind.YEAR, r"(years/)?\d{4}/index\.html"),
    (Kind.MONTH, r"(\d{4}/\d\d|months/\d{4}-\d\d)/index\.html"),
    (Kind.DAY, r"(\d{4}/\d\d/\d\d|days/\d{4}-\d\d-\d\d)/index\.html"),
    (Kind.FEED, r"(?!sources/)(.*/)?(feed\.xml|[^/]+\.atom)"),
    (Kind.JSON_FEED, r"(.*/)?feed\.json"),
)

# By what part a number of pages may differ from that of the first tool; others must be equal.
# The lists differ since digestgen's newest page holds up to twice as many articles, and a redirect
# stands where its next page will be; tools also differ in which lists have feeds.
TOLERANCE: Final = {
    Kind.HOME: 0.1,
    Kind.TOPIC: 0.1,
    Kind.SOURCE: 0.1,
    Kind.FEED: 0.1,
    Kind.JSON_FEED: 0.1,
}
# A list of few pages may have one more or less.
SPARE: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many pages of a kind an output has, how many of them redirect, and their size."""

    pages: int = 0
    redirects: int = 0
    size_bytes: int = 0


NONE: Final = Count()
Counts = Mapping[Kind, Count]


def kind_of(path: str) -> Kind:
    """Return the kind of the file at *path* in an output."""
    matching = (kind for kind, pattern in PATTERNS if re.fullmatch(pattern, path))
    return next(matching, Kind.OTHER)


def counted(output: Path) -> dict[Kind, Count]:
    """Return how many pages of each kind the folder *output* has."""
    files: dict[Kind, list[Path]] = defaultdict(list)
    for path in output.rglob("*"):
        if path.is_file():
            files[kind_of(path.relative_to(output).as_posix())].append(path)
    return {kind: count(files[kind]) for kind in Kind if files[kind]}


def count(paths: list[Path]) -> Count:
    """Return the count of the files at *paths*."""
    return Count(
        pages=len(paths),
        redirects=sum(map(is_redirect, paths)),
        size_bytes=sum(path.stat().st_size for path in paths),
    )


def is_redirect(path: Path) -> bool:
    """Tell whether the file at *path* is a page that leads elsewhere."""
    with path.open("rb") as file:
        return REDIRECT in file.read(HEAD_BYTES)


def differences(first: Counts, second: Counts, lacks: Mapping[Kind, str]) -> Iterator[str]:
    """Yield in what *second* is not the same in kind as *first*, but for what it *lacks*."""
    for kind in Kind:
        one, other = first.get(kind, NONE).pages, second.get(kind, NONE).pages
        if kind is Kind.OTHER or (kind in lacks and not other):
            continue
        if not alike(one, other, TOLERANCE.get(kind)):
            yield f"{kind}: {one:,} and {other:,}"


def alike(one: int, other: int, tolerance: float | None) -> bool:
    """Tell whether two numbers of pages are close enough; without *tolerance*, equal."""
    if tolerance is None or not (one and other):
        return one == other
    return abs(one - other) <= max(SPARE, tolerance * one)
