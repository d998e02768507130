"""site.yaml → Config. Raw mappings stop here; all problems of the file come back together."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, TypeVar
from urllib.parse import urlsplit

from msgspec.structs import replace

from digestgen import config_keys as keys
from digestgen import rules
from digestgen.errors import Diagnostic, Problems, Rule
from digestgen.model import Config, RegisteredSource, RegisteredTopic
from digestgen.names import SETTINGS
from digestgen.text.folding import fold
from digestgen.urls import decoded, host
from digestgen.yaml.fields import Fields
from digestgen.yaml.keys import names, require
from digestgen.yaml.parse import parse_yaml

Registered = TypeVar("Registered", RegisteredSource, RegisteredTopic)

# What other generators call our keys.
MEANT: Final[Mapping[str, str]] = {
    **dict.fromkeys(("baseurl", "base_url", "site_url", "siteurl"), "url"),
    **dict.fromkeys(("lang", "locale", "languagecode", "default_lang"), "language"),
    **dict.fromkeys(("paginate", "pagination", "page_size"), "per_page"),
    **dict.fromkeys(("name", "sitename", "site_title"), "title"),
    **dict.fromkeys(("tags", "categories"), "topics"),
    **dict.fromkeys(("tz", "zone"), "timezone"),
    **dict.fromkeys(("permalinks", "article_url"), "permalink"),
    **dict.fromkeys(("nav", "navigation", "links"), "menu"),
    **dict.fromkeys(("feed", "rss", "atom"), "feeds"),
    **dict.fromkeys(("license", "licence", "copyright"), "rights"),
    **dict.fromkeys(("google_news", "sitemap"), "news_sitemap"),
    "subtitle": "description",
}


def parse_config(text: str) -> Config:
    """Return the settings that *text*, the whole of site.yaml, declares. Raises Problems."""
    report: list[Diagnostic] = []
    fields = Fields(parse_yaml(text, file=SETTINGS), report)
    fields.expect(names(keys.KEYS), MEANT)
    config = read_config(fields)
    report += clashes(config.topics, topic_names, rules.SAME_TOPIC)
    report += clashes(config.sources, source_names, rules.SAME_SOURCE)
    if report:
        raise Problems(*report)
    return config


def read_config(fields: Fields) -> Config:
    """Return the settings in *fields*; what is reported stands in them as a default."""
    require(fields, keys.KEYS)
    # It is no setting of the site: it only has to be right. The command line reads it by itself.
    keys.MESSAGES.of(fields)
    origin, base = address(keys.URL.of(fields) or "")
    return Config(
        title=keys.TITLE.of(fields) or "",
        origin=origin,
        base=base,
        language=keys.LANGUAGE.of(fields) or "ar",
        timezone=keys.TIMEZONE.of(fields),
        description=keys.DESCRIPTION.of(fields),
        disclaimer=keys.DISCLAIMER.of(fields),
        end_mark=keys.END_MARK.of(fields),
        theme=keys.THEME.of(fields),
        theme_place=fields.place("theme"),
        permalink=keys.PERMALINK.of(fields),
        per_page=keys.PER_PAGE.of(fields),
        months=keys.MONTHS.of(fields),
        digits=keys.DIGITS.of(fields),
        hijri=keys.HIJRI.of(fields),
        social_cards=keys.SOCIAL_CARDS.of(fields),
        sources=keys.SOURCES.of(fields),
        topics=keys.TOPICS.of(fields),
        menu=keys.MENU.of(fields),
        email=keys.SITE_EMAIL.of(fields),
        social=keys.SOCIAL.of(fields),
        rights=keys.RIGHTS.of(fields),
        feeds=keys.FEEDS.of(fields),
        checks=keys.CHECKS.of(fields),
        news_sitemap=keys.NEWS_SITEMAP.of(fields),
        params=keys.PARAMS.of(fields),
    )


def served_at(config: Config, url: str) -> Config:
    """Return *config* of a site that is served at *url*, a web address."""
    origin, base = address(url)
    return replace(config, origin=origin, base=base)


def address(url: str) -> tuple[str, str]:
    """Return the origin and the base path of *url*; a query and a fragment are dropped."""
    parts = urlsplit(url)
    segments = [decoded(segment) for segment in parts.path.split("/") if segment]
    return f"{parts.scheme}://{parts.netloc}", "/" + "".join(f"{segment}/" for segment in segments)


def topic_names(topic: RegisteredTopic) -> dict[str, str]:
    """Return the names that lead to *topic*, as they are compared and as they are written."""
    return {fold(name): name for name in (topic.id, topic.name, *topic.aliases)}


def source_names(source: RegisteredSource) -> dict[str, str]:
    """Return the names and the host that lead to *source*, as compared and as written."""
    site = host(source.url or "")
    return {fold(source.id): source.id, fold(source.name): source.name, site: site}


def clashes(
    registered: Iterable[Registered],
    names: Callable[[Registered], dict[str, str]],
    rule: Rule,
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each name that leads to two of *registered*."""
    owner: dict[str, str] = {}
    for entry in registered:
        for name, written in sorted(names(entry).items()):
            if name and name in owner:
                yield rule.at(entry.place, name=written, other=owner[name])
            owner.setdefault(name, entry.id)
