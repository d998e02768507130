"""The stages of a build, and how it is told how far each is: a callback that nothing depends on."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Final, TypeVar

Item = TypeVar("Item")

# Often enough for an eye, and too seldom to cost time.
TOLD_ITEMS: Final = 100


class Stage(StrEnum):
    """What a build does, in this order."""

    READ = "read"
    PARSE = "parse"
    MEASURE = "measure"
    RESIZE = "resize"
    ASSEMBLE = "assemble"
    PLAN = "plan"
    DRAW = "draw"
    RENDER = "render"
    WRITE = "write"


Progress = Callable[[Stage, int, int], None]
"""Takes a stage, how many items of it are done, and of how many; 0 if that is not known."""


def unseen(_stage: Stage, _done: int, _total: int) -> None:
    """Show nobody how far a build is."""


def counted(
    items: Iterable[Item],
    progress: Progress,
    stage: Stage,
    total: int = 0,
    *,
    told: int = TOLD_ITEMS,
) -> Iterator[Item]:
    """Yield *items*, and tell *progress* how many of the *total* of *stage* were taken so far.

    It is told after every *told* items.
    """
    if total:
        progress(stage, 0, total)
    for done, item in enumerate(items, start=1):
        yield item
        if done % told == 0 or done == total:
            progress(stage, done, total)
