"""The render and the write stage of a build: pages that are not there yet → the output folder.

A file whose fingerprint is that of the last build, and which lies there as that build left it, is
*settled*: nothing of it is read, made or written.
"""

import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Final

from msgspec import Struct

from digestgen import __version__
from digestgen.cache.articles import DamagedCacheError, Kept, read_blobs
from digestgen.cache.codec import encode
from digestgen.cache.engine import engine
from digestgen.cache.hashing import fingerprint
from digestgen.cache.outputs import Made, OutputState, Snapshot, store_state
from digestgen.cache.pictures import FOLDER as PICTURES
from digestgen.cache.pictures import is_kept
from digestgen.cache.stat import file_stat, is_settled
from digestgen.errors import Diagnostic, Problems
from digestgen.fingerprint import ViewTexts, part_prints, shared_prints, template_prints
from digestgen.inputs import Inputs, Run
from digestgen.model import DiskFile, Media, PictureFile, Site
from digestgen.names import BUILD
from digestgen.output import stage
from digestgen.output.files import OutputFile, WriteReport, checksum, write_output
from digestgen.output.manifest import MANIFEST_NAME, Checksum, Manifest
from digestgen.output.place import OutputFolder
from digestgen.pages.planning import masthead
from digestgen.pages.social import Cards, card_name
from digestgen.pictures.cards import drawn_cards
from digestgen.recall import AFRESH, Recall
from digestgen.site.pictures import other_sizes, picture_site_path
from digestgen.stages import Stage, counted
from digestgen.theme.chunks import RenderChunk, render_chunk, setting
from digestgen.theme.theme import Asset
from digestgen.urls import output_path
from digestgen.views import Page, SocialCard
from digestgen.work import chunks, results, workers

UNSETTLED: Final = ""


class KeptPicture(Struct, frozen=True, kw_only=True):
    """A file that was made of the picture *origin* of content, where it is kept."""

    file: PictureFile
    disk: str
    origin: PurePosixPath


class DrawnCard(Struct, frozen=True, kw_only=True):
    """A social card of the article in the file *origin*, and the *name* of its file."""

    card: SocialCard
    name: str
    origin: PurePosixPath


class BuildId(Struct, frozen=True):
    """The file that tells one build from another: it is made from all the others."""


Source = Page | DiskFile | Asset | KeptPicture | DrawnCard | BuildId


class Wanted(Struct, frozen=True, kw_only=True):
    """A file that the output must hold, what it is made from, and the fingerprint of that."""

    path: PurePosixPath
    source: Source
    fingerprint: str
    parts: str = ""
    """The prints of a page's parts."""


class Planned(Struct, frozen=True, kw_only=True):
    """All that the output is made from; nothing is wrong with it."""

    site: Site
    pages: tuple[Page, ...]
    social: Cards
    inputs: Inputs
    warnings: tuple[Diagnostic, ...]
    run: Run


def write_site(
    folder: OutputFolder,
    planned: Planned,
    before: OutputState,
    snapshot: Snapshot | None,
) -> tuple[WriteReport, tuple[str, ...]]:
    """Return what was done to bring *folder* up to date with the pages and files that are planned.

    *before* is how it was left, and *snapshot* what the next build can go by. The paths are those
    of the pages that had to be rendered.

    Raises Problems, with nothing written, if a template fails or something stands in the way.
    """
    inputs, cache, run = planned.inputs, planned.inputs.cache, planned.run
    last = {made.path: made for made in before.files}
    wanted = [*wanted_pages(planned, last), *wanted_files(planned)]
    settled = dict(settled_files(wanted, last, folder))
    stale = [one for one in wanted if str(one.path) not in settled]
    rendered = tuple(str(one.path) for one in stale if isinstance(one.source, Page))
    with closing(staged(stale, inputs, run.jobs)) as made_pages:
        counted_pages = counted(made_pages, run.progress, Stage.RENDER, len(rendered))
        files = [*copied(stale), *drawn(wanted, stale, planned), *counted_pages]
    files.append(build_file(files, settled))
    report, manifest = write_output(folder, files, settled, run.progress)
    # Pages that came out as they were before still wait there.
    stage.clear(cache / stage.FOLDER)
    lying = {path: last[path] for path in settled}
    after = OutputState(
        files=tuple(made(wanted, lying, folder.root, manifest)),
        manifest=file_stat(f"{folder.root}/{MANIFEST_NAME}"),
        # What was left alone is told once.
        snapshot=None if report.kept else snapshot,
        shared=shared(inputs, run.memory.recall),
    )
    if after != before:
        store_state(cache, folder.root, after, run.memory)
    run.memory.hold(folder.root / MANIFEST_NAME, manifest)
    return report, rendered


