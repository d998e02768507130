"""Dates and times as readers see them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from digestgen.model import Digits, Moment, Months
from digestgen.theme.dates import (
    DateStyle,
    Form,
    clock,
    date_pattern,
    date_text,
    hijri_date,
    machine,
    month_name,
    weekday_name,
)
from digestgen.theme.locales import first_weekday, locale_of
from digestgen.theme.numbers import count_text, with_digits

# fmt: off
GREGORIAN = [
    "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
    "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
]
LEVANTINE = [
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
]
MAGHREB = [
    "جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان",
    "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
]
# Of the 19th of each month of 2024.
WEEKDAYS = [
    "الجمعة", "الاثنين", "الثلاثاء", "الجمعة", "الأحد", "الأربعاء",
    "الجمعة", "الاثنين", "الخميس", "السبت", "الثلاثاء", "الخميس",
]
# fmt: on
DUAL = [f"{ours}/{theirs}" for ours, theirs in zip(GREGORIAN, LEVANTINE, strict=True)]
NAMES = {
    Months.GREGORIAN: GREGORIAN,
    Months.LEVANTINE: LEVANTINE,
    Months.DUAL: DUAL,
    Months.MAGHREB: MAGHREB,
}
SEOUL = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("ar", "السبت"),
        ("ar-SA", "الأحد"),
        ("ar-MA", "الاثنين"),
        ("en", "Sunday"),
        ("en-GB", "Monday"),
        ("fa", "شنبه"),
        ("he", "יום ראשון"),
    ],
)
def test_weeks_begin_where_a_language_begins_them(language: str, first: str) -> None:
    """By its region, or by the one where most speak it."""
    assert first == weekday_name(first_weekday(language), "wide", style(language))


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("ar", {"ن ث ر خ ج س ح"}),
        ("en", {"M T W T F S S"}),
        # The CLDR of Babel 2.19 is the first that has narrow ones.
        ("ur", {"پیر منگل بدھ جمعرات جمعہ ہفتہ اتوار", "پ م ب ج ج ہ ا"}),
    ],
)
def test_calendars_have_narrow_weekdays(language: str, names: set[str]) -> None:
    """From Monday on; a language that has none gets its short ones, not those of English."""
    found = [weekday_name(day, "narrow", style(language)) for day in range(7)]

    assert " ".join(found) in names


def style(
    language: str = "ar",
    months: Months = Months.GREGORIAN,
    digits: Digits = Digits.LATN,
) -> DateStyle:
    return DateStyle(language=language, months=months, digits=digits)


@pytest.mark.parametrize("months", Months)
def test_each_style_has_its_twelve_month_names(months: Months) -> None:
    """The months of a site have the names that `months` asks for."""
    assert NAMES[months] == [month_name(number, style(months=months)) for number in range(1, 13)]


@pytest.mark.parametrize("months", Months)
@pytest.mark.parametrize(
    ("digits", "numbers"), [("latn", ("19", "2024")), ("arab", ("١٩", "٢٠٢٤"))]
)
def test_dates_are_written_in_words(months: Months, digits: str, numbers: tuple[str, str]) -> None:
    """A date has its weekday, day, month and year, in the order and with the comma of CLDR."""
    day, year = numbers
    site = style(months=months, digits=Digits(digits))
    days = [date(2024, number, 19) for number in range(1, 13)]

    expected: dict[Form, list[str]] = {
        "full": [f"{w}، {day} {m} {year}" for w, m in zip(WEEKDAYS, NAMES[months], strict=True)],
        "long": [f"{day} {m} {year}" for m in NAMES[months]],
        "month_year": [f"{m} {year}" for m in NAMES[months]],
        "day_month": [f"{day} {m}" for m in NAMES[months]],
    }

    assert expected == {form: [date_text(d, form, site) for d in days] for form in expected}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar-EG", "الجمعة، 21 يونيو 2024"),
        ("ar-LB", "الجمعة، 21 يونيو 2024"),
        ("fa", "جمعه 21 ژوئن 2024"),
        ("ur", "جمعہ، 21 جون، 2024"),
        ("he", "יום שישי, 21 ביוני 2024"),
        ("en", "Friday, June 21, 2024"),
        ("fr", "vendredi 21 juin 2024"),
        # CLDR joins an ending to the month, as a text in quotes.
        ("eu", "2024(e)ko ekainaren 21(a), ostirala"),
        ("mn", "2024\N{NARROW NO-BREAK SPACE}оны зургаадугаар сарын 21, баасан гараг"),
        ("th", "วันศุกร์ที่ 21 มิถุนายน ค.ศ. 2024"),
        ("ar-XX", "الجمعة، 21 يونيو 2024"),
        ("qq", "Friday, June 21, 2024"),
        ("../../etc/passwd", "Friday, June 21, 2024"),
    ],
)
def test_a_language_has_its_own_dates(language: str, expected: str) -> None:
    """Dates follow the language; one that CLDR does not know has its parent's, else English."""
    assert expected == date_text(date(2024, 6, 21), "full", style(language))


