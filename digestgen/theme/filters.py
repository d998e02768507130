"""What templates can call. Each is a pure function of its arguments and of the site's voice."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Final

from markupsafe import Markup, escape
from msgspec import Struct

from digestgen import rules
from digestgen.errors import DigestgenError, Rule
from digestgen.model import Moment
from digestgen.text import bidi as bidi_text
from digestgen.text.direction import (
    Direction,
    language_direction,
    name_direction,
    text_direction,
)
from digestgen.text.email import protected
from digestgen.text.html import Pattern
from digestgen.text.phrases import sentence_html, with_isolates
from digestgen.theme import dates
from digestgen.theme.dates import ARABIC, DateStyle, Form, Width
from digestgen.theme.locales import open_graph_locale, primary
from digestgen.theme.numbers import count_text, with_digits
from digestgen.theme.once import CUT
from digestgen.theme.pictures import picture_html
from digestgen.theme.strings import filled, form_for, gaps
from digestgen.theme.theme import Asset, Plural, String, Theme
from digestgen.urls import href, query_value
from digestgen.views import Card, Masthead

Function = Callable[..., object]

NOTHING: Final = Markup("")
NAME: Final = Pattern('<bdi dir="{}"{}>{}</bdi>')
LANGUAGE: Final = Pattern(' lang="{}"')
LANGUAGE_AND_DIRECTION: Final = Pattern(' lang="{}" dir="{}"')


class TemplateMistake(DigestgenError):
    """A template asks for what is not there: *rule* and its *values* say what."""

    def __init__(self, rule: Rule, **values: str) -> None:
        super().__init__(rule.message.format(**values))
        self.rule = rule
        self.values = values


class Voice(Struct, frozen=True, kw_only=True):
    """How a site speaks to its readers."""

    language: str
    direction: Direction
    style: DateStyle
    hijri: bool
    strings: Mapping[str, String]


def voice_of(masthead: Masthead, theme: Theme) -> Voice:
    """Return the voice of the site with *masthead* in the words of *theme*."""
    style = DateStyle(language=masthead.language, months=masthead.months, digits=masthead.digits)
    return Voice(
        language=masthead.language,
        direction=masthead.direction,
        style=style,
        hijri=masthead.hijri and primary(masthead.language) == ARABIC,
        strings=theme.strings,
    )


def filters(voice: Voice) -> Mapping[str, Function]:
    """Return the filters of templates by name."""
    return {
        "addresses": partial(addresses, voice),
        # The same few names, titles and numbers stand on many pages; a type tells what is HTML
        # already.
        "bdi": lru_cache(maxsize=1 << 12, typed=True)(partial(bdi, voice)),
        "clock": partial(clock, voice),
        "counted": lru_cache(maxsize=1 << 12, typed=True)(partial(counted, voice)),
        "day_month": partial(date_text, voice, "day_month"),
        "digits": partial(digits, voice),
        "email": protected,
        "full_date": partial(date_text, voice, "full"),
        "hijri": partial(hijri, voice),
        "isolated": partial(isolated, voice),
        "long_date": partial(date_text, voice, "long"),
        "machine": dates.machine,
        "month_name": partial(month_name, voice),
        "month_year": partial(date_text, voice, "month_year"),
        "og_locale": open_graph_locale,
        "phrases": lru_cache(maxsize=1 << 12, typed=True)(partial(phrases, voice)),
        "plain": lru_cache(maxsize=1 << 12, typed=True)(partial(plain, voice)),
        "query_value": query_value,
        "weekday": partial(weekday_name, voice),
        "with_months": with_months,
    }


def functions(voice: Voice, assets: Mapping[str, Asset], base: str) -> Mapping[str, object]:
    """Return the functions of templates by name, and the mark between pieces."""
    return {
        "asset": partial(asset_url, asset_urls(assets, base)),
        "cut": CUT,
        "lang": partial(lang, voice),
        "responsive": picture_html,
        "t": partial(translated, voice, unfilled(voice.strings)),
    }


# --- direction -----------------------------------------------------------------------------------


def bdi(voice: Voice, text: str, language: str | None = None) -> Markup:
    """Return *text*, a name, isolated with its direction, and its *language* if it has another."""
    foreign = language is not None and language != voice.language
    direction, mixed = name_direction(text, voice.direction)
    # A control that an author left open ends with the element.
    if not foreign and not mixed and not bidi_text.has_controls(text):
        return escape(text)
    mark = LANGUAGE.format(language) if foreign else NOTHING
    return NAME.format(direction.value, mark, text)


def phrases(voice: Voice, text: str, language: str | None = None) -> Markup:
    """Return *text*, sentences in *language*, with each phrase that runs against it isolated."""
    return with_isolates(text, direction_of_words(voice, language))


def addresses(voice: Voice, text: str, language: str | None = None) -> Markup:
    """Return *text* as `phrases` does, with a link for each e-mail address in it."""
    return sentence_html(text, direction_of_words(voice, language))


def direction_of_words(voice: Voice, language: str | None) -> Direction:
    """Return the direction of words in *language*, by default the site's."""
    return voice.direction if language is None else language_direction(language)


