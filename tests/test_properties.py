"""Rules that hold for every text, path and list: hypothesis looks for one that breaks them."""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, quote
from zoneinfo import ZoneInfo

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import inline, text_join
from markupsafe import Markup, escape

from digestgen.content import paths
from digestgen.content.articles import parse
from digestgen.content.markdown.body import Written, body_steps
from digestgen.content.markdown.parser import normalized, parser, quotes
from digestgen.content.parsed import ParseSettings
from digestgen.errors import Place, Problems
from digestgen.file_path import FilePath
from digestgen.model import ContentFile, FrontMatter, Link, Topic
from digestgen.pages.pagination import paginated
from digestgen.site.assemble import permalink
from digestgen.site.related import NEAREST, SHOWN, related_articles
from digestgen.text.clean import FORBIDDEN_IN_XML, MOST_MARKS, clean, one_line, xml_safe
from digestgen.text.direction import LTR_LETTERS, has_ltr
from digestgen.text.email import ADDRESS, HIDDEN, with_addresses
from digestgen.text.folding import fold
from digestgen.text.html import Pattern, html_of
from digestgen.text.sentences import LONGEST, first_sentences, word_count
from digestgen.text.slug import fits, slugify
from digestgen.urls import (
    PATH_SAFE,
    decoded,
    encoded_web_url,
    fragment_href,
    host,
    href,
    is_site_path,
    is_web_url,
    output_path,
    query_value,
    with_slash,
)
from digestgen.work import at_once
from digestgen.yaml.nodes import MappingNode
from digestgen.yaml.parse import parse_thoroughly, parse_yaml
from digestgen.yaml.plain import plain_mapping
from tests.conftest import SETTINGS, SiteFolder

ARABIC = st.characters(min_codepoint=0x600, max_codepoint=0x6FF)
# Letters that change their number or their marks when they are folded, and marks that hide.
TRICKY = st.sampled_from(
    "aAßİıŉǰΐK\u0345\u0301\u0307أإآٱةىـ\u0654\u064e٣۳ﷺﻻ①ﬁ\u200c\u200f\u00ad ي-_'’"
)
NAMES = st.text(max_size=120) | st.text(ARABIC, max_size=120) | st.text(TRICKY, max_size=60)
# What Markdown and HTML are made of.
SIGNS = st.sampled_from(
    (
        *"\n\t \\`*_~[]()<>!#&;:\"'|-+=^@/.1aنَ",
        *("](", "[^", "```", "---", "\n\n", "    ", "> ", "|-|", "- "),
        *("javascript:", "https://a.example/", "a@b.example", "![x](a.jpg)", "[x](b.md)"),
        *("<script>", "<!--", "</p>", "<a onclick='x'>", "&lt;", "&#x0;", "&#12;"),
        *("\x02", "\u202e", "«", "»", "“", "”", "قال نعم", "No, never"),
    )
)
# What front matter is made of.
YAML_PIECES = st.sampled_from(
    (
        *("title: ", "tags: [", "a: ", "b: [", ", ", "]", ": ", " #", "- ", "null", "نَص", "19:42"),
        *"ab1 \t:,[]{}?-#'\"|>&*!%@`~_.،",
    )
)
# What most lines are made of, and what looks like it.
PHRASES = st.sampled_from(
    (
        *("خبر", "a", " ", "\n", "\n\n", "**a**", "**خبر**", "**«a» b**", "**a.**", "**", "*a*"),
        *("،", ".", "…", "(c)", "+-", "[a](b)", "[a b](https://a.example/b_c*d)", "[a](b)c)"),
        *("[a]", "[^a](b)", "[a!](b?c=[d])", "[a](ب)", "[a**b](c)", "![a](b)", "> ", "- ", "# "),
        *("\n\n## ", "\n\n#", "\n\n> ", "\n\n- "),
    )
)
MARKDOWN = st.lists(SIGNS, max_size=60).map("".join) | st.text(max_size=200)
PATHS = st.lists(
    st.sampled_from(
        ("..", ".", "/", "\\", "%2e", "a", "خبر", "e\u0301", ".md", "C:", "\0", " ", "")
    )
    | st.text(max_size=10),
    max_size=12,
).map("/".join)

