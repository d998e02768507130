"""Where the values of a YAML text stand in it, from the first character to the last."""

from collections.abc import Iterator

import yaml
from msgspec import Struct

from digestgen.yaml.parse import LOADER


class Span(Struct, frozen=True, kw_only=True):
    """A text, number or flag: `text[start:end]` is how it is written, with its quotes."""

    keys: tuple[str, ...]
    """The keys that lead to it; items of lists have none of their own."""
    value: str
    start: int
    end: int
    is_plain: bool
    """Written without quotes."""


def spans(text: str) -> tuple[Span, ...] | None:
    """Return the values of *text* in their order, those in mappings and lists too.

    None comes back for what is no YAML.
    """
    try:
        return tuple(walk(yaml.parse(text, Loader=LOADER)))
    except yaml.YAMLError:
        return None


def walk(events: Iterator[yaml.Event]) -> Iterator[Span]:
    """Yield the values that *events* tell of."""
    # For each open list or mapping: whether it is a mapping, and the key whose value comes next.
    around: list[tuple[bool, str | None]] = []
    for event in events:
        match event:
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                around.append((isinstance(event, yaml.MappingStartEvent), None))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                around.pop()
                next_key(around)
            case yaml.ScalarEvent() if around and around[-1] == (True, None):
                around[-1] = (True, event.value)
            case yaml.ScalarEvent():
                yield span(event, tuple(key for _, key in around if key is not None))
                next_key(around)


def next_key(around: list[tuple[bool, str | None]]) -> None:
    """Note that a value has ended: in a mapping a key comes next."""
    if around:
        around[-1] = (around[-1][0], None)


def span(event: yaml.ScalarEvent, keys: tuple[str, ...]) -> Span:
    """Return the value of *event*, which *keys* lead to."""
    start, end = event.start_mark, event.end_mark
    return Span(
        keys=keys,
        value=event.value,
        start=start.index if start else 0,
        end=end.index if end else 0,
        is_plain=not event.style,
    )
