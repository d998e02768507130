"""What search engines read of an article: schema.org's NewsArticle as JSON-LD."""

import json
from typing import Final

from markupsafe import Markup

from digestgen.text.email import with_escapes
from digestgen.theme.dates import machine
from digestgen.urls import absolute
from digestgen.views import ArticleView, CreditLine, Masthead

Node = dict[str, object]

# In a script element JSON is text up to `</script`, and U+2028/9 end lines in JavaScript.
ESCAPES: Final = {
    ord(letter): f"\\u{ord(letter):04x}" for letter in ("<", ">", "&", "\u2028", "\u2029")
}
EMPTY: Final[tuple[object, ...]] = (None, "", [])


def json_ld(article: ArticleView, masthead: Masthead) -> Markup:
    """Return *article* as the content of a `<script type="application/ld+json">`."""
    picture = article.picture
    return script(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "mainEntityOfPage": article.canonical,
            "headline": article.title,
            "description": article.description,
            "image": absolute(masthead.origin, picture.url) if picture else None,
            "datePublished": machine(article.date),
            "dateModified": machine(article.updated or article.date),
            "inLanguage": article.language,
            "keywords": [topic.text for topic in article.topics],
            "publisher": publisher(masthead),
            "isBasedOn": based_on(article.credits),
        },
    )


def publisher(masthead: Masthead) -> Node:
    """Return the site as the organization that publishes the digest."""
    return {
        "@type": "Organization",
        "name": masthead.title,
        "url": absolute(masthead.origin, masthead.home_url),
    }


def based_on(credits_: tuple[CreditLine, ...]) -> Node | list[Node]:
    """Return the originals: one alone, or a list of several."""
    originals = [original(credit) for credit in credits_]
    return originals[0] if len(originals) == 1 else originals


def original(credit: CreditLine) -> Node:
    """Return the original article of *credit*."""
    outlet = {
        "@type": "NewsMediaOrganization",
        "name": credit.source.text,
        "url": credit.outlet_url,
    }
    author = {"@type": "Person", "name": credit.author} if credit.author else None
    node: Node = {
        "@type": "NewsArticle",
        "url": credit.original,
        "author": author,
        "publisher": without_empty(outlet),
    }
    return without_empty(node)


def without_empty(node: Node | dict[str, str | None]) -> Node:
    """Return *node* without the properties that have no value."""
    return {key: value for key, value in node.items() if value not in EMPTY}


def script(node: Node) -> Markup:
    """Return *node* as JSON that can stand in a script element."""
    text = json.dumps(without_empty(node), ensure_ascii=False, separators=(",", ":"))
    safe = with_escapes(text).translate(ESCAPES)
    return Markup(safe)  # noqa: S704 - all that could end the element is escaped
