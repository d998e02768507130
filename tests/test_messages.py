"""What authors are told, in Arabic, and in which language they are told it."""

import ast
import json
import re
import string
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from babel import Locale

from digestgen import rules
from digestgen.cli.language import language
from digestgen.errors import Place, Rule, said, within
from digestgen.messages.catalogue import arabic
from digestgen.messages.plurals import arabic_category
from digestgen.messages.speech import Speech
from digestgen.preview.excerpts import problems_of
from digestgen.preview.problems import elsewhere_page, problems_page
from digestgen.progress import progress_text
from digestgen.report import WAITS, Format, WrittenSpeech, diagnostic_lines
from digestgen.stages import Stage
from digestgen.verify import Difference, difference_lines
from digestgen.why.explain import explain
from digestgen.why.scene import scene
from digestgen.why.words import input_phrase
from tests.conftest import ARTICLE, NOW, MakeSite, SiteFolder
from tests.repositories import published
from tests.running import environment, run

PACKAGE: Final = Path(__file__).parents[1] / "digestgen"
ARABIC: Final = Speech(catalogue=arabic())
IN_ARABIC: Final = {"DIGESTGEN_LANGUAGE": "ar"}
PLACE: Final = Place(file="content/a.md", line=2, column=8)
CATEGORIES: Final = {"zero", "one", "two", "few", "many", "other"}
# A Latin sign after an Arabic letter, a closing quote or a bracket: those of code stand elsewhere.
LATIN_SIGN: Final = re.compile(r"[\u0621-\u064a»)}]\s*[,;?]")
ARABIC_LETTER: Final = re.compile(r"[\u0621-\u064a]")
TWO_MISTAKES: Final = ARTICLE.replace("title: خبر", "titel: خبر").replace(
    "2024-06-21", "2024-13-21"
)


def gaps(template: str) -> set[str]:
    """Return the names of the gaps of *template*."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def texts(words: str | Mapping[str, str]) -> list[str]:
    """Return the text, or the texts of all plural forms."""
    return [words] if isinstance(words, str) else list(words.values())


def all_said() -> Iterator[str]:
    """Yield the English of every phrase that the code says."""
    for module in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield from said_by(node)
    for one, many in WAITS.values():
        yield from (one, many)


def said_by(call: ast.Call) -> Iterator[str]:
    """Yield the phrases that stand in *call*."""
    name = getattr(call.func, "attr", None) or getattr(call.func, "id", None)
    words = [one.value if isinstance(one, ast.Constant) else None for one in call.args]
    match name, words:
        case "said", [str(phrase), *_]:
            yield phrase
        case "wrong", [_, _, str(phrase), *_]:
            yield phrase
        case "counted", [_, str(noun)]:
            yield f"{{number}} {noun}"
            yield f"{{number}} {noun}s"
        case "BuildRunningError", [str(phrase)]:
            yield phrase


# --- the catalogue -------------------------------------------------------------------------------


def test_every_rule_is_there_in_arabic() -> None:
    """And no rule that there is not."""
    assert {rule.code for rule in rules.all_rules()} == set(arabic().rules)


@pytest.mark.parametrize("rule", rules.all_rules(), ids=lambda rule: rule.code)
def test_rules_say_the_same_in_arabic(rule: Rule) -> None:
    """They have the gaps of the English, and can be filled with anything."""
    words = arabic().rules[rule.code]
    both = gaps(rule.message) | gaps(rule.hint)
    told = ARABIC.of(rule.at(PLACE, hint=None, **dict.fromkeys(both, "«{x}» 100%")))

    assert (gaps(rule.message), gaps(rule.hint)) == (gaps(words.message), gaps(words.hint))
    assert words.message.replace("{", "").count("«x» 100%") == 0
    assert len(gaps(rule.message)) <= told.message.count("«{x}» 100%")
    assert len(gaps(rule.hint)) <= told.hint.count("«{x}» 100%")


def test_every_phrase_is_there_in_arabic() -> None:
    """And none that nothing says."""
    english = set(all_said()) | {"{number} error", "{number} errors"}
    english |= {"{number} warning", "{number} warnings"}

    assert english == set(arabic().phrases)


@pytest.mark.parametrize("phrase", arabic().phrases)
def test_phrases_say_the_same_in_arabic(phrase: str) -> None:
    """They have the gaps of the English; a count has all six forms."""
    words = arabic().phrases[phrase]
    if isinstance(words, str):
        assert gaps(phrase) == gaps(words)
        return
    assert set(words) == CATEGORIES
    assert {"number"} == gaps(words["few"]) == gaps(words["many"]) == gaps(words["other"])


def test_arabic_has_the_signs_of_arabic() -> None:
    """No Latin comma, semicolon or question mark ends an Arabic word."""
    told = [text for words in arabic().rules.values() for text in (words.message, words.hint)]
    told += [text for words in arabic().phrases.values() for text in texts(words)]

    assert [] == [text for text in told if LATIN_SIGN.search(text)]
    assert [] == [
        text for words in arabic().rules.values() if not ARABIC_LETTER.search(text := words.message)
    ]


def test_no_arabic_sentence_begins_with_a_latin_word() -> None:
    """A terminal would take the whole line for a Latin one."""
    told = [text for words in arabic().rules.values() for text in (words.message, words.hint)]

    assert [] == [text for text in told if re.match(r"[A-Za-z]", text)]


def test_plural_forms_are_those_of_cldr() -> None:
    """For every whole number."""
    plural = Locale("ar").plural_form

    assert [plural(number) for number in range(1_200)] == [
        arabic_category(number) for number in range(1_200)
    ]


# --- what it is made of --------------------------------------------------------------------------


def test_what_stands_in_gaps_is_translated_where_it_is_ours() -> None:
    """A text of the author's stays as it is, even one that we say, too."""
    rule = rules.WRONG_TYPE
    found = said('"{text}" in quotes', text="a list")
    one = rule.at(PLACE, key="tags", expected=said("a list"), found=found, example="tags: [a, b]")

    assert "'tags' must be a list, not \"a list\" in quotes" == one.message
    assert (
        "يجب أن تكون قيمة «tags» قائمة، والمكتوب «a list» بين علامتي اقتباس"
        == ARABIC.of(one).message
    )


