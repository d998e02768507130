"""CLDR's data for a language, by Babel. Pure: the same language always gives the same locale."""

import re
from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.core import get_global

# Language, script, region (RFC 5646 §2.1). Babel opens a file of this name: nothing else may pass.
TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?")
FALLBACK: Final = "en"
CATEGORIES: Final = ("zero", "one", "two", "few", "many", "other")
# Letters of a country and digits of a region (RFC 5646 §2.2.4).
COUNTRY_LENGTHS: Final = (2, 3)
# Facebook has one Arabic, of no country, and its own name for Central Kurdish.
OPEN_GRAPH_LOCALES: Final = {"ar": "ar_AR", "ckb": "cb_IQ"}


def primary(language: str) -> str:
    """Return the primary subtag of *language*: `ar` of `ar-EG`."""
    return language.partition("-")[0].lower()


@cache
def locale_of(language: str) -> Locale:
    """Return the locale of *language*, else that of its primary subtag, else English."""
    for tag in (language, primary(language)):
        if TAG.fullmatch(tag):
            try:
                return Locale.parse(tag, sep="-")
            except UnknownLocaleError:
                continue
    return Locale.parse(FALLBACK)


@cache
def plural_category(language: str, number: int) -> str:
    """Return CLDR's plural category of *number* in *language*: `few` for 3 in Arabic."""
    return str(locale_of(language).plural_form(number))


@cache
def plural_categories(language: str) -> tuple[str, ...]:
    """Return the plural categories that *language* has, from `zero` to `other`."""
    known = locale_of(language).plural_form.tags | {"other"}
    return tuple(name for name in CATEGORIES if name in known)


@cache
def first_weekday(language: str) -> int:
    """Return the day with which weeks begin where *language* is spoken; 0 is Monday.

    A language without a region has the weeks of the region where most speak it (CLDR's likely
    subtags): Arabic those of Egypt, from Saturday on.
    """
    locale = locale_of(language)
    likely = Locale.parse(get_global("likely_subtags").get(str(locale), str(locale)))
    territory = locale.territory or likely.territory
    return Locale(locale.language, territory=territory, script=locale.script).first_week_day


@cache
def open_graph_locale(language: str) -> str:
    """Return *language* as OpenGraph writes it, with a country: `ar_AR`, `ar_EG`, `he_IL`.

    A language without one has the country where most of its readers are (CLDR's likely subtags).
    """
    tag = TAG.match(language)
    subtags = tag[0].split("-") if tag else [FALLBACK]
    spoken, *rest = subtags
    country = next((part.upper() for part in rest if len(part) in COUNTRY_LENGTHS), None)
    if country:
        return f"{spoken.lower()}_{country}"
    if spoken.lower() in OPEN_GRAPH_LOCALES:
        return OPEN_GRAPH_LOCALES[spoken.lower()]
    likely = get_global("likely_subtags").get(spoken.lower(), "").split("_")
    return f"{spoken.lower()}_{likely[-1]}" if len(likely) > 1 else spoken.lower()
