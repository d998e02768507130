"""What every planner starts from, and the small values that many pages show."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from digestgen.model import (
    Article,
    Card,
    Config,
    Link,
    Masthead,
    MenuEntry,
    Page,
    Picture,
    PlainPage,
    Site,
    Source,
    Topic,
    View,
    WrittenImage,
)
from digestgen.text.direction import language_direction
from digestgen.urls import HOME, absolute, encoded_web_url, href, joined, output_path, with_slash

TOPICS: Final = "topics"
SOURCES: Final = "sources"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """The site, and what is worked out once for all of its pages."""

    site: Site
    masthead: Masthead
    cards: Mapping[PurePosixPath, Card]
    """The card of each article, by the path of its file."""

    @property
    def config(self) -> Config:
        """Return the site's settings."""
        return self.site.config

    def url(self, site_path: str) -> str:
        """Return the URL of *site_path* under the base path."""
        return href(self.config.base, site_path)

    def canonical(self, site_path: str) -> str:
        """Return the whole URL of *site_path*."""
        return absolute(self.config.origin, self.url(site_path))

    def page(self, site_path: str, template: str, view: View, *, origin: str) -> Page:
        """Return the page at *site_path*."""
        path = output_path(site_path)
        return Page(
            path=path,
            template=template,
            masthead=self.masthead,
            view=view,
            origin=origin,
        )


def planning(site: Site) -> Planning:
    """Return what the planners of *site* start from."""
    cards = {article.path: card(article, site) for article in site.articles}
    return Planning(site=site, masthead=masthead(site.config), cards=cards)


def masthead(config: Config) -> Masthead:
    """Return what every page shows of the site that *config* describes."""
    return Masthead(
        title=config.title,
        description=config.description,
        origin=config.origin,
        home_url=href(config.base, HOME),
        topics_url=href(config.base, joined(TOPICS)),
        sources_url=href(config.base, joined(SOURCES)),
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


def menu_link(entry: MenuEntry, config: Config) -> Link:
    """Return *entry* of the menu as a link."""
    inside = entry.url.startswith("/")
    url = href(config.base, with_slash(entry.url)) if inside else encoded_web_url(entry.url)
    return Link(url=url, text=entry.name)


def card(article: Article, site: Site) -> Card:
    """Return *article* as lists show it."""
    base = site.config.base
    sources = {credit.source.id: credit.source for credit in article.credits}
    return Card(
        url=href(base, article.site_path),
        title=article.front.title,
        language=article.language,
        direction=language_direction(article.language),
        summary=summary(article),
        date=article.front.date,
        sources=tuple(source_link(source, base) for source in sources.values()),
        topics=tuple(topic_link(topic, base) for topic in article.topics),
        picture=picture(article.front.image, site),
        featured=article.front.featured,
    )


def summary(one: Article | PlainPage) -> str:
    """Return what *one* is about: its own summary, else its first sentences."""
    return one.front.summary or one.body.lead


def topic_path(topic: Topic) -> str:
    """Return the site path of *topic*."""
    return joined(TOPICS, topic.id)


def source_path(source: Source) -> str:
    """Return the site path of *source*."""
    return joined(SOURCES, source.id)


def topic_link(topic: Topic, base: str) -> Link:
    """Return the link to *topic*."""
    return Link(url=href(base, topic_path(topic)), text=topic.name, language=topic.language)


def source_link(source: Source, base: str) -> Link:
    """Return the link to the page of *source*."""
    return Link(url=href(base, source_path(source)), text=source.name, language=source.language)


def article_link(article: Article, base: str) -> Link:
    """Return the link to *article*."""
    return Link(
        url=href(base, article.site_path),
        text=article.front.title,
        language=article.front.language,
    )


def picture(image: WrittenImage | None, site: Site) -> Picture | None:
    """Return the lead picture *image* as pages show it."""
    media = site.media.get(image.path) if image else None
    if image is None or media is None or media.dimensions is None:
        return None
    return Picture(
        url=href(site.config.base, media.site_path),
        width=media.dimensions.width,
        height=media.dimensions.height,
        alt=image.alt or image.caption or "",
        caption=image.caption,
        credit=image.credit,
    )
