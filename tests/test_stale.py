"""Which pages an edit makes stale: these are made again, and no others."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import NOW, SiteFolder
from tests.edits import BODY, WHOLE, Edit, Set, World, path_of, picture, put

TEXT: Final = "جملة أولى.\n\n- بند"
SITE: Final = {
    "title": "موجز",
    "url": "https://example.org/digest/",
    "per_page": "2",
    "topics": "{x: {name: سين}, y: {name: صاد}}",
}
# Name, day and topics, oldest first: two full pages of two, and the newest three.
ARTICLES: Final = (
    ("a", "2024-05-01", "x"),
    ("b", "2024-05-02", "y"),
    ("c", "2024-05-03", "x"),
    ("d", "2024-06-01", "y"),
    ("e", "2024-06-02", ""),
    ("f", "2024-06-03", ""),
    ("g", "2024-06-04", ""),
)
TOPIC_TEMPLATE: Final = "themes/default/templates/topic.html"
FOOTER: Final = "themes/default/templates/partials/footer.html"
START: Final[World] = {
    "site.yaml": SITE,
    FOOTER: {WHOLE: "<footer></footer>"},
    "content/about.md": {"title": "عنا", "layout": "page", "aliases": "[/us/]", BODY: TEXT},
    "content/2024/p.png": {WHOLE: picture(4)},
    **{
        path_of(name): {
            "title": f"خبر {name}",
            "date": day,
            "source": "{name: وكالة, url: https://wkala.example/}",
            "tags": f"[{topic}]",
            BODY: TEXT,
        }
        for name, day, topic in ARTICLES
    },
}
SOURCE: Final = "/sources/وكالة/"
PAGE_OF = {name: f"/{day.replace('-', '/')}/{name}/" for name, day, _ in ARTICLES}
# The lists that show the card of an article, the date indexes that have it, and the home page,
# which has the newest seven days.
LISTS_OF = {
    "c": {"/", "/page/2/", f"{SOURCE}page/2/", "/topics/x/", "/2024/05/", "/2024/05/03/"},
    "g": {"/", SOURCE, "/2024/06/", "/2024/06/04/"},
}


def site_paths(paths: tuple[str, ...]) -> set[str]:
    return {f"/{path}".removesuffix("index.html") for path in paths if path.endswith(".html")}


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """Return a site that was built."""
    site = SiteFolder(tmp_path)
    put(site, {}, START)
    site.build()
    return site


def made(site: SiteFolder, *edits: Edit, now: datetime = NOW) -> set[str]:
    """Return the site paths of the pages that are made after *edits*."""
    world = START
    for edit in edits:
        world = edit.of(world)
    put(site, START, world)
    report = site.build(now)

    assert len(report.rendered) == len(set(report.rendered))
    assert {path for path in report.output.written if path.endswith(".html")} <= {*report.rendered}
    return site_paths(report.rendered)


def pages(site: SiteFolder) -> set[str]:
    """Return the site paths of all pages."""
    return site_paths(tuple(path for path in site.tree() if path.endswith(".html")))


def redirects(site: SiteFolder) -> set[str]:
    return site_paths(
        tuple(path for path, data in site.tree().items() if b'http-equiv="refresh"' in data)
    )


def files(site: SiteFolder, *edits: Edit, now: datetime = NOW) -> set[str]:
    """Return the feeds and sitemaps that are made after *edits*."""
    world = START
    for edit in edits:
        world = edit.of(world)
    put(site, START, world)
    return {path for path in site.build(now).rendered if not path.endswith(".html")}


def test_nothing(site: SiteFolder) -> None:
    """No page."""
    assert set() == made(site)


def test_a_body_below_its_first_sentences(site: SiteFolder) -> None:
    """The article's own page."""
    assert {PAGE_OF["c"]} == made(site, Set(path_of("c"), BODY, TEXT.replace("بند", "شيء")))


def test_the_first_sentences(site: SiteFolder) -> None:
    """The article, the lists that show its summary, and the article that it is related to."""
    edit = Set(path_of("c"), BODY, TEXT.replace("أولى", "أخرى"))

    assert {PAGE_OF["c"], *LISTS_OF["c"], PAGE_OF["a"]} == made(site, edit)


