"""What search engines read of a page: schema.org's types as JSON-LD, one graph on each page."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from markupsafe import Markup
from msgspec.json import Encoder

from digestgen.model import Correction
from digestgen.text.clean import visible
from digestgen.text.email import with_escapes
from digestgen.text.html import markup
from digestgen.theme.dates import machine
from digestgen.theme.filters import Voice, digits, month_name, translated
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

Node = dict[str, object]
Crumb = tuple[str, str]
"""The name and the URL of a page on the way from the home page."""
ListView = HomeView | TopicView | SourceView | NamesView | YearView | MonthView | DayView

# In a script element JSON is text up to `</script`, and U+2028/9 end lines in JavaScript.
ESCAPES: Final = {letter: f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
ENCODER: Final = Encoder()
EMPTY: Final[tuple[object, ...]] = (None, "", [])


def json_ld(
    voice: Voice, page: ArticleView | ListView, masthead: Masthead, title: str | None = None
) -> Markup:
    """Return *page* as the content of a `<script type="application/ld+json">`.

    *title* is what a list is called; without one it is called as the site.
    """
    name = None
    if isinstance(page, ArticleView):
        node = news_article(page, masthead)
    else:
        # What isolates names in a title has no meaning in data.
        name = visible(title) if title else masthead.title
        node = collection(page, masthead, name)
    trail = list(crumbs(page, masthead, voice))
    graph = [node, breadcrumbs(trail, name, masthead)] if trail else [node]
    return script({"@context": "https://schema.org", "@graph": graph})


# --- articles ------------------------------------------------------------------------------------


def news_article(article: ArticleView, masthead: Masthead) -> Node:
    """Return *article*, which is based on what its sources published."""
    picture, published = article.picture, machine(article.date)
    return without_empty(
        {
            "@type": "NewsArticle",
            "mainEntityOfPage": article.canonical,
            "headline": article.title,
            "description": article.description,
            "image": absolute(masthead.origin, picture.url) if picture else None,
            "datePublished": published,
            "dateModified": machine(article.updated) if article.updated else published,
            "inLanguage": article.language,
            "isAccessibleForFree": True,
            "keywords": [topic.text for topic in article.topics],
            "publisher": publisher(masthead),
            "isBasedOn": one_or_all([original(credit) for credit in article.credits]),
            "correction": one_or_all([correction(one) for one in article.corrections]),
        }
    )


def publisher(masthead: Masthead) -> Node:
    """Return the site as the organization that publishes the digest."""
    return {
        "@type": "Organization",
        "name": masthead.title,
        "url": absolute(masthead.origin, masthead.home_url),
    }


def original(credit: CreditLine) -> Node:
    """Return the original article of *credit*."""
    outlet = {
        "@type": "NewsMediaOrganization",
        "name": credit.source.text,
        "url": credit.outlet_url,
    }
    author = {"@type": "Person", "name": credit.author} if credit.author else None
    return without_empty(
        {
            "@type": "NewsArticle",
            "url": credit.original,
            "author": author,
            "publisher": without_empty(outlet),
        }
    )


def correction(one: Correction) -> Node:
    """Return the correction *one*."""
    return {"@type": "CorrectionComment", "text": one.text, "datePublished": machine(one.date)}


def one_or_all(nodes: list[Node]) -> Node | list[Node]:
    """Return *nodes*: one alone, or a list of several or none."""
    return nodes[0] if len(nodes) == 1 else nodes


# --- lists ---------------------------------------------------------------------------------------


def collection(page: ListView, masthead: Masthead, name: str) -> Node:
    """Return the list *page*, which is called *name*."""
    urls = (absolute(masthead.origin, url) for url in item_urls(page))
    items = [
        {"@type": "ListItem", "position": number, "url": url}
        for number, url in enumerate(urls, start=1)
    ]
    site = {**publisher(masthead), "@type": "WebSite"}
    return without_empty(
        {
            "@type": "CollectionPage",
            "url": page.canonical,
            "name": name,
            "description": getattr(page, "description", None),
            "inLanguage": masthead.language,
            "isPartOf": site,
            "mainEntity": {"@type": "ItemList", "itemListElement": items} if items else None,
        }
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
            yield year_crumb(page.year, voice)
        case DayView():
            yield year_crumb(page.year, voice)
            yield month_crumb(page.month, voice)
        case ArticleView():
            yield year_crumb(page.year, voice)
            yield month_crumb(page.month, voice)
            yield digits(voice, page.day.first.day), page.day.url
        case _:
            return


def year_crumb(link: DatedLink, voice: Voice) -> Crumb:
    """Return the way to the year of *link*."""
    return digits(voice, link.first.year), link.url


def month_crumb(link: DatedLink, voice: Voice) -> Crumb:
    """Return the way to the month of *link*."""
    return month_name(voice, link.first), link.url


def breadcrumbs(trail: Iterable[Crumb], name: str | None, masthead: Masthead) -> Node:
    """Return *trail* as a list that ends with the page itself, if that is called *name*.

    Search engines want two steps or more; those to an article are enough without its headline.
    """
    steps = [{"name": text, "item": absolute(masthead.origin, url)} for text, url in trail]
    steps += [{"name": name}] if name else []
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, **step}
            for number, step in enumerate(steps, start=1)
        ],
    }


# --- JSON in HTML --------------------------------------------------------------------------------


def without_empty(node: Mapping[str, object]) -> Node:
    """Return *node* without the properties that have no value."""
    return {key: value for key, value in node.items() if value not in EMPTY}


def script(node: Node) -> Markup:
    """Return *node* as JSON that can stand in a script element."""
    text = ENCODER.encode(node).decode()
    # No address begins a text, and to look for one takes longer than all the rest.
    safe = text if text.count("@") == text.count('"@') else with_escapes(text)
    for letter, escape in ESCAPES.items():
        safe = safe.replace(letter, escape)
    return markup(safe)
