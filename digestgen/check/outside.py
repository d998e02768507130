"""Links to other sites: where they stand, and what the answers of their servers mean."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from digestgen import rules
from digestgen.check.text import RawText
from digestgen.errors import Diagnostic, Phrase, Place, said
from digestgen.urls import encoded_web_url, is_web_url

LINK: Final = re.compile(
    r"\]\([ ]*<?(?P<inline>https?://[^\s<>]+?)(?=[)>\s])"
    r"|<(?P<auto>https?://[^<>\s]+)>"
    r"|^[ ]{0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*<?(?P<defined>https?://[^\s<>]+)",
    re.MULTILINE | re.IGNORECASE,
)
SOURCE: Final = "source"
GONE: Final = frozenset({404, 410, 451})
# What servers answer that want no programs, are busy, or ask for a name.
UNKNOWN: Final = frozenset({401, 402, 403, 405, 406, 407, 408, 418, 420, 425, 429, 503, 999})
FAILED: Final = 400


class OutsideLink(Struct, frozen=True, kw_only=True):
    """A link to another site, and where it is written."""

    url: str
    place: Place


class Answer(Struct, frozen=True, kw_only=True):
    """What a server answered; *status* 0 means nothing, for *reason*."""

    status: int
    moved_to: str = ""
    """Where the page has moved to for good."""
    reason: str | Phrase = ""


def outside_links(text: RawText) -> Iterator[OutsideLink]:
    """Yield the links of *text* to other sites: its sources, and those of its body."""
    for one in text.values:
        url = one.value.strip()
        if one.keys[:1] == (SOURCE,) and is_web_url(url):
            yield OutsideLink(url=encoded_web_url(url), place=text.place(one.start))
    for match in LINK.finditer(text.text, text.halves[2]):
        kind = match.lastgroup or "inline"
        if is_web_url(match[kind]) and not text.is_code(match.start()):
            place = text.place(match.start(kind))
            yield OutsideLink(url=encoded_web_url(match[kind]), place=place)


def link_diagnostics(
    links: Iterable[OutsideLink], answers: Mapping[str, Answer]
) -> Iterator[Diagnostic]:
    """Yield what is wrong with each of *links*, by the *answers* to their URLs."""
    for link in links:
        answer = answers[link.url]
        if answer.status in GONE:
            yield rules.DEAD_LINK.at(link.place, url=link.url, status=answer.status)
        elif not answer.status:
            yield rules.NO_ANSWER.at(link.place, url=link.url, reason=answer.reason)
        elif answer.status >= FAILED and answer.status not in UNKNOWN:
            reason = said("the server answers {status}", status=answer.status)
            yield rules.NO_ANSWER.at(link.place, url=link.url, reason=reason)
        elif answer.moved_to:
            yield rules.MOVED_LINK.at(link.place, url=link.url, target=answer.moved_to)
