"""What templates can do, and what their author is told when they fail."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from msgspec.structs import replace

from digestgen.errors import Place, Problems
from digestgen.model import Digits, FreeValue, Moment, Months
from digestgen.text.direction import Direction
from digestgen.theme.load import load_theme
from digestgen.theme.render import renderer
from digestgen.theme.theme import Theme
from digestgen.views import FeedLinks, Masthead, Page, RedirectView
from tests.conftest import ARTICLE, MakeSite

SETTING = Place(file="site.yaml", line=4, column=8)
RLM = "\u200f"
TEMPLATE = "themes/mine/templates/page.html"
FAILED = "the template failed on the page 'a/index.html'"
ON = " (on the page 'a/index.html')"


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def load(root: Path, language: str = "ar") -> Theme:
    return load_theme("mine", site_root=root, place=SETTING, language=language)


def told(raised: Problems) -> list[str]:
    return [f"{d.code} {d.place}: {d.message}" for d in raised.diagnostics]


def masthead(
    *,
    language: str = "ar",
    direction: Direction = Direction.RTL,
    digits: Digits = Digits.LATN,
    hijri: bool = False,
) -> Masthead:
    return Masthead(
        title="موجز الأخبار",
        description=None,
        origin="https://example.org",
        home_url="/digest/",
        topics_url="/digest/topics/",
        sources_url="/digest/sources/",
        feeds=FeedLinks(atom="/digest/feed.xml", json="/digest/feed.json"),
        language=language,
        direction=direction,
        months=Months.GREGORIAN,
        digits=digits,
        hijri=hijri,
        menu=(),
        email=None,
        social=(),
        params={},
    )


def page(head: Masthead, template: str = "page.html") -> Page:
    view = RedirectView(canonical="https://example.org/digest/a/", url="/digest/a/")
    return Page(path="a/index.html", template=template, masthead=head, view=view, origin="a.md")


def output(
    root: Path,
    template: str,
    head: Masthead | None = None,
    *,
    strings: str = "",
    params: Mapping[str, object] | None = None,
) -> str:
    """Return what *template* makes of a page whose `masthead.params` are *params*."""
    head = replace(head or masthead(), params=cast("Mapping[str, FreeValue]", params or {}))
    write(
        root,
        {
            "themes/mine/theme.yaml": "name: Mine",
            TEMPLATE: template,
            f"themes/mine/strings/{head.language}.yaml": strings,
            "themes/mine/assets/icon.svg": "<svg/>",
        },
    )
    return renderer(load(root, language=head.language), head, base="/digest/")(page(head)).decode()


def failure(root: Path, template: str, strings: str = "") -> list[str]:
    with pytest.raises(Problems) as raised:
        output(root, template, strings=strings)
    return told(raised.value)


def test_pages_end_in_one_line_feed(tmp_path: Path) -> None:
    """Output is UTF-8 with a line feed at its end."""
    assert "أ\n" == output(tmp_path, "أ\n\n\n")


def test_everything_is_escaped(tmp_path: Path) -> None:
    """Text is never markup, whatever the template is called."""
    assert "&lt;b&gt; &#34;\n" == output(tmp_path, "{{ masthead.params.x }}", params={"x": '<b> "'})


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("كوريا الشمالية", None, "كوريا الشمالية"),
        ("مجموعة 20", None, "مجموعة 20"),
        ("2024", None, "2024"),
        ("Korea-Russia treaty", None, '<bdi dir="ltr">Korea-Russia treaty</bdi>'),
        ("C++", "en", '<bdi dir="ltr" lang="en">C++</bdi>'),
        ("كوريا treaty", None, '<bdi dir="rtl">كوريا treaty</bdi>'),
        ("یونهاپ", "fa", '<bdi dir="rtl" lang="fa">یونهاپ</bdi>'),
        ("يونهاب", "ar", "يونهاب"),
        ("<b>", None, '<bdi dir="ltr">&lt;b&gt;</bdi>'),
    ],
)
def test_names_are_isolated(tmp_path: Path, text: str, language: str | None, expected: str) -> None:
    """A name has its direction from the build, unless it runs as all the page does."""
    template = "{{ masthead.params.text|bdi(masthead.params.language) }}"

    assert f"{expected}\n" == output(
        tmp_path, template, params={"text": text, "language": language}
    )


def test_arabic_names_are_isolated_in_a_page_that_runs_to_the_right(tmp_path: Path) -> None:
    """The base direction is that of the site."""
    site = masthead(language="en", direction=Direction.LTR)

    assert '<bdi dir="rtl">روسيا</bdi> TASS\n' == output(
        tmp_path, '{{ "روسيا"|bdi }} {{ "TASS"|bdi }}', site
    )


def test_plain_text_is_marked_where_a_reader_would_be_misled(tmp_path: Path) -> None:
    """An Arabic headline that begins in Latin has a mark; a Latin name has none."""
    template = (
        '{{ "Yonhap: كيم"|plain }}|{{ "TASS"|plain }}|{{ "«Yonhap News»: كيم"|plain("rtl") }}'
        '|{{ t("a")|plain }}'
    )

    assert f"{RLM}Yonhap: كيم|TASS|{RLM}«Yonhap News»: كيم|&lt; و\n" == output(
        tmp_path, template, strings="a: '< و'"
    )


def test_elements_in_another_language_say_so(tmp_path: Path) -> None:
    """`lang` gives the attributes of what is not in the language around it."""
    template = '<p{{ lang("en") }}><p{{ lang("ar") }}><p{{ lang(none) }}><p{{ lang("ar", "en") }}>'

    assert '<p lang="en" dir="ltr"><p><p><p lang="ar" dir="rtl">\n' == output(tmp_path, template)


def test_strings_are_filled_and_counted(tmp_path: Path) -> None:
    """Numbers have the digits of the site, markup stays, all else is escaped."""
    strings = (
        'source: "موقع {source}"\npage: "الصفحة {n}"\n'
        "days: {zero: لا, one: يوم, two: يومان, few: '{n} أيام', many: '{n} يومًا', other: يوم}"
    )
    template = (
        '{{ t("source", source="<b>") }} {{ t("source", source="TASS"|bdi) }} '
        '{{ t("page", n=12) }} {{ 3|counted("days") }} {{ 11|counted("days") }} {{ 105|digits }}'
    )

    assert (
        'موقع &lt;b&gt; موقع <bdi dir="ltr">TASS</bdi> الصفحة ١٢ ٣ أيام ١١ يومًا ١٠٥\n'
    ) == output(tmp_path, template, masthead(digits=Digits.ARAB), strings=strings)


def test_dates_come_in_words(tmp_path: Path) -> None:
    """Templates have each form of a date, of a day as of a moment."""
    names = ("full_date", "long_date", "day_month", "month_year", "month_name", "hijri", "machine")
    template = "|".join(f"{{{{ masthead.params.x|{name} }}}}" for name in names)
    words = "الجمعة، 21 يونيو 2024|21 يونيو 2024|21 يونيو|يونيو 2024|يونيو|15 ذو الحجة 1445 هـ"
    moment = Moment(at=datetime(2024, 6, 21, 19, 42, tzinfo=UTC), timed=True)
    site = masthead(hijri=True)

    assert f"{words}|2024-06-21T19:42:00+00:00\n" == output(
        tmp_path, template, site, params={"x": moment}
    )
    assert f"{words}|2024-06-21\n" == output(
        tmp_path, template, site, params={"x": date(2024, 6, 21)}
    )
    assert "19:42\n" == output(tmp_path, "{{ masthead.params.x|clock }}", params={"x": moment})


def test_the_first_of_each_month_comes_with_it(tmp_path: Path) -> None:
    """Once on a page, in whatever order its articles stand, on the clock of their places."""
    zone = timezone(timedelta(hours=9))
    days = [datetime(2024, month, 1, 2, tzinfo=zone) for month in (7, 7, 6, 7)]
    cards = [SimpleNamespace(date=Moment(at=day, timed=True)) for day in days]
    template = "{% for _, month in masthead.params.x|with_months %}{{ month }},{% endfor %}"
    without = template.replace("with_months", "with_months(false)")

    assert "2024-07,,2024-06,,\n" == output(tmp_path, template, params={"x": cards})
    assert ",,,,\n" == output(tmp_path, without, params={"x": cards})


@pytest.mark.parametrize(
    "site", [masthead(language="fa", hijri=True), masthead(language="ar", hijri=False)]
)
def test_a_hijri_date_is_for_arabic_sites_that_ask(tmp_path: Path, site: Masthead) -> None:
    """Its words are Arabic."""
    params = {"x": date(2024, 6, 21)}

    assert "None\n" == output(tmp_path, "{{ masthead.params.x|hijri }}", site, params=params)


def test_addresses_are_protected(tmp_path: Path) -> None:
    """An e-mail address never stands in a page as it is."""
    text = output(tmp_path, '{{ "desk@example.org"|email }}')

    assert "desk@example.org" not in text
    assert 'class="email"' in text


def test_assets_lie_under_the_base_path(tmp_path: Path) -> None:
    """`asset` knows the name that a file has in the output."""
    assert "/digest/assets/icon.d4dc5666.svg\n" == output(tmp_path, '{{ asset("icon.svg") }}')


def test_templates_reach_nothing_that_changes(tmp_path: Path) -> None:
    """There is no random filter and no filler text: the same page is always the same bytes."""
    assert [
        f"DG603 {TEMPLATE}:1: the template cannot be read: No filter named 'random'{ON}"
    ] == failure(tmp_path, "{{ [1, 2]|random }}")
    assert [f"DG604 {TEMPLATE}:1: {FAILED}: 'lipsum' is undefined"] == failure(
        tmp_path, "{{ lipsum() }}"
    )


# --- what a theme's author is told ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        (
            "\n{{ page.headline }}",
            2,
            f"{FAILED}: RedirectView has no 'headline'; it has: canonical, url",
        ),
        (
            "{{ page.ulr }}",
            1,
            f"{FAILED}: RedirectView has no 'ulr'; did you mean 'url'?",
        ),
        ("{{ pages.url }}", 1, f"{FAILED}: 'pages' is undefined"),
        ("{% if 1 is gone %}{% endif %}", 1, f"{FAILED}: No test named 'gone' found"),
        ("{{ 1|gone }}", 1, f"the template cannot be read: No filter named 'gone'{ON}"),
        ('{{ "x"|full_date }}', 1, f"{FAILED}: 'str' object has no attribute 'weekday'"),
        ("{% for x in 5 %}{% endfor %}", 1, f"{FAILED}: 'int' object is not iterable"),
        (
            '{% include "page.html" %}',
            1,
            f"{FAILED}: templates or macros call each other without end",
        ),
        (
            "\n\n{{ 1 + page.url }}",
            3,
            f"{FAILED}: unsupported operand type(s) for +: 'int' and 'str'",
        ),
        (
            '{{ t("site", name="x") }}',
            1,
            f"{FAILED}: the string 'site' needs a value for 'source'",
        ),
        (
            '{{ t("days") }}',
            1,
            f"{FAILED}: the string 'days' has plural forms: write NUMBER|counted('days')",
        ),
        ('\n{% include "gone.html" %}', 2, f"the theme has no template 'gone.html'{ON}"),
        ('\n{{ t("no") }}', 2, f"the theme has no string 'no' for the language 'ar'{ON}"),
        ('{{ asset("gone.css") }}', 1, f"the theme has no asset 'gone.css'{ON}"),
    ],
)
def test_a_template_that_fails_is_no_traceback(
    tmp_path: Path, template: str, line: int, message: str
) -> None:
    """The message has the template's file and line, and the page."""
    days = "days: {zero: a, one: a, two: a, few: a, many: a, other: a}"
    (told_once,) = failure(tmp_path, template, f"site: 'x {{source}}'\n{days}")

    assert f"{TEMPLATE}:{line}: {message}" == told_once.partition(" ")[2]


