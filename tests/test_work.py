"""Work that is shared out: the same results, whoever does it; and it ends when it has to."""

import os
import pickle
import platform
import runpy
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from multiprocessing.connection import wait
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

import pytest

from digestgen.build import build
from digestgen.content.chunks import ParseChunk, parse_chunk
from digestgen.content.read import read_tree
from digestgen.errors import Problems
from digestgen.formats.formats import FORMATS
from digestgen.inputs import FALLBACK, Run, read_inputs
from digestgen.output import stage
from digestgen.output.stage import Spot
from digestgen.pages.plan import plan
from digestgen.processes import Processes
from digestgen.rendering import chunk_maker, materials_of
from digestgen.site.assemble import assemble
from digestgen.theme.chunks import RenderOutcome, render_chunk, size_of
from digestgen.work import (
    AHEAD,
    FEWEST_ITEMS,
    STEP_BYTES,
    Steps,
    at_once,
    chunks,
    ended,
    in_groups,
    in_step,
    results,
    workers,
)
from tests.conftest import ARTICLE, NOW, SETTINGS, MakeSite, SiteFolder
from tests.running import PATIENCE_SECONDS, environment, within

ON_LINUX: Final = pytest.mark.skipif(sys.platform != "linux", reason="the children are forks there")
Value = TypeVar("Value")
Given = ParamSpec("Given")

MANY: Final = FEWEST_ITEMS + 10
GIVING_BACK: Final = """
from digestgen.memory_use import give_back
many = [bytes(1000) for _ in range(20_000)]
# Some lie behind all others, so that the allocator keeps those.
last = [bytes(1000) for _ in range(10)]
del many
def held():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1])
before = held()
give_back()
print(before - held())
"""
FORKING: Final = """
import operator
from digestgen.processes import Processes
held = [lambda: "held"]
with Processes(1, held) as processes:
    print(processes.submit(operator.call, held[0]).result())
"""


class Pickling(Executor):
    """Does all work at once, but hands everything over as other processes get it: pickled."""

    def submit(
        self, work: Callable[Given, Value], /, *given: Given.args, **named: Given.kwargs
    ) -> Future[Value]:
        """Return what *work* makes of what is *given*."""
        future: Future[Value] = Future()
        work, given, named = sent((work, given, named))
        future.set_result(sent(work(*given, **named)))
        return future


REPLACED: Final = """
from digestgen.processes import Processes
import os

held = [bytearray(1 << 24)]

def touch(value, size):
    value[:size] = bytes(size)
    return os.getpid(), value is held[0]

with Processes(1, held, most=1 << 12) as processes:
    found = [processes.submit(touch, held[0], size).result() for size in (0, 0, 1 << 24, 0, 0)]
first = found[0][0]
print([number == first for number, _ in found], all(is_held for _, is_held in found))
"""


def sent(value: Value) -> Value:
    """Return *value* as it arrives in another process."""
    received: Value = pickle.loads(pickle.dumps(value))  # noqa: S301 - made here
    return received


# They have nothing in common but what every executor has.
EXECUTORS: Final[tuple[Callable[[], Executor], ...]] = (
    ThreadPoolExecutor,
    Pickling,
    lambda: Processes(2),
)


# --- sharing out ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "expected"), [(1, [(0,), (1,), (2,)]), (2, [(0, 1), (2,)]), (9, [(0, 1, 2)])]
)
def test_chunks_are_the_items_in_their_order(size: int, expected: list[tuple[int]]) -> None:
    """Each but the last is full."""
    assert expected == list(chunks(range(3), size))


def late_first(number: int) -> int:
    """Return the square of *number*, the sooner the larger that is."""
    time.sleep((10 - number) / 500)
    return number * number


def test_results_come_in_order() -> None:
    """Whoever is done first."""
    expected = [number * number for number in range(10)]

    assert expected == list(results(None, late_first, range(10), 3))
    for kind in EXECUTORS:
        with kind() as executor:
            assert expected == list(results(executor, late_first, range(10), 3))


def test_chunks_are_made_when_they_are_needed() -> None:
    """Not all of them lie in memory while the first are worked on."""
    made: list[int] = []

    def chunks_made() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    with ThreadPoolExecutor(2) as executor:
        found = results(executor, str, chunks_made(), 2)
        first = next(found)

        assert "0" == first
        assert len(made) <= 2 + AHEAD + 1
        found_rest = list(found)
    assert [str(number) for number in range(1, 100)] == found_rest


