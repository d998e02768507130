"""Articles: what they lack, and what two of them have in common."""

from collections.abc import Callable, Iterator
from typing import Final

from digestgen import rules
from digestgen.check.facts import Facts, SiteFinding, at_key
from digestgen.content.read import place_of
from digestgen.errors import Phrase, Rule, said
from digestgen.file_path import FilePath
from digestgen.model import BodyImage, ParsedArticle
from digestgen.site.stories import canonical_url
from digestgen.text.folding import fold

# What an author can write, by where the picture stands.
LEAD_ALT: Final = said("write image: {{src: …, alt: what can be seen on it}}")
BODY_ALT: Final = said("write what can be seen on it: ![…](…)")


def missing_alts(facts: Facts) -> Iterator[SiteFinding]:
    """Yield the pictures that say nothing to those who cannot see them."""
    for one in facts.parsed:
        image = one.front.image
        if image and not image.alt:
            yield no_alt(image.path, at_key(rules.NO_ALT, one.path, "image"), LEAD_ALT)
        for part in one.body.gaps:
            if isinstance(part, BodyImage) and not part.alt.strip():
                at = SiteFinding(rule=rules.NO_ALT, place=part.place)
                yield no_alt(part.path, at, BODY_ALT)


def no_alt(picture: FilePath, at: SiteFinding, example: Phrase) -> SiteFinding:
    """Return that *picture* has no words, *at* its place."""
    values = {"path": picture, "example": example}
    return SiteFinding(rule=at.rule, place=at.place, key=at.key, values=values)


def missing_originals(facts: Facts) -> Iterator[SiteFinding]:
    """Yield the articles whose original nobody can find."""
    for article in facts.articles:
        if not any(source.url for source in article.front.sources):
            yield at_key(rules.NO_ORIGINAL, article.path, "source")


def future_dates(facts: Facts) -> Iterator[SiteFinding]:
    """Yield the dates after now of articles that are no drafts."""
    for article in facts.articles:
        front = article.front
        for key, moment in (("date", front.date), ("updated", front.updated)):
            if moment and moment.at > facts.now and not front.draft:
                yield at_key(rules.FUTURE_DATE, article.path, key, name=key)


def same_titles(facts: Facts) -> Iterator[SiteFinding]:
    """Yield the articles with the title of an older one, however the two are spelled."""

    def titles(article: ParsedArticle) -> Iterator[tuple[str, str]]:
        yield fold(article.front.title), article.front.title

    yield from repeated(facts, rules.SAME_TITLE, "title", titles)


def same_originals(facts: Facts) -> Iterator[SiteFinding]:
    """Yield the articles that credit the original of an older one, under whatever address."""

    def originals(article: ParsedArticle) -> Iterator[tuple[str, str]]:
        for source in article.front.sources:
            # The front page of an outlet is no original.
            if source.url and canonical_url(source.url).count("/") > len("//"):
                yield canonical_url(source.url), source.url

    yield from repeated(facts, rules.SAME_ORIGINAL, "source", originals)


def repeated(
    facts: Facts,
    rule: Rule,
    key: str,
    keys_of: Callable[[ParsedArticle], Iterator[tuple[str, str]]],
) -> Iterator[SiteFinding]:
    """Yield each article with something of an older one, by *keys_of*: how it compares, reads."""
    first: dict[str, ParsedArticle] = {}
    for article in facts.articles:
        for compared, written in keys_of(article):
            owner = first.setdefault(compared, article)
            if compared and owner is not article:
                other = place_of(owner.path).file
                yield at_key(rule, article.path, key, written, other=other)