MARKS = quotes("ar")
PLACE = Place(file="content/a.md")
START = datetime(2024, 6, 1, tzinfo=UTC)
SETUP = ParseSettings(language="ar", zone=ZoneInfo("Asia/Riyadh"), end_mark="(انتهى)")


# --- related articles ----------------------------------------------------------------------------


@given(st.data())
def test_articles_that_are_passed_over_are_not_related(data: st.DataObject) -> None:
    """Those that are found are the best of all that share a topic nearby."""
    some = st.lists(st.sampled_from("abcdefg"), max_size=5, unique=True)
    rows = data.draw(st.lists(some, max_size=40))
    hours = sorted((data.draw(st.integers(0, 50)) for _ in rows), reverse=True)
    seconds = [(START + timedelta(hours=hour)).timestamp() for hour in hours]

    assert tuple(best(rows, hours)) == related_articles(rows, seconds)


def best(rows: Sequence[Sequence[str]], hours: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield what is related to each of articles with *rows* of topics, comparing it with all."""
    lists = {one: [i for i, row in enumerate(rows) if one in row] for one in "abcdefg"}
    for index, row in enumerate(rows):
        weights: dict[int, float] = defaultdict(float)
        for one in sorted(row):
            place = lists[one].index(index)
            for other, found in enumerate(lists[one]):
                if found != index and abs(other - place) <= NEAREST:
                    weights[found] += 1 / len(lists[one])
        ranks = [(-weight, abs(hours[i] - hours[index]), i) for i, weight in weights.items()]
        yield tuple(i for _, _, i in sorted(ranks)[:SHOWN])


def topic(name: str) -> Topic:
    """Return the topic *name*."""
    link = Link(url=f"/topics/{name}/", text=name)
    return Topic(id=name, name=name, description=None, language=None, sort_as=name, link=link)


# --- slugs and keys ------------------------------------------------------------------------------


@given(NAMES)
def test_slugs_are_safe_and_their_own_slugs(name: str) -> None:
    """Letters with their marks, digits, single hyphens inside; short, NFC, lower case."""
    slug = slugify(name)

    assert slug == slugify(slug)
    assert slug == unicodedata.normalize("NFC", slug)
    assert fits(slug)
    assert not re.search(r"^-|--|-$|_", slug)
    assert all(c == "-" or c.isalnum() or unicodedata.category(c).startswith("M") for c in slug)


@given(st.text(st.sampled_from("azءغ\u0640ف\u064e09- "), max_size=90))
def test_what_is_plain_is_a_slug_as_all_others_are(name: str) -> None:
    """A name that is one as it stands comes out as with a sign in it, which has to be taken out."""
    assert slugify(name) == slugify(f"{name}'")


@given(NAMES, NAMES)
def test_slugs_that_differ_at_the_end_stay_two(start: str, end: str) -> None:
    """Names that are cut are told apart by a hash of the whole."""
    long = f"{start} {'خ' * 90} {end}"

    assert slugify(f"{long}ا") != slugify(f"{long}ب")


@given(NAMES)
def test_folding_a_key_changes_nothing(name: str) -> None:
    """A key is its own key."""
    assert fold(name) == fold(fold(name))


@given(st.text(ARABIC | st.sampled_from("abcXYZ "), max_size=40), st.data())
def test_folding_takes_variants_for_one(name: str, data: st.DataObject) -> None:
    """Hamza, ta marbuta, alef maqsura, tashkeel, tatweel and case do not matter."""
    variants = {"ا": "اأإآٱ", "ه": "هة", "ي": "يى", "ء": "ءؤئ"}
    marks = st.sampled_from(("", "\u064e", "\u0651\u064f", "\u0640", "\u200f"))
    name = "".join(letter for letter in name if letter.isalpha() or letter == " ")

    spelling = "".join(
        data.draw(st.sampled_from(variants.get(letter, letter))) + data.draw(marks)
        for letter in name
    )

    assert fold(name) == fold(spelling) == fold(spelling.upper())


# --- texts ---------------------------------------------------------------------------------------


@given(st.text())
def test_cleaned_text_is_safe_for_xml_and_stays_so(text: str) -> None:
    """Cleaning twice is cleaning once, and leaves nothing that XML forbids."""
    cleaned = clean(text)

    assert cleaned == clean(cleaned) == xml_safe(cleaned)
    assert cleaned == unicodedata.normalize("NFC", cleaned)
    assert "\r" not in cleaned


@given(before=st.text("aن \n", max_size=40), marks=st.integers(MOST_MARKS - 2, 3 * MOST_MARKS))
def test_no_letter_keeps_more_marks_than_text_may_have(before: str, marks: int) -> None:
    """A run of marks is found wherever it begins, though not every character is looked at."""
    fatha = "\u064e"
    assert min(marks, MOST_MARKS) == clean(f"{before}ن{fatha * marks}ن").count(fatha)


@given(
    text=st.text(max_size=40)
    | st.text(TRICKY, max_size=40)
    | st.text(st.sampled_from(" \n\t\u00a0\u2003aن1._—"), max_size=20)
)
def test_what_is_quick_says_what_is_thorough(text: str) -> None:
    """Texts are looked at in short ways first, which find what the long ones do."""
    assert escape(text) == html_of(text)
    assert escape(text) == html_of(escape(text))
    assert (LTR_LETTERS.search(text) is not None) == has_ltr(text)
    assert len(re.findall(r"[^\W_]\S*", text)) == word_count(text)
    assert " ".join(text.split()) == one_line(text)


VALUES = st.text(max_size=5) | st.builds(escape, st.text(max_size=5)) | st.integers()


@given(st.lists(VALUES, max_size=4), st.text("<ب>", max_size=2))
def test_gaps_are_filled_as_markup_does(values: list[object], around: str) -> None:
    """Values are escaped unless they are HTML, and whatever they hold is no gap."""
    text = "{}".join([around] * (1 + len(values)))

    assert Markup(text).format(*values) == Pattern(text).format(*values)  # noqa: S704


def test_every_left_to_right_letter_is_seen() -> None:
    """Letters are told by their numbers before they are looked up."""
    letters = map(chr, chain(range(0xD800), range(0xE000, 0x110000)))
    assert all(has_ltr(letter) for letter in letters if LTR_LETTERS.match(letter))


@given(
    start=st.sampled_from(("", "/", "//", "../", "http://", "https://", "mailto:", "HTTPS://")),
    rest=st.text("abzAZ09.-~_/:%?#@ن", max_size=30),
)
def test_a_plain_link_is_normal(start: str, rest: str) -> None:
    """What is taken for normal is what markdown-it makes of it."""
    assert normalizeLink(start + rest) == normalized(start + rest)


@given(st.text(max_size=600) | st.lists(st.text(ARABIC, max_size=12)).map(" ".join) | MARKDOWN)
@example("كلمة " * 60)
@example("خ" * 300)
@example("." * 300 + "ا")
def test_summaries_are_never_longer_than_the_limit(text: str) -> None:
    """A summary is one line of at most 240 characters without an address."""
    summary = first_sentences(text)

    assert len(summary) <= LONGEST
    assert summary == one_line(summary)
    assert not ADDRESS.search(summary)


@given(st.lists(st.sampled_from(("a", "b.c", "@", "d.example", " ", "<", ">", "&", '"'))))
def test_addresses_never_stay_plain(pieces: list[str]) -> None:
    """The HTML of a text has no address; without what is hidden it reads as the text."""
    text = "".join(pieces)
    html = with_addresses(text)

    assert not ADDRESS.search(html)
    assert one_line(text) == html.replace(HIDDEN, "").striptags()


# --- bodies --------------------------------------------------------------------------------------

ALLOWED = {
    "a": {"class", "dir", "href", "id", "rel", "role", "title", "data-query"},
    "bdi": {"dir"},
    "blockquote": {"dir"},
    "code": {"dir"},
    "div": {"class", "tabindex"},
    "em": {"dir"},
    "figcaption": {"dir"},
    "figure": {"dir"},
    "li": {"class", "id"},
    "ol": {"dir", "start"},
    "p": {"dir"},
    "pre": {"dir", "tabindex"},
    "s": {"dir"},
    "section": {"class", "role"},
    "span": {"hidden"},
    "strong": {"dir"},
    "sup": {"class"},
    "table": {"dir"},
    "td": {"class", "dir"},
    "th": {"class", "dir"},
    "ul": {"dir"},
    **{f"h{level}": {"dir", "id"} for level in range(2, 7)},
}
BARE = {"br", "hr", "tbody", "thead", "tr"}


class Elements(HTMLParser):
    """Collects the elements of a text with their attributes, and those that are still open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()


@settings(max_examples=400)
@given(st.lists(PHRASES, max_size=20).map("".join) | st.lists(SIGNS | PHRASES).map("".join))
def test_short_ways_through_markdown_lead_where_the_long_ones_do(text: str) -> None:
    """Blocks, lines and elements that are as most are become what every rule would make of them."""
    thorough = parser.__wrapped__(MARKS)
    thorough.block.ruler.disable("lone_line")
    thorough.core.ruler.at("inline", inline)
    thorough.core.ruler.at("text_join", text_join)
    plain = RendererHTML()
    vars(plain).update(vars(thorough.renderer))
    thorough.renderer = plain
    written = clean(text)

    assert thorough.parse(written) == parser(MARKS).parse(written)
    assert thorough.render(written) == parser(MARKS).render(written)


@settings(max_examples=200)
@given(MARKDOWN, st.sampled_from(("ar", "en")))
def test_bodies_hold_only_our_elements(text: str, language: str) -> None:
    """Whatever an author writes, the HTML is whole, safe for XML, and has no element of theirs."""
    written = Written(text=clean(text), path=FilePath("a/b.md"), place=PLACE)
    body, report = at_once(body_steps(written, language=language, dateline=True))
    html = "".join(part for part in body.parts if isinstance(part, str))
    elements = Elements(html)

    assert not FORBIDDEN_IN_XML.search(html)
    assert [] == elements.open
    assert set() == {tag for tag, _ in elements.found} - ALLOWED.keys() - BARE
    assert [] == [(tag, had) for tag, had in elements.found if set(had) - ALLOWED.get(tag, set())]
    if not report:
        schemes = {(had.get("href") or "").partition(":")[0] for _, had in elements.found}
        assert not schemes & {"javascript", "data", "vbscript", "file"}
    assert len(body.lead) <= LONGEST


@settings(max_examples=200)
@given(st.lists(SIGNS | st.sampled_from(("a: ", "title: ", "- ", "{", "}", "<<", "*a", "!b", "%"))))
def test_front_matter_is_read_or_refused(pieces: list[str]) -> None:
    """No text makes a traceback: YAML is a mapping, or its problems are reported."""
    with suppress(Problems):
        node = parse_yaml(clean("".join(pieces)), file="a.md")

        assert len(node.entries) == len({entry.key for entry in node.entries})


@settings(max_examples=400)
@given(st.lists(st.lists(YAML_PIECES, max_size=5).map("".join), max_size=4).map("\n".join))
@example("title: نص: آخر")
@example("title: 19:42\ntags: [روسيا, كوريا, a b]")
@example("title: a:")
@example("tags: [a , b]")
@example("tags: [a,  b]")
@example("a: b\na: c")
def test_plain_yaml_is_what_the_parser_makes_of_it(text: str) -> None:
    """What is read without the parser has the values and the places that the parser gives it."""
    written = clean(text)
    plain = plain_mapping(written, file="a.md", first_line=2)

    assert plain in (None, parsed_or_refused(written))


def parsed_or_refused(text: str) -> MappingNode | str:
    """Return what the parser makes of *text*, or that it makes nothing of it."""
    try:
        return parse_thoroughly(text, file="a.md", first_line=2)
    except Problems:
        return "refused"


@given(st.lists(NAMES, min_size=1, max_size=3), st.sampled_from((" ", "، ")))
def test_titles_and_lists_of_words_are_plain(names: list[str], between: str) -> None:
    """Lines of letters need no parser."""
    words = [f"a{slugify(name)}" for name in names]
    text = f"title: {between.join(words)}\ntags: [{', '.join(words)}]"

    assert plain_mapping(text, file="a.md", first_line=2) is not None


@given(st.text(max_size=80))
def test_titles_come_back_as_they_were_typed(title: str) -> None:
    """A title in double quotes is read letter by letter, once it is cleaned."""
    expected = one_line(clean(title))
    assume(expected)
    assume("\0" not in title)
    quoted = json.dumps(title, ensure_ascii=False).replace("\x7f", r"\x7f")
    quoted = re.sub("[\x80-\x9f]", lambda match: f"\\x{ord(match[0]):02x}", quoted)
    text = clean(f"---\ntitle: {quoted}\ndate: 2024-06-21\nsource: وكالة\n---\n")

    front = parse(ContentFile(path=FilePath("a.md"), text=text), SETUP).parsed.front

    assert isinstance(front, FrontMatter)
    assert expected == front.title


# --- paths and URLs ------------------------------------------------------------------------------


@given(PATHS, st.sampled_from(("a.md", "2024/06/a.md", "x/y/z/a.md")))
def test_paths_of_content_stay_inside(written: str, article: str) -> None:
    """What an author writes is a plain path below the content folder, or no path."""
    resolved = paths.resolved(written, FilePath(article))

    if resolved is not None:
        assert not resolved.startswith("/")
        assert resolved.parts
        assert not {"..", ".", ""} & set(resolved.parts)
        assert not re.search(r"[\\\x00-\x1f:]", resolved)
        assert resolved == unicodedata.normalize("NFC", resolved)


@given(PATHS)
def test_site_paths_are_files_inside_the_output(written: str) -> None:
    """What passes for a path of the site leads to a file below the output."""
    path = decoded(f"/{written}")
    if is_site_path(path):
        output = PurePosixPath(output_path(with_slash(path)))

        assert not output.is_absolute()
        assert ".." not in output.parts
        assert not re.search(r"[\\\x00-\x1f]", str(output))


@given(st.lists(NAMES, max_size=4), st.sampled_from(("/", "/digest/", "/موجز/")))
def test_urls_lead_back_to_their_paths(names: list[str], base: str) -> None:
    """A URL is ASCII that no HTML or browser misreads; decoded it is the path again."""
    path = "/" + "".join(f"{slug}/" for slug in map(slugify, names) if slug)

    url = href(base, path)

    assert base.rstrip("/") + path == decoded(url)
    assert re.fullmatch(r"[A-Za-z0-9%/._~:@!$&'()*+,;=-]+", url)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_paths_are_encoded_as_libraries_do(path: str) -> None:
    """What stands in a URL is what any other tool makes of the same path."""
    assert href("/", path) == quote(path, safe=PATH_SAFE)


@given(st.text(), st.text())
def test_values_of_a_query_arrive(first: str, second: str) -> None:
    """Whatever they hold, and with nothing that ends an attribute of HTML."""
    query = f"a={query_value(first)}&b={query_value(second)}"

    assert {"a": [first], "b": [second]} == parse_qs(query, keep_blank_values=True)
    assert not re.search(r"[\s\"'<>]", query, re.ASCII)


@given(st.text())
def test_fragments_are_encoded(fragment: str) -> None:
    """A fragment is ASCII without signs that end it."""
    assert re.fullmatch(r"#[A-Za-z0-9%/._~:@!$&'()*+,;=-]*", fragment_href(fragment))


@given(st.text(st.sampled_from("htps:/@.[]#?%\\ \nأaxn-1")) | st.text())
@example("https://[::1")
@example("https://xn--a\ud7ff/")
@example("https://xn--99999999999999999/")
@example("https://a:99999/")
def test_web_addresses_never_fail(text: str) -> None:
    """An address is one with a host, ASCII when it is printed, or none."""
    for url in (text, f"https://{text}"):
        if is_web_url(url):
            assert encoded_web_url(url).isascii()
            assert is_web_url(encoded_web_url(url)), encoded_web_url(url)
            assert host(url) == host(encoded_web_url(url))
        assert host(url) == xml_safe(host(url))


@given(st.datetimes(min_value=datetime(1000, 1, 1)), NAMES)  # noqa: DTZ001 - the zone is no matter
def test_permalinks_have_the_day_and_the_slug(at: datetime, name: str) -> None:
    """Where a pattern has gaps, an article's URL has its day and slug; nothing else of it."""
    slug = slugify(name)
    assume(slug)

    path = permalink("/{year}/{month}/{day}/{slug}/", at, slug)

    assert ["", f"{at:%Y}".zfill(4), f"{at:%m}", f"{at:%d}", slug, ""] == path.split("/")
    assert is_site_path(path)
    assert f"/news/{slug}/" == permalink("/news/{slug}/", at, slug)


# --- pages of lists ------------------------------------------------------------------------------

LISTS = st.integers(0, 200)
PER_PAGE = st.integers(1, 12)


@given(LISTS, PER_PAGE)
def test_each_article_is_on_one_page(count: int, per_page: int) -> None:
    """The pages, newest first, are the list."""
    articles = tuple(range(count, 0, -1))
    pages = paginated(articles, per_page)

    assert articles == tuple(chain(pages.newest, *reversed(pages.numbered)))
    assert all(len(page) == per_page for page in pages.numbered)
    assert len(pages.newest) < 2 * per_page
    assert len(pages.newest) >= min(per_page, count)


@given(LISTS, PER_PAGE, st.integers(1, 30))
def test_new_articles_never_change_a_full_page(count: int, per_page: int, more: int) -> None:
    """A page that has a number keeps its articles, however many come after them."""
    before = paginated(range(count, 0, -1), per_page).numbered
    after = paginated(range(count + more, 0, -1), per_page).numbered

    assert before == after[: len(before)]


@settings(max_examples=5, deadline=None)
@given(per_page=st.integers(1, 3), count=st.integers(0, 7), more=st.integers(1, 4))
def test_new_articles_never_change_a_byte_of_full_pages(
    per_page: int, count: int, more: int
) -> None:
    """The older pages of all lists are the same files after newer articles were added."""
    with TemporaryDirectory() as folder:
        site = SiteFolder(Path(folder))
        site.write({"site.yaml": f"{SETTINGS}per_page: {per_page}\n", **numbered(range(count))})
        site.build()
        before = full_pages(site.tree())
        site.write(numbered(range(count, count + more)))
        site.build()
        after = full_pages(site.tree())

    assert before == {path: after[path] for path in before}
    assert 3 * max(0, count // per_page - 1) == len(before)


def numbered(numbers: Sequence[int]) -> dict[str, str]:
    """Return an article for each of *numbers*, the highest the newest, of one topic and source."""
    first = datetime(2024, 6, 21)  # noqa: DTZ001 - a day
    return {
        f"content/{number}.md": f"---\ntitle: خبر {number}\ndate: {day:%Y-%m-%d}\n"
        "source: وكالة\ntags: [موضوع]\n---\n\nنص.\n"
        for number in numbers
        for day in [first + timedelta(days=number)]
    }


def full_pages(tree: dict[str, bytes]) -> dict[str, bytes]:
    """Return the numbered pages of *tree* that are no redirects to the newest articles."""
    return {
        path: data
        for path, data in tree.items()
        if "page/" in path and b"http-equiv" in data and b'http-equiv="refresh"' not in data
    }