def test_a_chain_of_templates_ends_where_the_mistake_is(tmp_path: Path) -> None:
    """Through `extends`, a block, `include` and `import`, the file and line are the innermost."""
    folder = "themes/mine/templates"
    write(
        tmp_path,
        {
            "themes/mine/theme.yaml": "name: Mine",
            f"{folder}/base.html": "\n{% block content %}{% endblock %}",
            f"{folder}/list.html": '{% for x in [1, 2] %}\n{% include "item.html" %}{% endfor %}',
            f"{folder}/item.html": '{% import "macros.html" as m %}\n\n\n{{ m.name(page) }}',
            f"{folder}/macros.html": "{% macro name(x) %}{{ x.url }}\n{{ x.text }}{% endmacro %}",
        },
    )
    template = '{% extends "base.html" %}{% block content %}{% include "list.html" %}{% endblock %}'

    assert [
        (
            f"DG604 {folder}/macros.html:2: {FAILED}: RedirectView has no 'text'; "
            "it has: canonical, url"
        )
    ] == failure(tmp_path, template)


def test_the_innermost_template_is_named(tmp_path: Path) -> None:
    """A mistake in a macro is reported where it stands, not where the macro is used."""
    write(
        tmp_path,
        {
            "themes/mine/theme.yaml": "name: Mine",
            "themes/mine/templates/macros.html": "{% macro name(x) %}\n{{ x.text }}{% endmacro %}",
        },
    )
    template = '{% from "macros.html" import name %}\n{{ name(page) }}'

    assert ["themes/mine/templates/macros.html:2"] == [
        line.split(": ")[0].removeprefix("DG604 ") for line in failure(tmp_path, template)
    ]