def wanted_pages(planned: Planned, before: Mapping[str, Made]) -> Sequence[Wanted]:
    """Return the pages with their fingerprints; *before* are the files of the last build."""
    inputs, recall = planned.inputs, planned.run.memory.recall
    config, fingerprinted = inputs.config, Fingerprinted(ViewTexts(), inputs.kept)
    head = recall(masthead, "masthead", config)
    prints = recall(template_prints, "", inputs.theme, head, engine(), config.base)
    pages, paths = planned.pages, [str(page.path) for page in planned.pages]
    columns = (
        pages,
        [prints.get(page.template, "") for page in pages],
        [text_key(page, inputs.kept) if page.bodies else "" for page in pages],
        [before.get(path) for path in paths],
    )
    return recall.each(fingerprinted, paths, columns)


def text_key(page: Page, kept: Mapping[PurePosixPath, Kept]) -> str:
    """Return the keys of the texts that *page* shows."""
    keys = [kept[body.path].key for body in page.bodies]
    return keys[0] if len(keys) == 1 else " ".join(keys)


@dataclass(frozen=True, slots=True)
class Fingerprinted:
    """Makes pages wanted; any two do it alike."""

    text_of: ViewTexts
    kept: Mapping[PurePosixPath, Kept] = field(compare=False)
    """The content files by path."""

    def __call__(self, page: Page, made_with: str, _text_key: str, old: Made | None) -> Wanted:
        """Return *page*, which is *made_with* what has this fingerprint.

        *old* is the file that the last build made of it.
        """
        view = self.text_of(page.view)
        kept = [self.kept[body.path] for body in page.bodies]
        fillings = encode([body.fillings for body in page.bodies]) if page.bodies else b""
        text: tuple[bytes | str, ...] = (fillings, *(one.key for one in kept)) if kept else ()
        found = fingerprint(made_with, view, *text)
        is_same = old is not None and old.fingerprint == found
        parts = old.parts if old and is_same else part_prints(view, fillings, kept)
        return Wanted(path=page.path, source=page, fingerprint=found, parts=parts)


def wanted_files(planned: Planned) -> Iterator[Wanted]:
    """Yield the files that are no pages: those beside articles, of pictures, of the theme."""
    for media in planned.site.media.values():
        yield wanted_media(media, planned)
    for media, file in other_sizes(planned.site.media.values()):
        yield wanted_picture(picture_site_path(file.name), file, media, planned)
    yield from wanted_cards(planned)
    for asset in planned.inputs.theme.assets.values():
        yield Wanted(path=asset.path, source=asset, fingerprint=fingerprint(asset.data))
    yield Wanted(path=PurePosixPath(BUILD), source=BuildId(), fingerprint=UNSETTLED)


def wanted_media(media: Media, planned: Planned) -> Wanted:
    """Return the file at the address of *media*: as it is, or what was made of a picture."""
    if media.picture:
        return wanted_picture(media.site_path, media.picture.published, media, planned)
    file = media.file
    # A file that may change again without being seen to change is copied each time.
    settled = is_settled(file.stat, planned.run.started)
    found = fingerprint(encode((file.path, file.stat))) if settled else UNSETTLED
    return Wanted(path=output_path(media.site_path), source=file, fingerprint=found)


