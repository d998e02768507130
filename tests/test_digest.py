"""What a digest is: topics, sources, dates, related articles, lists and links, as built pages."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import overload
from xml.etree import ElementTree as ET

import pytest

from digestgen.model import Wait
from digestgen.site import related
from tests.conftest import NOW, SETTINGS, MakeSite, SiteFolder, pixels
from tests.reading import broken_urls, element, json_ld, pages_of, text_of, texts, tree_of
from tests.writing import article, page, quoted

CARDS = ".//article/div/h2/a"
RELATED = ".//section[@class='related']//h3/a"


def built(site: SiteFolder, now: datetime = NOW) -> dict[str, ET.Element]:
    """Return the pages of *site*, by site path; no link on them leads nowhere."""
    site.build(now)
    tree = site.tree()
    assert [] == broken_urls(tree)
    return {f"/{path.removesuffix('index.html')}": root for path, root in pages_of(tree).items()}


def paths_under(pages: dict[str, ET.Element], folder: str) -> list[str]:
    """Return the paths of *pages* directly under *folder*."""
    return sorted(path for path in pages if path.startswith(folder) and path.count("/") == 3)


def hrefs(root: ET.Element, path: str) -> list[str]:
    """Return where the links of *root* at *path* lead."""
    return [link.attrib["href"] for link in root.findall(path)]


def days(count: int, **front: str) -> dict[str, str]:
    """Return *count* articles of successive days, from 1 on, with *front*."""
    first = datetime(2024, 6, 1, tzinfo=UTC)
    return {
        f"content/{number}.md": article(
            title=f"خبر {number}", date=f"{first + timedelta(days=number - 1):%Y-%m-%d}", **front
        )
        for number in range(1, count + 1)
    }


# --- topics --------------------------------------------------------------------------------------


def test_spellings_of_a_tag_are_one_topic(make_site: MakeSite) -> None:
    """The topic has the URL of the first spelling and the name that is used most."""
    site = make_site(
        {
            "content/1.md": article(date="2024-06-01", tags="[الأمم المتحده]"),
            "content/2.md": article(date="2024-06-02", tags="[الأمم المتحدة]"),
            "content/3.md": article(date="2024-06-03", tags="[الأُمَمُ المتّحدة, الأمم المتحدة]"),
            "content/4.md": article(date="2024-06-04", tags="[الأمم المتحدة]"),
            "content/5.md": article(date="2024-06-05", tags="['الامم المتحـــدة!']"),
        }
    )
    pages = built(site)

    assert ["/topics/الأمم-المتحده/"] == paths_under(pages, "/topics/")
    topic = pages["/topics/الأمم-المتحده/"]
    assert ["الأمم المتحدة"] == texts(topic, ".//h1")
    assert 5 == len(topic.findall(CARDS))


def test_declared_topics_have_their_names_and_aliases(make_site: MakeSite) -> None:
    """The id is the URL, the name is shown; id, name and aliases in any spelling lead there."""
    topics = """\
topics:
  korea-russia-treaty:
    name: Korea-Russia treaty
    aliases: [معاهدة كوريا-روسيا]
    description: معاهدة الشراكة.
    lang: en