def test_failures_come_out() -> None:
    """What fails for a chunk fails for all, as it would in one process."""
    with ThreadPoolExecutor(2) as executor, pytest.raises(ZeroDivisionError):
        list(results(executor, lambda number: 1 // number, [1, 0, 1], 2))


@pytest.mark.parametrize(
    ("jobs", "items", "shared"),
    [(1, FEWEST_ITEMS, False), (2, FEWEST_ITEMS - 1, False), (2, FEWEST_ITEMS, True)],
)
def test_processes_start_where_they_pay(jobs: int, items: int, *, shared: bool) -> None:
    """Not for one job, not for little work."""
    with workers(jobs, range(items)) as executor:
        assert shared == isinstance(executor, Processes)


def test_what_fails_in_a_process_says_where() -> None:
    """The error is the work's own, with the lines of the process that did it."""
    with Processes(1) as processes, pytest.raises(ValueError, match="invalid literal") as caught:
        processes.submit(int, "none").result()

    assert "another process" in caught.value.__notes__[0]


def test_a_process_that_ends_within_a_result_is_noticed() -> None:
    """Half a result is not waited for."""
    with Processes(1) as processes:
        future = processes.submit(bytes, 10_000_000)
        wait_for(lambda: bool(wait(processes.workers, 0)))
        processes.kill()
        with pytest.raises(OSError, match="a process that did part of the work was ended"):
            future.result()


def test_what_processes_hold_comes_out_the_same() -> None:
    """A value that a fork holds is not sent; it makes no difference to the work."""
    held = [("خبر", number) for number in range(3)]
    with Processes(1, held) as processes:
        found = processes.submit(list, (held[2], held[0], ("خبر", 0), None)).result()

    assert [("خبر", 2), ("خبر", 0), ("خبر", 0), None] == found


@ON_LINUX
def test_what_forks_hold_is_not_sent() -> None:
    """It may be large, or no pickle at all. Only a process with one thread forks."""
    code = [sys.executable, "-c", FORKING]
    done = subprocess.run(code, env=environment(), capture_output=True, text=True, check=False)

    assert ("held\n", "") == (done.stdout, done.stderr)


@ON_LINUX
def test_another_fork_takes_the_place_of_one_that_copied_much() -> None:
    """Else each would come to have a copy of all that it looks at."""
    code = [sys.executable, "-c", REPLACED]
    done = subprocess.run(code, env=environment(), capture_output=True, text=True, check=False)

    expected = "[True, True, True, False, False] True\n"
    assert (expected, "") == (done.stdout, done.stderr)


def test_work_is_handed_out_as_it_comes(tmp_path: Path) -> None:
    """A process need not wait until someone asks for what it did before."""
    one, other = tmp_path / "one", tmp_path / "other"
    with Processes(1) as processes:
        processes.submit(one.touch)
        wait_for(lambda: bool(wait(processes.workers, 0)))
        processes.submit(other.touch)
        wait_for(other.exists)

    assert one.exists()


def test_what_was_begun_is_done_before_the_end() -> None:
    """As with every executor: someone may ask for it later."""
    with Processes(1) as processes:
        begun = [processes.submit(pow, number, 2) for number in range(3)]

    assert [0, 1, 4] == [one.result(0) for one in begun]


def test_what_is_asked_of_ended_processes_is_done_here() -> None:
    """A build that begins anew may ask for it."""
    with Processes(1) as processes:
        processes.submit(len, "abc")

    assert os.getpid() == processes.submit(os.getpid).result()


def test_results_are_waited_for_as_long_as_one_says() -> None:
    """As with every executor; who gives up does not wait for the end of the work."""
    start = time.monotonic()
    with ended(Processes(1)) as processes, pytest.raises(TimeoutError):
        processes.submit(time.sleep, 60).result(timeout=0.1)

    assert time.monotonic() - start < PATIENCE_SECONDS / 2


def test_the_command_does_not_start_in_a_worker() -> None:
    """A new process imports the module that was started first; that must not start it again."""
    found = runpy.run_module("digestgen", run_name="__mp_main__")

    assert "main" in found


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other libraries cannot be asked")
def test_free_memory_is_given_back() -> None:
    """Twenty thousand values of a thousand bytes are some five thousand pages."""
    command = [sys.executable, "-c", GIVING_BACK]
    found = subprocess.run(command, capture_output=True, check=True, env=environment())

    assert 4000 < int(found.stdout)


# --- the work of a build -------------------------------------------------------------------------


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """Return a site so large that processes share the work."""
    texts = {f"a{number}.md": ARTICLE.replace("خبر", f"خبر {number}") for number in range(MANY)}
    return make_site({f"content/{name}": text for name, text in texts.items()})


def test_what_is_parsed_elsewhere_is_the_same(site: SiteFolder) -> None:
    """Files and outcomes are plain values: an executor may be anywhere."""
    site.write({"content/b.md": "no article"})
    tree, _ = read_tree(site.root / "content")
    files = [(file, "") for file in tree.files.values()]
    work = [
        ParseChunk(files=chunk, settings=FALLBACK, salt=b"", started=0) for chunk in chunks(files)
    ]
    expected = list(map(parse_chunk, work))

    assert len(work) > 1
    assert {False, True} == {bool(one.problems) for chunk in expected for one in chunk.files}
    for kind in EXECUTORS:
        with kind() as executor:
            assert expected == list(results(executor, parse_chunk, work, 2))


def test_works_in_step_wait_for_each_other() -> None:
    """Each does its next step when all have done the one before; results come in order."""
    log: list[str] = []

    def work(name: str, count: int) -> Steps[str]:
        for number in range(count):
            log.append(f"{name}{number}")
            yield
        return name.upper()

    assert ["A", "B", "C"] == in_step([work("a", 2), work("b", 3), work("c", 0)])
    assert ["a0", "b0", "a1", "b1", "b2"] == log
    assert "D" == at_once(work("d", 2))
    assert [] == in_step([])


def test_few_large_things_are_worked_on_in_step() -> None:
    """All come in their order, in groups that are as large as is allowed, or as one of them."""
    sizes = [1, 2, STEP_BYTES, STEP_BYTES + 1, STEP_BYTES - 1, 1, 1]
    groups = list(in_groups(enumerate(sizes), lambda item: item[1]))

    assert [[0, 1], [2], [3], [4, 5], [6]] == [[number for number, _ in group] for group in groups]
    assert [] == list(in_groups([], len))


def test_feeds_and_sitemaps_are_made_one_by_one(site: SiteFolder) -> None:
    """Memory never holds a chunk of them; pages of templates are rendered in step."""
    tree, _ = read_tree(site.root / "content")
    inputs = read_inputs(site.root, tree, Run(now=NOW, started=0, jobs=1), [])
    assert inputs is not None
    pages, _ = plan(assemble(inputs.config, inputs.parsed, inputs.facts)[0])
    groups = [
        {page.template in FORMATS for page, _, _ in group} if len(group) > 1 else len(group)
        for group in in_groups([(page, (), Spot(path="", flat="")) for page in pages], size_of)
    ]

    assert [{False}] == [kinds for kinds in groups if kinds != 1]
    assert len(groups) > sum(page.template in FORMATS for page in pages)


def test_what_is_rendered_elsewhere_is_the_same(site: SiteFolder) -> None:
    """Pages are plain values, and so is all that they are rendered with."""
    site.build()
    tree, _ = read_tree(site.root / "content")
    inputs = read_inputs(site.root, tree, Run(now=NOW, started=0, jobs=1), [])
    assert inputs is not None
    pages, _ = plan(assemble(inputs.config, inputs.parsed, inputs.facts)[0])
    materials, folder = materials_of(inputs), inputs.cache / stage.FOLDER

    def made(executor: Executor | None) -> list[RenderOutcome]:
        stage.clear(folder)
        make = chunk_maker(materials, folder)
        made_chunks = (make(number, some) for number, some in enumerate(chunks(pages)))
        return list(results(executor, render_chunk, made_chunks, 2))

    expected = made(None)
    assert len(pages) == sum(len(outcome.pages) for outcome in expected)
    for kind in EXECUTORS:
        with kind() as executor:
            assert expected == made(executor)


@pytest.fixture
def another_thread() -> Iterator[None]:
    """Let a thread live during a test, as it does in a process that serves or watches."""
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    yield
    end.set()
    thread.join()


def tree_of(site: SiteFolder, jobs: int) -> dict[str, bytes]:
    """Return what *jobs* processes make of *site*."""
    shutil.rmtree(site.root / ".digestgen", ignore_errors=True)
    shutil.rmtree(site.output, ignore_errors=True)
    build(site.root, site.output, now=NOW, jobs=jobs)
    return site.tree()


def test_the_number_of_processes_does_not_show(site: SiteFolder) -> None:
    """Not a byte is another one, nor the manifest."""
    expected = tree_of(site, 1)

    assert expected == tree_of(site, 2)
    assert expected == tree_of(site, 3)


@pytest.mark.usefixtures("another_thread")
def test_how_processes_start_does_not_show(site: SiteFolder) -> None:
    """Beside other threads, and on other systems, a process starts from nothing."""
    assert tree_of(site, 1) == tree_of(site, 2)


def test_problems_come_out_of_processes(site: SiteFolder) -> None:
    """All of them, in their order, as from one process."""
    site.write({"content/a7.md": "none", "content/a150.md": ARTICLE.replace("title", "titel")})
    expected = site.problems()
    with pytest.raises(Problems) as caught:
        build(site.root, site.output, now=NOW, jobs=2)

    assert 2 == len(expected)
    assert expected == caught.value.diagnostics


EDITS: Final[Mapping[str, Mapping[str, str]]] = {
    "the first build": {},
    "a title": {"content/a7.md": ARTICLE.replace("خبر", "عنوان")},
    "a text": {"content/a7.md": f"{ARTICLE.replace('خبر', 'عنوان')}\nفقرة.\n"},
    "an article more": {"content/more.md": ARTICLE.replace("خبر", "خبر جديد")},
    "what all articles show": {"site.yaml": f"{SETTINGS}disclaimer: كلمة.\n"},
    "a template": {"themes/default/templates/redirect.html": "{{ page.url }}"},
}


@ON_LINUX
def test_a_helper_does_not_show(site: SiteFolder) -> None:
    """What is done beside a build is what the build would do by itself, whatever was edited."""
    for edit, files in EDITS.items():
        site.write(files)
        assert "" == verified(site), edit

    damage_texts(site)
    shutil.rmtree(site.output)
    assert "" == verified(site)

    # What is noticed while pages of lists are rendered already.
    site.write({"content/a7.md": ARTICLE.replace("خبر", "اسم")})
    damage_texts(site)
    assert "" == verified(site)


def damage_texts(site: SiteFolder) -> None:
    """Take the bytes away of all texts that are kept of *site*."""
    (pack,) = (site.root / ".digestgen").glob("bodies-*.pack")
    pack.write_bytes(b"\0" * pack.stat().st_size)


def verified(site: SiteFolder) -> str:
    """Build *site* with two processes; return how it differs from a clean build by one."""
    command = [sys.executable, "-m", "digestgen", "build", "--jobs", "2", "--verify"]
    done = subprocess.run(
        command, cwd=site.root, env=environment(), capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


# --- ends ----------------------------------------------------------------------------------------

# What a worker does with one of its files or pages.
SCRIPT: Final = """
import os, signal, sys, time
from pathlib import Path
from digestgen.cli.main import main
from digestgen.content import chunks as parsing
from digestgen.theme import chunks as rendering

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def hang():
    Path("hangs").touch()
    time.sleep(600)

def failing(module, name, act):
    original = getattr(module, name)
    def replaced(*arguments):
        if " 150." in str(arguments[0]) or "a150.md" in str(arguments[0]):
            act()
        return original(*arguments)
    setattr(module, name, replaced)

module, name, act = sys.argv.pop(), sys.argv.pop(), sys.argv.pop()
failing(globals()[module], name, globals()[act])
main()
"""


def started(site: SiteFolder, act: str, name: str, module: str) -> subprocess.Popen[str]:
    """Return a build with two workers, one of which comes to do *act* in a function of ours."""
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, "build", "--jobs", "2", act, name, module],
        cwd=site.root,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def children(process: subprocess.Popen[str]) -> list[Path]:
    """Return where Linux tells of the processes that *process* started."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii")
    return [Path("/proc", number) for number in found.split()]


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until *condition* holds, but not for ever."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@ON_LINUX
@pytest.mark.parametrize(("name", "module"), [("parse_one", "parsing"), ("text_in", "rendering")])
def test_a_worker_that_dies_ends_the_build(name: str, module: str, site: SiteFolder) -> None:
    """With 74 and one sentence; the output is as it was, and the next build is right."""
    site.build()
    before = site.tree()
    site.write({"site.yaml": SETTINGS + "language: en\n"})
    with within(started(site, "die", name, module)) as process:
        _, said = process.communicate(timeout=PATIENCE_SECONDS)

    assert 74 == process.returncode
    assert said.startswith("digestgen: a process that did part of the work was ended, perhaps")
    assert 1 == said.count("\n")
    assert before == site.tree()
    site.build()
    assert site.tree() == tree_of(site, 1)


@ON_LINUX
@pytest.mark.parametrize("whole_terminal", [True, False])
def test_ctrl_c_does_not_wait_for_workers(site: SiteFolder, *, whole_terminal: bool) -> None:
    """Whether it reaches all processes, as from a terminal, or only the first: 130 at once."""
    with within(started(site, "hang", "parse_one", "parsing")) as process:
        wait_for((site.root / "hangs").exists)
        workers_ = children(process)
        if whole_terminal:
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE_SECONDS)

    assert 130 == process.returncode
    expected = "digestgen: interrupted; every file is whole, and the next build completes it"
    assert expected == said.strip()
    # Two that parse, and the one that helps.
    assert 3 == len(workers_)
    assert not any(worker.exists() for worker in workers_)
    assert not site.output.exists()


@ON_LINUX
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_the_build(how: signal.Signals, site: SiteFolder) -> None:
    """However it ends, nobody is left behind, and the next build can start."""
    with within(started(site, "hang", "parse_one", "parsing")) as process:
        wait_for((site.root / "hangs").exists)
        workers_ = children(process)
        process.send_signal(how)

    # Two that parse, and the one that helps.
    assert 3 == len(workers_)
    wait_for(lambda: not any(worker.exists() for worker in workers_))
    assert MANY == site.build().articles
