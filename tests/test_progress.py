"""Progress: one line on a terminal for those who wait, of which nothing stays."""

import fcntl
import io
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from digestgen.build import build
from digestgen.cli.shown import progress_shown
from digestgen.progress import can_redraw, progress_text, shown_on
from digestgen.report import Format
from digestgen.stages import TOLD_ITEMS, Stage, counted, unseen
from tests.conftest import ARTICLE, NOW, MakeSite, SiteFolder
from tests.running import command, environment, within
from tests.writing import article

# A build of so many articles takes some seconds: brackets without an end are slow to parse.
SLOW_ARTICLES: Final = 200
SLOW: Final = article("![" * 1_000)
WIDE: Final = 80
Told = tuple[Stage, int, int]


# --- the words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "done", "total", "elapsed", "text"),
    [
        (Stage.READ, 0, 0, 0.0, "reading files"),
        (Stage.READ, 12_300, 0, 2.0, "reading files 12,300"),
        (Stage.PARSE, 4_200, 10_000, 4.2, "parsing articles 4,200 of 10,000 · about 6 s left"),
        (Stage.MEASURE, 7, 8, 7.0, "measuring pictures 7 of 8 · about 1 s left"),
        (Stage.ASSEMBLE, 0, 0, 9.0, "arranging articles"),
        (Stage.PLAN, 0, 0, 9.0, "planning pages"),
        (Stage.RENDER, 100, 1_000_000, 0.9, "rendering pages 100 of 1,000,000"),
        (Stage.WRITE, 0, 999, 5.0, "writing files 0 of 999"),
        (Stage.WRITE, 999, 999, 5.0, "writing files 999 of 999"),
    ],
)
def test_a_line_says_the_stage_the_counts_and_the_time_left(
    stage: Stage, done: int, total: int, elapsed: float, text: str
) -> None:
    """The time is told where the rate of the stage is known; counts have separators."""
    assert text == progress_text(stage, done, total, elapsed, WIDE)


@pytest.mark.parametrize(
    ("seconds", "left"),
    [
        (0.2, "about 1 s left"),
        (1.0, "about 1 s left"),
        (1.1, "about 2 s left"),
        (59.5, "about 60 s left"),
        (60.0, "about 1 min left"),
        (100.0, "about 2 min left"),
        (7200.0, "about 120 min left"),
    ],
)
def test_the_time_left_is_told_in_seconds_then_in_minutes(seconds: float, left: str) -> None:
    """Never more precisely than it is known."""
    expected = f"parsing articles 900 of 1,000 · {left}"
    assert expected == progress_text(Stage.PARSE, 900, 1_000, seconds * 9, WIDE)


@pytest.mark.parametrize(
    ("width", "text"),
    [
        (50, "parsing articles 4,200 of 10,000 · about 6 s left"),
        (49, "parsing articles 4,200 of 10,000"),
        (33, "parsing articles 4,200 of 10,000"),
        (32, "4,200 of 10,000"),
        (16, "4,200 of 10,000"),
        (15, ""),
        (0, ""),
    ],
)
def test_a_line_fits_the_terminal(width: int, text: str) -> None:
    """The time goes first, then the stage; a count is whole or not there."""
    assert text == progress_text(Stage.PARSE, 4_200, 10_000, 4.2, width)


# --- the line ------------------------------------------------------------------------------------


@dataclass(slots=True)
class Clock:
    """A clock that stands still until it is set."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    """A stream that remembers what was on its line after each time that it was drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def flush(self) -> None:
        self.lines.append(screen(self.getvalue())[-1])