"""
    site = make_site(
        {
            "site.yaml": f"{SETTINGS}{topics}",
            "content/1.md": article(tags="[Korea-Russia Treaty]"),
            "content/2.md": article(tags="[معاهده كوريا روسيا]"),
            "content/3.md": article(tags="[korea-russia-treaty, معاهدة كوريا-روسيا]"),
        }
    )
    pages = built(site)
    topic = pages["/topics/korea-russia-treaty/"]

    assert ["/topics/korea-russia-treaty/"] == paths_under(pages, "/topics/")
    assert 3 == len(topic.findall(CARDS))
    assert ["Korea-Russia treaty"] == texts(topic, ".//h1/bdi[@lang='en'][@dir='ltr']")
    assert ["معاهدة الشراكة."] == texts(topic, ".//p[@class='about']")
    assert ["Korea-Russia treaty"] == texts(pages["/2024/06/21/3/"], ".//a[@rel='tag']")


def test_topics_stand_in_alphabetical_order_with_counts(make_site: MakeSite) -> None:
    """The index ignores ال, has a heading for each letter, and counts as Arabic counts."""
    tags = {1: "الصين, روسيا", 2: "الصين, NATO", 3: "الصين, أذربيجان", 4: "'1718', الأردن"}
    pages = built(
        make_site({f"content/{n}.md": article(tags=f"[{tag}]") for n, tag in tags.items()})
    )
    index = pages["/topics/"]

    assert ["ا", "ر", "ص", "N", "#"] == texts(index, ".//section/h2")
    assert [
        "أذربيجان مقال واحد",
        "الأردن مقال واحد",
        "روسيا مقال واحد",
        "الصين 3 مقالات",
        "NATO مقال واحد",
        "1718 مقال واحد",
    ] == texts(index, ".//section[@class='letter']//li")


def test_a_topic_is_sorted_as_its_author_says(make_site: MakeSite) -> None:
    """A Latin name can stand among the Arabic ones."""
    topics = "topics: {msmt: {name: MSMT, sort_as: مراقبة العقوبات}}\n"
    site = make_site(
        {"site.yaml": SETTINGS + topics, "content/1.md": article(tags="[MSMT, كوريا, نيجيريا]")}
    )
    pages = built(site)

    assert ["ك", "م", "ن"] == texts(pages["/topics/"], ".//section/h2")


# --- sources -------------------------------------------------------------------------------------

OUTLETS = """\
sources:
  yonhap: {name: وكالة يونهاب, url: "https://www.yna.co.kr/"}
  harbor: {name: Harbor Wire, lang: en}
