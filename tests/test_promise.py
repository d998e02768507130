"""Pages are pure functions and their arguments: equal prints are equal pages."""

import pickle
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from msgspec.structs import asdict, replace

from digestgen.content.read import read_tree
from digestgen.file_path import FilePath
from digestgen.inputs import Inputs, Run, read_inputs
from digestgen.model import Article, Moment, Site
from digestgen.page_plan import PagePlan
from digestgen.pages.plan import MARK, not_found_view, plan
from digestgen.pages.planning import Beside, Frame, beside, shown
from digestgen.promise import Printed, Promise, print_of, printed, promise
from digestgen.recall import Recollection
from digestgen.site.assemble import assemble
from digestgen.views import Card
from tests.conftest import NOW, SiteFolder
from tests.edits import BODY, FRONT, START, Set, World, path_of, put

NOON = datetime(2024, 6, 21, 12, tzinfo=UTC)
# What only the page of an article shows, or feeds; no list.
NOT_IN_LISTS = ("place", "aliases", "updated", "rights", "corrections", "params", "id", "expires")


def doubled(number: int, text: str = "") -> tuple[int, str]:
    """Return what can be told from all arguments."""
    return 2 * number, text


def first(pair: tuple[int, str]) -> int:
    """Return the first of *pair*."""
    return pair[0]


# --- prints --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, True),
        (1, 1.0),
        ("1", 1),
        (None, ""),
        (("a", "bc"), ("ab", "c")),
        (("a",), "a"),
        ({"x": 1, "y": 2}, {"y": 2, "x": 1}),
        (date(2024, 6, 21), date(2024, 6, 22)),
        (
            Moment(at=NOON, timed=True),
            Moment(at=NOON.astimezone(timezone(timedelta(hours=3))), timed=True),
        ),
        (FilePath("a/b.md"), FilePath("a/c.md")),
    ],
)
def test_what_can_be_told_apart_has_another_print(one: object, other: object) -> None:
    """By itself, as an argument, and inside of one."""
    assert print_of(one) != print_of(other)
    assert promise(doubled, one).print != promise(doubled, other).print
    assert promise(doubled, (1, one)).print != promise(doubled, (1, other)).print
    assert promise(doubled, printed(one)).print != promise(doubled, printed(other)).print


def test_a_print_is_of_the_function_and_of_all_arguments() -> None:
    """In their order, promised ones by their own prints."""
    prints = [
        promise(doubled, 1).print,
        promise(doubled, 1, "a").print,
        promise(first, 1).print,
        promise(first, promise(doubled, 1)).print,
        promise(first, promise(doubled, 2)).print,
    ]

    assert len(set(prints)) == len(prints)
    assert promise(first, promise(doubled, 1)).print == promise(first, promise(doubled, 1)).print


def test_a_page_with_the_same_promise_is_the_same_page() -> None:
    """That of the last build is taken for it; whatever else differs makes another one."""
    frames = [Frame("https://a.example", base, "ar") for base in ("/", "/", "/b/")]
    first, again, other = [
        PagePlan(path="a", template="b", view=promise(not_found_view, frame), origin="c")
        for frame in frames
    ]
    pages = [again, other, *(replace(again, **{name: "d"}) for name in ("path", "template"))]
    recall = Recollection()
    recall.interned("pages", [first], MARK)
    recall.end()

    assert [True, False, False, False] == [
        page is first for page in recall.interned("pages", pages, MARK)
    ]


def test_what_is_no_value_has_no_print() -> None:
    """A function, for one, could read whatever it wants."""
    with pytest.raises(TypeError):
        promise(doubled, lambda: 1)


def test_a_promise_is_kept_with_its_arguments() -> None:
    """What is printed or promised in turn is there as it is, in tuples as well."""
    pair: Promise[tuple[int, str]] = promise(doubled, printed(2), "a")

    assert (4, "a") == pair.kept()
    assert 4 == promise(first, pair).kept()
    assert (((4, "a"), 1),) == promise(doubled_inside, ((pair, 1),)).kept()


def doubled_inside(values: tuple[object, ...]) -> tuple[object, ...]:
    """Return *values*."""
    return values


