"""The render and the write stage of a build: pages that are not there yet → the output folder.

A file whose fingerprint is that of the last build, and which lies there as that build left it, is
*settled*: nothing of it is read, made or written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from digestgen.cache.articles import read_blobs
from digestgen.cache.codec import encode
from digestgen.cache.engine import engine
from digestgen.cache.hashing import fingerprint
from digestgen.cache.outputs import Made, load_state, store_state
from digestgen.cache.stat import file_stat, is_settled
from digestgen.errors import Problems
from digestgen.fingerprint import part_prints, shared_prints, template_prints
from digestgen.inputs import Inputs, Run
from digestgen.model import DiskFile, Page, Site
from digestgen.output import stage
from digestgen.output.files import OutputFile, WriteReport, write_output
from digestgen.output.manifest import Checksum, Manifest
from digestgen.output.place import OutputFolder
from digestgen.pages.planning import masthead
from digestgen.theme.chunks import RenderChunk, render_chunk, setting
from digestgen.theme.theme import Asset
from digestgen.urls import output_path
from digestgen.work import chunks, results, workers

UNSETTLED: Final = ""

Source = Page | DiskFile | Asset


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A file that the output must hold, what it is made from, and the fingerprint of that."""

    path: PurePosixPath
    source: Source
    fingerprint: str
    parts: str = ""
    """The prints of a page's parts."""


def write_site(
    folder: OutputFolder,
    site: Site,
    pages: Sequence[Page],
    inputs: Inputs,
    run: Run,
) -> tuple[WriteReport, tuple[str, ...]]:
    """Return what was done to bring *folder* up to date with *pages* and the files of *site*.

    The paths are those of the pages that had to be rendered.

    Raises Problems, with nothing written, if a template fails or something stands in the way.
    """
    cache = inputs.cache
    before = load_state(cache, folder.root)
    wanted = [*wanted_pages(pages, inputs, before), *wanted_files(site, inputs, run.started)]
    settled = dict(settled_files(wanted, before, folder))
    stale = [one for one in wanted if one.path not in settled]
    files = [*copied(stale), *staged(stale, inputs, run.jobs)]
    report = write_output(folder, files, settled)
    # Pages that came out as they were before still wait there.
    stage.clear(cache / stage.FOLDER)
    if stale or len(before) != len(wanted):
        lying = made(wanted, folder.root, report.manifest)
        store_state(cache, folder.root, lying, shared(inputs))
    return report, tuple(str(one.path) for one in stale if isinstance(one.source, Page))


def wanted_pages(
    pages: Iterable[Page],
    inputs: Inputs,
    before: Mapping[str, Made],
) -> Iterator[Wanted]:
    """Yield *pages* with their fingerprints; *before* are the files of the last build."""
    config = inputs.config
    prints = template_prints(
        inputs.theme,
        masthead(config),
        engine=engine(),
        base=config.base,
    )
    for page in pages:
        view, fillings = encode(page.view), encode(page.body.fillings) if page.body else b""
        kept = inputs.kept[page.body.path] if page.body else None
        text = (fillings, kept.key) if kept else ()
        found = fingerprint(prints.get(page.template, ""), view, *text)
        old = before.get(str(page.path))
        is_same = old is not None and old.fingerprint == found
        parts = old.parts if old and is_same else part_prints(view, fillings, kept)
        yield Wanted(path=page.path, source=page, fingerprint=found, parts=parts)


def wanted_files(site: Site, inputs: Inputs, started: int) -> Iterator[Wanted]:
    """Yield the files that are published as they are: those beside articles, the theme's."""
    for media in site.media.values():
        path, file = output_path(media.site_path), media.file
        # A file that may change again without being seen to change is copied each time.
        settled = is_settled(file.stat, started)
        found = fingerprint(encode((file.path, file.stat))) if settled else UNSETTLED
        yield Wanted(path=path, source=file, fingerprint=found)
    for asset in inputs.theme.assets.values():
        yield Wanted(path=asset.path, source=asset, fingerprint=fingerprint(asset.data))


def settled_files(
    wanted: Iterable[Wanted],
    before: Mapping[str, Made],
    folder: OutputFolder,
) -> Iterator[tuple[PurePosixPath, Checksum]]:
    """Yield those of *wanted* that the last build made, and that lie there as it left them.

    What a build set out to write that was killed is none of them.
    """
    root, manifest = str(folder.root), folder.manifest
    for one in wanted:
        made = before.get(str(one.path))
        if made is None or made.fingerprint != one.fingerprint or not one.fingerprint:
            continue
        known = manifest.files.get(one.path) if one.path not in manifest.pending else None
        if known and known.sha256 == made.sha256 and file_stat(f"{root}/{one.path}") == made.stat:
            yield one.path, known


def staged(
    stale: Iterable[Wanted],
    inputs: Inputs,
    jobs: int,
) -> Iterator[OutputFile]:
    """Yield the pages among *stale* as files. Raises Problems if a template fails."""
    pages = [one.source for one in stale if isinstance(one.source, Page)]
    if not pages:
        return
    folder = inputs.cache / stage.FOLDER
    stage.clear(folder)
    made = render_chunks(pages, inputs, folder)
    with workers(jobs, len(pages)) as executor:
        outcomes = results(executor, render_chunk, made, jobs)
        for chunk, outcome in zip(chunks(pages), outcomes, strict=True):
            if outcome.problems:
                raise Problems(*outcome.problems)
            for page, file in zip(chunk, outcome.files, strict=True):
                yield OutputFile(path=page.path, data=file)


def render_chunks(
    pages: Sequence[Page],
    inputs: Inputs,
    folder: Path,
) -> Iterator[RenderChunk]:
    """Yield *pages* in chunks, with the HTML of their bodies. Raises DamagedCacheError."""
    config = inputs.config
    pickled = setting(inputs.theme, masthead(config), config.base)
    for number, chunk in enumerate(chunks(pages)):
        bodies = [inputs.kept[page.body.path].blob for page in chunk if page.body]
        blobs = iter(read_blobs(inputs.cache, inputs.index, bodies) if bodies else ())
        yield RenderChunk(
            setting=pickled,
            pages=chunk,
            blobs=tuple(next(blobs) if page.body else b"" for page in chunk),
            stage=str(folder),
            number=number,
        )


def copied(stale: Iterable[Wanted]) -> Iterator[OutputFile]:
    """Yield the files among *stale* that are published as they are."""
    for one in stale:
        match one.source:
            case DiskFile():
                yield OutputFile(path=one.path, data=Path(one.source.disk))
            case Asset():
                yield OutputFile(path=one.path, data=one.source.data)


def made(
    wanted: Iterable[Wanted],
    root: Path,
    manifest: Manifest,
) -> Iterator[Made]:
    """Yield how each of *wanted* lies in the output *root* now.

    Nobody else writes there while the build has its lock, so what lies there is what we wrote.
    """
    for one in wanted:
        path, known = str(one.path), manifest.files[one.path]
        if stat := file_stat(f"{root}/{path}"):
            yield Made(
                path=path,
                fingerprint=one.fingerprint,
                sha256=known.sha256,
                stat=stat,
                parts=one.parts,
            )


def shared(inputs: Inputs) -> Mapping[str, str]:
    """Return the fingerprints of what the pages of *inputs* have in common."""
    config = inputs.config
    return shared_prints(inputs.theme, masthead(config), engine=engine(), base=config.base)
