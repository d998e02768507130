"""Rendering many pages at a time, in whatever process: plain values in, plain values out.

To import what renders takes longer than many a build that renders nothing itself.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from digestgen.cache.articles import text_in
from digestgen.errors import Diagnostic, Problems
from digestgen.formats.formats import FORMATS
from digestgen.kept_pages import stored_page
from digestgen.model import Text
from digestgen.output.stage import Spot, StagedFile, put
from digestgen.page_plan import PagePlan
from digestgen.part_prints import part_prints
from digestgen.theme.theme import Theme
from digestgen.views import Masthead, Page
from digestgen.work import STEP_BYTES, Steps, by_size


class RenderChunk(Struct, frozen=True, kw_only=True):
    """Pages to render, and where their files wait."""

    setting: bytes
    """What all pages of a build are rendered with, pickled by the build itself."""
    pages: tuple[PagePlan, ...]
    blobs: tuple[tuple[bytes, ...], ...]
    """The texts of the bodies of each page."""
    stage: str
    tree: str
    """The folder in *stage* that is like the output; empty if there is none."""
    number: int
    """Of the chunk: names of files in *stage* itself start with it."""


class RenderedPage(Struct, frozen=True, kw_only=True):
    """What came of a page."""

    file: StagedFile
    prints: str = ""
    """Those of its parts, for `digestgen why` alone; a page that is stored needs none."""
    stored: bytes = b""
    """The page as it is kept, so that it can be rendered with another text; empty without one."""


class RenderOutcome(Struct, frozen=True, kw_only=True):
    """What came of a chunk: all of its pages, or the *problems* of the first that failed."""

    pages: tuple[RenderedPage, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def setting(theme: Theme, masthead: Masthead, base: str) -> bytes:
    """Return what all pages of a build are rendered with."""
    return pickle.dumps((theme, masthead, base))


def get_ready_to_render() -> None:
    """Let this process, and its forks, have what renders before there is something to render."""
    import digestgen.theme.render  # noqa: F401, PLC0415


def prepare(pickled: bytes, names: Iterable[str]) -> None:
    """Compile the templates *names* of a `setting`, and all that they reach, for later chunks.

    Whatever is wrong with one is told when it is rendered.
    """
    for _ in preparing(pickled, names):
        pass


def preparing(pickled: bytes, names: Iterable[str]) -> Iterator[None]:
    """Do in steps what `prepare` does."""
    from digestgen.theme.render import renderer_of  # noqa: PLC0415

    render = renderer_of(pickled)
    for name in names:
        render.compile([name])
        yield


def render_chunk(chunk: RenderChunk) -> RenderOutcome:
    """Return what came of *chunk*."""
    from digestgen.theme.render import renderer_of  # noqa: PLC0415

    render = renderer_of(chunk.setting)
    if not chunk.number:
        # Else a process that builds again and again would keep what it never asks for again.
        render.forget()
    items = zip(chunk.pages, chunk.blobs, spots(chunk), strict=True)
    found = by_size(items, size_of, lambda item: render_one(*item, render.masthead, render.steps))
    failed = [one for one in found if isinstance(one, Problems)]
    if failed:
        return RenderOutcome(problems=failed[0].diagnostics)
    return RenderOutcome(pages=tuple([one for one in found if isinstance(one, RenderedPage)]))


def spots(chunk: RenderChunk) -> Iterator[Spot]:
    """Yield where the file of each page of *chunk* can wait."""
    for number, page in enumerate(chunk.pages):
        flat = f"{chunk.stage}/{chunk.number}-{number}"
        yield Spot(path=page.path, flat=flat, tree=chunk.tree)


def size_of(item: tuple[PagePlan, tuple[bytes, ...], Spot]) -> int:
    """Return how many bytes the texts of the page of *item* have.

    Feeds and sitemaps, which no template makes, are made one by one: they are large, and each is
    made in one step.
    """
    plan, blobs, _ = item
    return 1 + STEP_BYTES if plan.template in FORMATS else sum(map(len, blobs))


def render_one(
    plan: PagePlan,
    blobs: tuple[bytes, ...],
    spot: Spot,
    masthead: Masthead,
    render: Callable[[Page, Sequence[Text]], Steps[bytes]],
) -> Steps[RenderedPage | Problems]:
    """Find out in steps what comes of the page of *plan* with the texts of *blobs*.

    Its file is put at *spot*. Problems come back, so that those of the first page are told,
    whichever fails at an earlier step.
    """
    page = plan.page(masthead)
    yield
    texts = tuple(map(text_in, blobs))
    yield
    try:
        file = put(spot, (yield from render(page, texts)))
    except Problems as problems:
        return problems
    yield
    if page.bodies:
        return RenderedPage(file=file, stored=stored_page(page))
    return RenderedPage(file=file, prints=part_prints(page))
