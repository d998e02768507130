"""What robots and servers read: sitemaps, structured data, robots.txt, CNAME; withdrawal."""

import json
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from digestgen.pages import sitemaps
from digestgen.pages.planning import Frame
from digestgen.pages.server_files import custom_domain
from digestgen.theme.locales import open_graph_locale
from tests.conftest import SETTINGS, MakeSite, SiteFolder
from tests.reading import broken_urls, element, graph, json_ld, pages_of, text_of, texts, tree_of
from tests.writing import article, page

STANDARDS: Final = Path(__file__).parent / "standards"
SITEMAP: Final = etree.XMLSchema(etree.parse(STANDARDS / "sitemap.xsd"))
INDEX: Final = etree.XMLSchema(etree.parse(STANDARDS / "siteindex.xsd"))
JSON_LD: Final = Draft202012Validator(
    json.loads((STANDARDS / "json-ld.schema.json").read_text("utf-8"))
)
NAMES: Final = {
    "": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
ROOT: Final = "https://example.org/digest/"
FILES: Final = {
    "content/a.md": article(
        date="2024-06-21 19:42+09:00",
        tags="[كوريا]",
        source="[{name: وكالة, url: 'https://w.example/1', author: كاتب}, صحيفة]",
        corrections="[{date: 2024-07-01, text: كان الرقم 3.}]",
    ),
    "content/b.md": article(date="2024-06-20", tags="[كوريا]", rights="full"),
    "content/c.md": article(date="2023-01-01", updated="2023-02-02", rights="own"),
    "content/w.md": article(
        date="2022-01-01", tags="[مصر]", withdrawn="تبيّن أن الخبر ملفق.", aliases="[/old/]"
    ),
    "content/about.md": page(),
}


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """Return a site with articles of all rights, built."""
    site = make_site(FILES)
    site.build()
    return site


def places(site: SiteFolder, name: str) -> dict[str, str | None]:
    """Return what the sitemap *name* lists, below the home page, and when it changed."""
    root = ET.fromstring(site.tree()[name])
    return {
        (entry.findtext("loc", "", NAMES)).removeprefix(ROOT): entry.findtext(
            "lastmod", None, NAMES
        )
        for entry in root
    }


# --- sitemaps ------------------------------------------------------------------------------------


def test_sitemaps_have_the_form_of_their_schema(site: SiteFolder) -> None:
    """The index and each sitemap are valid by the schemas of sitemaps.org."""
    site.write({"site.yaml": f"{SETTINGS}news_sitemap: true\n"})
    site.build()
    found = {p: d for p, d in site.tree().items() if p.startswith("sitemap-")}

    assert {"sitemap-2023.xml", "sitemap-2024.xml", "sitemap-news.xml", "sitemap-pages.xml"} == {
        *found
    }
    assert INDEX.validate(etree.fromstring(site.tree()["sitemap.xml"]))
    assert all(SITEMAP.validate(etree.fromstring(data)) for data in found.values())
    assert {*found} == {*places(site, "sitemap.xml")}


def test_sitemaps_say_when_pages_changed(site: SiteFolder) -> None:
    """A list changed with the newest article it shows; a correction is a change."""
    assert {
        "sitemap-pages.xml": "2024-07-01",
        "sitemap-2024.xml": "2024-07-01",
        "sitemap-2023.xml": "2023-02-02",
    } == places(site, "sitemap.xml")
    assert {"2023/01/01/c/", "2023/", "2023/01/", "2023/01/01/"} == {
        *places(site, "sitemap-2023.xml")
    }
    assert {"2023-02-02"} == set(places(site, "sitemap-2023.xml").values())
    assert {
        "": "2024-07-01",
        "topics/": "2024-07-01",
        "sources/": "2024-07-01",
        "topics/%D9%83%D9%88%D8%B1%D9%8A%D8%A7/": "2024-07-01",
        "sources/%D9%88%D9%83%D8%A7%D9%84%D8%A9/": "2024-07-01",
        "sources/%D8%B5%D8%AD%D9%8A%D9%81%D8%A9/": "2024-07-01",
        "about/": None,
    } == places(site, "sitemap-pages.xml")


def test_sitemaps_list_what_search_engines_are_to_find_here(site: SiteFolder) -> None:
    """Not what is all another's, not what was withdrawn, and nothing that is not there."""
    listed = [
        url
        for name in ("sitemap-pages.xml", "sitemap-2024.xml", "sitemap-2023.xml")
        for url in places(site, name)
    ]
    indexed = {
        path.removesuffix("index.html")
        for path, root in pages_of(site.tree()).items()
        if root.find(".//meta[@name='robots']") is None
    }

    assert "2024/06/21/a/" in listed
    assert "2024/06/20/b/" not in listed
    assert not any(url.startswith("2022") for url in listed)
    assert len(indexed) == len(listed) == len(set(listed))


def test_a_sitemap_that_is_full_goes_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the number of URLs, and by bytes."""
    places = [(f"/{number}/", None) for number in range(7)]
    frame = Frame(origin="https://example.org", base="/", language="ar")
    monkeypatch.setattr(sitemaps, "MOST_URLS", 3)

    assert [3, 3, 1] == [len(part) for part in sitemaps.parted(places, frame)]
    monkeypatch.setattr(
        sitemaps, "MOST_BYTES", 2 * (len(frame.canonical("/0/")) + sitemaps.ENTRY_BYTES)
    )
    assert [2, 2, 2, 1] == [len(part) for part in sitemaps.parted(places, frame)]


def test_the_news_sitemap_has_the_two_days_up_to_the_newest_article(make_site: MakeSite) -> None:
    """It is made if the site asks for it, and says title, language and date."""
    site = make_site(
        {
            "site.yaml": f"{SETTINGS}news_sitemap: true\n",
            "content/a.md": article(title="أول", date="2024-06-21 10:00Z", lang="ar-EG"),
            "content/b.md": article(date="2024-06-20 10:00Z", rights="full"),
            "content/c.md": article(date="2024-06-19 10:00Z"),
        }
    )
    site.build()
    root = ET.fromstring(site.tree()["sitemap-news.xml"])
    (news,) = root.findall("url/news:news", NAMES)

    assert [ROOT + "2024/06/21/a/"] == [found.text for found in root.findall("url/loc", NAMES)]
    assert ["موجز", "ar", "2024-06-21T10:00:00+00:00", "أول"] == [
        (found.text or "").strip() for found in news.iter() if len(found) == 0
    ]


# --- files for servers ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/", {".nojekyll", "robots.txt", "CNAME"}),
        ("https://example.org/digest/", {".nojekyll"}),
        ("https://name.github.io/", {".nojekyll", "robots.txt"}),
        ("https://name.github.io/digest/", {".nojekyll"}),
    ],
)
def test_servers_get_the_files_that_they_look_for(
    make_site: MakeSite, url: str, expected: set[str]
) -> None:
    """robots.txt and CNAME only where they have an effect."""
    site = make_site({"site.yaml": f"title: موجز\nurl: {url}\n"})
    site.build()
    tree = site.tree()

    assert expected == {".nojekyll", "robots.txt", "CNAME"} & tree.keys()
    assert b"" == tree[".nojekyll"]
    if "robots.txt" in expected:
        assert f"\nSitemap: {url}sitemap.xml\n".encode() in tree["robots.txt"]
    assert b"example.org\n" == tree.get("CNAME", b"example.org\n")


@pytest.mark.parametrize(
    ("origin", "domain"),
    [
        ("https://Example.org", "example.org"),
        ("https://مثال.إختبار", "xn--mgbh0fb.xn--kgbechtv"),
        ("https://name.github.io", None),
        ("http://localhost", None),
        ("http://example.org:8000", None),
        ("http://127.0.0.1", None),
        ("http://[::1]", None),
        (f"https://{'a' * 64}.org", None),
    ],
)
def test_a_domain_is_written_in_ascii(origin: str, domain: str | None) -> None:
    """As GitHub Pages reads it."""
    assert domain == custom_domain(origin)


def test_the_page_for_wrong_addresses_works_at_any_depth(site: SiteFolder) -> None:
    """All its URLs start at the root of the host."""
    root = tree_of((site.output / "404.html").read_text("utf-8"))
    urls = [one.get(name) for one in root.iter() for name in ("href", "src") if one.get(name)]

    assert urls
    assert [] == [url for url in urls if url and not url.startswith(("/digest/", "#", "https://"))]


# --- what pages say of themselves ----------------------------------------------------------------


def test_structured_data_has_the_form_of_its_schema(site: SiteFolder) -> None:
    """Each page that is an article or a list has one graph of the types of schema.org."""
    graphs: dict[str, dict[str, Any]] = {
        path: json.loads(script.text or "")
        for path, root in pages_of(site.tree()).items()
        for script in root.findall(".//script[@type='application/ld+json']")
    }

    assert {} == {
        path: errors
        for path, data in graphs.items()
        if (errors := [error.message for error in JSON_LD.iter_errors(data)])
    }
    assert {"index.html", "topics/index.html", "2024/index.html", "2024/06/21/index.html"} < {
        *graphs
    }
    assert not {"404.html", "old/index.html", "2022/01/01/w/index.html"} & graphs.keys()


def test_an_article_is_based_on_all_of_its_sources(site: SiteFolder) -> None:
    """With who wrote it, and when it was corrected."""
    data = json_ld(tree_of(site.html("/2024/06/21/a/")))

    assert "2024-07-01" == data["dateModified"]
    assert {
        "@type": "CorrectionComment",
        "text": "كان الرقم 3.",
        "datePublished": "2024-07-01",
    } == data["correction"]
    assert [
        {
            "@type": "NewsArticle",
            "url": "https://w.example/1",
            "author": {"@type": "Person", "name": "كاتب"},
            "publisher": {"@type": "NewsMediaOrganization", "name": "وكالة"},
        },
        {
            "@type": "NewsArticle",
            "publisher": {"@type": "NewsMediaOrganization", "name": "صحيفة"},
        },
    ] == data["isBasedOn"]


def test_a_list_says_what_it_lists_and_where_it_is(site: SiteFolder) -> None:
    """Its articles, and the way to it from the home page."""
    collection, way = graph(tree_of(site.html("/topics/كوريا/")))
    urls = [f"{ROOT}2024/06/21/a/", f"{ROOT}2024/06/20/b/"]

    assert ("CollectionPage", "كوريا") == (collection["@type"], collection["name"])
    assert {
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "url": url}
            for number, url in enumerate(urls, start=1)
        ],
    } == collection["mainEntity"]
    assert {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "موجز", "item": ROOT},
            {"@type": "ListItem", "position": 2, "name": "المواضيع", "item": f"{ROOT}topics/"},
            {"@type": "ListItem", "position": 3, "name": "كوريا"},
        ],
    } == way


@pytest.mark.parametrize(
    ("path", "robots"),
    [
        ("/2024/06/21/a/", []),
        ("/2024/06/20/b/", ["noindex, follow"]),
        ("/2023/01/01/c/", []),
        ("/2022/01/01/w/", ["noindex"]),
    ],
)
def test_rights_say_whether_search_engines_find_an_article_here(
    site: SiteFolder, path: str, robots: list[str]
) -> None:
    """All of another's work is found where it came from; no page points to two places at once."""
    root = tree_of(site.html(path))
    canonical = [link.get("href") for link in root.iter("link") if link.get("rel") == "canonical"]

    assert robots == [meta.get("content") for meta in root.findall(".//meta[@name='robots']")]
    assert canonical in ([], [f"{ROOT}{path[1:]}"])


def test_rights_of_the_site_are_those_of_articles_that_say_nothing(site: SiteFolder) -> None:
    """An article can say otherwise."""
    site.write({"site.yaml": f"{SETTINGS}rights: full\n"})
    site.build()

    assert "noindex, follow" in site.html("/2024/06/21/a/")
    assert "noindex" not in site.html("/2023/01/01/c/")


def test_an_article_is_an_entry_of_microformats(site: SiteFolder) -> None:
    """Its name, address, dates, text, topics and source are found by their classes."""
    root = tree_of(site.html("/2024/06/21/a/"))
    entry = element(root, ".//main/article")
    classes = {name for found in entry.iter() for name in (found.get("class") or "").split()}

    assert {
        *("h-entry", "p-name", "dt-published", "dt-updated", "e-content", "p-category"),
        *("h-cite", "u-bookmark-of", "p-publication", "p-author"),
    } <= classes
    own = entry.find("./header/data[@class='u-url']")
    assert own is not None
    assert own.get("value") == "https://example.org/digest/2024/06/21/a/"
    assert "u-repost-of" in site.html("/2024/06/20/b/")
    assert "u-url p-name" in site.html("/")


@pytest.mark.parametrize(
    ("language", "locale"),
    [("ar", "ar_AR"), ("ar-EG", "ar_EG"), ("fa", "fa_IR"), ("en", "en_US"), ("en-GB", "en_GB")],
)
def test_open_graph_has_a_territory(language: str, locale: str) -> None:
    """As its locales have."""
    assert locale == open_graph_locale(language)


# --- withdrawn and corrected articles ------------------------------------------------------------


def test_a_withdrawn_article_leaves_a_notice(site: SiteFolder) -> None:
    """Its address has the title, the date and the reason, and nothing of the text."""
    html = site.html("/2022/01/01/w/")
    main = element(tree_of(html), ".//main")

    assert ["خبر"] == texts(main, ".//h1")
    assert "1 يناير 2022" in text_of(main)
    assert "السبب: تبيّن أن الخبر ملفق." in text_of(main)
    assert "نص الخبر" not in html


def test_a_withdrawn_article_is_in_no_list(site: SiteFolder) -> None:
    """Nor in an index, a sitemap or a feed; its old addresses still lead to the notice.

    The list of addresses that last has it: the notice stays.
    """
    tree = site.tree()
    naming = {path for path, data in tree.items() if b"/2022/01/01/w/" in data}

    assert {"old/index.html", "urls.txt"} == naming
    assert "2022/01/01/w/index.html" in tree
    assert "2022/index.html" not in tree
    assert "topics/مصر/index.html" not in tree
    assert [] == broken_urls(tree)


def test_links_to_a_withdrawn_article_lead_to_its_notice(site: SiteFolder) -> None:
    """The articles that link to it need no edit; its pictures are published no more."""
    site.write({"content/d.md": article("[خبر](w.md)", date="2024-01-01")})
    site.build()

    assert 'href="/digest/2022/01/01/w/"' in site.html("/2024/01/01/d/")
    assert [] == broken_urls(site.tree())


def test_the_pictures_of_a_withdrawn_article_are_withdrawn(
    make_site: MakeSite, jpeg: bytes
) -> None:
    """They may be the reason."""
    site = make_site({"content/a.md": article(image="a.jpg"), "content/a.jpg": jpeg})
    site.build()
    assert "media/a.jpg" in site.tree()

    site.write({"content/a.md": article(image="a.jpg", withdrawn="الصورة مركبة.")})
    site.build()
    assert "media/a.jpg" not in site.tree()


def test_corrections_stand_on_the_page(make_site: MakeSite) -> None:
    """Newest first, and the newest is the last change."""
    corrections = "[{date: 2024-06-22, text: أول.}, {date: 2024-06-24, text: ثان.}]"
    site = make_site({"content/a.md": article(corrections=corrections, updated="2024-06-23")})
    site.build()
    root = tree_of(site.html("/2024/06/21/a/"))

    assert ["24 يونيو 2024: ثان.", "22 يونيو 2024: أول."] == texts(
        root, ".//section[@class='corrections']/p"
    )
    assert "2024-06-24" == json_ld(root)["dateModified"]
    assert ["تصحيح"] == texts(root, ".//section[@class='corrections']/h2")


def test_a_correction_of_the_first_day_is_no_later_change(make_site: MakeSite) -> None:
    """A date without a time is midnight: before the article, and yet no mistake."""
    site = make_site(
        {
            "content/a.md": article(
                date="2024-06-21 12:00", corrections="[{date: 2024-06-21, text: رقم.}]"
            )
        }
    )
    site.build()

    assert (
        "2024-06-21T12:00:00+00:00" == json_ld(tree_of(site.html("/2024/06/21/a/")))["dateModified"]
    )