# --- the pages of a site -------------------------------------------------------------------------


def read(root: Path, world: World) -> tuple[Inputs, Site]:
    """Return the site of *world*, written to *root*."""
    put(SiteFolder(root), {}, world)
    tree, _ = read_tree(root / "content")
    inputs = read_inputs(root, tree, Run(now=NOW, started=0, jobs=1), [])
    assert inputs is not None
    return inputs, assemble(inputs.config, inputs.parsed, inputs.facts)[0]


def planned(root: Path, world: World) -> tuple[Site, tuple[PagePlan, ...]]:
    """Return the site of *world* and its pages."""
    _, site = read(root, world)
    return site, plan(site)[0]


def test_views_are_promised_by_functions_of_modules(tmp_path: Path) -> None:
    """A function inside of another could see what is not compared; and none could be sent."""
    _, pages = planned(tmp_path / "site", START)
    functions = {function for page in pages for function in functions_of(page.view)}

    # Their names stand for them.
    assert len(functions) == len({function.__qualname__ for function in functions}) > 10
    for function in functions:
        assert function is getattr(sys.modules[function.__module__], function.__qualname__)


def functions_of(value: object) -> Iterator[Callable[..., object]]:
    """Yield the functions that are called for *value*."""
    if isinstance(value, Promise):
        yield value.function
        yield from functions_of(value.arguments)
    elif isinstance(value, tuple):
        for one in value:
            yield from functions_of(one)


def test_pages_can_be_made_elsewhere(tmp_path: Path) -> None:
    """A plan that was sent to another process makes the same view, with the same print."""
    _, pages = planned(tmp_path / "site", START)
    sent = pickle.loads(pickle.dumps(pages))  # noqa: S301 - made here

    assert [page.view.kept() for page in pages] == [page.view.kept() for page in sent]
    assert [page.view.print for page in pages] == [page.view.print for page in sent]


EDITS = [(key, value) for key, values in FRONT.items() for value in values]


@pytest.mark.parametrize(("key", "value"), EDITS)
def test_equal_prints_are_equal_articles(key: str, value: str | None, tmp_path: Path) -> None:
    """Whatever an author edits: what a page or a list shows is not another without its print."""
    before = faces(read(tmp_path / "one", START)[1])
    after = faces(read(tmp_path / "two", Set(path_of("a"), key, value).of(START))[1])

    for path in before.keys() & after.keys():
        (whole, card), (other, other_card) = before[path], after[path]
        if whole.print == other.print:
            assert without_places(whole.value) == without_places(other.value)
        if card.print == other_card.print:
            assert card.kept() == other_card.kept()
    if key in NOT_IN_LISTS:
        assert {path: card.print for path, (_, card) in before.items() if path in after} == {
            path: card.print for path, (_, card) in after.items()
        }


def faces(site: Site) -> Mapping[str, tuple[Printed[Article], Promise[Card]]]:
    """Return the articles of *site* as pages and as lists show them, by path."""
    return {one.path: shown(one, prints_beside(site)) for one in site.articles}


def prints_beside(site: Site) -> Beside:
    """Return the prints of what the articles of *site* show beside what their files say."""
    topics = [entry.topic for entry in site.topics]
    return beside(site.config, topics, [entry.source for entry in site.sources])


def without_places(article: Article) -> dict[str, object]:
    """Return the fields of *article* but for the lines in which things stand."""
    fields = asdict(article)
    body = fields.pop("body")
    return {**fields, "lead": body.lead}


def test_a_text_is_no_part_of_a_print(tmp_path: Path) -> None:
    """Only what the plan reads of it: first sentences, headings, links."""
    one = Set(path_of("a"), BODY, "جملة أولى.\n\n- كلمة").of(START)
    other = Set(path_of("a"), BODY, "جملة أولى.\n\n- شيء").of(START)
    before = faces(read(tmp_path / "one", one)[1])
    after = faces(read(tmp_path / "two", other)[1])

    assert {path: whole.print for path, (whole, _) in before.items()} == {
        path: whole.print for path, (whole, _) in after.items()
    }
