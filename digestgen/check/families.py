"""All that `digestgen check` looks for. A new rule is one function, named in one of two tuples."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from digestgen.check.anchors import page_anchors
from digestgen.check.articles import (
    future_dates,
    missing_alts,
    missing_originals,
    same_originals,
    same_titles,
)
from digestgen.check.characters import characters
from digestgen.check.emphasis import literal_emphasis
from digestgen.check.facts import Facts, SiteFinding
from digestgen.check.finding import Finding
from digestgen.check.prose import latin_punctuation, misleading_links, unbalanced
from digestgen.check.sizes import large_files, large_pages, site_size, wide_folders
from digestgen.check.text import RawText
from digestgen.check.topics import similar_topics, unused_sources, unused_topics
from digestgen.check.words import mixed_scripts, mojibake, persian_letters

# What the text of one file tells.
TEXT_RULES: Final[tuple[Callable[[RawText], Iterator[Finding]], ...]] = (
    characters,
    mixed_scripts,
    persian_letters,
    latin_punctuation,
    unbalanced,
    literal_emphasis,
    misleading_links,
)
# What takes all files to know.
SITE_RULES: Final[tuple[Callable[[Facts], Iterator[SiteFinding]], ...]] = (
    page_anchors,
    missing_alts,
    missing_originals,
    future_dates,
    same_titles,
    same_originals,
    similar_topics,
    unused_sources,
    unused_topics,
    large_files,
    wide_folders,
    large_pages,
    site_size,
)


def text_findings(text: RawText) -> list[Finding]:
    """Return all that is wrong with *text*. In garbage nothing else is looked for."""
    garbage = list(mojibake(text))
    rest = chain.from_iterable(rule(text) for rule in TEXT_RULES)
    if not garbage:
        return list(rest)
    return [*garbage, *(one for one in rest if not lies_in(one, garbage))]


def lies_in(finding: Finding, garbage: list[Finding]) -> bool:
    """Tell whether *finding* lies in a piece of *garbage*."""
    return any(one.start <= finding.start < one.end for one in garbage)


def site_findings(facts: Facts) -> list[SiteFinding]:
    """Return all that is wrong with a site as a whole."""
    return [finding for rule in SITE_RULES for finding in rule(facts)]
