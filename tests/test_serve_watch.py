"""Watching a site: each way to save a file is one change, and what no build reads is none."""

import errno
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from watchdog.observers.api import BaseObserver

from digestgen.preview.changes import Changes
from digestgen.preview.watch import (
    MakeObserver,
    Watch,
    checkout_themes,
    is_authors,
    native,
    polling,
    watching,
)
from tests.conftest import ARTICLE, MakeSite, SiteFolder

# Long enough that a busy machine makes no pause of this length while it saves.
QUIET_SECONDS = 0.7
PATIENCE_SECONDS = 30.0


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """Return a site that a build has seen: it has a private folder."""
    made = make_site({"content/2024/a.md": ARTICLE, "content/2024/b.md": ARTICLE})
    made.write({".digestgen/lock": ""})
    return made


@contextmanager
def watched(
    site: SiteFolder, *makers: MakeObserver, short: Callable[[OSError], None] = lambda _: None
) -> Iterator[tuple[Changes, Watch]]:
    """Watch *site*; give its changes."""
    changes = Changes(quiet=QUIET_SECONDS)
    with watching(site.root, changes.tell, makers or (native,), short) as watch:
        yield changes, watch


def heap(changes: Changes) -> int:
    """Return how many changes come together next; 0 if none come for a long time."""
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(changes.wait()), daemon=True)
    thread.start()
    thread.join(PATIENCE_SECONDS)
    return sum(found)


def is_quiet(changes: Changes) -> bool:
    """Tell whether no more changes come, as far as can be told without waiting for ever."""
    time.sleep(2 * QUIET_SECONDS)
    return not changes.number


# --- ways to save --------------------------------------------------------------------------------


def in_place(file: Path) -> None:
    """Save as nano and Notepad do."""
    file.write_text("new", "utf-8")


def append(file: Path) -> None:
    """Save as a script does."""
    with file.open("a", encoding="utf-8") as opened:
        opened.write("more")


def renamed_over(file: Path) -> None:
    """Save as gedit, Kate and most others do: a temporary file takes the place of the old one."""
    new = file.with_name(".goutputstream-X1Y2Z3")
    new.write_text("new", "utf-8")
    new.replace(file)


def vim(file: Path) -> None:
    """Save as vim does: try the folder, keep a backup, write anew, delete the backup."""
    probe, backup = file.with_name("4913"), file.with_name(f"{file.name}~")
    probe.touch()
    probe.unlink()
    file.rename(backup)
    file.write_text("new", "utf-8")
    backup.unlink()


def emacs(file: Path) -> None:
    """Save as Emacs does: a lock that is a link to nowhere, a backup, a file by itself."""
    lock, auto = file.with_name(f".#{file.name}"), file.with_name(f"#{file.name}#")
    lock.symlink_to("author@host.1234")
    auto.write_text("new", "utf-8")
    file.rename(file.with_name(f"{file.name}~"))
    file.write_text("new", "utf-8")
    auto.unlink()
    lock.unlink()


def deleted(file: Path) -> None:
    """Delete a file."""
    file.unlink()


def moved_away(file: Path) -> None:
    """Move a file to where nothing is watched."""
    file.rename(file.parents[3] / "elsewhere.md")


def moved_in(file: Path) -> None:
    """Move a file in from where nothing is watched."""
    outside = file.parents[3] / "outside.md"
    outside.write_text("new", "utf-8")
    outside.rename(file.with_name("c.md"))


def renamed(file: Path) -> None:
    """Give a file another name."""
    file.rename(file.with_name("c.md"))


def readable_again(file: Path) -> None:
    """Change who may read a file: that can be a cure."""
    file.chmod(0o600)


def folder_renamed(file: Path) -> None:
    """Give a folder another name."""
    file.parent.rename(file.parent.with_name("2025"))


