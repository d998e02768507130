"""Whether a build that skipped work wrote what a build from nothing writes."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from digestgen.ahead import NO_BUILD, Ahead
from digestgen.build_report import BuildReport
from digestgen.content.read import read_tree
from digestgen.edition import USUAL, Edition
from digestgen.errors import Phrase, Problems, in_order, said
from digestgen.inputs import Run, read_inputs
from digestgen.messages.speech import Say
from digestgen.names import CONTENT
from digestgen.output.files import WriteReport
from digestgen.output.lock import building
from digestgen.output.manifest import EMPTY, MANIFEST_NAME
from digestgen.output.place import PRIVATE_FOLDER, OutputFolder, real
from digestgen.output.stage import empty
from digestgen.outputs import write_site
from digestgen.pipeline import plan_all
from digestgen.rendering import materials_of
from digestgen.text.steering import shown

FOLDER: Final = "verify"
# How many characters of a line are shown on both sides of the first that differs.
EXCERPT: Final = 30


class Difference(Struct, frozen=True, kw_only=True):
    """The first file that is not what a clean build makes; *path* is relative to the output."""

    path: str
    what: Phrase
    """What is wrong with it, after its name: `is missing`."""
    lines: tuple[str, ...] = ()
    """What is there and what should be, if both are text."""


def verify(  # noqa: PLR0913 - a second build
    root: Path,
    output: Path,
    report: BuildReport,
    *,
    now: datetime,
    jobs: int = 1,
    edition: Edition = USUAL,
) -> Difference | None:
    """Return where *output* differs from a clean build of the site in *root*; None if nowhere.

    *report* is of the build that wrote *output*, at the same moment *now* and in the same
    *edition*. Files of others, and ours that it left alone because someone changed them, are not
    looked at.

    Raises BuildRunningError if another build of the site is running; OSError if the disk fails.
    """
    with building(root), scratch(root / PRIVATE_FOLDER / FOLDER) as folder:
        try:
            clean = build_clean(root, folder, now=now, jobs=jobs, edition=edition)
        except Problems as problems:
            first = in_order(problems.diagnostics)[0]
            return Difference(
                path=first.place.file, what=said("is wrong: {reason}", reason=first.message)
            )
        return first_difference(output, folder / "output", report.output, clean)


def build_clean(
    root: Path, folder: Path, *, now: datetime, jobs: int, edition: Edition
) -> WriteReport:
    """Build the site in *root* from nothing into the empty *folder*. Raises Problems."""
    cache, output = folder / "cache", folder / "output"
    cache.mkdir()
    run = Run(now=now, started=time.time_ns(), jobs=jobs, edition=edition, cache=cache)
    tree, report = read_tree(root / CONTENT)
    inputs = read_inputs(root, tree, run, report)
    if inputs is None:
        raise Problems(*in_order(report))
    target = OutputFolder(root=real(output), name=output.name, manifest=EMPTY)
    ahead = Ahead(materials_of(inputs), NO_BUILD, target.manifest, run)
    return write_site(target, plan_all(inputs, run, report), ahead, None)[0]


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Make *folder* anew, and take it away with all in it when the block ends, however it does."""
    clear_away(folder)
    folder.mkdir()
    try:
        yield folder
    finally:
        clear_away(folder)


def clear_away(folder: Path) -> None:
    """Delete *folder*, which is ours alone, and what lies in it; links are not followed."""
    if folder.is_symlink():
        folder.unlink()
    if folder.exists():
        empty(folder)
        folder.rmdir()


def first_difference(
    output: Path, clean: Path, ours: WriteReport, theirs: WriteReport
) -> Difference | None:
    """Return the first file of *output*, written as *ours* says, that is not as in *clean*."""
    wanted = {*theirs.written, *theirs.unchanged}
    listed = {*ours.written, *ours.unchanged}
    pruned = {path for path in ours.pruned if os.path.lexists(output / path)}
    for path in sorted(wanted | listed | pruned):
        if found := difference(path, output, clean, wanted):
            return found
    return changed(MANIFEST_NAME, output, clean)


def difference(path: str, output: Path, clean: Path, wanted: set[str]) -> Difference | None:
    """Return how the file *path* of *output* differs from that in *clean*, which has *wanted*."""
    if path not in wanted:
        return Difference(path=path, what=said("should not be there"))
    if not (output / path).is_file():
        return Difference(path=path, what=said("is missing"))
    return changed(path, output, clean)


def changed(path: str, output: Path, clean: Path) -> Difference | None:
    """Return how the bytes of *path* in *output* differ from those in *clean*."""
    found, right = (output / path).read_bytes(), (clean / path).read_bytes()
    if found == right:
        return None
    at = common(found, right)
    try:
        return text_difference(path, found.decode(), right.decode())
    except UnicodeDecodeError:
        what = said(
            "is not what a clean build makes: byte {byte} is the first that differs", byte=at + 1
        )
        return Difference(path=path, what=what)


def common(one: Sequence[object], other: Sequence[object]) -> int:
    """Return how many items are the same at the start of *one* and of *other*."""
    pairs = zip(one, other, strict=False)
    shorter = min(len(one), len(other))
    return next((at for at, (left, right) in enumerate(pairs) if left != right), shorter)


def text_difference(path: str, found: str, right: str) -> Difference:
    """Return how the text *found* differs from the *right* one, at its first line that does."""
    at = common(found, right)
    start = right.rfind("\n", 0, at) + 1
    line, column = right.count("\n", 0, at) + 1, at - start + 1
    return Difference(
        path=path,
        what=said(
            "is not what a clean build makes: line {line}, column {column} differs",
            line=line,
            column=column,
        ),
        lines=(excerpt(found, start, at), excerpt(right, start, at)),
    )


def excerpt(text: str, start: int, at: int) -> str:
    """Return what stands around *at* in the line of *text* that begins at *start*."""
    rest = text[max(start, at - EXCERPT) :]
    return rest.split("\n", maxsplit=1)[0][: 2 * EXCERPT]


def difference_lines(found: Difference, output: str, say: Say = str) -> Iterator[str]:
    """Yield what to tell an author of *found* in the folder *output*, and what to do."""
    path = shown(f"{output}/{found.path}")
    yield say(said("{path} {what}", path=path, what=found.what))
    for label, line in zip((said("written:"), said("clean:  ")), found.lines, strict=False):
        yield f"    {say(label)} {shown(line)}"
    advice = said(
        "this is a fault of digestgen unless you saved a file of the site just now; please "
        "report it. To go on, delete the folder {folder} and build again",
        folder=PRIVATE_FOLDER,
    )
    yield f"    {say(advice)}"


def verified_line(report: BuildReport, say: Say = str) -> str:
    """Return the line that says that *report*'s build wrote what a clean build writes."""
    files = len(report.output.written) + len(report.output.unchanged)
    if report.output.kept:
        return say(
            said(
                "verified: a clean build makes the same {files} files; "
                "what was left alone was not compared",
                files=files,
            )
        )
    return say(said("verified: a clean build makes the same {files} files", files=files))
