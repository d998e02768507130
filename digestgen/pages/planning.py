"""What every planner starts from, and the small values that many pages show."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from msgspec import Struct

from digestgen.model import Article, Config, Link, MenuEntry, Moment, PlainPage, Site
from digestgen.pages.social import Cards as SocialCards
from digestgen.recall import Recall
from digestgen.site import sources, topics
from digestgen.text.direction import language_direction
from digestgen.urls import HOME, absolute, encoded_web_url, href, joined, output_path, with_slash
from digestgen.views import BodyPlan, Card, FeedLinks, Masthead, Page, View

ATOM: Final = "feed.xml"
JSON: Final = "feed.json"


class Frame(Struct, frozen=True):
    """What all pages of a site have in common."""

    config: Config
    masthead: Masthead
    drawing: str | None
    """How social cards are drawn, as a fingerprint; None if they are not."""

    def url(self, site_path: str) -> str:
        """Return the URL of *site_path* under the base path."""
        return href(self.config.base, site_path)

    def canonical(self, site_path: str) -> str:
        """Return the whole URL of *site_path*."""
        return absolute(self.config.origin, self.url(site_path))

    def page(
        self,
        site_path: str,
        template: str,
        view: View,
        *,
        origin: str,
        bodies: tuple[BodyPlan, ...] = (),
    ) -> Page:
        """Return the page at *site_path*."""
        return Page(
            path=output_path(site_path),
            template=template,
            masthead=self.masthead,
            view=view,
            bodies=bodies,
            origin=origin,
        )


class Planning(Struct, frozen=True, kw_only=True):
    """The site, and what is worked out once for all of its pages.

    A function that is recalled takes what it reads of this, and never all of it.
    """

    site: Site
    frame: Frame
    paths: Sequence[PurePosixPath]
    """Of the articles, in their order."""
    cards: tuple[Card, ...]
    """Of the articles, in their order."""
    days: Mapping[date, tuple[Card, ...]]
    """The cards of each day, days newest first."""
    social: SocialCards
    recall: Recall

    def cards_at(
        self, key: str, places: tuple[tuple[int, ...], ...]
    ) -> tuple[tuple[Card, ...], ...]:
        """Return the cards of the articles at each of *places*, which *key* tells from others."""
        return self.recall(cards_at, key, self.cards, places)


def cards_at(
    cards: Sequence[Card], places: tuple[tuple[int, ...], ...]
) -> tuple[tuple[Card, ...], ...]:
    """Return those of *cards* that stand at each of *places*."""
    return tuple([tuple([cards[place] for place in some]) for some in places])


def cards_of_days(
    days: Iterable[date], cards: Sequence[Card], moments: Sequence[Moment]
) -> dict[date, tuple[Card, ...]]:
    """Return the cards of articles by their days, which are *days*.

    *moments* are when they were published.
    """
    found: dict[date, list[Card]] = {day: [] for day in days}
    for card, moment in zip(cards, moments, strict=True):
        found[moment.at.date()].append(card)
    return {day: tuple(some) for day, some in found.items()}


def planning(site: Site, social: SocialCards, recall: Recall) -> Planning:
    """Return what the planners of *site* start from; its social cards are *social*."""
    config = site.config
    head = recall(masthead, "masthead", config)
    paths = [one.path for one in site.articles]
    cards = recall.each(card, paths, (site.articles,))
    moments = tuple([one.front.date for one in site.articles])
    return Planning(
        site=site,
        frame=recall(Frame, "frame", config, head, site.drawing),
        paths=paths,
        cards=cards,
        days=recall(cards_of_days, "days", tuple(site.days), cards, moments),
        social=social,
        recall=recall,
    )


def masthead(config: Config) -> Masthead:
    """Return what every page shows of the site that *config* describes."""
    return Masthead(
        title=config.title,
        description=config.description,
        origin=config.origin,
        home_url=href(config.base, HOME),
        topics_url=href(config.base, joined(topics.FOLDER)),
        sources_url=href(config.base, joined(sources.FOLDER)),
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
    found = dict(topics.topic_aliases(site.config.topics, shown))
    if not found:
        return found
    ones: tuple[Article | PlainPage, ...] = (*site.articles, *site.withdrawn, *site.plain_pages)
    taken = {alias for one in ones for alias in one.front.aliases}
    return {old: new for old, new in found.items() if topics.topic_path(old) not in taken}


def summary(one: Article | PlainPage) -> str:
    """Return what *one* is about: its own summary, else its first sentences."""
    return one.front.summary or one.body.lead


def article_link(article: Article) -> Link:
    """Return the link to *article*."""
    return Link(url=article.url, text=article.front.title, language=article.front.language)
