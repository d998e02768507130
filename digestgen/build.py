"""A build: nothing at all if nothing changed, all that is needed otherwise."""

import time
from datetime import datetime
from pathlib import Path

from digestgen.build_report import BuildReport
from digestgen.cache.memory import Memory
from digestgen.cache.outputs import load_state
from digestgen.edition import USUAL, Edition
from digestgen.output.lock import building
from digestgen.output.place import PRIVATE_FOLDER, real
from digestgen.stages import Progress, unseen
from digestgen.unchanged import hold_manifest, last_report, see


def build(  # noqa: PLR0913 - one for each choice of the caller
    root: Path,
    output: Path,
    *,
    now: datetime,
    jobs: int = 1,
    edition: Edition = USUAL,
    started: int | None = None,
    progress: Progress = unseen,
    memory: Memory | None = None,
) -> BuildReport:
    """Bring the folder *output* up to date with the site in *root* as it is at *now*.

    The work is done by *jobs* processes, which never shows in what is written. *started* is when
    the build began, in nanoseconds since 1970, if not just now: a file that changed shortly before
    is read again by the next build. *progress* is told how far the build is. What builds of one
    process hand on to each other is their *memory*, which never shows in what is written.

    Raises Problems if anything is wrong with the site, and then the output is as it was;
    BuildRunningError if another build of the site is running; OSError if the disk fails.
    """
    began = time.time_ns() if started is None else started
    memory = memory or Memory()
    # What a process that builds again has compiled already, a helper would compile each time.
    helpers = 1 if memory.lasts else jobs
    with building(root):
        memory.recall.begin()
        seen, place = see(root, began, progress, edition), real(output)
        before = load_state(root / PRIVATE_FOLDER, place, memory)
        memory.leave(seen, before)
        if report := last_report(before, seen, place, now):
            return report
        hold_manifest(before, place, memory)
        # To import what builds takes longer than to find out that there is nothing to build.
        from digestgen.inputs import Run  # noqa: PLC0415
        from digestgen.pipeline import run_build  # noqa: PLC0415
        from digestgen.work import helper  # noqa: PLC0415

        with helper(helpers, before) as process:
            run = Run(
                now=now,
                started=began,
                jobs=jobs,
                edition=edition,
                progress=progress,
                memory=memory,
                helper=process,
            )
            return run_build(root, output, seen, before, run)
