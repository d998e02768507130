"""Rendering: pages, and what all of them are rendered with → files that wait to be written."""

from collections.abc import Generator, Iterator, Mapping, Sequence
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
from digestgen.theme.chunks import RenderChunk, RenderedPage, prepare, render_chunk, setting
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


def rendered_pages(
    pages: Sequence[PagePlan],
    materials: Materials,
    run: Run,
) -> Generator[tuple[PagePlan, RenderedPage], None, None]:
    """Yield *pages* with what came of them.

    Raises Problems if a template fails, and DamagedCacheError.
    """
    if not pages:
        return
    folder = materials.cache / stage.FOLDER
    stage.clear(folder)
    if len(pages) >= FEWEST_ITEMS:
        # Here once, so that each fork has them.
        prepare(setting_of(materials), sorted({page.template for page in pages} - {*FORMATS}))
    with workers(run.jobs, pages, helper=run.helper) as executor:
        # What a view is made from takes longer to send than the view.
        some = [with_view(page) for page in pages] if executor and executor is run.helper else pages
        made = render_chunks(some, materials, folder)
        outcomes = results(executor, render_chunk, made, run.jobs)
        for chunk, outcome in zip(chunks(pages), outcomes, strict=True):
            if outcome.problems:
                raise Problems(*outcome.problems)
            yield from zip(chunk, outcome.pages, strict=True)


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
) -> Iterator[RenderChunk]:
    """Yield *pages* in chunks, with the HTML of their bodies. Raises DamagedCacheError."""
    pickled = setting_of(materials)
    for number, chunk in enumerate(chunks(pages)):
        bodies = [materials.texts[body.path].blob for page in chunk for body in page.bodies]
        blobs = iter(read_pack(materials.pack, bodies) if bodies else ())
        yield RenderChunk(
            setting=pickled,
            pages=chunk,
            blobs=tuple(tuple(islice(blobs, len(page.bodies))) for page in chunk),
            stage=str(folder),
            number=number,
        )