@pytest.mark.parametrize(("early", "late"), [("أ", "ب"), ("ب", "أ")])
def test_the_first_page_that_fails_is_told(make_site: MakeSite, early: str, late: str) -> None:
    """That of the newest article here, though another one may fail at an earlier step."""
    fails = '{{% if page.title == "{}" %}}{{{{ page.nothing }}}}{{% endif %}}'
    template = f"{fails.format(early)}{{% block one %}}{{% endblock %}}{fails.format(late)}"
    site = make_site(
        {
            "themes/default/templates/article.html": template,
            "content/a.md": ARTICLE.replace("title: خبر", "title: أ"),
            "content/b.md": ARTICLE.replace("title: خبر", "title: ب"),
        }
    )
    (problem,) = site.problems()

    assert "on the page '2024/06/21/b/index.html'" in problem.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{% set link = {"url": "/x/"} %}{{ link.url }}', "/x/"),
        ("{{ page.title|default('none') }}", "none"),
        ("{{ masthead.params.sections.news }}", "News"),
        ("{% if page.cards is defined %}cards{% endif %}{{ nothing|default(1) }}", "1"),
        ("{% from 'part.html' import m, gone %}{{ m() }}{{ gone is defined }}", "mFalse"),
    ],
)
def test_templates_can_read_what_is_there_on_few_pages(
    tmp_path: Path, text: str, expected: str
) -> None:
    """They make the same of one page after the other, in whatever environment."""
    write(
        tmp_path,
        {
            "themes/mine/theme.yaml": "name: Mine",
            "themes/mine/templates/404.html": text,
            "themes/mine/templates/part.html": "{% macro m() %}m{% endmacro %}",
        },
    )
    head = replace(masthead(), params={"sections": {"news": "News"}})
    render = renderer(load(tmp_path), head, base="/")

    made = [render(page(head, "404.html")).decode() for _ in range(2)]

    assert [f"{expected}\n"] * 2 == made


def test_a_page_without_its_template_is_an_error(tmp_path: Path) -> None:
    """A new kind of page needs a template in every theme."""
    write(tmp_path, {"themes/mine/theme.yaml": "name: Mine"})
    render = renderer(load(tmp_path), masthead(), base="/")

    with pytest.raises(Problems) as raised:
        render(page(masthead(), "topic.html"))

    assert [f"DG605 themes/mine: the theme has no template 'topic.html'{ON}"] == told(raised.value)


def test_a_child_theme_can_override_one_template(tmp_path: Path) -> None:
    """The rest of the page comes from the parent."""
    write(
        tmp_path,
        {
            "themes/mine/theme.yaml": "name: Mine\nparent: default",
            "themes/mine/templates/partials/menu.html": "<nav>mine</nav>",
        },
    )
    text = renderer(load(tmp_path), masthead(), base="/")(page(masthead(), "404.html")).decode()

    assert "<nav>mine</nav>" in text
    assert "<h1>الصفحة غير موجودة</h1>" in text
