"""Planners of the alphabetical indexes: all topics, all sources."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from digestgen.pages.planning import Frame, Planning
from digestgen.site import sources, topics
from digestgen.text.collation import letter
from digestgen.urls import joined
from digestgen.views import CountedLink, LetterGroup, NamesView, Page

Name = tuple[str, CountedLink]
"""The text by which a name is sorted, and its link."""


def topics_page(plan: Planning) -> Iterator[Page]:
    """Yield the index of all topics."""
    names = [
        (
            entry.topic.sort_as,
            CountedLink(link=entry.topic.link, count=len(entry.articles)),
        )
        for entry in plan.site.topics
    ]
    yield names_page(plan.frame, joined(topics.FOLDER), "topics.html", names)


def sources_page(plan: Planning) -> Iterator[Page]:
    """Yield the index of all sources."""
    names = [
        (
            entry.source.name,
            CountedLink(link=entry.source.link, count=len(entry.articles)),
        )
        for entry in plan.site.sources
    ]
    yield names_page(plan.frame, joined(sources.FOLDER), "sources.html", names)


def names_page(frame: Frame, path: str, template: str, names: Iterable[Name]) -> Page:
    """Return the index of *names*, which are sorted, at the site path *path*."""
    groups = tuple(
        LetterGroup(letter=heading, entries=tuple(link for _, link in group))
        for heading, group in groupby(names, key=lambda name: letter(name[0]))
    )
    count = sum(len(group.entries) for group in groups)
    view = NamesView(canonical=frame.canonical(path), groups=groups, count=count)
    return frame.page(path, template, view, origin=f"the index {path}")
