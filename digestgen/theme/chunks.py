"""Rendering many pages at a time, in whatever process: plain values in, plain values out.

To import what renders takes longer than many a build that renders nothing itself.
"""

import pickle
from collections.abc import Sequence

from msgspec import Struct

from digestgen.cache.articles import text_in
from digestgen.cache.codec import encode
from digestgen.errors import Diagnostic, Problems
from digestgen.kept_pages import stored_page
from digestgen.output.stage import StagedFile, put
from digestgen.page_plan import PagePlan
from digestgen.part_prints import part_prints
from digestgen.theme.theme import Theme
from digestgen.views import Masthead


class RenderChunk(Struct, frozen=True, kw_only=True):
    """Pages to render into the folder *stage*."""

    setting: bytes
    """What all pages of a build are rendered with, pickled by the build itself."""
    pages: tuple[PagePlan, ...]
    blobs: tuple[tuple[bytes, ...], ...]
    """The texts of the bodies of each page."""
    stage: str
    number: int
    """Of the chunk: names of staged files start with it."""


class RenderedPage(Struct, frozen=True, kw_only=True):
    """What came of a page."""

    file: StagedFile
    prints: str
    """Those of its parts but for its text, for `digestgen why` alone."""
    stored: bytes
    """The page as it is kept, so that it can be rendered with another text; empty without one."""


class RenderOutcome(Struct, frozen=True, kw_only=True):
    """What came of a chunk: all of its pages, or the *problems* of the first that failed."""

    pages: tuple[RenderedPage, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def setting(theme: Theme, masthead: Masthead, base: str) -> bytes:
    """Return what all pages of a build are rendered with."""
    return pickle.dumps((theme, masthead, base))


def prepare(pickled: bytes, names: Sequence[str]) -> None:
    """Compile the templates *names* of a `setting`, and all that they reach, for later chunks.

    Whatever is wrong with one is told when it is rendered.
    """
    from digestgen.theme.render import renderer_of  # noqa: PLC0415

    renderer_of(pickled).compile(names)


def render_chunk(chunk: RenderChunk) -> RenderOutcome:
    """Return what came of *chunk*."""
    from digestgen.theme.render import renderer_of  # noqa: PLC0415

    render = renderer_of(chunk.setting)
    if not chunk.number:
        # Else a process that builds again and again would keep what it never asks for again.
        render.forget()
    pages: list[RenderedPage] = []
    try:
        for number, (plan, blobs) in enumerate(zip(chunk.pages, chunk.blobs, strict=True)):
            page = plan.page(render.masthead)
            data = render(page, tuple(map(text_in, blobs)))
            file = put(f"{chunk.stage}/{chunk.number}-{number}", data)
            view = encode(page.view)
            stored = stored_page(page, view) if page.bodies else b""
            pages.append(RenderedPage(file=file, prints=part_prints(page, view), stored=stored))
    except Problems as problems:
        return RenderOutcome(problems=problems.diagnostics)
    return RenderOutcome(pages=tuple(pages))
