"""Two articles that feeds would know by one id."""

from collections.abc import Iterable, Iterator

from digestgen import rules
from digestgen.content.read import place_of
from digestgen.errors import Diagnostic
from digestgen.model import Article


def same_ids(articles: Iterable[Article]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each of *articles*, oldest first, that has the id of an older one.

    Two with one URL as well are reported for that.
    """
    owners: dict[str, Article] = {}
    for article in articles:
        owner = owners.setdefault(article.id, article)
        if owner is not article and owner.site_path != article.site_path:
            place, other = place_of(article.path), place_of(owner.path).file
            fixed = f"id: {article.id}-2"
            yield rules.SAME_ID.at(place, other=other, id=article.id, fixed=fixed)
