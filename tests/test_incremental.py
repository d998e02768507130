"""A build that is not the first ends with the bytes of one from nothing, whatever came between."""

import json
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unittest.mock import ANY

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from digestgen import fingerprint, inputs, outputs, pipeline, recall, texts, unchanged, wanted
from digestgen.build import build
from digestgen.cache import memory
from digestgen.cache.codec import encode
from digestgen.cache.memory import Memory, lasting
from digestgen.content import articles, chunks
from digestgen.errors import Problems
from digestgen.file_path import FilePath
from digestgen.fingerprint import page_fingerprint
from digestgen.pages import lists, planning
from digestgen.pages.planning import beside, shown
from digestgen.pictures import ready
from digestgen.promise import Printed, Promise, print_of
from digestgen.views import Masthead
from tests.conftest import NOW, SiteFolder
from tests.edits import (
    ABOUT,
    BODY,
    DOCUMENT,
    ICON,
    PHOTO,
    PICTURE,
    SHOWN,
    START,
    STRINGS,
    WHOLE,
    Damage,
    Edit,
    Harm,
    Lose,
    Remove,
    Set,
    World,
    edits,
    files_of,
    harms,
    path_of,
    photo,
    picture,
    put,
)
from tests.running import within

ROOT: Final = Path(__file__).parents[1]
MOMENTS: Final = (NOW, datetime(2024, 6, 20, 12, tzinfo=UTC), datetime(2035, 1, 1, tzinfo=UTC))
NANOSECONDS_IN_AN_HOUR: Final = 3600 * 10**9


@dataclass(frozen=True, slots=True)
class Round:
    """What happens, and then a build at *moment*.

    If the files have *settled*, as they have after two seconds, the next build tells them by their
    stat; if not, by their bytes.
    """

    edits: Sequence[Edit] = ()
    harms: Sequence[Harm] = ()
    moment: datetime = NOW
    settled: bool = True
    elsewhere: bool = False
    """Whether it is a build of another process, which knows nothing of those before."""


ROUNDS: Final = st.lists(
    st.builds(
        Round,
        st.lists(edits, min_size=1, max_size=3),
        # Most builds remember what was before, or there would be little to get wrong.
        st.one_of(*[st.just(())] * 4, st.lists(harms, min_size=1, max_size=2)),
        st.sampled_from(MOMENTS),
        st.booleans(),
        st.sampled_from((False, False, False, True)),
    ),
    min_size=1,
    max_size=8,
)


# --- the property --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an author gets of a build: what it says, and the output."""

    said: tuple[object, ...]
    tree: Mapping[str, bytes]


def outcome(site: SiteFolder, round_: Round, memory: Memory | None = None) -> tuple[Outcome, bool]:
    """Return what comes of a build of *site* with *memory*, and whether it is good.

    The author clears away the files that the build leaves alone since they were changed by hand.
    """
    began = time.time_ns() + (NANOSECONDS_IN_AN_HOUR if round_.settled else 0)
    try:
        report = build(site.root, site.output, now=round_.moment, started=began, memory=memory)
    except Problems as problems:
        return Outcome(problems.diagnostics, site.tree()), False
    for name in report.output.kept:
        path = site.output / name
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    said = (report.articles, report.pages, report.waiting, report.warnings)
    return Outcome(said, site.tree()), True


def clean(world: World, round_: Round, folder: Path) -> Outcome:
    """Return what comes of the first build of *world*, in the new *folder*."""
    site = SiteFolder(folder)
    put(site, {}, world)
    found, _ = outcome(site, round_)
    shutil.rmtree(folder)
    return found


def check(site: SiteFolder, world: World, round_: Round, memory: Memory | None) -> bool:
    """Compare a build of *site* with one of *world* from nothing; tell whether it is good.

    A build that fails must leave the output as it was.
    """
    before = site.tree()
    found, good = outcome(site, round_, None if round_.elsewhere else memory)
    expected = clean(world, round_, site.root.with_name("clean"))
    assert Outcome(expected.said, expected.tree if good else before) == found
    return good


