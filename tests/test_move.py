"""`digestgen move`: another name for an article or topic, with all that leads to it."""

import re
import shlex
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from digestgen.cli.main import digestgen
from digestgen.file_path import FilePath
from digestgen.inputs import Run, read_config
from digestgen.model import FileLink, PageLink
from digestgen.move.changes import Move
from digestgen.move.names import Given
from digestgen.move.run import planned_move, read_known, write_move
from digestgen.move.site import Known
from digestgen.publish.published import vanishing
from digestgen.rules import all_rules
from digestgen.site.assemble import assemble
from tests.conftest import MakeSite, SiteFolder
from tests.test_feeds import ids
from tests.writing import article, page

OLD: Final = "content/2024/06/2024-06-21-talks.md"
NEW: Final = "content/2024/06/2024-06-21-summit.md"
OLD_URL: Final = "/2024/06/21/talks/"
NEW_URL: Final = "/2024/06/21/summit/"
EPOCH: Final = str(int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()))


def move(site: SiteFolder, *arguments: str) -> Result:
    """Run the command in *site*."""
    command = ["move", *arguments, "--site", str(site.root)]
    return CliRunner().invoke(digestgen, command, env={"SOURCE_DATE_EPOCH": EPOCH})


def files(site: SiteFolder) -> dict[str, str]:
    """Return the content and the settings of *site*, by path."""
    paths = [*(site.root / "content").rglob("*"), site.root / "site.yaml"]
    return {
        path.relative_to(site.root).as_posix(): path.read_bytes().decode()
        for path in paths
        if path.is_file()
    }


def site_paths(site: SiteFolder) -> list[str]:
    """Return the addresses of all pages that *site* has after a build."""
    site.build()
    return [f"/{path.removesuffix('index.html')}" for path in site.tree() if path.endswith("html")]


def assert_refused(site: SiteFolder, expected: str, *arguments: str) -> None:
    """Hold that a move says *expected* and changes nothing."""
    before = files(site)

    result = move(site, *arguments)

    assert (1, "") == (result.exit_code, result.stdout)
    assert expected == result.stderr.splitlines()[0]
    assert before == files(site)


# --- articles ------------------------------------------------------------------------------------


def test_links_follow_an_article(make_site: MakeSite) -> None:
    """Every link to it is rewritten, in each of the ways in which one can be written."""
    body = """\
[أ](2024-06-21-talks.md) [ب](./2024-06-21-talks.md#أثر "عنوان") [ج](<2024-06-21-talks.md>)
[د](/2024/06/21/talks/#top) [ه](/2024/06/21/talks) [و][talks] `[ز](2024-06-21-talks.md)`

    [ح](2024-06-21-talks.md)

[talks]: ../06/2024-06-21-talks.md"""
    expected = """\
[أ](2024-06-21-summit.md) [ب](2024-06-21-summit.md#أثر "عنوان") [ج](<2024-06-21-summit.md>)
[د](/2024/06/21/summit/#top) [ه](/2024/06/21/summit/) [و][talks] `[ز](2024-06-21-talks.md)`

    [ح](2024-06-21-talks.md)

[talks]: 2024-06-21-summit.md"""
    other = "content/2024/06/2024-06-22-other.md"
    site = make_site({OLD: article("## أثر"), other: article(body)})

    result = move(site, OLD, NEW)

    assert ("", 0) == (result.stderr, result.exit_code)
    assert article(expected) == files(site)[other]
    assert OLD_URL in site_paths(site)


def test_the_old_address_and_the_id_are_kept(make_site: MakeSite) -> None:
    """Readers are led on, and feeds know the article; what was done is told file by file."""
    site = make_site({OLD: article(), "content/about.md": page(f"[خبر]({OLD_URL})")})

    result = move(site, OLD, NEW)

    assert result.stdout == (
        f"{OLD} → {NEW}: alias {OLD_URL}, id: 2024-06-21-talks\n"
        "content/about.md: 1 link\n"
        f"{OLD_URL} leads to {NEW_URL}\n"
    )
    assert {
        NEW: article(aliases=f"[{OLD_URL}]", id="2024-06-21-talks"),
        "content/about.md": page(f"[خبر]({NEW_URL})"),
    }.items() <= files(site).items()
    assert OLD not in files(site)


