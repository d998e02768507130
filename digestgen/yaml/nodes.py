"""YAML values as they stand in a file, each with its place. They are not yet typed."""

from dataclasses import dataclass

from digestgen.errors import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a `#` makes a comment, with the `#`."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A text, number, flag or nothing; which one it is depends on who reads it."""

    text: str
    plain: bool
    """Written without quotes."""
    place: Place
    comment: "Comment | None" = None
    """What follows a plain value on its line after ` #`."""

    @property
    def is_null(self) -> bool:
        """Tell whether this stands for no value."""
        return self.plain and self.text in {"", "~", "null"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListNode:
    """A list."""

    items: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A key and its value in a mapping; *place* is the key's."""

    key: str
    place: Place
    value: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingNode:
    """Keys with values, in the order of the file, each key once."""

    entries: tuple[Entry, ...]
    place: Place


Node = Scalar | ListNode | MappingNode