def screen(said: str) -> list[str]:
    """Return the lines that a terminal shows after *said* was written to it."""
    rows, column = [""], 0
    for letter in said:
        if letter == "\n":
            rows.append("")
        elif letter == "\r":
            column = 0
        else:
            rows[-1] = rows[-1][:column].ljust(column) + letter + rows[-1][column + 1 :]
            column += 1
    return [row.rstrip() for row in rows]


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be as wide everywhere where a stream is no terminal that could say it."""
    monkeypatch.setenv("COLUMNS", str(WIDE))


def drawn(told: list[tuple[float, Told]]) -> list[str]:
    """Return the lines that are drawn if so much is *told*, each so many seconds after the start.

    The last one is what is there in the end.
    """
    clock, terminal = Clock(), Terminal()
    start = clock.now
    with shown_on(terminal, clock) as progress:
        for seconds, (stage, done, total) in told:
            clock.now = start + seconds
            progress(stage, done, total)
    return terminal.lines


def test_nothing_is_drawn_in_the_first_second() -> None:
    """A short build draws nothing and has nothing to erase."""
    assert [] == drawn([(0.0, (Stage.READ, 0, 0)), (0.99, (Stage.PARSE, 100, 200))])


def test_a_line_is_drawn_ten_times_a_second_at_most() -> None:
    """However often the build tells how far it is."""
    told = [(number / 100, (Stage.PARSE, number, 1_000)) for number in range(301)]
    lines = drawn(told)

    assert 20 <= len(lines) <= 22
    assert "parsing articles 100 of 1,000 · about 9 s left" == lines[0]
    assert ["parsing articles 300 of 1,000 · about 7 s left", ""] == lines[-2:]


def test_a_new_stage_is_drawn_at_once() -> None:
    """It may be the last that is told for a while; its time left is its own."""
    assert [
        "parsing articles 900 of 1,000 · about 1 s left",
        "planning pages",
        "rendering pages 10 of 20",
        "",
    ] == drawn(
        [
            (0.0, (Stage.PARSE, 0, 1_000)),
            (5.00, (Stage.PARSE, 900, 1_000)),
            (5.01, (Stage.PARSE, 1_000, 1_000)),
            (5.02, (Stage.PLAN, 0, 0)),
            (5.03, (Stage.RENDER, 10, 20)),
        ]
    )


def test_the_line_is_erased_after_an_error() -> None:
    """What is said then has the line for itself, whatever the terminal wrote, such as ^C."""
    terminal = Terminal()

    def interrupted() -> None:
        with shown_on(terminal, Clock(), after=0) as progress:
            progress(Stage.PARSE, 1, 2)
            terminal.write("^C")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    terminal.write("digestgen: no\n")

    assert ["parsing articles 1 of 2", ""] == terminal.lines
    assert ["digestgen: no", ""] == screen(terminal.getvalue())


def test_a_terminal_that_is_gone_ends_no_build() -> None:
    """Nobody looks on, and the work goes on."""

    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError

    with shown_on(Gone(), Clock(), after=0) as progress:
        progress(Stage.PARSE, 1, 2)


class Screen(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_line_needs_a_terminal_that_can_draw_it_again() -> None:
    """Not a pipe, not a dumb one."""
    assert can_redraw(Screen(), {})
    assert can_redraw(Screen(), {"TERM": "xterm", "NO_COLOR": "1"})
    assert not can_redraw(Screen(), {"TERM": "dumb"})
    assert not can_redraw(io.StringIO(), {"TERM": "xterm"})


@pytest.mark.parametrize("form", Format)
def test_progress_is_for_people(monkeypatch: pytest.MonkeyPatch, form: Format) -> None:
    """Not for formats that a program reads."""
    monkeypatch.setattr(sys, "stderr", Screen())
    monkeypatch.setenv("TERM", "xterm")

    with progress_shown(form) as progress:
        assert (form is Format.TEXT) == (progress is not unseen)


def test_a_pipe_gets_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a file or a program reads has no use for it."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())

    with progress_shown(Format.TEXT) as progress:
        assert progress is unseen


# --- the build -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Record:
    """All that was told."""

    told: list[Told] = field(default_factory=list)

    def __call__(self, stage: Stage, done: int, total: int) -> None:
        self.told.append((stage, done, total))


def test_items_are_counted_as_they_are_done() -> None:
    """At the start, every so often, and at the end; none are lost."""
    record, count = Record(), TOLD_ITEMS * 2 + 50

    assert list(range(count)) == list(counted(range(count), record, Stage.WRITE, count))
    assert [
        (Stage.WRITE, 0, count),
        (Stage.WRITE, TOLD_ITEMS, count),
        (Stage.WRITE, TOLD_ITEMS * 2, count),
        (Stage.WRITE, count, count),
    ] == record.told


def test_nothing_is_told_of_no_items() -> None:
    """A stage that has nothing to do is none."""
    record = Record()

    assert [] == list(counted([], record, Stage.MEASURE))
    assert [] == record.told


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_build_tells_its_stages_in_order(make_site: MakeSite, jpeg: bytes, jobs: int) -> None:
    """Each up to its end; and what is written does not depend on who looks on."""
    texts = {f"content/{number}.md": ARTICLE for number in range(250)}
    pictured = article(image="a.jpg")
    site = make_site({**texts, "content/a.md": pictured, "content/a.jpg": jpeg})
    site.build()
    expected, record = site.tree(), Record()
    again = site.root / "again"
    (site.root / ".digestgen").rename(site.root / "kept")
    report = build(site.root, again, now=NOW, jobs=jobs, progress=record)

    files = len(report.output.written)
    assert [stage for stage in Stage if stage in dict.fromkeys(t[0] for t in record.told)] == list(
        dict.fromkeys(stage for stage, _, _ in record.told)
    )
    assert {
        (Stage.READ, 200, 0),
        (Stage.PARSE, 251, 251),
        (Stage.MEASURE, 1, 1),
        (Stage.ASSEMBLE, 0, 0),
        (Stage.PLAN, 0, 0),
        (Stage.RENDER, report.pages, report.pages),
        (Stage.WRITE, files, files),
    } <= set(record.told)
    assert all(a[1] < b[1] for a, b in pairwise(record.told) if a[0] == b[0])
    assert expected == {
        path.relative_to(again).as_posix(): path.read_bytes()
        for path in again.rglob("*")
        if path.is_file()
    }


# --- the command on a terminal -------------------------------------------------------------------


@pytest.fixture
def slow(make_site: MakeSite) -> SiteFolder:
    """Return a site that takes more than a second."""
    return make_site({f"content/{number}.md": SLOW for number in range(SLOW_ARTICLES)})


def on_terminal(
    *arguments: str,
    cwd: Path,
    columns: int = WIDE,
    seen: Callable[[subprocess.Popen[bytes], str], None] = lambda _process, _said: None,
) -> str:
    """Return all that digestgen says on a terminal; *seen* is called with what it said so far."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        command(*arguments),
        cwd=cwd,
        env=environment({"TERM": "xterm"}),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    said = b""
    with within(process):
        for piece in pieces(ours):
            said += piece
            seen(process, said.decode("utf-8", "ignore"))
    os.close(ours)
    return said.decode()


