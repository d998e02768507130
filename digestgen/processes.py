"""Processes that work for this one, each at the other end of a pipe of its own.

The standard library's pool shares one pipe among all its processes and reads it in a thread: a
process that is ended while it writes there, by Ctrl-C or for want of memory, leaves that thread
waiting for the rest, and the program with it. Here the end of a process is the end of its pipe,
which is noticed at once, and the one that it works for has neither a thread nor a lock to wait for.
"""

import errno
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import BytesIO
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pickle import HIGHEST_PROTOCOL, Pickler, Unpickler
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

from msgspec import Struct

from digestgen.memory_use import memory_use

Given = ParamSpec("Given")
Argument = TypeVar("Argument")
Value = TypeVar("Value")


# --- what goes through a pipe --------------------------------------------------------------------


class Sender(Pickler):
    """Pickles work; of values that a fork holds already, by their ids, only the place is sent."""

    def __init__(self, file: BytesIO, places: Mapping[int, int]) -> None:
        super().__init__(file, HIGHEST_PROTOCOL)
        self.places = places

    def persistent_id(self, value: object) -> int | None:
        """Return the place of *value* among those that are held; None if it has to be sent."""
        return self.places.get(id(value))


class Receiver(Unpickler):
    """Reads work, with the values that this process holds in their places."""

    def __init__(self, file: BytesIO, held: Sequence[object]) -> None:
        super().__init__(file)
        self.held = held

    def persistent_load(self, place: int) -> object:
        """Return the value that is held in *place*."""
        return self.held[place]


def packed(task: object, places: Mapping[int, int]) -> bytes:
    """Return *task* as bytes, without the values in *places*."""
    file = BytesIO()
    Sender(file, places).dump(task)
    return file.getvalue()


# --- the process that works ----------------------------------------------------------------------


def serve(connection: Connection, of_parent: Connection | None, held: Sequence[object]) -> None:
    """Do the work that comes through *connection*, until None comes.

    *of_parent* is the other end, which a fork holds as well, and *held* what need not be sent.
    """
    if of_parent is not None:
        of_parent.close()
    # Ctrl-C is for the process that is worked for, which ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=end_with_parent, daemon=True).start()
    tasks: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=receive, args=(connection, tasks), daemon=True).start()
    # Who is worked for may be gone, and then nobody wants to hear of it.
    with suppress(BrokenPipeError):
        while task := Receiver(BytesIO(tasks.get()), held).load():
            connection.send((*outcome(*task), memory_use().given))


def receive(connection: Connection, tasks: "SimpleQueue[bytes]") -> None:
    """Put all that comes through *connection* into *tasks* at once.

    So the next one is there when one is done, and who sends them never waits. When nobody is there
    who could, that is the end of them.
    """
    with suppress(OSError, EOFError):
        while True:
            tasks.put(connection.recv_bytes())
    tasks.put(packed(None, {}))


