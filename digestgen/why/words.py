"""How an explanation is worded."""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import Final

from digestgen.errors import Phrase, said
from digestgen.messages.speech import Say
from digestgen.text.steering import shown
from digestgen.why.explain import (
    CARD,
    FILE,
    NO_LONGER,
    PICTURE,
    Explanation,
    Fate,
    Part,
    State,
)

MOST_NAMES: Final = 10
TEMPLATE: Final = "template "
PAGE: Final = said("a page")

KINDS: Final[Mapping[str, Phrase]] = {
    "article.html": said("an article"),
    "page.html": said("a plain page"),
    "redirect.html": said("a redirect"),
    "home.html": said("a list of articles"),
    "topic.html": said("a list of articles"),
    "source.html": said("a list of articles"),
    "topics.html": said("an alphabetical index"),
    "sources.html": said("an alphabetical index"),
    "year.html": said("a date index"),
    "month.html": said("a date index"),
    "day.html": said("a date index"),
    "404.html": said("a page of its own"),
    "withdrawn.html": said("the notice of a withdrawn article"),
    "feed.xml": said("an Atom feed"),
    "feed.json": said("a JSON feed"),
    "sitemap.xml": said("a sitemap"),
    "sitemaps.xml": said("the index of sitemaps"),
    "news.xml": said("the sitemap of news"),
    "text": said("a file for servers"),
    FILE: said("a file that is published as it is"),
    PICTURE: said("a picture in one of its sizes, without metadata"),
    CARD: said("a social card: the headline as a picture"),
    "": said("a file that is no longer a part of the site"),
}
INPUTS: Final[Mapping[str, Phrase]] = {
    "site.yaml": said("what every page shows of site.yaml"),
    "strings": said("the theme's words"),
    "assets": said("the theme's assets"),
    "digestgen": said("digestgen itself and its libraries"),
}
PARTS: Final[Mapping[str, Phrase]] = {
    "atom_url": said("the address of the Atom feed"),
    "calendar": said("the calendar of the month"),
    "canonical": said("its address"),
    "cards": said("the list of articles"),
    "content": said("what it says"),
    "corrections": said("the corrections"),
    "count": said("the number of articles"),
    "credits": said("the sources"),
    "date": said("the date"),
    "day": said("the link to the day"),
    "days": said("the days and their articles"),
    "description": said("the description"),
    "direction": said("the direction of the text"),
    "disclaimer": said("the disclaimer"),
    "end_mark": said("the end mark"),
    "entries": said("the list of articles or pages"),
    "feeds": said("the links to feeds"),
    "fillings": said("links, pictures and dateline in the text"),
    "first": said("the first day"),
    "groups": said("the names and how many articles each has"),
    "id": said("the id of the feed"),
    "json_url": said("the address of the JSON feed"),
    "language": said("the language"),
    "latest_days": said("the newest days and their articles"),
    "month": said("the link to the month"),
    "months": said("the months and how many articles each has"),
    "newer": said("the link to what is newer"),
    NO_LONGER: said("what it no longer shows"),
    "older": said("the link to what is older"),
    "pager": said("the links between the pages of the list"),
    "params": said("the free values under 'params'"),
    "picture": said("the lead picture"),
    "reason": said("why it was withdrawn"),
    "related": said("the related articles"),
    "rights": said("what it holds of another's work"),
    "site": said("the name of the outlet's site"),
    "site_url": said("the address of the outlet's site"),
    "social_image": said("the picture for social networks"),
    "source": said("the source"),
    "standfirst": said("the summary under the headline"),
    "timeline": said("the months and where each begins"),
    "title": said("the title"),
    "topic": said("the topic"),
    "topics": said("the topics"),
    "updated": said("the date of the last edit"),
    "url": said("the page that it leads to"),
    "waiting": said("whether readers see it yet"),
    "year": said("the link to the year"),
    "years": said("the years and how many articles each has"),
}
FATES: Final[Mapping[Fate, Phrase]] = {
    Fate.SETTLED: said("up to date"),
    Fate.NEW: said("will be made by the next build: it was not there before"),
    Fate.DELETED: said("will be made again: it was deleted from the output"),
    Fate.RESTORED: said("was changed by hand in the output, will be restored"),
    Fate.FORGOTTEN: said("will be made again: what the last build made it from is not known"),
    Fate.UNSETTLED: said("will be copied again: its file was saved just now"),
    Fate.FOREIGN: said(
        "will not be overwritten: a file that digestgen did not make is in its place"
    ),
    Fate.PRUNED: said("will be pruned"),
    Fate.KEPT: said("was changed by hand in the output, will be left alone"),
}


