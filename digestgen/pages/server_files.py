"""Planner of the files for servers and robots: robots.txt, CNAME, .nojekyll, urls.txt."""

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from digestgen.model import Article, PlainPage, Site
from digestgen.pages.planning import Planning
from digestgen.pages.sitemaps import INDEX
from digestgen.site.sources import source_path
from digestgen.site.topics import topic_aliases, topic_path
from digestgen.urls import HOME
from digestgen.views import Page, TextView

# What is online, for the next publication to be compared with.
URLS: Final = "/urls.txt"
# The hosts of GitHub Pages itself, which need no CNAME.
GITHUB: Final = ".github.io"


def server_files(plan: Planning) -> Iterator[Page]:
    """Yield the files that stand at the root of a host."""
    yield text_page(URLS, "".join(f"{path}\n" for path in lasting_paths(plan.site)), plan)
    # Without it GitHub Pages would take files whose names begin with `_` for Jekyll's.
    yield text_page("/.nojekyll", "", plan)
    # Robots look for it at the root of a host only.
    if plan.config.base == HOME:
        robots = f"User-agent: *\nAllow: /\n\nSitemap: {plan.canonical(INDEX)}\n"
        yield text_page("/robots.txt", robots, plan)
    domain = custom_domain(plan.config.origin)
    if domain and plan.config.base == HOME:
        yield text_page("/CNAME", f"{domain}\n", plan)


def lasting_paths(site: Site) -> list[str]:
    """Return the site paths that must not vanish once they are published, in order.

    What follows from articles alone, date indexes and the older pages of lists, is not among them.
    """
    ones: tuple[Article | PlainPage, ...] = (*site.articles, *site.withdrawn, *site.plain_pages)
    pages = {one.site_path for one in ones}
    aliases = {alias for one in ones for alias in one.front.aliases}
    ids = {entry.topic.id for entry in site.topics}
    old_ids = {slug for slug, _ in topic_aliases(site.config.topics, ids)}
    topics = {topic_path(topic_id) for topic_id in ids | old_ids}
    sources = {source_path(entry.source.id) for entry in site.sources}
    return sorted(pages | aliases | topics | sources)


def text_page(site_path: str, content: str, plan: Planning) -> Page:
    """Return the file at *site_path* with *content*."""
    return plan.page(site_path, "text", TextView(content=content), origin=f"the file {site_path}")


def custom_domain(origin: str) -> str | None:
    """Return the domain of *origin* in ASCII, as GitHub Pages reads it from the file CNAME.

    None for its own hosts, and for what is no domain: an address with a port, or of a machine.
    """
    parts = urlsplit(origin)
    name = parts.hostname or ""
    if parts.port or "." not in name or name.endswith(GITHUB) or is_address(name):
        return None
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return None


def is_address(name: str) -> bool:
    """Tell whether *name* is an address in numbers."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