def end_with_parent() -> None:
    """End this process when the one that started it is gone: nobody else would tell it."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def outcome(
    work: Callable[..., Value], given: tuple[Any, ...], named: dict[str, Any]
) -> tuple[Value | None, Exception | None]:
    """Return what *work* makes of what is *given*, or the error that ended it."""
    try:
        return work(*given, **named), None
    except Exception as error:  # noqa: BLE001 - it is raised where the result is asked for
        error.add_note(f"It was raised in another process:\n{traceback.format_exc()}")
        return None, error


# --- the process that is worked for --------------------------------------------------------------


class Worker(Struct, frozen=True):
    """One process, and our end of its pipe."""

    process: BaseProcess
    connection: Connection


class Awaited(Future[Value]):
    """A result that is fetched when it is asked for: there is no thread that would do it."""

    def __init__(self, processes: "Processes") -> None:
        super().__init__()
        self.processes = processes

    def result(self, timeout: float | None = None) -> Value:
        """Return the result, or raise what the work raised, or OSError if the process is gone.

        Raises TimeoutError if no work at all ends for *timeout* seconds.
        """
        while not self.done() and self.processes.collect(timeout):
            pass
        return super().result(0)


@dataclass(slots=True)
class Processes(Executor):
    """An executor of processes, each of which does one piece of work after the other.

    What is *held* costs little to send, as a part of any work.

    A fork shares its memory with this process, but for what it has touched: to look at a value is
    enough, as Python counts who does. So in the end each would have a copy of all that is held, if
    another did not take its place once it has *most* pages of memory.
    """

    jobs: int
    held: Sequence[object] = ()
    most: int | None = None
    depth: int = 2
    """How many pieces of work are sent to a process before it has done the first of them."""
    places: Mapping[int, int] = field(default_factory=dict)
    workers: dict[Connection, Worker] = field(default_factory=dict)
    at_work: dict[Connection, deque[Awaited[Any]]] = field(default_factory=dict)
    """What each process is to do, in this order; nothing of the idle."""
    waiting: deque[tuple[Awaited[Any], Any]] = field(default_factory=deque)
    lanes: dict[Connection, int] = field(default_factory=dict)
    """The number of each process; one that takes the place of another has that of the other."""
    leaving: set[Connection] = field(default_factory=set)
    """The processes that get no more to do."""

    def __post_init__(self) -> None:
        """Start them all: what is started later would hold a copy of what there is by then."""
        forks = can_fork()
        if forks:
            self.places = {id(value): place for place, value in enumerate(self.held)}
        for lane in range(self.jobs):
            self.add(started_fork(self.held) if forks else started(), lane)

    def add(self, worker: Worker, lane: int) -> None:
        """Let *worker* work in *lane*, which has done nothing yet."""
        self.workers[worker.connection] = worker
        self.at_work[worker.connection] = deque()
        self.lanes[worker.connection] = lane

    def submit(
        self, work: Callable[Given, Value], /, *given: Given.args, **named: Given.kwargs
    ) -> Future[Value]:
        """Return the result to come; the work begins when a process is idle.

        When all have ended, it is done here and now.
        """
        awaited: Awaited[Value] = Awaited(self)
        if not self.workers:
            awaited.set_result(work(*given, **named))
            return awaited
        self.waiting.append((awaited, (work, given, named)))
        if self.free():
            self.hand_out()
        else:
            # Nobody else notices that a process is done.
            self.collect(0)
        return awaited

    def free(self) -> Connection | None:
        """Return the way to the process with the least work; None if all have enough."""
        able = [
            connection
            for connection, begun in self.at_work.items()
            if len(begun) < self.depth and connection not in self.leaving
        ]
        return min(able, key=lambda connection: len(self.at_work[connection]), default=None)

    def hand_out(self) -> None:
        """Send the work that waits to processes that can take it."""
        while self.waiting and (connection := self.free()):
            self.send(connection, *self.waiting.popleft())

    def send(self, connection: Connection, awaited: Awaited[Any], task: Any) -> None:  # noqa: ANN401 - a function and what it is given
        """Let the process at *connection* do *task* next. Raises OSError if it is gone."""
        with lost():
            connection.send_bytes(packed(task, self.places))
        self.at_work[connection].append(awaited)

    def begin(
        self, connection: Connection, work: Callable[[Argument], Value], given: Argument
    ) -> Future[Value]:
        """Return the result to come of *work* on what is *given*, of the process at *connection*.

        Raises OSError if it is gone.
        """
        awaited: Awaited[Value] = Awaited(self)
        self.send(connection, awaited, (work, (given,), {}))
        return awaited

    def collect(self, timeout: float | None) -> bool:
        """Take the results that are there, or wait for one; return whether there was any."""
        busy = [connection for connection, begun in self.at_work.items() if begun]
        # Without any, nothing would ever end the wait.
        ready = frozenset(wait(busy, timeout) if busy else ())
        for connection in busy:
            if connection in ready:
                self.take(connection)
        self.hand_out()
        return bool(ready)

    def take(self, connection: Connection) -> None:
        """Take the result that is there at *connection*. Raises OSError if the process is gone."""
        begun = self.at_work[connection]
        try:
            with lost():
                value, error, pages = connection.recv()
        except OSError as gone:
            self.leaving.add(connection)
            while begun:
                begun.popleft().set_exception(gone)
            raise
        awaited = begun.popleft()
        if error is None:
            awaited.set_result(value)
        else:
            awaited.set_exception(error)
        if self.most is not None and pages > self.most and can_fork():
            self.leaving.add(connection)
        if connection in self.leaving and not begun:
            self.replace(connection)

    def replace(self, connection: Connection) -> None:
        """Let another process take the place of the idle one at *connection*."""
        self.leaving.discard(connection)
        del self.at_work[connection]
        self.dismiss(self.workers.pop(connection))
        self.add(started_fork(self.held), self.lanes.pop(connection))

    def dismiss(self, worker: Worker) -> None:
        """End the idle *worker*."""
        with suppress(OSError):
            worker.connection.send_bytes(packed(None, {}))
        worker.connection.close()
        worker.process.join()

    def kill(self) -> None:
        """End all processes, whatever they do."""
        for worker in self.workers.values():
            worker.process.kill()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as in Executor
        """End all processes when all is done, or at once if nobody will *wait* for results."""
        del cancel_futures
        while wait and any(self.at_work.values()):
            self.collect(None)
        for connection, worker in self.workers.items():
            if self.at_work[connection]:
                worker.process.kill()
            self.dismiss(worker)
        self.workers.clear()
        self.at_work.clear()
        self.lanes.clear()


def can_fork() -> bool:
    """Tell whether a copy of this process can work, which starts at once, with all modules loaded.

    It is safe while there is one thread.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def started() -> Worker:
    """Return a new process that holds nothing yet and waits for work."""
    if sys.platform != "win32":
        # To start it would let Ctrl-C through again.
        resource_tracker.ensure_running()
    ours, theirs = multiprocessing.Pipe()
    make = multiprocessing.get_context("spawn").Process
    process = make(target=serve, args=(theirs, None, ()), daemon=True)
    return ready(process, ours, theirs)


def started_fork(held: Sequence[object]) -> Worker:
    """Return a copy of this process that waits for work, with what is *held* where it is."""
    ours, theirs = multiprocessing.Pipe()
    make = multiprocessing.get_context("fork").Process
    process = make(target=serve, args=(theirs, ours, held), daemon=True)
    return ready(process, ours, theirs)


def ready(process: BaseProcess, ours: Connection, theirs: Connection) -> Worker:
    """Start *process* and return it with our end of its pipe."""
    with undisturbed():
        process.start()
    theirs.close()
    return Worker(process, ours)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Keep Ctrl-C from what is started here, until it has said that it is none of its concern.

    For this process it is only put off.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def lost() -> Iterator[None]:
    """Say of a pipe that has no other end what it means, as an OSError."""
    try:
        yield
    except (EOFError, OSError) as error:
        reason = "a process that did part of the work was ended, perhaps for want of memory"
        raise OSError(errno.ENOMEM, reason) from error
