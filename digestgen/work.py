"""Work on many values at a time, in several processes where that pays.

The work is a function from a chunk to a result, both plain values that can be pickled, so that any
`concurrent.futures.Executor` can do it. Results come in the order of the chunks, or with their
places in it: how many processes there are never shows in what is made.
"""

import gc
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from functools import cache, partial
from itertools import islice, pairwise, zip_longest
from typing import Final, TypeVar, TypeVarTuple

from digestgen.memory_use import give_back, memory_use
from digestgen.processes import Processes, can_fork

Item = TypeVar("Item")
Chunk = TypeVar("Chunk")
Result = TypeVar("Result")
Given = TypeVarTuple("Given")

Steps = Generator[None, None, Result]
"""Work in steps, which ends with a result."""

CHUNK_ITEMS: Final = 100
# How much is worked on in step: of most a whole chunk, and little for memory to hold.
STEP_BYTES: Final = 1 << 20
# Fewer items than this are done sooner than a process starts.
FEWEST_ITEMS: Final = 200
# Chunks that wait for a process, so that none is idle and few are in memory.
AHEAD: Final = 3
# How many pieces of work the helper is sent before it has done the first: more than a build has.
HELPER_DEPTH: Final = 16
# How much memory processes get until others take their places (see `Processes`), in pages of 4 KiB:
# together so much, 320 MiB, but none less than 48 MiB, as to take its place costs time.
ALL_PAGES: Final = 5 << 14
FEWEST_PAGES: Final = 3 << 12


@contextmanager
def workers(
    jobs: int,
    items: Sequence[object],
    *,
    fewest: int = FEWEST_ITEMS,
    helper: Executor | None = None,
) -> Iterator[Executor | None]:
    """Give an executor of *jobs* processes for work on *items*; None if one process is best.

    So it is for fewer items than *fewest*. A *helper* ends where others begin.
    """
    if jobs < 2 or len(items) < fewest:  # noqa: PLR2004 - one job is this process
        yield None
        return
    if helper:
        helper.shutdown()
    # The values of a build hold no cycles: collecting garbage would only copy the shared memory.
    gc.freeze()
    # What was freed before is of no use to processes that share it.
    give_back()
    try:
        with ended(Processes(jobs, items, share(jobs))) as processes:
            yield processes
    finally:
        gc.unfreeze()


