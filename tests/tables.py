r"""Tables of cases in `tests/cases/`: a case is added there without touching Python.

A case is its name, a line with a dot, the input, a line with a dot, the output, a line with a dot.
An invisible character is written as `\u200f`, no input or output as an empty line. What stands
above the line of hyphens explains the table.
"""

import re
from pathlib import Path
from typing import Final

import pytest

FOLDER: Final = Path(__file__).parent / "cases"
END_OF_PREFACE: Final = "---\n"
DOT: Final = "\n.\n"
ESCAPE: Final = re.compile(r"\\u([0-9a-f]{4})")


def cases(table: str) -> list[object]:
    """Return the cases of *table* as parameters of a test: input and output, by name."""
    _, _, text = (FOLDER / f"{table}.txt").read_text("utf-8").partition(END_OF_PREFACE)
    *pieces, rest = f"\n{text}".split(DOT)
    assert not rest, f"{table}.txt: the last case is not complete"
    names, inputs, outputs = pieces[::3], map(unescaped, pieces[1::3]), map(unescaped, pieces[2::3])
    return [
        pytest.param(written, expected, id=name.strip())
        for name, written, expected in zip(names, inputs, outputs, strict=True)
    ]


def unescaped(text: str) -> str:
    """Return *text* with the characters that its escapes stand for."""
    return ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
