"""What holds for every text in two directions: hypothesis looks for one that breaks it."""

import re
from html import unescape
from unicodedata import bidirectional, normalize

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from digestgen.content.markdown.body import Written, body_steps
from digestgen.errors import Place
from digestgen.file_path import FilePath
from digestgen.model import Digits, Months
from digestgen.text.bidi import balanced, first_strong, isolated, plain
from digestgen.text.direction import Direction
from digestgen.text.phrases import sentence_html, with_isolates
from digestgen.theme.dates import DateStyle
from digestgen.theme.filters import Voice, bdi
from digestgen.work import at_once

CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
INVISIBLE = re.compile(f"[{CONTROLS}\u200e\u200f]")
PIECES = st.sampled_from(
    (
        *CONTROLS,
        *("\u200e", "\u200f", "كوريا", "و", "Korea", "U.S.", "C++", "שלום", "é"),
        *(" ", "-", ": ", ", ", ".", "،", "(", ")", "«", "»", "“", "”", "<b>", "&", "#", "@", "+"),
        *("5", "-5", "2024-06-21", "٢٠٢٤", "+82-2-398-3114", "3.5GB", "a@b.example"),
    )
)
TEXTS = st.lists(PIECES, max_size=20).map("".join) | st.text(max_size=60)
DIRECTIONS = st.sampled_from(Direction)


def is_balanced(text: str) -> bool:
    """Tell whether each control in *text* is closed in it, and each that closes has its opening."""
    open_: list[str] = []
    for letter in text:
        if letter in "\u202a\u202b\u202d\u202e":
            open_.append("\u202c")
        elif letter in "\u2066\u2067\u2068":
            open_.append("\u2069")
        elif letter in "\u202c\u2069" and (not open_ or open_.pop() != letter):
            return False
    return not open_


def bare(text: str) -> str:
    return INVISIBLE.sub("", text)


@given(TEXTS, DIRECTIONS)
def test_marks_change_nothing_that_is_seen(text: str, direction: Direction) -> None:
    """Plain text and names in it lose no letter and get none, and leave no control open."""
    for shown in (plain(text, direction), isolated(text, direction), balanced(text)):
        assert bare(text) == bare(shown)
        assert is_balanced(shown)


@given(TEXTS, DIRECTIONS)
def test_plain_text_begins_in_its_direction(text: str, direction: Direction) -> None:
    """Whoever goes by the first letter takes it for what it is."""
    assert first_strong(plain(text, direction)) in {None, direction}


@given(TEXTS)
def test_what_is_balanced_stays_as_it_is(text: str) -> None:
    """Closing controls a second time does nothing."""
    assert balanced(text) == balanced(balanced(text))


@given(TEXTS, DIRECTIONS)
def test_names_are_kept_and_leave_no_control_open(text: str, direction: Direction) -> None:
    """A name with controls stands in an element, which ends them."""
    style = DateStyle(language="ar", months=Months.GREGORIAN, digits=Digits.LATN)
    voice = Voice(language="ar", direction=direction, style=style, hijri=False, strings={})
    html = bdi(voice, text)

    assert text == unescape(re.sub("</?bdi[^>]*>", "", html))
    assert html.startswith("<bdi ") or not re.search(f"[{CONTROLS}]", text)


@given(TEXTS, DIRECTIONS)
def test_phrases_are_isolated_and_nothing_else_changes(text: str, direction: Direction) -> None:
    """The text of the HTML is the text; outside of isolates no letter runs against it."""
    html = with_isolates(text, direction)

    assert text == unescape(re.sub("</?bdi[^>]*>", "", html))
    assert [] == against(html, direction)


def against(html: str, direction: Direction) -> list[str]:
    """Return the letters of *html* that run against what is around them, from *direction* on."""
    around, found = [direction.value], []
    for piece in re.split("(</?bdi[^>]*>)", html):
        if piece.startswith("<bdi"):
            around.append(piece.split('"')[1])
        elif piece == "</bdi>":
            around.pop()
        else:
            foreign = {"L"} if around[-1] == "rtl" else {"R", "AL"}
            letters = filter(str.isalpha, unescape(piece))
            found += [c for c in letters if bidirectional(c) in foreign]
    return found


@given(TEXTS, st.sampled_from(("ar", "en", "he")))
def test_bodies_keep_their_letters(text: str, language: str) -> None:
    """Isolates of quotations and phrases take nothing away, in whatever order the marks stand."""
    line = normalize("NFC", re.sub(r"[^\w«»“”]+", " ", text).strip())
    written = Written(text=line, path=FilePath("a.md"), place=Place(file="a.md"))
    body, _ = at_once(body_steps(written, language=language))
    html = "".join(part for part in body.parts if isinstance(part, Markup))

    assert re.sub(r"[\W_]+", "", line) == re.sub(r"[\W_]+", "", Markup(html).striptags())  # noqa: S704


@given(TEXTS, DIRECTIONS)
def test_sentences_have_balanced_elements(text: str, direction: Direction) -> None:
    """Every isolate that opens closes, around addresses too."""
    html = sentence_html(text, direction)

    assert html.count("<bdi ") == html.count("</bdi>")
    assert html.count("<a ") == html.count("</a>")
