"""What a command costs: time, CPU and memory of it and all that it starts.

Linux only: memory is read from /proc.
"""

import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Timer
from typing import Final

SAMPLE_SECONDS: Final = 0.05
# Sampling may take one part in so many of the time, so that it does not slow what it measures.
SHARE: Final = 20
PAGE_BYTES: Final = resource.getpagesize()
TAIL_LINES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one run of a command took."""

    wall_seconds: float
    cpu_seconds: float
    """User and system time of the whole process tree."""
    peak_bytes: int
    """The most memory that the process tree had at one time, of the samples."""


class FailedError(Exception):
    """A command ended with an error; its last lines are the text."""


class OverLimitError(Exception):
    """A command took longer than it may."""


def measure(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    limit_seconds: float,
    log: Path,
) -> Usage:
    """Run *command* in *folder* and return what it took; its output goes to *log*.

    Raises FailedError, or OverLimitError after *limit_seconds*, when the command is ended.
    """
    before = cpu_seconds()
    with log.open("wb") as file, ThreadPoolExecutor(1) as pool:
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - the benchmark's own commands
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        with limited(process.pid, limit_seconds) as (ended, over):
            peak = pool.submit(peak_of, process.pid, ended)
            code = process.wait()
            wall_seconds = time.perf_counter() - start
    if over.is_set():
        raise OverLimitError
    if code:
        raise FailedError(tail(log))
    return Usage(
        wall_seconds=wall_seconds,
        cpu_seconds=cpu_seconds() - before,
        peak_bytes=peak.result(),
    )


def cpu_seconds() -> float:
    """Return the user and system time of all processes that were started and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@contextmanager
def limited(session: int, seconds: float) -> Iterator[tuple[Event, Event]]:
    """Give the processes of *session* that many *seconds*; none of them outlives the block.

    Yields what is set when the block has ended, and what is set if time was up before.
    """
    ended, over = Event(), Event()

    def time_is_up() -> None:
        over.set()
        end(session)

    timer = Timer(seconds, time_is_up)
    timer.start()
    try:
        yield ended, over
    finally:
        timer.cancel()
        ended.set()
        end(session)


def end(session: int) -> None:
    """End what is left of the processes of *session*."""
    with suppress(ProcessLookupError):
        os.killpg(session, signal.SIGKILL)


def tail(log: Path) -> str:
    """Return the last lines of *log*."""
    return "\n".join(log.read_text("utf-8", errors="replace").splitlines()[-TAIL_LINES:])


def peak_of(session: int, ended: Event) -> int:
    """Return the most bytes that the processes of *session* have at one time until *ended*."""
    peak, pause = 0, 0.0
    while not ended.wait(pause):
        start = time.perf_counter()
        peak = max(peak, memory(list(processes_of(session))))
        pause = max(SAMPLE_SECONDS, SHARE * (time.perf_counter() - start))
    return peak


def processes_of(session: int) -> Iterator[Path]:
    """Yield the folders in /proc of the processes of *session*.

    The fields of `stat` after the name in brackets are state, parent, group, session: proc(5).
    """
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        fields = read(folder / "stat").rpartition(")")[2].split()
        if fields and int(fields[3]) == session:
            yield folder


def memory(processes: Sequence[Path]) -> int:
    """Return the bytes in memory of *processes* together.

    What several share is counted once, which costs more to find out; one process shares nothing
    but the system's libraries.
    """
    if len(processes) == 1:
        return resident(processes[0])
    return sum(map(proportional, processes))


def resident(process: Path) -> int:
    """Return the resident set size of *process*, in bytes."""
    fields = read(process / "statm").split()
    return int(fields[1]) * PAGE_BYTES if fields else 0


def proportional(process: Path) -> int:
    """Return the proportional set size of *process*, in bytes."""
    lines = read(process / "smaps_rollup").splitlines()
    sizes = (line.split()[1] for line in lines if line.startswith("Pss:"))
    return int(next(sizes, "0")) * 1024


def read(path: Path) -> str:
    """Return the text of *path*, nothing if its process has ended."""
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError:
        return ""
