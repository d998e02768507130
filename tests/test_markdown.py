"""What becomes of the bodies of articles."""

import pytest

from digestgen.content.markdown.body import Written, body_steps
from digestgen.errors import Diagnostic, Place
from digestgen.file_path import FilePath
from digestgen.model import Body, BodyImage, BodyPart, DatelineSlot, FileLink, PageLink
from digestgen.work import at_once
from tests.tables import cases

ARTICLE = FilePath("2024/06/a.md")


def parsed(
    text: str, language: str = "ar", *, end_mark: str | None = None, dateline: bool = False
) -> tuple[Body, list[Diagnostic]]:
    """Return the body of an article that is *text*, and what is wrong with it."""
    written = Written(text=text, path=ARTICLE, place=Place(file="a.md", line=1))
    return at_once(body_steps(written, language=language, end_mark=end_mark, dateline=dateline))


def html(text: str, language: str = "ar") -> str:
    """Return the HTML of *text*, with what other files decide in braces."""
    body, report = parsed(text, language)
    assert [] == report
    return "".join(map(shown, body.parts)).removesuffix("\n")


def shown(part: BodyPart) -> str:
    """Return *part* of a body as the tables have it."""
    match part:
        case FileLink():
            return f"{{{part.path}#{part.fragment}}}" if part.fragment else f"{{{part.path}}}"
        case PageLink():
            return f"{{{part.site_path}}}"
        case BodyImage():
            return f"{{{part.path}: {part.alt}}}"
        case DatelineSlot():
            return "{dateline}"
        case _:
            return part


def problems(text: str) -> list[str]:
    """Return what is wrong with *text*, one line each."""
    _, report = parsed(text)
    return [f"{d.place.line}:{d.place.column} {d.code} {d.message}" for d in report]


@pytest.mark.parametrize(
    ("text", "expected"),
    [case for table in ("markdown", "quotes", "phrases", "links") for case in cases(table)],
)
def test_arabic_bodies(text: str, expected: str) -> None:
    """Markdown becomes HTML that is safe, isolated and in the right direction."""
    assert expected == html(text)


@pytest.mark.parametrize(("text", "expected"), cases("markdown-english"))
def test_english_bodies(text: str, expected: str) -> None:
    """The language of an article decides its quotation marks and what is foreign in it."""
    assert expected == html(text, "en")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar-EG", "قال \"نص 'آخر' هنا\" ثم", "قال «نص ‹آخر› هنا» ثم"),
        ("fa", "گفت \"متن 'دیگر' است\" سپس", "گفت «متن ‹دیگر› است» سپس"),
        ("ur", "کہا \"متن 'اور' یہ\" پھر", "کہا ”متن ’اور‘ یہ“ پھر"),
        ("he", "אמר \"טקסט 'אחר' כאן\" ואז", "אמר ”טקסט ’אחר’ כאן” ואז"),
        ("en", "Said \"a 'b' c\" then", "Said “a ‘b’ c” then"),
    ],
)
def test_straight_quotes_become_those_of_the_language(
    language: str, text: str, expected: str
) -> None:
    """Outer and inner marks are those that newspapers of the language print."""
    assert f"<p>{expected}</p>" == html(text, language)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ur", 'وزیر نے بیان میں کہا "No, never" اور چلے گئے', '”<bdi dir="ltr">No, never</bdi>“'),
        ("he", 'השר אמר בהודעה "No, never" ויצא מן האולם', '”<bdi dir="ltr">No, never</bdi>”'),
    ],
)
def test_foreign_quotations_are_isolated_in_every_language(
    language: str, text: str, expected: str
) -> None:
    """Whichever marks stand around them."""
    assert expected in html(text, language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("نص.\n\nثان.", "<p>{dateline}نص.</p>\n<p>ثان.</p>\n"),
        ("![أ](a.jpg)\n\nنص.", "<figure>{2024/06/a.jpg: أ}</figure>\n<p>{dateline}نص.</p>\n"),
        ("- نص", "<p>{dateline}</p>\n<ul>\n<li>نص</li>\n</ul>\n"),
        ("", "<p>{dateline}</p>\n"),
    ],
)
def test_a_dateline_stands_in_the_first_paragraph(text: str, expected: str) -> None:
    """After pictures, and in a paragraph of its own where the text has none."""
    body, _ = parsed(text, dateline=True)

    assert expected == "".join(map(shown, body.parts))


def test_a_dateline_keeps_its_direction_in_a_paragraph_of_the_other() -> None:
    """It is in the language of the article, whatever its first paragraph is in."""
    body, _ = parsed("The treaty was signed.", dateline=True)

    expected = '<p dir="ltr"><bdi dir="rtl">{dateline}</bdi>The treaty was signed.</p>\n'
    assert expected == "".join(map(shown, body.parts))


@pytest.mark.parametrize(("text", "expected"), cases("refused"))
def test_links_are_refused(text: str, expected: str) -> None:
    """A link that is harmful or leads nowhere is an error that says where it stands."""
    assert expected.split("\n") == [line.replace("\n", "⏎") for line in problems(text)]
