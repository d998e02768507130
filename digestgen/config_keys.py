"""The keys of site.yaml: how each is read, and what is said of it."""

import re
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from digestgen import rules
from digestgen.config_checks import LEVELS
from digestgen.config_feeds import FEED_SETTINGS, RIGHTS_OF_ALL
from digestgen.config_registries import LINKS, SOURCES_BY_ID, TOPICS_BY_ID
from digestgen.errors import said
from digestgen.model import Digits, Messages, Months
from digestgen.yaml.fields import Fields
from digestgen.yaml.keys import (
    EMAIL,
    FLAG,
    FREE,
    LANGUAGE_CODE,
    TEXT,
    WEB_URL,
    Key,
    Keys,
    Kind,
    choice,
    number,
)

PERMALINK_SHAPE: Final = re.compile(r"/(?:(?:[\w.-]|\{(?:year|month|day|slug)\})+/)+")
DEFAULT_PERMALINK: Final = "/{year}/{month}/{day}/{slug}/"
FOLDER_NAME: Final = re.compile(r"[\w-][\w.-]*")

# --- readers -------------------------------------------------------------------------------------


def timezone(fields: Fields, key: str) -> ZoneInfo:
    """Return the zone of dates without an offset."""
    name = fields.text(key) or "UTC"
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        fields.report.append(rules.NOT_A_TIMEZONE.at(fields.place(key), value=name))
        return ZoneInfo("UTC")


def theme_name(fields: Fields, key: str) -> str:
    """Return the name of the theme, which is the name of a folder."""
    name = fields.text(key) or "default"
    if not FOLDER_NAME.fullmatch(name):
        hint = said("write the name of a folder in themes/, or theme: default")
        fields.report.append(rules.NO_THEME.at(fields.place(key), hint=hint, name=name))
    return name


def permalink(fields: Fields, key: str) -> str:
    """Return the pattern of article URLs."""
    pattern = fields.text(key) or DEFAULT_PERMALINK
    whole = PERMALINK_SHAPE.fullmatch(pattern) and "/../" not in pattern and "/./" not in pattern
    if not whole or "{slug}" not in pattern:
        fields.report.append(rules.NOT_A_PERMALINK.at(fields.place(key), value=pattern))
        return DEFAULT_PERMALINK
    return pattern


# --- the keys of the site ------------------------------------------------------------------------

