"""The words of themes: plural forms, gaps, and the catalogues of the default theme."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from babel import Locale
from markupsafe import Markup

from digestgen.errors import Diagnostic
from digestgen.theme import feed_contents
from digestgen.theme.built_in import built_in_themes
from digestgen.theme.locales import plural_categories, plural_category
from digestgen.theme.strings import filled, form_for, gaps, strings_of
from digestgen.theme.theme import Plural, String
from digestgen.yaml.parse import parse_yaml

DEFAULT = built_in_themes() / "default"
LATIN = re.compile("[A-Za-z]")


def read(text: str, language: str) -> tuple[Mapping[str, String], list[str]]:
    report: list[Diagnostic] = []
    strings = strings_of(parse_yaml(text, file="ar.yaml"), language, report)
    return strings, [f"{d.code} {d.place}: {d.message} ({d.hint})" for d in report]


def catalogue(language: str) -> Mapping[str, String]:
    path = DEFAULT / "strings" / f"{language}.yaml"
    strings, problems = read(path.read_text("utf-8"), language)
    assert [] == problems
    return strings


def test_arabic_has_six_plural_categories() -> None:
    """The category of a number is that of CLDR."""
    expected = {
        **dict.fromkeys(range(3, 11), "few"),
        **dict.fromkeys(range(11, 100), "many"),
        **dict.fromkeys(range(100, 103), "other"),
        **dict.fromkeys(range(103, 111), "few"),
        111: "many",
    } | {0: "zero", 1: "one", 2: "two"}

    assert expected == {number: plural_category("ar", number) for number in range(112)}
    assert ("zero", "one", "two", "few", "many", "other") == plural_categories("ar")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("one", "other")),
        ("fa", ("one", "other")),
        ("he", ("one", "two", "other")),
        ("ar-EG", ("zero", "one", "two", "few", "many", "other")),
        ("qq", ("one", "other")),
    ],
)
def test_a_language_has_its_own_plural_categories(language: str, expected: tuple[str, ...]) -> None:
    """A language that CLDR does not know counts as English does."""
    assert expected == plural_categories(language)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, "لا مقالات"),
        (1, "مقال واحد"),
        (2, "مقالان"),
        (3, "3 مقالات"),
        (10, "10 مقالات"),
        (11, "11 مقالًا"),
        (99, "99 مقالًا"),
        (100, "100 مقال"),
        (103, "103 مقالات"),
        (111, "111 مقالًا"),
    ],
)
def test_articles_are_counted_as_arabic_counts(number: int, expected: str) -> None:
    """The default theme has a form for each number."""
    articles = catalogue("ar")["articles"]

    assert isinstance(articles, Plural)
    assert expected == filled(form_for(articles, number), {"n": number})


def test_a_catalogue_needs_the_plural_forms_of_its_language() -> None:
    """Each form that is missing is reported, and each that no language has."""
    strings, problems = read("minutes:\n  one: دقيقة\n  few: دقائق\n  lots: كثير\n", "he")

    need = "(add it; the language needs: one, two, other)"
    assert [
        "DG201 ar.yaml:4:3: unknown key 'lots' (known keys are: zero, one, two, few, many, other)",
        f"DG608 ar.yaml:1:1: the string 'minutes' lacks the plural form 'two' {need}",
        f"DG608 ar.yaml:1:1: the string 'minutes' lacks the plural form 'other' {need}",
    ] == problems
    assert {"minutes": Plural(language="he", forms={"one": "دقيقة", "few": "دقائق"})} == strings


def test_a_string_is_no_list() -> None:
    """A list is refused and says what to write."""
    strings, problems = read("home: [الرئيسية]", "ar")
    refused = "'home' must be a text or its plural forms, not a list"

    assert {} == strings
    assert [f"DG203 ar.yaml:1:7: {refused} (write it like this: home: …)"] == problems


def test_values_are_escaped_and_markup_is_not() -> None:
    """What fills a gap cannot become markup unless it is already."""
    text = "<b> {source} & {n} {n}"

    assert "&lt;b&gt; &lt;i&gt; &amp; 1 1" == filled(text, {"source": "<i>", "n": 1})
    assert "&lt;b&gt; <i> &amp; 1 1" == filled(text, {"source": Markup("<i>"), "n": 1})


def test_a_gap_is_filled_once() -> None:
    """A value with braces stays as it is."""
    assert "{b} {b}" == filled("{a} {a}", {"a": "{b}", "b": "no"})


def test_a_gap_without_a_value_is_an_error() -> None:
    """No gap reaches a reader."""
    with pytest.raises(KeyError):
        filled("{a}", {})


def test_the_catalogues_of_the_default_theme_agree() -> None:
    """Each language has the same keys, of the same kind, with the same gaps."""
    languages = sorted(path.stem for path in (DEFAULT / "strings").glob("*.yaml"))
    shapes = [
        {key: (type(string), gaps(string)) for key, string in catalogue(language).items()}
        for language in languages
    ]

    assert ["ar", "en", "fa", "he", "ur"] == languages
    for language, shape in zip(languages, shapes, strict=True):
        assert (language, shapes[0]) == (language, shape)


@pytest.mark.parametrize("language", ["ar", "en", "fa", "he", "ur"])
def test_each_catalogue_has_the_plural_forms_of_its_language(language: str) -> None:
    """Those that CLDR knows, no more and no fewer, each with a text."""
    categories = plural_categories(language)
    plurals = {
        key: tuple(string.forms)
        for key, string in catalogue(language).items()
        if isinstance(string, Plural)
    }

    assert dict.fromkeys(plurals, categories) == plurals
    assert set(Locale.parse(language).plural_form.tags) | {"other"} == set(categories)
    for key in plurals:
        string = catalogue(language)[key]
        assert isinstance(string, Plural)
        assert all(string.forms.values())


@pytest.mark.parametrize("language", ["ar", "en", "fa", "he", "ur"])
def test_every_number_can_be_counted(language: str) -> None:
    """A form is there for each, and one that stands for several numbers shows the number."""
    for key, string in catalogue(language).items():
        forms: dict[str, set[int]] = {}
        for number in (*range(200), 1000, 1_000_000):
            category = plural_category(language, number)
            forms.setdefault(category, set()).add(number)
        if isinstance(string, Plural):
            silent = [c for c, numbers in forms.items() if len(numbers) > 1]
            assert [] == [c for c in silent if "{n}" not in string.forms[c]], key


@pytest.mark.parametrize(
    ("language", "letters"),
    [("ar", "پچژکگیہےۂ"), ("fa", "يكةىہے"), ("ur", "يكةى"), ("he", "ابتث"), ("en", "ابتאבג")],
)
def test_a_catalogue_is_written_in_the_letters_of_its_language(language: str, letters: str) -> None:
    """Persian and Urdu have letters that look like Arabic ones and are found by no search."""
    texts = (DEFAULT / "strings" / f"{language}.yaml").read_text("utf-8")

    assert set() == set(texts) & set(letters)


def test_the_default_theme_uses_each_of_its_strings() -> None:
    """No string is missing and none is left over."""
    texts = [path.read_text("utf-8") for path in templates()]
    called = [re.findall(r"""\b(?:t|counted)\("(\w+)\"""", text) for text in texts]
    # Feeds have words, and no template.
    feeds = Path(feed_contents.__file__).read_text("utf-8")
    called.append(re.findall(r"""\bphrase\(voice, "(\w+)\"""", feeds))

    assert set(catalogue("ar")) == {key for keys in called for key in keys}


def test_templates_hold_no_words() -> None:
    """Every word that a reader sees comes from the strings or from the page."""
    code = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", re.DOTALL)
    texts = {path.name: code.sub("", path.read_text("utf-8")) for path in templates()}

    assert {} == {name: text for name, text in texts.items() if LATIN.search(text)}


def templates() -> list[Path]:
    return sorted((DEFAULT / "templates").rglob("*.html"))
