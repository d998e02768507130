"""Rendering: pages, and what all of them are rendered with → files that wait to be written."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from digestgen.cache.articles import KeptText
from digestgen.cache.engine import engine
from digestgen.cache.pack import read_pack
from digestgen.errors import Problems
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
from digestgen.work import FEWEST_ITEMS, chunks, results, workers


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
    """Yield *pages* with what came of them.

    Raises Problems if a template fails, and DamagedCacheError.
    """
    if rendering.begun:
        yield from rendered((one.pages, one.outcome()) for one in rendering.begun)
    elif pages:
        yield from rendered_by_many(pages, rendering)


def rendered(
    outcomes: Iterable[tuple[Sequence[PagePlan], RenderOutcome]],
) -> Iterator[tuple[PagePlan, RenderedPage]]:
    """Yield pages with what came of them. Raises Problems if a template failed."""
    for pages, outcome in outcomes:
        if outcome.problems:
            raise Problems(*outcome.problems)
        yield from zip(pages, outcome.pages, strict=True)


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
    some = [with_view(page) for page in pages]
    made = render_chunks(some, materials, folder, first)
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
    with workers(run.jobs, pages, helper=run.helper) as executor:
        stage.clear(folder)
        made = render_chunks(pages, materials, folder, tree=tree)
        outcomes = results(executor, render_chunk, made, run.jobs)
        yield from rendered(zip(chunks(pages), outcomes, strict=True))


def setting_of(materials: Materials) -> bytes:
    """Return what all pages of a build are rendered with, as each chunk has it."""
    return setting(materials.theme, materials.masthead, materials.base)


def with_view(page: PagePlan) -> PagePlan:
    """Return *page* with its view in the place of a promise of it."""
    return replace(page, view=Printed(page.view.kept(), page.view.print))


def render_chunks(
    pages: Sequence[PagePlan],
    materials: Materials,
    folder: Path,
    first: int = 0,
    tree: str = "",
) -> Iterator[RenderChunk]:
    """Yield *pages* in chunks, with the HTML of their bodies, numbered from *first* on.

    Their files wait in *folder*, or in the *tree* in it. Raises DamagedCacheError.
    """
    pickled = setting_of(materials)
    for number, chunk in enumerate(chunks(pages), start=first):
        bodies = [materials.texts[body.path].blob for page in chunk for body in page.bodies]
        blobs = iter(read_pack(materials.pack, bodies) if bodies else ())
        yield RenderChunk(
            setting=pickled,
            pages=chunk,
            blobs=tuple(tuple(islice(blobs, len(page.bodies))) for page in chunk),
            stage=str(folder),
            tree=tree,
            number=number,
        )
