"""Sites in many languages, each with articles in all of them: what every page has to hold."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import mkdtemp
from typing import Final, NamedTuple
from unicodedata import bidirectional
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from digestgen.text.bidi import first_strong
from digestgen.text.direction import Direction, language_direction, text_direction
from tests.conftest import SiteFolder
from tests.reading import element, pages_of, text_of, texts

LANGUAGES: Final = ("ar", "ar-EG", "fa", "ur", "he", "en")
LATIN_DIGITS: Final = re.compile("[0-9]")
# What a reader does not see as text.
UNSEEN: Final = frozenset({"script", "style", "title"})


class Words(NamedTuple):
    """Some words of a language."""

    name: str
    sentence: str
    place: str


WORDS: Final = {
    "ar": Words("كوريا الشمالية", "أعلنت الوكالة الخبر مساء أمس في بيان قصير", "سيئول"),
    "ar-EG": Words("كوريا الجنوبية", "نفت الوزارة ما نُشر عن موعد القمة المقبلة", "القاهرة"),
    "fa": Words("کره شمالی", "خبرگزاری دیروز این خبر را در بیانیه‌ای منتشر کرد", "تهران"),
    "ur": Words("شمالی کوریا", "ایجنسی نے گذشتہ روز ایک بیان میں یہ خبر جاری کی", "اسلام آباد"),
    "he": Words("צפון קוריאה", "הסוכנות פרסמה אמש את הידיעה בהודעה קצרה", "ירושלים"),
    "en": Words("Korea-Russia treaty", "The agency gave the news in a short statement", "Seoul"),
}
BODY: Final = """\
{sentence} Harbor Wire, (كوريا-روسيا) C++ (5), \"{foreign}, {foreign}!\" 2024-06-21.

1. {sentence}
2. {foreign}

> {foreign}

