"""The render and the write stage of a build: pages that are not there yet → the output folder."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from digestgen import __version__
from digestgen.ahead import Ahead, settled_files
from digestgen.cache.codec import encode
from digestgen.cache.engine import engine
from digestgen.cache.hashing import fingerprint
from digestgen.cache.outputs import Made, OutputState, Snapshot, store_state
from digestgen.cache.pack import DamagedCacheError
from digestgen.cache.pictures import is_kept
from digestgen.cache.stat import file_stat
from digestgen.fingerprint import shared_prints
from digestgen.inputs import Inputs
from digestgen.kept_pages import PageKeeper, stored_page
from digestgen.model import DiskFile
from digestgen.names import BUILD
from digestgen.output import stage
from digestgen.output.files import OutputFile, WriteReport, checksum, write_output
from digestgen.output.manifest import EMPTY, MANIFEST_NAME, Checksum, Files, Manifest
from digestgen.output.place import OutputFolder
from digestgen.page_plan import PagePlan
from digestgen.pages.planning import masthead
from digestgen.part_prints import text_print
from digestgen.pictures.cards import drawn_cards
from digestgen.recall import AFRESH, Recall
from digestgen.rendering import Materials, Rendering, rendered_pages
from digestgen.stages import Stage, counted
from digestgen.theme.theme import Asset
from digestgen.wanted import (
    DrawnCard,
    KeptPicture,
    Planned,
    Wanted,
    wanted_files,
)


def write_site(
    folder: OutputFolder,
    planned: Planned,
    ahead: Ahead,
    snapshot: Snapshot | None,
) -> tuple[WriteReport, tuple[str, ...]]:
    """Return what was done to bring *folder* up to date with the pages and files that are planned.

    *ahead* is what was done already, and *snapshot* what the next build can go by. The paths are
    those of the pages that had to be rendered.

    Raises Problems, with nothing written, if a template fails or something stands in the way.
    """
    run, last, materials = planned.run, ahead.last, ahead.materials
    if not ahead.wanted:
        ahead.look(planned.pages)
    before, others = ahead.before, [*wanted_files(planned)]
    as_before = settled_files(others, before, folder.manifest, last.changed())
    wanted, settled = [*ahead.wanted, *others], ahead.settled | dict(as_before)
    stale = [one for one in wanted if one.path not in settled]
    cards = drawn(wanted, stale, planned)
    keeper = page_keeper(folder, planned, stale)
    rendering = Rendering(materials, run, ahead.begun, is_new=folder.manifest == EMPTY)
    done = write_stale(folder, stale, settled, rendering, cards, keeper)
    lying = {path: before[path] for path in settled}
    files = tuple(made(wanted, lying, folder.root, done))
    texts = keep_missing(keeper, materials)
    # What was left alone is told once.
    lasting = replace(snapshot, texts=texts) if snapshot and not done.report.kept else None
    after = state_of(folder, files, lasting, shared(planned.inputs, run.memory.recall))
    if after != last.state:
        store_state(materials.cache, folder.root, after, run.memory)
    return done.report, pages_of(stale)


class Done(Struct, frozen=True, kw_only=True):
    """What was done to the output."""

    report: WriteReport
    manifest: Manifest
    """What is ours there."""
    prints: Mapping[str, str]
    """Those of the parts of all pages that were rendered, by path."""


def write_stale(  # noqa: PLR0913, PLR0917 - all that is written, and with what
    folder: OutputFolder,
    stale: Sequence[Wanted],
    settled: Files,
    rendering: Rendering,
    cards: Iterable[OutputFile] = (),
    keeper: PageKeeper | None = None,
) -> Done:
    """Return what was done to write the files that are *stale* into *folder*.

    The social cards among them are *cards*, and the others in *folder* are *settled*. Pages that
    show texts are handed to *keeper*. Raises Problems, with nothing written, if a template fails or
    something stands in the way.
    """
    materials, run = rendering.materials, rendering.run
    files, staged, prints = [*copied(stale), *cards], dict[str, OutputFile](), dict[str, str]()
    pages = [one.source for one in stale if isinstance(one.source, PagePlan)]
    with closing(rendered_pages(pages, rendering)) as made_pages:
        for plan, page in counted(made_pages, run.progress, Stage.RENDER, len(pages)):
            staged[plan.path] = OutputFile(path=plan.path, data=page.file)
            texts = [materials.texts[body.path].print for body in plan.bodies]
            prints[plan.path] = text_print(texts) + page.prints
            if keeper and page.stored:
                keeper.keep(plan.path, page.stored)
    # In the order of the plan, whichever was done first.
    files += [staged[page.path] for page in pages]
    files.append(build_file(files, settled))
    report, manifest = write_output(folder, files, settled, run.progress)
    # Pages that came out as they were before still wait there.
    stage.clear(materials.cache / stage.FOLDER)
    run.memory.hold(folder.root / MANIFEST_NAME, manifest)
    return Done(report=report, manifest=manifest, prints=prints)


def pages_of(stale: Iterable[Wanted]) -> tuple[str, ...]:
    """Return the paths of the pages among *stale*."""
    return tuple(one.path for one in stale if isinstance(one.source, PagePlan))


def state_of(
    folder: OutputFolder,
    files: tuple[Made, ...],
    snapshot: Snapshot | None,
    in_common: Mapping[str, str],
) -> OutputState:
    """Return how *folder* is left with *files*; pages have these fingerprints *in_common*."""
    return OutputState(
        files=files,
        manifest=file_stat(f"{folder.root}/{MANIFEST_NAME}"),
        snapshot=snapshot,
        shared=in_common,
    )


def page_keeper(folder: OutputFolder, planned: Planned, stale: Iterable[Wanted]) -> PageKeeper:
    """Return what keeps the pages that show texts, so that another text needs no plan.

    Some are *stale*.
    """
    shown = {page.path: page for page in planned.pages if page.bodies}
    paths = frozenset(one.path for one in stale)
    return PageKeeper(planned.inputs.cache, folder.root, shown, paths, planned.run.memory)


def keep_missing(keeper: PageKeeper, materials: Materials) -> str:
    """Keep the pages that *keeper* misses, and return the fingerprint of all that are kept.

    They are none, unless someone else deleted what was kept.
    """
    for plan in keeper.missing:
        keeper.keep(plan.path, stored_page(plan.page(materials.masthead)))
    return keeper.end()


def copied(stale: Iterable[Wanted]) -> Iterator[OutputFile]:
    """Yield the files among *stale* that lie there already. Raises DamagedCacheError."""
    for one in stale:
        match one.source:
            case DiskFile():
                yield OutputFile(path=one.path, data=Path(one.source.disk))
            case Asset():
                yield OutputFile(path=one.path, data=one.source.data)
            case KeptPicture(file=file, disk=disk):
                if not is_kept(Path(disk), sha256=file.sha256):
                    raise DamagedCacheError
                yield OutputFile(path=one.path, data=Path(disk))


def build_file(files: Iterable[OutputFile], settled: Mapping[str, Checksum]) -> OutputFile:
    """Return the file that tells the build whose output is *files* and what is *settled*."""
    sums = {path: sum_.sha256 for path, sum_ in settled.items()}
    sums |= {file.path: checksum(file.data).sha256 for file in files}
    found = fingerprint(encode(sorted(sums.items())))
    told = {"generator": f"digestgen {__version__}", "id": found}
    return OutputFile(path=BUILD, data=f"{json.dumps(told)}\n".encode())


def drawn(
    wanted: Iterable[Wanted],
    stale: Iterable[Wanted],
    planned: Planned,
) -> Iterator[OutputFile]:
    """Yield the social cards among *stale*; those among *wanted* are kept for later builds."""
    run, sources = planned.run, (one.source for one in wanted)
    cards = {one.name: one.card for one in sources if isinstance(one, DrawnCard)}
    paths = {one.source.name: one.path for one in stale if isinstance(one.source, DrawnCard)}
    if paths:
        cache = planned.inputs.cache
        disks = drawn_cards(cards, frozenset(paths), cache, run.jobs, run.progress)
        yield from (OutputFile(path=paths[name], data=disk) for name, disk in disks.items())


def made(
    wanted: Iterable[Wanted],
    lying: Mapping[str, Made],
    root: Path,
    done: Done,
) -> Iterator[Made]:
    """Yield how each of *wanted* lies in the output *root* now; *lying* is known to be as it was.

    What was *done* to it was done by us alone, as a build has its lock.
    """
    for one in wanted:
        path = one.path
        if path in lying:
            yield lying[path]
        elif stat := file_stat(f"{root}/{path}"):
            yield Made(
                path=path,
                fingerprint=one.fingerprint,
                sha256=done.manifest.files[path].sha256,
                stat=stat,
                parts=one.parts or done.prints.get(path, ""),
            )


def shared(inputs: Inputs, recall: Recall = AFRESH) -> Mapping[str, str]:
    """Return the fingerprints of what the pages of *inputs* have in common."""
    config = inputs.config
    head = recall(masthead, "masthead", config)
    return recall(shared_prints, "", inputs.theme, head, engine(), config.base)
