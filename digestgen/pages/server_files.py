"""Planner of the files for servers and robots: robots.txt, CNAME, .nojekyll, urls.txt."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from digestgen.model import Article, PlainPage, Site
from digestgen.page_plan import PagePlan
from digestgen.pages.planning import Planning, old_topic_ids, page_plan
from digestgen.pages.sitemaps import INDEX
from digestgen.promise import promise
from digestgen.site.sources import source_path
from digestgen.site.topics import topic_path
from digestgen.urls import HOME, domain
from digestgen.views import TextView

# What is online, for the next publication to be compared with.
URLS: Final = "/urls.txt"
# The hosts of GitHub Pages itself, which need no CNAME.
GITHUB: Final = ".github.io"


def server_files(plan: Planning) -> Iterator[PagePlan]:
    """Yield the files that stand at the root of a host."""
    frame = plan.frame
    yield text_page(URLS, "".join([f"{path}\n" for path in lasting_paths(plan.site)]))
    # Without it GitHub Pages would take files whose names begin with `_` for Jekyll's.
    yield text_page("/.nojekyll", "")
    # Robots look for it at the root of a host only.
    if frame.base == HOME:
        robots = f"User-agent: *\nAllow: /\n\nSitemap: {frame.canonical(INDEX)}\n"
        yield text_page("/robots.txt", robots)
    own = custom_domain(frame.origin)
    if own and frame.base == HOME:
        yield text_page("/CNAME", f"{own}\n")


def lasting_paths(site: Site) -> list[str]:
    """Return the site paths that must not vanish once they are published, in order.

    What follows from articles alone, date indexes and the older pages of lists, is not among them.
    """
    ones: tuple[Article | PlainPage, ...] = (*site.articles, *site.withdrawn, *site.plain_pages)
    pages = {one.site_path for one in ones}
    aliases = {alias for one in ones for alias in one.front.aliases}
    ids = (*(entry.topic.id for entry in site.topics), *old_topic_ids(site))
    topics = set(map(topic_path, ids))
    sources = {source_path(entry.source.id) for entry in site.sources}
    return sorted(pages | aliases | topics | sources)


def text_page(site_path: str, content: str) -> PagePlan:
    """Return the file at *site_path* with *content*."""
    view = promise(text_view, content)
    return page_plan(site_path, "text", view, origin=f"the file {site_path}")


def text_view(content: str) -> TextView:
    """Return a file with *content*."""
    return TextView(content=content)


def custom_domain(origin: str) -> str | None:
    """Return the domain of *origin*, as GitHub Pages reads it from the file CNAME.

    None for its own hosts, and for what is no domain: an address with a port, or of a machine.
    """
    name = domain(origin)
    return None if name is None or name.endswith(GITHUB) or urlsplit(origin).port else name