[{foreign}, {foreign}](https://example.org/) `x = "نعم"` ![{foreign}](a.png "{foreign}.")

| {foreign} | {sentence} |
|---|---|
| 5 | {sentence} |
"""


def settings(language: str) -> str:
    words, foreign = WORDS[language], WORDS["en" if language != "en" else "ar"]
    return f"""\
title: {words.name}
url: https://example.org/digest/
language: {language}
digits: arab
description: "{foreign.name}: {words.sentence}."
disclaimer: "{words.sentence} C++ (5), {foreign.place}."
end_mark: ({words.place})
per_page: 3
topics:
  treaty: {{name: Korea-Russia treaty, lang: en, description: "Harbor: {words.sentence}"}}
sources:
  harbor: {{name: Harbor Wire, lang: en, url: "https://harbor.example/"}}
social: [{{name: Mastodon, url: "https://social.example/@a"}}]
email: desk@example.org
"""


def article(language: str, day: int) -> str:
    words, foreign = WORDS[language], WORDS["en" if language != "en" else "ar"]
    body = BODY.format(sentence=words.sentence, foreign=foreign.sentence)
    return f"""\
---
title: "{foreign.place}: {words.sentence} C++ (5)"
date: 2024-06-{day} 19:42
updated: 2024-06-{day + 1}
source: [{{name: harbor, author: "{foreign.place}, J.", url: "https://harbor.example/{day}"}}]
tags: [treaty, {words.name}, C++]
place: {words.place}
lang: {language}
image: {{src: a.png, alt: "{foreign.place}: {words.sentence}", caption: "{words.sentence} C++ (5)"}}
---

{body}
"""


def image() -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 6), "teal").save(file, "PNG")
    return file.getvalue()


@cache
def tree(language: str) -> Mapping[str, ET.Element]:
    """Return the pages of the site in *language*, by path."""
    site = SiteFolder(Path(mkdtemp()))
    articles = {
        f"content/{tag}.md": article(tag, 10 + number) for number, tag in enumerate(LANGUAGES)
    }
    site.write({"site.yaml": settings(language), "content/a.png": image(), **articles})
    site.build()
    return pages_of(site.tree())


def article_page(language: str, site: str) -> ET.Element:
    """Return the page of the article in *language* on the site in the language *site*."""
    day = 10 + LANGUAGES.index(language)
    return tree(site)[f"2024/06/{day}/{language.lower()}/index.html"]


class Run(NamedTuple):
    """A text of a page, with the direction and the language that are around it."""

    text: str
    direction: Direction
    language: str
    is_isolate: bool


def runs(
    root: ET.Element, direction: Direction = Direction.LTR, language: str = ""
) -> Iterator[Run]:
    """Yield the texts that readers see of *root*."""
    language = root.get("lang", language)
    own = "dir" in root.attrib
    direction = Direction(root.attrib["dir"]) if own else direction
    if root.tag in UNSEEN:
        return
    yield Run(root.text or "", direction, language, own)
    for child in root:
        yield from runs(child, direction, language)
        yield Run(child.tail or "", direction, language, own)


def runs_against(text: str, direction: Direction) -> bool:
    foreign = {"L"} if direction is Direction.RTL else {"R", "AL"}
    return any(bidirectional(letter) in foreign for letter in text if letter.isalpha())


@pytest.mark.parametrize("site", LANGUAGES)
def test_every_page_has_the_language_and_direction_of_its_site(site: str) -> None:
    """A browser knows both before it reads a word."""
    direction = language_direction(site).value

    assert {(site, direction)} == {(r.get("lang"), r.get("dir")) for r in tree(site).values()}


@pytest.mark.parametrize("site", LANGUAGES)
def test_no_letter_runs_against_the_text_around_it(site: str) -> None:
    """Each foreign phrase, name and address stands in an element that has its direction."""
    assert [] == [
        (path, run.text)
        for path, root in tree(site).items()
        for run in runs(root)
        if runs_against(run.text, run.direction) and not run.is_isolate
    ]


@pytest.mark.parametrize("site", LANGUAGES)
def test_no_element_leaves_its_direction_to_the_browser(site: str) -> None:
    """The build knows every direction; an isolate without one would be guessed at."""
    found = [found for root in tree(site).values() for found in root.iter()]

    assert {None, "ltr", "rtl"} >= {one.get("dir") for one in found}
    assert [] == [one.attrib for one in found if one.tag == "bdi" and "dir" not in one.attrib]


@pytest.mark.parametrize("site", LANGUAGES)
def test_texts_without_markup_begin_in_their_direction(site: str) -> None:
    """Titles, descriptions and alternative texts have a mark where their first letter misleads."""
    around = language_direction(site)
    misleading = [
        (path, name, text)
        for path, root in tree(site).items()
        for name, text in plain_texts(root)
        if first_strong(text) not in {None, direction_of_plain(root, name, text, around)}
    ]

    assert [] == misleading


def direction_of_plain(root: ET.Element, name: str, text: str, around: Direction) -> Direction:
    """Return how *text* has to run: titles as the article or the site, others by their letters."""
    if name not in {"title of page", "og:title"}:
        return text_direction(text, around)
    article = root.find(".//article[@class='article h-entry']")
    return around if article is None else Direction(article.attrib["dir"])


def plain_texts(root: ET.Element) -> Iterator[tuple[str, str]]:
    """Yield the texts of *root* that can hold no markup, each with what it is."""
    for found in root.iter():
        if found.tag == "title":
            yield "title of page", found.text or ""
        if found.tag == "meta" and (found.get("property") or found.get("name")) in {
            *("description", "og:title", "og:description", "og:site_name", "og:image:alt"),
            "article:tag",
        }:
            yield found.get("property") or "", found.get("content") or ""
        for name in ("alt", "aria-label", "title"):
            yield name, found.get(name) or ""


@pytest.mark.parametrize("site", ["ar", "ar-EG", "fa", "ur"])
def test_dates_and_counts_have_the_digits_of_the_language(site: str) -> None:
    """What a site says itself has no Latin digit where it asks for Arabic ones."""
    own = [
        (path, run.text)
        for path, root in tree(site).items()
        for found in (
            *root.findall(".//time"),
            *root.findall(".//p[@class='meta']"),
            *root.findall(".//span[@class='count']"),
            *root.findall(".//nav[@class='crumbs']"),
        )
        for run in runs(found, language=site)
        if run.language == site and LATIN_DIGITS.search(run.text)
    ]

    assert [] == own


@pytest.mark.parametrize("site", ["he", "en"])
def test_languages_without_arabic_digits_have_none(site: str) -> None:
    """`digits: arab` asks for what Hebrew and English do not have."""
    year = text_of(element(tree(site)["2024/index.html"], ".//h1"))

    assert "2024" in year


@pytest.mark.parametrize("site", LANGUAGES)
@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "سيئول، ١٠ يونيو (Harbor Wire) —"),
        ("ar-EG", "القاهرة، ١١ يونيو (Harbor Wire) —"),
        ("fa", "تهران، ۱۲ ژوئن (Harbor Wire) —"),
        ("ur", "اسلام آباد، ۱۳ جون (Harbor Wire) —"),
        ("he", "ירושלים, 14 ביוני (Harbor Wire) —"),
        ("en", "Seoul, June 15 (Harbor Wire) —"),
    ],
)
def test_a_dateline_is_in_the_language_of_its_article(
    site: str, language: str, expected: str
) -> None:
    """Its month, comma and digits are, whatever the site speaks."""
    root = article_page(language, site)

    assert [expected] == texts(root, ".//span[@class='dateline']")


@pytest.mark.parametrize("site", LANGUAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_article_has_its_own_language_and_the_site_keeps_its_own(
    site: str, language: str
) -> None:
    """Headline and body are in that of the article, the words of the site in its own."""
    root = article_page(language, site)
    articles = root.findall(".//article[@class='article h-entry']")
    of_site = [root.find(f".//article[@class='article h-entry']//{path}") for path in OF_SITE]
    ours = (None, None) if site == language else (site, language_direction(site).value)

    assert [(language, language_direction(language).value)] == [
        (one.get("lang"), one.get("dir")) for one in articles
    ]
    assert [ours] * len(OF_SITE) == [
        (one.get("lang"), one.get("dir")) for one in of_site if one is not None
    ]


OF_SITE: Final = ("p[@class='meta']", "p[@class='end']/span", "footer")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", "ar_AR"),
        ("ar-EG", "ar_EG"),
        ("fa", "fa_IR"),
        ("ur", "ur_PK"),
        ("he", "he_IL"),
        ("en", "en_US"),
    ],
)
@pytest.mark.parametrize("site", LANGUAGES)
def test_messengers_learn_the_language(site: str, language: str, expected: str) -> None:
    """A page is in the language of its site, an article in its own, each with a country."""
    path = ".//meta[@property='og:locale']"
    home = element(tree(language)["index.html"], path)
    page = element(article_page(language, site), path)

    assert (expected, expected) == (home.get("content"), page.get("content"))


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        ("ar", "كوريا الشمالية"),
        ("en", "\u2066Korea-Russia treaty\u2069"),
    ],
)
def test_the_title_of_the_site_is_isolated_in_titles(site: str, expected: str) -> None:
    """In the title of an Arabic article an English name of the site keeps its signs in place."""
    title = article_page("ar", site).findtext(".//title") or ""

    assert f"\u200fSeoul: {WORDS['ar'].sentence} C++ (5) — {expected}" == title


@pytest.mark.parametrize("site", ["ar", "fa", "ur", "he"])
def test_the_page_of_a_latin_name_is_titled_the_right_way(site: str) -> None:
    """The name is an isolate, and the title begins with the mark of the page's direction."""
    titles = {
        path: root.findtext(".//title") or ""
        for path, root in tree(site).items()
        if path in {"topics/treaty/index.html", "topics/treaty/page/1/index.html"}
    }

    assert 2 == len(titles)
    assert all(t.startswith("\u200f\u2066Korea-Russia treaty\u2069 ") for t in titles.values())


@pytest.mark.parametrize("site", LANGUAGES)
def test_cards_and_neighbours_have_the_language_of_their_articles(site: str) -> None:
    """A headline in a list is in its own language and direction."""
    pages = tree(site)
    found = {
        (tag, heading.get("lang"), heading.get("dir"))
        for root in pages.values()
        for card in root.findall(".//article[@class='card h-entry']")
        for heading in card.findall(".//div[@class='head']/*")
        for tag in LANGUAGES
        if heading.tag in {"h2", "h3"} and WORDS[tag].sentence in text_of(heading)
    }

    assert {
        (tag, *((None, None) if tag == site else (tag, language_direction(tag).value)))
        for tag in LANGUAGES
    } == found