def test_nothing_is_done_on_trial(make_site: MakeSite) -> None:
    """`--dry-run` tells what would be done, and does nothing."""
    site = make_site({OLD: article()})
    before = files(site)

    result = move(site, OLD, NEW, "--dry-run")

    assert f"{OLD_URL} would lead to {NEW_URL}" == result.stdout.splitlines()[-1]
    assert before == files(site)


def test_an_article_takes_its_links_and_pictures_to_another_folder(
    make_site: MakeSite, jpeg: bytes
) -> None:
    """Its own relative paths are those from the new folder; the pictures stay where they are."""
    body = "![أ](a.jpg) [ب](../other.md) [ج](2024-06-21-talks.md) [د](https://a.example/a.md)"
    moved = "![أ](../06/a.jpg) [ب](../other.md) [ج](talks.md) [د](https://a.example/a.md)"
    site = make_site(
        {
            OLD: article(body, image="'a.jpg' # الصورة", id="one"),
            "content/2024/other.md": article(date="2024-06-22"),
            "content/2024/06/a.jpg": jpeg,
        }
    )

    result = move(site, OLD, "content/2024/07/talks.md")

    assert ("", 0) == (result.stderr, result.exit_code)
    expected = article(moved, image='"../06/a.jpg" # الصورة', id="one")
    assert expected == (site.root / "content/2024/07/talks.md").read_text("utf-8")
    assert OLD_URL in site_paths(site)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "aliases: [/a/] # قديم\ntags: [أ]",
            "aliases: [/a/, /2024/06/21/talks/] # قديم\ntags: [أ]",
        ),
        ("aliases: []", "aliases: [/2024/06/21/talks/]"),
        ("aliases:", "aliases: [/2024/06/21/talks/]"),
        ('aliases: ["/a/",\n  /b/] # ج', 'aliases: ["/a/",\n  /b/, /2024/06/21/talks/] # ج'),
        (
            "aliases:\n- \"/a/\" # أ\n- '/b/' # ب\n# ج\ntags: [أ]",
            "aliases:\n- \"/a/\" # أ\n- '/b/' # ب\n- /2024/06/21/talks/\n# ج\ntags: [أ]",
        ),
        ("aliases:\n    -  /a/\nid: x", "aliases:\n    -  /a/\n    -  /2024/06/21/talks/\nid: x"),
        ("summary: |\n  سطر\n\n# ج", "summary: |\n  سطر\naliases: [/2024/06/21/talks/]\n\n# ج"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_an_alias_is_added_as_the_list_is_written(
    before: str, after: str, line_end: str, make_site: MakeSite
) -> None:
    """The rest of the file stays byte for byte: comments, line ends, the byte-order mark."""

    def text(extra: str) -> bytes:
        lines = f"---\ntitle: خبر\ndate: 2024-06-21\nsource: وكالة\nslug: %s\n{extra}\n---\n\nنص.\n"
        return ("\ufeff" + lines.replace("\n", line_end)).encode()

    site = make_site({OLD: text(before).replace(b"%s", b"talks")})

    result = move(site, OLD, NEW_URL)

    assert ("", 0) == (result.stderr, result.exit_code)
    assert text(after).replace(b"%s", b"summit") == (site.root / OLD).read_bytes()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://example.org/digest/2024/06/21/talks/", NEW_URL),
        ("/digest/2024/06/21/talks", "http://example.org/digest/2024/06/21/summit/?a#b"),
        ("2024/06/2024-06-21-talks.md", "content/2024/06/2024-06-21-summit.md"),
    ],
)
def test_names_are_paths_and_addresses(old: str, new: str, make_site: MakeSite) -> None:
    """A content file is named by its path or its address, with or without the base path."""
    site = make_site({OLD: article()})

    assert 0 == move(site, old, new).exit_code
    assert NEW in files(site)


