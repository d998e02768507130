"""What the rules about a whole site look at, and what they find."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct, field

from digestgen.content.parsed import Parsed
from digestgen.content.read import Tree, place_of
from digestgen.errors import Place, Rule
from digestgen.file_path import FilePath
from digestgen.model import Config, ParsedArticle, Site


class Facts(Struct, frozen=True, kw_only=True):
    """All that is known of a site and of what was last built of it."""

    config: Config
    parsed: Sequence[Parsed]
    """The content files that are valid, those that wait as well, by path."""
    site: Site
    tree: Tree
    built: Mapping[str, int]
    """The size in bytes of each file of the output, by path; empty if nothing was built."""
    output: str
    """The name of the output folder as it is shown."""
    now: datetime

    @property
    def articles(self) -> list[ParsedArticle]:
        """Return the articles, those that wait as well, oldest first."""
        found = [one for one in self.parsed if isinstance(one, ParsedArticle)]
        return sorted(found, key=lambda article: (article.front.date.at, article.path.parts))


class SiteFinding(Struct, frozen=True, kw_only=True):
    """What breaks a rule at *place*, or where that file has the *written* value of the *key*."""

    rule: Rule
    place: Place
    key: str = ""
    written: str = ""
    """Empty for whatever value the key has."""
    values: Mapping[str, object] = field(default_factory=dict)


def at_key(
    rule: Rule, path: FilePath, key: str, written: str = "", **values: object
) -> SiteFinding:
    """Return what breaks *rule* in the *written* value of *key* of the content file *path*."""
    return SiteFinding(rule=rule, place=place_of(path), key=key, written=written, values=values)
