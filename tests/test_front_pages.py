"""What readers find their way by: the front page, timelines, calendars, sharing, looks."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest

from tests.conftest import SETTINGS, MakeSite, SiteFolder
from tests.reading import broken_urls, element, pages_of, text_of, texts
from tests.writing import article, quoted

DAYS = ".//aside/section[@class='day']"
TIMELINE = ".//nav[@class='timeline']"


def built(site: SiteFolder) -> dict[str, ET.Element]:
    """Return the pages of *site*, by site path; no link on them leads nowhere."""
    site.build()
    tree = site.tree()
    assert [] == broken_urls(tree)
    return {f"/{path.removesuffix('index.html')}": root for path, root in pages_of(tree).items()}


def daily(count: int, **front: str) -> dict[str, str]:
    """Return *count* articles of successive days, from 1 on, with *front*."""
    first = datetime(2024, 6, 1, tzinfo=UTC)
    return {
        f"content/{number}.md": article(
            title=f"خبر {number}", date=f"{first + timedelta(days=number - 1):%Y-%m-%d}", **front
        )
        for number in range(1, count + 1)
    }


# --- the front page ------------------------------------------------------------------------------


def test_the_front_page_has_the_newest_days(make_site: MakeSite) -> None:
    """Seven days that have articles, each with its link and its headlines; none on older pages."""
    pages = built(make_site({"site.yaml": f"{SETTINGS}per_page: 3\n", **daily(9)}))
    days = pages["/"].findall(DAYS)

    assert [f"/digest/2024/06/0{day}/" for day in range(9, 2, -1)] == [
        element(day, "./h3/a").get("href") for day in days
    ]
    assert [[f"خبر {day}"] for day in range(9, 2, -1)] == [texts(day, "./ul/li/a") for day in days]
    assert [] == pages["/page/1/"].findall(DAYS)


def test_a_day_of_many_articles_shows_the_newest(make_site: MakeSite) -> None:
    """Five headlines with their times, and a link to all of them."""
    files = {
        f"content/{hour}.md": article(title=f"خبر {hour}", date=f"2024-06-21 0{hour}:30")
        for hour in range(1, 8)
    }
    day = element(built(make_site(files))["/"], DAYS)

    assert [f"0{hour}:30 خبر {hour}" for hour in range(7, 2, -1)] == texts(day, "./ul/li")
    assert ["جميع أخبار هذا اليوم (7 مقالات)"] == texts(day, "./p/a[@href='/digest/2024/06/21/']")


def test_a_card_says_when_and_about_what(make_site: MakeSite) -> None:
    """Two topics, the source, the date, and the time where the source gave one."""
    text = article(date="2024-06-21 19:42", tags="[روسيا, كوريا, الصين]", source="يونهاب")
    lead = element(built(make_site({"content/a.md": text}))["/"], ".//article")

    assert "روسيا كوريا" == text_of(lead.find(".//p[@class='kicker']"))
    assert "يونهاب 21 يونيو 2024، 19:42" == text_of(lead.find("./p[@class='meta']"))


# --- timelines -----------------------------------------------------------------------------------


def test_a_topic_has_a_timeline(make_site: MakeSite) -> None:
    """Each month that has articles, newest first under its year, with their number."""
    dates = ("2023-12-31", "2024-01-01", "2024-01-02", "2024-06-21")
    site = make_site(
        {
            f"content/{number}.md": article(date=date, tags="[موضوع]")
            for number, date in enumerate(dates)
        }
    )
    pages = built(site)

    assert "الخط الزمني 2024 يونيو مقال واحد يناير مقالان 2023 ديسمبر مقال واحد" == text_of(
        pages["/topics/موضوع/"].find(TIMELINE)
    )
    assert "4 مقالات" == text_of(pages["/topics/موضوع/"].find(".//p[@class='count']"))


def test_a_timeline_leads_to_where_a_month_begins(make_site: MakeSite) -> None:
    """To the card of its newest article, on whichever page of the list it is."""
    site = make_site({"site.yaml": f"{SETTINGS}per_page: 20\n", **daily(70, tags="[موضوع]")})
    pages = built(site)
    hrefs = [link.attrib["href"] for link in element(pages["/topics/موضوع/"], TIMELINE).iter("a")]
    path = "/digest/topics/%D9%85%D9%88%D8%B6%D9%88%D8%B9/"

    assert [f"{path}#2024-08", f"{path}#2024-07", f"{path}page/2/#2024-06"] == hrefs
    june = element(pages["/topics/موضوع/page/2/"], ".//article[@id='2024-06']")
    assert "خبر 30" == text_of(june.find("./div/h2"))
    assert [] == pages["/topics/موضوع/page/2/"].findall(TIMELINE)


def test_a_month_begins_once_on_a_page(make_site: MakeSite) -> None:
    """Though articles come in the order of time, and their dates are those of their places."""
    site = make_site(
        {
            "content/1.md": article(date="2024-06-30 20:00:00-05:00", tags="[موضوع]"),
            "content/2.md": article(date="2024-07-01 01:00:00+09:00", tags="[موضوع]"),
            "content/3.md": article(date="2024-06-30 10:00:00Z", tags="[موضوع]"),
        }
    )
    topic = built(site)["/topics/موضوع/"]

    assert ["2024-06", "2024-07", None] == [card.get("id") for card in topic.iter("article")]
    assert "الخط الزمني 2024 يوليو مقال واحد يونيو مقالان" == text_of(topic.find(TIMELINE))


# --- calendars -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "weekdays", "first_week"),
    [("ar", "س ح ن ث ر خ ج", "1 2 3 4 5 6 7"), ("en-GB", "M T W T F S S", "1 2")],
)
def test_a_month_has_a_calendar(
    make_site: MakeSite, language: str, weekdays: str, first_week: str
) -> None:
    """Its weeks begin as readers are used to; days that have articles lead to them."""
    site = make_site({"site.yaml": f"{SETTINGS}language: {language}\n", **daily(2)})
    pages = built(site)

    for path in ("/2024/06/", "/2024/"):
        table = element(pages[path], ".//table")
        rows = table.findall("./tbody/tr")
        assert weekdays == text_of(table.find("./thead"))
        assert first_week == text_of(rows[0])
        assert {7} == {len(row) for row in rows}
        assert ["/digest/2024/06/01/", "/digest/2024/06/02/"] == [
            link.get("href") for link in table.iter("a")
        ]


def test_a_day_of_a_calendar_says_what_it_leads_to(make_site: MakeSite) -> None:
    """A number alone is no name of a link; a column has the whole name of its day."""
    table = element(built(make_site(daily(1)))["/2024/06/"], ".//table")

    assert "1 يونيو، مقال واحد" == element(table, ".//a").get("aria-label")
    assert "السبت" == table.findall(".//th")[0].get("aria-label")
    assert ["تقويم يونيو 2024"] == texts(table, "./caption")


# --- sharing and looks ---------------------------------------------------------------------------


def test_an_article_can_be_shared(make_site: MakeSite) -> None:
    """Plain links that have the whole address; what needs scripts is hidden without them."""
    title = "اتفاق & «سلام» 100%؟"
    site = make_site({"content/خبر.md": article(title=quoted(title))})
    share = element(built(site)["/2024/06/21/خبر/"], ".//section[@class='share']")
    links = [urlsplit(link.attrib["href"]) for link in share.iter("a")]
    whole = "https://example.org/digest/2024/06/21/%D8%AE%D8%A8%D8%B1/"

    assert [
        ("x.com", {"text": [title], "url": [whole]}),
        ("www.facebook.com", {"u": [whole]}),
        ("wa.me", {"text": [f"{title} {whole}"]}),
        ("t.me", {"url": [whole]}),
        ("", {"subject": [title], "body": [whole]}),
    ] == [(link.netloc, parse_qs(link.query)) for link in links]
    assert [True, True] == ["hidden" in button.attrib for button in share.iter("button")]


def test_a_standfirst_is_what_the_author_wrote(make_site: MakeSite) -> None:
    """Without a summary the text begins at once: its first sentences do not stand there twice."""
    site = make_site({"content/a.md": article(summary="ملخص."), "content/b.md": article()})
    pages = built(site)

    assert ["ملخص."] == texts(pages["/2024/06/21/a/"], ".//p[@class='standfirst p-summary']")
    assert [] == texts(pages["/2024/06/21/b/"], ".//p[@class='standfirst p-summary']")


@pytest.mark.parametrize(
    ("settings", "looks"),
    [
        ("", None),
        ("params: {reading_font: naskh}\n", "naskh"),
        ("digits: arab\nparams: {reading_font: naskh}\n", "arab naskh"),
    ],
)
def test_articles_can_be_set_in_naskh(
    make_site: MakeSite, settings: str, looks: str | None
) -> None:
    """A site asks for it, and its style sheet and font are those of every other site."""
    pages = built(make_site({"site.yaml": f"{SETTINGS}{settings}", "content/a.md": article()}))

    assert {looks} == {root.get("class") for path, root in pages.items()}


@pytest.mark.parametrize(
    ("language", "script"), [("ar", "arabic"), ("fa-IR", "arabic"), ("en", "latin")]
)
def test_fonts_are_asked_for_early(make_site: MakeSite, language: str, script: str) -> None:
    """Those that most of the text needs: what comes late is not shown."""
    root = built(make_site({"site.yaml": f"{SETTINGS}language: {language}\n"}))["/"]
    preloads = [link.attrib for link in root.iter("link") if link.get("rel") == "preload"]

    font = f"/digest/assets/fonts/ibm-plex-sans-arabic-{script}"
    assert [f"{font}-400-normal", f"{font}-700-normal"] == [
        link["href"].split(".")[0] for link in preloads
    ]
    assert {("font", "font/woff2", "")} == {
        (link["as"], link["type"], link["crossorigin"]) for link in preloads
    }


def test_colours_are_chosen_before_they_are_seen(make_site: MakeSite) -> None:
    """The script that knows what a reader chose runs before the page is drawn."""
    head = element(built(make_site({}))["/"], "./head")
    names = [(e.get("src") or e.get("href") or "").split(".")[0] for e in head]
    scheme = names.index("/digest/assets/scheme")

    assert scheme < names.index("/digest/assets/style")
    assert {"src"} == head[scheme].attrib.keys()
