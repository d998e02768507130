"""Registries and tags: what nobody uses, and topics that seem to be one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from digestgen import rules
from digestgen.check.facts import Facts, SiteFinding, at_key
from digestgen.model import ParsedArticle, Topic
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
    written = [article.front.sources for article in facts.articles]
    sources = all_sources(facts.config.sources, written, facts.config.base)
    found = (find(one, sources) for some in written for one in some)
    used = {one.id for one in found if one}
    for source in facts.config.sources:
        if source.id not in used:
            values = {"name": source.name}
            yield SiteFinding(rule=rules.UNUSED_SOURCE, place=source.place, values=values)


def topics_with_tags(facts: Facts) -> Topics:
    """Return the topic of each tag that an article has, by the key of the tag."""
    topics = known_topics(facts)
    tags = {fold(tag) for article in facts.articles for tag in article.front.tags}
    return {tag: topics[tag] for tag in sorted(tags)}


def known_topics(facts: Facts) -> Topics:
    """Return all topics, declared or not, by each folded name."""
    tags = (article.front.tags for article in facts.articles)
    return all_topics(facts.config.topics, tags, facts.config.base)


def similar_topics(facts: Facts) -> Iterator[SiteFinding]:
    """Yield the tags that make a topic of their own beside one of nearly the same name."""
    declared = frozenset(topic.id for topic in facts.config.topics)
    known = known_topics(facts)
    uses = first_uses(facts.articles)
    ranks = {key: rank(topic, uses.get(key), declared) for key, topic in known.items()}
    near = [sorted(pair, key=lambda key: ranks[key]) for pair in near_names(known)]
    told: set[str] = set()
    for one, other in sorted(near, key=lambda pair: ranks[pair[0]]):
        is_one = known[one].id == known[other].id or known[other].id in declared
        if not is_one and other not in told and (use := uses.get(other)):
            told.add(other)
            values = {"name": use.tag, "other": known[one].name}
            yield at_key(rules.SIMILAR_TOPICS, use.article.path, "tags", use.tag, **values)


class Use(Struct, frozen=True, kw_only=True):
    """The first article that has a tag, the tag as it is written there, how many have it."""

    number: int
    article: ParsedArticle
    tag: str
    count: int = 1


def rank(topic: Topic, use: Use | None, declared: frozenset[str]) -> tuple[bool, int, int]:
    """Return by what *topic* comes before another: declared, in more articles, there first."""
    return topic.id not in declared, -use.count if use else 0, use.number if use else 0


def first_uses(articles: Iterable[ParsedArticle]) -> Mapping[str, Use]:
    """Return how each tag is used, by the tag's key."""
    uses: dict[str, Use] = {}
    for number, article in enumerate(articles):
        for tag in article.front.tags:
            first = uses.get(key := fold(tag))
            uses[key] = (
                replace(first, count=first.count + 1)
                if first
                else Use(number=number, article=article, tag=tag)
            )
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