def test_a_context_is_translated() -> None:
    """It stands in brackets after the message of the rule."""
    one = within(rules.NO_ASSET.at(PLACE, name="a.css"), said("on the page '{page}'", page="/b/"))

    assert "the theme has no asset 'a.css' (on the page '/b/')" == one.message
    assert (
        "ليس في قالب المظهر هذا الملف المرافق: «a.css» (في الصفحة «/b/»)" == ARABIC.of(one).message
    )


def test_long_values_are_cut_in_arabic_too() -> None:
    """A picture that was pasted into a link fills no screen."""
    one = ARABIC.of(rules.FORBIDDEN_SCHEME.at(PLACE, url="x" * 1_000))

    assert f"لا يصح أن يقود رابط إلى «{'x' * 200}…»" == one.message


# --- how it is shown -----------------------------------------------------------------------------

UNKNOWN: Final = rules.UNKNOWN_KEY.at(
    PLACE, hint=said("did you mean '{name}'?", name="title"), key="titel\u202e", known="title"
)


def test_a_pipe_gets_no_marks_of_direction() -> None:
    """Place, severity and code are as in English: editors read them."""
    assert [
        "content/a.md:2:8: error DG201: المفتاح «titel\\u202e» غير معروف",
        "    هل تقصد «title»؟",
    ] == list(diagnostic_lines([UNKNOWN], Format.TEXT, voice=WrittenSpeech(speech=ARABIC)))


def test_on_a_terminal_directions_are_marked() -> None:
    """The sentence goes from right to left, and each value in its own direction."""
    voice = WrittenSpeech(speech=ARABIC, is_terminal=True)

    assert [
        "content/a.md:2:8: error DG201: \u2067المفتاح «\u2068titel\\u202e\u2069» غير معروف\u2069",
        "    \u2067هل تقصد «\u2068title\u2069»؟\u2069",
    ] == list(diagnostic_lines([UNKNOWN], Format.TEXT, voice=voice))


def test_english_has_no_marks_of_direction() -> None:
    """On a terminal either."""
    assert [
        "content/a.md:2:8: error DG201: unknown key 'titel\\u202e'",
        "    did you mean 'title'?",
    ] == list(diagnostic_lines([UNKNOWN], Format.TEXT, voice=WrittenSpeech(is_terminal=True)))


