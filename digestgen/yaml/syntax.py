"""What to tell an author whose text is not YAML: where the slip is rather than where it shows."""

import re
from collections.abc import Callable
from typing import Final, Protocol

from msgspec import Struct

from digestgen import rules
from digestgen.errors import Diagnostic, Phrase, Place, said
from digestgen.text.clean import visible

DEEPEST: Final = 20
TOO_DEEP: Final = "exceeded maximum nesting depth"
BYTE_ORDER_MARK: Final = "\ufeff"
NO_COLON: Final = "could not find expected ':'"
SECOND_COLON: Final = "mapping values are not allowed in this context"
NO_KEY: Final = "did not find expected key"
QUOTES: Final = "\"'"
NO_END: Final = "found unexpected end of stream"
NO_COMMA: Final = frozenset(
    {"did not find expected ',' or ']'", "did not find expected ',' or '}'"}
)
NO_ITEM: Final = "did not find expected node content"
CLOSING: Final = {"[": "]", "{": "}"}
# The parser's words for a line, or the rest of one, that belongs to nothing before it.
UNEXPECTED: Final = frozenset(
    {
        NO_KEY,
        "did not find expected <document start>",
        "did not find expected '-' indicator",
        "block sequence entries are not allowed in this context",
    }
)
# The parser's words for a value that would be fine in quotes, and ours.
QUOTABLE: Final = {
    "found character that cannot start any token": said("no value can begin with this character"),
    "did not find expected comment or line break": said("no text can begin with > or |"),
    "block sequence entries are not allowed in this context": said(
        "no text can begin with a hyphen"
    ),
    "mapping keys are not allowed in this context": said("no text can begin with a question mark"),
    NO_ITEM: said("no value can begin with this character"),
    NO_KEY: said("the value before this has ended"),
    "found unknown escape character": said('no \\ can stand in "double quotes"'),
    "did not find expected hexdecimal number": said('no \\ can stand in "double quotes"'),
}
# What the parser was reading when a sign of YAML began a value that is text.
SIGNS: Final = {
    "scanning an alias": rules.ANCHOR,
    "scanning an anchor": rules.ANCHOR,
    "scanning a tag": rules.TAG,
    "parsing a tag": rules.TAG,
}
# A key with a colon that YAML does not see: no space follows it, or it is a wide one.
ALMOST_A_KEY: Final = re.compile(r"(?P<key>\w+)\s*[:：]\s*(?P<value>[^\s/].*)")
COMMENT: Final = re.compile(r"(?:^|(?<=[\s\[\]{},]))#")


class Mark(Protocol):
    """A place in a text as PyYAML's two parsers give it, counted from 0."""

    line: int
    column: int


class Stumble(Struct, frozen=True, kw_only=True):
    """Where the parser gave up. Lines and columns count from 0."""

    problem: str
    context: str
    """What the parser was reading."""
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
        self,
        problem: str | Phrase,
        hint: Phrase | None = None,
        at: tuple[int, int] | None = None,
    ) -> Diagnostic:
        """Return the diagnostic of *problem*, here or *at* another line and column."""
        place = self.place(*(at or (self.line, self.column)))
        return rules.NOT_YAML.at(place, hint=hint, problem=problem)


class Pair(Struct, frozen=True, kw_only=True):
    """A key and its value as they stand on one line; *start* is the column of the value."""

    key: str
    value: str
    start: int


def pair(line: str) -> Pair | None:
    """Return the key and the value of *line*, such as `- title: value`; None without them."""
    text = line.expandtabs(1)
    head, _, tail = text.partition(": ")
    key, value = head.strip(" -"), tail.strip()
    return Pair(key=key, value=value, start=text.index(value, len(head))) if key and value else None


def quoted(text: str) -> str:
    """Return *text* as a quoted value of YAML; quotes that are around it already are not kept."""
    if len(text) > 1 and text[0] == text[-1] and text[0] in QUOTES:
        text = text[1:-1]
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def no_key_hint(line: str) -> Phrase | None:
    """Return what to do with a *line* without a key; None if nothing in it looks like one."""
    if match := ALMOST_A_KEY.fullmatch(line.strip()):
        return said(
            "write a colon and a space after the key: {key}: {value}",
            key=match["key"],
            value=match["value"],
        )
    return None


def syntax_problem(stumble: Stumble) -> Diagnostic:
    """Return what to tell the author of the text that the parser gave up in."""
    tellers = (
        *(too_deep, hidden_mark, sign, second_colon, no_key, tab),
        *(open_quote, cut_list, open_list, stray, unquoted),
    )
    found = (teller(stumble) for teller in tellers)
    return next(filter(None, found), None) or stumble.diagnostic(stumble.problem)


