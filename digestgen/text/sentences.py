"""The first sentences of a text, without the dateline that news agencies put before them."""

import re
from typing import Final

from digestgen.text.clean import one_line
from digestgen.text.email import without_addresses

# «سيئول، 21 يونيو (يونهاب) —», «سيول، 25 يونيو. /تاس/.», «WASHINGTON (AP) —»: a place, perhaps
# a date, the agency in brackets or slashes, a dash or a full stop.
DATELINE: Final = re.compile(
    r"^[^\n().!؟?«»“”\"—–]{2,60}?\.?\s*(?:\([^()\d\n]{2,40}\)|/[^/\d\n]{2,40}/)\.?\s*(?:[—–:-]|(?<=\.))\s+",
)
# A sentence ends at . ! ؟ ? … before a space; a full stop after one letter is an initial.
# What stands before a sign is looked at behind it: a search for the sign itself is far quicker.
SENTENCE_END: Final = re.compile(r"[.!؟?…](?<![\s.]\w[.!؟?…])[.!؟?…]*[»”\")]*(?=\s|$)")
# What stands between spaces of a line without a letter or digit.
SIGNS_ALONE: Final = re.compile(r" [\W_]+?(?= )")
SHORTEST: Final = 80
LONGEST: Final = 240
ELLIPSIS: Final = "…"


def without_dateline(text: str) -> str:
    """Return *text* without a dateline at its start."""
    return DATELINE.sub("", text, count=1) if may_have_dateline(text) else text


def has_dateline(text: str) -> bool:
    """Tell whether *text* starts with a dateline."""
    return may_have_dateline(text) and DATELINE.match(text) is not None


def may_have_dateline(text: str) -> bool:
    """Tell whether *text* has what opens the name of an agency anywhere, as most have not."""
    return "(" in text or "/" in text


def first_sentences(text: str) -> str:
    """Return the sentences at the start of *text* up to 240 characters, at least 80 if it can.

    A first sentence that is longer is cut at a word and closed with an ellipsis. E-mail addresses
    are left out: a summary stands where they cannot be protected.
    """
    return sentences_of_line(one_line(text))


def sentences_of_line(text: str) -> str:
    """Return what `first_sentences` does of *text*, which is on one line already."""
    text = without_dateline(text)
    if "@" in text:
        text = one_line(without_addresses(text))
    start = text[: LONGEST + 1]
    ends = [match.end() for match in SENTENCE_END.finditer(start) if match.end() <= LONGEST]
    if len(text) <= LONGEST and (not ends or ends[-1] < len(text)):
        return text
    if not ends:
        return cut_at_word(text)
    return text[: next((end for end in ends if end >= SHORTEST), ends[-1])]


def cut_at_word(text: str) -> str:
    """Return the start of *text* within 240 characters, with an ellipsis for the rest."""
    room = text[: LONGEST - len(ELLIPSIS)]
    return (room.rpartition(" ")[0] or room).rstrip(" ،,؛;:—–-") + ELLIPSIS


def word_count(text: str) -> int:
    """Return how many words *text* has: runs between spaces with a letter or digit in them."""
    line = one_line(text)
    # To count the spaces and what is no word is far quicker than to look at each word.
    return line.count(" ") + 1 - len(SIGNS_ALONE.findall(f" {line} ")) if line else 0
