"""The loop: wait for a change, build, show. It is the same build as that of `digestgen build`."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from digestgen.build import build
from digestgen.build_report import BuildReport
from digestgen.cache.memory import Memory, lasting
from digestgen.content.paths import MEDIA_FOLDER
from digestgen.edition import Edition
from digestgen.errors import BuildRunningError, Problems, in_order, said
from digestgen.inputs import read_config
from digestgen.messages.speech import Speech
from digestgen.output.place import PREVIEW
from digestgen.preview.changes import Changes
from digestgen.preview.excerpts import dress, problems_of
from digestgen.preview.server import Server
from digestgen.preview.state import Preview, Problem
from digestgen.preview.watch import Watch
from digestgen.site import pictures
from digestgen.stages import Progress, unseen

# Whether a build changed a picture that it shows, a page cannot tell by its own bytes.
PICTURES: Final = (f"{MEDIA_FOLDER}/", f"{pictures.FOLDER}/")
RETRY_SECONDS: Final = 0.3
# The kernel holds 16,384 events and drops what comes then: after many, one may be lost.
MANY: Final = 5_000

Outcome = BuildReport | Problems | OSError
"""What a build did, or why it failed."""


class Setting(Struct, frozen=True, kw_only=True):
    """What is built again and again, and how."""

    root: Path
    drafts: bool
    """Whether drafts and scheduled articles are shown."""
    jobs: int
    now: Callable[[], datetime]
    busy: Callable[[], None]
    """Is told that another build of the site is running, for which this one waits."""
    speech: Speech = field(default_factory=Speech)
    """How the author is spoken to."""
    memory: Memory = field(default_factory=lasting)
    """What each build knows of those before."""

    @property
    def folder(self) -> Path:
        """Return where the preview is built: it never mixes with what is published."""
        return self.root / PREVIEW / ("drafts" if self.drafts else "site")


def outcome(setting: Setting, progress: Progress = unseen) -> Outcome:
    """Return what comes of a build now, after that of someone else if one is running."""
    told = False
    while True:
        try:
            with uncollected():
                return build(
                    setting.root,
                    setting.folder,
                    now=setting.now(),
                    jobs=setting.jobs,
                    edition=Edition(drafts=setting.drafts),
                    progress=progress,
                    memory=setting.memory,
                )
        except (Problems, OSError) as error:
            # Its frames would hold all that was built so far.
            return error.with_traceback(None)
        except BuildRunningError:
            if not told:
                setting.busy()
            told = True
            time.sleep(RETRY_SECONDS)


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage: a build makes values by the million and no cycles."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def set_aside() -> None:
    """Collect what garbage there is, and let no later search look through what is remembered."""
    gc.collect()
    gc.freeze()


def nothing_yet(setting: Setting) -> Preview:
    """Return the preview of a site that was not built yet."""
    return Preview(
        build="",
        base="/",
        folder=setting.folder,
        files=None,
        pictures=0,
        problems=(),
        speech=setting.speech,
    )


def next_preview(last: Preview, found: Outcome, setting: Setting) -> Preview:
    """Return what can be seen after the build that *found* came of; *last* if that is the same."""
    base = base_of(setting, last.base)
    if isinstance(found, BuildReport):
        done = found.output
        changes = last.pictures + any(path.startswith(PICTURES) for path in done.written)
        files = frozenset((*done.written, *done.unchanged))
        new = replace(last, base=base, files=files, pictures=changes, problems=())
        is_same = new == last and not done.written
    else:
        new = replace(last, base=base, problems=problems(setting.root, found, setting.speech))
        is_same = new == last
    return last if is_same else replace(new, build=str(time.time_ns()))


def base_of(setting: Setting, last: str) -> str:
    """Return the base path that site.yaml asks for; the *last* one if it is wrong."""
    try:
        return read_config(setting.root, recall=setting.memory.recall).base
    except Problems:
        return last


def problems(root: Path, found: Problems | OSError, speech: Speech) -> tuple[Problem, ...]:
    """Return why the build of the site in *root* failed, as *speech* says it."""
    if isinstance(found, Problems):
        return problems_of(root, in_order(found.diagnostics), speech)
    failure = said("The disk failed: {reason}", reason=found.strerror or found)
    failed = Problem(
        severity="error",
        code="",
        place=str(found.filename or root),
        message=speech.say(failure, dress(speech)),
        hint=speech.say(said("Every file is whole, and the next build completes it.")),
    )
    return (failed,)


def keep_building(
    setting: Setting,
    server: Server,
    changes: Changes,
    watch: Watch,
    told: Callable[[Outcome, float], None],
) -> None:
    """Build now and after each of *changes*, and show it; *told* is told what comes of it.

    It does not come back; what interrupts it passes through.
    """
    shown = server.preview
    while True:
        start = time.monotonic()
        found = outcome(setting)
        preview = next_preview(shown, found, setting)
        if preview is not shown:
            server.show(preview)
        shown = preview
        told(found, time.monotonic() - start)
        set_aside()
        if changes.wait() >= MANY:
            changes.tell()
        watch.renew()
