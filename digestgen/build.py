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
from digestgen.output.place import PRIVATE_FOLDER, OutputFolder, claim
from digestgen.outputs import write_site
from digestgen.pages.outputs import Output, output_problems
from digestgen.pages.plan import plan
from digestgen.site.assemble import assemble
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A site that can be written: nothing is wrong with it."""

    inputs: Inputs
    site: Site
    pages: tuple[Page, ...]
    warnings: tuple[Diagnostic, ...]


def build(
    root: Path,
    output: Path,
    *,
    now: datetime,
    jobs: int = 1,
    started: int | None = None,
) -> BuildReport:
    """Bring the folder *output* up to date with the site in *root* as it is at *now*.

    The work is done by *jobs* processes, which never shows in what is written. *started* is when
    the build began, in nanoseconds since 1970, if not just now: a file that changed shortly before
    is read again by the next build.

    Raises Problems if anything is wrong with the site, and then the output is as it was;
    BuildRunningError if another build of the site is running; OSError if the disk fails.
    """
    run = Run(now=now, started=time.time_ns() if started is None else started, jobs=jobs)
    with building(root):
        try:
            return build_once(root, output, run)
        except DamagedCacheError:
            forget(root / PRIVATE_FOLDER)
            return build_once(root, output, run)


def build_once(root: Path, output: Path, run: Run) -> BuildReport:
    """Build with what the last build kept. Raises DamagedCacheError if that is of no use."""
    return write(*planned(root, output, run), run)


def planned(root: Path, output: Path, run: Run) -> tuple[OutputFolder, Planned]:
    """Return all that the site in *root* will write to *output*. Raises Problems."""
    report: list[Diagnostic] = []
    folder = attempt(report, lambda: claim(output, site_root=root, content=root / FOLDER))
    inputs = read_inputs(root, run, report)
    if inputs is None or folder is None:
        raise Problems(*in_order(report))
    return folder, plan_all(inputs, report)


def plan_all(inputs: Inputs, report: list[Diagnostic]) -> Planned:
    """Return all that *inputs* make, after the problems in *report*. Raises Problems."""
    site, assemble_report = assemble(inputs.config, inputs.parsed, inputs.facts)
    pages, plan_report = plan(site)
    report += [*assemble_report, *plan_report, *output_problems(outputs(pages, site, inputs))]
    if any(map(is_error, report)):
        raise Problems(*in_order(report))
    return Planned(inputs=inputs, site=site, pages=pages, warnings=in_order(report))


def write(folder: OutputFolder, made: Planned, run: Run) -> BuildReport:
    """Bring *folder* up to date with *made*."""
    site, pages = made.site, made.pages
    written, rendered = write_site(folder, site, pages, made.inputs, run)
    return BuildReport(
        articles=len(site.articles),
        pages=len(pages),
        rendered=rendered,
        output=written,
        waiting=Counter(site.waiting.values()),
        warnings=made.warnings,
    )


def outputs(pages: Iterable[Page], site: Site, inputs: Inputs) -> Iterator[Output]:
    """Yield the path of each file that is to be written, and what it is made from."""
    yield from ((page.path, page.origin) for page in pages)
    for path, media in site.media.items():
        yield output_path(media.site_path), f"{FOLDER}/{path}"
    for name, asset in inputs.theme.assets.items():
        yield asset.path, f"the theme's asset {name}"