"""


@pytest.mark.parametrize(
    "source",
    [
        "yonhap",
        "Yonhap",
        "وكالة يونهاب",
        "وكاله يونهاب",
        "https://yna.co.kr/view/1",
        "https://WWW.yna.co.kr/view/1",
        "{name: وكالة يونهاب, author: كاتب}",
        "{url: 'http://yna.co.kr/view/1'}",
        "{name: اسم آخر, url: 'https://yna.co.kr/view/1'}",
    ],
)
def test_outlets_are_known_by_id_name_and_host(make_site: MakeSite, source: str) -> None:
    """However an article names a declared outlet, it credits that one."""
    pages = built(
        make_site({"site.yaml": SETTINGS + OUTLETS, "content/a.md": article(source=source)})
    )

    assert ["/sources/yonhap/"] == paths_under(pages, "/sources/")
    assert ["وكالة يونهاب"] == texts(pages["/sources/yonhap/"], ".//h1")


def test_outlets_that_are_not_declared_are_known_by_name_or_host(make_site: MakeSite) -> None:
    """A name in several spellings is one outlet; an address alone gives the name of its host."""
    site = make_site(
        {
            "content/1.md": article(date="2024-06-01", source="وكالة الأنباء"),
            "content/2.md": article(date="2024-06-02", source="وكاله الانباء"),
            "content/3.md": article(date="2024-06-03", source="https://www.news.example/1"),
            "content/4.md": article(date="2024-06-04", source="https://news.example/2"),
            "content/5.md": article(date="2024-06-05", source="https://xn--mgbh0fb.example/"),
            "content/6.md": article(date="2024-06-06", source="https://مثال.example/خبر"),
        }
    )
    pages = built(site)

    found = paths_under(pages, "/sources/")
    assert ["/sources/news-example/", "/sources/مثال-example/", "/sources/وكالة-الأنباء/"] == found
    assert ["news.example", "مثال.example", "وكالة الأنباء"] == [
        text_of(pages[path].find(".//h1")) for path in found
    ]
    assert [2, 2, 2] == [len(pages[path].findall(CARDS)) for path in found]


def test_an_article_credits_all_of_its_sources(make_site: MakeSite) -> None:
    """The source box has each outlet with author, site and original, and each lists the article."""
    source = "[yonhap, {name: Harbor Wire, author: A. Writer, url: 'https://h.example/1'}]"
    site = make_site({"site.yaml": SETTINGS + OUTLETS, "content/a.md": article(source=source)})
    pages = built(site)
    box = element(pages["/2024/06/21/a/"], ".//section[@class='source']")

    assert ["وكالة يونهاب", "yna.co.kr", "Harbor Wire", "A. Writer", "h.example"] == (
        texts(box, ".//div/dl/dd")
    )
    assert ["https://h.example/1"] == hrefs(box, ".//a[@class='original u-url']")
    assert ["/sources/harbor/", "/sources/yonhap/"] == paths_under(pages, "/sources/")
    based_on = json_ld(pages["/2024/06/21/a/"])["isBasedOn"]
    assert isinstance(based_on, list)
    assert [None, "https://h.example/1"] == [original.get("url") for original in based_on]


def test_an_outlet_that_is_credited_twice_lists_an_article_once(make_site: MakeSite) -> None:
    """Two pieces of one outlet are two credits, and one article in its list and on its card."""
    source = "['https://news.example/1', 'https://news.example/2']"
    pages = built(make_site({"content/a.md": article(source=source)}))

    assert 2 == len(pages["/2024/06/21/a/"].findall(".//a[@class='original u-url']"))
    assert 1 == len(pages["/sources/news-example/"].findall(CARDS))
    assert ["news.example"] == texts(pages["/"], ".//article/p[@class='meta']/a")
    assert ["مقال واحد"] == texts(pages["/sources/"], ".//span[@class='count']")


# --- dates ---------------------------------------------------------------------------------------


def test_date_indexes_lead_to_their_neighbours(make_site: MakeSite) -> None:
    """A day, month and year lead to the next ones that have articles, however far."""
    dates = ("2022-03-01", "2024-05-30", "2024-06-01", "2024-06-21", "2024-06-21")
    pages = built(
        make_site({f"content/{n}.md": article(date=date) for n, date in enumerate(dates)})
    )

    def neighbours(path: str) -> list[tuple[str, str]]:
        links = pages[path].findall(".//nav[@class='neighbours']/a")
        return [(link.attrib["rel"], link.attrib["href"]) for link in links]

    assert [("next", "/digest/2024/")] == neighbours("/2022/")
    assert [("prev", "/digest/2022/")] == neighbours("/2024/")
    assert [("prev", "/digest/2022/03/"), ("next", "/digest/2024/06/")] == neighbours("/2024/05/")
    assert [("prev", "/digest/2024/05/30/"), ("next", "/digest/2024/06/21/")] == (
        neighbours("/2024/06/01/")
    )
    assert [("prev", "/digest/2024/06/01/")] == neighbours("/2024/06/21/")
    assert 2 == len(pages["/2024/06/21/"].findall(CARDS))
    assert ["2024 4 مقالات", "2022 مقال واحد"] == texts(pages["/"], ".//nav[@class='years']//li")


def test_an_article_leads_to_the_older_and_the_newer_one(make_site: MakeSite) -> None:
    """By the moment of first publication, whatever offset it was written with."""
    site = make_site(
        {
            "content/a.md": article(title="أ", date="2024-06-21 10:00:00+09:00"),
            "content/b.md": article(title="ب", date="2024-06-21 02:00:00Z"),
            "content/c.md": article(title="ج", date="2024-06-21 01:30:00"),
        }
    )
    pages = built(site)

    def neighbours(path: str) -> list[str]:
        return texts(pages[path], ".//nav[@class='neighbours']/a/strong")

    assert ["ج"] == neighbours("/2024/06/21/a/")
    assert ["أ", "ب"] == neighbours("/2024/06/21/c/")
    assert ["ج"] == neighbours("/2024/06/21/b/")
    assert ["ب", "ج", "أ"] == texts(pages["/"], CARDS)


@pytest.mark.parametrize(
    ("date", "path", "machine", "shown"),
    [
        ("2024-06-21", "/2024/06/21/", "2024-06-21", "الجمعة، 21 يونيو 2024"),
        ("2024-06-21 00:00", "/2024/06/21/", "2024-06-21T00:00:00+03:00", "00:00"),
        ("2024-06-21T19:42:55+09:00", "/2024/06/21/", "2024-06-21T19:42:55+09:00", "19:42"),
        ("2024-06-21 23:30:00-05:00", "/2024/06/21/", "2024-06-21T23:30:00-05:00", "23:30"),
        ("2024-06-21 19:42Z", "/2024/06/21/", "2024-06-21T19:42:00+00:00", "19:42"),
        ("٢٠٢٤-٠٦-٢١ ١٩:٤٢", "/2024/06/21/", "2024-06-21T19:42:00+03:00", "19:42"),
        ("۲۰۲۴-۰۶-۲۱", "/2024/06/21/", "2024-06-21", "21 يونيو 2024"),
        (r'"\u200f2024-06-21\u200e"', "/2024/06/21/", "2024-06-21", "21 يونيو 2024"),
        ("2024-6-1", "/2024/06/01/", "2024-06-01", "1 يونيو 2024"),
    ],
)
def test_dates_are_those_that_were_written(
    make_site: MakeSite, date: str, path: str, machine: str, shown: str
) -> None:
    """The day and the offset of the source are kept; without a time, none is shown."""
    settings = f"{SETTINGS}timezone: Asia/Riyadh\n"
    root = built(make_site({"site.yaml": settings, "content/a.md": article(date=date)}))[
        f"{path}a/"
    ]
    time = element(root, ".//p[@class='meta']/time")

    assert machine == time.get("datetime")
    assert shown in text_of(time)
    assert (":" in machine) == (":" in text_of(time))
    assert machine == json_ld(root)["datePublished"]


# --- related articles ----------------------------------------------------------------------------


def test_rare_topics_relate_more_than_common_ones(make_site: MakeSite) -> None:
    """First those that share the rarest topics, then the closest in time; never itself."""
    files = days(9, tags="[كوريا]")
    tags = {"tags": "[كوريا, معاهدة]"}
    files["content/5.md"] = article(title="هذا", date="2024-06-05", **tags)
    files["content/1.md"] = article(title="بعيد ونادر", date="2024-06-01", **tags)
    files["content/10.md"] = article(title="بلا صلة", date="2024-06-05")
    pages = built(make_site(files))

    assert ["بعيد ونادر", "خبر 6", "خبر 4", "خبر 7"] == texts(pages["/2024/06/05/5/"], RELATED)
    assert [] == texts(pages["/2024/06/05/10/"], RELATED)
    assert [] == [path for path, root in pages.items() if f"/digest{path}" in hrefs(root, RELATED)]


def test_related_articles_are_few(make_site: MakeSite) -> None:
    """At most four are shown, each once, though many topics are shared."""
    pages = built(make_site(days(12, tags="[أ, ب, ج]")))
    titles = texts(pages["/2024/06/06/6/"], RELATED)

    assert related.SHOWN == len(titles) == len(set(titles))


class Counted(Sequence[int]):
    """The numbers below *size*; counts how many of them were looked at."""

    def __init__(self, size: int) -> None:
        self.numbers = range(size)
        self.looked_at = 0

    def __len__(self) -> int:
        """Return how many numbers there are."""
        return len(self.numbers)

    @overload
    def __getitem__(self, index: int) -> int: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...

    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        """Return the number or numbers at *index*, and count them."""
        found = self.numbers[index]
        self.looked_at += len(found) if isinstance(found, range) else 1
        return found


def test_related_articles_are_found_among_the_nearest() -> None:
    """Whatever the size of a topic, an article is compared with a fixed number of others."""
    size = 5000
    topic, seconds = Counted(size), Counted(size)
    for index in range(size):
        related.nearest(index, [("topic", index, topic)], seconds)

    most = 2 * related.NEAREST + 1
    assert topic.looked_at <= size * most
    assert seconds.looked_at <= size * most


# --- lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "newest", "full"),
    [(0, 0, 0), (1, 1, 0), (3, 3, 0), (5, 5, 0), (6, 3, 1), (8, 5, 1), (9, 3, 2)],
)
def test_the_newest_page_holds_what_is_on_no_full_page(
    make_site: MakeSite, count: int, newest: int, full: int
) -> None:
    """From per_page to 2 × per_page − 1; older pages are full, numbered from the oldest."""
    site = make_site({"site.yaml": f"{SETTINGS}per_page: 3\n", **days(count)})
    pages = built(site)
    numbers = range(1, full + 1)

    assert newest == len(pages["/"].findall(CARDS))
    assert [3] * full == [len(pages[f"/page/{number}/"].findall(CARDS)) for number in numbers]
    shown = [*texts(pages["/"], CARDS)]
    for number in reversed(numbers):
        shown += texts(pages[f"/page/{number}/"], CARDS)
    assert [f"خبر {number}" for number in range(count, 0, -1)] == shown


def test_pages_of_a_list_lead_to_each_other(make_site: MakeSite) -> None:
    """Older and newer; the number after the last page leads to the newest articles."""
    pages = built(make_site({"site.yaml": f"{SETTINGS}per_page: 2\n", **days(7)}))

    def pager(path: str) -> list[str]:
        return hrefs(pages[path], ".//nav[@class='pages']/a")

    home = "/digest/"
    assert [f"{home}page/2/"] == pager("/")
    assert [f"{home}page/3/", home, f"{home}page/1/"] == pager("/page/2/")
    assert [f"{home}page/2/", home] == pager("/page/1/")
    refresh = element(pages["/page/3/"], ".//meta[@http-equiv='refresh']")
    assert f"0; url={home}" == refresh.get("content")
    assert "/page/4/" not in pages


def test_topics_and_sources_have_older_pages_too(make_site: MakeSite) -> None:
    """Every list of articles has pages in the same way."""
    pages = built(make_site({"site.yaml": f"{SETTINGS}per_page: 2\n", **days(5, tags="[موضوع]")}))

    for path in ("/", "/topics/موضوع/", "/sources/وكالة/"):
        assert ["خبر 2", "خبر 1"] == texts(pages[f"{path}page/1/"], CARDS)
        assert ["خبر 5", "خبر 4", "خبر 3"] == texts(pages[path], CARDS)


def test_featured_articles_lead_the_home_page(make_site: MakeSite) -> None:
    """The newest featured article leads; the rest stand in their order."""
    files = days(4)
    files["content/2.md"] = article(title="أول", date="2024-06-02", featured="true")
    pages = built(make_site(files))

    assert ["أول", "خبر 4", "خبر 3", "خبر 1"] == texts(pages["/"], CARDS)


def test_a_site_without_articles_is_a_site(make_site: MakeSite) -> None:
    """The first build of a new site works: home, topics and sources say that they are empty."""
    pages = built(make_site({}))

    assert {"/", "/topics/", "/sources/", "/404.html"} == pages.keys()


# --- what is built when --------------------------------------------------------------------------


def test_articles_wait_and_expire(make_site: MakeSite) -> None:
    """Drafts, those of the future and those that have expired are left out, and counted."""
    site = make_site(
        {
            "content/shown.md": article(),
            "content/draft.md": article(draft="true"),
            "content/about.md": page(draft="true"),
            "content/scheduled.md": article(date="2026-01-01 00:00:01"),
            "content/expired.md": article(expires="2025-12-31"),
            "content/late-draft.md": article(draft="true", date="2030-01-01"),
        }
    )
    report = site.build()

    assert 1 == report.articles
    assert Counter({Wait.DRAFT: 3, Wait.SCHEDULED: 1, Wait.EXPIRED: 1}) == report.waiting
    assert ["2024/06/21/shown/index.html"] == [
        path for path in site.tree() if path.startswith("20") and path.count("/") == 4
    ]


def test_an_article_is_there_from_its_date_until_it_expires(make_site: MakeSite) -> None:
    """To the second: at its date it is built, at its expiry it is not."""
    date, expires = datetime(2024, 6, 21, 9, tzinfo=UTC), datetime(2024, 7, 1, tzinfo=UTC)
    text = article(date="2024-06-21 12:00:00+03:00", expires="2024-07-01 00:00:00Z")
    site = make_site({"content/a.md": text})
    second = timedelta(seconds=1)

    moments = [date - second, date, expires - second, expires]
    assert [0, 1, 1, 0] == [site.build(moment).articles for moment in moments]


def test_articles_are_dated_in_the_zone_of_the_site(make_site: MakeSite) -> None:
    """Midnight in Seoul comes nine hours before midnight in Greenwich."""
    site = make_site(
        {
            "site.yaml": f"{SETTINGS}timezone: Asia/Seoul\n",
            "content/a.md": article(date="2024-06-21"),
        }
    )

    assert 0 == site.build(datetime(2024, 6, 20, 14, 59, 59, tzinfo=UTC)).articles
    assert 1 == site.build(datetime(2024, 6, 20, 15, tzinfo=UTC)).articles


# --- URLs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "front", "path"),
    [
        ("a.md", {}, "/2024/06/21/a/"),
        ("x/y/a.md", {}, "/2024/06/21/a/"),
        ("2023-01-01-a.md", {}, "/2024/06/21/a/"),
        ("2023-01-01_خبر جديد.md", {}, "/2024/06/21/خبر-جديد/"),
        ("٢٠٢٣-٠١-٠١-خبر.md", {}, "/2024/06/21/خبر/"),
        ("2023-01-01.md", {"slug": "b"}, "/2024/06/21/b/"),
        ("talks/index.md", {}, "/2024/06/21/talks/"),
        ("2024-06-21-talks/index.md", {}, "/2024/06/21/talks/"),
        ("index.md", {}, "/2024/06/21/index/"),
        ("A-Title.md", {}, "/2024/06/21/a-title/"),
        ("a.md", {"slug": "خبر-آخر"}, "/2024/06/21/خبر-آخر/"),
    ],
)
def test_the_end_of_a_url_is_the_name_of_the_file(
    make_site: MakeSite, file: str, front: dict[str, str], path: str
) -> None:
    """Without a date before it; `index.md` takes its folder's name; `slug` is another one."""
    text = article(title="عنوان لا يظهر في الرابط", **front)

    assert path in built(make_site({f"content/{file}": text}))


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/{slug}/", "/a/"),
        ("/news/{year}/{slug}/", "/news/2024/a/"),
        ("/{year}-{month}-{day}-{slug}/", "/2024-06-21-a/"),
        ("/أخبار/{slug}/", "/أخبار/a/"),
    ],
)
def test_urls_follow_the_pattern_of_the_site(make_site: MakeSite, pattern: str, path: str) -> None:
    """Date indexes stay where they are."""
    settings = f"{SETTINGS}permalink: {quoted(pattern)}\n"
    pages = built(make_site({"site.yaml": settings, "content/x/a.md": article()}))

    assert {path, "/2024/06/21/"} <= pages.keys()


