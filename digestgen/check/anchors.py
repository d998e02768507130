"""Links to headings of pages that are named by their path: `/about/#team`.

A build sees that the page is there, and checks headings only in links to files.
"""

from collections.abc import Iterator

from digestgen import rules
from digestgen.check.facts import Facts, SiteFinding
from digestgen.content.anchors import anchor, listed
from digestgen.content.markdown.links import PAGE_ANCHORS
from digestgen.model import Article, PageLink, PlainPage


def page_anchors(facts: Facts) -> Iterator[SiteFinding]:
    """Yield the links to headings that an article or a plain page does not have."""
    ones: tuple[Article | PlainPage, ...] = (*facts.site.articles, *facts.site.plain_pages)
    anchors = {one.site_path: one.body.anchors for one in ones}
    for one in ones:
        for link in one.body.gaps:
            if isinstance(link, PageLink) and link.fragment not in PAGE_ANCHORS:
                ids = anchors.get(link.site_path)
                if ids is not None and anchor(link.fragment, ids) is None:
                    yield no_anchor(link, ids)


def no_anchor(link: PageLink, ids: tuple[str, ...]) -> SiteFinding:
    """Return that the page that *link* leads to has the *ids* alone."""
    values = {
        "path": link.site_path,
        "fragment": link.fragment,
        "known": listed(ids) or "it has none",
    }
    return SiteFinding(rule=rules.NO_PAGE_ANCHOR, place=link.place, values=values)