def play(rounds: Sequence[Round], folder: Path, memory: Memory | None = None) -> None:
    """Build a site again and again in *folder*, with *memory* if there is one; check each build.

    After a build that fails, the edits of the round are undone.
    """
    site, world = SiteFolder(folder / "site"), START
    put(site, {}, world)
    outcome(site, Round(), memory)
    for round_ in rounds:
        edited = reduce(lambda before, edit: edit.of(before), round_.edits, world)
        put(site, world, edited)
        for harm in round_.harms:
            harm.to(site)
        if check(site, edited, round_, memory):
            world = edited
        else:
            put(site, edited, world)
            check(site, world, round_, memory)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(ROUNDS)
def test_a_later_build_is_a_clean_build(rounds: list[Round]) -> None:
    """Whatever was edited or damaged, and whether or not the last build failed.

    The output, the manifest, the warnings and the problems are those of the first build of a site.
    """
    with TemporaryDirectory() as folder:
        play(rounds, Path(folder))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(ROUNDS)
def test_a_later_build_of_one_process_is_a_clean_build(rounds: list[Round]) -> None:
    """So it is with what a process remembers of all its builds, and others build in between."""
    with TemporaryDirectory() as folder:
        play(rounds, Path(folder), lasting())


# --- faults that are planted ---------------------------------------------------------------------


def without(*kinds: type) -> Callable[[object], bytes]:
    """Return the encoding of values that loses those of *kinds*."""
    return lambda value: b"" if isinstance(value, kinds) else encode(value)


def without_strings(value: object) -> bytes:
    """Return the encoding of *value* that loses the strings of a theme."""
    return b"" if isinstance(value, dict) and "home" in value else encode(value)


def without_stat(value: object) -> bytes:
    """Return the encoding of *value* that loses the stat of a file."""
    match value:
        case (FilePath() as path, (int(), int(), int(), int())):
            return encode(path)
    return encode(value)


def body(path: str, text: str) -> Round:
    """Return the round that gives the file *path* another text."""
    return Round([Set(path, BODY, text)])