@pytest.mark.parametrize(
    "old", ["/2024/06/21/محادثات/", "/2024/06/21/%D9%85%D8%AD%D8%A7%D8%AF%D8%AB%D8%A7%D8%AA/"]
)
def test_arabic_addresses_come_decoded_or_encoded(old: str, make_site: MakeSite) -> None:
    """Both are one address; it is written into the file as people read it."""
    site = make_site({"content/2024-06-21-محادثات.md": article()})

    assert 0 == move(site, old, "/2024/06/21/قمة/").exit_code
    expected = article(aliases="[/2024/06/21/محادثات/]", id="2024-06-21-محادثات")
    assert {"content/2024-06-21-قمة.md": expected}.items() <= files(site).items()


def test_an_article_comes_back(make_site: MakeSite) -> None:
    """The alias that is the address again gives its place to the other one."""
    site = make_site({OLD: article()})

    assert [0, 0] == [move(site, OLD, NEW).exit_code, move(site, NEW, OLD).exit_code]
    assert article(aliases=f"[{NEW_URL}]", id="2024-06-21-talks") == files(site)[OLD]
    assert {OLD_URL, NEW_URL} <= set(site_paths(site))


def test_a_folder_of_its_own_gets_a_slug(make_site: MakeSite) -> None:
    """An `index.md` stays with what lies beside it: its address is written into it."""
    site = make_site({"content/talks/index.md": article()})

    assert 0 == move(site, OLD_URL, NEW_URL).exit_code
    expected = article(slug="summit", aliases=f"[{OLD_URL}]")
    assert expected == files(site)["content/talks/index.md"]


def test_a_plain_page_moves_with_its_menu(make_site: MakeSite) -> None:
    """The links in the header follow; comments in site.yaml stay."""
    settings = "title: موجز\nurl: https://example.org/\nmenu:\n  - {name: عنا, url: /about/} # أ\n"
    site = make_site({"content/about.md": page(), "site.yaml": settings})

    assert 0 == move(site, "/about/", "/who/").exit_code
    assert {
        "content/who.md": page(aliases="[/about/]"),
        "site.yaml": settings.replace("/about/", "/who/"),
    } == files(site)


# --- topics --------------------------------------------------------------------------------------

TOPICS: Final = """\
title: موجز # العنوان
url: https://example.org/digest/
per_page: 1
topics:
  # الجيران
  korea: # القديم
    name: كوريا
    aliases: [سيئول] # أ
  space: {name: الفضاء}
menu: [{name: كوريا, url: /topics/korea/}]
"""


def test_a_topic_gets_another_id(make_site: MakeSite) -> None:
    """Its old id stays as a name of it; links and menus follow, and all its pages lead on."""
    articles = {
        f"content/2024-06-2{day}-a.md": article(
            "[كوريا](/topics/korea/#top)", tags="[korea]", date=f"2024-06-2{day}"
        )
        for day in range(4)
    }
    site = make_site({"site.yaml": TOPICS, **articles})
    before = site_paths(site)

    result = move(site, "/topics/korea/", "/topics/south-korea/")

    assert ("", 0) == (result.stderr, result.exit_code)
    expected = TOPICS.replace("  korea:", "  south-korea:").replace(
        "url: /topics/korea/", "url: /topics/south-korea/"
    )
    aliased = expected.replace("[سيئول]", '[سيئول, korea, "/topics/korea/"]')
    assert aliased == files(site)["site.yaml"]
    assert (
        articles["content/2024-06-20-a.md"].replace("/korea/", "/south-korea/")
        == (files(site)["content/2024-06-20-a.md"])
    )
    assert [] == sorted(set(before) - set(site_paths(site)))
    assert 'url=/digest/topics/south-korea/"' in site.html("/topics/korea/")


