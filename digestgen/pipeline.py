"""The build on one screen: read → parse → assemble → plan → render → write.

If only texts changed, the plan is that of the last build (`texts.py`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path

from digestgen.ahead import Ahead, LastBuild
from digestgen.build_report import BuildReport
from digestgen.cache.articles import with_sound_cache
from digestgen.cache.codec import encode
from digestgen.cache.outputs import OutputState, Snapshot
from digestgen.content.chunks import get_ready
from digestgen.content.read import tree_of
from digestgen.errors import Diagnostic, Problems, in_order, is_error
from digestgen.inputs import Inputs, Run, attempt, read_inputs
from digestgen.model import Site
from digestgen.names import BUILD, CONTENT
from digestgen.output.place import PRIVATE_FOLDER, OutputFolder, claim, real
from digestgen.outputs import write_site
from digestgen.page_plan import PagePlan
from digestgen.pages.outputs import Output, output_problems
from digestgen.pages.plan import Told, ignored, plan
from digestgen.pages.planning import Related
from digestgen.pages.social import Cards, social_cards
from digestgen.rendering import materials_of
from digestgen.site.assemble import assemble
from digestgen.site.pictures import other_sizes, picture_site_path
from digestgen.site.related import moments_of, related_by, related_sent, seconds, topic_ids
from digestgen.site.visible import next_change
from digestgen.stages import Stage
from digestgen.texts import build_texts
from digestgen.unchanged import Seen, changed_files
from digestgen.urls import output_path
from digestgen.wanted import Planned
from digestgen.work import later


def run_build(root: Path, output: Path, seen: Seen, before: OutputState, run: Run) -> BuildReport:
    """Bring the folder *output* up to date with the site in *root*, which was *seen* to hold files.

    *before* is how the last build left the output. Raises as `build` does.
    """
    if run.helper:
        run.helper.submit(get_ready)
    look = partial(later, run.helper, changed_files, before, str(real(output)))
    last = LastBuild(before, cache(look))
    return build_texts(root, output, seen, last, run) or with_sound_cache(
        root / PRIVATE_FOLDER, lambda: build_once(root, output, seen, last, run)
    )


def build_once(root: Path, output: Path, seen: Seen, last: LastBuild, run: Run) -> BuildReport:
    """Build with what the last build kept. Raises DamagedCacheError if that is of no use."""
    folder, planned, ahead = all_planned(root, output, seen, last, run)
    run.memory.leave(planned, ahead)
    # A warning is told at every build.
    snapshot = None if planned.warnings else snapshot_of(seen, planned)
    written, rendered = write_site(folder, planned, ahead, snapshot)
    run.memory.recall.end()
    return BuildReport(
        articles=len(planned.site.articles),
        pages=len(planned.pages),
        rendered=rendered,
        output=written,
        waiting=Counter(planned.site.waiting.values()),
        warnings=planned.warnings,
    )


def all_planned(
    root: Path, output: Path, seen: Seen, last: LastBuild, run: Run
) -> tuple[OutputFolder, Planned, Ahead]:
    """Return all that the site in *root* will write to *output*, and what is done of it already.

    Raises Problems.
    """
    report: list[Diagnostic] = [*seen.report]
    content, memory = root / CONTENT, run.memory
    folder = attempt(report, lambda: claim(output, site_root=root, content=content, memory=memory))
    tree, problems = tree_of(seen.content, seen.sights, memory.recall)
    report += problems
    inputs = read_inputs(root, tree, run, report, seen.themes)
    # Not before: the helper has what is parsed first, for which this process waits.
    last.look()
    if inputs is None or folder is None:
        raise Problems(*in_order(report))
    ahead = Ahead(materials_of(inputs, memory.recall), last, folder.manifest, run)
    return folder, plan_all(inputs, run, report, ahead), ahead


def plan_all(
    inputs: Inputs, run: Run, report: list[Diagnostic], planned: Told = ignored
) -> Planned:
    """Return all that *inputs* make, after the problems in *report*; *planned* is told of pages.

    Raises Problems.
    """
    site, pages, social = planned_site(inputs, run, report, planned)
    if any(map(is_error, report)) or (run.edition.strict and report):
        raise Problems(*in_order(report))
    return Planned(
        site=site,
        pages=pages,
        social=social,
        inputs=inputs,
        warnings=in_order(report),
        run=run,
    )


def planned_site(
    inputs: Inputs, run: Run, report: list[Diagnostic], planned: Told = ignored
) -> tuple[Site, tuple[PagePlan, ...], Cards]:
    """Return the site of *inputs* and its pages as far as they can be, with problems in *report*.

    The social cards come with them. All are of use to a build only if there is no error. *planned*
    is told of pages as soon as they are planned.
    """
    recall = run.memory.recall
    run.progress(Stage.ASSEMBLE, 0, 0)
    site, assemble_report = assemble(inputs.config, inputs.parsed, inputs.facts, recall)
    run.progress(Stage.PLAN, 0, 0)
    related = related_to(site, run)
    social = social_cards(site, recall)
    pages, plan_report = plan(site, social, recall, related, planned)
    paths, origins = zip(*outputs(pages, site, inputs), strict=True)
    report += [*assemble_report, *plan_report, *recall(output_problems, "outputs", paths, origins)]
    return site, pages, social


def related_to(site: Site, run: Run) -> Related:
    """Return what returns which articles of *site* are related to each."""
    topics, moments = topic_ids(site), moments_of(site)
    if run.helper:
        return later(run.helper, related_sent, encode((topics, seconds(moments))))
    return partial(run.memory.recall, related_by, "related", topics, moments)


def snapshot_of(seen: Seen, planned: Planned) -> Snapshot | None:
    """Return what the next build can go by; None if what was *seen* may change unseen."""
    if not seen.fingerprint:
        return None
    return Snapshot(
        seen=seen.fingerprint,
        since=planned.run.now,
        until=next_change(planned.run.now, planned.inputs.parsed),
        articles=len(planned.site.articles),
        pages=len(planned.pages),
        waiting=Counter(planned.site.waiting.values()),
        texts="",
    )


def outputs(pages: Iterable[PagePlan], site: Site, inputs: Inputs) -> Iterator[Output]:
    """Yield the path of each file that is to be written, and what it is made from."""
    yield from ((page.path, page.origin) for page in pages)
    for path, media in site.media.items():
        yield output_path(media.site_path), f"{CONTENT}/{path}"
    for media, file in other_sizes(site.media.values()):
        yield output_path(picture_site_path(file.name)), f"{CONTENT}/{media.file.path}"
    for name, asset in inputs.theme.assets.items():
        yield str(asset.path), f"the theme's asset {name}"
    yield BUILD, f"the file {BUILD}"
