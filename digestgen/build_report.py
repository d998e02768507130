"""What a build did, as a value."""

from collections import Counter
from dataclasses import dataclass

from digestgen.errors import Diagnostic
from digestgen.model import Wait
from digestgen.output.files import WriteReport


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did."""

    articles: int
    pages: int
    rendered: tuple[str, ...]
    """The pages that had to be made, by their paths in the output; the others were there."""
    output: WriteReport
    waiting: Counter[Wait]
    """How many files are not built yet or no more, and why."""
    warnings: tuple[Diagnostic, ...]
