"""The rules of text: slugs, folding, direction, order, sentences, e-mail addresses."""

import pytest

from digestgen.text.bidi import LRM, RLM, balanced, isolated, plain
from digestgen.text.clean import clean, one_line
from digestgen.text.collation import letter, sort_key
from digestgen.text.direction import Direction, language_direction, text_direction
from digestgen.text.email import protected, with_addresses, with_escapes, with_references
from digestgen.text.folding import fold
from digestgen.text.sentences import first_sentences, word_count
from digestgen.text.slug import slugify
from tests.tables import cases


@pytest.mark.parametrize(("name", "expected"), cases("slugs"))
def test_slugs_are_letters_digits_and_hyphens(name: str, expected: str) -> None:
    """A name makes a readable end of a URL, in its own script."""
    assert expected == slugify(name)


@pytest.mark.parametrize(("spellings", "expected"), cases("folding"))
def test_spellings_fold_as_readers_take_them(spellings: str, expected: str) -> None:
    """Spellings that readers take for one name have one key, others have others."""
    assert expected.split("\n") == list(dict.fromkeys(map(fold, spellings.split("\n"))))


@pytest.mark.parametrize(("text", "expected"), cases("direction"))
def test_texts_run_by_their_letters(text: str, expected: str) -> None:
    """Most letters decide, with an advantage for right-to-left ones."""
    assert expected == text_direction(text, Direction.RTL)


def test_texts_without_letters_run_as_what_is_around_them() -> None:
    """Digits and signs have no direction of their own."""
    assert Direction.LTR is text_direction("12:30 — 2024", Direction.LTR)


@pytest.mark.parametrize(("tags", "expected"), cases("languages"))
def test_languages_run_by_their_script(tags: str, expected: str) -> None:
    """The script of the tag decides, else that of the language."""
    assert {expected} == {language_direction(tag).value for tag in tags.split("\n")}


@pytest.mark.parametrize(("names", "expected"), cases("collation"))
def test_names_stand_in_the_order_of_an_arabic_index(names: str, expected: str) -> None:
    """The article ال is ignored, hamza forms stand together, numbers count by value."""
    ordered = sorted(names.split("\n"), key=sort_key)

    assert expected.split("\n") == [f"{letter(name)} {name}" for name in ordered]


@pytest.mark.parametrize(("text", "expected"), cases("sentences"))
def test_summaries_are_first_sentences(text: str, expected: str) -> None:
    """A summary is whole sentences without a dateline, or ends in an ellipsis."""
    assert expected == first_sentences(text)


@pytest.mark.parametrize(("text", "expected"), cases("email"))
def test_addresses_are_seen_by_people_alone(text: str, expected: str) -> None:
    """A hidden hyphen stands on both sides of the @."""
    assert expected == with_addresses(text)


def test_addresses_keep_their_subject() -> None:
    """The query of a `mailto:` link is kept for the script that makes a link of the address."""
    expected = (
        '<a class="email" dir="ltr" data-query="subject=a&amp;body=&#34;b&#34;">'
        "x<span hidden>-</span>@<span hidden>-</span>example.org</a>"
    )

    assert expected == protected("x@example.org", 'subject=a&body="b"')


def test_addresses_where_no_element_can_stand_are_references() -> None:
    """A browser reads the same; a search for addresses in the file finds none."""
    html = '<title>desk@example.org</title><a href="/@hasad" title="a@b.example">@</a>'
    expected = '<title>desk&#64;example.org</title><a href="/@hasad" title="a&#64;b.example">@</a>'

    assert expected == with_references(html)
    assert r'{"@id":"desk\u0040example.org"}' == with_escapes('{"@id":"desk@example.org"}')


def test_texts_are_cleaned_of_what_xml_forbids() -> None:
    """No control character, no noncharacter, one kind of line end, one way to write a letter."""
    written = "a\0\x08\x0b\x0c\x1b\ufffe\uffffb\ud800\r\nc\rd\u2028e\u0085f\tcafe\u0301"

    assert "ab\nc\nd\ne\nf\tcafé" == clean(written)


def test_letters_have_as_many_marks_as_a_language_needs() -> None:
    """Marks beyond thirty are dropped; signs that are no marks stay, however many."""
    assert 31 == len(clean("ن" + "\u064e\u0651" * 50_000))
    assert f"{'—' * 50}ن" == clean(f"{'—' * 50}ن")


def test_lines_are_joined_by_single_spaces() -> None:
    """What a text editor shows on one line stands on one line."""
    assert "سطر أول وثان" == one_line("  سطر\nأول\u00a0\t وثان \n")


@pytest.mark.parametrize(
    ("text", "direction", "expected"),
    [
        ("وكالة", Direction.RTL, "وكالة"),
        ("Harbor Wire: خبر", Direction.RTL, f"{RLM}Harbor Wire: خبر"),
        ("خبر: Harbor Wire", Direction.LTR, f"{LRM}خبر: Harbor Wire"),
        ("2024", Direction.RTL, "2024"),
        ("", Direction.LTR, ""),
    ],
)
def test_plain_text_is_marked_where_it_starts_the_wrong_way(
    text: str, direction: Direction, expected: str
) -> None:
    """A title bar goes by the first letter, so a mark stands before one that misleads."""
    assert expected == plain(text, direction)


@pytest.mark.parametrize(
    ("name", "around", "expected"),
    [
        ("Harbor Wire", Direction.RTL, "\u2066Harbor Wire\u2069"),
        ("C++", Direction.RTL, "\u2066C++\u2069"),
        ("Harbor Wire", Direction.LTR, "Harbor Wire"),
        ("وكالة", Direction.LTR, "\u2067وكالة\u2069"),
        ("وكالة Harbor", Direction.RTL, "\u2067وكالة Harbor\u2069"),
        ("وكالة 24", Direction.RTL, "وكالة 24"),
        ("2024", Direction.LTR, "2024"),
        ("A\u202eB", Direction.RTL, "\u2066A\u202eB\u202c\u2069"),
    ],
)
def test_a_name_in_plain_text_is_isolated(name: str, around: Direction, expected: str) -> None:
    """The marks of UAX #9 say how it runs, where any of it runs against what is around it."""
    assert expected == isolated(name, around)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no controls", "no controls"),
        ("a\u202eb", "a\u202eb\u202c"),
        ("a\u2067b\u202ac", "a\u2067b\u202ac\u202c\u2069"),
        ("a\u202ab\u202cc", "a\u202ab\u202cc"),
        ("a\u202cb\u2069c", "abc"),
        ("a\u202a\u2066b\u202cc\u2069", "a\u202a\u2066bc\u2069\u202c"),
        ("a\u2066\u202ab\u2069c", "a\u2066\u202ab\u202c\u2069c"),
    ],
)
def test_controls_end_with_their_text(text: str, expected: str) -> None:
    """What is open is closed, inner ones first; what closes nothing goes."""
    assert expected == balanced(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 0), ("كلمة", 1), ("كلمتان — اثنتان", 2), ("« » …", 0), ("3.5 في المئة", 3)],
)
def test_words_are_what_has_a_letter_or_digit(text: str, expected: int) -> None:
    """Signs that stand alone are no words."""
    assert expected == word_count(text)
