"""`digestgen new`: what an author types is what a build reads."""

import os
import pty
import string
import subprocess
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from digestgen.cli.new import new_command
from digestgen.config import parse_config
from digestgen.content.article_values import LIKE_A_URL
from digestgen.content.articles import parse
from digestgen.content.encoding import decode
from digestgen.content.parsed import ParseSettings
from digestgen.errors import Problems
from digestgen.file_path import FilePath
from digestgen.model import ContentFile, FrontMatter, ParsedArticle, WrittenSource
from digestgen.start.article import Request, cleaned, new_article, paths
from digestgen.text.clean import one_line, visible
from digestgen.text.slug import slugify
from tests.conftest import MakeSite, SiteFolder
from tests.running import PATIENCE_SECONDS, command, environment, within

NOW: Final = datetime(2026, 1, 1, 23, 30, tzinfo=UTC)
SETTINGS: Final = """\
title: موجز
url: https://example.org/digest/
timezone: Asia/Riyadh
sources:
  manara: {name: "وكالة: المنارة", url: "https://manara.example/"}
"""
CONFIG: Final = parse_config(SETTINGS)
PARSING: Final = ParseSettings(language="ar", zone=ZoneInfo("Asia/Riyadh"), end_mark=None)

SIGNS: Final = "\"'\\#:-?!&*|>%@`{}[],~=<،؛؟«»"
MARKS: Final = "\u200e\u200f\u061c\u202b\u202c\u2066\u2069\u200c\u200d\u00ad\ufeff\u0640\u0651"
CONTROLS: Final = "\t\n\r\x00\x01\x1b\x7f\x85\x9f\u2028\u2029\ud800\ufffe\u00a0\u3000"
EMOJI: Final = "🎉👩‍🚀🇵🇸"
LETTERS: Final = "اأبتثةىيكوريا" + string.ascii_letters + string.digits + "٠١٢"
HOSTILE: Final = st.one_of(
    st.text(alphabet=f"{SIGNS}{MARKS}{CONTROLS}{EMOJI}{LETTERS}  ", max_size=60),
    st.text(max_size=40),
    st.sampled_from(
        [
            *("yes", "no", "null", "~", "true", "1:30", "0x1F", "1e3", "2024-06-21", "<<", "---"),
            *("...", "- a", "? a", "a: b", "a #b", "#a", "&a", "*a", "!!str a", "|", ">-", "%YAML"),
            *("{a: b}", "[a, b]", "'a'", '"a"', "\\n", "a\\", "'", '"', "it's", "=", "title: x"),
        ]
    ),
    st.text(alphabet=LETTERS + " ", min_size=200, max_size=400),
)


def read(request: Request) -> FrontMatter:
    """Return the front matter that a build reads from the file that *request* makes."""
    article = new_article(request, CONFIG, NOW)
    path = FilePath(next(paths(article, CONFIG.permalink, ())))
    text = decode(article.text.encode(), file="x")
    parsed = parse(ContentFile(path=path, text=text), PARSING).parsed
    assert isinstance(parsed, ParsedArticle)
    assert article.slug == parsed.front.slug
    return parsed.front


@settings(max_examples=500)
@given(title=HOSTILE)
def test_a_title_is_read_as_it_was_typed(title: str) -> None:
    """Whatever it holds, after the cleaning that every text gets; without letters it is refused."""
    request = Request(title=title, source="وكالة")
    if slugify(cleaned(title)):
        assert cleaned(title) == read(request).title
    else:
        with pytest.raises(Problems):
            new_article(request, CONFIG, NOW)


