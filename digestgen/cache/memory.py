"""What a build hands to the next one in the same process: all of it could be found out again.

What lies in files is known again by their stats, and what was made by what it was made from. So a
build with a memory ends with the bytes of one without, whatever happened in between.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar, cast

from digestgen.cache.stat import file_stat
from digestgen.model import Stat
from digestgen.recall import Recall, Recollection

Value = TypeVar("Value")

LEFT: Final[list[object]] = []
"""What stays whole until the process ends."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of the builds before; by default nothing."""

    recall: Recall = field(default_factory=Recall)
    """Calls pure functions, or knows what they returned in the last build."""
    held: dict[Path, tuple[Stat, object]] = field(default_factory=dict)
    """What files hold that only we write, and how they looked when they were read or written."""

    lasts: bool = False
    """Whether there will be builds after this one in the same process."""
    ends: bool = False
    """Whether the process ends with this build."""

    def leave(self, *values: object) -> None:
        """Leave *values* whole if the process ends soon: to take them apart would take time."""
        if self.ends:
            LEFT.extend(values)

    def load(self, path: Path, read: Callable[[], Value]) -> Value:
        """Return what the file *path* holds, which *read* reads unless it is known."""
        stat = file_stat(str(path))
        known = self.held.get(path)
        if stat and known and known[0] == stat:
            return cast("Value", known[1])
        value = read()
        if stat:
            self.held[path] = stat, value
        return value

    def hold(self, path: Path, value: object) -> None:
        """Know that the file *path* holds *value*: it was just written."""
        if stat := file_stat(str(path)):
            self.held[path] = stat, value


def lasting() -> Memory:
    """Return the memory of a process that builds again and again."""
    return Memory(Recollection(), lasts=True)
