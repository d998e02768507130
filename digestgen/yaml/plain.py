"""YAML as most files have it: keys, each with a text or a list of texts on its line, unquoted.

PyYAML makes the same of it, in five times the time; whatever else stands in a text is left to it.
"""

import re
from itertools import accumulate
from typing import Final

from digestgen.errors import Place
from digestgen.yaml.nodes import Entry, ListNode, MappingNode, Node, Scalar

COMMENT: Final = "#"
BETWEEN: Final = ", "
# What begins with a letter or a digit is no sign of YAML; a colon before a space would be one.
# No text ends with a space, which is no part of it.
TEXT: Final = r"(?!.*:(?: |\Z))[^\W_].*(?<! )"
ITEM: Final = r"[^\W_][^][{}:,?]*+(?<! )"
# A key, and its text or the texts of its list.
PAIR: Final = re.compile(rf"([a-z]{{1,40}}): (?:({TEXT})|\[({ITEM}(?:{BETWEEN}{ITEM})*)\])")


def plain_mapping(text: str, *, file: str, first_line: int) -> MappingNode | None:
    """Return the mapping that *text* is; None if anything in it is not as plain as can be."""
    # Controls, marks and other spaces than the common one have meanings, or are refused.
    if COMMENT in text or not text.replace("\n", "").isprintable():
        return None
    entries: dict[str, Entry] = {}
    for number, line in enumerate(text.split("\n"), first_line):
        pair = PAIR.fullmatch(line)
        if not pair or pair[1] in entries:
            return None
        place = Place(file=file, line=number, column=1)
        entries[pair[1]] = Entry(key=pair[1], place=place, value=value(pair, file, number))
    start = Place(file=file, line=first_line, column=1)
    return MappingNode(entries=tuple(entries.values()), place=start)


def value(pair: re.Match[str], file: str, line: int) -> Node:
    """Return the text or the list of *pair*, which stands in *line* of *file*."""
    if pair[2]:
        place = Place(file=file, line=line, column=pair.start(2) + 1)
        return Scalar(text=pair[2], plain=True, place=place)
    texts = pair[3].split(BETWEEN)
    columns = accumulate((len(text) + len(BETWEEN) for text in texts), initial=pair.start(3) + 1)
    items = [
        Scalar(text=text, plain=True, place=Place(file=file, line=line, column=column))
        for text, column in zip(texts, columns, strict=False)
    ]
    return ListNode(items=tuple(items), place=Place(file=file, line=line, column=pair.start(3)))
