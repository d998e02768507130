"""Registries and tags: what nobody uses, and topics that seem to be one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from digestgen import rules
from digestgen.check.facts import Facts, SiteFinding, at_key
from digestgen.model import ParsedArticle
from digestgen.site.sources import all_sources, find
from digestgen.site.stories import headline_words
from digestgen.site.topics import Topics, all_topics
from digestgen.text.folding import fold

# In shorter names a letter more or less makes another word: مالي, مالطي; رياضة is not الرياض.
SHORTEST: Final = 6
SHORTEST_STEM: Final = 5
# What only tells a plural or a gender from another form of one word.
ENDINGS: Final = ("ات", "ين", "ون", "يه", "ه", "s")


def unused_topics(facts: Facts) -> Iterator[SiteFinding]:
    """Yield the declared topics that no article has."""
    used = {topic.id for topic in topics_with_tags(facts).values()}
    for topic in facts.config.topics:
        if topic.id not in used:
            values = {"name": topic.name}
            yield SiteFinding(rule=rules.UNUSED_TOPIC, place=topic.place, values=values)


def unused_sources(facts: Facts) -> Iterator[SiteFinding]:
    """Yield the declared sources that no article credits."""
    sources = all_sources(facts.config.sources, facts.articles, facts.config.base)
    written = (source for article in facts.articles for source in article.front.sources)
    used = {found.id for found in (find(one, sources) for one in written) if found}
    for source in facts.config.sources:
        if source.id not in used:
            values = {"name": source.name}
            yield SiteFinding(rule=rules.UNUSED_SOURCE, place=source.place, values=values)


def topics_with_tags(facts: Facts) -> Topics:
    """Return the topic of each tag that an article has, by the key of the tag."""
    topics = all_topics(facts.config.topics, facts.articles, facts.config.base)
    tags = {fold(tag) for article in facts.articles for tag in article.front.tags}
    return {tag: topics[tag] for tag in sorted(tags)}


def similar_topics(facts: Facts) -> Iterator[SiteFinding]:
    """Yield the tags that make a topic of their own beside one of nearly the same name."""
    declared = {topic.id for topic in facts.config.topics}
    known = all_topics(facts.config.topics, facts.articles, facts.config.base)
    uses = first_uses(facts.articles)
    names = {key: topic.name for key, topic in known.items()}
    for key, other in near_names(known):
        one, two = known[key], known[other]
        if one.id == two.id or (one.id in declared and two.id in declared):
            continue
        # The one that is declared stays, else the one that was there first.
        late = max(
            (key, other),
            key=lambda name: (known[name].id not in declared, uses.get(name, (0, None))[0]),
        )
        at = uses.get(late, (0, None))[1]
        if at:
            article, tag = at
            values = {"name": tag, "other": names[other if late == key else key]}
            yield at_key(rules.SIMILAR_TOPICS, article.path, "tags", tag, **values)


Use = tuple[int, tuple[ParsedArticle, str] | None]
"""The number of an article, oldest first, and the article with the tag as it is written there."""


def first_uses(articles: Iterable[ParsedArticle]) -> Mapping[str, Use]:
    """Return the first article that has each tag, by the tag's key."""
    uses: dict[str, Use] = {}
    for number, article in enumerate(articles, start=1):
        for tag in article.front.tags:
            uses.setdefault(fold(tag), (number, (article, tag)))
    return uses


def near_names(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each two of *keys* that differ by ال, by an ending, or by one letter more or less.

    To look for equal shapes takes far less time than to compare each two of thousands.
    """
    groups: dict[str, set[str]] = defaultdict(set)
    for key in sorted(keys):
        groups[shape(key)].add(key)
        groups[f"{shape(key, stem)} "].add(key)
    for key in sorted(keys):
        for shorter in without_a_letter(shape(key)):
            if shorter in groups:
                groups[shorter].add(key)
    pairs = {
        (one, other)
        for group in groups.values()
        for one in group
        for other in group
        if one < other and digits(one) == digits(other)
    }
    yield from sorted(pairs)


def shape(key: str, form: Callable[[str], str] = str) -> str:
    """Return the words of *key* without ال and in order, each in its *form*."""
    return " ".join(sorted(map(form, headline_words(key))))


def without_a_letter(name: str) -> Iterator[str]:
    """Yield *name* without one of its letters, if it is long; the first one is never a slip."""
    for at in range(1, len(name)) if len(name) >= SHORTEST else ():
        if name[at] != " ":
            yield name[:at] + name[at + 1 :]


def stem(word: str) -> str:
    """Return *word* without an ending that tells forms of one word apart."""
    ending = next((end for end in ENDINGS if word.endswith(end)), "")
    return word.removesuffix(ending) if len(word) - len(ending) >= SHORTEST_STEM else word


def digits(key: str) -> str:
    """Return the digits of *key*: the summit of one year is not that of the next."""
    return "".join(letter for letter in key if letter.isdigit())
