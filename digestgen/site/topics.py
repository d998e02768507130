"""Tags → topics: spellings that fold to one key, and declared aliases, are one topic."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import chain
from typing import Final

from digestgen.model import Link, RegisteredTopic, Topic
from digestgen.text.folding import fold
from digestgen.text.slug import slugify
from digestgen.urls import href, joined

FOLDER: Final = "topics"

Topics = Mapping[str, Topic]
"""Each topic by each folded name that leads to it."""


def all_topics(
    registered: Iterable[RegisteredTopic],
    tags: Iterable[Iterable[str]],
    base: str,
) -> Topics:
    """Return the *registered* topics and those that only *tags* name.

    The tags are those of the articles, oldest first: a topic that is not registered keeps the slug
    of the spelling that was used first, so that its URL stays, and is shown in the spelling used
    most.
    """
    declared = {
        fold(name): topic
        for topic, names in (registered_topic(entry, base) for entry in registered)
        for name in names
    }
    spellings: dict[str, dict[str, int]] = defaultdict(dict)
    for tag, count in Counter(chain.from_iterable(tags)).items():
        spellings[fold(tag)][tag] = count
    found = {
        key: found_topic(counts, base) for key, counts in spellings.items() if key not in declared
    }
    return declared | found


def registered_topic(entry: RegisteredTopic, base: str) -> tuple[Topic, tuple[str, ...]]:
    """Return the topic that site.yaml declares, and the names that lead to it."""
    topic = Topic(
        id=entry.id,
        name=entry.name,
        description=entry.description,
        language=entry.language,
        sort_as=entry.sort_as or entry.name,
        link=topic_link(entry.id, entry.name, entry.language, base),
    )
    names = (alias for alias in entry.aliases if old_id(alias) is None)
    return topic, (entry.id, entry.name, *names)


def found_topic(counts: Mapping[str, int], base: str) -> Topic:
    """Return the topic whose spellings *counts* holds, in the order of their first use."""
    first = next(iter(counts))
    name = max(counts, key=lambda spelling: counts[spelling])
    topic_id = slugify(first)
    return Topic(
        id=topic_id,
        name=name,
        description=None,
        language=None,
        sort_as=name,
        link=topic_link(topic_id, name, None, base),
    )


def topic_path(topic_id: str) -> str:
    """Return the site path of the topic *topic_id*."""
    return joined(FOLDER, topic_id)


def topic_link(topic_id: str, name: str, language: str | None, base: str) -> Link:
    """Return the link to the page of a topic."""
    return Link(url=href(base, topic_path(topic_id)), text=name, language=language)


def topic_aliases(
    registered: Iterable[RegisteredTopic], shown: Container[str]
) -> Iterator[tuple[str, str]]:
    """Yield the old id of each topic that is *shown* by its aliases that are addresses, and its id.

    So a topic that got another id is found at its old address; a real topic comes first.
    """
    taken: set[str] = set()
    for entry in registered:
        for slug in filter(None, map(old_id, entry.aliases)):
            if entry.id in shown and slug not in shown and slug not in taken:
                taken.add(slug)
                yield slug, entry.id


def old_id(alias: str) -> str | None:
    """Return the id in *alias*, an old address of a topic (`/topics/ID/`); None of a name."""
    start, inner, end = alias.partition(f"/{FOLDER}/")
    slug = end.removesuffix("/")
    return slug if inner and not start and slug and slugify(slug) == slug else None


def topics_of(tags: Iterable[str], topics: Topics) -> tuple[Topic, ...]:
    """Return the topics that *tags* name, each once, in their order."""
    named = [topics[fold(tag)] for tag in tags]
    return tuple({topic.id: topic for topic in named}.values())
