"""The values that flow through a build, stage by stage. They are frozen and have no behaviour.

    read      DiskFile, ContentFile         what lies on the disk
    parse     ParsedArticle, ParsedPage     what one content file says, valid and complete
    assemble  Site                          all articles with their topics, credits, neighbours
    plan      Page (in views.py)            one output, with all that its template may read
    render    bytes

A *written* value is what an author wrote, before it is matched with the rest of the site. Site
paths are explained in `urls.py`. Texts are NFC and free of characters that XML forbids.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup
from msgspec import Struct

from digestgen.errors import Place
from digestgen.file_path import FilePath

FreeValue = str | int | bool | None | list["FreeValue"] | dict[str, "FreeValue"]
"""What an author may put under `params:`; never changed after it was read."""
Params = Mapping[str, Any]
"""Free values by their keys. `Any` since a type that contains itself cannot be decoded by type."""


# --- the site's settings -------------------------------------------------------------------------


class Months(StrEnum):
    """Which names of the months an Arabic date has."""

    GREGORIAN = "gregorian"
    LEVANTINE = "levantine"
    DUAL = "dual"
    MAGHREB = "maghreb"


class Digits(StrEnum):
    """Which digits the dates and counts that readers see have (CLDR's names)."""

    LATN = "latn"
    ARAB = "arab"


class Messages(StrEnum):
    """In which language digestgen speaks to the authors of a site."""

    ARABIC = "ar"
    ENGLISH = "en"


class Level(StrEnum):
    """How bad `check` takes what a rule of it finds."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


class Rights(StrEnum):
    """What of another's work an article holds."""

    EXCERPT = "excerpt"
    """Parts of the original: feeds carry the summary alone."""
    FULL = "full"
    """All of the original, by permission: search engines are sent to where it came from."""
    OWN = "own"
    """A text of the site's own."""


class FeedContent(StrEnum):
    """What the feed of the whole site carries of each article."""

    FULL = "full"
    SUMMARY = "summary"


class Feeds(Struct, frozen=True, kw_only=True):
    """What site.yaml says of feeds."""

    id: str
    """How the ids of feeds and of articles in them begin: a tag URI (RFC 4151)."""
    entries: int
    """The most articles in a feed."""
    content: FeedContent
    topics: bool
    """Whether each topic has feeds of its own."""


class RegisteredSource(Struct, frozen=True, kw_only=True):
    """An outlet that site.yaml declares under `sources`."""

    id: str
    name: str
    url: str | None
    language: str | None
    place: Place


class RegisteredTopic(Struct, frozen=True, kw_only=True):
    """A topic that site.yaml declares under `topics`."""

    id: str
    name: str
    aliases: tuple[str, ...]
    description: str | None
    language: str | None
    sort_as: str | None
    place: Place


class MenuEntry(Struct, frozen=True, kw_only=True):
    """A link that site.yaml declares under `menu` or `social`."""

    name: str
    url: str
    """A web address or a site path."""
    place: Place


class Config(Struct, frozen=True, kw_only=True):
    """site.yaml, valid and with its defaults filled in."""

    title: str
    origin: str
    """Scheme and host of the site's URL, without a slash at the end."""
    base: str
    """The base path: starts and ends with a slash."""
    language: str
    timezone: ZoneInfo
    description: str | None
    disclaimer: str | None
    end_mark: str | None
    theme: str
    theme_place: Place
    permalink: str
    per_page: int
    months: Months
    digits: Digits
    hijri: bool
    social_cards: bool
    """Whether articles without a photo get a picture with their headline for social networks."""
    sources: tuple[RegisteredSource, ...]
    topics: tuple[RegisteredTopic, ...]
    menu: tuple[MenuEntry, ...]
    email: str | None
    social: tuple[MenuEntry, ...]
    rights: Rights | None
    """Of articles that do not say it."""
    feeds: Feeds
    news_sitemap: bool
    checks: Mapping[str, Level]
    """By the codes of rules; the rest are as bad as they are by themselves."""
    params: Params


Stat = tuple[int, int, int, int]
"""Size, times in nanoseconds of the last change of the content and of the file, inode number."""

# --- read ----------------------------------------------------------------------------------------


class ContentFile(Struct, frozen=True, kw_only=True):
    """One Markdown file under `content/`; *path* is relative to that folder."""

    path: FilePath
    text: str


class DiskFile(Struct, frozen=True, kw_only=True):
    """A file of content; *path* is relative to `content/`, *disk* the name on the disk."""

    path: FilePath
    disk: str
    stat: Stat


class PictureFile(Struct, frozen=True, kw_only=True):
    """A file that was made of a picture; sizes are in pixels and, of the file, in bytes."""

    name: str
    """Its name says what it was made from, and stands for its bytes."""
    width: int
    height: int
    size: int
    sha256: str


class PictureFiles(Struct, frozen=True, kw_only=True):
    """All that is published of a picture; files of several widths begin with the narrowest."""

    published: PictureFile
    """What stands at the picture's own address."""
    webp: tuple[PictureFile, ...]
    """None if another format does as well."""
    fallback: tuple[PictureFile, ...]
    """For browsers without WebP and for social networks: never none, *published* may be one."""


# --- parse ---------------------------------------------------------------------------------------


class Moment(Struct, frozen=True, kw_only=True, array_like=True):
    """A date as an author wrote it; *at* has an offset, and is midnight if it is not *timed*."""

    at: datetime
    timed: bool


class WrittenSource(Struct, frozen=True, kw_only=True, array_like=True):
    """One entry of `source:`; at least one of *name* and *url* is there."""

    name: str | None
    url: str | None
    author: str | None


class WrittenImage(Struct, frozen=True, kw_only=True, array_like=True):
    """The lead picture; *path* is relative to `content/`."""

    path: FilePath
    alt: str | None
    caption: str | None
    credit: str | None
    place: Place


class Correction(Struct, frozen=True, kw_only=True, array_like=True):
    """What was wrong in an article, and when that was mended."""

    date: Moment
    text: str


class FrontMatter(Struct, frozen=True, kw_only=True, array_like=True):
    """The front matter of an article."""

    id: str | None
    """What the article is called in feeds, whatever becomes of its file."""
    title: str
    date: Moment
    sources: tuple[WrittenSource, ...]
    tags: tuple[str, ...]
    image: WrittenImage | None
    summary: str | None
    place: str | None
    slug: str
    aliases: tuple[str, ...]
    """Site paths that lead to the article."""
    updated: Moment | None
    rights: Rights | None
    corrections: tuple[Correction, ...]
    """Newest first."""
    withdrawn: str | None
    """Why the article is no longer to be read."""
    draft: bool
    expires: Moment | None
    language: str | None
    featured: bool
    params: Params


class PageFrontMatter(Struct, frozen=True, kw_only=True, array_like=True):
    """The front matter of a plain page (`layout: page`)."""

    title: str
    slug: str
    summary: str | None
    image: WrittenImage | None
    aliases: tuple[str, ...]
    draft: bool
    language: str | None
    params: Params


class FileLink(Struct, frozen=True, kw_only=True, array_like=True, tag=True):
    """A link in a body to another file of the site; it stands for the value of `href`."""

    path: FilePath
    """The target, relative to `content/`."""
    fragment: str
    place: Place


class PageLink(Struct, frozen=True, kw_only=True, array_like=True, tag=True):
    """A link in a body to a site path (`/topics/`); it stands for the value of `href`."""

    site_path: str
    fragment: str
    place: Place


class BodyImage(Struct, frozen=True, kw_only=True, array_like=True, tag=True):
    """A picture in a body; it stands for an `<img>` element."""

    path: FilePath
    alt: str
    place: Place


class DatelineSlot(Struct, frozen=True, kw_only=True, array_like=True, tag=True):
    """Where the dateline goes that `place:` asks for."""


Gap = FileLink | PageLink | BodyImage | DatelineSlot
BodyPart = Markup | Gap


class Body(Struct, frozen=True, kw_only=True):
    """A rendered text, cut where something of the rest of the site has to go in."""

    parts: tuple[BodyPart, ...]
    lead: str
    """The first sentences as plain text, without a dateline."""
    words: int
    anchors: frozenset[str]
    """The ids that links can point to."""
    has_end_mark: bool


class BodyFacts(Struct, frozen=True, kw_only=True, array_like=True):
    """What the plan of a site reads of a body, its text itself being none of it."""

    lead: str
    anchors: tuple[str, ...]
    """The ids that links can point to, in order."""
    gaps: tuple[Gap, ...]
    """What goes between the pieces of HTML, in their order."""


class Text(Struct, frozen=True, kw_only=True):
    """What only the pages need that show a body, and no plan: it is read when they are rendered."""

    pieces: tuple[str, ...]
    """The HTML, cut at its gaps: one piece more than there are gaps."""
    words: int
    has_end_mark: bool


class ParsedArticle(Struct, frozen=True, kw_only=True, array_like=True, tag=True):
    """An article file that is valid on its own; *path* is relative to `content/`."""

    path: FilePath
    id: str
    """What the article is called in feeds: it outlives its title, slug and URL."""
    front: FrontMatter
    body: BodyFacts
    print: str
    """That of all that its file says, but for the text."""
    gist: str
    """The print of what lists show of that."""


class ParsedPage(Struct, frozen=True, kw_only=True, array_like=True, tag=True):
    """A file with `layout: page` that is valid on its own."""

    path: FilePath
    front: PageFrontMatter
    body: BodyFacts
    print: str
    """That of all that its file says, but for the text."""


# --- assemble ------------------------------------------------------------------------------------


class Wait(StrEnum):
    """Why an article is not built now."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"


class Link(Struct, frozen=True, kw_only=True):
    """A link with its text; *language* is None for the language of the page."""

    url: str
    text: str
    language: str | None = None


class PictureSize(Struct, frozen=True, kw_only=True):
    """A picture in one size, in pixels."""

    url: str
    width: int
    height: int


class Picture(Struct, frozen=True, kw_only=True, tag=True):
    """A picture with its size in pixels, and the other sizes that there are of it."""

    url: str
    width: int
    height: int
    alt: str
    caption: str | None
    credit: str | None
    webp: tuple[PictureSize, ...] = ()
    """The narrowest first; none if another format does as well."""
    fallback: tuple[PictureSize, ...] = ()
    """For browsers without WebP, the narrowest first; none if there is only the picture itself."""


class Topic(Struct, frozen=True, kw_only=True):
    """What tags name; *id* is its slug."""

    id: str
    name: str
    description: str | None
    language: str | None
    sort_as: str
    link: Link
    """To the topic's page."""


class Source(Struct, frozen=True, kw_only=True):
    """An outlet that articles credit; *id* is its slug."""

    id: str
    name: str
    language: str | None
    url: str | None
    """The outlet's own site."""
    link: Link
    """To the source's page on this site."""


class Credit(Struct, frozen=True, kw_only=True):
    """What an article owes to one source."""

    source: Source
    original: str | None
    """The URL of the original article."""
    author: str | None


class Article(Struct, frozen=True, kw_only=True):
    """An article with its place in the site."""

    path: FilePath
    print: str
    """That of all that its file says, but for the text."""
    gist: str
    """The print of what lists show of that."""
    id: str
    """What the article is called in feeds: it outlives its title, slug and URL."""
    site_path: str
    url: str
    front: FrontMatter
    updated: Moment | None
    """The last significant change, be it a correction."""
    rights: Rights | None
    body: BodyFacts
    language: str
    topics: tuple[Topic, ...]
    credits: tuple[Credit, ...]
    picture: Picture | None
    waiting: Wait | None
    """Why readers do not see it yet: only a preview has such articles."""


class PlainPage(Struct, frozen=True, kw_only=True):
    """A page outside the digest."""

    path: FilePath
    site_path: str
    url: str
    front: PageFrontMatter
    body: BodyFacts
    language: str
    picture: Picture | None
    waiting: Wait | None
    """Why readers do not see it yet: only a preview has such pages."""


class TopicArticles(Struct, frozen=True, kw_only=True):
    """The articles of one topic, newest first."""

    topic: Topic
    places: tuple[int, ...]
    """The indexes of its articles among all."""


class SourceArticles(Struct, frozen=True, kw_only=True):
    """The articles that credit one source, newest first."""

    source: Source
    places: tuple[int, ...]
    """The indexes of its articles among all."""


class Media(Struct, frozen=True, kw_only=True):
    """A file of content that is published, and what is known of it."""

    file: DiskFile
    site_path: str
    picture: PictureFiles | None
    """None for a file that is not a picture."""


class Target(Struct, frozen=True):
    """What a link to a file of content leads to."""

    site_path: str
    anchors: tuple[str, ...]


class Site(Struct, frozen=True, kw_only=True):
    """All that is known of the site. Orders: articles newest first, the rest by the alphabet."""

    config: Config
    articles: tuple[Article, ...]
    withdrawn: tuple[Article, ...]
    """Those that are no longer to be read: a notice stands at their URLs, and no list has them."""
    plain_pages: tuple[PlainPage, ...]
    topics: tuple[TopicArticles, ...]
    sources: tuple[SourceArticles, ...]
    days: Mapping[date, tuple[int, ...]]
    """The indexes of the articles of each day, days newest first."""
    media: Mapping[FilePath, Media]
    """The published files by their path relative to `content/`."""
    targets: Mapping[FilePath, Target]
    """All that is built or published of the content folder, by path."""
    waiting: Mapping[FilePath, Wait]
    """The files that are not built now, and why."""
    drawing: str | None
    """How social cards are drawn, as a fingerprint; None if they are not."""
    is_whole: bool
    """Whether all content files are valid: if not, pages are missing that they would make."""