FIRST_TEXT: Final = body(ABOUT, "جملة.\n\n- كلمة")
BY_TEXT: Final = Set(ABOUT, BODY, "جملة.\n\n- فقرة")
OTHER_TEMPLATE: Final = Set(SHOWN, WHOLE, "{{ page }}")
HARM: Final = Damage("public", "flip", 1)
TEXTS: Final = (FIRST_TEXT, Round([BY_TEXT]))
OTHER_TITLE: Final = Set(path_of("a"), "title", "عنوان آخر")


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake in our code, and what an author has to do to meet it."""

    module: Any
    name: str
    mistake: object
    rounds: Sequence[Round]


FAULTS: Final[Mapping[str, Fault]] = {
    "the templates that a template includes": Fault(
        fingerprint,
        "template_closure",
        lambda _, name: (name,),
        [Round([Set(SHOWN, WHOLE, "{{ page }}")])],
    ),
    "the masthead": Fault(
        fingerprint, "encode", without(Masthead), [Round([Set("site.yaml", "title", "موجز آخر")])]
    ),
    "the assets": Fault(
        fingerprint,
        "encode",
        without(list),
        [Round([Set(ICON, WHOLE, "<svg><g/></svg>")])],
    ),
    "the cards": Fault(articles, "gist_print", lambda *_: "", [Round([OTHER_TITLE])]),
    "what an article's file says": Fault(
        planning,
        "shown",
        lambda article, prints: shown(replace(article, print=""), prints),
        [Round([OTHER_TITLE])],
    ),
    "what an article shows besides": Fault(
        planning,
        "beside",
        lambda *given: replace(beside(*given), config=""),
        [Round([Set("site.yaml", "rights", "excerpt")])],
    ),
    "the topics of an article": Fault(
        planning,
        "beside",
        lambda *given: replace(beside(*given), topics=defaultdict(str)),
        [Round([Set("site.yaml", "topics", "{korea: {name: كورية, aliases: [Korea]}}")])],
    ),
    "what a page is made from": Fault(
        lists,
        "promise",
        lambda view, *given: Promise(view, given, print_of(given[0])),
        [Round([OTHER_TITLE])],
    ),
    "the strings": Fault(
        fingerprint, "encode", without_strings, [Round([Set(STRINGS, WHOLE, "home: البداية\n")])]
    ),
    "the theme as a whole": Fault(
        wanted,
        "page_fingerprint",
        lambda plan, _, keys: page_fingerprint(plan, "", keys),
        [Round([Set(SHOWN, WHOLE, "{{ page }}")])],
    ),
    "the view": Fault(
        wanted,
        "page_fingerprint",
        lambda plan, *rest: page_fingerprint(replace(plan, view=Printed(None, "")), *rest),
        [Round([OTHER_TITLE])],
    ),
    "what fills the gaps of a body": Fault(
        fingerprint,
        "encoded_fillings",
        lambda _: b"",
        [body(ABOUT, "[رابط](2024/a.md)"), Round([Set(path_of("a"), "slug", "other")])],
    ),
    "the text of a body": Fault(
        wanted,
        "page_fingerprint",
        lambda plan, made_with, _: page_fingerprint(plan, made_with, ""),
        # With another title it takes more than a build of texts.
        [FIRST_TEXT, Round([BY_TEXT, OTHER_TITLE])],
    ),
    "that more changed than a text": Fault(
        texts, "has_facts_of", lambda *_: True, [Round([OTHER_TITLE])]
    ),
    "the headings of a text": Fault(
        articles,
        "facts_print",
        lambda front, body: print_of((front, body.lead)),
        [
            body(ABOUT, "جملة.\n\n## عنوان"),
            body(path_of("a"), "[رابط](../about.md#عنوان)"),
            body(ABOUT, "جملة.\n\n## آخر"),
        ],
    ),
    "what else changed with a text": Fault(
        texts,
        "seen_with",
        lambda *_: ANY,
        [FIRST_TEXT, Round([BY_TEXT, OTHER_TEMPLATE])],
    ),
    "which pages show a text": Fault(texts, "read_pages", lambda *_: [], TEXTS),
    "the output beside a text": Fault(
        texts,
        "is_untouched",
        lambda *_: True,
        [FIRST_TEXT, Round([BY_TEXT], [HARM])],
    ),
    "how long a plan is the same": Fault(
        texts,
        "lasts",
        lambda *_: True,
        [
            Round([FIRST_TEXT.edits[0], Set(path_of("a"), "date", "2030-06-01")]),
            Round([BY_TEXT], moment=MOMENTS[2]),
        ],
    ),
    "what lies in the output": Fault(
        pipeline,
        "changed_files",
        lambda *_: frozenset(),
        [Round([], [Damage("public", "flip", 1)])],
    ),
    "whether a file changed": Fault(
        wanted,
        "encode",
        without_stat,
        [
            Round([Set(path_of("a"), BODY, "[ملف](x.pdf)"), Set(DOCUMENT, WHOLE, "واحد")]),
            Round([Set(DOCUMENT, WHOLE, "اثنان")]),
        ],
    ),
    "whether a picture changed": Fault(
        ready,
        "is_same",
        lambda *_: True,
        [Round([Set(path_of("a"), "image", "p.png")]), Round([Set(PICTURE, WHOLE, picture(5))])],
    ),
    "what is kept of a picture": Fault(
        outputs,
        "is_kept",
        lambda *_, **__: True,
        [
            Round([Set(path_of("a"), "image", "photo.jpg"), Set(PHOTO, WHOLE, photo(1))]),
            Round([], [Damage(".digestgen/pictures", "flip"), Lose("public")]),
        ],
    ),
    "what a site looks like": Fault(
        unchanged, "sights", lambda *_: iter(()), [Round([Set(SHOWN, WHOLE, "{{ page }}")])]
    ),
    "how the output looks": Fault(
        unchanged, "lies_there", lambda *_: True, [Round([], [Damage("public", "flip", 1)])]
    ),
    "how long a site looks the same": Fault(
        unchanged,
        "lasts",
        lambda *_: True,
        [Round([Set(path_of("a"), "date", "2030-06-01")]), Round(moment=MOMENTS[2])],
    ),
    "whether an article changed, by its stat": Fault(
        inputs, "is_same", lambda _, kept: kept is not None, [body(ABOUT, "آخر")]
    ),
    "whether an article changed, by its bytes": Fault(
        chunks,
        "key_of",
        lambda *_: "key",
        [Round(settled=False), Round([Set(ABOUT, BODY, "آخر")], settled=False)],
    ),
    "the settings that parsing reads": Fault(
        inputs,
        "fingerprint",
        lambda *_: "",
        [
            body(path_of("a"), "جملة.\n\n(انتهى)"),
            Round([Set("site.yaml", "end_mark", "(انتهى)")]),
        ],
    ),
}


@pytest.mark.parametrize("forgotten", FAULTS)
def test_what_a_build_forgets_to_look_at_is_found_out(
    forgotten: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison with a clean build has teeth: with each of these faults it fails."""
    fault = FAULTS[forgotten]
    play(fault.rounds, tmp_path / "right")
    monkeypatch.setattr(fault.module, fault.name, fault.mistake)

    with pytest.raises(AssertionError):
        play(fault.rounds, tmp_path / "wrong")


