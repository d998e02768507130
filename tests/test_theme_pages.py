"""The default theme: every page is complete, well-formed, right to left and harmless."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from functools import cache
from xml.etree import ElementTree as ET

import html5lib
import pytest
from msgspec.structs import replace

from digestgen.errors import Place
from digestgen.file_path import FilePath
from digestgen.model import Correction, Digits, Link, Moment, Months, Picture, Rights, Text
from digestgen.text.direction import Direction
from digestgen.theme.built_in import built_in_themes
from digestgen.theme.load import load_theme
from digestgen.theme.render import Renderer, renderer
from digestgen.views import (
    ArticleView,
    BodyPlan,
    Calendar,
    CalendarDay,
    Card,
    CountedLink,
    CountedMonth,
    CreditLine,
    DatedLink,
    DayEntry,
    DayView,
    FeedLinks,
    HomeView,
    LetterGroup,
    Masthead,
    MonthEntry,
    MonthView,
    NamesView,
    NotFoundView,
    Page,
    Pager,
    PlainView,
    RedirectView,
    SocialImage,
    SourceView,
    TopicView,
    View,
    YearView,
)

DEFAULT = built_in_themes() / "default"
ORIGIN = "https://example.org"
SEOUL = timezone(timedelta(hours=9))
HOSTILE = """</script><img src=x onerror=alert(1)>"'&{{ 7 * 7 }}"""
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}/\d{1,2}/\d{2,4}")

# --- samples -------------------------------------------------------------------------------------

