"""When two addresses lead to one original, and two headlines tell one story."""

import pytest

from digestgen.site.stories import canonical_url, same_headline

ORIGINAL = "https://manara.example/2024/06/21/talks"


@pytest.mark.parametrize(
    "url",
    [
        "https://manara.example/2024/06/21/talks",
        "http://manara.example/2024/06/21/talks/",
        "https://www.manara.example/2024/06/21/talks#comments",
        "https://WWW.Manara.Example:443/2024/06/21/talks",
        "https://m.manara.example/2024/06/21/talks",
        "https://mobile.manara.example/2024/06/21/talks",
        "https://amp.manara.example/2024/06/21/talks",
        "https://www.manara.example/amp/2024/06/21/talks",
        "https://www.manara.example/2024/06/21/talks/amp/",
        "https://manara.example/2024/06/21/talks?amp=1&outputType=amp",
        "https://manara.example/2024/06/21/talks?utm_source=x&utm_medium=y&fbclid=z&gclid=1",
        "https://manara.example/2024/06/21/talks?at_medium=RSS&ref=home&__twitter_impression=true",
        "https://www-manara-example.cdn.ampproject.org/c/s/www.manara.example/2024/06/21/talks",
        "https://www.google.com/amp/s/manara.example/amp/2024/06/21/talks",
        "  https://manara.example/2024/06/21/%74alks  ",
    ],
)
def test_addresses_of_one_original_are_one(url: str) -> None:
    """Scheme, www, phones, AMP, tracking, slash and fragment make no other original."""
    assert ORIGINAL == canonical_url(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/?p=12&utm_term=x", "https://a.example?p=12"),
        ("https://a.example/news?id=2&cat=1", "https://a.example/news?cat=1&id=2"),
        ("https://a.example/News", "https://a.example/News"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
        ("https://arabic.a.example/x", "https://arabic.a.example/x"),
        ("https://m.example/x", "https://m.example/x"),
        ("https://a.example/page.amp.html", "https://a.example/page.html"),
        ("https://a.example/amplitude", "https://a.example/amplitude"),
        ("https://a.example/app#!/story/5", "https://a.example/app#!/story/5"),
        ("https://xn--mgbh0fb.example/خبر", "https://مثال.example/%D8%AE%D8%A8%D8%B1"),
        ("https://مثال.example/%d8%ae%d8%a8%d8%b1", "https://مثال.example/%D8%AE%D8%A8%D8%B1"),
        ("وكالة المنارة", "وكالة المنارة"),
        ("https://[broken/", "https://[broken/"),
    ],
)
def test_what_tells_originals_apart_stays(url: str, expected: str) -> None:
    """What a server may answer differently to is kept, whatever its spelling."""
    assert expected == canonical_url(url)
    assert expected == canonical_url(expected)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("وزير الخارجية يبحث المعاهدة", "وزير الخارجيه يبحث المعاهده"),
        ("وزير الخارجية يبحث المعاهدة", "يبحث وزير الخارجية المعاهدة"),
        ("عاجل: وزيرا الخارجية يبحثان المعاهدة", "وزيرا الخارجيّة يبحثان المعاهدة"),
        ("Ministers discuss the treaty in Seoul", "Ministers discuss the treaty, in SEOUL!"),
        ("!!", "!!!"),
    ],
)
def test_headlines_that_are_nearly_one(one: str, other: str) -> None:
    """Spelling, punctuation, order and one word more make no other story."""
    assert same_headline(one, other)
    assert same_headline(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("انتهاء الجولة 3 من المحادثات في سيئول", "انتهاء الجولة 4 من المحادثات في سيئول"),
        ("عودة الرئيس", "عودة الوزير"),
        ("Ministers discuss the treaty", "Ministers reject the treaty"),
        ("", "خبر"),
        ("!!", "خبر"),
    ],
)
def test_headlines_of_two_stories(one: str, other: str) -> None:
    """Another number or another word of a short headline is another story."""
    assert not same_headline(one, other)
