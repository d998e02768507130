"""Social cards that were drawn, kept between builds: an index here, the files in a folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from digestgen.cache.codec import decoder
from digestgen.cache.files import keep, load
from digestgen.cache.pictures import is_kept, names_in

INDEX: Final = "cards.jsonl"
FOLDER: Final = "cards"


class CardIndex(Struct, frozen=True, kw_only=True):
    """The SHA-256 of the files that are kept, by name, which says what they show."""

    checks: Mapping[str, str] = field(default_factory=dict)


DECODER: Final = decoder(CardIndex)


def load_cards(cache: Path, wanted: frozenset[str]) -> dict[str, str]:
    """Return the cards in *cache*; those that are *wanted* hold what was put there."""
    index = load(cache / INDEX, DECODER) or CardIndex()
    there = names_in(cache / FOLDER)
    return {
        name: check
        for name, check in index.checks.items()
        if name in there and (name not in wanted or is_kept(cache / FOLDER / name, sha256=check))
    }


def store_cards(cache: Path, checks: Mapping[str, str]) -> None:
    """Keep the cards of *checks* in *cache*, and no others. Raises OSError if the disk fails."""
    keep(cache / INDEX, CardIndex(checks=dict(sorted(checks.items()))))
    for name in names_in(cache / FOLDER) - checks.keys():
        (cache / FOLDER / name).unlink(missing_ok=True)
