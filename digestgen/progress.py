"""How far a build is, on one line of a terminal that is drawn over again and then erased.

Without a thread: the line is drawn when the build tells how far it is. It is made of spaces and
carriage returns alone, which every terminal knows, and has no colours.
"""

import math
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final, TextIO

from digestgen.errors import said
from digestgen.messages.speech import Say
from digestgen.stages import Progress, Stage

# A build that ends sooner needs no progress.
FIRST_SECONDS: Final = 1.0
REDRAWN_SECONDS: Final = 0.1
# What a stage did in less time says little about how long the rest will take.
RATE_SECONDS: Final = 1.0
MINUTE_SECONDS: Final = 60
WORDS: Final = {
    Stage.READ: said("reading files"),
    Stage.PARSE: said("parsing articles"),
    Stage.MEASURE: said("measuring pictures"),
    Stage.RESIZE: said("making sizes of pictures"),
    Stage.ASSEMBLE: said("arranging articles"),
    Stage.PLAN: said("planning pages"),
    Stage.DRAW: said("drawing social cards"),
    Stage.RENDER: said("rendering pages"),
    Stage.WRITE: said("writing files"),
}


def progress_text(  # noqa: PLR0913 - what a line depends on
    stage: Stage, done: int, total: int, elapsed: float, width: int, *, say: Say = str
) -> str:
    """Return how far *stage* is, *elapsed* seconds after it began, in fewer than *width* columns.

    What does not fit is left out as a whole. The last column stays free: some terminals begin a new
    line when it is written.
    """
    counts = counts_text(done, total, say)
    line = f"{say(WORDS[stage])} {counts}".rstrip()
    left = left_text(done, total, elapsed, say)
    texts = (f"{line} · {left}" if left else line, line, counts)
    return next((text for text in texts if len(text) < width), "")


def counts_text(done: int, total: int, say: Say) -> str:
    """Return how many items of *total* are *done*; nothing if neither is known."""
    if total:
        return say(said("{done} of {total}", done=f"{done:,}", total=f"{total:,}"))
    return f"{done:,}" if done else ""


def left_text(done: int, total: int, elapsed: float, say: Say) -> str:
    """Return how long the rest takes if it goes on as before; nothing if that cannot be told."""
    if elapsed < RATE_SECONDS or not 0 < done < total:
        return ""
    seconds = elapsed / done * (total - done)
    if seconds < MINUTE_SECONDS:
        return say(said("about {seconds} s left", seconds=math.ceil(seconds)))
    return say(said("about {minutes} min left", minutes=round(seconds / MINUTE_SECONDS)))


@dataclass(slots=True)
class Line:
    """A line on the terminal *stream* that says how far a build is."""

    stream: TextIO
    clock: Callable[[], float]
    first: float
    """When it may be drawn for the first time, by the clock."""
    say: Say = str
    due: float = 0.0
    """When it may be drawn again."""
    stage: Stage | None = None
    begun: float = 0.0
    """When the stage began."""
    columns: int = 0
    """How many of them hold something now."""

    def tell(self, stage: Stage, done: int, total: int) -> None:
        """Draw that *done* items of *total* are done, unless it is too soon. This is a Progress."""
        now = self.clock()
        if stage is not self.stage:
            self.stage, self.begun, self.due = stage, now, self.first
        if now >= self.due:
            self.due = now + REDRAWN_SECONDS
            elapsed, width = now - self.begun, columns_of(self.stream)
            self.draw(progress_text(stage, done, total, elapsed, width, say=self.say))

    def draw(self, text: str) -> None:
        """Show *text* and nothing else."""
        rest = self.columns - len(text)
        self.columns = len(text)
        # The cursor waits at the start, so that the ^C of a terminal is drawn over as well. What
        # ends the terminal must not end the build.
        with suppress(OSError):
            self.stream.write(f"\r{text}{' ' * rest}\r")
            self.stream.flush()

    def erase(self) -> None:
        """Leave nothing on the terminal, and the cursor where it was."""
        if self.columns:
            self.draw("")


def columns_of(stream: TextIO) -> int:
    """Return how many columns the terminal *stream* has, as it says itself if it knows."""
    with suppress(OSError):
        if columns := os.get_terminal_size(stream.fileno()).columns:
            return columns
    return shutil.get_terminal_size().columns


def can_redraw(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Tell whether *stream* is a terminal on which a line can be drawn over."""
    return stream.isatty() and environment.get("TERM") != "dumb"


@contextmanager
def shown_on(
    stream: TextIO,
    clock: Callable[[], float],
    *,
    after: float = FIRST_SECONDS,
    say: Say = str,
) -> Iterator[Progress]:
    """Give what shows progress on the terminal *stream*, *after* so many seconds; then erase it."""
    line = Line(stream, clock, first=clock() + after, say=say)
    try:
        yield line.tell
    finally:
        line.erase()