def test_the_feeds_of_a_topic_go_on(make_site: MakeSite) -> None:
    """Readers of the old address get what those of the new one get, and nothing twice."""
    site = make_site({"site.yaml": TOPICS, OLD: article(tags="[korea]")})
    site.build()
    before = ids(site)
    feeds: list[dict[str, bytes]] = []
    for old, new in (("korea", "south-korea"), ("south-korea", "rok"), ("rok", "korea")):
        assert 0 == move(site, f"/topics/{old}/", f"/topics/{new}/").exit_code
        site.build()
        tree, now = site.tree(), ids(site)
        feeds.append({path: data for path, data in tree.items() if "/feed." in path})
        for name in ("feed.xml", "feed.json"):
            assert before[f"topics/korea/{name}"] == now[f"topics/{new}/{name}"]
            assert tree[f"topics/{new}/{name}"] == tree[f"topics/{old}/{name}"]
            assert (
                f"https://example.org/digest/topics/{new}/{name}".encode()
                in tree[f"topics/{old}/{name}"]
            )

    assert [4, 6, 6] == list(map(len, feeds))


def test_feeds_go_on_where_nothing_else_is(make_site: MakeSite) -> None:
    """Each of two topics keeps the id of its feed, whatever is said to lead to it."""
    topics = "topics: {a: {name: A, aliases: [/topics/b/, /topics/c/, /topics/d/]}, b: {name: B}}\n"
    site = make_site(
        {
            "site.yaml": f"title: موجز\nurl: https://example.org/\n{topics}",
            OLD: article(tags="[a, b]", aliases="[/topics/c/]"),
        }
    )
    site.build()
    found = {path: one[0].partition(":feed:")[2] for path, one in ids(site).items() if "x" in path}

    assert {
        "feed.xml": "site",
        "topics/a/feed.xml": "topics/d",
        "topics/b/feed.xml": "topics/b",
        "topics/d/feed.xml": "topics/d",
    } == found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'topics:\n  russia: {name: روسيا, aliases: ["/topics/روسيا/"]}\n'),
        ("topics:\n", 'topics: {russia: {name: روسيا, aliases: ["/topics/روسيا/"]}}\n'),
        ("topics: {}\n", 'topics: {russia: {name: روسيا, aliases: ["/topics/روسيا/"]}}\n'),
        (
            "topics:\n  space:\n    name: الفضاء # أ\n",
            (
                "topics:\n  space:\n    name: الفضاء # أ\n  russia:\n    name: روسيا\n"
                '    aliases: ["/topics/روسيا/"]\n'
            ),
        ),
    ],
)
def test_a_topic_of_tags_alone_is_registered(before: str, after: str, make_site: MakeSite) -> None:
    """Tags stay as they are: site.yaml gives their topic the new address, under the same name."""
    usual = "title: موجز\nurl: https://example.org/digest/\n"
    site = make_site({"site.yaml": usual + before, OLD: article(tags="[روسيا]")})

    assert 0 == move(site, "/topics/روسيا/", "/topics/russia/").exit_code
    assert {"site.yaml": usual + after, OLD: article(tags="[روسيا]")} == files(site)
    assert {"/topics/روسيا/", "/topics/russia/"} <= set(site_paths(site))


def test_a_spelling_that_was_used_first_stays_an_address(make_site: MakeSite) -> None:
    """The address comes from the first spelling, the name from the one that is used most."""
    site = make_site(
        {
            "content/2024-06-21-a.md": article(tags="[إتفاق]"),
            "content/2024-06-22-b.md": article(tags="[اتفاق]", date="2024-06-22"),
            "content/2024-06-23-c.md": article(tags="[اتفاق]", date="2024-06-23"),
        }
    )

    assert 0 == move(site, "/topics/إتفاق/", "/topics/treaty/").exit_code
    written = 'topics:\n  treaty: {name: اتفاق, aliases: ["/topics/إتفاق/"]}\n'
    assert files(site)["site.yaml"].endswith(written)
    assert {"/topics/إتفاق/", "/topics/treaty/"} <= set(site_paths(site))


