"""What search engines read of a page: schema.org's types as JSON-LD, one graph on each page."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, TypeVar

from markupsafe import Markup
from msgspec.json import Encoder

from digestgen.model import Correction
from digestgen.text.clean import visible
from digestgen.text.email import with_escapes
from digestgen.text.html import markup
from digestgen.theme.dates import DateStyle, lone_month_name, machine
from digestgen.theme.filters import Voice, digits, translated
from digestgen.theme.numbers import with_digits
from digestgen.theme.schema_org import (
    CollectionPage,
    CorrectionComment,
    ItemList,
    ListItem,
    NewsArticle,
    NewsMediaOrganization,
    Node,
    Organization,
    Person,
    WebSite,
)
from digestgen.urls import absolute
from digestgen.views import (
    ArticleView,
    CreditLine,
    DatedLink,
    DayView,
    HomeView,
    Masthead,
    MonthView,
    NamesView,
    SourceView,
    TopicView,
    YearView,
)

Value = TypeVar("Value")
Crumb = tuple[str, str]
"""The name and the URL of a page on the way from the home page."""
ListView = HomeView | TopicView | SourceView | NamesView | YearView | MonthView | DayView

# In a script element JSON is text up to `</script`, and U+2028/9 end lines in JavaScript.
ESCAPES: Final = {letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
CONTEXT: Final = "https://schema.org"
ENCODER: Final = Encoder()


def json_ld(
    voice: Voice, page: ArticleView | ListView, masthead: Masthead, title: str | None = None
) -> Markup:
    """Return *page* as the content of a `<script type="application/ld+json">`.

    *title* is what a list is called; without one it is called as the site.
    """
    name: str | None = None
    node: Node
    if isinstance(page, ArticleView):
        node = news_article(page, masthead)
    else:
        # What isolates names in a title has no meaning in data.
        name = visible(title) if title else masthead.title
        node = collection(page, masthead, name)
    trail = breadcrumbs(crumbs(page, masthead, voice), name, masthead.origin)
    return markup(f'{{"@context":"{CONTEXT}","@graph":[{script(node)}{trail}]}}')


# --- articles ------------------------------------------------------------------------------------


def news_article(article: ArticleView, masthead: Masthead) -> NewsArticle:
    """Return *article*, which is based on what its sources published."""
    picture, published = article.picture, machine(article.date)
    return NewsArticle(
        main_entity_of_page=article.canonical,
        headline=article.title,
        description=article.description or None,
        image=absolute(masthead.origin, picture.url) if picture else None,
        date_published=published,
        date_modified=machine(article.updated) if article.updated else published,
        in_language=article.language,
        is_accessible_for_free=True,
        keywords=[topic.text for topic in article.topics] or None,
        publisher=Organization(name=masthead.title, url=home(masthead)),
        is_based_on=one_or_all([original(credit) for credit in article.credits]),
        correction=one_or_all([correction(one) for one in article.corrections]),
    )


def home(masthead: Masthead) -> str:
    """Return the URL of the home page."""
    return absolute(masthead.origin, masthead.home_url)


def original(credit: CreditLine) -> NewsArticle:
    """Return the original article of *credit*."""
    return NewsArticle(
        url=credit.original,
        author=Person(name=credit.author) if credit.author else None,
        publisher=NewsMediaOrganization(name=credit.source.text, url=credit.outlet_url),
    )


def correction(one: Correction) -> CorrectionComment:
    """Return the correction *one*."""
    return CorrectionComment(text=one.text, date_published=machine(one.date))


def one_or_all(values: list[Value]) -> Value | list[Value] | None:
    """Return *values*: one alone, or a list of several, or None without one."""
    return values[0] if len(values) == 1 else values or None


# --- lists ---------------------------------------------------------------------------------------


def collection(page: ListView, masthead: Masthead, name: str) -> CollectionPage:
    """Return the list *page*, which is called *name*."""
    items = [
        ListItem(position=number, url=absolute(masthead.origin, url))
        for number, url in enumerate(item_urls(page), start=1)
    ]
    return CollectionPage(
        url=page.canonical,
        name=name,
        description=getattr(page, "description", None) or None,
        in_language=masthead.language,
        is_part_of=WebSite(name=masthead.title, url=home(masthead)),
        main_entity=ItemList(item_list_element=items) if items else None,
    )


def item_urls(page: ListView) -> Iterator[str]:
    """Yield the URLs of the articles that *page* lists.

    The older pages of a list, and lists of other things than articles, do without: robots follow
    the links, and this would be as long as the page.
    """
    match page:
        case HomeView() | TopicView() | SourceView() if page.pager.number is None:
            yield from (card.url for card in page.cards)
        case DayView():
            yield from (card.url for card in page.cards)
        case _:
            return


# --- the way from the home page ------------------------------------------------------------------


def crumbs(page: ArticleView | ListView, masthead: Masthead, voice: Voice) -> Iterator[Crumb]:
    """Yield the pages on the way from the home page to *page*, which has none if it is that."""
    if not isinstance(page, HomeView) or page.pager.number:
        yield masthead.title, masthead.home_url
    match page:
        case TopicView():
            yield str(translated(voice, {}, "topics")), masthead.topics_url
        case SourceView():
            yield str(translated(voice, {}, "sources")), masthead.sources_url
        case MonthView():
            yield year_crumb(page.year, voice.style)
        case DayView():
            yield year_crumb(page.year, voice.style)
            yield month_crumb(page.month, voice.style)
        case ArticleView():
            yield year_crumb(page.year, voice.style)
            yield month_crumb(page.month, voice.style)
            yield digits(voice, page.day.first.day), page.day.url
        case _:
            return


@lru_cache(maxsize=1 << 8)
def year_crumb(link: DatedLink, style: DateStyle) -> Crumb:
    """Return the way to the year of *link*."""
    return with_digits(str(link.first.year), style.language, style.digits), link.url


@lru_cache(maxsize=1 << 8)
def month_crumb(link: DatedLink, style: DateStyle) -> Crumb:
    """Return the way to the month of *link*."""
    return lone_month_name(link.first.month, style), link.url


def breadcrumbs(trail: Iterable[Crumb], name: str | None, origin: str) -> str:
    """Return what stands for *trail* behind another node: nothing if it is empty.

    It ends with the page itself, if that is called *name*. Search engines want two steps or more;
    those to an article are enough without its headline.
    """
    steps = [step(number, text, origin, url) for number, (text, url) in enumerate(trail, start=1)]
    if not steps:
        return ""
    if name:
        steps.append(script(ListItem(position=1 + len(steps), name=name)))
    return f',{{"@type":"BreadcrumbList","itemListElement":[{",".join(steps)}]}}'


# Those to the home page, to topics and to dates stand on many pages.
@lru_cache(maxsize=1 << 10)
def step(number: int, name: str, origin: str, url: str) -> str:
    """Return the step *number* on the way to a page: the page *name* at *url*."""
    return script(ListItem(position=number, name=name, item=absolute(origin, url)))


# --- JSON in HTML --------------------------------------------------------------------------------


def script(node: Node) -> str:
    """Return *node* as JSON that can stand in a script element."""
    safe = with_escapes(ENCODER.encode(node).decode())
    for letter, escape in ESCAPES.items():
        # To ask takes less than half of the time that it takes to replace nothing.
        if letter in safe:
            safe = safe.replace(letter, escape)
    return safe
