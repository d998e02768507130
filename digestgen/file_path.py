"""Paths of the files of an author, as text."""

from typing import Self


class FilePath(str):
    """The path of a file below `content/`: segments with slashes between them, in NFC.

    There are as many as files, and `pathlib` takes ten times as long to make one.
    """

    __slots__ = ()

    @property
    def parent(self) -> Self:
        """Return the path of the folder; empty for `content/` itself."""
        return type(self)(self.rpartition("/")[0])

    @property
    def name(self) -> str:
        """Return the last segment."""
        return self.rpartition("/")[2]

    @property
    def stem(self) -> str:
        """Return the name without its ending."""
        return self.name.removesuffix(self.suffix)

    @property
    def suffix(self) -> str:
        """Return the ending of the name with its dot, `.md`; empty if it has none."""
        start, dot, ending = self.name.rpartition(".")
        return f".{ending}" if start and dot and ending else ""

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the segments."""
        return tuple(self.split("/")) if self else ()
