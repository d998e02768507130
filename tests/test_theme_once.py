"""What a macro makes of a value is made once, and never shown for another value."""

from datetime import datetime, timedelta, timezone
from functools import partial

from digestgen.model import Moment
from digestgen.text.clean import clean
from digestgen.theme.environment import SiteEnvironment
from digestgen.theme.once import CUT, KEPT, MACROS, Once, in_pieces, whole

NOON = datetime(2024, 6, 21, 12, tzinfo=timezone(timedelta(hours=3)))


def test_what_a_macro_makes_is_kept_for_the_value_and_the_options() -> None:
    """Each pair of a value and its options is made once; `true` is no `1`."""
    calls: list[object] = []

    def macro(value: str, heading: object = "h2", *, dated: bool = True) -> str:
        calls.append((value, heading, dated))
        return f"{heading} {value} {dated}"

    made = Once(whole)
    told = [
        *(made(macro, "a"), made(macro, "a"), made(macro, "a", "h3")),
        *(made(macro, "a", dated=False), made(macro, "a", 1), made(macro, "a", True)),
        made(macro, "a", dated=False),
    ]

    assert told == ["h2 a True"] * 2 + ["h3 a True", "h2 a False", "1 a True", "True a True"] + [
        "h2 a False"
    ]
    assert len(told) - 2 == len(calls)


def test_equal_values_are_not_one() -> None:
    """The same instant on the clocks of two places is written in two ways."""
    here = Moment(at=NOON, timed=True)
    there = Moment(at=NOON.astimezone(timezone(timedelta(hours=5))), timed=True)
    made = Once(whole)

    def clock(moment: Moment) -> str:
        return f"{moment.at:%H:%M}"

    assert here == there
    assert ["12:00", "14:00"] == [made(clock, here), made(clock, there)]


def test_no_more_is_kept_than_there_is_room_for() -> None:
    """Neither of one macro, whatever its results are, nor of macros that each page makes anew."""
    calls: list[object] = []

    def many(value: object) -> str:
        calls.append(value)
        return "x" * 1000

    made = Once(whole)
    values = [object() for _ in range(KEPT // 500)]
    for value in [*values, values[-1], values[0]]:
        made(many, value)
    for _ in range(3 * MACROS):
        assert "2" == made(partial(str), 2)

    assert len(values) + 1 == len(calls)
    assert len(made.kept) <= MACROS


def test_templates_call_it_with_macros() -> None:
    """What comes back is the macro's HTML, which is not escaped again."""
    environment = SiteEnvironment(autoescape=True)
    environment.globals["once"] = Once(whole)
    text = "{% macro bold(text) %}<b>{{ text }}</b>{% endmacro %}{{ once(bold, page.title) }}"

    assert environment.from_string(text).render(page={"title": "a & b"}) == "<b>a &amp; b</b>"


def test_no_text_of_an_author_cuts_what_a_macro_makes() -> None:
    """Each is cleaned of the mark when it is read, however it was written."""
    assert "ab" == clean(f"a{CUT}b")


def test_templates_show_some_pieces_of_what_a_macro_made() -> None:
    """It is made once for lists that show other pieces of it, and each piece is HTML."""
    calls: list[str] = []

    def noted(text: str) -> str:
        calls.append(text)
        return text

    environment = SiteEnvironment(autoescape=True)
    environment.globals.update(pieces=Once(in_pieces), cut=CUT)
    environment.filters["noted"] = noted
    written = "<b>{{ text|noted }}</b>{{ cut }}{{ cut }}<i>{{ text }}</i>"
    macro = f"{{% macro parts(text) %}}{written}{{% endmacro %}}"
    use = "{% set bold, none_, slanted = pieces(parts, page.title) %}{{ slanted }}{{ none_ }}"
    other = "{% for piece in pieces(parts, page.title) %}{{ piece }},{% endfor %}"

    told = environment.from_string(f"{macro}{use} {other}").render(page={"title": "a & b"})

    assert "<i>a &amp; b</i> <b>a &amp; b</b>,,<i>a &amp; b</i>," == told
    assert ["a & b"] == calls