def wanted_picture(site_path: str, file: PictureFile, media: Media, planned: Planned) -> Wanted:
    """Return the *file* at *site_path* that was made of *media*."""
    disk = f"{planned.inputs.cache}/{PICTURES}/{file.name}"
    source = KeptPicture(file=file, disk=disk, origin=media.file.path)
    path = output_path(site_path)
    return Wanted(path=path, source=source, fingerprint=fingerprint(file.sha256))


def wanted_cards(planned: Planned) -> Iterator[Wanted]:
    """Yield the files of social cards; articles whose cards say the same share one."""
    cards = {
        card_name(card, planned.site.drawing or ""): (card, path)
        for path, card in planned.social.items()
    }
    for name, (card, path) in cards.items():
        source = DrawnCard(card=card, name=name, origin=path)
        where = output_path(picture_site_path(name))
        yield Wanted(path=where, source=source, fingerprint=fingerprint(name))


def settled_files(
    wanted: Iterable[Wanted],
    before: Mapping[str, Made],
    folder: OutputFolder,
) -> Iterator[tuple[str, Checksum]]:
    """Yield those of *wanted* that the last build made, and that lie there as it left them.

    What a build set out to write that was killed is none of them.
    """
    root, manifest = str(folder.root), folder.manifest
    for one in wanted:
        path = str(one.path)
        made = before.get(path)
        if made is None or made.fingerprint != one.fingerprint or not one.fingerprint:
            continue
        known = manifest.files.get(path) if path not in manifest.pending else None
        if known and known.sha256 == made.sha256 and file_stat(f"{root}/{path}") == made.stat:
            yield path, known


def staged(
    stale: Iterable[Wanted],
    inputs: Inputs,
    jobs: int,
) -> Generator[OutputFile, None, None]:
    """Yield the pages among *stale* as files. Raises Problems if a template fails."""
    pages = [one.source for one in stale if isinstance(one.source, Page)]
    if not pages:
        return
    folder = inputs.cache / stage.FOLDER
    stage.clear(folder)
    made = render_chunks(pages, inputs, folder)
    with workers(jobs, pages) as executor:
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
        bodies = [inputs.kept[body.path].blob for page in chunk for body in page.bodies]
        blobs = iter(read_blobs(inputs.cache, inputs.index, bodies) if bodies else ())
        yield RenderChunk(
            setting=pickled,
            pages=chunk,
            blobs=tuple(tuple(islice(blobs, len(page.bodies))) for page in chunk),
            stage=str(folder),
            number=number,
        )


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
    sums |= {str(file.path): checksum(file.data).sha256 for file in files}
    found = fingerprint(encode(sorted(sums.items())))
    told = {"generator": f"digestgen {__version__}", "id": found}
    return OutputFile(path=PurePosixPath(BUILD), data=f"{json.dumps(told)}\n".encode())


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
    manifest: Manifest,
) -> Iterator[Made]:
    """Yield how each of *wanted* lies in the output *root* now; *lying* is known to be as it was.

    Nobody else writes there while the build has its lock, so what lies there is what we wrote.
    """
    for one in wanted:
        path = str(one.path)
        if path in lying:
            yield lying[path]
        elif stat := file_stat(f"{root}/{path}"):
            yield Made(
                path=path,
                fingerprint=one.fingerprint,
                sha256=manifest.files[path].sha256,
                stat=stat,
                parts=one.parts,
            )


def shared(inputs: Inputs, recall: Recall = AFRESH) -> Mapping[str, str]:
    """Return the fingerprints of what the pages of *inputs* have in common."""
    config = inputs.config
    head = recall(masthead, "masthead", config)
    return recall(shared_prints, "", inputs.theme, head, engine(), config.base)
