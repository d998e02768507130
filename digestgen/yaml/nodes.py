"""YAML values as they stand in a file, each with its place. They are not yet typed."""

from msgspec import Struct

from digestgen.errors import Place


class Comment(Struct, frozen=True, kw_only=True):
    """What a `#` makes a comment, with the `#`."""

    text: str
    place: Place


class Scalar(Struct, frozen=True, kw_only=True):
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


class ListNode(Struct, frozen=True, kw_only=True):
    """A list."""

    items: tuple["Node", ...]
    place: Place


class Entry(Struct, frozen=True, kw_only=True):
    """A key and its value in a mapping; *place* is the key's."""

    key: str
    place: Place
    value: "Node"


class MappingNode(Struct, frozen=True, kw_only=True):
    """Keys with values, in the order of the file, each key once."""

    entries: tuple[Entry, ...]
    place: Place


Node = Scalar | ListNode | MappingNode
