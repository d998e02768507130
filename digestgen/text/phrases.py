"""Sentences as HTML, with each phrase that runs against them in an isolate.

A phrase is a run of words of the other direction with the signs that belong to it, so that the
punctuation and numbers around it stay in their places, and its own signs in theirs. A quotation of
the other direction is one phrase, inside its marks.
"""

import re
from collections.abc import Iterator
from typing import Final

from markupsafe import Markup, escape

from digestgen.text.direction import RTL_BLOCKS, Direction, has_ltr, text_direction
from digestgen.text.email import Html, addresses, protected
from digestgen.text.html import Pattern, html_of, markup

OPPOSITE: Final = {Direction.RTL: Direction.LTR, Direction.LTR: Direction.RTL}
ISOLATE: Final = Pattern('<bdi dir="{}">{}</bdi>')

# --- left-to-right phrases in a right-to-left text ------------------------------------------------

WORD: Final = rf"[^\W{RTL_BLOCKS}]"
LETTER: Final = rf"[^\W\d_{RTL_BLOCKS}]"
# The full stop of an initial (J. Smith, U.S.) or of what ends or begins a name.
STOP: Final = (
    rf"(?<=\b{LETTER})\.(?= {{1,2}}{LETTER})|(?<=\.{LETTER})\."
    r"|(?:(?<=\bInc)|(?<=\bLtd)|(?<=\bCo)|(?<=\bCorp)|(?<=\bJr)|(?<=\bSr))\."
    rf"|(?:(?<=\bDr)|(?<=\bMr)|(?<=\bMrs)|(?<=\bMs)|(?<=\bSt)|(?<=\bGen))\.(?= {{1,2}}{LETTER})"
)
# Signs inside a word (korea-russia, a/b, https://…) and at its end (C++, C#, 5%, example.org/).
TOKEN: Final = rf"(?:{WORD}|[.&'’/:@=?~–-]{{1,3}}(?={WORD})|[+#%]|/(?!\w)|{STOP})"
NUMBER: Final = r"\d++(?:[.,]\d++)*+"
# A number that touches a word (24TV, 3.5GB, 25°C) is looked at from its first digit only: a long
# one must not be tried at each.
START: Final = rf"(?:(?<![\d.,]){NUMBER}°?(?={LETTER})|[@#](?={LETTER}))?{LETTER}"
LTR_PHRASE: Final = re.compile(
    rf"{START}{TOKEN}*(?: {{1,2}}(?:& {{1,2}})?(?=#?{WORD})#?{TOKEN}+)*"
    # Phone numbers and dates of digits, whose groups a right-to-left line would turn round.
    r"|\+\d(?:[ ().-]?\d){5,17}|(?<![\d-])\d{1,6}(?:-\d{1,6}){2,6}(?![\d-])"
    # A sign that stands before its number: it would come to stand behind it.
    rf"|(?<![\w)\]])(?<!\d )[+−-]{NUMBER}%?",
)

# --- right-to-left phrases in a left-to-right text ------------------------------------------------

RTL: Final = f"[{RTL_BLOCKS}]"
RTL_LETTER: Final = re.compile(RTL)
RTL_TOKEN: Final = rf"(?:{RTL}|[.&'’/:–-]{{1,3}}(?={RTL}))"
# A number between two words of a phrase belongs to it; one after the last stays in the line.
RTL_PHRASE: Final = re.compile(
    rf"{RTL}{RTL_TOKEN}*(?: {{1,2}}(?:{NUMBER} {{1,2}}(?={RTL}))?{RTL}{RTL_TOKEN}*)*"
)

# What stands between two marks. Hebrew and German open with marks that close in English.
QUOTATION: Final = re.compile('«([^«»]+)»|[“”„]([^“”„]+)[“”]|"([^"]+)"')

PHRASE: Final = {Direction.RTL: LTR_PHRASE, Direction.LTR: RTL_PHRASE}
# What a phrase has that has no letters.
SIGNED: Final = re.compile(r"[+−-]\d")


def has_foreign(text: str, around: Direction) -> bool:
    """Tell whether *text* has a letter that runs against *around*, or a number with a sign.

    Most texts have none, and looking for one is far quicker than looking for a phrase.
    """
    if around is Direction.LTR:
        return RTL_LETTER.search(text) is not None
    return has_ltr(text) or has_signed(text)


def has_signed(text: str) -> bool:
    """Tell whether *text* has a sign before a number."""
    has_sign = "-" in text or "+" in text or "−" in text
    return has_sign and SIGNED.search(text) is not None


def foreign_quotations(text: str, around: Direction) -> Iterator[tuple[int, int]]:
    """Yield the start and end of what runs against *around* between quotation marks in *text*."""
    for match in QUOTATION.finditer(text):
        start, end = match.span(match.lastindex or 0)
        if text_direction(text[start:end], around) is not around:
            yield start, end


def isolated_phrases(text: str, around: Direction) -> Iterator[Markup]:
    """Yield *text* as HTML with each phrase that runs against *around* in an isolate."""
    if not has_foreign(text, around):
        yield escape(text)
        return
    other = OPPOSITE[around]
    done = 0
    for start, end in foreign_quotations(text, around):
        yield from phrases_in(text[done:start], around)
        inside = Markup("").join(phrases_in(text[start:end], other))
        yield ISOLATE.format(other.value, inside)
        done = end
    yield from phrases_in(text[done:], around)


def phrases_in(text: str, around: Direction) -> Iterator[Markup]:
    """Yield *text*, which quotes nothing, as HTML with its foreign phrases in isolates."""
    end = 0
    for match in PHRASE[around].finditer(text):
        yield escape(text[end : match.start()])
        yield ISOLATE.format(OPPOSITE[around].value, match[0])
        end = match.end()
    yield escape(text[end:])


def with_isolates(text: str, around: Direction) -> Markup:
    """Return *text*, which runs *around*, as HTML with its foreign phrases in isolates."""
    if not has_foreign(text, around):
        return markup(html_of(text))
    return Markup("").join(isolated_phrases(text, around))


def sentence_html(text: str, around: Direction, address: Html = protected) -> Markup:
    """Return *text* as `with_isolates` does, with e-mail addresses as *address* has them."""
    if "@" not in text and not has_foreign(text, around):
        return markup(html_of(text))
    pieces: list[Markup] = []
    end = 0
    for match in addresses(text):
        pieces += [*isolated_phrases(text[end : match.start()], around), address(match[0])]
        end = match.end()
    return Markup("").join([*pieces, *isolated_phrases(text[end:], around)])