@pytest.mark.parametrize("form", ["full", "long", "month_year", "day_month"])
@given(day=st.dates(), language=st.sampled_from(("ar", "fa", "ur", "ckb", "he", "en", "th", "ja")))
def test_dates_are_those_of_babel(form: Form, day: date, language: str) -> None:
    """Whatever the day, its fields are written as Babel writes them."""
    pattern = date_pattern(form, locale_of(language))

    assert date_text(day, form, style(language)) == format_date(
        day, pattern, locale=locale_of(language)
    )


def test_names_of_months_do_not_depend_on_what_was_asked_before() -> None:
    """A language's names are its own, whichever language was used first in the process."""
    languages = ("he", "en", "yi", "fr", "fa", "ckb")
    june = date(2024, 6, 21)
    first = [date_text(june, "month_year", style(language)) for language in languages]
    date_text.cache_clear()
    month_name.cache_clear()
    locale_of.cache_clear()
    again = [date_text(june, "month_year", style(language)) for language in reversed(languages)]

    assert first == again[::-1]
    assert "juin 2024" == first[3]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "٢٠٢٤ ٢١ يونيو"),
        ("ar-EG", "٢٠٢٤ ٢١ يونيو"),
        ("ckb", "٢٠٢٤ حوزەیران ٢١"),
        ("fa", "۲۰۲۴ ۲۱ ژوئن"),
        ("ur-PK", "۲۰۲۴ ۲۱ جون"),
        ("he", "2024 21 ביוני"),
        ("en", "2024 June 21"),
    ],
)
def test_arabic_digits_have_the_form_of_the_language(language: str, expected: str) -> None:
    """Persian and Urdu write 4, 5 and 6 in another way; languages without such digits have none."""
    day = date_text(date(2024, 6, 21), "day_month", style(language, digits=Digits.ARAB))

    assert expected == f"{with_digits('2024', language, Digits.ARAB)} {day}"


def test_latin_digits_stay() -> None:
    """Nothing happens to digits unless the site asks for it."""
    assert "2024" == with_digits("2024", "ar", Digits.LATN)


@pytest.mark.parametrize(
    ("language", "latin", "arabic"),
    [
        ("ar", "999 1,000 1,234,567", "٩٩٩ ١٬٠٠٠ ١٬٢٣٤٬٥٦٧"),
        ("fa", "999 1,000 1,234,567", "۹۹۹ ۱٬۰۰۰ ۱٬۲۳۴٬۵۶۷"),
        ("ur", "999 1,000 1,234,567", "۹۹۹ ۱٬۰۰۰ ۱٬۲۳۴٬۵۶۷"),
        ("he", "999 1,000 1,234,567", "999 1,000 1,234,567"),
        ("en", "999 1,000 1,234,567", "999 1,000 1,234,567"),
        ("de", "999 1.000 1.234.567", "999 1.000 1.234.567"),
    ],
)
def test_large_counts_stand_in_groups(language: str, latin: str, arabic: str) -> None:
    """Each language separates thousands with its own sign, and Arabic digits with theirs."""
    numbers = (999, 1000, 1234567)

    assert latin == " ".join(count_text(number, language, Digits.LATN) for number in numbers)
    assert arabic == " ".join(count_text(number, language, Digits.ARAB) for number in numbers)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2024, 6, 21), "15 ذو الحجة 1445 هـ"),
        (date(2024, 6, 19), "13 ذو الحجة 1445 هـ"),
        (date(1924, 8, 1), "1 محرم 1343 هـ"),
        (date(2077, 11, 16), "30 ذو الحجة 1500 هـ"),
        (date(1924, 7, 31), None),
        (date(2077, 11, 17), None),
    ],
)
def test_hijri_dates_are_those_of_umm_al_qura(day: date, expected: str | None) -> None:
    """A date outside the calendar's range has no Hijri date."""
    assert expected == hijri_date(day, style())


def test_hijri_dates_have_the_digits_of_the_site() -> None:
    """A date does not mix digits."""
    assert "١٥ ذو الحجة ١٤٤٥ هـ" == hijri_date(date(2024, 6, 21), style(digits=Digits.ARAB))


def test_times_have_24_hours() -> None:
    """The time is that of the clock where the source published."""
    moment = Moment(at=datetime(2024, 6, 21, 19, 42, 55, tzinfo=SEOUL), timed=True)

    assert "19:42" == clock(moment, style())
    assert "١٩:٤٢" == clock(moment, style(digits=Digits.ARAB))


def test_machines_get_an_offset_with_a_time_and_a_day_without_one() -> None:
    """`<time datetime>` says no more than the author did."""
    at = datetime(2024, 6, 21, 19, 42, 55, 999, tzinfo=SEOUL)

    assert "2024-06-21T19:42:55+09:00" == machine(Moment(at=at, timed=True))
    assert "2024-06-21T10:42:55+00:00" == machine(Moment(at=at.astimezone(UTC), timed=True))
    assert "2024-06-21" == machine(Moment(at=at, timed=False))
    assert "2024-06-01" == machine(date(2024, 6, 1))
