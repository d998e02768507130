"""The run itself: for each tool a cold build, then a build after each edit, each one proven."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from benchmarks.corpus import Corpus, make_corpus
from benchmarks.edits import EDITS, Proof
from benchmarks.measure import FailedError, OverLimitError, Usage, measure
from benchmarks.pages import NONE, Counts, Kind, counted, differences
from benchmarks.results import COLD, STEPS, RefusedError, Result, middle
from benchmarks.table import counts_lines
from benchmarks.tools import OUTPUT, ROOT, Extras, Files, Programs, Tool

# What would make a build differ from one that an author starts.
UNSET: Final = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "SOURCE_DATE_EPOCH")
VERSION: Final = re.compile(r"\d+(\.\w+)+")
WARM_UP_ARTICLES: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a run is made with; *folder* holds the sites, *say* shows how it goes."""

    folder: Path
    programs: Programs
    tools: Sequence[Tool]
    corpus: Corpus
    rounds: int
    limit_seconds: float
    now: datetime
    say: Callable[[str], None]


def run(setting: Setting) -> tuple[Result, ...]:
    """Return what each tool took.

    Raises RefusedError if outputs are not the same in kind or lack an edit, FailedError if a tool
    ends with an error.
    """
    extras = warm_up(setting)
    rounds: dict[str, list[Result]] = {tool.label: [] for tool in setting.tools}
    for number in range(1, setting.rounds + 1):
        setting.say(f"round {number} of {setting.rounds}")
        first: Counts | None = None
        for tool in setting.tools:
            result = run_tool(tool, setting, extras, first)
            first = first or result.counts
            rounds[tool.label].append(result)
    return tuple(middle(ones) for ones in rounds.values())


def warm_up(setting: Setting) -> Extras:
    """Build a small site with every tool, and return what the first one makes besides pages.

    So a program's first start, which reads it from the disk and compiles it, is not measured.
    """
    small = replace(setting, corpus=make_corpus(WARM_UP_ARTICLES, seed=0))
    extras = Extras(feeds=True, sitemap=True)
    for tool in setting.tools:
        setting.say(f"warming up {tool.label}")
        folder = folder_of(tool, setting)
        shutil.rmtree(folder, ignore_errors=True)
        replace_files(folder, {}, tool.files(small.corpus, extras))
        build(tool, small)
        output = folder / OUTPUT
        if tool is setting.tools[0]:
            extras = Extras(
                feeds=Kind.FEED in counted(output),
                sitemap=(output / "sitemap.xml").is_file(),
            )
    return extras


def run_tool(tool: Tool, setting: Setting, extras: Extras, first: Counts | None) -> Result:
    """Return what *tool* took; *first* is what the first tool made, if this is another one."""
    usages: dict[str, Usage] = {}
    counts: Counts = {}
    notes = [tool.note] if tool.note else []
    try:
        for step, usage in builds(tool, setting, extras):
            usages[step] = usage
            if step == COLD:
                counts = counted(folder_of(tool, setting) / OUTPUT)
                refuse_differences(tool, counts, setting, first)
                notes += [why for kind, why in tool.lacks.items() if first and kind in first]
    except OverLimitError:
        step = STEPS[len(usages)]
        over = f"took more than the limit of {setting.limit_seconds:.0f} s and was ended"
        notes.append(f"«{step}» {over}; what comes after it was not measured.")
    return Result(
        label=tool.label,
        version=version(tool, setting.programs),
        usages=usages,
        counts=counts,
        notes=tuple(notes),
    )


def builds(tool: Tool, setting: Setting, extras: Extras) -> Iterator[tuple[str, Usage]]:
    """Yield each step with what *tool* took for it: the cold build, then one after each edit."""
    folder, corpus = folder_of(tool, setting), setting.corpus
    files = tool.files(corpus, extras)
    shutil.rmtree(folder)
    replace_files(folder, {}, files)
    yield COLD, build(tool, setting, COLD)
    for edit in EDITS:
        corpus, proof = edit.apply(corpus, setting.now)
        edited = tool.files(corpus, extras)
        replace_files(folder, files, edited)
        files = edited
        usage = build(tool, setting, edit.name)
        refuse_unproven(tool, folder / OUTPUT, edit.name, proof)
        yield edit.name, usage


def build(tool: Tool, setting: Setting, step: str = "") -> Usage:
    """Let *tool* build and return what it took. Raises FailedError, OverLimitError."""
    folder = folder_of(tool, setting)
    try:
        usage = measure(
            tool.command(setting.programs, folder),
            folder=ROOT if tool.in_checkout else folder,
            environment=environment(os.environ, setting.folder),
            limit_seconds=setting.limit_seconds,
            log=folder.with_name(f"{folder.name}.log"),
        )
    except FailedError as error:
        raise FailedError(f"{tool.label} failed: {step}\n{error}") from None
    if step:
        took = f"{usage.wall_seconds:.2f} s, CPU {usage.cpu_seconds:.2f} s"
        setting.say(f"{tool.label}, {step}: {took}")
    return usage


def refuse_differences(tool: Tool, counts: Counts, setting: Setting, first: Counts | None) -> None:
    """Raise RefusedError unless *counts* of *tool* are of the same kind as the *first* ones.

    The first tool is held against the corpus: a page for each article.
    """
    if first is None:
        articles = counts.get(Kind.ARTICLE, NONE).pages
        if articles != len(setting.corpus.articles):
            raise RefusedError(f"{tool.label} made {articles} article pages")
        return
    found = list(differences(first, counts, tool.lacks))
    if found:
        sides = {setting.tools[0].label: first, tool.label: counts}
        raise RefusedError("\n".join((*counts_lines(sides), "", *found)))


def refuse_unproven(tool: Tool, output: Path, step: str, proof: Proof) -> None:
    """Raise RefusedError unless *proof* of the edit of *step* is in *output*."""
    path = output / proof.path
    if proof.text is None:
        shown = tool.keeps_deleted or not path.exists()
    else:
        shown = path.is_file() and proof.text in path.read_text("utf-8")
    if not shown:
        raise RefusedError(f"{tool.label}, {step}: the output does not show it, see {path}")


def replace_files(folder: Path, before: Files, after: Files) -> None:
    """Bring *folder*, which has the files *before*, to the files *after*; touch no others."""
    for name in before.keys() - after.keys():
        (folder / name).unlink()
    for name, text in after.items():
        if before.get(name) != text:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


def folder_of(tool: Tool, setting: Setting) -> Path:
    """Return the folder of *tool*."""
    return setting.folder / tool.label.lower().replace(" ", "-")


def environment(given: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return the environment of the tools, made from the *given* one."""
    kept = {name: value for name, value in given.items() if name not in UNSET}
    return kept | {"HUGO_CACHEDIR": str(folder / "hugo-cache"), "NO_COLOR": "1"}


def version(tool: Tool, programs: Programs) -> str:
    """Return the number in what *tool* says of its version."""
    command = tool.version(programs)
    said = subprocess.run(  # noqa: S603 - the benchmark's own commands
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    number = VERSION.search(said)
    return number[0] if number else said.strip()