MASTHEAD = Masthead(
    title="موجز الأخبار",
    description="أخبار مختارة من وكالات الأنباء",
    origin=ORIGIN,
    home_url="/digest/",
    topics_url="/digest/topics/",
    sources_url="/digest/sources/",
    feeds=FeedLinks(atom="/digest/feed.xml", json="/digest/feed.json"),
    language="ar",
    direction=Direction.RTL,
    months=Months.DUAL,
    digits=Digits.LATN,
    hijri=True,
    menu=(),
    email="desk@example.org",
    social=(Link(url="https://social.example/@hasad", text="Mastodon"),),
    params={},
)
TREATY = Link(url="/digest/topics/treaty/", text="Korea-Russia treaty")
KOREA = Link(url="/digest/topics/korea/", text="كوريا الشمالية")
YONHAP = Link(url="/digest/sources/yonhap/", text="يونهاب")
TASS = Link(url="/digest/sources/tass/", text="TASS", language="en")
TIMED = Moment(at=datetime(2024, 6, 21, 19, 42, 55, tzinfo=SEOUL), timed=True)
UNTIMED = Moment(at=datetime(2024, 6, 20, tzinfo=SEOUL), timed=False)
PICTURE = Picture(
    url="/digest/2024/talks.jpg",
    width=1600,
    height=900,
    alt="مصافحة بين وزيرين",
    caption="الوزيران قبل المحادثات",
    credit="Yonhap",
)
SOCIAL = SocialImage(
    url="/digest/pictures/1-1280.jpg", width=1280, height=720, alt="مصافحة بين وزيرين"
)
YEAR = DatedLink(url="/digest/2024/", first=date(2024, 1, 1))
MONTH = DatedLink(url="/digest/2024/06/", first=date(2024, 6, 1))
DAY = DatedLink(url="/digest/2024/06/21/", first=date(2024, 6, 21))
NEXT = DatedLink(url="/digest/2025/", first=date(2025, 2, 3))
PLAIN_CARD = Card(
    url="/digest/2024/06/20/reply/",
    title="سيئول تدرس الرد",
    language="ar",
    direction=Direction.RTL,
    summary="تدرس سيئول الرد على المعاهدة.",
    date=UNTIMED,
    sources=(YONHAP,),
    topics=(KOREA,),
    picture=None,
    featured=False,
)
CARDS = (
    replace(PLAIN_CARD, url="/digest/1/", title=HOSTILE, summary=HOSTILE),
    PLAIN_CARD,
    replace(
        PLAIN_CARD,
        url="/digest/3/",
        title="Kim meets Putin",
        language="en",
        direction=Direction.LTR,
        summary="The two leaders met.",
        date=TIMED,
        sources=(TASS, YONHAP),
        topics=(TREATY,),
        picture=PICTURE,
        featured=True,
    ),
)
NEWEST = Pager(number=None, newest_url="/digest/", newer_url=None, older_url="/digest/page/3/")
NUMBERED = Pager(
    number=3, newest_url="/digest/", newer_url="/digest/page/4/", older_url="/digest/page/2/"
)
BODY = "<p>أجرى الوزير محادثات.</p>\n<pre>\n\n</pre>"
ARTICLE = ArticleView(
    canonical=f"{ORIGIN}/digest/2024/06/21/treaty/",
    title="Yonhap: الوزير يناقش «المعاهدة»",
    language="ar",
    direction=Direction.RTL,
    description="ناقش الوزير المعاهدة.",
    standfirst="ناقش الوزير المعاهدة.",
    date=TIMED,
    rights=Rights.EXCERPT,
    corrections=(Correction(date=UNTIMED, text=HOSTILE),),
    updated=UNTIMED,
    picture=PICTURE,
    social_image=SOCIAL,
    end_mark="(انتهى)",
    credits=(
        CreditLine(
            source=YONHAP,
            author="Park Min-ho",
            original="https://ar.yna.co.kr/view/1?a=1&b=2",
            site="ar.yna.co.kr",
            site_url="https://ar.yna.co.kr/",
            outlet_url="https://ar.yna.co.kr/",
        ),
    ),
    disclaimer="الآراء تخص أصحابها.",
    topics=(TREATY, KOREA),
    related=CARDS,
    newer=Link(url="/digest/newer/", text="Kim meets Putin", language="en"),
    older=Link(url="/digest/older/", text="خبر أقدم"),
    year=YEAR,
    month=MONTH,
    day=DAY,
    params={},
)
BARE_ARTICLE = replace(
    ARTICLE,
    title=HOSTILE,
    description="",
    standfirst=None,
    date=UNTIMED,
    updated=None,
    picture=None,
    end_mark=None,
    credits=(
        CreditLine(
            source=TASS,
            author=HOSTILE,
            original=None,
            site=None,
            site_url=None,
            outlet_url=None,
        ),
        CreditLine(
            source=YONHAP,
            author=None,
            original=None,
            site="a.example",
            site_url=None,
            outlet_url=None,
        ),
    ),
    disclaimer=None,
    topics=(),
    related=(),
    newer=None,
    older=None,
)
GROUPS = (
    LetterGroup(letter="ك", entries=(CountedLink(link=KOREA, count=100),)),
    LetterGroup(letter="K", entries=(CountedLink(link=TREATY, count=2),)),
    LetterGroup(letter="#", entries=(CountedLink(link=replace(KOREA, text=HOSTILE), count=11),)),
)
YEARS = (CountedLink(link=Link(url="/digest/2024/", text="2024"), count=3),)
CALENDAR = Calendar(
    first=MONTH.first,
    weekdays=(5, 6, 0, 1, 2, 3, 4),
    weeks=(
        (
            None,
            CalendarDay(day=date(2024, 6, 21), url=DAY.url, count=3),
            CalendarDay(day=date(2024, 6, 22), url=None, count=0),
        ),
    ),
)
MONTHS = (MonthEntry(url=MONTH.url, first=MONTH.first, count=12, calendar=CALENDAR),)
DAYS = (DayEntry(url=DAY.url, first=DAY.first, cards=CARDS, count=4),)
TIMELINE = (
    CountedMonth(url="/digest/x/#2025-02", first=date(2025, 2, 1), count=1),
    CountedMonth(url="/digest/x/page/1/#2024-06", first=MONTH.first, count=2),
)
CANONICAL = f"{ORIGIN}/digest/x/"

