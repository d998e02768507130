"""Related articles: those that share topics, rare topics first, then the closest in time.

A topic weighs one divided by its number of articles, so that one shared rare topic counts more
than several common ones. Of each topic only the articles nearest in time are looked at: the cost
is linear in the number of articles, whatever the size of a topic.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from digestgen.model import Article

SHOWN: Final = 4
# How many articles of a topic are looked at on each side of an article in time.
NEAREST: Final = 12

Order = Mapping[PurePosixPath, int]
Lists = Mapping[str, Sequence[int]]


def related_articles(
    articles: Sequence[Article],
) -> dict[PurePosixPath, tuple[Article, ...]]:
    """Return for each of *articles*, newest first, up to four that are related to it."""
    lists: dict[str, list[int]] = defaultdict(list)
    for index, article in enumerate(articles):
        for topic in article.topics:
            lists[topic.id].append(index)
    topics = [frozenset(topic.id for topic in article.topics) for article in articles]
    return {
        article.path: tuple(articles[found] for found in nearest(index, articles, topics, lists))
        for index, article in enumerate(articles)
    }


def nearest(
    index: int,
    articles: Sequence[Article],
    topics: Sequence[frozenset[str]],
    lists: Lists,
) -> list[int]:
    """Return the indexes of the articles related to the one at *index*, best first."""
    own, at = topics[index], articles[index].front.date.at
    candidates = {found for topic in own for found in around(index, lists[topic])} - {index}

    def rank(found: int) -> tuple[float, float, int]:
        # Sorted, so that the sum is rounded in one way whatever the order of a set.
        weight = sum(sorted(1 / len(lists[topic]) for topic in own & topics[found]))
        return -weight, abs((articles[found].front.date.at - at).total_seconds()), found

    return sorted(candidates, key=rank)[:SHOWN]


def around(index: int, indexes: Sequence[int]) -> Sequence[int]:
    """Return those of the sorted *indexes* that are next to *index*."""
    position = bisect_left(indexes, index)
    return indexes[max(0, position - NEAREST) : position + NEAREST + 1]
