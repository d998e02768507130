"""Dates and times as readers see them. Pure functions over CLDR's patterns.

Names of months never come from CLDR's stand-alone forms: Babel resolves those of most languages
once for all of them, so the answer would depend on which language was asked for first.
"""

from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Final, Literal

from babel import Locale
from babel.dates import format_date, tokenize_pattern
from hijridate import Gregorian
from msgspec import Struct

from digestgen.model import Digits, Moment, Months
from digestgen.theme.locales import FALLBACK, locale_of, primary
from digestgen.theme.numbers import with_digits

Form = Literal["full", "long", "month_year", "day_month"]
Width = Literal["wide", "narrow"]

ARABIC: Final = "ar"
# The CLDR locales whose months bear the names of each style.
MONTH_LOCALES: Final = {
    Months.GREGORIAN: ("ar",),
    Months.LEVANTINE: ("ar-LB",),
    Months.DUAL: ("ar", "ar-LB"),
    Months.MAGHREB: ("ar-DZ",),
}
# Fields of CLDR's patterns (UTS #35, part 4).
MONTH_FIELDS: Final = ("MMMM", "LLLL")
# The first day of a month of 31 days, and of a year.
A_MONDAY: Final = date(2024, 1, 1)
SKELETONS: Final = {"month_year": "yMMMM", "day_month": "MMMMd"}
EZAFE: Final = "\u0654"


class DateStyle(Struct, frozen=True, kw_only=True):
    """How a site writes dates and numbers."""

    language: str
    months: Months
    digits: Digits


@cache
def month_name(month: int, style: DateStyle) -> str:
    """Return the name of *month*, 1 to 12, in *style*."""
    arabic = primary(style.language) == ARABIC
    languages = MONTH_LOCALES[style.months] if arabic else (style.language,)
    return "/".join(locale_of(name).months["format"]["wide"][month] for name in languages)


def lone_month_name(month: int, style: DateStyle) -> str:
    """Return the name of *month* as it stands without a day or a year.

    Persian joins it to the year with a mark on its last letter, which then has to go.
    """
    return month_name(month, style).removesuffix(EZAFE)


@cache
def weekday_name(weekday: int, width: Width, style: DateStyle) -> str:
    """Return the name of *weekday*, 0 for Monday: «السبت», or for `narrow` «س».

    Where CLDR has no narrow names of a language, which then are English, it is the short name.
    """
    days = locale_of(style.language).days["format"]
    is_english = days["narrow"] == locale_of(FALLBACK).days["format"]["narrow"]
    lacking = width == "narrow" and is_english and primary(style.language) != FALLBACK
    return str(days["abbreviated" if lacking else width][weekday])


@cache
def date_text(day: date, form: Form, style: DateStyle) -> str:
    """Return *day* in words.

    `full` is «الجمعة، 21 يونيو 2024», `long` «21 يونيو 2024», `month_year` «يونيو 2024» and
    `day_month` «21 يونيو».
    """
    parts = [
        field_text(text, alike(day, text), style) if is_field else text
        for text, is_field in date_parts(form, style.language)
    ]
    return with_digits("".join(parts), style.language, style.digits)


@cache
def date_parts(form: Form, language: str) -> tuple[tuple[str, bool], ...]:
    """Return the pattern of *form* in *language* in parts, each with whether it is a field."""
    tokens = tokenize_pattern(date_pattern(form, locale_of(language)))
    return tuple(
        (value, False) if isinstance(value, str) else (value[0] * value[1], True)
        for _, value in tokens
    )


@cache
def field_text(field: str, day: date, style: DateStyle) -> str:
    """Return the *field* of a pattern for *day*, with months as *style* names them."""
    if field in MONTH_FIELDS:
        return month_name(day.month, style)
    return str(format_date(day, field, locale=locale_of(style.language)))


def alike(day: date, field: str) -> date:
    """Return the first of all days for which *field* is what it is for *day*.

    There are 31 days, 12 months and 7 weekdays: Babel takes long to write one, and is asked once.
    """
    match field[0]:
        case "d":
            return A_MONDAY.replace(day=day.day)
        case "M" | "L":
            return A_MONDAY.replace(month=day.month)
        case "E" | "c":
            return A_MONDAY.replace(day=1 + day.weekday())
        case "y" | "G":
            return A_MONDAY.replace(year=day.year)
    return day


def date_pattern(form: Form, locale: Locale) -> str:
    """Return the pattern of *form* in *locale*."""
    if form in SKELETONS:
        return str(locale.datetime_skeletons[SKELETONS[form]].pattern)
    return str(locale.date_formats[form].pattern)


@cache
def hijri_date(day: date, style: DateStyle) -> str | None:
    """Return *day* in the Umm al-Qura calendar, «15 ذو الحجة 1445 هـ»; None out of its range.

    The calendar is known from 1 August 1924 to 16 November 2077.
    """
    try:
        hijri = Gregorian(day.year, day.month, day.day).to_hijri()
    except OverflowError:
        return None
    name, era = hijri.month_name(ARABIC), hijri.notation(ARABIC)
    return with_digits(f"{hijri.day} {name} {hijri.year} {era}", style.language, style.digits)


def clock(moment: Moment, style: DateStyle) -> str:
    """Return the time of *moment* by 24 hours, `19:42`."""
    return clock_text(moment.at.hour, moment.at.minute, style)


@cache
def clock_text(hour: int, minute: int, style: DateStyle) -> str:
    """Return the time *hour* and *minute* by 24 hours."""
    return with_digits(f"{hour:02}:{minute:02}", style.language, style.digits)


def machine(value: date | Moment) -> str:
    """Return *value* as the `datetime` of a `<time>` element, with an offset if it has a time."""
    if isinstance(value, Moment) and value.timed:
        return instant(value.at, value.at.utcoffset())
    return day_text(day_of(value))


# Each stands some times on the page of its article, and on all that show its card.
@lru_cache(maxsize=1 << 12)
def instant(at: datetime, offset: timedelta | None) -> str:  # noqa: ARG001 - what is not equal
    """Return *at*, which has the *offset*, as ISO 8601 writes it.

    One instant is equal in all zones, and is not written so.
    """
    return at.isoformat(timespec="seconds")


@lru_cache(maxsize=1 << 12)
def day_text(day: date) -> str:
    """Return *day* as ISO 8601 writes it."""
    return day.isoformat()


def month_text(value: date | Moment) -> str:
    """Return the month of *value* as ISO 8601 writes it, `2024-06`."""
    return day_text(day_of(value)).rpartition("-")[0]


def day_of(value: date | Moment) -> date:
    """Return the day of *value*, as the clock at its place has it."""
    return value.at.date() if isinstance(value, Moment) else value