VIEWS: dict[str, tuple[str, View]] = {
    "article": ("article.html", ARTICLE),
    "bare article": ("article.html", BARE_ARTICLE),
    "English article": (
        "article.html",
        replace(ARTICLE, title="Kim meets", language="en", direction=Direction.LTR),
    ),
    "plain page": (
        "page.html",
        PlainView(
            canonical=CANONICAL,
            title=HOSTILE,
            language="ar",
            direction=Direction.RTL,
            description="",
            picture=PICTURE,
            params={},
        ),
    ),
    "home": (
        "home.html",
        HomeView(
            canonical=f"{ORIGIN}/digest/",
            cards=CARDS,
            pager=NEWEST,
            latest_days=DAYS,
            years=YEARS,
        ),
    ),
    "older home": (
        "home.html",
        HomeView(canonical=CANONICAL, cards=CARDS, pager=NUMBERED, latest_days=(), years=()),
    ),
    "empty home": (
        "home.html",
        HomeView(
            canonical=CANONICAL,
            cards=(),
            pager=replace(NEWEST, older_url=None),
            latest_days=(),
            years=(),
        ),
    ),
    "topic": (
        "topic.html",
        TopicView(
            canonical=CANONICAL,
            topic=TREATY,
            description=HOSTILE,
            cards=CARDS,
            pager=NEWEST,
            count=3,
            timeline=TIMELINE,
            feeds=FeedLinks(atom="/digest/topics/t/feed.xml", json="/digest/topics/t/feed.json"),
        ),
    ),
    "older topic": (
        "topic.html",
        TopicView(
            canonical=CANONICAL,
            topic=KOREA,
            description="x",
            cards=CARDS,
            pager=NUMBERED,
            count=None,
            timeline=(),
            feeds=None,
        ),
    ),
    "source": (
        "source.html",
        SourceView(
            canonical=CANONICAL,
            source=TASS,
            site="tass.com",
            site_url="https://tass.com/",
            cards=(),
            pager=NEWEST,
            count=0,
        ),
    ),
    "older source": (
        "source.html",
        SourceView(
            canonical=CANONICAL,
            source=replace(YONHAP, text=HOSTILE),
            site=None,
            site_url=None,
            cards=CARDS,
            pager=NUMBERED,
            count=None,
        ),
    ),
    "topics": ("topics.html", NamesView(canonical=CANONICAL, groups=GROUPS, count=3)),
    "sources": ("sources.html", NamesView(canonical=CANONICAL, groups=(), count=0)),
    "year": (
        "year.html",
        YearView(
            canonical=CANONICAL, first=YEAR.first, months=MONTHS, count=12, newer=NEXT, older=None
        ),
    ),
    "month": (
        "month.html",
        MonthView(
            canonical=CANONICAL,
            first=MONTH.first,
            year=YEAR,
            calendar=CALENDAR,
            days=DAYS,
            count=3,
            newer=NEXT,
            older=MONTH,
        ),
    ),
    "day": (
        "day.html",
        DayView(
            canonical=CANONICAL,
            first=DAY.first,
            year=YEAR,
            month=MONTH,
            cards=CARDS,
            newer=None,
            older=DAY,
        ),
    ),
    "redirect": ("redirect.html", RedirectView(canonical=CANONICAL, url="/digest/x/")),
    "404": ("404.html", NotFoundView(canonical=CANONICAL)),
}


def html_of(name: str, masthead: Masthead = MASTHEAD) -> str:
    template, view = VIEWS[name]
    return html_of_view(template, view, masthead)


def html_of_view(
    template: str,
    view: View,
    masthead: Masthead = MASTHEAD,
    body: str = BODY,
) -> str:
    has_body = isinstance(view, ArticleView | PlainView)
    page = Page(
        path="x/index.html",
        template=template,
        masthead=masthead,
        view=view,
        bodies=(BodyPlan(path=FilePath("x.md"), fillings=()),) if has_body else (),
        origin="x",
    )
    render = default_render() if masthead is MASTHEAD else render_of(masthead)
    text = Text(pieces=(body,), words=500, has_end_mark=False)
    return render(page, (text,) if has_body else ()).decode()


@cache
def default_render() -> Renderer:
    return render_of(MASTHEAD)


def render_of(masthead: Masthead) -> Renderer:
    setting = Place(file="site.yaml")
    theme = load_theme("default", site_root=DEFAULT, place=setting, language=masthead.language)
    return renderer(theme, masthead, base="/digest/")