def loosely_shared(new: object, old: object) -> object:
    """Return *old* if Python takes *new* for its equal."""
    return old if new == old else new


def params(text: str) -> Round:
    """Return the round that gives the site other free values."""
    return Round([Set("site.yaml", "params", text)])


# What goes wrong only if a process remembers.
MEMORY_FAULTS: Final[Mapping[str, Fault]] = {
    "what was handed to a function": Fault(
        recall, "is_same", lambda *_: True, [Round([Set(path_of("a"), "title", "عنوان آخر")])]
    ),
    "what a function is called with besides": Fault(
        recall,
        "are_same",
        lambda new, old: len(new) == len(old),
        [Round([Set("site.yaml", "title", "موجز آخر")])],
    ),
    "which rows there are": Fault(
        recall,
        "is_identical",
        lambda *_: True,
        [Round([Set(path_of("a"), "title", "عنوان آخر")])],
    ),
    "that a result is another one": Fault(
        recall,
        "shared",
        lambda _, old: old,
        [Round([Set(path_of("a"), "title", "عنوان آخر")])],
    ),
    "the zone of a moment": Fault(
        recall,
        "is_equal",
        lambda new, old: new == old,
        [
            Round([Set(path_of("a"), "date", "2024-06-21T10:00:00+00:00")]),
            Round([Set(path_of("a"), "date", "2024-06-21T12:00:00+02:00")]),
        ],
    ),
    "the type of a value": Fault(
        recall, "shared", loosely_shared, [params("{x: 1}"), params("{x: true}")]
    ),
    "the order of a mapping": Fault(
        recall, "shared", loosely_shared, [params("{x: {y: 1, z: 2}}"), params("{x: {z: 2, y: 1}}")]
    ),
    "the files of a theme": Fault(
        unchanged, "sights", lambda *_: iter(()), [Round([Set(SHOWN, WHOLE, "{{ page }}")])]
    ),
    "that others build": Fault(
        memory,
        "file_stat",
        lambda _: (0, 0, 0, 0),
        [
            Round([Set(path_of("new"), "title", "جديد")], elsewhere=True),
            Round([Remove(path_of("new"))]),
        ],
    ),
    "the text of a body": Fault(
        wanted,
        "text_keys",
        lambda *_: "",
        [body(ABOUT, "جملة.\n\n- كلمة"), body(path_of("a"), "آخر"), Round([BY_TEXT, OTHER_TITLE])],
    ),
    "what lies in the output": Fault(
        pipeline,
        "changed_files",
        lambda *_: frozenset(),
        [Round([], [Damage("public", "flip", 1)])],
    ),
    "whether an article changed": Fault(
        inputs, "is_same", lambda _, kept: kept is not None, [body(ABOUT, "آخر")]
    ),
    "how long a site looks the same": Fault(
        unchanged,
        "lasts",
        lambda *_: True,
        [Round([Set(path_of("a"), "date", "2030-06-01")]), Round(moment=MOMENTS[2])],
    ),
}