def folder_swapped(file: Path) -> None:
    """Put a new content folder in the place of the old one, all at once."""
    content = file.parents[1]
    new = content.with_name("content.new")
    (new / "2024").mkdir(parents=True)
    (new / "2024" / file.name).write_text("new", "utf-8")
    content.rename(content.with_name("content.old"))
    new.rename(content)


def new_folders(file: Path) -> None:
    """Make folders in folders with a file in the last of them, as fast as can be."""
    deep = file.parent / "x" / "y" / "z"
    deep.mkdir(parents=True)
    (deep / "c.md").write_text("new", "utf-8")


def hundreds(file: Path) -> None:
    """Save hundreds of files, as `git checkout` does."""
    for number in range(300):
        one = file.with_name(f"{number}.md")
        one.write_text("new", "utf-8")
        if number % 3 == 0:
            one.unlink()


def settings(file: Path) -> None:
    """Save the settings with a temporary file."""
    new = file.parents[2] / "site.yaml.new"
    new.write_text("title: a", "utf-8")
    new.replace(file.parents[2] / "site.yaml")


def first_theme(file: Path) -> None:
    """Begin a theme of one's own."""
    folder = file.parents[2] / "themes" / "own" / "assets"
    folder.mkdir(parents=True)
    (folder / "style.css").write_text("body {}", "utf-8")


WAYS = (
    *(in_place, append, renamed_over, vim, emacs, deleted, moved_away, moved_in, renamed),
    *(readable_again, folder_renamed, folder_swapped, new_folders, hundreds, settings),
    first_theme,
)


@pytest.mark.parametrize("save", WAYS, ids=lambda save: save.__name__)
def test_each_way_to_save_is_one_change(site: SiteFolder, save: Callable[[Path], None]) -> None:
    """However an editor saves, and however much, it leads to one build, and after it to no other.

    What is saved after that is noticed just as well.
    """
    file = site.root / "content/2024/a.md"
    with watched(site) as (changes, watch):
        save(file)
        assert heap(changes) > 0
        watch.renew()
        assert is_quiet(changes)

        later = next((site.root / "content").rglob("*.md"))
        later.write_text("later", "utf-8")
        assert heap(changes) > 0


@pytest.mark.parametrize("save", [in_place, vim, deleted, new_folders], ids=lambda s: s.__name__)
def test_polling_sees_what_events_tell(site: SiteFolder, save: Callable[[Path], None]) -> None:
    """On a disk without events, a look every second finds the same."""
    with watched(site, polling) as (changes, watch):
        save(site.root / "content/2024/a.md")
        assert heap(changes) > 0
        watch.renew()

        (site.root / "content/new.md").write_text("later", "utf-8")
        assert heap(changes) > 0


def test_what_no_build_reads_is_no_change(site: SiteFolder) -> None:
    """Swap files, backups, our output and our caches lead to no build; reading does not either."""
    names = (
        *("content/.a.md.swp", "content/a.md~", "content/.#a.md", "content/#a.md#"),
        *("content/4913", "content/2024/x.tmp", "content/x.swp", "content/.git/index", "public/x"),
        *("content/x.bak", ".digestgen/articles.jsonl", "notes.txt", "site.yaml~", ".git/HEAD"),
    )
    with watched(site) as (changes, _):
        site.write(dict.fromkeys(names, "new"))
        (site.root / "content/2024/a.md").read_bytes()
        assert any((site.root / "content").iterdir())

        assert is_quiet(changes)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *((name, True) for name in ("a.md", "2024", "خبر.md", "photo.jpg", "4913.md", "tmp")),
        *((name, False) for name in (".a.md.swp", "a.md~", "#a.md#", ".#a.md", "4913", "a.tmp")),
    ],
)
def test_names_of_editors_are_known(name: str, *, expected: bool) -> None:
    """A file is an author's unless its name says otherwise."""
    assert expected == is_authors(name)
    assert expected == is_authors(f"folder/{name}") == is_authors(f"{name}/a.md")


