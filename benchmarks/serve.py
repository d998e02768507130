"""How long an author waits in a preview: from saving one article until the change can be seen."""

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from os import environ
from statistics import median
from typing import Final

from benchmarks.corpus import Corpus
from benchmarks.edits import BODY, TITLE, Proof, with_article
from benchmarks.previews import PREVIEWS, Preview, Wait, fetched, free_port, running
from benchmarks.results import RefusedError
from benchmarks.run import VERSION, Setting, environment, replace_files
from benchmarks.table import table
from benchmarks.tools import ROOT, Extras

# After a start and after each build, so that nothing of it is still at work: disks, collectors.
PAUSE_SECONDS: Final = 3.0
# What digestgen has to reach, in proportion to Hugo.
GOAL: Final = 0.4
EXTRAS: Final = Extras(feeds=True, sitemap=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an author does again and again: its *name*, and the corpus after the n-th time."""

    name: str
    apply: Callable[[Corpus, int], tuple[Corpus, Proof]]


def another_body(corpus: Corpus, number: int) -> tuple[Corpus, Proof]:
    """Write another last paragraph into the article in the middle of the corpus."""
    article, text = corpus.articles[len(corpus.articles) // 2], f"{BODY} {number}"
    edited = replace(article, body=(*article.body[:-1], text))
    return with_article(corpus, edited), Proof(path=article.page, text=text)


def another_title(corpus: Corpus, number: int) -> tuple[Corpus, Proof]:
    """Give one article another title."""
    article, text = corpus.articles[len(corpus.articles) // 3], f"{TITLE} {number}"
    edited = replace(article, title=text)
    return with_article(corpus, edited), Proof(path=article.page, text=text)


CHANGES: Final = (
    Change(name="one body edited", apply=another_body),
    Change(name="one title edited", apply=another_title),
)

Seconds = Mapping[str, Sequence[float]]
"""What each edit of a kind took, by the name of the change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What one tool's preview took."""

    label: str
    version: str
    seconds: Seconds


def measure_previews(setting: Setting) -> tuple[Served, ...]:
    """Return what each preview took, one after the other.

    Raises RefusedError if one does not show an edit, FailedError if it ends, and OverLimitError if
    it takes too long.
    """
    return tuple(served(preview, setting) for preview in PREVIEWS)


def served(preview: Preview, setting: Setting) -> Served:
    """Return what *preview* took."""
    folder, corpus = setting.folder / f"{preview.label.lower()}-preview", setting.corpus
    shutil.rmtree(folder, ignore_errors=True)
    replace_files(folder, {}, preview.files(corpus, EXTRAS))
    seconds: dict[str, list[float]] = {change.name: [] for change in CHANGES}
    free = free_port()
    command = preview.command(setting.programs, folder, free)
    given = environment(environ, setting.folder)
    with running(command, given, setting.limit_seconds) as server:
        port, wait = preview.started(server, free)
        setting.say(f"{preview.label} serves")
        for name, took in edits(preview, setting, port, wait):
            setting.say(f"{preview.label}, {name}: {took:.2f} s")
            seconds[name].append(took)
    return Served(label=preview.label, version=version(preview, setting), seconds=seconds)


def edits(preview: Preview, setting: Setting, port: int, wait: Wait) -> Iterator[tuple[str, float]]:
    """Yield the name of each edit and how long it took until *preview* showed it at *port*."""
    folder, corpus = setting.folder / f"{preview.label.lower()}-preview", setting.corpus
    files = preview.files(corpus, EXTRAS)
    for change in CHANGES:
        # The first one compiles templates and fills caches, as it does for an author once.
        for number in range(setting.rounds + 1):
            corpus, proof = change.apply(corpus, number)
            after = preview.files(corpus, EXTRAS)
            ((name, text),) = after.items() - files.items()
            files = after
            time.sleep(PAUSE_SECONDS)
            start = time.perf_counter()
            (folder / name).write_text(text, "utf-8")
            took = wait(start) - start
            if proof.text is None or proof.text not in fetched(port, proof.path):
                raise RefusedError(f"{preview.label}, {change.name}: {proof.path} does not show it")
            if number:
                yield change.name, took


def version(preview: Preview, setting: Setting) -> str:
    """Return the number in what *preview* says of its version."""
    command = preview.version(setting.programs)
    said = subprocess.run(  # noqa: S603 - the benchmark's own commands
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    number = VERSION.search(said)
    return number[0] if number else said.strip()


# --- the report ----------------------------------------------------------------------------------


def preview_lines(about: Mapping[str, object], results: Sequence[Served]) -> Iterator[str]:
    """Yield the results as lines of Markdown: what was measured with, medians with their spans."""
    yield from (f"- {name}: {value}" for name, value in about.items())
    yield ""
    headings = ["", *(f"{one.label} {one.version}" for one in results), "ratio", "goal"]
    rows = [preview_row(change.name, results) for change in CHANGES]
    yield from table([headings, *rows])


def preview_row(name: str, results: Sequence[Served]) -> list[str]:
    """Return what the change *name* took with each of *results*, and the ratio of the first two."""
    ours, theirs, *_ = (median(one.seconds[name]) for one in results)
    cells = (span(one.seconds[name]) for one in results)
    return [name, *cells, f"{ours / theirs:.2f}", f"≤ {GOAL:.2f}"]


def span(seconds: Sequence[float]) -> str:
    """Return the median of *seconds*, the least and the most."""
    return f"{median(seconds):.2f} s ({min(seconds):.2f}–{max(seconds):.2f})"


def preview_json(about: Mapping[str, object], results: Sequence[Served]) -> dict[str, object]:
    """Return the results as plain values, for JSON."""
    return {
        **about,
        "goal": GOAL,
        "results": [
            {"tool": one.label, "version": one.version, "seconds": dict(one.seconds)}
            for one in results
        ],
    }
