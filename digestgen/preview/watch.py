"""Watching a site's folder: whatever its author changes is told, and nothing that we do.

An event is no more than a hint. What changed is found out by the build, which looks at all files;
here it is enough that no change goes unnoticed, and that files that no build reads cause none.
"""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

from digestgen.content.read import IGNORED_PREFIX, IGNORED_SUFFIXES
from digestgen.names import CONTENT, SETTINGS, THEMES
from digestgen.output.place import PRIVATE_FOLDER
from digestgen.theme.built_in import built_in_themes

# That a file was opened or read is no change: every build does so.
EVENTS: Final[tuple[type[FileSystemEvent], ...]] = (
    *(DirCreatedEvent, DirDeletedEvent, DirMovedEvent, FileAttribEvent, FileClosedEvent),
    *(FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent),
)
# What vim makes to find out whether it can write in a folder, and what Emacs saves by itself.
VIM_TEST: Final = "4913"
EMACS_SAVE: Final = "#"
POLL_SECONDS: Final = 1.0
# The system has no more watches, or no more things that hold some.
EXHAUSTED: Final = (errno.ENOSPC, errno.EMFILE)

MakeObserver = Callable[[], BaseObserver]
Identity = tuple[int, int]


def native() -> BaseObserver:
    """Return an observer that the system tells of changes. Raises OSError if it has none left."""
    return Observer()


def polling() -> BaseObserver:
    """Return an observer that looks itself, on any file system."""
    return PollingObserver(timeout=POLL_SECONDS)


def is_authors(path: str) -> bool:
    """Tell whether *path*, relative to a watched folder, may be what a build reads, by its names.

    They are those that `content/read.py` passes over, and what only editors make.
    """
    return all(map(is_authors_name, Path(path).parts))


def is_authors_in(folder: str, path: str) -> bool:
    """Tell whether *path* in the watched *folder* may be what a build reads."""
    return is_authors(path.removeprefix(folder))


def is_authors_name(name: str) -> bool:
    """Tell whether a file or folder may be an author's by its *name*."""
    ignored = name.startswith((IGNORED_PREFIX, EMACS_SAVE)) or name.endswith(IGNORED_SUFFIXES)
    return not ignored and name != VIM_TEST


class Hints(FileSystemEventHandler):
    """Tells *told* of each event of a path that *is_wanted*."""

    def __init__(self, told: Callable[[], None], is_wanted: Callable[[str], bool]) -> None:
        self.told = told
        self.is_wanted = is_wanted

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Tell of *event*; that of a file which got another name counts for both."""
        paths = (os.fsdecode(path) for path in (event.src_path, event.dest_path) if path)
        if isinstance(event, EVENTS) and any(map(self.is_wanted, paths)):
            self.told()


@dataclass(slots=True, kw_only=True)
class Watch:
    """Tells *told* of each change of the site in *root*, by the first of *makers* that can.

    *short* is told the error when the system has no more watches and the next of them takes over.
    """

    root: Path
    told: Callable[[], None]
    short: Callable[[OSError], None]
    makers: list[MakeObserver]
    observers: list[BaseObserver] = field(default_factory=list)
    """The last one watches; those before it have ended."""
    watched: dict[Path, tuple[Identity, ObservedWatch]] = field(default_factory=dict)
    """The folders that are watched with all in them, and which ones they were then."""

    def start(self) -> None:
        """Begin to watch. Raises OSError if the system cannot."""
        self.persist(self.begin)

    def renew(self) -> None:
        """Watch what is new; to be called after a change and before what it leads to."""
        self.persist(self.check)

    def persist(self, step: Callable[[], None]) -> None:
        """Take *step*; if the system has no more watches, begin again with the next observer."""
        try:
            step()
        except OSError as error:
            if error.errno not in EXHAUSTED or not self.makers:
                raise
            self.stop()
            self.watched.clear()
            self.short(error)
            self.persist(self.begin)

    def begin(self) -> None:
        """Begin to watch with the next observer."""
        self.observers.append(self.makers.pop(0)())
        self.observers[-1].start()
        self.look_again()
        # Last, because of folders deep inside watchdog does not say that they are not watched.
        top = {str(self.root / name) for name in (SETTINGS, CONTENT, THEMES)}
        hints = Hints(self.told, top.__contains__)
        self.observers[-1].schedule(hints, str(self.root), event_filter=list(EVENTS))

    def look_again(self) -> None:
        """Watch the folders that are there now: a watch stays with one that was moved away."""
        observer, found = self.observers[-1], folders(self.root)
        alive = {emitter.watch for emitter in observer.emitters if emitter.is_alive()}
        for folder, (identity, watch) in list(self.watched.items()):
            if found.get(folder) != identity or watch not in alive:
                # It may be gone with its folder.
                with suppress(KeyError):
                    observer.unschedule(watch)
                del self.watched[folder]
        for folder in found.keys() - self.watched.keys():
            hints = Hints(self.told, partial(is_authors_in, f"{folder}{os.sep}"))
            with unless_gone():
                watch = observer.schedule(
                    hints, str(folder), recursive=True, event_filter=list(EVENTS)
                )
                self.watched[folder] = found[folder], watch

    def check(self) -> None:
        """Watch what is new. Raises OSError if there may be no watches left for all of it."""
        self.look_again()
        private = str(self.root / PRIVATE_FOLDER)
        with unless_gone():
            watch = self.observers[-1].schedule(
                FileSystemEventHandler(), private, event_filter=[DirMovedEvent]
            )
            self.observers[-1].unschedule(watch)

    def stop(self) -> None:
        """Watch no more."""
        for observer in self.observers[-1:]:
            observer.stop()
            with suppress(RuntimeError):
                observer.join(POLL_SECONDS)


@contextmanager
def unless_gone() -> Iterator[None]:
    """Pass over the error that a folder is not there any more: that is a change as well."""
    try:
        yield
    except OSError as error:
        if error.errno in EXHAUSTED:
            raise


def folders(root: Path) -> Mapping[Path, Identity]:
    """Return the folders that a build of the site in *root* reads, and which ones they are."""
    found: dict[Path, Identity] = {}
    for folder in (root / CONTENT, root / THEMES, *checkout_themes(root)):
        with suppress(OSError):
            status = folder.stat()
            found[folder] = (status.st_dev, status.st_ino)
    return found


def checkout_themes(root: Path) -> tuple[Path, ...]:
    """Return the themes that come with digestgen if someone may work on them: not if installed."""
    folder = built_in_themes()
    is_installed = "site-packages" in folder.parts or "dist-packages" in folder.parts
    is_own = folder.resolve() == (root / THEMES).resolve()
    return () if is_installed or is_own else (folder,)


@contextmanager
def watching(
    root: Path,
    told: Callable[[], None],
    makers: Iterable[MakeObserver],
    short: Callable[[OSError], None],
) -> Iterator[Watch]:
    """Give what watches the site in *root* until the block ends."""
    watch = Watch(root=root, told=told, short=short, makers=list(makers))
    try:
        watch.start()
        yield watch
    finally:
        watch.stop()
