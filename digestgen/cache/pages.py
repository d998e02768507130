"""Pages that show a text, kept as the last build planned them.

With another text such a page can be rendered without a plan (`texts.py`). Two files for an output:
an index, and a pack with the pages. Neither is trusted: what is found there has to have the
fingerprint of the page that lies in the output.
"""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from msgspec import DecodeError, Struct, field

from digestgen.cache.codec import decoder, encode
from digestgen.cache.files import keep, load
from digestgen.cache.hashing import fingerprint
from digestgen.cache.memory import Memory
from digestgen.cache.outputs import output_name
from digestgen.cache.pack import Blob, DamagedCacheError, append, is_wasteful, is_whole, read_pack
from digestgen.views import ArticleView, BodyPlan, FeedView, Masthead, Page, PlainView

INDEX: Final = "pages-{name}.jsonl"
PACK: Final = "pages-{name}-{number}.pack"
ALL_PACKS: Final = "pages-*.pack"
# Those of a site and of its preview. Of a site that is built into a new folder each time, more
# would be kept than anyone will ask for.
MOST_PACKS: Final = 2


class KeptPage(Struct, frozen=True, kw_only=True, array_like=True):
    """A page in a pack, and the content files whose texts it shows."""

    blob: Blob
    texts: tuple[str, ...]


class PageIndex(Struct, frozen=True, kw_only=True):
    """The pages of one output that show texts, by path."""

    number: int = 0
    """Of the pack."""
    pages: Mapping[str, KeptPage] = field(default_factory=dict)


class PagePlan(Struct, frozen=True, kw_only=True, array_like=True):
    """A page without its path and its masthead."""

    template: str
    view: ArticleView | PlainView | FeedView
    bodies: tuple[BodyPlan, ...]
    origin: str


INDEX_DECODER: Final = decoder(PageIndex)
PLAN_DECODER: Final = decoder(PagePlan)


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


def read_pages(
    folder: Path, output: Path, index: PageIndex, paths: list[str], masthead: Masthead
) -> list[Page]:
    """Return the pages at *paths* of *index*, with *masthead*. Raises DamagedCacheError."""
    blobs = read_pack(pack_file(folder, output, index), [index.pages[path].blob for path in paths])
    try:
        plans = [PLAN_DECODER.decode(blob) for blob in blobs]
    except DecodeError as error:
        raise DamagedCacheError from error
    return [
        Page(
            path=PurePosixPath(path),
            template=plan.template,
            masthead=masthead,
            view=plan.view,
            bodies=plan.bodies,
            origin=plan.origin,
        )
        for path, plan in zip(paths, plans, strict=True)
    ]


def store_pages(
    folder: Path,
    output: Path,
    pages: Mapping[str, Page],
    stale: frozenset[str],
    memory: Memory,
) -> str:
    """Keep *pages* of *output* in *folder* and no others; those that are *stale* are kept anew.

    The fingerprint of what is kept comes back. Raises OSError if the disk fails.
    """
    folder.mkdir(exist_ok=True)
    before = index = load_pages(folder, output, memory)
    old = {path: one for path, one in index.pages.items() if path in pages and path not in stale}
    pack = pack_file(folder, output, index)
    if is_wasteful(pack, sum(one.blob.size for one in old.values())):
        old = {}
    if not old:
        # Nothing that lies there is wanted, whatever it is.
        pack.unlink(missing_ok=True)
        index = PageIndex(number=index.number + 1)
        pack_file(folder, output, index).unlink(missing_ok=True)
    fresh = ((path, encode(plan_of(page))) for path, page in pages.items() if path not in old)
    placed = append(pack_file(folder, output, index), fresh)
    new = {path: KeptPage(blob=blob, texts=texts_of(pages[path])) for path, blob in placed.items()}
    after = PageIndex(number=index.number, pages={**old, **new})
    if after != before:
        keep(index_file(folder, output), after)
        memory.hold(index_file(folder, output), after)
    forget_packs(folder)
    return index_print(after)


def index_print(index: PageIndex) -> str:
    """Return the fingerprint of *index*."""
    return fingerprint(encode(index))


def plan_of(page: Page) -> PagePlan:
    """Return *page* as it is kept. Raises TypeError if it is of a kind that shows no text."""
    if not isinstance(page.view, ArticleView | PlainView | FeedView):
        raise TypeError(f"a page with {type(page.view).__name__} shows no text")
    return PagePlan(template=page.template, view=page.view, bodies=page.bodies, origin=page.origin)


def texts_of(page: Page) -> tuple[str, ...]:
    """Return the content files whose texts *page* shows."""
    return tuple(str(body.path) for body in page.bodies)


def forget_packs(folder: Path) -> None:
    """Delete the packs in *folder* that no build is likely to ask for."""
    packs = sorted(folder.glob(ALL_PACKS), key=lambda pack: pack.stat().st_mtime_ns)
    for pack in packs[:-MOST_PACKS]:
        pack.unlink(missing_ok=True)
