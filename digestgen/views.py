"""The values that the plan makes: pages, and the views that their templates read.

They are frozen and have no behaviour. A view has all that its template may read, so what a page
depends on is its fields; a field's place in `themes/README.md` is made from this file.
"""

from datetime import date

from markupsafe import Markup
from msgspec import Struct

from digestgen.file_path import FilePath
from digestgen.model import (
    Correction,
    Digits,
    Link,
    Moment,
    Months,
    Params,
    Picture,
    Rights,
    Wait,
)
from digestgen.text.direction import Direction


class CountedLink(Struct, frozen=True, kw_only=True):
    """A link to a list, and how many articles the list has."""

    link: Link
    count: int


class DatedLink(Struct, frozen=True, kw_only=True):
    """A link to a date index; *first* is its first day."""

    url: str
    first: date


class CountedMonth(Struct, frozen=True, kw_only=True):
    """A link to where the articles of a month begin in a list, and how many there are."""

    url: str
    first: date
    count: int


class CreditLine(Struct, frozen=True, kw_only=True):
    """One source of an article as its source box shows it."""

    source: Link
    """To the source's page on this site."""
    author: str | None
    original: str | None
    """The URL of the original article."""
    site: str | None
    """The host that published it, such as `ar.yna.co.kr`."""
    site_url: str | None
    outlet_url: str | None
    """The outlet's own site, where it is known."""


class FeedLinks(Struct, frozen=True, kw_only=True):
    """The URLs of the two feeds of one list."""

    atom: str
    json: str


class Card(Struct, frozen=True, kw_only=True):
    """An article as lists show it."""

    url: str
    title: str
    language: str
    direction: Direction
    summary: str
    date: Moment
    sources: tuple[Link, ...]
    topics: tuple[Link, ...]
    picture: Picture | None
    featured: bool
    waiting: Wait | None = None
    """Why readers do not see it yet; there in a preview alone, as are all such articles."""


class DayEntry(Struct, frozen=True, kw_only=True):
    """A day in a list of days."""

    url: str
    first: date
    cards: tuple[Card, ...]
    count: int
    """Of all its articles: the cards may be fewer."""


class SocialImage(Struct, frozen=True, kw_only=True):
    """The picture that social networks show with a link to a page."""

    url: str
    width: int
    height: int
    alt: str


class SocialCard(Struct, frozen=True, kw_only=True):
    """What a picture says that is drawn for an article: all that its bytes are made from."""

    site: str
    headline: str
    language: str
    direction: Direction
    source: str
    date: str
    site_direction: Direction


class Masthead(Struct, frozen=True, kw_only=True):
    """What every page shows of the site. A change here changes every page: keep it small."""

    title: str
    description: str | None
    origin: str
    home_url: str
    topics_url: str
    sources_url: str
    feeds: FeedLinks
    """Those of the whole site."""
    language: str
    direction: Direction
    months: Months
    digits: Digits
    hijri: bool
    menu: tuple[Link, ...]
    email: str | None
    social: tuple[Link, ...]
    params: Params


class ArticleView(Struct, frozen=True, kw_only=True, tag=True):
    """An article's page."""

    canonical: str
    title: str
    language: str
    direction: Direction
    description: str
    standfirst: str | None
    """The summary that the author wrote; None where the text itself has to do."""
    date: Moment
    updated: Moment | None
    rights: Rights | None
    """What it holds of another's work; None if that is not said."""
    corrections: tuple[Correction, ...]
    """Newest first."""
    picture: Picture | None
    social_image: SocialImage | None = None
    end_mark: str | None
    """What the site ends its articles with."""
    credits: tuple[CreditLine, ...]
    disclaimer: str | None
    topics: tuple[Link, ...]
    related: tuple[Card, ...]
    newer: Link | None
    older: Link | None
    year: DatedLink
    month: DatedLink
    day: DatedLink
    params: Params
    waiting: Wait | None = None
    """Why readers do not see it yet; there in a preview alone."""


class WithdrawnView(Struct, frozen=True, kw_only=True):
    """The notice at the URL of an article that is no longer to be read."""

    canonical: str
    title: str
    language: str
    direction: Direction
    date: Moment
    reason: str
    year: DatedLink | None
    """None if no other article of the year is left."""


class PlainView(Struct, frozen=True, kw_only=True, tag=True):
    """A page outside the digest."""

    canonical: str
    title: str
    language: str
    direction: Direction
    description: str
    picture: Picture | None
    social_image: SocialImage | None = None
    params: Params
    waiting: Wait | None = None
    """Why readers do not see it yet; there in a preview alone."""


class Pager(Struct, frozen=True, kw_only=True):
    """The neighbours of one page of a list. Numbers count from the oldest page, which is 1."""

    number: int | None
    """None for the page with the newest articles."""
    newest_url: str
    newer_url: str | None
    older_url: str | None


class HomeView(Struct, frozen=True, kw_only=True):
    """A page of the list of all articles."""

    canonical: str
    cards: tuple[Card, ...]
    pager: Pager
    latest_days: tuple[DayEntry, ...]
    """The newest days that have articles, newest first; empty on numbered pages."""
    years: tuple[CountedLink, ...]
    """Newest first; empty on numbered pages, which do not change."""


class TopicView(Struct, frozen=True, kw_only=True):
    """A page of the articles of one topic."""

    canonical: str
    topic: Link
    description: str | None
    cards: tuple[Card, ...]
    pager: Pager
    count: int | None
    """Of all its articles; None on numbered pages, which do not change."""
    timeline: tuple[CountedMonth, ...]
    """The months that have articles, newest first; empty on numbered pages."""
    feeds: FeedLinks | None
    """None if topics have no feeds."""