def test_plain_pages_are_no_part_of_the_digest(make_site: MakeSite) -> None:
    """They stand at the top of the site and in no list."""
    site = make_site(
        {
            "content/about.md": page("نص الصفحة.", title="عن الموقع"),
            "content/x/contact.md": page(slug="اتصل", aliases="[/old/]"),
            "content/a.md": article(),
        }
    )
    pages = built(site)
    about = pages["/about/"]

    assert ["عن الموقع"] == texts(about, ".//h1")
    assert [] == about.findall(".//section[@class='source']")
    assert {"/اتصل/", "/old/"} <= pages.keys()
    assert ["خبر"] == texts(pages["/"], CARDS)


def test_aliases_lead_to_their_article(make_site: MakeSite) -> None:
    """At once, for readers and for search engines; a file name stays one."""
    site = make_site({"content/a.md": article(aliases="[/old/name/, /خبر, /2023/old.html]")})
    pages = built(site)

    for path in ("/old/name/", "/خبر/", "/2023/old.html"):
        root = pages[path]
        refresh = element(root, ".//meta[@http-equiv='refresh']").get("content")
        canonical = element(root, ".//link[@rel='canonical']").get("href")
        assert "0; url=/digest/2024/06/21/a/" == refresh
        assert "https://example.org/digest/2024/06/21/a/" == canonical
        assert ["/digest/2024/06/21/a/"] == hrefs(root, ".//main//a")


