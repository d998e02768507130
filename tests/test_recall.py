"""What pure functions returned is recalled: never in the place of what can be told from it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from markupsafe import Markup
from msgspec import Struct

from digestgen.file_path import FilePath
from digestgen.recall import AFRESH, Recollection, shared

B, C, X = "bcx"
NOON = datetime(2024, 6, 21, 12, tzinfo=UTC)


class Card(Struct, frozen=True):
    """A value of some fields."""

    title: str
    topics: tuple[str, ...] = ()
    inner: "Card | None" = None


def counted(function: Callable[..., object]) -> tuple[Callable[..., object], list[object]]:
    """Return *function* and the list of what it is called with."""
    calls: list[object] = []

    def called(*arguments: object) -> object:
        calls.append(arguments)
        return function(*arguments)

    return called, calls


# --- one object for another ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (True, 1),
        (1, 1.0),
        (Markup("a"), "a"),
        (NOON, NOON.astimezone(timezone(timedelta(hours=3)))),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"a": {"x": 1, "y": 2}}, {"a": {"y": 2, "x": 1}}),
        ({"a": 1}, {"a": True}),
        ([1, 2], (1, 2)),
        ((1, 2), (1, 2, 3)),
        ((1, 2, 3), (1, 2)),
        (Card("a"), Card("b")),
        (Card("a", ("x",)), Card("a", ("y",))),
    ],
)
def test_what_can_be_told_apart_is_another(new: object, old: object) -> None:
    """Neither stands for the other, alone or inside of something, even if Python says `==`."""
    for one, other in ((new, old), ((new,), (old,)), ({"k": new}, {"k": old}), ([new], [old])):
        found = shared(one, other)
        assert repr(one) == repr(found)
        assert found is not other


@pytest.mark.parametrize(
    "make",
    [
        lambda: f"ab{C}",
        lambda: (1000, f"ab{C}"),
        lambda: Card(f"ab{C}", ("x",), Card("d")),
        lambda: {"a": [date(2024, 6, 21), FilePath("a/b")]},
        lambda: datetime(2024, 6, 21, 12, tzinfo=UTC),
        lambda: frozenset({"a", "b"}),
    ],
)
def test_what_cannot_be_told_apart_is_one(make: Callable[[], object]) -> None:
    """A value that came out as it was is the object of the last time."""
    old = make()

    assert old is shared(make(), old)


def test_parts_are_shared() -> None:
    """Of a value that changed, what did not change is the object of the last time."""
    old = (Card("a", ("x", "y"), Card("inner")), {"k": Card("kept"), "l": 1})
    new = (Card("b", ("x", "y"), Card("inner")), {"k": Card("kept"), "l": 2})
    found = shared(new, old)

    assert new == found
    assert old[0].inner is found[0].inner
    assert old[0].topics is found[0].topics
    assert old[1]["k"] is found[1]["k"]


# --- calls ---------------------------------------------------------------------------------------


def test_a_call_is_made_once() -> None:
    """As long as it is with the same objects, or with plain values that are equal."""
    recall = Recollection()
    make, calls = counted(lambda card, path: Card(card.title + path))
    card = Card("a")
    results = []
    for path in ("/x", f"/{X}", "/y"):
        recall.begin()
        results.append(recall(make, "key", card, path))
        recall.end()

    assert [(card, "/x"), (card, "/y")] == calls
    assert results[0] is results[1]
    assert [Card("a/x"), Card("a/x"), Card("a/y")] == results


def test_a_result_that_is_as_before_is_the_one_before() -> None:
    """So what is made of it is recalled as well, though the argument was another one."""
    recall = Recollection()
    results = []
    for title in ("one", "two"):
        recall.begin()
        results.append(recall(lambda_title, "key", Card(title, ("x",))))
        recall.end()

    assert results[0] is results[1]


def lambda_title(card: Card) -> tuple[str, ...]:
    """Return what of *card* a page shows."""
    return tuple(topic * 2 for topic in card.topics)


def test_what_a_build_does_not_ask_for_is_forgotten() -> None:
    """Memory does not grow with what is gone; a build that failed forgets nothing."""
    recall = Recollection()
    make, calls = counted(str)
    for keys in ("ab", "a", "ab"):
        recall.begin()
        for key in keys:
            recall(make, key, key)
        recall.end()
    assert [("a",), ("b",), ("b",)] == calls
    recall.begin()
    recall(make, "c", "c")
    recall.begin()
    recall.begin()
    for key in "abc":
        recall(make, key, key)

    assert [("a",), ("b",), ("b",), ("c",)] == calls


def test_each_row_is_a_call() -> None:
    """Rows are known by their keys, wherever they stand, and called for only if they changed."""
    make, calls = counted(lambda card, number, end: f"{card.title}{number}{end}")
    a, b, c = Card("a"), Card("b"), Card("c")
    recall = Recollection()

    def made(keys: str, cards: list[Card], numbers: list[int], end: str = ".") -> object:
        calls.clear()
        recall.begin()
        found = recall.each(make, keys, (cards, numbers), end)
        recall.end()
        assert AFRESH.each(make, keys, (cards, numbers), end) == found
        del calls[-len(keys) :]
        return found

    first = made("ab", [a, b], [1, 2])
    assert 2 == len(calls)
    assert first is made("ab", [a, b], [1, 2])
    assert [] == calls
    assert ("a1.", "b3.") == made("ab", [a, b], [1, 3])
    assert [(b, 3, ".")] == calls
    assert ("c1.", "b3.", "a1.") == made("cba", [c, b, a], [1, 3, 1])
    assert [(c, 1, ".")] == calls
    assert ("a1!", "c1!") == made("ac", [a, c], [1, 1], "!")
    assert [(a, 1, "!"), (c, 1, "!")] == calls


def test_equal_texts_are_one_object() -> None:
    """What a disk says anew at each build is the object of the last build."""
    recall = Recollection()
    found = []
    for _ in range(2):
        recall.begin()
        found.append(recall.interned("k", [f"a{B}", (int("1000"), int("2000"))]))
        recall.end()

    assert found[0][0] is found[1][0]
    assert found[0][1] is found[1][1]
    assert ["x"] == AFRESH.interned("k", ["x"])