def test_a_redirect_never_takes_the_place_of_a_topic_or_an_alias(make_site: MakeSite) -> None:
    """An old address leads to its topic only where nothing else is."""
    topics = (
        "topics: {a: {name: A, aliases: [/topics/b/, /topics/c/, /topics/d/]}, "
        "b: {name: B}, f: {name: F, aliases: [/topics/g/]}}"
    )
    usual = "title: موجز\nurl: https://example.org/digest/\n"
    site = make_site(
        {
            "site.yaml": f"{usual}{topics}\n",
            OLD: article(tags="[a, b]", aliases="[/topics/c/]"),
        }
    )

    site.build()

    assert 'url=/digest/topics/a/"' in site.html("/topics/d/")
    assert f'url=/digest{OLD_URL}"' in site.html("/topics/c/")
    assert "url=" not in site.html("/topics/b/")
    assert [] == [path for path in site.tree() if path.startswith(("topics/f/", "topics/g/"))]


# --- what was renamed before ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "front"),
    [
        ("content/2024/06/2024-06-21-{}.md", {}),
        ("content/2024/06/2024-06-21-قمة-{}.md", {"tags": "[روسيا]"}),
        ("content/{}.md", {"date": "2024-06-22"}),
    ],
)
def test_a_rename_is_stopped_and_mended_by_the_command_that_is_printed(
    name: str, front: Mapping[str, str], make_site: MakeSite
) -> None:
    """The message of DG910 gives a command that makes the old address lead on."""
    old, new = name.format("talks"), name.format("talk")
    site = make_site({old: article(**front)})
    before, ids = site_paths(site), known(site.root)[1]
    (site.root / old).rename(site.root / new)
    (problem,) = vanishing(before, site_paths(site))
    found = re.search(r"run: digestgen (move .*?) ;", problem.hint)

    assert found
    _, *arguments = shlex.split(found[1])
    assert 0 == move(site, *arguments).exit_code
    assert [] == list(vanishing(before, site_paths(site)))
    assert ids == known(site.root)[1]
    assert "already" in move(site, *arguments).stdout


def test_a_topic_that_was_renamed_is_mended_as_well(make_site: MakeSite) -> None:
    """Whether it is registered or not."""
    site = make_site({OLD: article(tags="[سيئول, seoul-talks]")})
    before = site_paths(site)
    site.write({OLD: article(tags="[سيول, seoul-talk]")})
    problems = list(vanishing(before, site_paths(site)))

    for problem in problems:
        found = re.search(r"run: digestgen (move .*?) ;", problem.hint)
        assert found
        assert 0 == move(site, *shlex.split(found[1])[1:]).exit_code

    assert 2 == len(problems)
    assert [] == list(vanishing(before, site_paths(site)))


def test_links_to_a_file_that_was_renamed_follow(make_site: MakeSite) -> None:
    """Who renamed a file by hand gives the command its old path, and the links are mended."""
    site = make_site(
        {NEW: article(), "content/about.md": page("[خبر](2024/06/2024-06-21-talks.md)")}
    )

    assert 0 == move(site, OLD, NEW).exit_code
    assert {
        NEW: article(aliases=f"[{OLD_URL}]", id="2024-06-21-talks"),
        "content/about.md": page("[خبر](2024/06/2024-06-21-summit.md)"),
    }.items() <= files(site).items()