def test_programs_get_the_same_values_in_other_words() -> None:
    """Only message and hint are in Arabic, and nothing is marked."""
    voice = WrittenSpeech(speech=ARABIC, is_terminal=True)
    (text,) = diagnostic_lines([UNKNOWN], Format.JSON, voice=voice)
    (line,) = diagnostic_lines([UNKNOWN], Format.GITHUB, voice=voice)

    assert [
        {
            "code": "DG201",
            "severity": "error",
            "file": "content/a.md",
            "line": 2,
            "column": 8,
            "message": "المفتاح «titel\u202e» غير معروف",
            "hint": "هل تقصد «title»؟",
        }
    ] == json.loads(text)["diagnostics"]
    assert line.startswith("::error file=content/a.md,line=2,col=8,title=DG201::المفتاح")


def test_the_browser_shows_problems_from_right_to_left(tmp_path: Path) -> None:
    """The whole page is Arabic; only paths go from left to right."""
    page = problems_page(problems_of(tmp_path, [UNKNOWN], ARABIC), ARABIC)

    assert '<html lang="ar" dir="rtl">' in page
    assert '<section class="problems" lang="ar" dir="rtl" role="alert">' in page
    assert "<h1>لم يُبنَ الموقع</h1><button>إخفاء</button>" in page
    assert "<p>يظهر الموقع هنا فور تصحيح ما يلي.</p>" in page
    assert '<bdi dir="ltr">content/a.md:2:8</bdi>' in page
    assert "هل تقصد «\u2068title\u2069»؟" in page


def test_the_browser_is_shown_values_in_their_own_direction(tmp_path: Path) -> None:
    """In Arabic only, and no value closes what is around it."""
    (arabic_one,) = problems_of(tmp_path, [UNKNOWN], ARABIC)
    (english_one,) = problems_of(tmp_path, [UNKNOWN])

    assert "المفتاح «\u2068titel\u202e\u202c\u2069» غير معروف" == arabic_one.message
    assert "هل تقصد «\u2068title\u2069»؟" == arabic_one.hint
    assert ("unknown key 'titel\u202e'", "did you mean 'title'?") == (
        english_one.message,
        english_one.hint,
    )


def test_the_browser_is_told_where_the_site_is() -> None:
    """In Arabic, with the path in its own direction."""
    page = elsewhere_page("/digest/", ARABIC)

    assert '<p>تجد الموقع في <bdi dir="ltr"><a href="/digest/">/digest/</a></bdi>.</p>' in page


def test_progress_is_told_in_arabic() -> None:
    """How far, and how long."""
    told = progress_text(Stage.PARSE, 900, 1_000, 90.0, 100, say=ARABIC.say)

    assert "تحليل المقالات 900 من 1,000 · بقي نحو 10 ث" == told


# --- in which language ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "settings", "variables"),
    [
        ("en", "", {}),
        ("en", "language: ar\n", {}),
        ("en", "language: ar\n", {"LANG": "C.UTF-8"}),
        ("en", "language: ar\n", {"LANG": "POSIX"}),
        ("ar", "", {"LANG": "ar_EG.UTF-8"}),
        ("ar", "", {"LANG": "ar"}),
        ("en", "", {"LANG": "arn_CL.UTF-8"}),
        ("en", "", {"LANG": "de_DE.UTF-8"}),
        ("ar", "", {"LANG": "en_GB.UTF-8", "LC_MESSAGES": "ar_SA.UTF-8"}),
        ("en", "", {"LANG": "ar_EG.UTF-8", "LC_ALL": "C"}),
        ("ar", "title: x\nmessages: ar\n", {}),
        ("ar", "messages: 'ar' # للمحررين\r\n", {"LANG": "en_US.UTF-8"}),
        ("en", "messages: en\n", {"LANG": "ar_EG.UTF-8"}),
        ("en", "params:\n  messages: ar\n", {}),
        ("en", "messages: ar\n", {"DIGESTGEN_LANGUAGE": "en"}),
        ("ar", "messages: en\n", {"DIGESTGEN_LANGUAGE": "ar"}),
        ("ar", "messages: ar\n", {"DIGESTGEN_LANGUAGE": ""}),
    ],
)
def test_the_language_is_chosen(expected: str, settings: str, variables: dict[str, str]) -> None:
    """By the variable of digestgen, else by the site, else by the system; English if none says."""
    assert expected == language(variables, settings.encode())


