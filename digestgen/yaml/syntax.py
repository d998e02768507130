"""What to tell an author whose text is not YAML: where the slip is rather than where it shows."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from digestgen import rules
from digestgen.errors import Diagnostic, Place
from digestgen.text.clean import visible

BYTE_ORDER_MARK: Final = "\ufeff"
NO_COLON: Final = "could not find expected ':'"
SECOND_COLON: Final = "mapping values are not allowed in this context"
NO_END: Final = "found unexpected end of stream"
NO_COMMA: Final = frozenset({"did not find expected ',' or ']'", "did not find expected ',' or '}'"})
CLOSING: Final = {"[": "]", "{": "}"}
# The parser's words for a line, or the rest of one, that belongs to nothing before it.
UNEXPECTED: Final = frozenset(
    {
        "did not find expected key",
        "did not find expected <document start>",
        "did not find expected '-' indicator",
        "block sequence entries are not allowed in this context",
    }
)
# The parser's words for a value that would be fine in quotes, and ours.
QUOTABLE: Final = {
    "found character that cannot start any token": "no value can begin with this character",
    "did not find expected alphabetic or numeric character": "no text can begin with * or &",
    "did not find expected comment or line break": "no text can begin with > or |",
    "block sequence entries are not allowed in this context": "no text can begin with a hyphen",
    "mapping keys are not allowed in this context": "no text can begin with a question mark",
    "did not find expected node content": "no value can begin with this character",
    "did not find expected key": "the value before this has ended",
    "found unknown escape character": 'no \\ can stand in "double quotes"',
    "did not find expected hexdecimal number": 'no \\ can stand in "double quotes"',
}
# A line such as `- title: value`, the value with what it begins and ends with.
LINE: Final = re.compile(r"[\s-]*(?P<key>[^:\s][^:]*?)\s*:\s+(?P<value>\S.*?)\s*")
# A key with a colon that YAML does not see: no space follows it, or it is a wide one.
ALMOST_A_KEY: Final = re.compile(r"\s*(?P<key>\w+)\s*[:：]\s*(?P<value>[^\s/].*?)\s*")
COMMENT: Final = re.compile(r"(?:^|(?<=[\s\[\]{},]))#")


class Mark(Protocol):
    """A place in a text as PyYAML's two parsers give it, counted from 0."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stumble:
    """Where the parser gave up. Lines and columns count from 0."""

    problem: str
    line: int
    column: int
    since: tuple[int, int]
    """Line and column where what it was reading began."""
    lines: list[str]
    place: Callable[[int, int], Place]
    """Makes a place of a line and a column."""

    @property
    def text(self) -> str:
        """Return the line that the parser gave up in."""
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def starts_line(self) -> bool:
        """Tell whether nothing but space stands before the column."""
        return not self.text[: self.column].strip()

    def diagnostic(
        self, problem: str, hint: str | None = None, at: tuple[int, int] | None = None
    ) -> Diagnostic:
        """Return the diagnostic of *problem*, here or *at* another line and column."""
        place = self.place(*(at or (self.line, self.column)))
        return rules.NOT_YAML.at(place, hint=hint, problem=problem)


def quoted(text: str) -> str:
    """Return *text* as a quoted value of YAML; quotes that are around it already are not kept."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1]
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def no_key_hint(line: str) -> str | None:
    """Return what to do with a *line* without a key; None if nothing in it looks like one."""
    if match := ALMOST_A_KEY.fullmatch(line):
        return f"write a colon and a space after the key: {match['key']}: {match['value']}"
    return None


def syntax_problem(stumble: Stumble) -> Diagnostic:
    """Return what to tell the author of the text that the parser gave up in."""
    tellers = (hidden_mark, second_colon, no_key, tab, open_quote, open_list, stray, unquoted)
    found = (teller(stumble) for teller in tellers)
    return next(filter(None, found), None) or stumble.diagnostic(stumble.problem)


def hidden_mark(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a byte-order mark that was copied in before a key."""
    column = stumble.text.find(BYTE_ORDER_MARK, 0, stumble.column + 1)
    if column < 0:
        return None
    key = visible(stumble.text).partition(":")[0].strip()
    place = stumble.place(stumble.line, column)
    return rules.INVISIBLE_IN_KEY.at(place, codepoint="U+FEFF", key=key)


