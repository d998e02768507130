"""The build on one screen: read → parse → assemble → plan → render → write."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from digestgen.cache.articles import DamagedCacheError, forget
from digestgen.content.read import FOLDER
from digestgen.errors import Diagnostic, Problems, in_order, is_error
from digestgen.inputs import Inputs, Run, attempt, read_inputs
from digestgen.model import Page, Site, Wait
from digestgen.output.files import WriteReport
from digestgen.output.lock import building
from digestgen.output.place import PRIVATE_FOLDER, claim
from digestgen.outputs import write_site
from digestgen.pages.outputs import Output, output_problems
from digestgen.pages.plan import plan
from digestgen.site.assemble import assemble
from digestgen.stages import Progress, Stage, unseen
from digestgen.urls import output_path


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did."""

    articles: int
    pages: int
    rendered: tuple[str, ...]
    """The pages that had to be made, by their paths in the output; the others were there."""
    output: WriteReport
    waiting: Counter[Wait]
    """How many files are not built yet or no more, and why."""
    warnings: tuple[Diagnostic, ...]


def build(  # noqa: PLR0913 - one for each choice of the caller
    root: Path,
    output: Path,
    *,
    now: datetime,
    jobs: int = 1,
    started: int | None = None,
    progress: Progress = unseen,
) -> BuildReport:
    """Bring the folder *output* up to date with the site in *root* as it is at *now*.

    The work is done by *jobs* processes, which never shows in what is written. *started* is when
    the build began, in nanoseconds since 1970, if not just now: a file that changed shortly before
    is read again by the next build. *progress* is told how far the build is.

    Raises Problems if anything is wrong with the site, and then the output is as it was;
    BuildRunningError if another build of the site is running; OSError if the disk fails.
    """
    began = time.time_ns() if started is None else started
    run = Run(now=now, started=began, jobs=jobs, progress=progress)
    with building(root):
        try:
            return build_once(root, output, run)
        except DamagedCacheError:
            forget(root / PRIVATE_FOLDER)
            return build_once(root, output, run)


def build_once(root: Path, output: Path, run: Run) -> BuildReport:
    """Build with what the last build kept. Raises DamagedCacheError if that is of no use."""
    report: list[Diagnostic] = []
    folder = attempt(report, lambda: claim(output, site_root=root, content=root / FOLDER))
    inputs = read_inputs(root, run, report)
    if inputs is None or folder is None:
        raise Problems(*in_order(report))
    run.progress(Stage.ASSEMBLE, 0, 0)
    site, assemble_report = assemble(inputs.config, inputs.parsed, inputs.facts)
    run.progress(Stage.PLAN, 0, 0)
    pages, plan_report = plan(site)
    report += [*assemble_report, *plan_report, *output_problems(outputs(pages, site, inputs))]
    if any(map(is_error, report)):
        raise Problems(*in_order(report))
    written, rendered = write_site(folder, site, pages, inputs, run)
    return BuildReport(
        articles=len(site.articles),
        pages=len(pages),
        rendered=rendered,
        output=written,
        waiting=Counter(site.waiting.values()),
        warnings=in_order(report),
    )


def outputs(pages: Iterable[Page], site: Site, inputs: Inputs) -> Iterator[Output]:
    """Yield the path of each file that is to be written, and what it is made from."""
    yield from ((page.path, page.origin) for page in pages)
    for path, media in site.media.items():
        yield output_path(media.site_path), f"{FOLDER}/{path}"
    for name, asset in inputs.theme.assets.items():
        yield asset.path, f"the theme's asset {name}"
