"""Gives each article the next newer and the next older one, which Pelican itself does not."""

from itertools import pairwise

from pelican import signals
from pelican.generators import ArticlesGenerator


def neighbours(generator: ArticlesGenerator) -> None:
    """Set `newer` and `older` of every article that has them."""
    for newer, older in pairwise(generator.articles):
        newer.older, older.newer = older, newer


def register() -> None:
    """Connect to Pelican."""
    signals.article_generator_finalized.connect(neighbours)
