"""What pure functions returned in the last build, so that the next one need not call them again.

A function that is recalled takes all that it reads as arguments, and nothing else. If they are the
very objects of the last build, so is what it returns. If not, it is called; and whatever of its
result came out as it was the last time becomes the very object of the last time. So what is made
from that is recalled in its turn, and an edit costs what it changes.

One object stands for another only if nothing can tell them apart: `True` is not `1`, the same
moment in another zone is another moment, and a mapping in another order is another mapping.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import compress, count, repeat, starmap
from operator import is_, is_not
from typing import Any, Final, NamedTuple, TypeVar, TypeVarTuple, cast

from msgspec import Struct
from msgspec.structs import replace

from digestgen.file_path import FilePath

Value = TypeVar("Value")
Arguments = TypeVarTuple("Arguments")
Mark = Callable[[Value], Hashable]
"""What returns the same for equal values, and for no others."""
Columns = tuple[Sequence[Any], ...]
"""The arguments of many calls: the first ones, the second ones, and so on."""

# Whose values are compared rather than their identity: it costs no more.
PLAIN: Final = frozenset({str, bytes, int, bool, type(None), date, FilePath})


class Recall:
    """Calls pure functions. This one recalls nothing: it is that of a build by itself."""

    def __call__(
        self,
        function: Callable[[*Arguments], Value],
        key: Hashable,
        /,
        *arguments: *Arguments,
    ) -> Value:
        """Return what *function* makes of *arguments*.

        *key* tells its calls apart: the same one in every build for one article, topic or page.
        """
        del key
        return function(*arguments)

    def each(
        self,
        function: Callable[..., Value],
        keys: Sequence[Hashable],
        columns: Columns,
        *common: object,
    ) -> tuple[Value, ...]:
        """Return what *function* makes of each row of *columns*, and of what is *common* to all.

        Each row has one of *keys*; there is but one such table of a function in a build.
        """
        # There are ten such calls for each article: they are made without any bytecode.
        alike = [repeat(one, len(keys)) for one in common]
        return tuple(starmap(function, zip(*columns, *alike, strict=True)))

    def interned(
        self,
        key: Hashable,
        values: Sequence[Value],
        mark: Callable[[Value], Hashable] | None = None,
    ) -> list[Value]:
        """Return *values*, of which equal ones are one object: nothing else tells such ones apart.

        *key* tells one sequence of a build from another, and *mark* returns what is equal for equal
        values, if not they themselves.
        """
        del key, mark
        return [*values]

    def begin(self) -> None:
        """Begin a build."""

    def end(self) -> None:
        """End a build that went well: what it did not ask for is of no use to the next one."""


AFRESH: Final = Recall()


class Call(NamedTuple):
    """The arguments of a function, and what it made of them."""

    arguments: tuple[object, ...]
    value: object


class Table(NamedTuple):
    """What a function made of many rows."""

    keys: Sequence[Hashable]
    columns: Columns
    common: tuple[object, ...]
    values: tuple[Any, ...]


Function = Callable[..., object]


@dataclass(slots=True)
class Known:
    """What functions returned."""

    calls: dict[Function, dict[Hashable, Call]] = field(default_factory=dict)
    tables: dict[Function, Table] = field(default_factory=dict)
    interned: dict[Hashable, dict[Any, Any]] = field(default_factory=dict)
    """Values by themselves."""


@dataclass(slots=True)
class Recollection(Recall):
    """Knows what functions returned in the builds before."""

    last: Known = field(default_factory=Known)
    """Of the last build that went well, and those after it."""
    now: Known = field(default_factory=Known)
    """Of this build."""

    def __call__(
        self,
        function: Callable[[*Arguments], Value],
        key: Hashable,
        /,
        *arguments: *Arguments,
    ) -> Value:
        """Return what *function* makes of *arguments*, or made of them in the last build."""
        calls = self.last.calls.get(function)
        old = calls.get(key) if calls else None
        if old is None:
            call = Call(arguments, function(*arguments))
        elif are_same(arguments, old.arguments):
            call = old
        else:
            call = Call(arguments, shared(function(*arguments), old.value))
        self.now.calls.setdefault(function, {})[key] = call
        return cast("Value", call.value)

    def each(
        self,
        function: Callable[..., Value],
        keys: Sequence[Hashable],
        columns: Columns,
        *common: object,
    ) -> tuple[Value, ...]:
        """Return what *function* makes of each row of *columns*, and of what is *common* to all."""
        old = self.last.tables.get(function)
        if old is None:
            values = super(Recollection, self).each(function, keys, columns, *common)
        elif are_same(common, old.common) and [*keys] == [*old.keys]:
            values = renewed(function, old, columns)
        else:
            values = rebuilt(function, old, keys, columns, common)
        self.now.tables[function] = Table(keys, columns, common, values)
        return values

    def interned(
        self,
        key: Hashable,
        values: Sequence[Value],
        mark: Callable[[Value], Hashable] | None = None,
    ) -> list[Value]:
        """Return *values* as the objects of the last build where they are equal."""
        marks = [*map(mark, values)] if mark else values
        old = self.last.interned.get(key, {})
        found = [old.get(one, value) for one, value in zip(marks, values, strict=True)]
        self.now.interned[key] = dict(zip(marks if mark else found, found, strict=True))
        return found

    def begin(self) -> None:
        """Begin a build; what one found out that ended with problems is of use."""
        for function, calls in self.now.calls.items():
            self.last.calls.setdefault(function, {}).update(calls)
        self.last.tables.update(self.now.tables)
        self.last.interned.update(self.now.interned)
        self.now = Known()

    def end(self) -> None:
        """End a build that went well."""
        self.last, self.now = self.now, Known()


def is_identical(new: Sequence[object], old: Sequence[object]) -> bool:
    """Tell whether *new* and *old* hold the very same objects."""
    return len(new) == len(old) and all(map(is_, new, old))


def renewed(function: Callable[..., Value], old: Table, columns: Columns) -> tuple[Value, ...]:
    """Return what *function* makes of *columns*, whose rows have the keys of *old*."""
    others = (map(is_not, new, known) for new, known in zip(columns, old.columns, strict=True))
    stale = {place for column in others for place in compress(count(), column)}
    values = list(old.values)
    for place in stale:
        row = tuple([column[place] for column in columns])
        if not are_same(row, tuple([column[place] for column in old.columns])):
            values[place] = shared(function(*row, *old.common), old.values[place])
    return old.values if is_identical(values, old.values) else tuple(values)


def rebuilt(
    function: Callable[..., Value],
    old: Table,
    keys: Sequence[Hashable],
    columns: Columns,
    common: tuple[object, ...],
) -> tuple[Value, ...]:
    """Return what *function* makes of *columns*, whose rows have other *keys* than those of *old*.

    Or what is *common* to them is another.
    """
    is_common = are_same(common, old.common)
    rows = zip(zip(*old.columns, strict=True), old.values, strict=True)
    known = dict(zip(old.keys, rows, strict=True))
    values: list[Value] = []
    for key, row in zip(keys, zip(*columns, strict=True), strict=True):
        found = known.get(key)
        if found is None:
            values.append(function(*row, *common))
        elif is_common and are_same(row, found[0]):
            values.append(found[1])
        else:
            values.append(shared(function(*row, *common), found[1]))
    return tuple(values)


def are_same(new: tuple[object, ...], old: tuple[object, ...]) -> bool:
    """Tell whether two tuples hold the same objects, be they in tuples in turn."""
    return len(new) == len(old) and (all(map(is_, new, old)) or all(map(is_same, new, old)))


def is_same(new: object, old: object) -> bool:
    """Tell whether *new* and *old* are one object, or plain, or tuples of such objects."""
    if new is old:
        return True
    kind = type(new)
    if kind is not type(old):
        return False
    if kind is tuple:
        return are_same(cast("tuple[object, ...]", new), cast("tuple[object, ...]", old))
    return kind in PLAIN and new == old


def shared(new: Any, old: Any) -> Any:  # noqa: ANN401 - values of all types
    """Return *new* with all that is as in *old* in the form of the very objects of *old*."""
    if new is old:
        return old
    kind = type(new)
    if kind is not type(old):
        return new
    if kind is tuple or kind is list:
        return shared_items(new, old)
    if kind is dict:
        return shared_entries(new, old)
    if issubclass(kind, Struct):
        return shared_fields(new, old)
    return old if is_equal(new, old) else new


def shared_items(new: Any, old: Any) -> Any:  # noqa: ANN401
    """Return the sequence *new* with what it shares with *old*, place by place."""
    if len(new) == len(old) and all(map(is_, new, old)):
        return old
    items = [shared(one, other) for one, other in zip(new, old, strict=False)]
    items += new[len(old) :]
    return old if len(items) == len(old) and all(map(is_, items, old)) else type(new)(items)


def shared_entries(new: dict[Any, Any], old: dict[Any, Any]) -> dict[Any, Any]:
    """Return the mapping *new* with what it shares with *old*, key by key."""
    found = {key: shared(value, old[key]) if key in old else value for key, value in new.items()}
    is_old = len(found) == len(old) and all(map(is_same_key, found, old))
    return old if is_old and all(map(is_, found.values(), old.values())) else found


def is_same_key(new: object, old: object) -> bool:
    """Tell whether nothing tells *new* from *old*."""
    return new is old or (type(new) is type(old) and is_equal(new, old))


def shared_fields(new: Any, old: Any) -> Any:  # noqa: ANN401
    """Return the struct *new* with what it shares with *old*, field by field."""
    names = new.__struct_fields__
    parts = [shared(getattr(new, name), getattr(old, name)) for name in names]
    if all(part is getattr(old, name) for name, part in zip(names, parts, strict=True)):
        return old
    return replace(new, **dict(zip(names, parts, strict=True)))


def is_equal(new: object, old: object) -> bool:
    """Tell whether nothing tells *new* from *old*, which are of one type and hold no others."""
    if isinstance(new, datetime | time) and isinstance(old, datetime | time):
        # Those of two zones are equal if they are one moment.
        return new == old and repr(new) == repr(old)
    return bool(new == old)
