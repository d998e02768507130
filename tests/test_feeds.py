"""Feeds: valid by the standards, whole, and with ids that outlive every other change."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import etree

from digestgen.formats.atom import atom, atom_entry
from digestgen.formats.entries import Content
from digestgen.formats.json_feed import json_feed, json_item
from digestgen.model import Link
from digestgen.text.clean import FORBIDDEN_IN_XML
from digestgen.text.direction import Direction
from digestgen.theme import feed_contents
from digestgen.views import CreditLine, FeedEntry, FeedView, Masthead
from tests.conftest import SETTINGS, MakeSite, SiteFolder
from tests.test_theme_templates import masthead
from tests.writing import article, quoted

STANDARDS: Final = Path(__file__).parent / "standards"
RELAX_NG: Final = etree.RelaxNG(etree.parse(STANDARDS / "atom.rng"))
JSON_FEED: Final = Draft202012Validator(
    json.loads((STANDARDS / "json-feed.schema.json").read_text("utf-8"))
)
ATOM: Final = "{http://www.w3.org/2005/Atom}"
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
TAG: Final = re.compile(r"tag:[a-z0-9.@-]+,\d{4}(-\d\d){0,2}:[A-Za-z0-9;/?:@&=+$.\-_!~*'()%,]+")
ADDRESS: Final = "desk@example.org"
FULL: Final[Mapping[str, str]] = {
    "content/2024-06-21-a.md": article(
        f"نص [رابط](2024-06-20-b.md#h) و{ADDRESS}[^1].\n\n## h\n\n![خريطة](m.jpg)\n\n[^1]: حاشية.",
        title=quoted('خبر <b> & "كلام" ]]>'),
        date="2024-06-21 19:42+09:00",
        source="[{name: وكالة, url: 'https://w.example/1?a=1&b=2', author: كاتب}, صحيفة]",
        tags="[كوريا, روسيا]",
        image="m.jpg",
        corrections="[{date: 2024-06-23, text: كان الرقم 3.}]",
    ),
    "content/2024-06-20-b.md": article(
        "## h\n\nنص كامل.", title="B", date="2024-06-20", lang="en", rights="excerpt"
    ),
    "content/2024-06-19-c.md": article(date="2024-06-19", tags="[كوريا]", withdrawn="خطأ"),
    "content/2024-06-18-d.md": article(date="2024-06-18", tags="[مصر]"),
}


@pytest.fixture
def site(make_site: MakeSite, jpeg: bytes) -> SiteFolder:
    """Return a site with articles of all kinds, built."""
    site = make_site({**FULL, "content/m.jpg": jpeg})
    site.build()
    return site


def atoms(site: SiteFolder) -> dict[str, ET.Element]:
    """Return the Atom feeds by path."""
    return {path: ET.fromstring(data) for path, data in files(site, "feed.xml").items()}


def json_feeds(site: SiteFolder) -> dict[str, dict[str, Any]]:
    """Return the JSON feeds by path."""
    return {path: json.loads(data) for path, data in files(site, "feed.json").items()}


def files(site: SiteFolder, name: str) -> dict[str, bytes]:
    """Return the files of the output that are called *name*, by path."""
    return {path: data for path, data in site.tree().items() if path.endswith(name)}


def values(root: ET.Element, path: str) -> list[str]:
    """Return the texts of the elements of *root* at *path*, whose names are those of Atom."""
    atom_path = "/".join(ATOM + part for part in path.split("/"))
    return [found.text or "" for found in root.findall(atom_path)]


def ids(site: SiteFolder) -> dict[str, list[str]]:
    """Return the ids in each feed, its own first."""
    found = {
        path: [*values(root, "id"), *values(root, "entry/id")] for path, root in atoms(site).items()
    }
    return found | {
        path: [item["id"] for item in feed["items"]] for path, feed in json_feeds(site).items()
    }


# --- the standards -------------------------------------------------------------------------------


def test_atom_has_the_grammar_of_its_rfc(site: SiteFolder) -> None:
    """Each feed is valid by the RELAX NG of RFC 4287."""
    feeds = files(site, "feed.xml")

    topics = {f"topics/{name}/feed.xml" for name in ("كوريا", "روسيا", "مصر")}
    assert {"feed.xml", *topics} == {*feeds}
    for path, data in feeds.items():
        assert RELAX_NG.validate(etree.fromstring(data)), (path, RELAX_NG.error_log.last_error)


def test_atom_keeps_the_rules_that_its_grammar_cannot_express(site: SiteFolder) -> None:
    """RFC 4287 §4.1: authors, links, ids, and whole addresses everywhere."""
    for root in atoms(site).values():
        entries = root.findall(f"{ATOM}entry")
        links = [(one.get("rel"), one.get("type")) for one in root.findall(f"{ATOM}link")]
        inner = values(root, "id") + values(root, "entry/id")

        assert values(root, "author/name")
        assert 1 == sum(rel == "self" for rel, _ in links)
        assert len(links) == len(set(links))
        assert len(inner) == len(set(inner))
        assert all(TAG.fullmatch(one) for one in inner)
        assert all(link.get("href", "").startswith("https://") for link in root.iter(f"{ATOM}link"))
        for entry in entries:
            assert ["alternate"] == [
                rel for link in entry.findall(f"{ATOM}link") if (rel := link.get("rel")) != "via"
            ]
            assert values(entry, "published")[0] <= values(entry, "updated")[0]
        moments = [datetime.fromisoformat(one) for one in values(root, "entry/updated")]
        assert [max(moments)] == [datetime.fromisoformat(one) for one in values(root, "updated")]


def test_json_feeds_have_the_form_of_their_version(site: SiteFolder) -> None:
    """Each is valid by the rules of JSON Feed 1.1, and has the articles of its Atom feed."""
    for path, feed in json_feeds(site).items():
        twin = ET.fromstring(site.tree()[path.replace(".json", ".xml")])

        assert [] == [error.message for error in JSON_FEED.iter_errors(feed)]
        assert values(twin, "entry/id") == [item["id"] for item in feed["items"]]
        assert values(twin, "entry/title") == [item["title"] for item in feed["items"]]


def test_readers_read_them(site: SiteFolder) -> None:
    """Feedparser finds nothing wrong, and finds what we say."""
    feed = feedparser.parse(site.tree()["feed.xml"])
    newest = feed.entries[0]

    assert not feed.bozo
    assert 'خبر <b> & "كلام" ]]>' == newest.title
    assert ["كاتب", "وكالة", "صحيفة"] == [author.name for author in newest.authors]
    assert ["كوريا", "روسيا"] == [tag.term for tag in newest.tags]
    assert ["https://w.example/1?a=1&b=2"] == [
        link.href for link in newest.links if link.rel == "via"
    ]
    assert ("2024-06-21T19:42:00+09:00", "2024-06-23T00:00:00+00:00") == (
        newest.published,
        newest.updated,
    )


text: Final = st.text(st.characters(), max_size=40)


def feed_of(words: str) -> tuple[FeedView, Masthead]:
    """Return a feed in which *words* stand wherever words can stand."""
    credit = CreditLine(
        source=Link(url="/s/", text=words),
        author=words,
        original=f"https://x.example/{words}",
        site=None,
        site_url=None,
        outlet_url=None,
    )
    entry = FeedEntry(
        id=words,
        url="https://x.example/",
        title=words,
        language="ar",
        direction=Direction.RTL,
        summary=words,
        published="2024-06-21T00:00:00+00:00",
        updated="2024-06-21T00:00:00+00:00",
        credits=(credit,),
        topics=(words,),
        picture=None,
        corrections=(),
        is_excerpt=False,
    )
    feed = FeedView(
        id=words,
        title=words,
        description=words,
        url="https://x.example/",
        atom_url="https://x.example/feed.xml",
        json_url="https://x.example/feed.json",
        updated="2024-06-21T00:00:00+00:00",
        entries=(entry,),
    )
    return feed, masthead()


@given(text)
def test_any_text_makes_a_feed(words: str) -> None:
    """Whatever authors write, the XML is well-formed, and says it to the letter."""
    content = Content(html=words, is_whole=True)
    feed, head = feed_of(words)
    xml = atom(feed, head, [atom_entry(feed.entries[0], content, head.language)])
    items = [json_item(feed.entries[0], content, head.origin)]
    root = ET.fromstring(xml.encode("utf-8", "surrogatepass"))
    said = FORBIDDEN_IN_XML.sub("", words).replace("\r\n", "\n").replace("\r", "\n")

    assert [said] == values(root, "entry/content")
    assert said in values(root, "title")
    assert words == json.loads(json_feed(feed, head, items))["items"][0]["content_html"]


# --- ids -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "name", "front"),
    [
        ("title: آخر\nurl: https://other.example/\n", "content/2024-06-21-a.md", {}),
        (SETTINGS, "content/2024-06-21-a.md", {"title": "عنوان آخر"}),
        (SETTINGS, "content/2024-06-21-a.md", {"slug": "other"}),
        (SETTINGS, "content/2024/june/2024-06-21-a.md", {}),
        (SETTINGS, "content/2024-06-21-a/index.md", {}),
        (SETTINGS, "content/2024-06-21-a.md", {"date": "2024-06-20"}),
        (SETTINGS + "permalink: /{slug}/\n", "content/2024-06-21-a.md", {}),
        (SETTINGS, "content/renamed.md", {"id": "2024-06-21-a"}),
    ],
    ids=["site", "title", "slug", "folder", "bundle", "date", "permalink", "file with its id"],
)
def test_ids_outlive_changes(
    make_site: MakeSite, settings: str, name: str, front: dict[str, str]
) -> None:
    """Readers get no article again because its title, slug, folder, date or address changed."""
    site = make_site({"content/2024-06-21-a.md": article(tags="[كوريا]")})
    site.build()
    before = ids(site)
    (site.root / "content/2024-06-21-a.md").unlink()
    site.write({"site.yaml": settings, name: article(tags="[كوريا]", **front)})
    site.build()

    assert 2 == len(before["feed.xml"])
    assert before == ids(site)


def test_ids_are_those_that_the_site_and_the_article_say(make_site: MakeSite) -> None:
    """The site chooses how they begin; an article keeps the id that another tool gave it."""
    site = make_site(
        {
            "site.yaml": f"{SETTINGS}feeds: {{id: 'tag:{ADDRESS},2020-05:digest'}}\n",
            "content/خبر أول.md": article(date="2024-06-21"),
            "content/b.md": article(date="2024-06-20", id="https://old.example/?p=7"),
        }
    )
    site.build()

    assert [
        f"tag:{ADDRESS},2020-05:digest/feed:site",
        f"tag:{ADDRESS},2020-05:digest/2024-06-21-%D8%AE%D8%A8%D8%B1-%D8%A3%D9%88%D9%84",
        "https://old.example/?p=7",
    ] == ids(site)["feed.xml"]
    assert ADDRESS.encode() not in site.tree()["feed.xml"] + site.tree()["feed.json"]


# --- what they carry -----------------------------------------------------------------------------


def test_content_stands_on_its_own(site: SiteFolder) -> None:
    """It says its language and direction, its addresses are whole, and nothing in it is hidden."""
    items = json_feeds(site)["feed.json"]["items"]
    whole, excerpt, plain = (item["content_html"] for item in items)
    urls = re.findall(r'(?:href|src)="([^"]*)"', whole)

    assert whole.startswith('<div lang="ar" dir="rtl">')
    assert excerpt.startswith('<div lang="en" dir="ltr">')
    assert plain.startswith('<div lang="ar" dir="rtl">')
    assert "https://example.org/digest/2024/06/20/b/#h-h" in urls
    assert "https://example.org/digest/2024/06/21/a/#fn1" in urls
    assert "https://example.org/digest/media/m.jpg" in urls
    assert [] == [url for url in urls if not url.startswith("https://")]
    assert "hidden" not in whole
    assert "desk&#64;example.org" in whole
    assert "تصحيح (23 يونيو 2024):</strong> كان الرقم 3." in whole
    assert "المصدر: <a href" in whole


def test_what_is_withdrawn_or_an_excerpt_is_not_carried_whole(site: SiteFolder) -> None:
    """A withdrawn article is in no feed, an excerpt is carried by its summary."""
    feed = atoms(site)["feed.xml"]
    excerpt = feed.findall(f"{ATOM}entry")[1]

    assert ["a", "b", "d"] == [one[-1] for one in values(feed, "entry/id")]
    assert "en" == excerpt.get(LANGUAGE)
    assert [] == excerpt.findall(f"{ATOM}content")
    assert all("html" == one.get("type") for one in excerpt.findall(f"{ATOM}summary"))
    assert ["a"] == [one[-1] for one in values(atoms(site)["topics/كوريا/feed.xml"], "entry/id")]


@pytest.mark.parametrize(
    ("feeds", "of_site", "of_topic"),
    [
        ("{}", ["content", "summary", "content"], ["summary"]),
        ("{content: summary}", ["summary"] * 3, ["summary"]),
        ("{entries: 1}", ["content"], ["summary"]),
        ("{topics: false}", ["content", "summary", "content"], None),
    ],
)
def test_a_site_says_what_feeds_carry(
    site: SiteFolder, feeds: str, of_site: list[str], of_topic: list[str] | None
) -> None:
    """How many articles, whole or not, and whether topics have feeds."""
    site.write({"site.yaml": f"{SETTINGS}feeds: {feeds}\n"})
    site.build()
    found = {
        path: list(map(kind_of, root.iter(f"{ATOM}entry"))) for path, root in atoms(site).items()
    }

    assert of_site == found["feed.xml"]
    assert of_topic == found.get("topics/كوريا/feed.xml")
    assert ("topics/%D9%85%D8%B5%D8%B1/feed.xml" in site.html("/topics/مصر/")) == bool(of_topic)


def kind_of(entry: ET.Element) -> str:
    """Tell whether *entry* has the whole text or the summary."""
    return "summary" if entry.find(f"{ATOM}content") is None else "content"


def test_a_feed_has_no_more_than_half_a_megabyte_of_texts(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest articles are carried whole until it is full, the rest by their summaries."""
    monkeypatch.setattr(feed_contents, "MOST_BYTES", 8_000)
    days = [f"2024-06-{day:02}" for day in range(1, 6)]
    site = make_site({f"content/{day}-a.md": article("نص. " * 800, date=day) for day in days})
    site.build()

    entries = atoms(site)["feed.xml"].findall(f"{ATOM}entry")
    assert ["content", "content", "summary", "summary", "summary"] == [kind_of(e) for e in entries]


