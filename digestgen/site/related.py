"""Related articles: those that share topics, rare topics first, then the closest in time.

A topic weighs one divided by its number of articles, so that one shared rare topic counts more
than several common ones. Of each topic only the articles nearest in time are looked at: the cost
is linear in the number of articles, whatever the size of a topic. And mostly one topic is so much
rarer than the others that no article without it can be among the best.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.json import Decoder

from digestgen.model import Moment, Site

SHOWN: Final = 4
# How many articles of a topic are looked at on each side of an article in time.
NEAREST: Final = 8
# By how much a weight has to be larger to be so whatever was rounded: sums of fractions are.
ROUNDED: Final = 1 + 1e-9

DECODER: Final = Decoder(tuple[tuple[tuple[str, ...], ...], tuple[float, ...]])

Place = tuple[str, int, Sequence[int]]
"""A topic, where an article stands in the list of its articles, and that list."""
Window = tuple[float, Sequence[int]]
"""The weight of a topic, and the indexes of its articles that are nearest in time."""


def related_articles(
    topics: Sequence[Sequence[str]], times: Sequence[float]
) -> tuple[tuple[int, ...], ...]:
    """Return for each article up to four that are related to it, as indexes, best first.

    *topics* are the ids of the topics of the articles, newest first, and *times* when they were
    published, in seconds.
    """
    return tuple([nearest(index, some, times) for index, some in enumerate(all_places(topics))])


def related_sent(rows: bytes) -> tuple[tuple[int, ...], ...]:
    """Return what `related_articles` does of what is encoded in *rows*.

    It is sent to another process so: each of a hundred thousand values would take a call.
    """
    return related_articles(*DECODER.decode(rows))


def related_in(site: Site) -> tuple[tuple[int, ...], ...]:
    """Return for each article of *site* up to four that are related to it, best first."""
    return related_by(topic_ids(site), moments_of(site))


def topic_ids(site: Site) -> tuple[tuple[str, ...], ...]:
    """Return the ids of the topics of each article of *site*."""
    return tuple([tuple([topic.id for topic in one.topics]) for one in site.articles])


def moments_of(site: Site) -> tuple[Moment, ...]:
    """Return when each article of *site* was published."""
    return tuple([one.front.date for one in site.articles])


def seconds(moments: Iterable[Moment]) -> list[float]:
    """Return *moments* in seconds since 1970."""
    return [moment.at.timestamp() for moment in moments]


def related_by(
    topics: Sequence[Sequence[str]], moments: Sequence[Moment]
) -> tuple[tuple[int, ...], ...]:
    """Return what `related_articles` does, of articles with these *topics* and *moments*."""
    return related_articles(topics, seconds(moments))


def all_places(topics: Sequence[Sequence[str]]) -> list[list[Place]]:
    """Return the places of each article in the lists of its *topics*, by the ids of those.

    The lists are whole only when all places are there.
    """
    lists: dict[str, list[int]] = defaultdict(list)
    return [sorted(places_in(lists, index, some)) for index, some in enumerate(topics)]


def places_in(lists: Mapping[str, list[int]], index: int, topics: Sequence[str]) -> Iterator[Place]:
    """Add *index* to the list of each of *topics*; yield its places there."""
    for topic in topics:
        members = lists[topic]
        yield topic, len(members), members
        members.append(index)


def nearest(index: int, places: Sequence[Place], times: Sequence[float]) -> tuple[int, ...]:
    """Return the indexes of the articles related to the one at *index*, best first.

    *places* are its own, and *times* those of all articles.
    """
    windows = [
        (1 / len(members), members[max(0, place - NEAREST) : place + NEAREST + 1])
        for _, place, members in places
    ]
    weights, at = weighed(windows), times[index]
    weights.pop(index, None)
    # Each order is kept among those that the next one finds equal.
    order = sorted(weights)
    order.sort(key=lambda found: abs(times[found] - at))
    order.sort(key=weights.__getitem__, reverse=True)
    return tuple(order[:SHOWN])


def weighed(windows: Sequence[Window]) -> dict[int, float]:
    """Return all in *windows* that can be among the best, and what they weigh together."""
    weights = dict.fromkeys(candidates(windows), 0.0)
    # By the ids of topics: in another order a sum of fractions can be another in its last digit.
    for weight, members in windows:
        for found in filter(weights.__contains__, members):
            weights[found] += weight
    return weights


def candidates(windows: Sequence[Window]) -> set[int]:
    """Return those in *windows* that can be among the best: the article itself, and the others.

    Once enough are found, an article that has only topics left which together weigh less than the
    last one is none.
    """
    found: set[int] = set()
    left = sum([weight for weight, _ in windows])
    for weight, members in sorted(windows, reverse=True):
        found.update(members)
        left -= weight
        if weight > left * ROUNDED and len(found) > SHOWN:
            break
    return found
