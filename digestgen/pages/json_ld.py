"""What search engines read of an article: schema.org's NewsArticle as JSON-LD."""

import json
from typing import Final

from markupsafe import Markup

from digestgen.model import Article, Credit
from digestgen.pages.planning import Planning
from digestgen.text.email import with_escapes
from digestgen.theme.dates import machine
from digestgen.urls import HOME, absolute

Node = dict[str, object]

# In a script element JSON is text up to `</script`, and U+2028/9 end lines in JavaScript.
ESCAPES: Final = {
    ord(letter): f"\\u{ord(letter):04x}" for letter in ("<", ">", "&", "\u2028", "\u2029")
}
EMPTY: Final[tuple[object, ...]] = (None, "", [])


def json_ld(article: Article, plan: Planning) -> Markup:
    """Return *article* as the content of a `<script type="application/ld+json">`."""
    front, card = article.front, plan.cards[article.path]
    picture = card.picture
    return script(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "mainEntityOfPage": plan.canonical(article.site_path),
            "headline": front.title,
            "description": card.summary,
            "image": absolute(plan.config.origin, picture.url) if picture else None,
            "datePublished": machine(front.date),
            "dateModified": machine(front.updated or front.date),
            "inLanguage": article.language,
            "keywords": [topic.name for topic in article.topics],
            "publisher": publisher(plan),
            "isBasedOn": based_on(article.credits),
        },
    )


def publisher(plan: Planning) -> Node:
    """Return the site as the organization that publishes the digest."""
    return {
        "@type": "Organization",
        "name": plan.config.title,
        "url": plan.canonical(HOME),
    }


def based_on(credits_: tuple[Credit, ...]) -> Node | list[Node]:
    """Return the originals: one alone, or a list of several."""
    originals = [original(credit) for credit in credits_]
    return originals[0] if len(originals) == 1 else originals


def original(credit: Credit) -> Node:
    """Return the original article of *credit*."""
    source = credit.source
    outlet = {"@type": "NewsMediaOrganization", "name": source.name, "url": source.url}
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
