"""How an explanation is worded."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from digestgen.why.explain import (
    CARD,
    FILE,
    NO_LONGER,
    PICTURE,
    Explanation,
    Fate,
    Input,
    Part,
    State,
)

WIDTH: Final = max(map(len, State)) + 2
MOST_NAMES: Final = 10

KINDS: Final[Mapping[str, str]] = {
    "article.html": "an article",
    "page.html": "a plain page",
    "redirect.html": "a redirect",
    "home.html": "a list of articles",
    "topic.html": "a list of articles",
    "source.html": "a list of articles",
    "topics.html": "an alphabetical index",
    "sources.html": "an alphabetical index",
    "year.html": "a date index",
    "month.html": "a date index",
    "day.html": "a date index",
    "404.html": "a page of its own",
    "withdrawn.html": "the notice of a withdrawn article",
    "feed.xml": "an Atom feed",
    "feed.json": "a JSON feed",
    "sitemap.xml": "a sitemap",
    "sitemaps.xml": "the index of sitemaps",
    "news.xml": "the sitemap of news",
    "text": "a file for servers",
    FILE: "a file that is published as it is",
    PICTURE: "a picture in one of its sizes, without metadata",
    CARD: "a social card: the headline as a picture",
    "": "a file that is no longer a part of the site",
}
INPUTS: Final[Mapping[str, str]] = {
    "site.yaml": "what every page shows of site.yaml",
    "strings": "the theme's words",
    "assets": "the theme's assets",
    "digestgen": "digestgen itself and its libraries",
}
PARTS: Final[Mapping[str, str]] = {
    "atom_url": "the address of the Atom feed",
    "calendar": "the calendar of the month",
    "canonical": "its address",
    "cards": "the list of articles",
    "content": "what it says",
    "corrections": "the corrections",
    "count": "the number of articles",
    "credits": "the sources",
    "date": "the date",
    "day": "the link to the day",
    "days": "the days and their articles",
    "description": "the description",
    "direction": "the direction of the text",
    "disclaimer": "the disclaimer",
    "end_mark": "the end mark",
    "entries": "the list of articles or pages",
    "feeds": "the links to feeds",
    "fillings": "links, pictures and dateline in the text",
    "first": "the first day",
    "groups": "the names and how many articles each has",
    "id": "the id of the feed",
    "json_url": "the address of the JSON feed",
    "language": "the language",
    "latest_days": "the newest days and their articles",
    "minutes": "the reading time",
    "month": "the link to the month",
    "months": "the months and how many articles each has",
    "newer": "the link to what is newer",
    NO_LONGER: "what it no longer shows",
    "older": "the link to what is older",
    "pager": "the links between the pages of the list",
    "params": "the free values under 'params'",
    "picture": "the lead picture",
    "reason": "why it was withdrawn",
    "related": "the related articles",
    "rights": "what it holds of another's work",
    "site": "the name of the outlet's site",
    "site_url": "the address of the outlet's site",
    "social_image": "the picture for social networks",
    "source": "the source",
    "standfirst": "the summary under the headline",
    "timeline": "the months and where each begins",
    "title": "the title",
    "topic": "the topic",
    "topics": "the topics",
    "updated": "the date of the last edit",
    "url": "the page that it leads to",
    "waiting": "whether readers see it yet",
    "year": "the link to the year",
    "years": "the years and how many articles each has",
}
FATES: Final[Mapping[Fate, str]] = {
    Fate.SETTLED: "up to date",
    Fate.STALE: "will be made again, because of: {reasons}",
    Fate.NEW: "will be made by the next build: it was not there before",
    Fate.DELETED: "will be made again: it was deleted from the output",
    Fate.RESTORED: "was changed by hand in the output, will be restored",
    Fate.FORGOTTEN: "will be made again: what the last build made it from is not known",
    Fate.UNSETTLED: "will be copied again: its file was saved just now",
    Fate.FOREIGN: "will not be overwritten: a file that digestgen did not make is in its place",
    Fate.PRUNED: "will be pruned",
    Fate.KEPT: "was changed by hand in the output, will be left alone",
}


def why_lines(found: Explanation, output: str) -> Iterator[str]:
    """Yield what *found* says of a file in the folder *output*."""
    origin = f", from {found.origin}" if found.origin else ""
    yield f"{output}/{found.path}: {KINDS.get(found.kind, 'a page')}{origin}"
    if found.inputs:
        yield "made from:"
        yield from (line(one.state, input_name(one)) for one in found.inputs)
    if found.parts:
        yield "what it shows:"
        for part in found.parts:
            yield from part_lines(part)
    yield FATES[found.fate].format(reasons="; ".join(reasons(found)))


def line(state: State, text: str, *, indent: int = 2) -> str:
    """Return the line that *text* is *state*."""
    return f"{' ' * indent}{state:{WIDTH}}{text}"


def input_name(one: Input) -> str:
    """Return what an author calls *one*."""
    if one.name.startswith("template "):
        return f"the theme's {one.name}"
    return INPUTS.get(one.name, one.name)


def part_lines(part: Part) -> Iterator[str]:
    """Yield the lines on *part*: the articles that it shows below it."""
    listed = f": {listing(part.names)}" if part.names and not part.articles else ""
    yield line(part.state, f"{PARTS[part.name]}{listed}")
    for one in part.articles:
        unseen = part.state is State.SAME and one.state is State.CHANGED
        note = ", but not in what is shown here" if unseen else ""
        yield line(one.state, f"{one.name}{note}", indent=4)


def listing(names: tuple[str, ...]) -> str:
    """Return the first of *names* and how many more there are."""
    more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    return ", ".join(names[:MOST_NAMES]) + more


def reasons(found: Explanation) -> list[str]:
    """Return why the page of *found* is stale."""
    inputs = [input_name(one) for one in found.inputs if is_reason(one.state)]
    parts = [PARTS[part.name] for part in found.parts if is_reason(part.state)]
    # A page without a text has no reason but those, save for the rare change that no print shows.
    unseen = f"a change in {found.origin}, or in how it is read, that shows nowhere"
    return [*inputs, *parts] or [unseen]


def is_reason(state: State) -> bool:
    """Tell whether a page has to be made again because of something that is *state*."""
    return state not in (State.SAME, State.UNKNOWN)


def unknown_lines(path: str, output: str, near: Iterable[str]) -> Iterator[str]:
    """Yield what to tell an author who asks for *path*, which is no file of *output*."""
    yield f"{path}: digestgen neither made nor would make such a file in {output}"
    found = ", ".join(f"{output}/{one}" for one in near)
    yield f"    did you mean {found}?" if found else "    see what is there with: digestgen build"
