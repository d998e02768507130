"""A content file → its front matter and its body, each with the line it begins in."""

from typing import Final

from msgspec import Struct

from digestgen import rules
from digestgen.errors import Place, Problems
from digestgen.text.clean import visible

FENCE: Final = "---"
LONGEST_FRONT_MATTER: Final = 64 * 1024


class Halves(Struct, frozen=True, kw_only=True):
    """The two parts of a content file. Lines count from 1."""

    front: str
    front_line: int
    body: str
    body_line: int


def is_fence(line: str) -> bool:
    """Tell whether *line* is the line that opens or closes front matter."""
    # Most lines are told by their hyphens.
    return line.count(FENCE[0]) == len(FENCE) and visible(line).rstrip() == FENCE


def split(text: str, *, file: str) -> Halves:
    """Return the halves of *text*, the clean content of *file*. Raises Problems."""
    lines = text.split("\n")
    start = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if not is_fence(lines[start]):
        raise Problems(rules.NO_FRONT_MATTER.at(Place(file=file, line=1)))
    end = next((i for i in range(start + 1, len(lines)) if is_fence(lines[i])), None)
    if end is None:
        raise Problems(rules.OPEN_FRONT_MATTER.at(Place(file=file, line=start + 1)))
    front = "\n".join(lines[start + 1 : end])
    if (size := len(front.encode())) > LONGEST_FRONT_MATTER:
        place = Place(file=file, line=start + 1)
        raise Problems(
            rules.FRONT_MATTER_TOO_LARGE.at(place, size=size, limit=LONGEST_FRONT_MATTER)
        )
    body = "\n".join(lines[end + 1 :])
    return Halves(front=front, front_line=start + 2, body=body, body_line=end + 2)