def test_the_first_sentences_of_the_newest_article(site: SiteFolder) -> None:
    """The home page and the source's, but no older page of theirs."""
    edit = Set(path_of("g"), BODY, TEXT.replace("أولى", "أخرى"))

    assert {PAGE_OF["g"], *LISTS_OF["g"]} == made(site, edit)


def test_a_title(site: SiteFolder) -> None:
    """The article, its lists, its neighbours in time, and the article that it is related to."""
    expected = {PAGE_OF["c"], *LISTS_OF["c"], PAGE_OF["b"], PAGE_OF["d"], PAGE_OF["a"]}

    assert expected == made(site, Set(path_of("c"), "title", "عنوان آخر"))


def test_feeds_of_an_article(site: SiteFolder) -> None:
    """An edit of an article makes the feeds of the site and of its topics, and no other feed."""
    of_site, of_x = {"feed.json", "feed.xml"}, {"topics/x/feed.json", "topics/x/feed.xml"}

    assert of_site == files(site, Set(path_of("c"), BODY, TEXT.replace("بند", "شيء")))
    assert of_site | of_x == files(site, Set(path_of("c"), "summary", "ملخص"))


def test_feeds_and_sitemaps_of_a_new_article(site: SiteFolder) -> None:
    """The feeds that carry it, the sitemaps of its year, of the lists, of the whole, the list."""
    put(site, {}, {path_of("h"): {**START[path_of("g")], "tags": "[y]", "date": "2024-06-05"}})

    assert {
        *("feed.json", "feed.xml", "topics/y/feed.json", "topics/y/feed.xml"),
        *("sitemap.xml", "sitemap-pages.xml", "sitemap-2024.xml", "urls.txt"),
    } == files(site)


def test_an_old_article_that_is_corrected(site: SiteFolder) -> None:
    """The sitemap of its year says so, and its feeds; the other sitemaps stay but for the index."""
    old = {**START[path_of("a")], "date": "2023-05-01", "tags": "[]"}
    put(site, {}, {path_of("old"): old})
    site.build()
    put(site, {}, {path_of("old"): {**old, "corrections": "[{date: 2024-01-01, text: رقم}]"}})

    assert {"feed.json", "feed.xml", "sitemap-2023.xml", "sitemap.xml"} == files(site)


def test_a_new_article(site: SiteFolder) -> None:
    """What names it or counts it, and the page that got full; no page that was full before."""
    new = {**START[path_of("g")], "date": "2024-06-05"}
    put(site, {}, {path_of("h"): new})
    full = {f"{home}page/3/" for home in ("/", SOURCE)}
    next_page = {f"{home}page/4/" for home in ("/", SOURCE)}
    dates = {"/2024/", "/2024/06/", "/2024/06/04/", "/2024/06/05/"}

    assert {
        *("/2024/06/05/h/", PAGE_OF["g"], "/", SOURCE, "/sources/"),
        *full,
        *next_page,
        *dates,
    } == made(site)


def test_an_article_whose_time_has_come(site: SiteFolder) -> None:
    """The same as for a new one, without an edit."""
    before = datetime(2024, 6, 3, 12, tzinfo=UTC)
    around = {PAGE_OF["f"], "/", SOURCE, "/sources/", "/2024/", "/2024/06/", "/2024/06/03/"}

    assert around == made(site, now=before)
    assert {PAGE_OF["g"], "/2024/06/04/", *around} == made(site)


def test_a_picture_of_the_same_size(site: SiteFolder) -> None:
    """No page: the picture is copied."""
    world = Set("content/about.md", BODY, "![صورة](p.png)").of(START)
    world = {**world, "content/p.png": {WHOLE: picture(4)}}
    put(site, START, world)
    site.build()
    other = picture(4, "teal")
    put(site, world, Set("content/p.png", WHOLE, other).of(world))
    report = site.build()

    assert ((), ("media/p.png", "build.json")) == (report.rendered, report.output.written)
    assert other == site.tree()["media/p.png"]