# --- links and files -----------------------------------------------------------------------------


def test_links_between_files_are_links_between_pages(make_site: MakeSite, jpeg: bytes) -> None:
    """By the path of the file, with the words of a heading; to articles, pages and files."""
    body = """\
[مقال](../b.md) [عنوان](../b.md#خلفية-الخبر) [صفحة](../about.md) [ملف](report.pdf)
[موضوع](/topics/) [هنا](#هنا) [صورة](talks.jpg)

## هنا
"""
    site = make_site(
        {
            "content/x/a.md": article(body),
            "content/b.md": article("## خلفية الخبر\n\nنص.", date="2024-06-20"),
            "content/about.md": page(),
            "content/x/report.pdf": b"%PDF-1.7",
            "content/x/talks.jpg": jpeg,
        }
    )
    links = hrefs(built(site)["/2024/06/21/a/"], ".//div[@class='body e-content']/p/a")

    section = "%D8%AE%D9%84%D9%81%D9%8A%D8%A9-%D8%A7%D9%84%D8%AE%D8%A8%D8%B1"
    assert [
        "/digest/2024/06/20/b/",
        f"/digest/2024/06/20/b/#h-{section}",
        "/digest/about/",
        "/digest/media/x/report.pdf",
        "/digest/topics/",
        "#h-%D9%87%D9%86%D8%A7",
        "/digest/media/x/talks.jpg",
    ] == links