@settings(max_examples=100)
@given(text=HOSTILE)
def test_what_else_is_typed_is_read_as_it_was_typed(text: str) -> None:
    """Tags, places and the names of outlets are quoted as titles are."""
    clean = cleaned(text)
    assume(slugify(clean) and not LIKE_A_URL.match(clean))
    front = read(Request(title="خبر", tags=(text, "آخر"), place=text, source=text))

    # Invisible marks around a name would make another one of it.
    name = one_line(visible(clean))
    assert (clean, name) == (front.place, front.tags[0])
    assert one_line(name) == one_line(front.sources[0].name or "")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "https://www.manara.example/x?a=1#b",
            WrittenSource(
                name="وكالة: المنارة", url="https://www.manara.example/x?a=1#b", author=None
            ),
        ),
        (
            "http://m.manara.example/x",
            WrittenSource(name="وكالة: المنارة", url="http://m.manara.example/x", author=None),
        ),
        (
            "https://other.example/x",
            WrittenSource(name=None, url="https://other.example/x", author=None),
        ),
        ("manara", WrittenSource(name="وكالة: المنارة", url=None, author=None)),
        ("وكالة المناره", WrittenSource(name="وكالة: المنارة", url=None, author=None)),
        ("Agency: one", WrittenSource(name="Agency: one", url=None, author=None)),
    ],
)
def test_an_outlet_is_found(source: str, expected: WrittenSource) -> None:
    """By the host of the original, by id or by name; one that nobody declared stays as typed."""
    assert (expected,) == read(Request(title="خبر", source=source)).sources


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("", "2026/01/2026-01-02-خبر.md"),
        ("2024-06-21 19:42", "2024/06/2024-06-21-خبر.md"),
        ("٢٠٢٤-٠٦-٢١", "2024/06/2024-06-21-خبر.md"),
        ("2024-06-21T23:42:00+09:00", "2024/06/2024-06-21-خبر.md"),
    ],
)
def test_a_file_lies_under_the_date_of_its_article(date: str, expected: str) -> None:
    """The day that an author writes; without one it is today in the zone of the site."""
    article = new_article(Request(title="خبر", source="وكالة", date=date), CONFIG, NOW)

    assert PurePosixPath(expected) == next(paths(article, CONFIG.permalink, ()))


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (Request(title="🎉!"), ["TITLE"]),
        (Request(title=" \u200f "), ["TITLE"]),
        (Request(title="\x00\n", slug="name"), ["TITLE"]),
        (Request(title="خبر", slug="a b"), ["--slug"]),
        (Request(title="خبر", slug="a" * 81), ["--slug"]),
        (Request(title="خبر", slug="../x"), ["--slug"]),
        (Request(title="خبر", date="21/06/2024"), ["--date"]),
        (Request(title="خبر", date="2024-02-30", tags=("؟",)), ["--date", "--tag"]),
        (Request(title="خبر", source="https://a b/"), ["--source"]),
        (Request(title="خبر", source="javascript:alert(1)"), ["--source"]),
        (Request(title="خبر", source="!!"), ["--source"]),
    ],
)
def test_what_is_wrong_is_refused(request_: Request, expected: list[str]) -> None:
    """All that is wrong with what was typed is said at once, by the name of the option."""
    with pytest.raises(Problems) as caught:
        new_article(request_, CONFIG, NOW)

    assert expected == [problem.place.file for problem in caught.value.diagnostics]


# --- the command ---------------------------------------------------------------------------------


def run(site: SiteFolder, *arguments: str, editor: str = "") -> Result:
    """Return what the command did in *site*."""
    environment = {"SOURCE_DATE_EPOCH": "1767310200", "VISUAL": editor}
    return CliRunner().invoke(new_command, ["--site", str(site.root), *arguments], env=environment)


def path_of(result: Result) -> Path:
    """Return the path that the command printed."""
    return Path(result.stdout.strip())


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """Return a site without articles."""
    return make_site({"site.yaml": SETTINGS})


def test_a_new_article_builds(site: SiteFolder) -> None:
    """The path is printed, and the article is built without a problem."""
    result = run(
        site,
        *("عاجل: «كيم» يستقبل #بوتين", "--source", "https://manara.example/x", "--tag", "روسيا"),
        *("--tag", "الأمن، والسلم", "--place", "سيئول", "--date", "2024-06-21", "--slug", "Kim"),
    )

    path = path_of(result)
    assert site.root / "content/2024/06/2024-06-21-kim.md" == path
    assert (
        '---\ntitle: "عاجل: «كيم» يستقبل #بوتين"\ndate: 2024-06-21\nsource:\n'
        '  name: "وكالة: المنارة"\n  url: https://manara.example/x\n'
        'tags: [روسيا, "الأمن، والسلم"]\nplace: سيئول\n---\n'
    ) == path.read_text("utf-8").rstrip("\n") + "\n"
    assert () == site.build().warnings


