"""Whether a build would change nothing, found out without one: by names and stats alone.

A build that went well leaves a snapshot: what it saw of the site, and how long that lasts. As long
as all of it looks the same, and all files of the output lie there as they were left, the next build
would make the same site again. Whatever is in doubt is built.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from digestgen.build_report import BuildReport
from digestgen.cache.codec import encode
from digestgen.cache.engine import engine
from digestgen.cache.hashing import fingerprint
from digestgen.cache.memory import Memory
from digestgen.cache.outputs import OutputState, Snapshot
from digestgen.cache.stat import CHANGED, MODIFIED, SIZE, TICK_NANOSECONDS, file_stat, is_settled
from digestgen.content.read import Sights, look
from digestgen.edition import USUAL, Edition
from digestgen.errors import Diagnostic
from digestgen.model import Stat, Wait
from digestgen.names import CONTENT, SETTINGS, THEMES
from digestgen.output.files import WriteReport
from digestgen.output.manifest import MANIFEST_NAME, Checksum, Manifest
from digestgen.stages import Progress, unseen
from digestgen.theme.built_in import built_in_themes


class Seen(Struct, frozen=True, kw_only=True):
    """What a build saw of a site before it read any file."""

    content: Path
    """The content folder."""
    sights: Sights
    """What lies there."""
    report: tuple[Diagnostic, ...]
    """What of the content folder cannot be read."""
    fingerprint: str
    """That of all names and stats; empty if they do not tell what the files hold."""
    themes: str
    """That of the files of themes; another one at each build if stats do not tell what they hold.
    """


def see(
    root: Path,
    started: int,
    progress: Progress = unseen,
    edition: Edition = USUAL,
) -> Seen:
    """Return what the site in *root* looks like, and the themes that come with digestgen.

    To another *edition* the same files look different.

    *started* is when the build began: a file that changed shortly before may change unseen.
    """
    files, report = look(root / CONTENT, progress)
    themes = list(sights(root))
    told = not report and are_settled(themes, started) and are_settled(files, started)
    theme_print = fingerprint(encode(themes)) if are_settled(themes, started) else str(started)
    return Seen(
        content=root / CONTENT,
        sights=files,
        report=tuple(report),
        fingerprint=fingerprint_of(edition, theme_print, files) if told else "",
        themes=theme_print,
    )


def fingerprint_of(edition: Edition, themes: str, files: Sequence[tuple[str, Stat | None]]) -> str:
    """Return the fingerprint of a site with *themes* and *files*, as it is to an *edition*."""
    return fingerprint(engine(), encode(edition), themes, encode(files))


def seen_with(seen: Seen, stats: Mapping[str, Stat | None], edition: Edition) -> str:
    """Return the fingerprint of what was *seen* if some files had other *stats*, by their names."""
    files = [(disk, stats.get(disk, stat)) for disk, stat in seen.sights]
    return fingerprint_of(edition, seen.themes, files)


def are_settled(sights: Iterable[tuple[str, Stat | None]], started: int) -> bool:
    """Tell whether each of *sights* tells what the file holds to a build that *started* then."""
    # Most changed long before, which is told without a call for each.
    long_ago = started - TICK_NANOSECONDS
    return all(
        stat and (max(stat[MODIFIED], stat[CHANGED]) < long_ago or is_settled(stat, started))
        for _, stat in sights
    )


def sights(root: Path) -> Iterator[tuple[str, Stat | None]]:
    """Yield the settings and all files of themes with their stats, None for what is no file."""
    yield SETTINGS, file_stat(str(root / SETTINGS))
    for start in (root / THEMES, built_in_themes()):
        for folder, folders, names in os.walk(start):
            folders.sort()
            for name in sorted(names):
                path = os.path.join(folder, name)  # noqa: PTH118 - there are thousands
                yield path, file_stat(path)
            # A link to a folder is not walked through: what lies there is not seen.
            yield from ((name, None) for name in folders if Path(folder, name).is_symlink())


def last_report(state: OutputState, seen: Seen, output: Path, now: datetime) -> BuildReport | None:
    """Return what a build would report at the moment *now* if it changes nothing.

    *state* is that of the folder *output*, which may not be a link. None if it must be built.
    """
    snapshot = state.snapshot
    if snapshot is None or not seen.fingerprint or snapshot.seen != seen.fingerprint:
        return None
    if not lasts(snapshot, now) or not lies_there(state, str(output)):
        return None
    unchanged = tuple(made.path for made in state.files)
    return reported(snapshot, WriteReport(written=(), unchanged=unchanged, pruned=(), kept=()))


def reported(
    snapshot: Snapshot, output: WriteReport, rendered: tuple[str, ...] = ()
) -> BuildReport:
    """Return the report of a build after which the site is as it was in *snapshot*.

    *output* is what it did to the output, and *rendered* which pages it made.
    """
    return BuildReport(
        articles=snapshot.articles,
        pages=snapshot.pages,
        rendered=rendered,
        output=output,
        waiting=Counter({Wait(name): number for name, number in snapshot.waiting.items()}),
        warnings=(),
    )


def lasts(snapshot: Snapshot, now: datetime) -> bool:
    """Tell whether the same articles are built at the moment *now*."""
    return snapshot.since <= now and (snapshot.until is None or now < snapshot.until)


def hold_manifest(state: OutputState, output: Path, memory: Memory) -> None:
    """Let *memory* know the manifest of *output*, if that lies there as the build of *state* left.

    What is known of the files says all that the manifest says, and takes less time to read.
    """
    path = output / MANIFEST_NAME
    if path not in memory.held and state.manifest and file_stat(str(path)) == state.manifest:
        files = {
            made.path: Checksum(sha256=made.sha256, size=made.stat[SIZE]) for made in state.files
        }
        memory.hold(path, Manifest(files=files, pending={}))


def lies_there(state: OutputState, output: str) -> bool:
    """Tell whether all files of the folder *output* are as the last build left them."""
    return file_stat(f"{output}/{MANIFEST_NAME}") == state.manifest and all(
        file_stat(f"{output}/{made.path}") == made.stat for made in state.files
    )


def changed_files(state: OutputState, output: str) -> frozenset[str]:
    """Return the files of the folder *output* that are not as the last build left them."""
    stats = ((made, file_stat(f"{output}/{made.path}")) for made in state.files)
    return frozenset(made.path for made, stat in stats if stat != made.stat)