# --- what cannot be ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "old", "new"),
    [
        ("OLD: DG920 {old}", "/2024/06/21/talk/", "/a/"),
        ("OLD: DG920 {old}", "content/a.md", "content/b.md"),
        ("NEW: DG921 {new}", OLD, "content/other.md"),
        ("NEW: DG921 {new}", OLD_URL, "/2024/06/21/other/"),
        ("NEW: DG921 {new}", OLD_URL, "/2024/06/21/alias/"),
        ("NEW: DG921 {old}", OLD, OLD_URL),
        ("NEW: DG921 روسيا", "/topics/كوريا/", "/topics/روسيا/"),
        ("OLD: DG921 {old}", "/2024/06/", OLD),
        ("NEW: DG922 {new}", OLD, "../a.md"),
        ("NEW: DG922 {new}", OLD, "content/.a.md"),
        ("NEW: DG922 {new}", OLD, "/"),
        ("NEW: DG922 {new}", OLD, "https://other.example/a/"),
        ("NEW: DG922 {new}", "/topics/كوريا/", "/topics/A b/"),
        ("NEW: DG924 {new}", OLD_URL, "/2024/07/21/talks/"),
        ("NEW: DG924 {new}", OLD_URL, "/2024/06/21/a/b/"),
        ("NEW: DG924 {new}", "/topics/كوريا/", "/a/"),
    ],
)
def test_what_cannot_be_changes_nothing(
    expected: str, old: str, new: str, make_site: MakeSite
) -> None:
    """The message says which of the two is wrong, and no file was touched."""
    site = make_site(
        {
            OLD: article(tags="[كوريا, روسيا]"),
            "content/other.md": article(aliases="[/2024/06/21/alias/]"),
        }
    )
    place, code, value = expected.format(old=old, new=new).split(" ", 2)
    rule = next(rule for rule in all_rules() if rule.code == code)
    message = rule.message.format(value=value, old=old if "topics" in old else OLD_URL, new=new)

    assert_refused(site, f"{place} error {code}: {message}", old, new)


def test_a_near_name_is_proposed(make_site: MakeSite) -> None:
    """A slip of the finger is told."""
    site = make_site({OLD: article()})

    result = move(site, "/2024/06/21/tlaks/", "/2024/06/21/a/")

    assert f"did you mean '{OLD_URL}'?" in result.stderr