STATES: Final[Mapping[State, Phrase]] = {
    State.SAME: said("same"),
    State.CHANGED: said("changed"),
    State.NEW: said("new"),
    State.GONE: said("gone"),
    State.UNKNOWN: said("not known"),
}
NAME: Final = "{name}"
# What planners call that which a page was made from, if it is no file.
ORIGINS: Final = (
    said("the home page", name=NAME),
    said("the topic '{name}'", name=NAME),
    said("the source '{name}'", name=NAME),
    said("the year {name}", name=NAME),
    said("the month {name}", name=NAME),
    said("the day {name}", name=NAME),
    said("the index {name}", name=NAME),
    said("the feed of the site", name=NAME),
    said("the feed of the topic '{name}'", name=NAME),
    said("the sitemap", name=NAME),
    said("the file {name}", name=NAME),
    said("the page for wrong addresses", name=NAME),
    said("all other files", name=NAME),
    said("an asset of the theme", name=NAME),
)


def why_lines(found: Explanation, output: str, say: Say = str) -> Iterator[str]:
    """Yield what *found* says of a file in the folder *output*."""
    yield f"{shown(f'{output}/{found.path}')}: {say(made_of(found))}"
    if found.inputs:
        yield say(said("made from:"))
        yield from (line(one.state, input_phrase(one.name), say) for one in found.inputs)
    if found.parts:
        yield say(said("what it shows:"))
        for part in found.parts:
            yield from part_lines(part, say)
    if found.fate is Fate.STALE:
        why = listed(reasons(found))
        yield say(said("will be made again, because of: {reasons}", reasons=why))
    else:
        yield say(FATES[found.fate])


def made_of(found: Explanation) -> Phrase:
    """Return what kind of file *found* is of, and what it was made from."""
    kind = KINDS.get(found.kind, PAGE)
    if not found.origin:
        return kind
    return said("{kind}, from {origin}", kind=kind, origin=input_phrase(found.origin))


def line(state: State, text: Phrase, say: Say, *, indent: int = 2) -> str:
    """Return the line that *text* is *state*."""
    return " " * indent + say(said("{state:11}{text}", state=STATES[state], text=text))


def input_phrase(name: str) -> Phrase:
    """Return what an author calls that which has the *name*."""
    if name in INPUTS:
        return INPUTS[name]
    if name.startswith(TEMPLATE):
        return said("the theme's template {name}", name=shown(name.removeprefix(TEMPLATE)))
    for one in ORIGINS:
        before, _, after = one.template.partition(NAME)
        has_gap = NAME in one.template
        if name == one.template or (has_gap and name.startswith(before) and name.endswith(after)):
            return said(one.template, name=shown(name[len(before) : len(name) - len(after)]))
    return said("{name}", name=shown(name))


def part_lines(part: Part, say: Say) -> Iterator[str]:
    """Yield the lines on *part*: the articles that it shows below it."""
    what = PARTS[part.name]
    if part.names and not part.articles:
        what = said("{part}: {names}", part=what, names=listing(part.names))
    yield line(part.state, what, say)
    for one in part.articles:
        name = said("{name}", name=shown(one.name))
        unseen = part.state is State.SAME and one.state is State.CHANGED
        told = said("{name}, but not in what is shown here", name=name) if unseen else name
        yield line(one.state, told, say, indent=4)


def listing(names: tuple[str, ...]) -> Phrase:
    """Return the first of *names* and how many more there are."""
    first = shown(", ".join(names[:MOST_NAMES]))
    more = len(names) - MOST_NAMES
    if more <= 0:
        return said("{name}", name=first)
    return said("{names} and {count} more", names=first, count=more)


def reasons(found: Explanation) -> list[Phrase]:
    """Return why the page of *found* is stale."""
    inputs = [input_phrase(one.name) for one in found.inputs if is_reason(one.state)]
    parts = [PARTS[part.name] for part in found.parts if is_reason(part.state)]
    # A page without a text has no reason but those, save for the rare change that no print shows.
    origin = input_phrase(found.origin)
    unseen = said("a change in {origin}, or in how it is read, that shows nowhere", origin=origin)
    return [*inputs, *parts] or [unseen]


def listed(phrases: Iterable[Phrase]) -> Phrase:
    """Return *phrases* in a row. Raises TypeError if there are none."""
    return reduce(lambda first, more: said("{first}; {more}", first=first, more=more), phrases)


def is_reason(state: State) -> bool:
    """Tell whether a page has to be made again because of something that is *state*."""
    return state not in (State.SAME, State.UNKNOWN)


def unknown_lines(path: str, output: str, near: Iterable[str], say: Say = str) -> Iterator[str]:
    """Yield what to tell an author who asks for *path*, which is no file of *output*."""
    output = shown(output)
    unknown = said("digestgen neither made nor would make such a file in {output}", output=output)
    yield f"{shown(path)}: {say(unknown)}"
    names = ", ".join(f"{output}/{shown(one)}" for one in near)
    there = said("see what is there with: {command}", command="digestgen build")
    yield f"    {say(said('did you mean {names}?', names=names) if names else there)}"
