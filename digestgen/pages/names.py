"""Planners of the alphabetical indexes: all topics, all sources."""

from collections.abc import Iterator
from itertools import groupby

from digestgen.model import Link
from digestgen.page_plan import PagePlan
from digestgen.pages.planning import Frame, Planning, page_plan
from digestgen.promise import promise
from digestgen.site import sources, topics
from digestgen.text.collation import letter
from digestgen.urls import joined
from digestgen.views import CountedLink, LetterGroup, NamesView

Name = tuple[str, Link, int]
"""The text by which a name is sorted, its link, and how many articles it has."""


def topics_page(plan: Planning) -> Iterator[PagePlan]:
    """Yield the index of all topics."""
    found = plan.site.topics
    names = tuple((one.topic.sort_as, one.topic.link, len(one.places)) for one in found)
    yield names_page(joined(topics.FOLDER), "topics.html", names, plan)


def sources_page(plan: Planning) -> Iterator[PagePlan]:
    """Yield the index of all sources."""
    found = plan.site.sources
    names = tuple((one.source.name, one.source.link, len(one.places)) for one in found)
    yield names_page(joined(sources.FOLDER), "sources.html", names, plan)


def names_page(path: str, template: str, names: tuple[Name, ...], plan: Planning) -> PagePlan:
    """Return the index of *names*, which are sorted, at the site path *path*."""
    view = promise(names_view, path, names, plan.frame)
    return page_plan(path, template, view, origin=f"the index {path}")


def names_view(path: str, names: tuple[Name, ...], frame: Frame) -> NamesView:
    """Return *names*, which are sorted, by their letters."""
    groups = tuple(
        LetterGroup(
            letter=heading, entries=tuple(CountedLink(link=link, count=n) for _, link, n in group)
        )
        for heading, group in groupby(names, key=lambda name: letter(name[0]))
    )
    return NamesView(canonical=frame.canonical(path), groups=groups, count=len(names))
