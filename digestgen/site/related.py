"""Related articles: those that share topics, rare topics first, then the closest in time.

A topic weighs one divided by its number of articles, so that one shared rare topic counts more
than several common ones. Of each topic only the articles nearest in time are looked at: the cost
is linear in the number of articles, whatever the size of a topic.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from digestgen.model import Moment, Topic

SHOWN: Final = 4
# How many articles of a topic are looked at on each side of an article in time.
NEAREST: Final = 8

Lists = Mapping[str, Sequence[int]]


def related_articles(
    topics: Sequence[Sequence[Topic]], moments: Sequence[Moment]
) -> tuple[tuple[int, ...], ...]:
    """Return for each article up to four that are related to it, as indexes, best first.

    *topics* and *moments* are those of the articles, newest first.
    """
    lists: dict[str, list[int]] = defaultdict(list)
    positions = [tuple(positions_in(lists, index, some)) for index, some in enumerate(topics)]
    seconds = [moment.at.timestamp() for moment in moments]
    return tuple(
        nearest(index, positions[index], lists, seconds) for index in range(len(positions))
    )


def positions_in(
    lists: dict[str, list[int]],
    index: int,
    topics: Iterable[Topic],
) -> Iterator[tuple[str, int]]:
    """Add *index* to the list of each of *topics*; yield the topics and its places there."""
    for topic in topics:
        members = lists[topic.id]
        yield topic.id, len(members)
        members.append(index)


def nearest(
    index: int,
    positions: Sequence[tuple[str, int]],
    lists: Lists,
    seconds: Sequence[float],
) -> tuple[int, ...]:
    """Return the indexes of the articles related to the one at *index*, best first.

    *positions* say where it stands in the list of each of its topics.
    """
    weights: dict[int, float] = {}
    for topic, position in sorted(positions):
        members = lists[topic]
        weight = 1 / len(members)
        for found in members[max(0, position - NEAREST) : position + NEAREST + 1]:
            weights[found] = weights.get(found, 0.0) + weight
    weights.pop(index, None)
    at = seconds[index]
    # So few are sorted sooner than the best are picked one by one.
    ranks = [(-weight, abs(seconds[found] - at), found) for found, weight in weights.items()]
    ranks.sort()
    return tuple([found for _, _, found in ranks[:SHOWN]])
