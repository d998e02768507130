"""The articles that may tell the same story as a new one."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from digestgen.errors import Phrase, said
from digestgen.file_path import FilePath
from digestgen.model import FrontMatter
from digestgen.site.assemble import permalink
from digestgen.site.stories import canonical_url, same_headline
from digestgen.start.article import NewArticle


class Known(Struct, frozen=True, kw_only=True):
    """An article that is there already; *path* is relative to `content/`."""

    path: FilePath
    front: FrontMatter


def warnings(article: NewArticle, known: Iterable[Known]) -> Iterator[tuple[FilePath, Phrase]]:
    """Yield the paths of those of *known* that may tell the story of *article*, and why."""
    original = canonical_url(article.original) if article.original else None
    for one in known:
        if original in originals(one.front):
            title = one.front.title
            yield (
                one.path,
                said("an article from this web address is there already: {title}", title=title),
            )
        elif same_headline(article.title, one.front.title):
            title = one.front.title
            yield (
                one.path,
                said("an article with nearly this title is there already: {title}", title=title),
            )


def site_paths(known: Iterable[Known], pattern: str) -> frozenset[str]:
    """Return the site paths of *known*, whose permalinks have the *pattern*."""
    return frozenset(permalink(pattern, one.front.date.at, one.front.slug) for one in known)


def originals(front: FrontMatter) -> frozenset[str]:
    """Return the keys of the web addresses that *front* credits."""
    return frozenset(canonical_url(source.url) for source in front.sources if source.url)