def plain(voice: Voice, text: str, direction: Direction | None = None) -> str:
    """Return *text* for a place without markup, marked so that it runs in *direction*.

    Without one it runs in the direction of most of its letters.
    """
    bare = text.unescape() if isinstance(text, Markup) else text
    wanted = Direction(direction) if direction else text_direction(bare, voice.direction)
    return bidi_text.plain(bare, wanted)


def isolated(voice: Voice, text: str, direction: Direction | None = None) -> str:
    """Return *text*, a name inside a text without markup that runs in *direction*, isolated."""
    bare = text.unescape() if isinstance(text, Markup) else text
    return bidi_text.isolated(bare, Direction(direction or voice.direction))


def lang(voice: Voice, language: str | None, inside: str | None = None) -> Markup:
    """Return the attributes of an element in *language*; none if it has that of what it is in.

    *inside* is the language around the element, by default that of the site.
    """
    if language is None or language == (inside or voice.language):
        return NOTHING
    return LANGUAGE_AND_DIRECTION.format(language, language_direction(language).value)


# --- words and numbers ---------------------------------------------------------------------------


def unfilled(strings: Mapping[str, String]) -> Mapping[str, Markup]:
    """Return those of *strings* that have no gaps, as they are shown: each stands on many pages."""
    return {
        key: filled(text, {})
        for key, text in strings.items()
        if isinstance(text, str) and not gaps(text)
    }


def translated(voice: Voice, fixed: Mapping[str, Markup], key: str, /, **values: object) -> Markup:
    """Return the string *key* with its gaps filled; numbers get the digits of the site.

    It is one of *fixed* if it has no gaps.
    """
    if not values and key in fixed:
        return fixed[key]
    text = string(voice, key)
    if isinstance(text, Plural):
        raise TypeError(f"the string '{key}' has plural forms: write NUMBER|counted('{key}')")
    return with_values(voice, key, text, values)


def counted(voice: Voice, number: int, key: str) -> Markup:
    """Return the plural form of the string *key* for *number*, with the number in its gap `{n}`."""
    text = string(voice, key)
    form = form_for(text, number) if isinstance(text, Plural) else text
    return with_values(
        voice, key, form, {"n": count_text(number, voice.language, voice.style.digits)}
    )


def string(voice: Voice, key: str) -> String:
    """Return the string *key*."""
    if key not in voice.strings:
        raise TemplateMistake(rules.NO_STRING, key=key, language=voice.language)
    return voice.strings[key]


def with_values(voice: Voice, key: str, text: str, values: dict[str, object]) -> Markup:
    """Return *text*, the string *key*, with *values* in its gaps, and numbers in digits of ours."""
    for name, value in values.items():
        if isinstance(value, int):
            values[name] = digits(voice, value)
    try:
        return filled(text, values)
    except KeyError as error:
        raise ValueError(f"the string '{key}' needs a value for {error}") from None


def digits(voice: Voice, value: int | str) -> str:
    """Return *value* with the digits of the site."""
    return with_digits(str(value), voice.language, voice.style.digits)


# --- dates ---------------------------------------------------------------------------------------


def date_text(voice: Voice, form: Form, value: date | Moment) -> str:
    """Return the day of *value* in words."""
    return dates.date_text(dates.day_of(value), form, voice.style)


def month_name(voice: Voice, value: date | Moment) -> str:
    """Return the name of the month of *value*."""
    return dates.lone_month_name(dates.day_of(value).month, voice.style)


def with_months(cards: Iterable[Card], wanted: bool = True) -> Iterator[tuple[Card, str]]:  # noqa: FBT001, FBT002 - an argument in templates
    """Yield *cards*, the first of each month with it, `2024-06`, if that is *wanted*."""
    seen = {""}
    for card in cards:
        month = dates.month_text(card.date) if wanted else ""
        yield card, "" if month in seen else month
        seen.add(month)


def weekday_name(voice: Voice, weekday: int, width: Width = "wide") -> str:
    """Return the name of *weekday*, 0 for Monday."""
    return dates.weekday_name(weekday, width, voice.style)


def hijri(voice: Voice, value: date | Moment) -> str | None:
    """Return the Hijri date of *value*; None where the site shows none or it is not known."""
    return dates.hijri_date(dates.day_of(value), voice.style) if voice.hijri else None


def clock(voice: Voice, moment: Moment) -> str:
    """Return the time of *moment*."""
    return dates.clock(moment, voice.style)


# --- files ---------------------------------------------------------------------------------------


def asset_urls(assets: Mapping[str, Asset], base: str) -> Mapping[str, str]:
    """Return the URLs of *assets* under the base path *base*, by name."""
    return {name: href(base, f"/{asset.path}") for name, asset in assets.items()}


def asset_url(urls: Mapping[str, str], name: str) -> str:
    """Return the URL of the asset *name*, one of *urls*."""
    if name not in urls:
        raise TemplateMistake(rules.NO_ASSET, name=name)
    return urls[name]