def test_an_empty_site_has_feeds(make_site: MakeSite) -> None:
    """They are valid, and their date is not that of the build."""
    site = make_site({})
    site.build()
    data = site.tree()["feed.xml"]

    assert RELAX_NG.validate(etree.fromstring(data))
    assert ["1970-01-01T00:00:00+00:00"] == values(ET.fromstring(data), "updated")
    assert [] == json_feeds(site)["feed.json"]["items"]


def test_pages_lead_to_their_feeds(site: SiteFolder) -> None:
    """Each page to those of the site, a topic to its own as well."""
    links = re.compile(r'<link rel="alternate" type="application/(\w+)\+\w+" [^>]*href="([^"]*)"')
    whole = [("atom", "/digest/feed.xml"), ("feed", "/digest/feed.json")]
    topic = "/digest/topics/%D9%85%D8%B5%D8%B1/"

    assert whole == links.findall(site.html("/"))
    assert [("atom", f"{topic}feed.xml"), ("feed", f"{topic}feed.json"), *whole] == links.findall(
        site.html("/topics/مصر/")
    )


def test_feeds_of_the_masthead_are_links(site: SiteFolder) -> None:
    """Themes can link to them anywhere."""
    site.write({"themes/default/templates/404.html": "{{ masthead.feeds.atom }}"})
    site.build()

    assert "/digest/feed.xml\n" == (site.output / "404.html").read_text("utf-8")
