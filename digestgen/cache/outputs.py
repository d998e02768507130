"""What the last build wrote, and from what: so that a page need not be made to know it is right."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from os import fsencode
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from digestgen.cache.codec import decoder
from digestgen.cache.files import keep, load
from digestgen.cache.memory import Memory
from digestgen.model import Stat

STATE: Final = "output-{name}.jsonl"
NAME_BYTES: Final = 8


class Made(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A file of the output: the fingerprint of what it was made from, and how it lay there."""

    path: str
    fingerprint: str
    sha256: str
    stat: Stat
    parts: str = ""
    """The prints of a page's parts (`part_prints.py`), for `digestgen why` alone; of one that shows
    texts, which is kept as a whole, that of its text."""


class Snapshot(Struct, frozen=True, kw_only=True):
    """By what a build can tell that it would do what the last one did, and what that was."""

    seen: str
    """The fingerprint of all that the last build saw of the site."""
    since: datetime
    """The moment of that build."""
    until: datetime | None
    """The moment from which other articles are built; None if it never comes."""
    articles: int
    pages: int
    waiting: Mapping[str, int]
    texts: str
    """The fingerprint of the pages that were kept with it (`cache/pages.py`)."""


class OutputState(Struct, frozen=True, kw_only=True):
    """One output folder as the last build left it."""

    files: tuple[Made, ...] = ()
    manifest: Stat | None = None
    snapshot: Snapshot | None = None
    """None if the next build cannot go by it."""
    shared: Mapping[str, str] = field(default_factory=dict)
    """The fingerprints of what pages have in common, for `digestgen why` alone."""


DECODER: Final = decoder(OutputState)


def state_file(folder: Path, output: Path) -> Path:
    """Return where the state of the folder *output* is kept in *folder*."""
    return folder / STATE.format(name=output_name(output))


def output_name(output: Path) -> str:
    """Return what tells the folder *output* from others in the names of files."""
    return blake2b(fsencode(output), digest_size=NAME_BYTES).hexdigest()


def load_state(folder: Path, output: Path, memory: Memory | None = None) -> OutputState:
    """Return the state of *output*, as far as it is known how its files were made."""
    file, memory = state_file(folder, output), memory or Memory()
    return memory.load(file, lambda: load(file, DECODER)) or OutputState()


def store_state(
    folder: Path, output: Path, state: OutputState, memory: Memory | None = None
) -> None:
    """Keep the *state* of *output*. Raises OSError if the disk fails."""
    folder.mkdir(exist_ok=True)
    file = state_file(folder, output)
    keep(file, state)
    (memory or Memory()).hold(file, state)