class SourceView(Struct, frozen=True, kw_only=True):
    """A page of the articles of one source."""

    canonical: str
    source: Link
    site: str | None
    site_url: str | None
    cards: tuple[Card, ...]
    pager: Pager
    count: int | None
    """Of all its articles; None on numbered pages, which do not change."""


class LetterGroup(Struct, frozen=True, kw_only=True):
    """The names under one letter of an alphabetical index."""

    letter: str
    entries: tuple[CountedLink, ...]


class NamesView(Struct, frozen=True, kw_only=True):
    """The index of all topics or of all sources."""

    canonical: str
    groups: tuple[LetterGroup, ...]
    count: int


class CalendarDay(Struct, frozen=True, kw_only=True):
    """A day in a calendar."""

    day: date
    url: str | None
    """Of its date index; None for a day without articles."""
    count: int


class Calendar(Struct, frozen=True, kw_only=True):
    """A month, week by week."""

    first: date
    weekdays: tuple[int, ...]
    """The days of a week in the order of the site's language; 0 is Monday."""
    weeks: tuple[tuple[CalendarDay | None, ...], ...]
    """None stands for a day of another month."""


class MonthEntry(Struct, frozen=True, kw_only=True):
    """A month in the index of its year."""

    url: str
    first: date
    count: int
    calendar: Calendar


class YearView(Struct, frozen=True, kw_only=True):
    """The index of a year, oldest month first."""

    canonical: str
    first: date
    months: tuple[MonthEntry, ...]
    count: int
    newer: DatedLink | None
    older: DatedLink | None


class MonthView(Struct, frozen=True, kw_only=True):
    """The index of a month, newest day first."""

    canonical: str
    first: date
    year: DatedLink
    calendar: Calendar
    days: tuple[DayEntry, ...]
    count: int
    newer: DatedLink | None
    older: DatedLink | None


class DayView(Struct, frozen=True, kw_only=True):
    """The index of a day, newest article first."""

    canonical: str
    first: date
    year: DatedLink
    month: DatedLink
    cards: tuple[Card, ...]
    newer: DatedLink | None
    older: DatedLink | None


class RedirectView(Struct, frozen=True, kw_only=True):
    """A page that leads to another one."""

    canonical: str
    url: str


class NotFoundView(Struct, frozen=True, kw_only=True):
    """The page that a server shows for an address that is no page."""

    canonical: str


class FeedEntry(Struct, frozen=True, kw_only=True):
    """An article as feeds carry it; times are those of RFC 3339."""

    id: str
    url: str
    title: str
    language: str
    direction: Direction
    summary: str
    published: str
    updated: str
    credits: tuple[CreditLine, ...]
    topics: tuple[str, ...]
    picture: Picture | None
    corrections: tuple[Correction, ...]
    is_excerpt: bool
    """Whether no feed may carry more than the summary."""


class FeedView(Struct, frozen=True, kw_only=True, tag=True):
    """A feed; its URLs are whole ones."""

    id: str
    title: str
    description: str | None
    url: str
    """Of the page with the same articles."""
    atom_url: str
    json_url: str
    updated: str
    entries: tuple[FeedEntry, ...]
    """Newest first."""


class SitemapEntry(Struct, frozen=True, kw_only=True):
    """A page, or a sitemap, with its last change."""

    url: str
    changed: Moment | None


class SitemapView(Struct, frozen=True, kw_only=True):
    """A sitemap, or the index of all sitemaps."""

    entries: tuple[SitemapEntry, ...]


class NewsEntry(Struct, frozen=True, kw_only=True):
    """An article as the news sitemap has it."""

    url: str
    title: str
    language: str
    published: Moment


class NewsSitemapView(Struct, frozen=True, kw_only=True):
    """The sitemap of the newest articles, for Google News."""

    entries: tuple[NewsEntry, ...]


class TextView(Struct, frozen=True, kw_only=True):
    """A file for servers and robots, whole as it is."""

    content: str


View = (
    ArticleView
    | WithdrawnView
    | PlainView
    | HomeView
    | TopicView
    | SourceView
    | NamesView
    | YearView
    | MonthView
    | DayView
    | RedirectView
    | NotFoundView
    | FeedView
    | SitemapView
    | NewsSitemapView
    | TextView
)


class Dateline(Struct, frozen=True, kw_only=True, tag=True):
    """What a dateline is made of."""

    place: str
    day: date
    sources: tuple[str, ...]
    language: str


Filling = str | Picture | Dateline | None
"""What goes into a gap of a body: a URL, a picture, a dateline; None where a problem was found."""


class BodyPlan(Struct, frozen=True, kw_only=True):
    """The text of a page: the body of the content file *path*, and what goes into its gaps."""

    path: FilePath
    fillings: tuple[Filling, ...]


class PageText(Struct, frozen=True, kw_only=True):
    """The text of an article or of a page outside the digest."""

    html: Markup
    minutes: int
    """Reading time, at least 1."""
    has_end_mark: bool
    """Whether the text ends with the end mark of the site itself."""


class Page(Struct, frozen=True, kw_only=True):
    """One output file, with everything its template may read."""

    path: str
    template: str
    masthead: Masthead
    view: View
    bodies: tuple[BodyPlan, ...] = ()
    """The texts that it shows: one of an article's page, those of the articles of a feed."""
    origin: str
    """What the page was made from, for messages: a content file, or words such as `topic x`."""
