"""All pictures that articles use, ready to be shown: those that changed are made, in processes."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from digestgen import rules
from digestgen.cache.hashing import fingerprint
from digestgen.cache.memory import Memory
from digestgen.cache.pictures import (
    FOLDER,
    PictureIndex,
    SeenPicture,
    found_paths,
    load_pictures,
    prepared,
    store_pictures,
)
from digestgen.cache.stat import is_settled
from digestgen.errors import Diagnostic, Place
from digestgen.file_path import FilePath
from digestgen.model import DiskFile, PictureFiles
from digestgen.pictures.recipe import recipe
from digestgen.pictures.task import PictureOutcome, PictureTask
from digestgen.stages import Progress, Stage, counted
from digestgen.work import results, workers

# A picture takes as long as many pages: two are worth a second process.
FEWEST_PICTURES: Final = 2
# What a camera writes at its best; it lies in the repository for ever.
HEAVY_BYTES: Final = 10_000_000
MEGABYTE: Final = 1_000_000

Ready = dict[FilePath, PictureFiles]


class Workshop(Struct, frozen=True, kw_only=True):
    """Where and how pictures are made; nothing of this shows in them."""

    cache: Path
    started: int
    """When the build began, in nanoseconds since 1970."""
    jobs: int
    progress: Progress
    memory: Memory = field(default_factory=Memory)
    """What is known of earlier builds."""


class UsedPicture(Struct, frozen=True, kw_only=True):
    """A picture that an article uses, where the first one does, and what its file holds."""

    file: DiskFile
    place: Place
    hash: str


def ready_pictures(
    wanted: Mapping[FilePath, Place],
    media: Mapping[FilePath, DiskFile],
    shop: Workshop,
    *,
    is_whole: bool,
) -> tuple[Ready, list[Diagnostic]]:
    """Return the files of each picture that is *wanted*, and what is wrong with the others.

    *wanted* has the place where each is written, and *media* the files of the content folder.
    What nobody wants is kept no longer if the site *is_whole*. Raises OSError if the disk fails.
    """
    there = {path: place for path, place in sorted(wanted.items()) if path in media}
    if not there and not (shop.cache / FOLDER).exists():
        return {}, []
    index = load_pictures(shop.cache, recipe=recipe(), memory=shop.memory)
    report: list[Diagnostic] = []
    used = list(looked_at(there, media, index, shop, report))
    made = {**index.made, **made_pictures(used, index, shop, report)}
    hashes = {one.hash for one in used}
    kept = PictureIndex(
        recipe=index.recipe,
        seen=tuple(sorted(seen(used, index, shop, is_whole=is_whole), key=lambda one: one.path)),
        made={key: made[key] for key in sorted(made) if key in hashes or not is_whole},
    )
    if kept != index:
        store_pictures(shop.cache, kept, shop.memory)
    return {one.file.path: made[one.hash] for one in used if one.hash in made}, report


def looked_at(
    there: Mapping[FilePath, Place],
    media: Mapping[FilePath, DiskFile],
    index: PictureIndex,
    shop: Workshop,
    report: list[Diagnostic],
) -> Iterator[UsedPicture]:
    """Yield the pictures that are *there*, each with its hash.

    It is that of the last build if the file looks as it did then.
    """
    known = found_paths(index.seen)
    for path, place in counted(there.items(), shop.progress, Stage.MEASURE, len(there)):
        file, old = media[path], known.get(str(path))
        size = file.stat[0]
        if size > HEAVY_BYTES:
            megabytes = f"{size / MEGABYTE:.0f}"
            report.append(rules.HEAVY_PICTURE.at(place, path=path, size=megabytes))
        try:
            kept = old.hash if old and is_same(file, old) else None
            found = kept or fingerprint(Path(file.disk).read_bytes())
        except OSError as error:
            report.append(rules.unreadable(place, error))
            continue
        yield UsedPicture(file=file, place=place, hash=found)


def is_same(file: DiskFile, old: SeenPicture) -> bool:
    """Tell whether *file* is the one that was seen as *old*, by what its folder says of it."""
    return old.stat == file.stat


def made_pictures(
    used: Sequence[UsedPicture],
    index: PictureIndex,
    shop: Workshop,
    report: list[Diagnostic],
) -> dict[str, PictureFiles]:
    """Return the files of those of *used* that are not kept yet, by the hash of the picture."""
    folder = shop.cache / FOLDER
    # Two files with the same bytes are one picture.
    first = {one.hash: one for one in reversed(used) if one.hash not in index.made}
    tasks = tuple(task(one, folder) for one in used if first.get(one.hash) is one)
    if not tasks:
        return {}
    prepared(folder)
    with closing(outcomes(tasks, shop.jobs)) as found:
        every = list(counted(found, shop.progress, Stage.RESIZE, len(tasks), told=1))
    broken = {one.hash: one for one in every}
    report += [told for one in used if (told := problem(one, broken.get(one.hash)))]
    return {one.hash: one.files for one in every if one.files}


def problem(one: UsedPicture, outcome: PictureOutcome | None) -> Diagnostic | None:
    """Return what is wrong with *one*, of which *outcome* came; None if nothing is."""
    if outcome is None or outcome.rule is None:
        return None
    values = {**outcome.values, "path": str(one.file.path)}
    return outcome.rule.at(one.place, hint=None, **values)


def task(one: UsedPicture, folder: Path) -> PictureTask:
    """Return the task to make files of *one* in *folder*."""
    return PictureTask(
        disk=one.file.disk,
        hash=one.hash,
        name=fingerprint(one.hash, recipe())[:16],
        folder=str(folder),
    )


def outcomes(tasks: tuple[PictureTask, ...], jobs: int) -> Generator[PictureOutcome, None, None]:
    """Yield what comes of each of *tasks*, in their order."""
    # Pillow takes 20 ms to import, and most builds make no picture.
    from digestgen.pictures.make import make_picture  # noqa: PLC0415

    with workers(jobs, tasks, fewest=FEWEST_PICTURES) as executor:
        yield from results(executor, make_picture, tasks, jobs)


def seen(
    used: Iterable[UsedPicture],
    index: PictureIndex,
    shop: Workshop,
    *,
    is_whole: bool,
) -> Iterator[SeenPicture]:
    """Yield what is kept of the files of *used*, and of others unless the site *is_whole*."""
    paths = set()
    for one in used:
        stat = one.file.stat if is_settled(one.file.stat, shop.started) else None
        paths.add(str(one.file.path))
        yield SeenPicture(path=str(one.file.path), stat=stat, hash=one.hash)
    if not is_whole:
        yield from (old for old in index.seen if old.path not in paths)
