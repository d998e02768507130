"""The lines of an author's files, to be shown beside what is wrong with them."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

LINE_END: Final = re.compile("\r\n|[\n\r\u0085\u2028\u2029]")

LineOf = Callable[[str, int], str | None]
"""Gives a line of a file of the site, by the number that it has; None if there is none."""


def lines_of(root: Path) -> LineOf:
    """Return what gives the lines of files of the site in *root* as they are now.

    Each file is read once. What lies outside the site is not shown.
    """

    @cache
    def lines(file: str) -> list[str]:
        try:
            path = (root / file).resolve()
            inside = path.is_relative_to(root.resolve())
            text = path.read_bytes().decode("utf-8-sig", "replace") if inside else None
        # A name that no file can have is a ValueError, a link to itself a RuntimeError.
        except (OSError, ValueError, RuntimeError):
            return []
        return [] if text is None else LINE_END.split(text)

    def line(file: str, number: int) -> str | None:
        # The file as a whole may be a picture, of which there is nothing to read.
        found = lines(file) if number else []
        return found[number - 1] if 0 < number <= len(found) else None

    return line