def test_a_path_can_be_ambiguous(make_site: MakeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that means a file from the site's folder and another from the current one."""
    site = make_site(
        {"content/a.md": article(), "content/content/a.md": article(date="2024-06-22")}
    )
    monkeypatch.chdir(site.root / "content")

    expected = "OLD: error DG923: 'content/a.md' can be content/a.md or content/content/a.md"
    assert_refused(site, expected, "content/a.md", "content/b.md")


def test_a_link_that_cannot_be_rewritten_stops_the_move(make_site: MakeSite) -> None:
    """No link is left behind, and no text is taken for one."""
    other = "content/2024/06/2024-06-22-other.md"
    text = article("\\[أ](2024-06-21-talks.md) [ب](2024-06-21-talks.md)")
    site = make_site({OLD: article(), other: text})

    result = move(site, OLD, NEW)

    assert 1 == result.exit_code
    assert "DG925" in result.stderr
    assert {OLD: article(), other: text}.items() <= files(site).items()


def test_a_site_with_errors_is_not_touched(make_site: MakeSite) -> None:
    """Of a file that is wrong nobody knows where it links to."""
    site = make_site({OLD: article(), "content/b.md": article(date="gestern")})
    before = files(site)

    assert 1 == move(site, OLD, NEW).exit_code
    assert before == files(site)


def test_a_failing_disk_leaves_all_as_it_was(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written already is taken back."""
    site = make_site({OLD: article(), "content/about.md": page(f"[خبر]({OLD_URL})")})
    before = files(site)
    replace = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if target.name == "about.md":
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", failing)

    assert 74 == move(site, OLD, NEW).exit_code
    assert before == files(site)


# --- all sites -----------------------------------------------------------------------------------

NAMES: Final = ("a", "b", "محادثات", "c d", "2024-06-21-e", "x_(y)")
FOLDERS: Final = ("", "2024/", "2024/06/", "أ ب/")


def known(root: Path) -> tuple[Known, dict[str, str]]:
    """Return what is known of the site in *root*, and the ids of its articles by headline."""
    run = Run(now=datetime(2026, 1, 1, tzinfo=UTC), started=0, jobs=1)
    _, found = read_known(root, read_config(root), run)
    site, _ = assemble(found.config, list(found.parsed.values()), found.facts)
    return found, {one.front.title: one.id for one in site.articles}


def html(found: Known) -> frozenset[str]:
    """Return the site paths of the pages; feeds are files."""
    return frozenset(path for path in found.pages if path.endswith(("/", ".html")))


def linked(found: Known) -> set[tuple[str, str]]:
    """Return the headlines of each article and of those that it links to."""
    links: set[tuple[str, str]] = set()
    for one in found.parsed.values():
        for gap in one.body.gaps:
            path: FilePath | None = None
            if isinstance(gap, FileLink):
                path = gap.path
            elif isinstance(gap, PageLink):
                path = found.addresses.get(gap.site_path)
            target = found.parsed[path].front.title if path else "topic"
            links.add((one.front.title, target))
    return links


@st.composite
def sites(draw: st.DrawFn) -> tuple[dict[str, str], str, str]:
    """Return the files of a small site, and a move in it."""
    keys = st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NAMES))
    paths = [
        f"{folder}{name}.md"
        for folder, name in draw(
            st.lists(keys, min_size=1, max_size=4, unique_by=lambda key: key[1])
        )
    ]
    texts: dict[str, str] = {}
    for number, path in enumerate(paths):
        depth = path.count("/")
        linked_to = draw(st.lists(st.sampled_from(paths), max_size=3))
        links = " ".join(f"[x](<{'../' * depth}{other}>)" for other in linked_to)
        links += draw(st.sampled_from(["", " [y](/topics/t-1/)"]))
        slug = draw(st.sampled_from([None, f"slug-{number}"]))
        tags = draw(st.sampled_from(["[t 1]", "[T-1, t2]", "[t_1, T2]"]))
        texts[f"content/{path}"] = article(links or "نص", title=f"t{number}", slug=slug, tags=tags)
    texts["content/2024-06-30-last.md"] = article(title="last", date="2024-06-30", tags="[t 1]")
    folder, name = draw(keys)
    new = draw(st.sampled_from([f"content/{folder}{name}-2.md", "/2024/06/21/new/", "topic"]))
    old = f"content/{draw(st.sampled_from(paths))}"
    return texts, *(("/topics/t-1/", "/topics/جديد/") if new == "topic" else (old, new))


@settings(max_examples=40)
@given(drawn=sites())
def test_no_address_is_lost_and_no_link_goes_astray(
    drawn: tuple[dict[str, str], str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """After a move every page of before is there, as a page or a redirect; ids and links stay."""
    texts, old, new = drawn
    site = SiteFolder(tmp_path_factory.mktemp("moved"))
    site.write({"site.yaml": "title: م\nurl: https://example.org/a/\n", **texts})
    before, ids = known(site.root)

    planned = plan_of(site, old, new)
    write_move(site.root, planned)

    after, ids_after = known(site.root)
    assert (frozenset(), frozenset()) == (html(before) - html(after), after.problems)
    assert (ids, linked(before)) == (ids_after, linked(after))


def plan_of(site: SiteFolder, old: str, new: str) -> Move:
    """Return the move of *old* to *new*."""
    root = site.root.as_posix()
    run = Run(now=datetime(2026, 1, 1, tzinfo=UTC), started=0, jobs=1)
    return planned_move(site.root, Given(old=old, new=new, root=root, here=root), run)