def test_files_that_nothing_uses_are_not_published(make_site: MakeSite, jpeg: bytes) -> None:
    """Neither notes nor pictures that stay beside an article, nor what only a draft uses."""
    site = make_site(
        {
            "content/a.md": article("[ملف](used.pdf)", image="lead.jpg"),
            "content/b.md": article("![](draft.jpg)", draft="true"),
            "content/used.pdf": b"%PDF-1.7",
            "content/lead.jpg": jpeg,
            "content/draft.jpg": jpeg,
            "content/other.jpg": jpeg,
            "content/notes.txt": "ملاحظات",
            "content/.hidden.jpg": jpeg,
        }
    )
    site.build()

    assert ["media/lead.jpg", "media/used.pdf"] == [
        path for path in sorted(site.tree()) if path.startswith("media/")
    ]


def test_files_are_published_as_they_are(make_site: MakeSite, jpeg: bytes) -> None:
    """Byte for byte, pictures by their pixels, under the path that they have in the content."""
    name, other = "2024/صورة المحادثات.jpg", "2024/بيان.pdf"
    site = make_site(
        {
            "content/2024/a.md": article("[بيان](بيان.pdf)", image="صورة المحادثات.jpg"),
            f"content/{name}": jpeg,
            f"content/{other}": b"%PDF",
        }
    )
    root = built(site)["/2024/06/21/a/"]
    picture = element(root, ".//figure/img")

    assert b"%PDF" == site.tree()[f"media/{other}"]
    assert pixels(jpeg) == pixels(site.tree()[f"media/{name}"])
    assert ("8", "6") == (picture.get("width"), picture.get("height"))


