"""The answer of `digestgen why`."""

from pathlib import Path

from msgspec import Struct

from digestgen.messages.speech import Say
from digestgen.why.explain import explain
from digestgen.why.find import find, near
from digestgen.why.scene import Scene
from digestgen.why.words import unknown_lines, why_lines


class Answer(Struct, frozen=True, kw_only=True):
    """What is told of a file of the output; *is_known* is whether there is such a file."""

    is_known: bool
    lines: tuple[str, ...]


def answer(path: str, seen: Scene, *, here: Path, shown: str, say: Say = str) -> Answer:
    """Return what there is to say of *path*, read in the folder *here*, of a site as it was *seen*.

    *shown* is what the output folder is called, *say* says phrases.
    """
    if known := find(path, seen, here):
        return Answer(is_known=True, lines=tuple(why_lines(explain(known, seen), shown, say)))
    lines = unknown_lines(path, shown, near(path, seen), say)
    return Answer(is_known=False, lines=tuple(lines))
