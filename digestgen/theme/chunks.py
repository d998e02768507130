"""Rendering many pages at a time, in whatever process: plain values in, plain values out."""

import pickle
from functools import lru_cache

from msgspec import Struct

from digestgen.cache.articles import text_in
from digestgen.errors import Diagnostic, Problems
from digestgen.output.stage import StagedFile, put
from digestgen.theme.render import Renderer, renderer
from digestgen.theme.theme import Theme
from digestgen.views import Masthead, Page


class RenderChunk(Struct, frozen=True, kw_only=True):
    """Pages to render into the folder *stage*."""

    setting: bytes
    """What all pages of a build are rendered with, pickled by the build itself."""
    pages: tuple[Page, ...]
    blobs: tuple[tuple[bytes, ...], ...]
    """The texts of the bodies of each page."""
    stage: str
    number: int
    """Of the chunk: names of staged files start with it."""


class RenderOutcome(Struct, frozen=True, kw_only=True):
    """What came of a chunk: a file for each page, or the *problems* of the first that failed."""

    files: tuple[StagedFile, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def setting(theme: Theme, masthead: Masthead, base: str) -> bytes:
    """Return what all pages of a build are rendered with."""
    return pickle.dumps((theme, masthead, base))


@lru_cache(maxsize=1)
def renderer_of(pickled: bytes) -> Renderer:
    """Return the renderer of a `setting`; each process compiles templates once a build."""
    theme, masthead, base = pickle.loads(pickled)  # noqa: S301 - made by this build
    return renderer(theme, masthead, base=base)


def render_chunk(chunk: RenderChunk) -> RenderOutcome:
    """Return what came of *chunk*."""
    render = renderer_of(chunk.setting)
    if not chunk.number:
        # Else a process that builds again and again would keep what it never asks for again.
        render.forget()
    files: list[StagedFile] = []
    try:
        for number, (page, blobs) in enumerate(zip(chunk.pages, chunk.blobs, strict=True)):
            data = render(page, tuple(map(text_in, blobs)))
            files.append(put(f"{chunk.stage}/{chunk.number}-{number}", data))
    except Problems as problems:
        return RenderOutcome(problems=problems.diagnostics)
    return RenderOutcome(files=tuple(files))
