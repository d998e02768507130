"""What a build did, as a value."""

from collections import Counter

from msgspec import Struct

from digestgen.errors import Diagnostic
from digestgen.model import Wait
from digestgen.output.files import WriteReport


class BuildReport(Struct, frozen=True, kw_only=True):
    """What a build did."""

    articles: int
    pages: int
    rendered: tuple[str, ...]
    """The pages that had to be made, by their paths in the output; the others were there."""
    output: WriteReport
    waiting: Counter[Wait]
    """How many files are not built yet or no more, and why."""
    warnings: tuple[Diagnostic, ...]
