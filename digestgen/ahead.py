"""Pages are looked at as soon as they are planned, and the helper begins with those that are stale.

A page that is *settled* is that of the last build, and its file lies there as that build left it:
nothing of it is read, made or written. If few are not, the helper renders some while others are
still planned.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from msgspec import Struct

from digestgen.cache.outputs import Made, OutputState
from digestgen.inputs import Run
from digestgen.output.manifest import Checksum, Files, Manifest
from digestgen.page_plan import PagePlan
from digestgen.rendering import Begun, Materials, begin
from digestgen.wanted import UNSETTLED, Wanted, wanted_pages
from digestgen.work import FEWEST_ITEMS


class LastBuild(Struct, frozen=True):
    """What the last build left."""

    state: OutputState
    look: Callable[[], Callable[[], frozenset[str]]]
    """Begins to look at the output, if nobody did yet; returns what returns what is found."""

    def changed(self) -> frozenset[str]:
        """Return the files of the output that are not as that build left them."""
        return self.look()()


NO_BUILD: Final = LastBuild(OutputState(), lambda: frozenset)


@dataclass(slots=True)
class Ahead:
    """What is known of the pages of a build so far, and which the helper already renders."""

    materials: Materials
    last: LastBuild
    manifest: Manifest
    """That of the output."""
    run: Run
    before: dict[str, Made] = field(init=False)
    """The files of the last build, by path."""
    wanted: list[Wanted] = field(default_factory=list)
    settled: dict[str, Checksum] = field(default_factory=dict)
    begun: list[Begun] = field(default_factory=list)
    """All that are stale; none if others than the helper are to render them."""

    def __post_init__(self) -> None:
        """Know the files of the last build by their paths."""
        self.before = {made.path: made for made in self.last.state.files}

    def __call__(self, pages: Sequence[PagePlan]) -> None:
        """Look at *pages*, which come before those that were looked at already."""
        if helper := self.run.helper:
            stale = self.look(pages)
            if len(self.wanted) - len(self.settled) < FEWEST_ITEMS:
                self.begun[:0] = begin(stale, self.materials, helper, first=len(self.begun))
            else:
                self.leave()

    def look(self, pages: Sequence[PagePlan]) -> list[PagePlan]:
        """Return those of *pages* that are stale."""
        wanted = wanted_pages(pages, self.materials, self.before, self.run.memory.recall)
        settled = dict(settled_files(wanted, self.before, self.manifest, self.last.changed()))
        self.wanted[:0] = wanted
        self.settled |= settled
        return [page for page in pages if page.path not in settled]

    def leave(self) -> None:
        """Leave all pages to others, once nobody writes to the stage any more."""
        for one in self.begun:
            one.outcome()
        self.begun.clear()


def settled_files(
    wanted: Iterable[Wanted],
    before: Mapping[str, Made],
    manifest: Manifest,
    changed: Container[str],
) -> Iterator[tuple[str, Checksum]]:
    """Yield those of *wanted* that the last build made, and that were not *changed* since.

    What a build set out to write that was killed is none of them.
    """
    known = unpending(manifest)
    for one in wanted:
        path = one.path
        made = before.get(path)
        if made and made.fingerprint == one.fingerprint != UNSETTLED:
            checksum = known.get(path)
            if checksum and checksum.sha256 == made.sha256 and path not in changed:
                yield path, checksum


def unpending(manifest: Manifest) -> Files:
    """Return the files of *manifest* but for those that a build set out to write anew."""
    if not manifest.pending:
        return manifest.files
    pending = manifest.pending
    return {path: one for path, one in manifest.files.items() if path not in pending}
