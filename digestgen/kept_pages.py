"""Pages that show a text, kept as the last build planned them.

With another text such a page can be rendered without a plan (`texts.py`). Two files for an output:
an index, and a pack with the pages. Neither is trusted: what is found there has to be what the last
build kept, by its hashes.
"""

from collections.abc import Container, Mapping
from pathlib import Path
from typing import Final

from msgspec import DecodeError, Struct, field
from msgspec.structs import replace

from digestgen.cache.codec import decoder, encode
from digestgen.cache.files import check_of, keep, load
from digestgen.cache.memory import Memory
from digestgen.cache.outputs import output_name
from digestgen.cache.pack import (
    Blob,
    DamagedCacheError,
    PackWriter,
    append,
    is_wasteful,
    is_whole,
    read_pack,
)
from digestgen.page_plan import PagePlan
from digestgen.promise import Printed
from digestgen.views import ArticleView, BodyPlan, FeedView, Page, PlainView

INDEX: Final = "pages-{name}.jsonl"
PACK: Final = "pages-{name}-{number}.pack"
ALL_PACKS: Final = "pages-*.pack"
# Those of a site and of its preview. Of a site that is built into a new folder each time, more
# would be kept than anyone will ask for.
MOST_PACKS: Final = 2


class KeptPage(Struct, frozen=True, kw_only=True, array_like=True):
    """A page in a pack, the content files whose texts it shows, and the print of its view."""

    blob: Blob
    texts: tuple[str, ...]
    print: str


class PageIndex(Struct, frozen=True, kw_only=True):
    """The pages of one output that show texts, by path."""

    number: int = 0
    """Of the pack."""
    pages: Mapping[str, KeptPage] = field(default_factory=dict)


class StoredPage(Struct, frozen=True, kw_only=True, array_like=True):
    """A page without its path and its masthead."""

    template: str
    view: ArticleView | PlainView | FeedView
    bodies: tuple[BodyPlan, ...]
    origin: str


INDEX_DECODER: Final = decoder(PageIndex)
PAGE_DECODER: Final = decoder(StoredPage)


def index_file(folder: Path, output: Path) -> Path:
    """Return where the index of the pages of *output* is kept in *folder*."""
    return folder / INDEX.format(name=output_name(output))


def pack_file(folder: Path, output: Path, index: PageIndex) -> Path:
    """Return where the pack of *index* is kept in *folder*."""
    return folder / PACK.format(name=output_name(output), number=index.number)


def load_pages(folder: Path, output: Path, memory: Memory) -> PageIndex:
    """Return which pages of *output* are kept in *folder*; none if the pack is damaged."""
    file = index_file(folder, output)
    index = memory.load(file, lambda: load(file, INDEX_DECODER)) or PageIndex()
    pack = pack_file(folder, output, index)
    if not is_whole(pack, (page.blob for page in index.pages.values())):
        return PageIndex(number=index.number)
    return index


def read_pages(folder: Path, output: Path, index: PageIndex, paths: list[str]) -> list[PagePlan]:
    """Return the pages at *paths* of *index*. Raises DamagedCacheError."""
    blobs = read_pack(pack_file(folder, output, index), [index.pages[path].blob for path in paths])
    try:
        stored = [PAGE_DECODER.decode(blob) for blob in blobs]
    except DecodeError as error:
        raise DamagedCacheError from error
    return [
        PagePlan(
            path=path,
            template=page.template,
            view=Printed(page.view, index.pages[path].print),
            bodies=page.bodies,
            origin=page.origin,
        )
        for path, page in zip(paths, stored, strict=True)
    ]


class PageKeeper:
    """Keeps the pages of an output that show texts, while they are rendered."""

    def __init__(
        self,
        folder: Path,
        output: Path,
        pages: Mapping[str, PagePlan],
        stale: Container[str],
        memory: Memory,
    ) -> None:
        """Be ready to keep *pages* of *output* in *folder*: those that are *stale*, or all anew.

        Raises DamagedCacheError, and OSError if the disk fails.
        """
        folder.mkdir(exist_ok=True)
        self.folder, self.output, self.pages, self.memory = folder, output, pages, memory
        self.before = load_pages(folder, output, memory)
        lasting = {
            path: one
            for path, one in self.before.pages.items()
            if path in pages and path not in stale
        }
        index = sound_index(folder, output, self.before, lasting)
        self.index = index
        self.writer = PackWriter(pack_file(folder, output, index))

    @property
    def missing(self) -> list[PagePlan]:
        """Return the pages that were not kept yet."""
        self.writer.put()
        there = self.index.pages.keys() | self.writer.places.keys()
        return [page for path, page in self.pages.items() if path not in there]

    def keep(self, path: str, stored: bytes) -> None:
        """Keep the page at *path*, which was *stored*."""
        self.writer.keep(path, stored)

    def end(self) -> str:
        """Make what was kept what the next build finds, and return the fingerprint of it all."""
        self.writer.put()
        places = self.writer.places
        # In the order of the plan, whichever was rendered first.
        fresh = {
            path: kept_page(places[path], page)
            for path, page in self.pages.items()
            if path in places
        }
        index = replace(self.index, pages={**self.index.pages, **fresh})
        forget_packs(self.folder)
        if index == self.before:
            return index_print(index)
        file = index_file(self.folder, self.output)
        found = keep(file, index)
        self.memory.hold(file, index)
        return found


def sound_index(
    folder: Path, output: Path, before: PageIndex, pages: Mapping[str, KeptPage]
) -> PageIndex:
    """Return an index of *pages* to which others can be added; *before* is that of the last build.

    A pack that is mostly waste is left behind. Raises DamagedCacheError, and OSError.
    """
    pack = pack_file(folder, output, before)
    if pages and not is_wasteful(pack, sum(one.blob.size for one in pages.values())):
        return PageIndex(number=before.number, pages=pages)
    blobs = read_pack(pack, [one.blob for one in pages.values()]) if pages else []
    pack.unlink(missing_ok=True)
    index = PageIndex(number=before.number + 1)
    new = pack_file(folder, output, index)
    new.unlink(missing_ok=True)
    placed = append(new, zip(pages, blobs, strict=True))
    kept = {path: replace(one, blob=placed[path]) for path, one in pages.items()}
    return replace(index, pages=kept)


def kept_page(blob: Blob, page: PagePlan) -> KeptPage:
    """Return *page* as it is kept in *blob*."""
    texts = tuple(str(body.path) for body in page.bodies)
    return KeptPage(blob=blob, texts=texts, print=page.view.print)


def index_print(index: PageIndex) -> str:
    """Return the fingerprint of *index*: the hash that it is kept with."""
    return check_of(encode(index))


def stored_page(page: Page) -> bytes:
    """Return *page* as it is kept. Raises TypeError if it is of a kind that shows no text."""
    if not isinstance(page.view, ArticleView | PlainView | FeedView):
        raise TypeError(f"a page with {type(page.view).__name__} shows no text")
    return encode(
        StoredPage(template=page.template, view=page.view, bodies=page.bodies, origin=page.origin)
    )


def forget_packs(folder: Path) -> None:
    """Delete the packs in *folder* that no build is likely to ask for."""
    packs = sorted(folder.glob(ALL_PACKS), key=lambda pack: pack.stat().st_mtime_ns)
    for pack in packs[:-MOST_PACKS]:
        pack.unlink(missing_ok=True)