def test_a_content_folder_may_come_late(make_site: MakeSite) -> None:
    """A site without articles is watched until it has some."""
    site = make_site({".digestgen/lock": ""})
    with watched(site) as (changes, watch):
        site.write({"content/a.md": ARTICLE})
        assert heap(changes) > 0
        watch.renew()
        site.write({"content/a.md": "later"})
        assert heap(changes) > 0


def test_a_content_folder_may_go_and_come(site: SiteFolder) -> None:
    """A folder that was deleted and made anew is watched again, whatever the disk calls it."""
    content = site.root / "content"
    with watched(site) as (changes, watch):
        for file in content.rglob("*.md"):
            file.unlink()
        (content / "2024").rmdir()
        content.rmdir()
        assert heap(changes) > 0
        watch.renew()
        site.write({"content/a.md": ARTICLE})
        assert heap(changes) > 0
        watch.renew()
        assert is_quiet(changes)
        site.write({"content/a.md": "later"})
        assert heap(changes) > 0


def test_the_themes_of_a_checkout_are_watched(tmp_path: Path) -> None:
    """Who works on the built-in theme sees it; a site that is the checkout has it once."""
    (theme,) = checkout_themes(tmp_path)

    assert (theme / "default/theme.yaml").is_file()
    assert () == checkout_themes(theme.parent)


# --- when the system cannot ----------------------------------------------------------------------


def failing(number: int) -> BaseObserver:
    """Fail as the system does when it has no more watches."""
    raise OSError(number, os.strerror(number))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE])
def test_polling_takes_over(site: SiteFolder, number: int) -> None:
    """Where the system has no watches left, the author is told, and changes are seen."""
    told: list[OSError] = []
    makers = (lambda: failing(number), polling)
    with watched(site, *makers, short=told.append) as (changes, _):
        site.write({"content/new.md": ARTICLE})

        assert heap(changes) > 0
    assert [number] == [error.errno for error in told]


def test_polling_takes_over_later(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Watches that run out when a folder is new are noticed, though watchdog keeps quiet."""
    told: list[OSError] = []
    with watched(site, native, polling, short=told.append) as (changes, watch):
        monkeypatch.setattr(watch.observers[0], "schedule", lambda *_, **__: failing(errno.ENOSPC))
        watch.renew()
        site.write({"content/new/a.md": ARTICLE})

        assert heap(changes) > 0
    assert [errno.ENOSPC] == [error.errno for error in told]


def test_other_failures_are_told(site: SiteFolder) -> None:
    """What polling would not cure is not hidden."""
    with pytest.raises(PermissionError), watched(site, lambda: failing(errno.EACCES), polling):
        pass


# --- heaps ---------------------------------------------------------------------------------------


def test_a_heap_ends_with_quiet() -> None:
    """Changes that follow each other are one heap, which ends a while after the last of them."""
    changes = Changes(quiet=0.1, longest=10, number=5, first=100.0, last=101.0)

    assert 0.1 == pytest.approx(changes.left(101.0))
    assert changes.left(101.2) < 0


def test_a_heap_ends_in_time() -> None:
    """Who saves without a pause waits no longer than is fair."""
    changes = Changes(quiet=0.1, longest=2, number=500, first=100.0, last=102.0)

    assert changes.left(102.0) == 0


def test_a_change_is_taken_once() -> None:
    """After a heap was taken, the next one is empty until something changes."""
    changes = Changes(quiet=0.01)
    for _ in range(3):
        changes.tell()

    assert 3 == changes.wait()
    assert 0 == changes.number
    changes.tell()
    assert 1 == changes.wait()


def test_an_end_is_not_lost() -> None:
    """Ctrl-C that comes while Python takes an object away is forgotten there, and ends the wait."""

    class Fragile:
        def __del__(self) -> None:
            changes.end(KeyboardInterrupt())

    changes, lost = Changes(), list[object]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "unraisablehook", lost.append)
        Fragile()
    assert 1 == len(lost)

    with pytest.raises(KeyboardInterrupt):
        changes.wait()
