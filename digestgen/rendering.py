"""Rendering: pages, and what all of them are rendered with → files that wait to be written."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from itertools import islice
from math import inf
from operator import attrgetter
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from digestgen.cache.articles import KeptText
from digestgen.cache.engine import engine
from digestgen.cache.pack import read_pack
from digestgen.errors import Diagnostic, Problems
from digestgen.file_path import FilePath
from digestgen.fingerprint import template_prints
from digestgen.formats.formats import FORMATS
from digestgen.inputs import Inputs, Run
from digestgen.output import stage
from digestgen.page_plan import PagePlan
from digestgen.pages.planning import masthead
from digestgen.promise import Printed
from digestgen.recall import AFRESH, Recall
from digestgen.theme.chunks import (
    RenderChunk,
    RenderedPage,
    RenderOutcome,
    prepare,
    render_chunk,
    setting,
)
from digestgen.theme.theme import Theme
from digestgen.views import Masthead
from digestgen.work import FEWEST_ITEMS, as_they_come, chunks, workers

PROBLEMS: Final = attrgetter("problems")


class Materials(Struct, frozen=True, kw_only=True):
    """What pages are rendered with, besides what they carry themselves."""

    theme: Theme
    masthead: Masthead
    base: str
    texts: Mapping[FilePath, KeptText]
    """The texts that the pages show, by the path of the content file."""
    pack: Path
    """The file that these are kept in."""
    cache: Path


def materials_of(inputs: Inputs, recall: Recall = AFRESH) -> Materials:
    """Return what the pages of the site of *inputs* are rendered with."""
    return Materials(
        theme=inputs.theme,
        masthead=recall(masthead, "masthead", inputs.config),
        base=inputs.config.base,
        texts=inputs.texts,
        pack=inputs.pack,
        cache=inputs.cache,
    )


def prints_of(materials: Materials, recall: Recall = AFRESH) -> Mapping[str, str]:
    """Return for each template the fingerprint of what all its pages are made with."""
    return recall(
        template_prints, "", materials.theme, materials.masthead, engine(), materials.base
    )


class Begun(Struct, frozen=True):
    """Some *pages* that are rendered elsewhere, and what returns what came of them."""

    pages: Sequence[PagePlan]
    outcome: Callable[[], RenderOutcome]


class Rendering(Struct, frozen=True):
    """How the pages of a build are rendered."""

    materials: Materials
    run: Run
    begun: Sequence[Begun] = ()
    """Either all of them were begun, or none."""
    is_new: bool = False
    """Whether the output is, so that pages wait as a tree."""


def rendered_pages(
    pages: Sequence[PagePlan], rendering: Rendering
) -> Generator[tuple[PagePlan, RenderedPage], None, None]:
    """Yield *pages* with what came of them, in whatever order they are done.

    Raises Problems if a template fails, and DamagedCacheError.
    """
    if begun := rendering.begun:
        outcomes = enumerate(one.outcome() for one in begun)
        yield from rendered([one.pages for one in begun], outcomes)
    elif pages:
        yield from rendered_by_many(pages, rendering)


def rendered(
    some: Sequence[Sequence[PagePlan]], outcomes: Iterable[tuple[int, RenderOutcome]]
) -> Iterator[tuple[PagePlan, RenderedPage]]:
    """Yield pages with what came of them: of each chunk of *some*, whose place comes with it.

    Raises Problems if templates failed: those of the first chunk with any, whoever was done first.
    """
    problems: dict[int, Sequence[Diagnostic]] = {}
    for place, outcome in outcomes:
        if outcome.problems:
            problems[place] = outcome.problems
        else:
            yield from zip(some[place], outcome.pages, strict=True)
    if problems:
        raise Problems(*problems[min(problems)])


def begin(
    pages: Sequence[PagePlan], materials: Materials, helper: Executor, *, first: int
) -> list[Begun]:
    """Let *helper* begin to render *pages*; their chunks are numbered from *first* on.

    Raises DamagedCacheError.
    """
    folder = materials.cache / stage.FOLDER
    if not first:
        # By the helper: it may still be at pages of an attempt that failed.
        helper.submit(stage.clear, folder)
    # What a view is made from takes longer to send than the view.
    with_views = [with_view(page) for page in pages]
    make = chunk_maker(materials, folder)
    made = (make(number, some) for number, some in enumerate(chunks(with_views), start=first))
    return [Begun(chunk.pages, helper.submit(render_chunk, chunk).result) for chunk in made]


def rendered_by_many(
    pages: Sequence[PagePlan], rendering: Rendering
) -> Iterator[tuple[PagePlan, RenderedPage]]:
    """Yield *pages* with what came of them in the processes that *rendering* may have.

    Raises Problems if a template fails, and DamagedCacheError.
    """
    materials, run = rendering.materials, rendering.run
    folder = materials.cache / stage.FOLDER
    tree = f"{folder}/{stage.TREE}" if rendering.is_new else ""
    if len(pages) >= FEWEST_ITEMS:
        # Here once, so that each fork has them.
        prepare(setting_of(materials), sorted({page.template for page in pages} - {*FORMATS}))
    some, make = in_time(pages), chunk_maker(materials, folder, tree)
    makers = [partial(make, number, chunk) for number, chunk in enumerate(some)]
    with workers(run.jobs, pages, helper=run.helper) as executor:
        stage.clear(folder)
        outcomes = as_they_come(executor, render_chunk, makers, run.jobs, PROBLEMS)
        yield from rendered(some, outcomes)


def in_time(pages: Sequence[PagePlan]) -> list[tuple[PagePlan, ...]]:
    """Return *pages* in chunks of one template and of about one time, the newest first.

    Such pages show the same articles, and what is made of those for one is there for the others.
    Few pages stay in their order, however many jobs there are: the helper begins with them so.
    """
    if len(pages) < FEWEST_ITEMS:
        return [*chunks(pages)]
    kinds: dict[str, list[PagePlan]] = {}
    for page in sorted(pages, key=time_of, reverse=True):
        kinds.setdefault(page.template, []).append(page)
    some = [chunk for kind in kinds.values() for chunk in chunks(kind)]
    return sorted(some, key=lambda chunk: time_of(chunk[len(chunk) // 2]), reverse=True)


def time_of(page: PagePlan) -> float:
    """Return when the article of *page* was published; what shows none comes before all others."""
    return page.published.timestamp() if page.published else -inf


def setting_of(materials: Materials) -> bytes:
    """Return what all pages of a build are rendered with, as each chunk has it."""
    return setting(materials.theme, materials.masthead, materials.base)


def with_view(page: PagePlan) -> PagePlan:
    """Return *page* with its view in the place of a promise of it."""
    return replace(page, view=Printed(page.view.kept(), page.view.print))


def chunk_maker(
    materials: Materials, folder: Path, tree: str = ""
) -> Callable[[int, Sequence[PagePlan]], RenderChunk]:
    """Return what makes a chunk of pages, with its number and the HTML of their bodies.

    Their files wait in *folder*, or in the *tree* in it. It raises DamagedCacheError.
    """
    pickled = setting_of(materials)

    def made(number: int, pages: Sequence[PagePlan]) -> RenderChunk:
        bodies = [materials.texts[body.path].blob for page in pages for body in page.bodies]
        blobs = iter(read_pack(materials.pack, bodies) if bodies else ())
        return RenderChunk(
            setting=pickled,
            pages=tuple(pages),
            blobs=tuple(tuple(islice(blobs, len(page.bodies))) for page in pages),
            stage=str(folder),
            tree=tree,
            number=number,
        )

    return made
