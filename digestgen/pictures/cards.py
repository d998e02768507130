"""Social cards that are kept or drawn, in processes, and kept from then on."""

from collections.abc import Generator, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Final

from msgspec import Struct

from digestgen.cache.cards import FOLDER, load_cards, store_cards
from digestgen.cache.pictures import prepared, put
from digestgen.stages import Progress, Stage, counted
from digestgen.views import SocialCard
from digestgen.work import chunks, results, workers

CHUNK_CARDS: Final = 8
# So many take longer than a process does to start.
FEWEST_CARDS: Final = 16

Named = tuple[str, SocialCard]


class DrawChunk(Struct, frozen=True, kw_only=True):
    """Cards to draw into *folder*, with the names of their files."""

    cards: tuple[Named, ...]
    folder: str


def draw_chunk(chunk: DrawChunk) -> dict[str, str]:
    """Return the SHA-256 of the files that were made of *chunk*, by name."""
    # Pillow takes 20 ms to import, and most builds draw nothing.
    from digestgen.pictures.draw import drawn  # noqa: PLC0415

    checks: dict[str, str] = {}
    for name, card in chunk.cards:
        data = drawn(card)
        put(Path(chunk.folder, name), data)
        checks[name] = sha256(data).hexdigest()
    return checks


def drawn_cards(
    cards: Mapping[str, SocialCard],
    wanted: frozenset[str],
    cache: Path,
    jobs: int,
    progress: Progress,
) -> dict[str, Path]:
    """Return the files of those of *cards* that are *wanted*, by name, in the folder *cache*.

    Those that are kept there are not drawn; what is none of *cards* is kept no longer. Raises
    OSError if the disk fails.
    """
    folder = prepared(cache / FOLDER)
    kept = {name: check for name, check in load_cards(cache, wanted).items() if name in cards}
    missing = [(name, cards[name]) for name in sorted(wanted) if name not in kept]
    with closing(drawings(missing, folder, jobs)) as found:
        for checks in counted(found, progress, Stage.DRAW, len(missing) // CHUNK_CARDS + 1, told=1):
            kept |= checks
    store_cards(cache, kept)
    return {name: folder / name for name in wanted}


def drawings(
    missing: list[Named], folder: Path, jobs: int
) -> Generator[dict[str, str], None, None]:
    """Yield what comes of the cards that are *missing*, chunk by chunk."""
    made = (DrawChunk(cards=one, folder=str(folder)) for one in chunks(missing, CHUNK_CARDS))
    with workers(jobs, missing, fewest=FEWEST_CARDS) as executor:
        yield from results(executor, draw_chunk, made, jobs)
