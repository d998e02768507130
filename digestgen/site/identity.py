"""What articles are called in feeds, so that readers never get one twice.

An id has to outlive the title, the slug, the folder and the address of the site. What stays is the
name of the file with its date; a file that is renamed can keep its old id in the front matter.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from digestgen import rules
from digestgen.content.article_values import DATE_PREFIX, file_name
from digestgen.content.read import place_of
from digestgen.errors import Diagnostic
from digestgen.model import Article, ParsedArticle
from digestgen.text.slug import PLAIN_SLUG, fits, slugify

# What most files are called: a whole date and a slug, which is the id.
PLAIN: Final = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}-{PLAIN_SLUG}")


def identity(article: ParsedArticle) -> str:
    """Return the id of *article*: `2024-06-21-talks`, whatever its slug."""
    if article.front.id:
        return article.front.id
    name = file_name(article.path)
    if PLAIN.fullmatch(name) and fits(name):
        return name
    match = DATE_PREFIX.match(name)
    rest = slugify(name[match.end() :] if match else name)
    day = iso_day(match[0]) if match else f"{article.front.date.at:%Y-%m-%d}"
    return f"{day}-{rest}" if rest else day


def iso_day(prefix: str) -> str:
    """Return the date in the *prefix* of a file's name, which may lack zeros: `2024-6-1-`."""
    year, month, day = prefix.rstrip("-_ ").split("-")
    return f"{year}-{month:0>2}-{day:0>2}"


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
