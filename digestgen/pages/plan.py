"""The plan: every page of the site. A new kind of page is one planner here and one template."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from digestgen import rules
from digestgen.content.read import FOLDER
from digestgen.errors import Diagnostic, Place, Problems
from digestgen.model import Article, Page, PageLink, PlainPage, Site
from digestgen.pages.articles import article_pages, plain_pages, redirects
from digestgen.pages.calendar import day_pages, month_pages, year_pages
from digestgen.pages.lists import home_pages, source_pages, topic_pages
from digestgen.pages.names import sources_page, topics_page
from digestgen.pages.planning import Planning, planning
from digestgen.text.slug import fits
from digestgen.urls import output_path, with_slash

Planner = Callable[[Planning], Iterator[Page]]

# The order has no meaning: two pages never have one path.
PLANNERS: Final[tuple[Planner, ...]] = (
    article_pages,
    plain_pages,
    redirects,
    home_pages,
    topic_pages,
    source_pages,
    topics_page,
    sources_page,
    year_pages,
    month_pages,
    day_pages,
)


def plan(site: Site) -> tuple[Page, ...]:
    """Return every page of *site*. Raises Problems if two have one path or a link leads nowhere."""
    start = planning(site)
    pages = tuple(page for planner in PLANNERS for page in planner(start))
    origins = [(page.path, page.origin) for page in pages]
    media = [(output_path(one.site_path), f"{FOLDER}/{path}") for path, one in site.media.items()]
    outputs = [*origins, *media]
    problems = [
        *same_paths(outputs),
        *files_and_folders(outputs),
        *long_segments(outputs),
        *missing_pages(site, frozenset(path for path, _ in outputs)),
    ]
    if problems:
        raise Problems(*problems)
    return pages


Output = tuple[PurePosixPath, str]
"""The path of a file that is to be written, and what it is made from."""


def folded(path: PurePosixPath | str) -> str:
    """Return *path* as a file system that ignores case and Unicode forms compares it."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def same_paths(outputs: Iterable[Output]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each two of *outputs* with one path."""
    owners: dict[str, str] = {}
    for path, origin in outputs:
        key = folded(path)
        if key in owners:
            place, other = order(owners[key], origin)
            yield rules.SAME_URL.at(place, path=shown(path), other=other)
        owners.setdefault(key, origin)


def files_and_folders(outputs: Iterable[Output]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each of *outputs* that would be a file and a folder."""
    files = {folded(path): (path, origin) for path, origin in outputs}
    reported: set[str] = set()
    for path, other in files.values():
        for parent in map(folded, path.parents):
            if parent in files and parent not in reported:
                reported.add(parent)
                file, origin = files[parent]
                place, second = order(origin, other)
                yield rules.FILE_AND_FOLDER.at(place, path=file, other=second)


def long_segments(outputs: Iterable[Output]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each part of a path that some file system would refuse."""
    for path, origin in outputs:
        for segment in path.parts:
            if not fits(segment):
                yield rules.PATH_TOO_LONG.at(Place(file=origin), segment=segment)


def order(one: str, other: str) -> tuple[Place, str]:
    """Return the place to report of two origins, a content file if there is one, and the other."""
    first, second = (one, other) if one.startswith(f"{FOLDER}/") else (other, one)
    return Place(file=first), second


def shown(path: PurePosixPath) -> str:
    """Return *path* as authors know it: the URL path of a page."""
    return f"/{path}".removesuffix("index.html")


def missing_pages(site: Site, there: frozenset[PurePosixPath]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link to a site path that is not *there*."""
    for place, path in written_site_paths(site):
        if output_path(with_slash(path)) not in there:
            yield rules.NO_SUCH_PAGE.at(place, path=path)


def written_site_paths(site: Site) -> Iterator[tuple[Place, str]]:
    """Yield the site paths that bodies and menus link to, and where they are written."""
    ones: tuple[Article | PlainPage, ...] = (*site.articles, *site.plain_pages)
    for one in ones:
        for part in one.body.parts:
            if isinstance(part, PageLink):
                yield part.place, part.site_path
    for entry in (*site.config.menu, *site.config.social):
        if entry.url.startswith("/"):
            yield entry.place, entry.url