# --- bodies --------------------------------------------------------------------------------------


def body_of(site: SiteFolder, path: str = "/2024/06/21/a/") -> ET.Element:
    """Return the body of the article at *path*."""
    return element(built(site)[path], ".//div[@class='body e-content']")


def test_a_place_makes_a_dateline(make_site: MakeSite) -> None:
    """Place, day and sources stand before the text, and not in the summary."""
    front = {"place": "سيئول", "source": "[يونهاب, Harbor Wire]"}
    site = make_site({"content/a.md": article("قال الوزير.", **front)})
    body = body_of(site)

    assert "سيئول، 21 يونيو (يونهاب، Harbor Wire) — قال الوزير." == text_of(body)
    assert ["Harbor Wire"] == texts(body, ".//span[@class='dateline']/bdi[@dir='ltr']")
    assert ["قال الوزير."] == texts(tree_of(site.html("/")), ".//p[@class='summary p-summary']")


def test_a_dateline_is_in_the_language_of_the_article(make_site: MakeSite) -> None:
    """An English article has an English one."""
    front = {"place": "Seoul", "source": "Harbor Wire", "lang": "en", "title": "Talks"}
    body = body_of(make_site({"content/a.md": article("The minister spoke.", **front)}))

    assert "Seoul, June 21 (Harbor Wire) — The minister spoke." == text_of(body)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("نص.", "نص. (انتهى)"),
        ("نص.\n\n(انتهى)", "نص. (انتهى)"),
        ("نص. (انتهى)", "نص. (انتهى)"),
        ("نص. **(انتهى)**", "نص. (انتهى)"),
        ("نص.\n\n(انتهى)\n\ndesk@example.org", "نص. (انتهى) desk@example.org"),
        ("(انتهى) نص.", "(انتهى) نص. (انتهى)"),
        ("", "(انتهى)"),
    ],
)
def test_the_end_mark_is_added_where_it_is_missing(
    make_site: MakeSite, body: str, shown: str
) -> None:
    """An article ends with it once, whoever wrote it."""
    settings = f"{SETTINGS}end_mark: (انتهى)\n"
    site = make_site({"site.yaml": settings, "content/a.md": article(body)})

    assert shown == text_of(body_of(site))


@pytest.mark.parametrize(
    ("words", "language", "shown"),
    [
        (0, "ar", "دقيقة"),
        (180, "ar", "دقيقة"),
        (181, "ar", "دقيقتان"),
        (540, "ar", "3 دقائق"),
        (238, "en", "دقيقة"),
        (239, "en", "دقيقتان"),
    ],
)
def test_reading_time_is_in_whole_minutes(
    make_site: MakeSite, words: int, language: str, shown: str
) -> None:
    """At least one; English is read faster than Arabic, whose words carry more."""
    text = article("كلمة " * words, lang=language)
    root = built(make_site({"content/a.md": text}))["/2024/06/21/a/"]

    assert shown in texts(root, ".//p[@class='meta']/span")[0]


