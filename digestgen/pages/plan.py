"""The plan: every page of the site. A new kind of page is one planner here and one template."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import attrgetter
from typing import Final

from digestgen import rules
from digestgen.errors import Diagnostic, Place, said
from digestgen.model import Article, PageLink, PlainPage, Site
from digestgen.page_plan import PagePlan
from digestgen.pages.articles import article_pages, plain_pages, redirects, withdrawn_pages
from digestgen.pages.calendar import day_pages, month_pages, year_pages
from digestgen.pages.feeds import feed_pages
from digestgen.pages.lists import home_pages, source_pages, topic_pages, topic_redirects
from digestgen.pages.names import sources_page, topics_page
from digestgen.pages.planning import Frame, Planning, Related, page_plan, planning
from digestgen.pages.server_files import server_files
from digestgen.pages.sitemaps import sitemaps
from digestgen.pages.social import NO_CARDS, Cards
from digestgen.promise import promise
from digestgen.recall import AFRESH, Recall
from digestgen.site.related import related_in
from digestgen.urls import output_path, with_slash
from digestgen.views import NotFoundView

MARK: Final = attrgetter("mark")
NOT_FOUND: Final = "/404.html"

Planner = Callable[[Planning], Iterator[PagePlan]]
Told = Callable[[Sequence[PagePlan]], None]
"""What is told of pages as soon as they are planned: those of articles come last."""


def not_found_page(start: Planning) -> Iterator[PagePlan]:
    """Yield the page that GitHub Pages and its like show for an address that is no page."""
    view = promise(not_found_view, start.frame)
    yield page_plan(NOT_FOUND, "404.html", view, origin="the page for wrong addresses")


def not_found_view(frame: Frame) -> NotFoundView:
    """Return what the page for wrong addresses shows."""
    return NotFoundView(canonical=frame.canonical(NOT_FOUND))


# Of two pages with one path, the first is told to be in the way of the second.
PLANNERS: Final[tuple[Planner, ...]] = (
    article_pages,
    withdrawn_pages,
    plain_pages,
    redirects,
    home_pages,
    topic_pages,
    topic_redirects,
    source_pages,
    topics_page,
    sources_page,
    year_pages,
    month_pages,
    day_pages,
    not_found_page,
    feed_pages,
    sitemaps,
    server_files,
)


def ignored(pages: Sequence[PagePlan]) -> None:
    """Do nothing about *pages*."""


def plan(
    site: Site,
    social: Cards = NO_CARDS,
    recall: Recall = AFRESH,
    related: Related | None = None,
    planned: Told = ignored,
) -> tuple[tuple[PagePlan, ...], list[Diagnostic]]:
    """Return every page of *site*, and the links to pages that it does not have.

    *social* are its social cards. *related* returns which articles are related, if someone else
    finds that out. *planned* is told of the pages of lists, and then of those of articles.
    """
    start = planning(site, social, related or partial(related_in, site), recall)
    articles, *others = PLANNERS
    # Others may still find out which articles are related.
    found = [page for planner in others for page in planner(start)]
    rest = recall.interned("pages", found, MARK)
    planned(rest)
    first = [*articles(start)]
    planned(first)
    pages = (*first, *rest)
    return pages, list(missing_pages(site, pages))


def missing_pages(site: Site, pages: Iterable[PagePlan]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each link to a site path that is none of *pages* and no media.

    There is none if content files are invalid, for they may be what would make the page.
    """
    base, written = site.config.base, list(written_site_paths(site))
    if not site.is_whole or not written:
        return
    media = (output_path(one.site_path) for one in site.media.values())
    there = frozenset((*(page.path for page in pages), *media))
    for place, path in written:
        if output_path(with_slash(path)) not in there:
            inner = f"/{path.removeprefix(base)}"
            is_meant = path.startswith(base) and output_path(with_slash(inner)) in there
            cure = said("leave out the path of the site's url: {path}", path=inner)
            hint = cure if is_meant else None
            yield rules.NO_SUCH_PAGE.at(place, hint=hint, path=path)


def written_site_paths(site: Site) -> Iterator[tuple[Place, str]]:
    """Yield the site paths that bodies and menus link to, and where they are written."""
    ones: tuple[Article | PlainPage, ...] = (*site.articles, *site.plain_pages)
    for one in ones:
        for part in one.body.gaps:
            if isinstance(part, PageLink):
                yield part.place, part.site_path
    for entry in (*site.config.menu, *site.config.social):
        if entry.url.startswith("/"):
            yield entry.place, entry.url
