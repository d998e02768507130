"""Templates of a site mean what they mean to Jinja itself."""

from collections.abc import Mapping
from pathlib import Path
from traceback import walk_tb
from types import SimpleNamespace
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment, StrictUndefined

from digestgen.theme.environment import SiteEnvironment
from digestgen.theme.quick import QuickEnvironment

SHARED: Final = {
    "base.html": (
        "<{% block head %}base {{ x }}{% endblock %}>\n{% block body %}-{% endblock %}{{ y }}"
    ),
    "middle.html": '{% extends "base.html" %}{% block head %}m({{ super() }}){% endblock %}',
    "part.html": "[{{ x }}{{ y|default('no y') }}{{ z|default('no z') }}]{% set y = 'theirs' %}",
    "deep.html": '{% set z = "deep" %}{% include "part.html" %}{{ z }}',
    "unknown.html": "{{ nothing }}",
    "macros.html": (
        "{% set of_ours = x|default('no x') %}"
        "{% macro plain(a, b=2) %}({{ a }},{{ b }}){% endmacro %}"
        "{% macro all(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}"
        "{% macro around() %}<{{ caller() }}>{% endmacro %}"
        "{% macro _hidden() %}{% endmacro %}text of its own"
    ),
}
CASES: Final = Path(__file__).parent / "cases" / "templates.txt"
TEMPLATES: Final = CASES.read_text("utf-8").partition("---\n")[2].split("\n=====\n")
VALUES: Final[Mapping[str, Any]] = {
    "x": "<x>",
    "y": "",
    "text": "Text",
    "html": SimpleNamespace(__html__=lambda: "<i>"),
    "items": [1, 2, 3],
    "thing": SimpleNamespace(name="thing", none=None, inner={"name": "<inner>"}),
    "table": {"name": "table", "none": None, "items": "items"},
}


def outcome(
    kind: type[Environment],
    text: str,
    values: Mapping[str, Any] = VALUES,
    shared: Mapping[str, str] = SHARED,
) -> object:
    """Return what the template *text* makes in an environment of *kind*, or how it fails.

    It can use the templates that are *shared*.
    """
    environment = kind(
        autoescape=True, undefined=StrictUndefined, loader=DictLoader({**shared, "a.html": text})
    )
    try:
        return environment.get_template("a.html").render(values)
    except Exception as error:  # noqa: BLE001 - both have to fail in the same way
        way = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
        lines = [line for file, line in way if file == "<template>"]
        return type(error), str(error), lines[-1:]


@pytest.mark.parametrize("text", TEMPLATES)
def test_templates_mean_what_they_mean_to_jinja(text: str) -> None:
    """What each construct makes is the same, or it fails with the same words in the same line."""
    assert outcome(SiteEnvironment, text) == outcome(Environment, text)


@pytest.mark.parametrize("text", TEMPLATES)
def test_templates_mean_the_same_where_they_are_quick(text: str) -> None:
    """Or else they fail, which is when they are run in the other environment."""
    exact, quick = outcome(SiteEnvironment, text), outcome(QuickEnvironment, text)

    assert quick == exact or not isinstance(quick, str)


VARIABLES: Final = st.sampled_from("xyz")
# Templates include only those that come later: none includes itself in the end.
PARTS: Final = ("1.html", "2.html", "3.html")


def statements(number: int) -> st.SearchStrategy[str]:
    """Return what makes parts of the template that comes before those of *number* on."""
    included = (
        st.sampled_from(PARTS[number:]).map("{{% include '{}' %}}".format)
        if PARTS[number:]
        else st.just("-")
    )
    simple = st.one_of(
        included,
        VARIABLES.map("{{{{ {}|default('none') }}}}".format),
        st.builds("{{% set {} = '{}{}' %}}".format, VARIABLES, VARIABLES, st.just(number)),
        st.builds("{{% set {0} = {1}|default('') ~ '+' %}}".format, VARIABLES, VARIABLES),
        st.sampled_from(("{{ loop.index }}", "{{ caller() }}", "{{ nothing }}", "{{ m(1) }}")),
        VARIABLES.map("{{{{ {0}.upper() }}}}{{{{ {0}.gone|default('gone') }}}}".format),
    )
    return st.recursive(
        simple,
        lambda inner: st.one_of(
            st.builds("{{% if {}|default(0) %}}{}{{% endif %}}".format, VARIABLES, inner),
            st.builds("{{% for {} in [1, 2] %}}{}{{% endfor %}}".format, VARIABLES, inner),
            st.builds("{{% with {} = 'w' %}}{}{{% endwith %}}".format, VARIABLES, inner),
            st.builds("{{% set {} %}}{}{{% endset %}}".format, VARIABLES, inner),
            st.builds("{{% macro m({}) %}}{}{{% endmacro %}}".format, VARIABLES, inner),
            st.builds("{{% block b{} %}}{}{{% endblock %}}".format, VARIABLES, inner),
            st.lists(inner, min_size=2, max_size=3).map("".join),
        ),
        max_leaves=6,
    )