def second_colon(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a colon inside a value."""
    match = LINE.fullmatch(stumble.text)
    if stumble.problem != SECOND_COLON or not match or match.start("value") > stumble.column:
        return None
    place = stumble.place(stumble.line, stumble.column)
    return rules.UNQUOTED_COLON.at(place, key=match["key"], value=quoted(match["value"]))


def no_key(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a line without a key, which the parser misses a line later."""
    if stumble.problem == NO_COLON:
        line = stumble.since[0]
    elif stumble.problem == SECOND_COLON:
        line = next((n for n in reversed(range(stumble.line)) if stumble.lines[n].strip()), -1)
    else:
        return None
    if line < 0 or LINE.fullmatch(stumble.lines[line]):
        return stray(stumble)
    text = stumble.lines[line]
    hint = no_key_hint(text) or "write 'key: value', or indent the line if it goes on from above"
    column = len(text) - len(text.lstrip())
    return stumble.diagnostic("this line has no key with a colon and a space", hint, (line, column))


def tab(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a tab that indents a line."""
    if not stumble.starts_line or stumble.text[stumble.column :][:1] != "\t":
        return None
    return stumble.diagnostic("a tab cannot indent a line", "delete the tab and indent with spaces")


def open_quote(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a quote that is not closed in its line."""
    if stumble.problem == NO_END:
        lines = [stumble.since[0]]
    elif stumble.problem == "did not find expected key" and not stumble.starts_line:
        # The text between an open quote and the next quote of all was taken for its value.
        lines = list(reversed(range(stumble.line)))
    else:
        return None
    for line in lines:
        match = LINE.fullmatch(stumble.lines[line])
        value = match["value"] if match else ""
        if match and value[0] in "\"'" and value.count(value[0]) % 2:
            hint = f"put another {value[0]} at the end of the value"
            at = (line, match.start("value"))
            return stumble.diagnostic("the quote that opens here is not closed", hint, at)
    return None


def open_list(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a list or mapping in brackets that does not end where it should."""
    if stumble.problem not in NO_COMMA:
        return None
    line, column = stumble.since
    for number in range(line, min(stumble.line + 1, len(stumble.lines))):
        if comment := COMMENT.search(stumble.lines[number]):
            return cut_item(stumble, number, comment.start())
    opening = stumble.lines[line][column]
    hint = f"put {CLOSING[opening]} after the last item, and a comma between two items"
    if line != stumble.line:
        return stumble.diagnostic(f"the {opening} that opens here is not closed", hint, (line, column))
    problem = f"a comma or a closing {CLOSING[opening]} is missing before this"
    return stumble.diagnostic(problem, hint)


def cut_item(stumble: Stumble, line: int, column: int) -> Diagnostic:
    """Return the diagnostic of a `#` at *line* and *column* that cuts an item and its list."""
    text = stumble.lines[line]
    before = re.split(r"[\[{,]", text[:column])[-1]
    after = re.split(r"[\]},]", text[column:])[0]
    place = stumble.place(line, column)
    return rules.CUT_BY_HASH.at(place, written=quoted(f"{before}{after}".strip()))


def stray(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a line that stands too far to the left or right, or has no list."""
    head = stumble.text[: stumble.column]
    is_first = stumble.problem == SECOND_COLON or stumble.starts_line
    if stumble.problem not in {*UNEXPECTED, SECOND_COLON} or not is_first:
        return None
    column = len(head) - len(head.lstrip()) if head.strip() else stumble.column
    if stumble.text[column:].startswith("-"):
        hint = "write the key of the list in the line before its first item"
        return stumble.diagnostic("an item cannot stand here", hint, (stumble.line, column))
    hint = "begin lines that belong together in the same column"
    problem = "this line is not indented like the lines above it"
    return stumble.diagnostic(problem, hint, (stumble.line, column))


def unquoted(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a value that has to stand in quotes."""
    problem = QUOTABLE.get(stumble.problem)
    match = LINE.fullmatch(stumble.text)
    if problem is None or match is None:
        return None
    is_list = match["value"][0] in CLOSING and stumble.problem != "did not find expected key"
    whole = f"put the value in quotes: {match['key']}: {quoted(match['value'])}"
    return stumble.diagnostic(problem, "put the item in quotes" if is_list else whole)
