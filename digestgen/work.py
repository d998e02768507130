"""Work on many values at a time, in several processes where that pays.

The work is a function from a chunk to a result, both plain values that can be pickled, so that any
`concurrent.futures.Executor` can do it. Results come in the order of the chunks: how many
processes there are never shows in what is made.
"""

import errno
import gc
import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import Final, TypeVar

Item = TypeVar("Item")
Chunk = TypeVar("Chunk")
Result = TypeVar("Result")

CHUNK_ITEMS: Final = 100
# Fewer items than this are done sooner than a process starts.
FEWEST_ITEMS: Final = 200
# Chunks that wait for a process, so that none is idle and few are in memory.
AHEAD: Final = 2


def ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that the workers work for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def workers(jobs: int, items: int) -> Iterator[Executor | None]:
    """Give an executor of *jobs* processes for so many *items*; None if one process is best."""
    if jobs < 2 or items < FEWEST_ITEMS:  # noqa: PLR2004 - one job is this process
        yield None
        return
    # A fork starts at once, with all modules loaded. It is safe while there is one thread.
    method = "fork" if sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(method)
    # The values of a build hold no cycles: collecting garbage would only copy the shared memory.
    gc.freeze()
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=ignore_interrupts)
    try:
        yield executor
    except BrokenProcessPool as error:
        reason = "a process that did part of the work was ended, perhaps for want of memory"
        raise OSError(errno.ENOMEM, reason) from error
    finally:
        executor.shutdown(cancel_futures=True)
        gc.unfreeze()


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
