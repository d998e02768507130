"""What `digestgen move` knows of a site: what is at which address."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from digestgen.config import parse_config
from digestgen.content.parsed import Parsed
from digestgen.errors import Diagnostic
from digestgen.file_path import FilePath
from digestgen.model import Config, FrontMatter, ParsedArticle, Topic
from digestgen.move.names import Name
from digestgen.names import CONTENT
from digestgen.pages.outputs import output_problems, shown
from digestgen.pages.plan import plan
from digestgen.site.assemble import Facts, assemble, permalink
from digestgen.site.topics import all_topics, topic_path
from digestgen.site.visible import waiting_at
from digestgen.text.clean import clean
from digestgen.urls import joined, output_path


class Known(Struct, frozen=True, kw_only=True):
    """A site before a move."""

    config: Config
    parsed: Mapping[FilePath, Parsed]
    facts: Facts
    addresses: Mapping[str, FilePath]
    """The content file of each article and plain page, those that wait too, by site path."""
    topics: Mapping[str, Topic]
    """By each folded name that leads to one."""
    pages: frozenset[str]
    """The site paths of all pages, redirects too."""
    problems: frozenset[Diagnostic]
    """What is wrong with the site already."""

    @property
    def topic_ids(self) -> dict[str, Topic]:
        """Return the topics by their ids."""
        return {topic.id: topic for topic in self.topics.values()}

    @property
    def names(self) -> dict[Name, None]:
        """Return all that can be moved."""
        topics = map(topic_path, self.topic_ids)
        return dict.fromkeys((*self.parsed, *self.addresses, *topics))


def known_site(config: Config, parsed: Iterable[Parsed], facts: Facts) -> Known:
    """Return what is known of the site of *parsed*."""
    ones = {one.path: one for one in parsed}
    pages, problems = planned(config, ones, facts)
    return Known(
        config=config,
        parsed=ones,
        facts=facts,
        addresses={site_path(one, config): one.path for one in ones.values()},
        topics=topics_of(config, ones, facts),
        pages=pages,
        problems=problems,
    )


def site_path(one: Parsed, config: Config, slug: str | None = None) -> str:
    """Return the site path of *one*, or that which it has with another *slug*."""
    slug = one.front.slug if slug is None else slug
    if isinstance(one.front, FrontMatter):
        return permalink(config.permalink, one.front.date.at, slug)
    return joined(slug)


def topics_of(
    config: Config, parsed: Mapping[FilePath, Parsed], facts: Facts
) -> Mapping[str, Topic]:
    """Return the topics of the articles that are built now, by each folded name."""
    waiting = waiting_at(facts.now, parsed.values())
    articles = [one for one in parsed.values() if isinstance(one, ParsedArticle)]
    visible = [one for one in articles if one.path not in waiting]
    visible.sort(key=lambda one: (one.front.date.at, one.path.parts))
    return all_topics(config.topics, (one.front.tags for one in visible), config.base)


def planned(
    config: Config, parsed: Mapping[FilePath, Parsed], facts: Facts
) -> tuple[frozenset[str], frozenset[Diagnostic]]:
    """Return the site paths of all pages of *parsed*, and what is wrong with the site."""
    site, report = assemble(config, [parsed[path] for path in sorted(parsed)], facts)
    pages, links = plan(site)
    media = ((output_path(one.site_path), f"{CONTENT}/{path}") for path, one in site.media.items())
    outputs = [*((page.path, page.origin) for page in pages), *media]
    paths, origins = zip(*outputs, strict=True)
    problems = frozenset((*report, *links, *output_problems(paths, origins)))
    return frozenset(shown(path) for path, _ in outputs), problems


def new_problems(
    known: Known, settings: str, changed: Mapping[FilePath, Parsed]
) -> Iterator[Diagnostic]:
    """Yield what would be wrong with the site after a move that is not now.

    *settings* is site.yaml then, *changed* are the files by the paths that they had. Raises
    Problems if site.yaml is wrong.
    """
    config = parse_config(clean(settings))
    after = {one.path: one for one in {**known.parsed, **changed}.values()}
    _, problems = planned(config, after, known.facts)
    # Places move with what is written before them.
    before = {(one.code, one.place.file, one.message) for one in known.problems}
    for problem in problems:
        if (problem.code, problem.place.file, problem.message) not in before:
            yield problem