def test_english_loads_no_catalogue(make_site: MakeSite) -> None:
    """Nobody waits for words that are not said."""
    site = make_site({"content/a.md": ARTICLE})
    code = (
        "import sys; from digestgen.cli.main import digestgen; "
        f"digestgen(['build', '--site', {str(site.root)!r}], standalone_mode=False); "
        "print('digestgen.messages.catalogue' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment({"LANG": "en_US.UTF-8"}),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert "False" == done.stdout.splitlines()[-1]


# --- the commands --------------------------------------------------------------------------------


def told(site: SiteFolder, *arguments: str) -> tuple[int, str, str]:
    """Return how a command for *site* ends, and what it says, in Arabic and without times."""
    done = run(*arguments, cwd=site.root, env=IN_ARABIC)
    return done.returncode, re.sub(r"\d+\.\d ", "0.0 ", done.stdout), done.stderr


def test_a_build_speaks_arabic(make_site: MakeSite) -> None:
    """What was done, what waits, and what was warned of; the same from what is kept."""
    site = make_site(
        {
            "content/a.md": ARTICLE.replace("---\n\n", "place: سيئول\n---\n\n").replace(
                "نص الخبر", "سيئول، 21 يونيو (وكالة) — نص الخبر"
            ),
            "content/b.md": ARTICLE.replace("---\n\n", "draft: true\n---\n\n"),
        }
    )
    warning = (
        "content/a.md:7: warning DG410: "
        "يبدأ المتن بسطر المكان والتاريخ، ثم يضيف المفتاح «place» سطرًا آخر مثله\n"
        "    احذف أحدهما\n"
    )
    first, second = told(site, "build"), told(site, "build")

    assert (0, warning) == (first[0], first[2])
    assert re.fullmatch(
        r"مقالة واحدة، \d+ صفحة في «public»: كُتب \d+ وبقي على حاله 0 وحُذف 0، في 0\.0 ثانية\n"
        r"لم يُبنَ: مسودة واحدة\n",
        first[1],
    )
    assert (0, warning) == (second[0], second[2])
    assert "كُتب 0 وبقي على حاله" in second[1]


def test_a_failed_build_speaks_arabic(make_site: MakeSite) -> None:
    """Each problem, and their number."""
    site = make_site({"content/a.md": TWO_MISTAKES})

    assert (
        1,
        "",
        (
            "content/a.md:2:1: error DG201: المفتاح «titel» غير معروف\n"
            "    هل تقصد «title»؟\n"
            "content/a.md:3:7: error DG206: لا وجود لهذا التاريخ أو الوقت: «2024-13-21»\n"
            "    راجع الشهر واليوم والساعة وفارق التوقيت\n"
            "خطآن، ولم يُكتب شيء\n"
        ),
    ) == told(site, "build")


def test_a_check_speaks_arabic(make_site: MakeSite) -> None:
    """What it found and mended."""
    site = make_site({"content/a.md": ARTICLE.replace("نص الخبر", "نص, الخبر\u202e")})

    assert (
        3,
        "",
        (
            "content/a.md:7:3: warning DG820: العلامة «,» في الجملة العربية لاتينية\n"
            "    7 | نص, الخبر⟦U+202E⟧.\n"
            "      |   ^\n"
            "    اكتب «،»، والخيار --fix يفعل ذلك\n"
            "content/a.md:7:10: error DG801: المحرف الخفي U+202E يقلب اتجاه النص الذي يليه\n"
            "    7 | نص, الخبر⟦U+202E⟧.\n"
            "      |          ^\n"
            "    احذفه، فالصفحات تضبط الاتجاه بنفسها، والخيار --fix يحذفه\n"
            "خطأ واحد وتنبيه واحد، وفُحص ملف واحد\n"
        ),
    ) == told(site, "check")
    assert (
        0,
        (
            "content/a.md:7:3: أُصلح DG820: صار «,» هكذا «،»\n"
            "content/a.md:7:10: أُصلح DG801: حُذف «⟦U+202E⟧»\n"
            "لا خطأ، وفُحص ملف واحد\n"
        ),
        "",
    ) == told(site, "check", "--fix")


def test_a_publication_speaks_arabic(make_site: MakeSite, tmp_path: Path) -> None:
    """What is new online, nothing, and a failure."""
    place = published(make_site({"content/a.md": ARTICLE}), tmp_path / "remote.git")
    first, second = place.publish(env=IN_ARABIC), place.publish(env=IN_ARABIC)
    third = place.publish("--remote", "other", env=IN_ARABIC)

    assert "نُشر في https://example.org/digest/ ما يلي: الصفحات: +N، وN ملفًا آخر\n" == re.sub(
        r"\d+", "N", first.stdout
    )
    assert "لا شيء يُنشر، فالموقع على ما ينبغي: https://example.org/digest/\n" == second.stdout
    assert third.stderr.endswith("لم يُنشر شيء\n")
    assert "error DG903: ليس للمستودع وجهة اسمها «other» يُنشر إليها\n" in third.stderr


def test_a_new_site_speaks_arabic(tmp_path: Path) -> None:
    """What was made, and what comes next."""
    done = run("init", "digest", cwd=tmp_path, env=IN_ARABIC)

    assert (
        "أُنشئ موقع فيه مقالة واحدة: digest\nثم نفّذ:\n  cd digest\n  digestgen serve --open\n"
        '  digestgen new "TITLE" --source URL\n'
    ) == done.stdout


def test_a_new_article_speaks_arabic(make_site: MakeSite) -> None:
    """It warns of a story that is there already."""
    site = make_site({"content/a.md": ARTICLE.replace("خبر\n", "كيم يستقبل بوتين في العاصمة\n", 1)})
    code, _, errors = told(site, "new", "كيم يستقبل بوتين في العاصمة")

    assert (
        0,
        "content/a.md: warning: توجد مقالة بعنوان قريب من هذا: كيم يستقبل بوتين في العاصمة\n",
    ) == (code, errors)


def test_an_explanation_begins_in_arabic(tmp_path: Path) -> None:
    """The message and the hint of the rule; what follows is the page of the documentation."""
    english = run("explain", "DG820", cwd=tmp_path).stdout
    told = run("explain", "DG820", cwd=tmp_path, env=IN_ARABIC).stdout
    arabic_lines = "العلامة «…» في الجملة العربية لاتينية\n    اكتب «…»، والخيار --fix يفعل ذلك\n\n"

    assert english.replace("\n\n", f"\n\n{arabic_lines}", 1) == told


def test_a_move_speaks_arabic(make_site: MakeSite) -> None:
    """What it does file by file, and where the old address leads."""
    site = make_site(
        {
            "content/2024-06-21-a.md": ARTICLE,
            "content/2024-06-20-b.md": ARTICLE.replace("نص الخبر", "[خبر](2024-06-21-a.md)"),
        }
    )
    names = ("content/2024-06-21-a.md", "content/2024-06-21-c.md")

    assert (
        0,
        (
            "content/2024-06-20-b.md: صُحح رابط\n"
            "content/2024-06-21-a.md → content/2024-06-21-c.md: "
            "أُضيف عنوان بديل: /2024/06/21/a/، كُتب id: 2024-06-21-a\n"
            "الرابط /2024/06/21/a/ يقود إلى /2024/06/21/c/\n"
        ),
        "",
    ) == told(site, "move", *names)
    assert (0, "الرابط /2024/06/21/a/ يقود إلى /2024/06/21/c/ من قبل\n", "") == told(
        site, "move", *names
    )


def test_an_explanation_of_a_page_speaks_arabic(make_site: MakeSite) -> None:
    """What it is made from, and what will be done with it."""
    site = make_site({"content/a.md": ARTICLE})
    told(site, "build")
    site.write({"content/a.md": ARTICLE.replace("title: خبر", "title: آخر")})
    _, page, _ = told(site, "why", "2024/06/21/a/index.html")
    _, topic, _ = told(site, "why", "/sources/وكالة/")
    code, _, unknown = told(site, "why", "/nothing/")

    assert "public/2024/06/21/a/index.html: مقالة، من content/a.md" == page.splitlines()[0]
    assert ["مصنوع من:", "  تغيّر      content/a.md"] == page.splitlines()[1:3]
    assert "سيُصنع من جديد بسبب ما يلي: content/a.md؛ العنوان" == page.splitlines()[-1]
    assert (
        "public/sources/وكالة/index.html: قائمة مقالات، من المصدر «وكالة»"
        == (topic.splitlines()[0])
    )
    assert 1 == code
    assert "/nothing/: لم يصنع digestgen ملفًا كهذا في public ولن يصنعه" == (unknown.splitlines()[0])


def test_what_pages_are_made_from_has_a_name_in_arabic(make_site: MakeSite) -> None:
    """Each page of a site comes from a file, or from what has a phrase."""
    site = make_site({"content/a.md": ARTICLE.replace("source:", "tags: [كوريا]\nsource:")})
    seen = scene(site.root, site.output, now=NOW)
    origins = {explain(path, seen).origin for path in seen.wanted}
    files = {"content/a.md", ""}

    assert [] == [
        one for one in sorted(origins - files) if re.match("[a-z]", ARABIC.say(input_phrase(one)))
    ]


def test_a_verified_build_speaks_arabic(make_site: MakeSite) -> None:
    """Right or wrong."""
    site = make_site({"content/a.md": ARTICLE})
    code, right, _ = told(site, "build", "--verify")
    wrong = Difference(path="a.html", what=said("is missing"), lines=("س", "ص"))

    assert 0 == code
    assert re.fullmatch(
        r"ثبتت صحة البناء: يصنع البناء من الصفر الملفات نفسها، وعددها \d+", right.splitlines()[-1]
    )
    assert ["الملف public/a.html ناقص", "    المكتوب: س", "    الصواب:  ص"] == list(
        difference_lines(wrong, "public", ARABIC.say)
    )[:3]


def test_workflows_speak_arabic(make_site: MakeSite) -> None:
    """What became of each."""
    site = make_site({"content/a.md": ARTICLE})
    first, second = told(site, "ci", "init"), told(site, "ci", "init")

    assert (0, "كُتب") == (first[0], first[1].splitlines()[0].rpartition(": ")[2])
    assert "على ما ينبغي" == second[1].splitlines()[0].rpartition(": ")[2]


def test_wrong_usage_is_told_in_arabic(tmp_path: Path) -> None:
    """The first thing that a new author gets wrong."""
    done = run("build", cwd=tmp_path, env=IN_ARABIC)

    assert 2 == done.returncode
    assert "لا يوجد site.yaml هنا ولا في مجلد أعلى، فاذكر مجلد الموقع بالخيار --site" in done.stderr


# What commands print that is no word of a language: commands to type, marks, names of fields.
NO_WORDS: Final = re.compile(
    r"digestgen: |  digestgen (?:serve --open|new \"TITLE\" --source URL)|  cd |: warning"
    r"|\\x1b\[\S*|utf-8"
)
TELLERS: Final = ("cli/*.py", "why/words.py", "verify.py", "publish/words.py", "check/told.py")


def literals(node: ast.AST) -> Iterator[str]:
    """Yield the texts in *node* that no `said` takes."""
    match node:
        case ast.Call() if getattr(node.func, "id", "") in {"said", "counted"}:
            for keyword in node.keywords:
                yield from literals(keyword)
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from (*literals(node.body), *literals(node.orelse))
        case _:
            for child in ast.iter_child_nodes(node):
                yield from literals(child)


@pytest.mark.parametrize(
    "module",
    [path for pattern in TELLERS for path in sorted(PACKAGE.glob(pattern))],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_no_command_speaks_english_alone(module: Path) -> None:
    """What is printed, yielded as a line or ends a command is a phrase, or no words."""
    printed: list[ast.AST] = []
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(attr="echo" | "prompt" | "UsageError"), args=args):
                printed += args[:1]
            case ast.Call(func=ast.Attribute(attr="BadParameter"), args=args):
                printed += args[:1]
            case ast.Call(func=ast.Name(id="fail" | "Misuse"), args=args):
                printed += args[:1]
            case ast.Yield(value=ast.JoinedStr() | ast.Constant() as value):
                printed.append(value)
    words = (text for node in printed for text in literals(node))

    assert [] == [
        text for text in words if re.search("[a-z]{2}", text) and not NO_WORDS.fullmatch(text)
    ]


def test_the_settings_choose_the_language(make_site: MakeSite) -> None:
    """Even where the settings themselves are what is wrong."""
    site = make_site(
        {"site.yaml": "title: موجز\nurl: https://example.org/\nmessages: ar\ntitle: x\n"}
    )
    done = run("build", cwd=site.root, env={"LANG": "en_US.UTF-8"})

    assert (
        "site.yaml:4:1: error DG122: المفتاح «title» مكتوب مرتين، وأولاهما في السطر 1\n"
        "    أبقِ واحدًا منهما\n"
        "خطأ واحد، ولم يُكتب شيء\n"
    ) == done.stderr


def test_another_language_for_messages_is_refused(make_site: MakeSite) -> None:
    """There are two."""
    site = make_site({"site.yaml": "title: موجز\nurl: https://example.org/\nmessages: fr\n"})

    assert ["'messages' cannot be 'fr'"] == [one.message for one in site.problems()]