def test_summaries_are_written_or_the_first_sentences(make_site: MakeSite) -> None:
    """The same on cards, in the description and for machines."""
    body = "سيئول، 21 يونيو (يونهاب) — أول جملة.[^1]\n\n(انتهى)\n\n[^1]: حاشية."
    site = make_site(
        {
            "site.yaml": f"{SETTINGS}end_mark: (انتهى)\n",
            "content/a.md": article(body),
            "content/b.md": article(body, summary="ملخص."),
        }
    )
    pages = built(site)

    assert ["ملخص.", "أول جملة."] == texts(pages["/"], ".//p[@class='summary p-summary']")
    for name, expected in {"a": "أول جملة.", "b": "ملخص."}.items():
        root = pages[f"/2024/06/21/{name}/"]
        assert expected == element(root, ".//meta[@name='description']").get("content")
        assert expected == json_ld(root)["description"]


ADDRESS = "first.last+news@mail.example.org"


def test_no_address_stands_plain_anywhere(make_site: MakeSite, jpeg: bytes) -> None:
    """No file of the output holds one, whatever place it was written in; readers see them all."""
    body = f"""\
راسلوا {ADDRESS} أو <{ADDRESS}> أو [راسلونا](mailto:{ADDRESS}?subject=خبر) أو [{ADDRESS}](/topics/).

## {ADDRESS}

![{ADDRESS}](a.jpg "{ADDRESS}")

| {ADDRESS} | `{ADDRESS}` |
|---|---|
| [x](https://a.example/?to={ADDRESS} "{ADDRESS}") | y[^1] |

    {ADDRESS}

[^1]: {ADDRESS}
"""
    image = f"{{src: a.jpg, alt: {ADDRESS}, caption: {ADDRESS}, credit: {ADDRESS}}}"
    front = {"title": ADDRESS, "summary": f"راسلوا {ADDRESS}", "place": ADDRESS, "image": image}
    source = f"{{name: {ADDRESS}, author: {ADDRESS}}}"
    settings = f"email: {ADDRESS}\ndescription: {ADDRESS}\ndisclaimer: {ADDRESS}\n"
    site = make_site(
        {
            "site.yaml": SETTINGS + settings,
            "content/a.jpg": jpeg,
            "content/a.md": article(body, source=source, tags=f"[{ADDRESS}]", **front),
            "content/b.md": article(f"{ADDRESS} جملة."),
        }
    )
    pages = built(site)
    root = pages["/2024/06/21/a/"]

    assert [] == [path for path, data in site.tree().items() if ADDRESS.encode() in data]
    assert 20 <= text_of(root).count(ADDRESS)
    assert ADDRESS == json_ld(root)["headline"]
    assert ["جملة.", f"راسلوا {ADDRESS}"] == texts(pages["/"], ".//p[@class='summary p-summary']")
    assert f"راسلوا {ADDRESS}" in element(root, ".//meta[@name='description']").attrib["content"]
    query = element(root, ".//div[@class='body e-content']//a[@data-query]").get("data-query")
    assert "subject=%D8%AE%D8%A8%D8%B1" == query
    assert [] == root.findall(".//a//a")


def test_every_page_has_one_headline_and_ids_that_do_not_clash(
    make_site: MakeSite, jpeg: bytes
) -> None:
    """Whatever headings an article has, and on every kind of page."""
    body = "# content\n\n# top\n\n# source\n\n## related\n\n# \n\n# fn1\n\nنص[^1]\n\n[^1]: حاشية\n"
    site = make_site(
        {
            "site.yaml": f"{SETTINGS}per_page: 1\n",
            "content/a.md": article(body, tags="[موضوع]", image="a.jpg", aliases="[/old/]"),
            "content/b.md": article(body, tags="[موضوع]", date="2023-01-01"),
            "content/about.md": page(body),
            "content/a.jpg": jpeg,
        }
    )
    pages = built(site)
    ids = {
        path: Counter(found.get("id") for found in root.iter() if "id" in found.attrib)
        for path, root in pages.items()
    }

    assert {1} == {len(root.findall(".//h1")) for root in pages.values()}
    assert {} == {
        path: twice for path, found in ids.items() if (twice := found - Counter(set(found)))
    }
    assert not any("" in found for found in ids.values())