def too_deep(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a text that newer parsers refuse before they read it: too deep."""
    if stumble.problem != TOO_DEEP:
        return None
    return rules.TOO_DEEP.at(stumble.place(stumble.line, stumble.column), limit=DEEPEST)


def hidden_mark(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a byte-order mark that was copied in before a key."""
    column = stumble.text.find(BYTE_ORDER_MARK, 0, stumble.column + 1)
    if column < 0:
        return None
    key = visible(stumble.text).partition(":")[0].strip()
    place = stumble.place(stumble.line, column)
    return rules.INVISIBLE_IN_KEY.at(place, codepoint="U+FEFF", key=key)


def sign(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a text that begins with a sign of YAML: `*`, `&` or `!`."""
    rule = next((rule for words, rule in SIGNS.items() if words in stumble.context), None)
    return rule.at(stumble.place(*stumble.since)) if rule else None


def second_colon(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a colon inside a value."""
    found = pair(stumble.text)
    if stumble.problem != SECOND_COLON or not found or found.start > stumble.column:
        return None
    place = stumble.place(stumble.line, stumble.column)
    return rules.UNQUOTED_COLON.at(place, key=found.key, value=quoted(found.value))


def no_key(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a line without a key, which the parser misses a line later."""
    if stumble.problem == NO_COLON:
        line = stumble.since[0]
    elif stumble.problem == SECOND_COLON:
        line = next((n for n in reversed(range(stumble.line)) if stumble.lines[n].strip()), -1)
    else:
        return None
    if line < 0 or pair(stumble.lines[line]):
        return stray(stumble)
    text = stumble.lines[line]
    hint = no_key_hint(text) or said(
        "write 'key: value', or indent the line if it goes on from above"
    )
    column = len(text) - len(text.lstrip())
    problem = said("this line has no key with a colon and a space")
    return stumble.diagnostic(problem, hint, (line, column))


def tab(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a tab that indents a line."""
    if not stumble.starts_line or stumble.text[stumble.column :][:1] != "\t":
        return None
    return stumble.diagnostic(
        said("a tab cannot indent a line"), said("delete the tab and indent with spaces")
    )


def open_quote(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a quote that is not closed in its line."""
    if stumble.problem == NO_END:
        lines = [stumble.since[0]]
    elif stumble.problem == NO_KEY and not stumble.starts_line:
        # The text between an open quote and the next quote of all was taken for its value.
        lines = list(reversed(range(stumble.line)))
    else:
        return None
    for line in lines:
        found = pair(stumble.lines[line])
        if found and found.value[0] in QUOTES and found.value.count(found.value[0]) % 2:
            hint = said("put another {sign} at the end of the value", sign=found.value[0])
            at = (line, found.start)
            return stumble.diagnostic(said("the quote that opens here is not closed"), hint, at)
    return None


def open_list(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a list or mapping in brackets that does not end where it should."""
    if stumble.problem not in NO_COMMA:
        return None
    line, column = stumble.since
    opening = stumble.lines[line][column]
    closing = CLOSING[opening]
    hint = said("put {sign} after the last item, and a comma between two items", sign=closing)
    if line == stumble.line:
        problem = said("a comma or a closing {sign} is missing before this", sign=closing)
        return stumble.diagnostic(problem, hint)
    problem = said("the {sign} that opens here is not closed", sign=opening)
    return stumble.diagnostic(problem, hint, (line, column))


def cut_list(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a `#` that cuts an item of a list in brackets, and the list."""
    if stumble.problem in NO_COMMA:
        first = stumble.since[0]
    elif stumble.problem == NO_ITEM:
        # The list itself is not named: it began in the last line that has something on it.
        lines = stumble.lines[: stumble.line]
        first = next((n for n in reversed(range(len(lines))) if lines[n].strip()), stumble.line)
    else:
        return None
    for number in range(first, min(stumble.line + 1, len(stumble.lines))):
        if comment := COMMENT.search(stumble.lines[number]):
            return cut_item(stumble, number, comment.start())
    return None


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
        hint = said("write the key of the list in the line before its first item")
        return stumble.diagnostic(said("an item cannot stand here"), hint, (stumble.line, column))
    hint = said("begin lines that belong together in the same column")
    problem = said("this line is not indented like the lines above it")
    return stumble.diagnostic(problem, hint, (stumble.line, column))


def unquoted(stumble: Stumble) -> Diagnostic | None:
    """Return the diagnostic of a value that has to stand in quotes."""
    problem, found = QUOTABLE.get(stumble.problem), pair(stumble.text)
    if problem is None or found is None:
        return None
    is_list = found.value[0] in CLOSING and stumble.problem != NO_KEY
    value = quoted(found.value)
    whole = said("put the value in quotes: {key}: {value}", key=found.key, value=value)
    return stumble.diagnostic(problem, said("put the item in quotes") if is_list else whole)
