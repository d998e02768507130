"""`digestgen check`: all that a build reports, then what only a check looks for."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from time import time_ns

from msgspec import Struct
from msgspec.structs import replace

from digestgen.cache.articles import with_sound_cache
from digestgen.check.chunks import MendedText, TextChunk, look_chunk, mend_chunk, read_text
from digestgen.check.facts import Facts
from digestgen.check.families import site_findings
from digestgen.check.levels import levelled, switched_off
from digestgen.check.outside import OutsideLink
from digestgen.check.places import located, original
from digestgen.check.text import RawText
from digestgen.content.read import Tree, read_tree
from digestgen.content.rewrite import rewrite
from digestgen.errors import Diagnostic, Place, Problems, in_order
from digestgen.file_path import FilePath
from digestgen.inputs import Inputs, Run, read_inputs
from digestgen.model import DiskFile, Site
from digestgen.names import CONTENT
from digestgen.output.lock import building
from digestgen.output.place import PRIVATE_FOLDER, read_manifest, real, shown_name
from digestgen.pipeline import planned_site
from digestgen.work import chunks, results, workers

Chosen = frozenset[str] | None
"""The files that are asked about, by their names from the site's folder; None for all."""


class CheckReport(Struct, frozen=True, kw_only=True):
    """What is wrong with a site."""

    site: Site
    diagnostics: tuple[Diagnostic, ...]
    links: tuple[OutsideLink, ...]
    """Where it links to other sites."""
    files: int
    """How many content files were looked at."""
    built: int
    """The size of what was last built, in bytes."""
    mended: tuple[MendedText, ...] = ()


def check(
    root: Path, output: Path, run: Run, *, chosen: Chosen = None, fix: bool = False
) -> CheckReport:
    """Return what is wrong with the site in *root* and with what was last built of it in *output*.

    With *fix* the *chosen* files are mended first, as far as that is safe. Raises Problems if the
    settings or the theme cannot be read; BuildRunningError if a build is running; OSError if the
    disk fails.
    """
    with building(root):
        mended = mend(root, run, chosen) if fix else ()
        if mended:
            run = replace(run, started=time_ns())
        report = with_sound_cache(
            root / PRIVATE_FOLDER, lambda: look_at_all(root, output, run, chosen)
        )
    return replace(report, mended=mended)


def mend(root: Path, run: Run, chosen: Chosen) -> tuple[MendedText, ...]:
    """Mend the *chosen* files of the site in *root*; return what was done. Raises Problems."""
    tree, inputs = with_sound_cache(root / PRIVATE_FOLDER, lambda: read_site(root, run, []))
    files = wanted(tree, chosen)
    off = switched_off(inputs.config.checks)
    work = (TextChunk(files=chunk, off=off) for chunk in chunks(with_languages(files, inputs)))
    with workers(run.jobs, files) as executor:
        outcomes = results(executor, mend_chunk, work, run.jobs)
        mended = tuple(text for outcome in outcomes for text in outcome)
    for text in mended:
        rewrite(Path(text.file.disk), text.data)
    return mended


def read_site(root: Path, run: Run, report: list[Diagnostic]) -> tuple[Tree, Inputs]:
    """Return the site in *root*, with its problems in *report*. Raises Problems if it cannot be."""
    tree, problems = read_tree(root / CONTENT, run.progress)
    report += problems
    inputs = read_inputs(root, tree, run, report)
    if inputs is None:
        raise Problems(*in_order(report))
    return tree, inputs


def look_at_all(root: Path, output: Path, run: Run, chosen: Chosen) -> CheckReport:
    """Return what is wrong. Raises DamagedCacheError if what is kept is of no use, and Problems."""
    report: list[Diagnostic] = []
    tree, inputs = read_site(root, run, report)
    site, *_ = planned_site(inputs, run, report)
    built = built_sizes(root, output, report)
    facts = Facts(
        config=inputs.config,
        parsed=inputs.parsed,
        site=site,
        tree=tree,
        built=built,
        output=output_name(root, output),
        now=run.now,
    )
    report = with_places(report, facts)
    files = wanted(tree, chosen)
    links = look_at_texts(files, inputs, run, report)
    found = (one for one in levelled(report, inputs.config.checks) if is_chosen(one.place, chosen))
    return CheckReport(
        site=site,
        diagnostics=in_order(tuple(found)),
        links=links,
        files=len(files),
        built=sum(built.values()),
    )


def with_places(report: Iterable[Diagnostic], facts: Facts) -> list[Diagnostic]:
    """Return *report* and what is wrong with the site as a whole, with places in files as they lie.

    Only the files that something is wrong with are read for this.
    """
    texts: dict[str, RawText | None] = {}

    def text(place: Place) -> RawText | None:
        if place.file not in texts:
            path = FilePath(place.file.removeprefix(f"{CONTENT}/"))
            file = facts.tree.files.get(path)
            texts[place.file] = read_text(file, "") if file else None
        return texts[place.file]

    off = switched_off(facts.config.checks)
    found = [one for one in site_findings(facts) if one.rule.code not in off]
    return [
        *(original(one, text(one.place)) for one in report),
        *(located(one, text(one.place)) for one in found),
    ]


def look_at_texts(
    files: Sequence[DiskFile], inputs: Inputs, run: Run, report: list[Diagnostic]
) -> tuple[OutsideLink, ...]:
    """Return the links of *files* to other sites; what is wrong in them goes to *report*."""
    off = switched_off(inputs.config.checks)
    links: list[OutsideLink] = []
    work = (TextChunk(files=chunk, off=off) for chunk in chunks(with_languages(files, inputs)))
    with workers(run.jobs, files) as executor:
        for outcome in results(executor, look_chunk, work, run.jobs):
            for one in outcome:
                report += one.diagnostics
                links += one.links
    return tuple(links)


def wanted(tree: Tree, chosen: Chosen) -> list[DiskFile]:
    """Return the content files of *tree* that are *chosen*."""
    return [
        file
        for path, file in tree.files.items()
        if is_chosen(Place(file=f"{CONTENT}/{path}"), chosen)
    ]


def is_chosen(place: Place, chosen: Chosen) -> bool:
    """Tell whether the file of *place*, or a folder that it lies in, is *chosen*."""
    if chosen is None or place.file in chosen:
        return True
    return any(str(folder) in chosen for folder in PurePosixPath(place.file).parents)


def with_languages(files: Sequence[DiskFile], inputs: Inputs) -> list[tuple[DiskFile, str]]:
    """Return *files*, each with the language that it is written in."""
    own = {one.path: one.front.language for one in inputs.parsed if one.front.language}
    return [(file, own.get(file.path) or inputs.config.language) for file in files]


def built_sizes(root: Path, output: Path, report: list[Diagnostic]) -> dict[str, int]:
    """Return the size of each file that was last built in *output*; none if nothing was."""
    try:
        manifest = read_manifest(real(output), output_name(root, output))
    except Problems as problems:
        report += problems.diagnostics
        return {}
    return {path: checksum.size for path, checksum in manifest.files.items()}


def output_name(root: Path, output: Path) -> str:
    """Return *output* relative to the site in *root* where it lies inside."""
    return shown_name(real(output), real(root))


def with_found(report: CheckReport, found: Iterator[Diagnostic]) -> CheckReport:
    """Return *report* with what was *found* besides."""
    more = levelled(found, report.site.config.checks)
    return replace(report, diagnostics=in_order((*report.diagnostics, *more)))