TITLE: Final = Key(
    name="title",
    kind=TEXT,
    meaning="The name of the site.",
    example="موجز الأخبار",
    required=True,
)
URL: Final = Key(
    name="url",
    kind=WEB_URL,
    meaning=("Where the site is served. If it has a path, every link of the site starts with it."),
    example="https://example.github.io/digest/",
    required=True,
    hint=said("add where the site is served: url: https://NAME.github.io/REPOSITORY/"),
)
LANGUAGE: Final = Key(
    name="language",
    kind=LANGUAGE_CODE,
    meaning=(
        "The language of the site, from which its direction follows. "
        "The default theme speaks Arabic, English, Hebrew, Persian and Urdu."
    ),
    example="fa",
    default="ar",
)
TIMEZONE: Final = Key(
    name="timezone",
    kind=Kind(read=timezone, schema=TEXT.schema, words="IANA name"),
    meaning="The time zone of every date without an offset.",
    example="Africa/Cairo",
    default="UTC",
)
DESCRIPTION: Final = Key(
    name="description",
    kind=TEXT,
    meaning="What the site is, for the footer and for search engines.",
    example="مختارات من أنباء آسيا",
)
DISCLAIMER: Final = Key(
    name="disclaimer",
    kind=TEXT,
    meaning="Stands on every article.",
    example="الآراء تخص أصحابها.",
)
END_MARK: Final = Key(
    name="end_mark",
    kind=TEXT,
    meaning="Closes every article that does not have it already.",
    example="(انتهى)",
)
THEME: Final = Key(
    name="theme",
    kind=Kind(read=theme_name, schema=TEXT.schema, words="name of a folder"),
    meaning="How the site looks.",
    see="[the theme](#the-theme)",
    example="evening",
    default="default",
)
PERMALINK: Final = Key(
    name="permalink",
    kind=Kind(
        read=permalink,
        schema={"type": "string", "pattern": r"^\s*/(?:.*/)?[^/]*\{slug\}[^/]*/(?:.*/)?\s*$"},
        words="pattern",
    ),
    meaning="The URL of an article.",
    see="[permalinks](#permalinks)",
    example="/{year}/{slug}/",
    default=DEFAULT_PERMALINK,
)
PER_PAGE: Final = Key(
    name="per_page",
    kind=number(default=20, lowest=1, highest=1000),
    meaning="How many articles a full page of a list has.",
    example="30",
    default=20,
)
MONTHS: Final = Key(
    name="months",
    kind=choice(Months, Months.GREGORIAN),
    meaning="The names of months.",
    see="[dates and numbers](#dates-and-numbers)",
    example="levantine",
    default=Months.GREGORIAN.value,
)
DIGITS: Final = Key(
    name="digits",
    kind=choice(Digits, Digits.LATN),
    meaning="The digits of dates and counts.",
    example="arab",
    default=Digits.LATN.value,
)
HIJRI: Final = Key(
    name="hijri",
    kind=FLAG,
    meaning="Adds the Hijri date to articles.",
    example="true",
    default=False,
)
SOCIAL_CARDS: Final = Key(
    name="social_cards",
    kind=FLAG,
    meaning="Draws a picture of the headline for articles without a photo.",
    see="[pictures for social networks](#pictures-for-social-networks)",
    example="true",
    default=False,
)
SOURCES: Final = Key(
    name="sources",
    kind=SOURCES_BY_ID,
    meaning="The outlets.",
    see="[sources](#sources)",
    example="{manara: {name: وكالة المنارة}}",
)
TOPICS: Final = Key(
    name="topics",
    kind=TOPICS_BY_ID,
    meaning="The topics.",
    see="[topics](#topics)",
    example="{space: {name: الفضاء}}",
)
MENU: Final = Key(
    name="menu",
    kind=LINKS,
    meaning="The links in the header.",
    see="[menu and social links](#menu-and-social-links)",
    example="[{name: المواضيع, url: /topics/}]",
    without="home, topics, sources",
)
SITE_EMAIL: Final = Key(
    name="email",
    kind=EMAIL,
    meaning="In the footer, where harvesters cannot read it.",
    example="desk@example.org",
)
SOCIAL: Final = Key(
    name="social",
    kind=LINKS,
    meaning="The links in the footer.",
    example='[{name: Mastodon, url: "https://social.example/@digest"}]',
)
RIGHTS: Final = Key(
    name="rights",
    kind=RIGHTS_OF_ALL,
    meaning="The [rights](articles.md#rights) of articles that do not say them.",
    example="excerpt",
)
FEEDS: Final = Key(
    name="feeds",
    kind=FEED_SETTINGS,
    meaning="The settings of [feeds](feeds.md#settings).",
    example='{id: "tag:example.org,2024:", entries: 50}',
)
NEWS_SITEMAP: Final = Key(
    name="news_sitemap",
    kind=FLAG,
    meaning="Adds a sitemap for [Google News](feeds.md#search-engines).",
    example="true",
    default=False,
)
CHECKS: Final = Key(
    name="checks",
    kind=LEVELS,
    meaning="How bad `digestgen check` takes what it finds: `error`, `warning` or `off`.",
    see="[checking](checking.md#settings)",
    example="{latin-punctuation: off}",
)
MESSAGES: Final = Key(
    name="messages",
    kind=choice(Messages, Messages.ENGLISH),
    meaning="The language in which digestgen speaks to you.",
    see="[messages](#the-language-of-messages)",
    example="ar",
    without="by your system",
)
PARAMS: Final = Key(
    name="params", kind=FREE, meaning="Free values for themes.", example="{reading_font: naskh}"
)
KEYS: Final[Keys] = (
    *(TITLE, URL, LANGUAGE, TIMEZONE, DESCRIPTION, DISCLAIMER, END_MARK, THEME, PERMALINK),
    *(PER_PAGE, MONTHS, DIGITS, HIJRI, SOCIAL_CARDS, SOURCES, TOPICS, MENU, SITE_EMAIL),
    *(SOCIAL, RIGHTS, FEEDS, NEWS_SITEMAP, CHECKS, MESSAGES, PARAMS),
)
