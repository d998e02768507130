"""Dates, times and counts wherever a page shows them, in each style and language of a site."""

from typing import Final, NamedTuple

import pytest

from tests.conftest import MakeSite
from tests.reading import element, text_of, texts, tree_of
from tests.writing import article

SETTINGS: Final = "title: موجز\nurl: https://example.org/digest/\n"
MONTHS: Final = {
    "gregorian": ("يونيو", "يوليو"),
    "levantine": ("حزيران", "تموز"),
    "dual": ("يونيو/حزيران", "يوليو/تموز"),
    "maghreb": ("جوان", "جويلية"),
}
TO_ARABIC: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
ARTICLES: Final = {
    "content/a.md": article(
        title="خبر أول",
        date='"2024-06-21 19:42"',
        updated='"2024-07-01 08:05"',
        place="سيئول",
        tags="[موضوع]",
    ),
    "content/b.md": article(title="خبر ثان", date="2024-07-02", tags="[موضوع]"),
}


@pytest.mark.parametrize("months", MONTHS)
@pytest.mark.parametrize("digits", ["latn", "arab"])
@pytest.mark.parametrize("hijri", ["true", "false"])
def test_an_arabic_site_has_one_style_of_dates(
    make_site: MakeSite, months: str, digits: str, hijri: str
) -> None:
    """Every page has the months, the digits and the calendars that site.yaml asks for."""
    style = f"months: {months}\ndigits: {digits}\nhijri: {hijri}\n"
    site = make_site({"site.yaml": SETTINGS + style, **ARTICLES})
    site.build()
    page = tree_of(site.html("/2024/06/21/a/"))
    day = tree_of(site.html("/2024/06/21/"))
    june, july = MONTHS[months]
    equivalent = "، الموافق 15 ذو الحجة 1445 هـ" if hijri == "true" else ""
    written = {
        "article": f"الجمعة، 21 {june} 2024{equivalent}، 19:42",
        "updated": f"آخر تحديث: 1 {july} 2024، 08:05",
        "reading time": "مدة القراءة: دقيقة واحدة",
        "dateline": f"سيئول، 21 {june} (وكالة) —",
        "source box": f"الجمعة، 21 {june} 2024، 19:42",
        "crumbs": f"الرئيسية 2024 {june} 21",
        "year": f"أخبار عام 2024 مقالان {june} مقال واحد تقويم {june} 2024",
        "month": f"أخبار شهر {june} 2024",
        "day": f"أخبار يوم الجمعة، 21 {june} 2024",
        "hijri of the day": "15 ذو الحجة 1445 هـ" if hijri == "true" else "",
        "next day": f"اليوم التالي 2 {july} 2024",
    }
    year = text_of(element(tree_of(site.html("/2024/")), ".//main"))
    shown = {
        "article": text_of(page.find(".//p[@class='meta']/time")),
        "updated": text_of(page.find(".//p[@class='meta']/span[1]")),
        "reading time": text_of(page.find(".//p[@class='meta']/span[2]")),
        "dateline": text_of(page.find(".//span[@class='dateline']")),
        "source box": text_of(page.find(".//section[@class='source']//time")),
        "crumbs": text_of(page.find(".//nav[@class='crumbs']")),
        "year": year[year.find("أخبار") :][: len(written["year"])],
        "month": text_of(element(tree_of(site.html("/2024/06/")), ".//h1")),
        "day": text_of(element(day, ".//h1")),
        "hijri of the day": " ".join(texts(day, ".//p[@class='about']")),
        "next day": text_of(day.find(".//nav[@class='neighbours']")),
    }

    if digits == "arab":
        written = {key: text.translate(TO_ARABIC) for key, text in written.items()}
    assert written == shown


class Dates(NamedTuple):
    """How a language writes some dates, with `digits: arab`."""

    article: str
    day: str
    month: str
    year: str
    months: list[str]
    counted: str


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "fa",
            Dates(
                "جمعه ۲۱ ژوئن ۲۰۲۴، ساعت ۱۹:۴۲",
                "خبرهای جمعه ۲۱ ژوئن ۲۰۲۴",
                "خبرهای ژوئن ۲۰۲۴",
                "خبرهای سال ۲۰۲۴",
                ["ژوئن", "ژوئیه"],
                "۲ خبر",
            ),
        ),
        (
            "ur",
            Dates(
                "جمعہ، ۲۱ جون، ۲۰۲۴، ۱۹:۴۲",
                "جمعہ، ۲۱ جون، ۲۰۲۴ کی خبریں",
                "جون ۲۰۲۴ کی خبریں",
                "سنہ ۲۰۲۴ کی خبریں",
                ["جون", "جولائی"],
                "۲ خبریں",
            ),
        ),
        (
            "he",
            Dates(
                "יום שישי, 21 ביוני 2024, 19:42",
                "הכתבות של יום שישי, 21 ביוני 2024",
                "כתבות מחודש יוני 2024",
                "כתבות משנת 2024",
                ["יוני", "יולי"],
                "שתי כתבות",
            ),
        ),
        (
            "en",
            Dates(
                "Friday, June 21, 2024, 19:42",
                "Articles from Friday, June 21, 2024",
                "Articles from June 2024",
                "Articles from 2024",
                ["June", "July"],
                "2 articles",
            ),
        ),
        (
            "ar-EG",
            Dates(
                "الجمعة، ٢١ يونيو ٢٠٢٤، ١٩:٤٢",
                "أخبار يوم الجمعة، ٢١ يونيو ٢٠٢٤",
                "أخبار شهر يونيو ٢٠٢٤",
                "أخبار عام ٢٠٢٤",
                ["يونيو", "يوليو"],
                "مقالان",
            ),
        ),
    ],
)
def test_each_language_has_its_own_dates(
    make_site: MakeSite, language: str, expected: Dates
) -> None:
    """Words, order, commas and digits are those of the language of the site."""
    style = f"language: {language}\ndigits: arab\nhijri: false\n"
    site = make_site({"site.yaml": SETTINGS + style, **ARTICLES})
    site.build()
    year = tree_of(site.html("/2024/"))

    assert expected == Dates(
        article=text_of(tree_of(site.html("/2024/06/21/a/")).find(".//p[@class='meta']/time")),
        day=text_of(element(tree_of(site.html("/2024/06/21/")), ".//h1")),
        month=text_of(element(tree_of(site.html("/2024/06/")), ".//h1")),
        year=text_of(element(year, ".//h1")),
        months=texts(year, ".//section[@class='month']/h2/a"),
        counted=text_of(year.find(".//p[@class='about']")),
    )
