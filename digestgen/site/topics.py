"""Tags → topics: spellings that fold to one key, and declared aliases, are one topic."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from digestgen.model import ParsedArticle, RegisteredTopic, Topic
from digestgen.text.folding import fold
from digestgen.text.slug import slugify

Topics = Mapping[str, Topic]
"""Each topic by each folded name that leads to it."""


def all_topics(registered: Iterable[RegisteredTopic], articles: Sequence[ParsedArticle]) -> Topics:
    """Return the *registered* topics and those that only tags of *articles* name.

    The articles come oldest first: a topic that is not registered keeps the slug of the spelling
    that was used first, so that its URL stays, and is shown in the spelling used most.
    """
    declared = {
        fold(name): registered_topic(topic)
        for topic in registered
        for name in (topic.id, topic.name, *topic.aliases)
    }
    spellings: dict[str, Counter[str]] = {}
    for article in articles:
        for tag in article.front.tags:
            spellings.setdefault(fold(tag), Counter())[tag] += 1
    found = {key: found_topic(counts) for key, counts in spellings.items() if key not in declared}
    return declared | found


def registered_topic(topic: RegisteredTopic) -> Topic:
    """Return the topic that site.yaml declares."""
    return Topic(
        id=topic.id,
        name=topic.name,
        description=topic.description,
        language=topic.language,
        sort_as=topic.sort_as or topic.name,
    )


def found_topic(counts: Counter[str]) -> Topic:
    """Return the topic whose spellings *counts* holds, in the order of their first use."""
    first = next(iter(counts))
    name = max(counts, key=lambda spelling: counts[spelling])
    return Topic(id=slugify(first), name=name, description=None, language=None, sort_as=name)


def topics_of(tags: Iterable[str], topics: Topics) -> tuple[Topic, ...]:
    """Return the topics that *tags* name, each once, in their order."""
    return tuple({topics[fold(tag)].id: topics[fold(tag)] for tag in tags}.values())
