"""What feeds carry of articles: HTML that stands on its own, in readers that know no style sheet.

A reader has no direction, no base address and often no attribute but the usual ones, so the text
says its own direction, all its addresses are whole, and nothing in it is hidden.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Final, Protocol

from markupsafe import Markup

from digestgen.formats.entries import Content
from digestgen.model import Picture, Text
from digestgen.text.email import HIDDEN, with_references
from digestgen.text.html import Pattern, html_of, markup
from digestgen.theme.bodies import body_html
from digestgen.theme.filters import Voice, bdi, date_text, lang, translated
from digestgen.views import FeedEntry, FeedView, Masthead, Page

# Readers refuse feeds of some megabytes, and all of them fetch the whole feed each time. What comes
# after the first half of one megabyte is carried by its summary.
MOST_BYTES: Final = 1 << 19
# How many contents a process keeps: those of some feeds.
KEPT: Final = 1 << 10
VEILED: Final = f"{HIDDEN}@{HIDDEN}"
# Our own HTML: a quotation mark in a text is written as a reference, so this is an attribute.
INNER_URL: Final = re.compile(' (href|src)="(/(?!/)|#)')
RESPONSIVE: Final = re.compile(r'<source [^>]*>|</?picture>| (?:srcset|sizes)="[^"]*"')

BLOCK: Final = Pattern('<div lang="{}" dir="{}">\n{}</div>\n')
PARAGRAPH: Final = Pattern("<p>{}</p>\n")
PICTURE: Final = Pattern('<figure><img src="{}" alt="{}" width="{}" height="{}">{}</figure>\n')
CAPTION: Final = Pattern("<figcaption>{}</figcaption>")
LINK: Final = Pattern('<a href="{}">{}</a>')
CORRECTION: Final = Pattern("<strong{}>{}</strong> {}")
SOURCE: Final = Pattern("<p{}>{}</p>\n")

MakeContent = Callable[[FeedEntry, Markup | None], Content]
"""Makes what a feed carries of an entry: its body, or its summary without one."""


class KeptContents(Protocol):
    """Makes contents, and keeps them."""

    def __call__(self, entry: FeedEntry, body: Markup | None, /) -> Content:
        """Return what a feed carries of *entry*: its *body*, or its summary without one."""

    def cache_clear(self) -> None:
        """Forget all contents."""


def content_maker(masthead: Masthead, voice: Voice) -> KeptContents:
    """Return the function that makes what feeds carry of an entry.

    Each entry stands in two forms of the feed of each of its topics, and of the site.
    """
    return lru_cache(maxsize=KEPT)(partial(content_of, masthead, voice))


def feed_contents(page: Page, texts: Sequence[Text], make_content: MakeContent) -> list[Content]:
    """Return what the feed *page* carries of its entries; *texts* are those of its bodies."""
    if not isinstance(page.view, FeedView):
        return []
    if not page.bodies:
        return [make_content(entry, None) for entry in page.view.entries]
    bodies = iter(zip(page.bodies, texts, strict=True))
    room, found = MOST_BYTES, []
    for entry in page.view.entries:
        body = None
        if not entry.is_excerpt:
            plan, text = next(bodies)
            body = body_html(text.pieces, plan.fillings, page.masthead)
        content = make_content(entry, body if room > 0 else None)
        room -= len(content.html.encode())
        found.append(content)
    return found


def content_of(masthead: Masthead, voice: Voice, entry: FeedEntry, body: Markup | None) -> Content:
    """Return what a feed carries of *entry*: its *body*, or its summary without one."""
    text = PARAGRAPH.format(entry.summary) if body is None else text_of(entry, body, masthead)
    parts = (text, *corrections(entry, voice), *credit(entry, voice))
    html = BLOCK.format(entry.language, entry.direction.value, markup("".join(parts)))
    return Content(html=with_references(str(html)), is_whole=body is not None)


def text_of(entry: FeedEntry, body: Markup, masthead: Masthead) -> Markup:
    """Return the *body* of *entry* under its picture, as it stands on its own.

    All else that a feed carries has neither addresses of the site nor anything hidden.
    """
    text = (figure(entry.picture) if entry.picture else Markup("")) + body
    return markup(whole_urls(str(text), entry.url, masthead.origin))


def figure(picture: Picture) -> Markup:
    """Return *picture* with its caption and credit."""
    words = " — ".join(part for part in (picture.caption, picture.credit) if part)
    caption = CAPTION.format(words) if words else ""
    return PICTURE.format(picture.url, picture.alt, picture.width, picture.height, caption)


def corrections(entry: FeedEntry, voice: Voice) -> Iterator[Markup]:
    """Yield the corrections of *entry*."""
    for one in entry.corrections:
        day = date_text(voice, "long", one.date)
        label = phrase(voice, "correction_of", "date", day)
        ours = lang(voice, voice.language, entry.language)
        yield PARAGRAPH.format(CORRECTION.format(ours, label, one.text))


def credit(entry: FeedEntry, voice: Voice) -> Iterator[Markup]:
    """Yield the sources of *entry*, with links to the originals."""
    ours = lang(voice, voice.language, entry.language)
    for one in entry.credits:
        name = bdi(voice, one.source.text, one.source.language)
        shown = LINK.format(one.original, name) if one.original else name
        words = phrase(voice, "source_of", "source", shown)
        yield SOURCE.format(ours, words)


def phrase(voice: Voice, key: str, gap: str, value: str | Markup) -> str | Markup:
    """Return the string *key* with *value* in its *gap*; the bare value if the theme lacks it.

    A theme is about pages, and need not know of feeds.
    """
    return translated(voice, {}, key, **{gap: value}) if key in voice.strings else value


def whole_urls(html: str, url: str, origin: str) -> str:
    """Return *html*, that of the article at *url*, with whole addresses and nothing hidden."""
    plain = RESPONSIVE.sub("", html.replace(VEILED, "@"))
    places = {"/": f"{origin}/", "#": f"{html_of(url)}#"}
    return INNER_URL.sub(lambda match: f' {match[1]}="{places[match[2]]}', plain)
