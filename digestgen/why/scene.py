"""A site as the next build would write it, and its output as the last build left it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from time import time_ns

from digestgen.ahead import NO_BUILD
from digestgen.cache.articles import with_sound_cache
from digestgen.cache.outputs import Made, load_state
from digestgen.cache.pack import DamagedCacheError
from digestgen.inputs import Run
from digestgen.kept_pages import PageIndex, load_pages, read_pages
from digestgen.model import Article, PlainPage
from digestgen.output.lock import building
from digestgen.output.place import PRIVATE_FOLDER, OutputFolder
from digestgen.outputs import shared
from digestgen.page_plan import PagePlan
from digestgen.pipeline import all_planned
from digestgen.rendering import materials_of
from digestgen.unchanged import see
from digestgen.urls import href
from digestgen.views import Masthead
from digestgen.wanted import Planned, Wanted, wanted_files, wanted_pages


@dataclass(frozen=True, kw_only=True)
class Scene:
    """All that there is to look at; it has no slots, so that it can keep what it works out."""

    folder: OutputFolder
    plan: Planned
    wanted: Mapping[str, Wanted]
    """The files that the output must hold, by path."""
    before: Mapping[str, Made]
    """The files that the last build left, by path."""
    shared_before: Mapping[str, str]
    """The fingerprints of what pages had in common; empty if nothing is known of it."""
    shared_now: Mapping[str, str]
    masthead: Masthead
    kept: PageIndex
    """The pages that show texts, as the last build planned them."""

    @cached_property
    def known(self) -> frozenset[str]:
        """Return the paths of all files of the output that were ours or will be."""
        manifest = self.folder.manifest
        return frozenset((*self.wanted, *manifest.files, *manifest.pending))

    @cached_property
    def by_url(self) -> Mapping[str, Article | PlainPage]:
        """Return the articles and plain pages by their URLs."""
        ones: tuple[Article | PlainPage, ...] = (
            *self.plan.site.articles,
            *self.plan.site.plain_pages,
        )
        return {one.url: one for one in ones}

    @cached_property
    def gone(self) -> Mapping[str, str]:
        """Return the paths of the pages that are there no longer, by their URLs."""
        base = self.plan.inputs.config.base
        paths = (path for path in self.before if path not in self.wanted)
        return {href(base, f"/{path.removesuffix('index.html')}"): path for path in paths}

    def page_before(self, path: str) -> PagePlan | None:
        """Return the page at *path* as the last build planned it; None if it was not kept."""
        if path not in self.kept.pages:
            return None
        try:
            (page,) = read_pages(self.plan.inputs.cache, self.folder.root, self.kept, [path])
        except DamagedCacheError:
            return None
        return page

    @property
    def is_comparable(self) -> bool:
        """Tell whether the prints of the last build are of what prints are of now."""
        return self.shared_before.get("digestgen") == self.shared_now["digestgen"]


def scene(root: Path, output: Path, *, now: datetime, jobs: int = 1) -> Scene:
    """Return how the site in *root* and the folder *output* stand at the moment *now*.

    Nothing is written but what `.digestgen/` keeps of content files.

    Raises Problems if anything is wrong with the site; BuildRunningError if a build of it is
    running; OSError if the disk fails.
    """
    run = Run(now=now, started=time_ns(), jobs=jobs)
    with building(root):
        return with_sound_cache(root / PRIVATE_FOLDER, lambda: look(root, output, run))


def look(root: Path, output: Path, run: Run) -> Scene:
    """Return the scene with what the last build kept. Raises DamagedCacheError and Problems."""
    seen = see(root, run.started)
    folder, plan, _ = all_planned(root, output, seen, NO_BUILD, run)
    state = load_state(plan.inputs.cache, folder.root)
    before = {made.path: made for made in state.files}
    materials = materials_of(plan.inputs)
    pages = wanted_pages(plan.pages, materials, before)
    files = wanted_files(plan)
    return Scene(
        folder=folder,
        plan=plan,
        wanted={one.path: one for one in (*pages, *files)},
        before=before,
        shared_before=state.shared,
        shared_now=shared(plan.inputs),
        masthead=materials.masthead,
        kept=load_pages(plan.inputs.cache, folder.root, run.memory),
    )
