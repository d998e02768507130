"""A content file as it lies on the disk: nothing is cleaned, so that each place in it is exact."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

from digestgen.content.lines import LINE_END
from digestgen.content.markdown.signs import indented_code
from digestgen.content.read import place_of
from digestgen.content.split import is_fence
from digestgen.errors import Place
from digestgen.file_path import FilePath
from digestgen.text.clean import clean
from digestgen.yaml.spans import Span, spans

NOT_LINE_END: Final = re.compile("[^\n\r\u0085\u2028\u2029]")
BYTE_ORDER_MARK: Final = "\ufeff"
# Stands for what is no prose: neither a letter nor a space, and in no text.
FILLER: Final = "\0"
# The values of front matter that readers read as sentences.
PROSE_KEYS: Final = frozenset({"title", "summary", "place", "alt", "caption", "credit"})
FREE: Final = "params"
# How far code is looked for in a line: an end that never comes must not take the square of time.
CODE_SEARCHED: Final = 500
# What of a body is no prose: code, where links lead, addresses.
NO_PROSE: Final = re.compile(
    rf"""
    ^[ ]{{0,3}}(?P<fence>`{{3,}}+|~{{3,}}+)[^\n]*\n(?:.*?^[ ]{{0,3}}(?P=fence)[`~]*[ \t\r]*$|.*\Z)
    | (?<![`\\])(?P<ticks>`++)(?:[^\n]|\n(?![ \t\r]*\n)){{1,{CODE_SEARCHED}}}?(?<!`)(?P=ticks)(?!`)
    | \]\([ ]*(?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()]*)*)
      (?:\s+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ ]*\)
    | \]\[[^\[\]\n]*\]
    | ^[ ]{{0,3}}\[(?!\^)[^\[\]\n]+\]:[ \t]*\S*
    | <(?:https?:|mailto:|tel:)[^<>\s]*>
    | https?://[^\s<>"«»“”()\[\]]+
    """,
    re.MULTILINE | re.DOTALL | re.VERBOSE,
)
CODE: Final = re.compile(r"[ ]{0,3}(?:`|~~~)|[ ]{4}|\t")
INDENTED: Final = re.compile(r"^(?: {4}|\t)", re.MULTILINE)


@dataclass(frozen=True, kw_only=True)
class RawText:
    """A content file without its byte-order mark; it has no slots, to keep what it works out."""

    path: FilePath
    """Relative to `content/`."""
    text: str
    language: str

    @cached_property
    def line_starts(self) -> list[int]:
        """Return where each line begins."""
        return [0, *(match.end() for match in LINE_END.finditer(self.text))]

    @cached_property
    def halves(self) -> tuple[int, int, int]:
        """Return where the front matter begins and ends, and where the body begins."""
        lines = self.line_starts
        fences = (start for start in lines if is_fence(self.line_from(start)))
        opening, closing = next(fences, None), next(fences, None)
        if opening is None or closing is None or self.text[:opening].strip():
            return 0, 0, 0
        return self.after(opening), closing, self.after(closing)

    def after(self, start: int) -> int:
        """Return where the line after the one at *start* begins."""
        lines = self.line_starts
        number = bisect_right(lines, start)
        return lines[number] if number < len(lines) else len(self.text)

    def line_from(self, start: int) -> str:
        """Return the line that begins at *start*."""
        end = LINE_END.search(self.text, start)
        return self.text[start : end.start() if end else None]

    def line(self, number: int) -> str:
        """Return the line with the *number*, counted from 1; empty if there is none."""
        lines = self.line_starts
        return self.line_from(lines[number - 1]) if 0 < number <= len(lines) else ""

    def place(self, offset: int) -> Place:
        """Return *offset* as a place in the file."""
        number = bisect_right(self.line_starts, offset)
        column = offset - self.line_starts[number - 1] + 1
        return Place(file=place_of(self.path).file, line=number, column=column)

    def original(self, place: Place) -> Place:
        """Return *place* in this text, if it is one in the clean text that is built."""
        line = self.line(place.line)
        if place.column < 2 or clean(line) == line:  # noqa: PLR2004 - nothing is before column 1
            return place
        lengths = (len(clean(line[:end])) for end in range(len(line) + 1))
        column = next((n for n, size in enumerate(lengths) if size >= place.column - 1), len(line))
        return Place(file=place.file, line=place.line, column=column + 1)

    @cached_property
    def front(self) -> str:
        """Return the front matter."""
        start, end, _ = self.halves
        return self.text[start:end]

    @cached_property
    def values(self) -> tuple[Span, ...]:
        """Return the values of the front matter, by their places in this text; none if broken."""
        start, _, _ = self.halves
        return tuple(
            Span(
                keys=one.keys,
                value=one.value,
                start=start + one.start,
                end=start + one.end,
                is_plain=one.is_plain,
            )
            for one in spans(self.front) or ()
        )

    @cached_property
    def no_prose(self) -> tuple[tuple[int, int], ...]:
        """Return from where to where the body is code, the target of a link, or an address."""
        body = self.halves[2]
        found = [match.span() for match in NO_PROSE.finditer(self.text, body)]
        indented = self.indented_code if INDENTED.search(self.text, body) else []
        for start, end in indented:
            found = [span for span in found if not (start <= span[0] and span[1] <= end)]
        return tuple(sorted([*found, *indented]))

    @property
    def body_lines(self) -> list[int]:
        """Return where each line of the body begins."""
        body = self.halves[2]
        return [start for start in self.line_starts if start >= body]

    @property
    def indented_code(self) -> list[tuple[int, int]]:
        """Return from where to where the body is code that nothing but its indentation marks."""
        starts = self.body_lines
        ends = [*starts, len(self.text)]
        lines = [self.line_from(start) for start in starts]
        return [(starts[first], ends[last]) for first, last in indented_code(lines)]

    @cached_property
    def prose(self) -> str:
        """Return the text, as long as it is, with fillers for all that is no prose."""
        kept = [(one.start, one.end) for one in self.values if is_prose(one)]
        body = self.halves[2]
        pieces: list[str] = []
        end = 0
        for start, stop in kept:
            pieces += [filled(self.text[end:start]), self.text[start:stop]]
            end = stop
        pieces.append(filled(self.text[end:body]))
        end = body
        for start, stop in self.no_prose:
            pieces += [self.text[end:start], filled(self.text[start:stop])]
            end = stop
        pieces.append(self.text[end:])
        return "".join(chain(pieces))

    def is_code(self, at: int) -> bool:
        """Tell whether the place *at* is in code."""
        return any(start <= at < end for start, end in self.code)

    @cached_property
    def code(self) -> tuple[tuple[int, int], ...]:
        """Return from where to where the body is code."""
        return tuple(span for span in self.no_prose if CODE.match(self.text, span[0]))


def is_prose(span: Span) -> bool:
    """Tell whether the value *span* of front matter is a sentence for readers."""
    return span.keys[-1:] != () and span.keys[-1] in PROSE_KEYS and span.keys[0] != FREE


def filled(text: str) -> str:
    """Return *text* with a filler for each character of it, line by line."""
    return NOT_LINE_END.sub(FILLER, text)


def raw_text(path: FilePath, data: bytes, language: str) -> RawText | None:
    """Return the content file *path*, which holds *data*; None if it is not UTF-8."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return RawText(path=path, text=text.removeprefix(BYTE_ORDER_MARK), language=language)