@pytest.mark.parametrize("forgotten", MEMORY_FAULTS)
def test_what_a_memory_gets_wrong_is_found_out(
    forgotten: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison has teeth for what a process remembers as well."""
    fault = MEMORY_FAULTS[forgotten]
    play(fault.rounds, tmp_path / "right", lasting())
    monkeypatch.setattr(fault.module, fault.name, fault.mistake)

    with pytest.raises(AssertionError):
        play(fault.rounds, tmp_path / "wrong", lasting())


# --- builds that end badly -----------------------------------------------------------------------


def test_problems_cost_nothing_that_was_kept(tmp_path: Path) -> None:
    """After a mistake is mended only the edits made meanwhile are left to do."""
    site = SiteFolder(tmp_path)
    world = Set("site.yaml", "timezone", "Asia/Seoul").of(START)
    put(site, {}, world)
    site.build()
    before, kept = site.tree(), (tmp_path / ".digestgen/articles.jsonl").read_bytes()
    mistakes = [Set("site.yaml", "title", None), Set("site.yaml", "per_page", "many")]
    for mistake in mistakes:
        put(site, world, mistake.of(world))
        site.problems()
        assert kept == (tmp_path / ".digestgen/articles.jsonl").read_bytes()
        put(site, mistake.of(world), world)
    edited = Set(ABOUT, BODY, "نص آخر.").of(world)
    put(site, world, Set(path_of("a"), "title", None).of(edited))
    site.problems()

    assert before == site.tree()
    put(site, Set(path_of("a"), "title", None).of(edited), edited)
    assert ("about/index.html",) == site.build().rendered


BUILD_FOR_EVER: Final = """
import json, sys
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from digestgen.build import build
from digestgen.cache.memory import lasting

root, jobs, versions = Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3])
memory = lasting() if sys.argv[4] == "lasting" else None
print("ready", flush=True)
for files in cycle(versions):
    for name, text in files.items():
        (root / name).write_text(text, "utf-8")
    build(root, root / "public", now=datetime(2026, 1, 1, tzinfo=UTC), jobs=jobs, memory=memory)
"""


def killed(
    site: SiteFolder, versions: Sequence[World], jobs: int, memory: str, after_seconds: float
) -> None:
    """Let a process make of *site* one of *versions* after the other, and kill it at work.

    Its *memory* is lasting or none.
    """
    files = [{path: text.decode() for path, text in files_of(one).items()} for one in versions]
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            BUILD_FOR_EVER,
            str(site.root),
            str(jobs),
            json.dumps(files),
            memory,
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    with within(process):
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after_seconds)
        assert process.poll() is None
        process.kill()


@pytest.mark.parametrize(
    ("jobs", "memory", "articles", "times"),
    [(1, "none", 40, 6), (1, "lasting", 40, 6), (2, "lasting", 210, 4)],
)
def test_a_build_that_is_killed_is_completed(
    jobs: int, memory: str, articles: int, times: int, tmp_path: Path
) -> None:
    """Wherever it was, the next build ends as a clean one, and nothing is left of the first."""
    names = [f"n{number:03}" for number in range(articles)]
    more = {path_of(name): {**START[path_of("a")], "title": name} for name in names}
    world = {**START, **more}
    site = SiteFolder(tmp_path / "site")
    put(site, {}, world)
    one = {path_of(name): {**more[path_of(name)], "tags": "[روسيا]"} for name in names[::3]}
    other: World = {path: world[path] for path in (SHOWN, *one)}
    versions: list[World] = [{SHOWN: {WHOLE: "{{ page }}"}, **one}, other]
    expected = clean(world, Round(), tmp_path / "clean")
    for number in range(times):
        killed(site, versions, jobs, memory, after_seconds=0.1 + 0.17 * number)
        site.write(files_of(other))

        assert expected == outcome(site, Round(settled=number % 2 == 0))[0]
        assert [] == list((site.root / ".digestgen/stage").iterdir())
