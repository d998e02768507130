"""Planner of the files that servers and robots ask for: robots.txt, CNAME, .nojekyll."""

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from digestgen.pages.planning import Planning
from digestgen.pages.sitemaps import INDEX
from digestgen.urls import HOME
from digestgen.views import Page, TextView

# The hosts of GitHub Pages itself, which need no CNAME.
GITHUB: Final = ".github.io"


def server_files(plan: Planning) -> Iterator[Page]:
    """Yield the files that stand at the root of a host."""
    # Without it GitHub Pages would take files whose names begin with `_` for Jekyll's.
    yield text_page("/.nojekyll", "", plan)
    # Robots look for it at the root of a host only.
    if plan.config.base == HOME:
        robots = f"User-agent: *\nAllow: /\n\nSitemap: {plan.canonical(INDEX)}\n"
        yield text_page("/robots.txt", robots, plan)
    domain = custom_domain(plan.config.origin)
    if domain and plan.config.base == HOME:
        yield text_page("/CNAME", f"{domain}\n", plan)


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