def share(jobs: int) -> int:
    """Return how many pages of memory each of *jobs* processes may get beside this one."""
    return max(FEWEST_PAGES, (ALL_PAGES - memory_use().most) // jobs)


@contextmanager
def helper(jobs: int, *held: object) -> Iterator[Executor | None]:
    """Give an executor of one process for what can be done beside the work of this one.

    What is *held* costs little to send. None comes back if there is but one of *jobs*, or if a
    process would take long to start.
    """
    if jobs < 2 or not can_fork():  # noqa: PLR2004 - one job is this process
        yield None
        return
    with ended(Processes(1, held, depth=HELPER_DEPTH)) as process:
        yield process


@contextmanager
def ended(processes: Processes) -> Iterator[Processes]:
    """Give *processes* and end them."""
    try:
        yield processes
    except BaseException:
        # What they still do is of no use: a build that failed or was interrupted ends now.
        processes.kill()
        raise
    finally:
        processes.shutdown(wait=False)


def later(
    executor: Executor | None, work: Callable[[*Given], Result], *given: *Given
) -> Callable[[], Result]:
    """Return what returns the result of *work* on what is *given*.

    An *executor* begins at once; without one the work is done when it is asked for.
    """
    if executor is None:
        return cache(partial(work, *given))
    return executor.submit(work, *given).result


def chunks(items: Sequence[Item], size: int = CHUNK_ITEMS) -> Iterator[tuple[Item, ...]]:
    """Yield *items* in chunks of *size*."""
    return (tuple(items[start : start + size]) for start in range(0, len(items), size))


def results(
    executor: Executor | None,
    work: Callable[[Chunk], Result],
    made: Iterable[Chunk],
    jobs: int,
) -> Iterator[Result]:
    """Yield the result of *work* on each chunk that is *made*, in their order."""
    if executor is None:
        yield from map(work, made)
        return
    waiting = iter(made)
    running: deque[Future[Result]] = deque(
        executor.submit(work, chunk) for chunk in islice(waiting, jobs + AHEAD)
    )
    while running:
        result = running.popleft().result()
        running += (executor.submit(work, chunk) for chunk in islice(waiting, 1))
        yield result


class Lanes:
    """The places of work in an order, of which each process has a stretch of its own, its lane.

    What is near each other in that order is made from the same values: a process that keeps to one
    stretch makes fewer of them, and touches less of the memory that it shares.
    """

    def __init__(self, count: int, lanes: int) -> None:
        """Share *count* places out to so many *lanes*."""
        bounds = [count * lane // lanes for lane in range(lanes + 1)]
        self.left = [range(start, end) for start, end in pairwise(bounds)]

    def take(self, lane: int) -> int | None:
        """Return the next place of *lane*; None if nothing is left of any.

        When nothing is left of its own, it takes the end of the one of which most is left.
        """
        if own := self.left[lane]:
            self.left[lane] = own[1:]
            return own[0]
        fullest = max(range(len(self.left)), key=lambda other: len(self.left[other]))
        if rest := self.left[fullest]:
            self.left[fullest] = rest[:-1]
            return rest[-1]
        return None

    def end_at(self, place: int) -> None:
        """Leave out all that comes after *place*."""
        self.left = [range(rest.start, min(rest.stop, place)) for rest in self.left]


def as_they_come(
    executor: Executor | None,
    work: Callable[[Chunk], Result],
    makers: Sequence[Callable[[], Chunk]],
    jobs: int,
    failed: Callable[[Result], object],
) -> Iterator[tuple[int, Result]]:
    """Yield the results of *work* on what *makers* return, each with its place among them.

    Each process begins with a lane of its own. All before a result that *failed* are there in the
    end, whoever is done first; of those after it, none is begun that was not before.
    """
    if isinstance(executor, Processes):
        yield from in_lanes(executor, work, makers, failed)
        return
    lanes = Lanes(len(makers), 1)
    made = (makers[place]() for place in iter(partial(lanes.take, 0), None))
    for place, result in enumerate(results(executor, work, made, jobs)):
        if failed(result):
            lanes.end_at(place)
        yield place, result


def in_lanes(
    processes: Processes,
    work: Callable[[Chunk], Result],
    makers: Sequence[Callable[[], Chunk]],
    failed: Callable[[Result], object],
) -> Iterator[tuple[int, Result]]:
    """Yield what `as_they_come` does, done by *processes*."""
    lanes = Lanes(len(makers), processes.jobs)
    begun: dict[int, Future[Result]] = {}
    done: dict[int, Result] = {}
    while True:
        # First, as what is done with results takes its time.
        begun |= supplied(processes, work, makers, lanes)
        yield from done.items()
        if not begun:
            return
        processes.collect(None)
        done = {place: one.result() for place, one in begun.items() if one.done()}
        for place, result in done.items():
            del begun[place]
            if failed(result):
                lanes.end_at(place)


def supplied(
    processes: Processes,
    work: Callable[[Chunk], Result],
    makers: Sequence[Callable[[], Chunk]],
    lanes: Lanes,
) -> Iterator[tuple[int, Future[Result]]]:
    """Let *processes* begin with as much as they can take, each from its own one of *lanes*."""
    while connection := processes.free():
        place = lanes.take(processes.lanes[connection])
        if place is None:
            return
        yield place, processes.begin(connection, work, makers[place]())


def in_groups(items: Iterable[Item], size: Callable[[Item], int]) -> Iterator[list[Item]]:
    """Yield *items* in groups to work on in step, in their order.

    A group is one of them, or so many that they have `STEP_BYTES` at most by their *size*.
    """
    group: list[Item] = []
    room = STEP_BYTES
    for item in items:
        needed = size(item)
        if group and needed > room:
            yield group
            group, room = [], STEP_BYTES
        group.append(item)
        room -= needed
    if group:
        yield group


def by_size(
    items: Iterable[Item], size: Callable[[Item], int], work: Callable[[Item], Steps[Result]]
) -> list[Result]:
    """Return the results of *work* on *items*, in their order, done in step within each group."""
    groups = in_groups(items, size)
    return [one for group in groups for one in in_step([work(item) for item in group])]


def at_once(work: Steps[Result]) -> Result:
    """Return the result of all steps of *work*."""
    return in_step([work])[0]


def in_step(works: Sequence[Steps[Result]]) -> list[Result]:
    """Return the results of *works*, in their order, none of which is a step ahead of the others.

    Each step of the first work fills the processor's caches with the code that all others need
    next: many small works take less time so than one after the other.
    """
    done: dict[int, Result] = {}
    # One step of each at a time, until all have ended.
    for _ in zip_longest(*[noted(work, number, done) for number, work in enumerate(works)]):
        pass
    return [done[number] for number in range(len(works))]


def noted(work: Steps[Result], number: int, done: dict[int, Result]) -> Steps[None]:
    """Do *work* in steps, and put its result into *done* under its *number*."""
    done[number] = yield from work