def tree_of(name: str, masthead: Masthead = MASTHEAD) -> ET.Element:
    """Return the page *name* as a strict parser reads it."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parse(html_of(name, masthead))
    assert isinstance(root, ET.Element)
    return root


def text_of(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def visible_texts(root: ET.Element) -> Iterator[str]:
    body = root.find("body")
    assert body is not None
    yield from (text.strip() for text in body.itertext() if text.strip())


def links(root: ET.Element, text: str) -> list[str | None]:
    return [link.get("href") for link in root.iter("a") if text_of(link) == text]


# --- every page ----------------------------------------------------------------------------------


def test_every_page_is_one_for_the_quick_environment() -> None:
    """None fails there, after which another environment would make all of its kind."""
    for name in VIEWS:
        html_of(name)

    assert set() == default_render().unusual


@pytest.mark.parametrize("name", VIEWS)
def test_every_page_is_well_formed_and_harmless(name: str) -> None:
    """A strict parser reads it, and no text of an author became an element or an attribute."""
    root = tree_of(name)
    elements = list(root.iter())

    assert [] == [e.tag for e in elements if any(key.startswith("on") for key in e.attrib)]
    assert [] == [e.tag for e in elements if "style" in e.attrib or e.tag == "style"]
    assert [] == [
        e.get("src") for e in root.iter("img") if not (e.get("src") or "").startswith("/")
    ]
    assert {"application/ld+json"} >= {
        e.get("type") for e in root.iter("script") if not e.get("src")
    }
    assert "49" not in text_of(root)


@pytest.mark.parametrize("name", VIEWS)
def test_every_page_has_its_language_direction_and_policy(name: str) -> None:
    """The head says what a browser has to know before all else."""
    root = tree_of(name)
    head = root.find("head")
    assert head is not None

    assert {"lang": "ar", "dir": "rtl"} == {key: root.get(key) for key in ("lang", "dir")}
    assert {"charset": "utf-8"} == head[0].attrib
    assert 1 == len(root.findall(".//h1"))
    assert 1 == len(root.findall(".//main"))
    policy = head.find("meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    assert "default-src 'none'" in (policy.get("content") or "")


@pytest.mark.parametrize("name", VIEWS)
def test_no_page_asks_another_site_for_anything(name: str) -> None:
    """Scripts, styles and pictures come from the site itself."""
    asked = [e.get("src") or e.get("href") for e in tree_of(name).iter() if e.tag != "a"]

    assert [] == [u for u in asked if u and not u.startswith("/") and not u.startswith(ORIGIN)]


@pytest.mark.parametrize("name", VIEWS)
def test_readers_see_no_dates_for_machines(name: str) -> None:
    """Dates stand in words; only attributes have them in digits."""
    assert [] == [text for text in visible_texts(tree_of(name)) if ISO_DATE.search(text)]


@pytest.mark.parametrize("name", VIEWS)
def test_latin_names_are_isolated(name: str) -> None:
    """Each link whose text is a Latin name has an element with its direction."""
    names = {"Korea-Russia treaty", "TASS", "Mastodon", "ar.yna.co.kr"}
    found = [link for link in tree_of(name).iter("a") if text_of(link) in names]

    assert [] == [text_of(link) for link in found if link.find("bdi[@dir='ltr']") is None]


@pytest.mark.parametrize("name", VIEWS)
def test_pages_are_lean(name: str) -> None:
    """No blank lines outside of bodies, one line feed at the end."""
    text = html_of(name).replace(BODY, "<p>…</p>")

    assert [] == re.findall(r"\n[ \t]*\n", text)
    assert [] == re.findall(r"[ \t]+\n", text)
    assert text.startswith("<!DOCTYPE html>\n<html ")
    assert text.endswith("</html>\n")


@pytest.mark.parametrize("name", VIEWS)
def test_fragments_lead_somewhere(name: str) -> None:
    """Each link inside a page, and each label, points to an id that is there once."""
    root = tree_of(name)
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    targets = {
        *(h[1:] for e in root.iter("a") if (h := e.get("href") or "").startswith("#")),
        *(label for e in root.iter() if (label := e.get("aria-labelledby"))),
    }

    assert len(set(ids)) == len(ids)
    assert targets <= set(ids)


def test_pages_have_the_digits_of_the_site() -> None:
    """Where a site writes Arabic digits, dates and counts have no others."""
    site = replace(MASTHEAD, digits=Digits.ARAB)
    root = tree_of("year", site)

    assert "arab" == root.get("class")
    assert [] == [text for text in visible_texts(root) if re.search("[0-9]", text)]


def test_a_site_in_english_runs_to_the_right() -> None:
    """The same templates serve both directions."""
    site = replace(MASTHEAD, language="en", direction=Direction.LTR, title="Digest")
    root = tree_of("article", site)

    assert {"lang": "en", "dir": "ltr"} == {key: root.get(key) for key in ("lang", "dir")}
    assert ["/digest/topics/korea/"] == links(root, "كوريا الشمالية")
    assert "Reading time: 3 minutes" in text_of(root)


# --- the article ---------------------------------------------------------------------------------


def test_an_article_page_has_all_its_parts() -> None:
    """What a reader finds on the page of an article, in order."""
    root = tree_of("article")
    text = text_of(root)
    parts = [
        "موجز الأخبار",
        "الرئيسية 2024 يونيو/حزيران 21",
        "Yonhap: الوزير يناقش «المعاهدة»",
        "الجمعة، 21 يونيو/حزيران 2024، الموافق 15 ذو الحجة 1445 هـ، 19:42",
        "آخر تحديث: 20 يونيو/حزيران 2024",
        "مدة القراءة: 3 دقائق",
        "الوزيران قبل المحادثات مصدر الصورة: Yonhap",
        "أجرى الوزير محادثات.",
        "(انتهى)",
        "المصدر الناشر يونهاب الكاتب Park Min-ho الموقع ar.yna.co.kr",
        "اقرأ الخبر الأصلي على موقع يونهاب",
        "نُشر الخبر أول مرة بتاريخ الجمعة، 21 يونيو/حزيران 2024، 19:42",
        "الآراء تخص أصحابها.",
        "المواضيع Korea-Russia treaty كوريا الشمالية",
        "مقالات ذات صلة",
        "الخبر السابق خبر أقدم",
        "الخبر التالي Kim meets Putin",
        "العودة إلى الأعلى",
    ]
    places = [
        text.find(part, text.find(parts[1]) if index else 0) for index, part in enumerate(parts)
    ]

    assert -1 not in places
    assert sorted(places) == places


def test_an_article_page_links_to_its_surroundings() -> None:
    """Dates, source, topics, original and neighbours are links."""
    root = tree_of("article")
    crumbs = root.find(".//nav[@class='crumbs']")
    assert crumbs is not None

    assert ["/digest/", "/digest/2024/", "/digest/2024/06/", "/digest/2024/06/21/"] == [
        link.get("href") for link in crumbs.iter("a")
    ]
    assert [
        ("/digest/topics/treaty/", "Korea-Russia treaty"),
        ("/digest/topics/korea/", "كوريا الشمالية"),
    ] == [(a.get("href"), text_of(a)) for a in root.iter("a") if a.get("rel") == "tag"]
    assert [
        ("https://ar.yna.co.kr/", "ar.yna.co.kr"),
        ("https://ar.yna.co.kr/view/1?a=1&b=2", "اقرأ الخبر الأصلي على موقع يونهاب"),
    ] == [
        (a.get("href"), text_of(a)) for a in root.iter("a") if a.get("rel") == "external noopener"
    ]
    assert ["#top"] == links(root, "العودة إلى الأعلى")
    assert "top" == root.get("id")


def test_an_article_page_tells_machines_what_it_is() -> None:
    """The head has what search engines and messengers show."""
    root = tree_of("article")
    meta = {e.get("property"): e.get("content") for e in root.iter("meta") if e.get("property")}
    (data,) = (e.text for e in root.iter("script") if e.get("type") == "application/ld+json")
    (title,) = (e.text for e in root.iter("title"))

    assert "\u200fYonhap: الوزير يناقش «المعاهدة» — موجز الأخبار" == title
    assert {
        "og:type": "article",
        "og:title": "\u200fYonhap: الوزير يناقش «المعاهدة»",
        "og:description": "ناقش الوزير المعاهدة.",
        "og:url": ARTICLE.canonical,
        "og:site_name": "موجز الأخبار",
        "og:locale": "ar_AR",
        "og:image": f"{ORIGIN}/digest/pictures/1-1280.jpg",
        "og:image:width": "1280",
        "og:image:height": "720",
        "og:image:alt": "مصافحة بين وزيرين",
        "article:published_time": "2024-06-21T19:42:55+09:00",
        "article:modified_time": "2024-06-20",
        "article:tag": "كوريا الشمالية",
    } == meta
    assert {
        "@type": "NewsArticle",
        "mainEntityOfPage": ARTICLE.canonical,
        "headline": ARTICLE.title,
        "description": "ناقش الوزير المعاهدة.",
        "image": f"{ORIGIN}/digest/2024/talks.jpg",
        "datePublished": "2024-06-21T19:42:55+09:00",
        "dateModified": "2024-06-20",
        "inLanguage": "ar",
        "isAccessibleForFree": True,
        "correction": {
            "@type": "CorrectionComment",
            "text": HOSTILE,
            "datePublished": "2024-06-20",
        },
        "keywords": [TREATY.text, KOREA.text],
        "publisher": {
            "@type": "Organization",
            "name": "موجز الأخبار",
            "url": f"{ORIGIN}/digest/",
        },
        "isBasedOn": {
            "@type": "NewsArticle",
            "url": "https://ar.yna.co.kr/view/1?a=1&b=2",
            "author": {"@type": "Person", "name": "Park Min-ho"},
            "publisher": {
                "@type": "NewsMediaOrganization",
                "name": YONHAP.text,
                "url": "https://ar.yna.co.kr/",
            },
        },
    } == json.loads(data or "")["@graph"][0]


def test_what_machines_read_cannot_end_its_element() -> None:
    """A headline with `</script>` is the same headline for machines, and harmless."""
    (data,) = (e.text for e in tree_of("bare article").iter("script") if e.text)

    assert HOSTILE == json.loads(data)["@graph"][0]["headline"]


def test_an_article_page_leaves_out_what_is_not_there() -> None:
    """No label stands without a value."""
    text = text_of(tree_of("bare article"))

    assert "الجمعة" not in text
    assert "الخميس، 20 يونيو/حزيران 2024، الموافق 14 ذو الحجة 1445 هـ مدة القراءة" in text
    assert "المصادر الناشر TASS الكاتب" in text
    for label in ("آخر تحديث", "مصدر الصورة", "اقرأ الخبر", "مقالات ذات صلة", "الخبر السابق"):
        assert label not in text


def test_an_article_in_another_language_has_its_own_direction() -> None:
    """The words of the site keep theirs inside it."""
    root = tree_of("English article")
    article = root.find(".//article[@class='article h-entry']")
    assert article is not None
    meta, box = article.find(".//p[@class='meta']"), article.find("footer")
    assert meta is not None
    assert box is not None

    assert ("en", "ltr") == (article.get("lang"), article.get("dir"))
    assert [("ar", "rtl")] * 2 == [(e.get("lang"), e.get("dir")) for e in (meta, box)]


def test_the_lead_picture_is_loaded_first() -> None:
    """It has its size, so that the text below does not jump, and is not lazy."""
    picture = tree_of("article").find(".//figure/img")
    assert picture is not None

    assert {
        "src": "/digest/2024/talks.jpg",
        "alt": "مصافحة بين وزيرين",
        "width": "1600",
        "height": "900",
        "fetchpriority": "high",
    } == picture.attrib


def test_an_article_page_weighs_little() -> None:
    """An article of 4 KB makes at most 15 KB of HTML."""
    body = "<p>أجرى الوزير محادثات هاتفية مع نظيره.</p>\n" * 55

    assert 4000 <= len(body.encode()) <= 4400
    plain = replace(ARTICLE, corrections=())
    assert len(html_of_view("article.html", plain, body=body).encode()) <= 15_000


# --- lists ---------------------------------------------------------------------------------------


def test_the_home_page_leads_with_what_is_featured() -> None:
    """The first featured article is large, the others follow in their order."""
    root = tree_of("home")
    cards = [e for e in root.iter("article") if "card" in (e.get("class") or "").split()]

    assert ["card h-entry lead", "card h-entry", "card h-entry"] == [
        card.get("class") for card in cards
    ]
    assert ["Kim meets Putin", HOSTILE, "سيئول تدرس الرد"] == [
        text_of(heading) for card in cards for heading in card.iter("h2")
    ]


def test_the_home_page_has_the_archive() -> None:
    """Every year is a link, with its count."""
    assert "الأرشيف 2024 3 مقالات" in text_of(tree_of("home"))


def test_the_first_article_leads_where_none_is_featured() -> None:
    """A home page always has a lead."""
    view = HomeView(
        canonical=CANONICAL, cards=CARDS[:2], pager=NEWEST, latest_days=DAYS, years=YEARS
    )
    root = html5lib.parse(html_of_view("home.html", view), namespaceHTMLElements=False)

    lead = root.findall(".//article[@class='card h-entry lead']//h2")
    assert [HOSTILE] == [text_of(e) for e in lead]


@pytest.mark.parametrize("name", ["older home", "older topic", "older source"])
def test_numbered_pages_show_nothing_that_a_new_article_changes(name: str) -> None:
    """They have their number, their neighbours and no counts."""
    root = tree_of(name)
    pages = root.find(".//nav[@class='pages']")
    assert pages is not None

    assert [("/digest/page/4/", "prev"), ("/digest/", None), ("/digest/page/2/", "next")] == [
        (a.get("href"), a.get("rel")) for a in pages.iter("a")
    ]
    assert "أخبار أحدث الصفحة 3 آخر الأخبار أخبار أقدم" == text_of(pages)
    assert [] == root.findall(".//span[@class='count']")
    assert "(الصفحة 3)" in (root.findtext(".//title") or "")


@pytest.mark.parametrize("name", ["empty home", "source", "sources"])
def test_an_empty_list_says_so(name: str) -> None:
    """A reader is not left with a blank page."""
    assert "لا توجد مقالات بعد" in text_of(tree_of(name))


def test_names_are_counted() -> None:
    """An index of names tells how many articles each has."""
    text = text_of(tree_of("topics"))

    assert "المواضيع 3 مواضيع ك K # ك كوريا الشمالية 100 مقال K Korea-Russia treaty مقالان" in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "year",
            "12 مقالًا تقويم يونيو/حزيران 2024 س ح ن ث ر خ ج 21 22 السنة التالية 2025",
        ),
        ("month", "أخبار شهر يونيو/حزيران 2024 3 مقالات تقويم يونيو/حزيران 2024"),
        ("month", "21 22 الجمعة، 21 يونيو/حزيران 2024"),
        (
            "month",
            "19:42 Kim meets Putin الشهر السابق يونيو/حزيران 2024 الشهر التالي فبراير/شباط 2025",
        ),
        ("day", "أخبار يوم الجمعة، 21 يونيو/حزيران 2024 15 ذو الحجة 1445 هـ"),
        ("day", "TASS يونهاب 19:42 اليوم السابق 21 يونيو/حزيران 2024"),
    ],
)
def test_date_indexes_speak_of_their_days(name: str, expected: str) -> None:
    """Each has its title in words, its articles with their times, and its neighbours."""
    assert expected in text_of(tree_of(name))


def test_the_menu_is_that_of_the_site() -> None:
    """Without one it leads to the home page, the topics and the sources; it marks the page."""
    menu = (Link(url="/digest/about/", text="About", language="en"),)

    assert "الرئيسية المواضيع المصادر" == text_of(menu_of(tree_of("home")))
    assert ["/digest/"] == [
        a.get("href") for a in menu_of(tree_of("home")).iter("a") if a.get("aria-current")
    ]
    assert "About" == text_of(menu_of(tree_of("home", replace(MASTHEAD, menu=menu))))


def menu_of(root: ET.Element) -> ET.Element:
    menu = root.find(".//nav[@class='menu']")
    assert menu is not None
    return menu


def test_a_redirect_leads_away_at_once() -> None:
    """Browsers follow it, search engines learn the new address, readers have a link."""
    root = tree_of("redirect")
    metas = [e.attrib for e in root.iter("meta")]

    assert {"http-equiv": "refresh", "content": "0; url=/digest/x/"} in metas
    assert {"name": "robots", "content": "noindex"} in metas
    assert [CANONICAL] == [e.get("href") for e in root.iter("link") if e.get("rel") == "canonical"]
    assert ["/digest/x/"] == links(root, "انتقل إلى الصفحة الجديدة")


def test_the_script_and_the_pages_agree_on_addresses() -> None:
    """The script finds what the filter wrote."""
    script = (DEFAULT / "assets/site.js").read_text("utf-8")
    address = tree_of("home").find(".//a[@class='email']")
    assert address is not None

    assert '"a.email"' in script
    assert '"[hidden]"' in script
    assert 2 == len(address.findall("span[@hidden]"))
    assert "desk@example.org" not in html_of("home")