def pieces(terminal: int) -> Iterator[bytes]:
    """Yield what is written to the other end of *terminal*, until nobody holds that."""
    try:
        while piece := os.read(terminal, 65_536):
            yield piece
    except OSError:
        # So Linux says that the other end is closed.
        return


def lines_drawn(said: str) -> list[str]:
    """Return the progress that was shown in *said*."""
    return [line for line in re.findall(r"\r([^\r\n]+)(?=\r(?!\n))", said) if line.strip()]


def test_a_long_build_shows_how_far_it_is(slow: SiteFolder) -> None:
    """What stays on the screen is the summary alone."""
    said = on_terminal("build", "--jobs", "1", cwd=slow.root)
    lines = [line.rstrip() for line in lines_drawn(said)]

    line = r"[a-z]+ [a-z]+( [\d,]+( of [\d,]+( · about \d+ s left)?)?)?"
    assert [] == [text for text in lines if not re.fullmatch(line, text)]
    assert any(re.match(rf"parsing articles \d+ of {SLOW_ARTICLES}", text) for text in lines)
    assert "\x1b" not in said
    summary, end = screen(said)
    assert summary.startswith(f"{SLOW_ARTICLES} articles, ")
    assert "" == end


def test_problems_follow_an_erased_line(slow: SiteFolder) -> None:
    """As if there had been no progress, here on a terminal that is narrow."""
    slow.write({"content/b.md": article(title=None)})
    said = on_terminal("build", "--jobs", "1", cwd=slow.root, columns=24)

    lines = [line.rstrip() for line in lines_drawn(said)]
    assert lines
    assert [] == [line for line in lines if not re.fullmatch(r"\d+ of 201|[a-z ]{,23}", line)]
    place, *_, last, end = screen(re.sub("\x1b\\[[0-9;]*m", "", said))
    assert place.startswith("content/b.md:2:1: error DG202: ")
    assert ("1 error; nothing was written", "") == (last, end)


def test_ctrl_c_leaves_nothing_of_the_line(slow: SiteFolder) -> None:
    """The message stands alone."""
    sent: list[int] = []

    def interrupt(process: subprocess.Popen[bytes], said: str) -> None:
        if lines_drawn(said) and not sent:
            process.send_signal(signal.SIGINT)
            sent.append(signal.SIGINT)

    said = on_terminal("build", "--jobs", "1", cwd=slow.root, seen=interrupt)

    assert lines_drawn(said)
    # The first line is where the terminal would have shown ^C.
    nothing, message, end = screen(said)
    assert message.startswith("digestgen: interrupted; ")
    assert ("", "") == (nothing, end)