def test_nothing_is_overwritten(site: SiteFolder) -> None:
    """A second article of one name gets a number, and so does one whose URL is taken elsewhere."""
    site.write({"content/2026/01/2026-01-02-خبر.md": "مسودة"})
    site.write({"content/x/خبر-2.md": "---\ntitle: آخر\ndate: 2026-01-02\nsource: وكالة\n---\n"})

    names = [path_of(run(site, "خبر", "--source", "وكالة")).name for _ in range(2)]

    assert ["2026-01-02-خبر-3.md", "2026-01-02-خبر-4.md"] == names
    assert "مسودة" == (site.root / "content/2026/01/2026-01-02-خبر.md").read_text("utf-8")


@pytest.mark.parametrize("built", [False, True])
def test_a_story_that_is_there_is_told(site: SiteFolder, *, built: bool) -> None:
    """The same original under another address, and nearly the same headline, are warned of."""
    first = run(site, "وزير الخارجية يبحث المعاهدة", "--source", "https://manara.example/x")
    if built:
        site.build()

    same = run(site, "نبأ", "--source", "http://m.manara.example/x/?utm_source=a#b")
    near = run(site, "وزير الخارجيه يبحث المعاهده", "--source", "https://manara.example/y")
    other = run(site, "نبأ مختلف", "--source", "https://manara.example/z")

    shown = f"content/2026/01/{path_of(first).name}: warning: an article"
    assert [True, True, False] == [shown in result.stderr for result in (same, near, other)]
    assert [0, 0, 0] == [result.exit_code for result in (same, near, other)]


def test_an_article_without_source_waits_for_it(site: SiteFolder) -> None:
    """Without a terminal nothing is asked, and the build says what is missing."""
    run(site, "خبر")

    assert ["DG204"] == [problem.code for problem in site.problems()]


def test_the_source_is_asked_for_on_a_terminal(site: SiteFolder) -> None:
    """And only there; the path alone goes to the output."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command("new", "خبر", "--date", "2024-06-21"),
        cwd=site.root,
        env=environment({"LC_ALL": "C.UTF-8"}),
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    os.write(ours, b"manara\n")
    with within(process):
        told, asked = process.communicate(timeout=PATIENCE_SECONDS)
    os.close(ours)
    os.close(theirs)

    path = "content/2024/06/2024-06-21-خبر.md"
    assert (f"{path}\n", True) == (told, asked.startswith("Where was it published first"))
    assert 'source: "وكالة: المنارة"\n' in (site.root / path).read_text("utf-8")


def test_the_editor_opens_the_file(site: SiteFolder, tmp_path: Path) -> None:
    """`--edit` calls $VISUAL with the path."""
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "نص الخبر." >>"$1"\n', "utf-8")
    editor.chmod(0o755)

    path = path_of(run(site, "خبر", "--source", "وكالة", "--edit", editor=str(editor)))

    assert path.read_text("utf-8").endswith("---\n\nنص الخبر.")


def test_what_cannot_be_written_is_said(site: SiteFolder) -> None:
    """A file that stands where a folder is needed is named."""
    site.write({"content/2026": "x"})

    result = run(site, "خبر", "--source", "وكالة")

    assert 74 == result.exit_code
    assert "digestgen: " in result.stderr
    assert "2026/01' cannot be written: " in result.stderr


def test_wrong_settings_are_told(site: SiteFolder) -> None:
    """An article is started in a site whose settings are right."""
    site.write({"site.yaml": "title: x\n"})

    result = run(site, "خبر")

    assert (1, True) == (result.exit_code, "DG202" in result.stderr)
    assert not (site.root / "content").exists()


def test_no_site_is_told(tmp_path: Path) -> None:
    """Outside of a site there is nowhere to put an article."""
    result = CliRunner().invoke(new_command, ["--site", str(tmp_path), "خبر"])

    assert 2 == result.exit_code
    assert f"there is no site.yaml in {tmp_path}" in result.stderr
    assert [] == list(tmp_path.iterdir())