@given(st.tuples(*(statements(number) for number in range(len(PARTS) + 1))))
def test_what_is_included_sees_and_sets_the_same_wherever_it_is_written(
    texts: tuple[str, ...],
) -> None:
    """Its variables are its own, and those around it are there, whatever is around it."""
    text, *others = texts
    shared = dict(zip(PARTS, others, strict=True))
    known = {"x": "X", "y": "Y"}
    alone = outcome(Environment, text, known, shared)
    inlined = outcome(QuickEnvironment, text, known, shared)

    assert inlined == alone or not isinstance(inlined, str)


NAMES: Final = ("a", "b", "c", "caller", "kwargs")
CALLS: Final = st.tuples(
    st.lists(st.sampled_from(NAMES[:4]), unique=True, max_size=4),
    st.integers(0, 3),
    st.sampled_from(("", "{{ varargs }}", "{{ kwargs }}", "{{ caller is defined }}")),
    st.lists(st.integers(0, 9), max_size=4),
    st.dictionaries(st.sampled_from(NAMES), st.integers(0, 9), max_size=3),
)


@given(CALLS)
def test_macros_take_what_jinja_lets_them_take(
    call: tuple[list[str], int, str, list[int], dict[str, int]],
) -> None:
    """Whatever a macro names and is given, it makes the same of it, or refuses it."""
    names, without, special, arguments, named = call
    head = ", ".join(n if i < without else f"{n}='<{n}>'" for i, n in enumerate(names))
    body = "".join(f"{{{{ {name}|default('-') }}}}" for name in names)
    given_ = ", ".join(
        [*map(str, arguments), *(f"{name}={value}" for name, value in named.items())]
    )
    text = f"{{% macro m({head}) %}}{body}{special}{{% endmacro %}}{{{{ m({given_}) }}}}"

    assert outcome(SiteEnvironment, text) == outcome(Environment, text)


def test_code_of_templates_is_short() -> None:
    """What Jinja calls its own parts is what is replaced: else this would be Jinja's own code."""
    code = SiteEnvironment(autoescape=True).compile(
        '{{ page.url }}{{ t() }}{% include "a" %}{% macro m() %}{% endmacro %}', raw=True
    )

    assert "Macro, called = environment.macro, environment.called" in code
    assert "l_0_page = given['page'] if 'page' in given else known.get('page', missing)" in code
    assert ") is Markup else escaped(" in code
    assert " := called(" in code
    assert "yield from environment.included(" in code
    assert "environment.getattr(" not in code
    assert 2 == code.count("yield concat(")


def test_texts_are_handed_over_up_to_other_templates() -> None:
    """There a page waits for others that are rendered in step; else no piece goes by itself."""
    environment = SiteEnvironment(autoescape=True, loader=DictLoader(SHARED))
    template = environment.from_string(
        '{% extends "middle.html" %}{% block body %}a{{ x }}{% endblock %}'
    )

    pieces = template.generate(x="b", y="c")

    assert ["<", "m(base b)", ">\n", "ab", "c"] == [piece for piece in pieces if piece]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{{ t("known") }}', "KNOWN"),
        ('{{ t("known") if 1 }}{% macro m() %}{{ t("known") }}{% endmacro %}{{ m() }}', "1 KNOWN"),
        ('{{ t("other") }}{{ t("known", 1) }}{{ t(key="known") }}{{ t() }}', "1 2 1 0 "),
        ('{{ t("known" ~ "") }}', "1 "),
        ('{% for t in [u] %}{{ t("known") }}{% endfor %}', "u"),
        ('{% set t = u %}{{ t("known") }}', "u"),
        ('{% macro m(t) %}{{ t("known") }}{% endmacro %}{{ m(u) }}', "u"),
    ],
)
def test_what_is_so_on_all_pages_is_written_into_templates(template: str, expected: str) -> None:
    """What a function returns for a text that is known; not if a template calls another so."""
    environment = SiteEnvironment(autoescape=True)
    environment.texts = {"t": {"known": "KNOWN"}}
    environment.globals |= {
        "t": lambda *given, **named: f"{len(given) + len(named)} ",
        "u": lambda _: "u",
    }

    assert expected == environment.from_string(template).render()
