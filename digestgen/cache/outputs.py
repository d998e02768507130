"""What the last build wrote, and from what: so that a page need not be made to know it is right."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from os import fsencode
from pathlib import Path
from typing import Final

from digestgen.cache.codec import decoder
from digestgen.cache.files import keep, load
from digestgen.model import Stat

STATE: Final = "output-{name}.jsonl"
NAME_BYTES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file of the output: the fingerprint of what it was made from, and how it lay there."""

    path: str
    fingerprint: str
    sha256: str
    stat: Stat
    parts: str = ""
    """The prints of a page's parts (`fingerprint.py`), for `digestgen why` alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputState:
    """The files of one output folder as the last build left them."""

    files: tuple[Made, ...] = ()
    shared: Mapping[str, str] = field(default_factory=dict)
    """The fingerprints of what pages have in common, for `digestgen why` alone."""


DECODER: Final = decoder(OutputState)


def state_file(folder: Path, output: Path) -> Path:
    """Return where the state of the folder *output* is kept in *folder*."""
    name = blake2b(fsencode(output), digest_size=NAME_BYTES).hexdigest()
    return folder / STATE.format(name=name)


def load_state(folder: Path, output: Path) -> Mapping[str, Made]:
    """Return the files of *output* by path, as far as it is known how they were made."""
    return {made.path: made for made in last_state(folder, output).files}


def last_state(folder: Path, output: Path) -> OutputState:
    """Return what is known of the last build of *output*; an empty state if that is nothing."""
    return load(state_file(folder, output), DECODER) or OutputState()


def store_state(
    folder: Path, output: Path, files: Iterable[Made], shared: Mapping[str, str]
) -> None:
    """Keep how *files*, all of *output*, were made. Raises OSError if the disk fails."""
    folder.mkdir(exist_ok=True)
    keep(state_file(folder, output), OutputState(files=tuple(files), shared=shared))
