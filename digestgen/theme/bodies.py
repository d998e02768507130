"""Bodies put together: the kept pieces of HTML and what goes between them."""

from collections.abc import Iterator, Sequence
from typing import Final

from markupsafe import Markup, escape

from digestgen.model import Picture
from digestgen.text.bidi import plain
from digestgen.text.direction import Direction, language_direction, name_direction, text_direction
from digestgen.text.html import Pattern, markup
from digestgen.text.phrases import ISOLATE
from digestgen.theme.dates import DateStyle, date_text
from digestgen.theme.locales import primary
from digestgen.theme.pictures import picture_html
from digestgen.views import Dateline, Filling, Masthead

# U+060C is the comma of the Arabic script; Hebrew has that of Latin.
ARABIC_COMMA, COMMA = "، ", ", "
LATIN_COMMA_LANGUAGES: Final = frozenset({"he", "yi"})
DATELINE: Final = Pattern('<span class="dateline">{}{}{} ({}) —</span> ')
# The width of the text, which nothing in it exceeds, and its margins on a phone.
BODY_SIZES: Final = "(min-width: 45rem) 42rem, calc(100vw - 2rem)"


def body_html(pieces: Sequence[str], fillings: Sequence[Filling], masthead: Masthead) -> Markup:
    """Return the body of *pieces*, which are HTML of ours, with *fillings* between them."""
    return markup("".join(parts(pieces, fillings, masthead)))


def parts(pieces: Sequence[str], fillings: Sequence[Filling], masthead: Masthead) -> Iterator[str]:
    """Yield the parts of a body in their order."""
    yield pieces[0]
    for filling, piece in zip(fillings, pieces[1:], strict=True):
        yield filling_html(filling, masthead)
        yield piece


def filling_html(filling: Filling, masthead: Masthead) -> Markup:
    """Return *filling* as HTML."""
    match filling:
        case None:
            return Markup("")
        case str():
            return escape(filling)
        case Picture():
            alt = plain(filling.alt, text_direction(filling.alt, masthead.direction))
            return picture_html(filling, alt, sizes=BODY_SIZES)
        case Dateline():
            return dateline_html(filling, masthead)


def dateline_html(dateline: Dateline, masthead: Masthead) -> Markup:
    """Return *dateline*: «سيئول، 21 يونيو (يونهاب) —»."""
    language = dateline.language
    style = DateStyle(language=language, months=masthead.months, digits=masthead.digits)
    direction = language_direction(language)
    comma = comma_of(language)
    names = (name_html(name, direction) for name in dateline.sources)
    day = date_text(dateline.day, "day_month", style)
    place = name_html(dateline.place, direction)
    return DATELINE.format(place, comma, day, Markup(comma).join(names))  # noqa: S704


def comma_of(language: str) -> str:
    """Return the comma of *language*, with the space after it."""
    is_latin = primary(language) in LATIN_COMMA_LANGUAGES
    return COMMA if is_latin or language_direction(language) is Direction.LTR else ARABIC_COMMA


def name_html(name: str, around: Direction) -> Markup:
    """Return *name*, isolated if any of it runs against what is *around* it."""
    direction, is_mixed = name_direction(name, around)
    if not is_mixed:
        return escape(name)
    return ISOLATE.format(direction.value, name)
