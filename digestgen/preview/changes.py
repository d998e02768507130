"""Changes that come one by one, and are taken in heaps: one for all that was saved together."""

import threading
import time
from dataclasses import dataclass, field
from typing import Final, NoReturn

# An editor writes a file within a few milliseconds; a checkout of hundreds makes no longer pause.
QUIET_SECONDS: Final = 0.075
# Who saves without a pause wants to see something now and then.
LONGEST_SECONDS: Final = 2.0
# A wait without an end cannot be interrupted on every system.
TICK_SECONDS: Final = 0.5


@dataclass(slots=True)
class Changes:
    """The changes since the last time that someone asked; any thread may tell of one."""

    quiet: float = QUIET_SECONDS
    """How many seconds without a change end a heap."""
    longest: float = LONGEST_SECONDS
    """How many seconds a heap takes at most."""
    told: threading.Condition = field(default_factory=threading.Condition)
    number: int = 0
    first: float = 0.0
    last: float = 0.0
    """When the first and the last of them came, by the clock that never goes back."""

    ended: BaseException | None = None
    """Why nobody is to wait any more."""

    def end(self, why: BaseException) -> NoReturn:
        """Raise *why*, here and wherever someone waits.

        What a signal raises while an object is taken away is printed and forgotten by Python.
        """
        self.ended = why
        raise why

    def tell(self) -> None:
        """Say that something changed."""
        with self.told:
            self.last = time.monotonic()
            self.first = self.first if self.number else self.last
            self.number += 1
            self.told.notify_all()

    def wait(self) -> int:
        """Return the number of changes once there are some and no more come.

        Raises what the end came of, if it came.
        """
        with self.told:
            while (left := self.left(time.monotonic())) > 0 and not self.ended:
                self.told.wait(min(left, TICK_SECONDS))
            if self.ended:
                raise self.ended
            number, self.number = self.number, 0
            return number

    def left(self, now: float) -> float:
        """Return how many seconds there are to wait at the moment *now* if nothing comes."""
        if not self.number:
            return TICK_SECONDS
        return min(self.last + self.quiet, self.first + self.longest) - now