def test_a_picture_of_another_size(site: SiteFolder) -> None:
    """The pages that show it."""
    world = Set(path_of("g"), "image", "p.png").of(START)
    put(site, START, world)
    site.build()
    put(site, world, Set("content/2024/p.png", WHOLE, picture(5)).of(world))

    assert {PAGE_OF["g"], *LISTS_OF["g"]} == site_paths(site.build().rendered)


def test_the_place_of_an_article_that_is_linked_to(site: SiteFolder) -> None:
    """The page with the link, the old and the new page, and all that shows the article."""
    world = Set("content/about.md", BODY, "[خبر](2024/c.md)").of(START)
    put(site, START, world)
    site.build()
    put(site, world, Set(path_of("c"), "slug", "other").of(world))
    around = {PAGE_OF["a"], PAGE_OF["b"], PAGE_OF["d"], *LISTS_OF["c"]}

    assert {"/about/", "/2024/05/03/other/", *around} == site_paths(site.build().rendered)
    assert PAGE_OF["c"] not in pages(site)


def test_the_title_of_the_site(site: SiteFolder) -> None:
    """Every page, since every page shows it."""
    assert pages(site) == made(site, Set("site.yaml", "title", "موجز آخر"))


def test_a_string_of_the_theme(site: SiteFolder) -> None:
    """Every page: which strings a template reads is not known."""
    assert pages(site) == made(site, Set("themes/default/strings/ar.yaml", WHOLE, "home: البداية"))


def test_an_asset(site: SiteFolder) -> None:
    """Every page: the name of the asset is another one."""
    assert pages(site) == made(site, Set("themes/default/assets/icon.svg", WHOLE, "<svg/>"))


def test_a_template(site: SiteFolder) -> None:
    """The pages that are made with it."""
    assert {"/topics/x/", "/topics/y/"} == made(site, Set(TOPIC_TEMPLATE, WHOLE, "<p></p>"))


def test_a_template_that_others_include(site: SiteFolder) -> None:
    """All pages whose templates do; redirects have no footer."""
    assert pages(site) - redirects(site) == made(site, Set(FOOTER, WHOLE, "<footer>1</footer>"))


def test_the_name_of_a_topic(site: SiteFolder) -> None:
    """The topic, the index, its articles, the lists whose cards name it."""
    topics = "{x: {name: شين}, y: {name: صاد}}"
    lists = {f"{home}page/{number}/" for home in ("/", SOURCE) for number in (1, 2)}
    dates = {"/", "/2024/05/", "/2024/05/01/", "/2024/05/03/"}

    topic = {"/topics/", "/topics/x/"}

    assert {*topic, PAGE_OF["a"], PAGE_OF["c"], *lists, *dates} == made(
        site, Set("site.yaml", "topics", topics)
    )


def test_the_description_of_a_topic(site: SiteFolder) -> None:
    """The page of the topic."""
    topics = "{x: {name: سين, description: وصف}, y: {name: صاد}}"

    assert {"/topics/x/"} == made(site, Set("site.yaml", "topics", topics))


def test_a_page_that_someone_changed(site: SiteFolder) -> None:
    """That page is made again, and is right again."""
    before = site.tree()
    (site.output / "topics/index.html").write_text("آخر", "utf-8")
    (site.output / "404.html").unlink()

    assert {"/topics/", "/404.html"} == made(site)
    assert before == site.tree()


def test_a_template_that_was_missing(site: SiteFolder) -> None:
    """The pages that would have included it, now that it is there."""
    world = Set(FOOTER, WHOLE, "{% include 'partials/more.html' ignore missing %}").of(START)
    put(site, START, world)
    site.build()
    more = "themes/default/templates/partials/more.html"
    put(site, world, Set(more, WHOLE, "<p>1</p>").of(world))

    assert pages(site) - redirects(site) == site_paths(site.build().rendered)


def test_a_template_that_is_missing(site: SiteFolder) -> None:
    """None: it is a problem, and says where it is asked for."""
    before = site.tree()
    put(site, START, Set(FOOTER, WHOLE, "{% include 'partials/more.html' %}").of(START))
    (problem,) = site.problems()

    assert (FOOTER, 1) == (problem.place.file, problem.place.line)
    assert problem.message.startswith("the theme has no template 'partials/more.html' (on the page")
    assert before == site.tree()
