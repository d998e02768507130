"""Work on many values at a time, in several processes where that pays.

The work is a function from a chunk to a result, both plain values that can be pickled, so that any
`concurrent.futures.Executor` can do it. Results come in the order of the chunks: how many
processes there are never shows in what is made.
"""

import errno
import gc
import multiprocessing
import os
import signal
import sys
import threading
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


def join() -> None:
    """Become a worker: leave Ctrl-C to the process that is worked for, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()


def end_with_parent() -> None:
    """End this process when the one that started it is gone: nobody else would tell it."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


@contextmanager
def workers(jobs: int, items: int) -> Iterator[Executor | None]:
    """Give an executor of *jobs* processes for so many *items*; None if one process is best."""
    if jobs < 2 or items < FEWEST_ITEMS:  # noqa: PLR2004 - one job is this process
        yield None
        return
    # A fork starts at once, with all modules loaded. It is safe while there is one thread.
    forks = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    others = frozenset(multiprocessing.active_children())
    # The values of a build hold no cycles: collecting garbage would only copy the shared memory.
    gc.freeze()
    executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=join)
    try:
        yield executor
    except BrokenProcessPool as error:
        reason = "a process that did part of the work was ended, perhaps for want of memory"
        raise OSError(errno.ENOMEM, reason) from error
    except BaseException:
        # What the others still do is of no use: a build that failed or was interrupted ends now.
        for process in frozenset(multiprocessing.active_children()) - others:
            process.kill()
        raise
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
