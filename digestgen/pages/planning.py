"""What every planner starts from, and the small values that many pages show."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from digestgen.cache.hashing import digest
from digestgen.model import Article, Config, Link, MenuEntry, PlainPage, Site, Source, Topic
from digestgen.page_plan import PagePlan
from digestgen.pages.social import Cards as SocialCards
from digestgen.promise import Printed, Promise, print_of
from digestgen.recall import Recall
from digestgen.site.sources import FOLDER as SOURCES
from digestgen.site.topics import FOLDER as TOPICS
from digestgen.site.topics import topic_aliases, topic_path
from digestgen.text.direction import language_direction
from digestgen.urls import HOME, absolute, encoded_web_url, href, joined, output_path, with_slash
from digestgen.views import BodyPlan, Card, FeedLinks, Masthead, View

ATOM: Final = "feed.xml"
JSON: Final = "feed.json"

PromisedCards = tuple[Promise[Card], ...]
Related = Callable[[], tuple[tuple[int, ...], ...]]
"""What returns the indexes of those that are related to each article, in their order, best first.
"""


class Frame(Struct, frozen=True):
    """What pages of all kinds are made with."""

    origin: str
    base: str
    language: str

    def url(self, site_path: str) -> str:
        """Return the URL of *site_path* under the base path."""
        return href(self.base, site_path)

    def canonical(self, site_path: str) -> str:
        """Return the whole URL of *site_path*."""
        return absolute(self.origin, self.url(site_path))


class Planning(Struct, frozen=True, kw_only=True):
    """The site, and what is worked out once for all of its pages."""

    site: Site
    frame: Frame
    articles: tuple[Printed[Article], ...]
    """In the order of the site."""
    cards: PromisedCards
    """Of the articles, in their order."""
    social: SocialCards
    related: Related
    recall: Recall

    @property
    def config(self) -> Config:
        """Return the settings of the site."""
        return self.site.config

    def cards_at(self, places: Iterable[int]) -> PromisedCards:
        """Return the cards of the articles at *places*."""
        return tuple(map(self.cards.__getitem__, places))

    def published(self, places: Sequence[int]) -> datetime | None:
        """Return when the newest of the articles at *places*, the first of them, was published."""
        return self.site.articles[places[0]].front.date.at if places else None


def cards_at(
    cards: Sequence[Promise[Card]], places: Iterable[Iterable[int]]
) -> tuple[PromisedCards, ...]:
    """Return those of *cards* that stand at each of *places*."""
    return tuple([tuple(map(cards.__getitem__, some)) for some in places])


def planning(site: Site, social: SocialCards, related: Related, recall: Recall) -> Planning:
    """Return what the planners of *site* start from.

    *social* are its social cards, and *related* returns which articles are related.
    """
    config = site.config
    paths = [one.path for one in site.articles]
    topics = tuple([one.topic for one in site.topics])
    sources = tuple([one.source for one in site.sources])
    prints = recall(beside, "beside", config, topics, sources)
    found = recall.each(shown, paths, (site.articles,), prints)
    return Planning(
        site=site,
        frame=recall(Frame, "frame", config.origin, config.base, config.language),
        articles=tuple([article for article, _ in found]),
        cards=tuple([card for _, card in found]),
        social=social,
        related=related,
        recall=recall,
    )


def page_plan(  # noqa: PLR0913 - all that pages of any kind have
    site_path: str,
    template: str,
    view: Promise[View],
    *,
    origin: str,
    bodies: tuple[BodyPlan, ...] = (),
    published: datetime | None = None,
) -> PagePlan:
    """Return the plan of the page at *site_path* with *view*, whose article was *published* then.

    Of a list, it is the newest article.
    """
    return PagePlan(
        path=output_path(site_path),
        template=template,
        view=view,
        bodies=bodies,
        origin=origin,
        published=published,
    )


def masthead(config: Config) -> Masthead:
    """Return what every page shows of the site that *config* describes."""
    return Masthead(
        title=config.title,
        description=config.description,
        origin=config.origin,
        home_url=href(config.base, HOME),
        topics_url=href(config.base, joined(TOPICS)),
        sources_url=href(config.base, joined(SOURCES)),
        feeds=feed_links(config.base, HOME),
        language=config.language,
        direction=language_direction(config.language),
        months=config.months,
        digits=config.digits,
        hijri=config.hijri,
        menu=tuple(menu_link(entry, config) for entry in config.menu),
        email=config.email,
        social=tuple(menu_link(entry, config) for entry in config.social),
        params=config.params,
    )


def feed_links(base: str, site_path: str) -> FeedLinks:
    """Return the URLs of the feeds of the list at *site_path*."""
    return FeedLinks(atom=href(base, f"{site_path}{ATOM}"), json=href(base, f"{site_path}{JSON}"))


def menu_link(entry: MenuEntry, config: Config) -> Link:
    """Return *entry* of the menu as a link."""
    inside = entry.url.startswith("/")
    url = href(config.base, with_slash(entry.url)) if inside else encoded_web_url(entry.url)
    return Link(url=url, text=entry.name)


class Beside(Struct, frozen=True):
    """The prints of what articles show beside what their files say."""

    config: str
    """That of the settings that decide on the place of an article."""
    topics: Mapping[str, str]
    """By id."""
    sources: Mapping[str, str]
    """By id."""


def beside(config: Config, topics: Iterable[Topic], sources: Iterable[Source]) -> Beside:
    """Return the prints of what articles show of *config*, *topics* and *sources*."""
    return Beside(
        print_of((config.permalink, config.base, config.rights, config.language)),
        {topic.id: print_of((topic.name, topic.link)) for topic in topics},
        {source.id: print_of(source) for source in sources},
    )


def shown(article: Article, prints: Beside) -> tuple[Printed[Article], Promise[Card]]:
    """Return *article* as its own page and feeds are made from it, and as lists show it.

    Their prints are made of that of its file, or of the gist of that, and of what it shows besides.
    """
    topics = "".join([prints.topics[topic.id] for topic in article.topics])
    sources = "".join([prints.sources[credit.source.id] for credit in article.credits])
    picture = print_of(article.picture) if article.picture else ""
    rest = f"{article.path}\n{prints.config}{article.waiting} {topics} {sources} {picture}"
    print_ = digest(rest.encode())
    whole = Printed(article, f"{article.print}{print_}")
    return whole, Promise(card, (whole,), f"{article.gist}{print_}")


def card(article: Article) -> Card:
    """Return *article* as lists show it."""
    links = {credit.source.id: credit.source.link for credit in article.credits}
    return Card(
        url=article.url,
        title=article.front.title,
        language=article.language,
        direction=language_direction(article.language),
        summary=summary(article),
        date=article.front.date,
        sources=tuple(links.values()),
        topics=tuple([topic.link for topic in article.topics]),
        picture=article.picture,
        featured=article.front.featured,
        waiting=article.waiting,
    )


def old_topic_ids(site: Site) -> dict[str, str]:
    """Return the topic that each old id of one leads to, the oldest first of each topic.

    Where an article or a plain page has an alias of its own, none leads on.
    """
    shown = {entry.topic.id for entry in site.topics}
    found = dict(topic_aliases(site.config.topics, shown))
    if not found:
        return found
    ones: tuple[Article | PlainPage, ...] = (*site.articles, *site.withdrawn, *site.plain_pages)
    taken = {alias for one in ones for alias in one.front.aliases}
    return {old: new for old, new in found.items() if topic_path(old) not in taken}


def summary(one: Article | PlainPage) -> str:
    """Return what *one* is about: its own summary, else its first sentences."""
    return one.front.summary or one.body.lead


def article_link(article: Article) -> Link:
    """Return the link to *article*."""
    return Link(url=article.url, text=article.front.title, language=article.front.language)
