"""YAML text → nodes, refusing all that a strict file has no need of.

Built on the events of PyYAML's parser rather than on its composer: events come one by one without
recursion, so a hostile file can be refused at the first bracket too many.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from digestgen import rules
from digestgen.errors import Diagnostic, Place, Problems
from digestgen.text.clean import INVISIBLE, clean, visible
from digestgen.yaml.nodes import Comment, Entry, ListNode, MappingNode, Node, Scalar
from digestgen.yaml.plain import plain_mapping
from digestgen.yaml.syntax import DEEPEST, Mark, Stumble, no_key_hint, syntax_problem

# Spaces that are none to YAML become part of a key.
HIDDEN: Final = re.compile(rf"{INVISIBLE.pattern}|[^\S ]")
# The line is not cut for this: lists of thousands of values stand on one.
COMMENT: Final = re.compile(r"[ \t]*(#.*)")
ESCAPING: Final = '"'
MERGE: Final = "<<"
# The parser in C is six times as fast; some platforms have only the one in Python.
LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str, *, file: str, first_line: int = 1) -> MappingNode:
    """Return the mapping that *text* is; line 1 of *text* is line *first_line* of *file*.

    Raises Problems with all that is not allowed, up to the first error of syntax.
    """
    if plain := plain_mapping(text, file=file, first_line=first_line):
        return plain
    return parse_thoroughly(text, file=file, first_line=first_line)


def parse_thoroughly(text: str, *, file: str, first_line: int = 1) -> MappingNode:
    """Return the mapping that *text* is, which may be any YAML. Raises Problems."""
    builder = Builder(file=file, first_line=first_line, text=text)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        builder.problems.append(syntax_problem(stumble(builder, error)))
    if builder.problems:
        raise Problems(*builder.problems)
    return builder.root()


def stumble(builder: "Builder", error: yaml.YAMLError) -> Stumble:
    """Return where and why the parser gave up with *error*."""
    at = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    since = getattr(error, "context_mark", None) or at
    return Stumble(
        problem=str(getattr(error, "problem", None) or error),
        context=str(getattr(error, "context", None) or ""),
        line=at.line if at else 0,
        column=at.column if at else 0,
        since=(since.line, since.column) if since else (0, 0),
        lines=builder.lines,
        place=builder.place_at,
    )


class Builder:
    """Puts the events of one file together; *problems* holds what is not allowed in them."""

    def __init__(self, *, file: str, first_line: int, text: str) -> None:
        self.file = file
        self.first_line = first_line
        self.lines = text.split("\n")
        self.may_have_comments = "#" in text
        self.problems: list[Diagnostic] = []
        self.open: list[OpenNode] = []
        self.documents: list[Node] = []

    def place(self, mark: Mark | None) -> Place:
        """Return *mark* as a place in the file."""
        if mark is None:
            return Place(file=self.file, line=self.first_line)
        return self.place_at(mark.line, mark.column)

    def place_at(self, line: int, column: int) -> Place:
        """Return a line and a column of the text, counted from 0, as a place in the file."""
        return Place(file=self.file, line=self.first_line + line, column=column + 1)

    def take(self, event: Event) -> None:
        """Add *event*; raises Problems at once for what would take too much to go on."""
        # Most events first.
        match event:
            case ScalarEvent():
                if event.anchor or event.tag:
                    self.check(event)
                self.add(self.scalar(event))
            case MappingStartEvent() | SequenceStartEvent():
                self.check(event)
                self.start(event)
            case MappingEndEvent() | SequenceEndEvent():
                self.add(self.open.pop().closed(self.problems))
            case AliasEvent():
                self.problems.append(rules.ANCHOR.at(self.place(event.start_mark)))
                self.add(Scalar(text="", plain=True, place=self.place(event.start_mark)))
            case DocumentStartEvent() if self.documents:
                problem = "a line '---' begins a second document"
                self.problems.append(
                    rules.NOT_YAML.at(self.place(event.start_mark), problem=problem)
                )

    def check(self, event: ScalarEvent | CollectionStartEvent) -> None:
        """Refuse anchors and tags."""
        if event.anchor:
            self.problems.append(rules.ANCHOR.at(self.place(event.start_mark)))
        if event.tag:
            self.problems.append(rules.TAG.at(self.place(event.start_mark)))

    def start(self, event: CollectionStartEvent) -> None:
        """Open a list or a mapping."""
        place = self.place(event.start_mark)
        if len(self.open) >= DEEPEST:
            raise Problems(*self.problems, rules.TOO_DEEP.at(place, limit=DEEPEST))
        self.open.append(OpenNode(is_mapping=isinstance(event, MappingStartEvent), place=place))

    def scalar(self, event: ScalarEvent) -> Scalar:
        """Return the value of *event* with the comment that may have cut it."""
        plain = not event.style
        comment = self.comment_at(event.end_mark) if plain and self.may_have_comments else None
        place = self.place(event.start_mark)
        # Escapes in double quotes can write characters that were cleaned out of the file.
        text = clean(event.value) if event.style == ESCAPING else event.value
        return Scalar(text=text, plain=plain, place=place, comment=comment)

    def comment_at(self, mark: Mark | None) -> Comment | None:
        """Return the comment that follows *mark* on its line; None without one."""
        if mark is None or mark.line >= len(self.lines):
            return None
        found = COMMENT.match(self.lines[mark.line], mark.column)
        if found is None:
            return None
        place = self.place_at(mark.line, found.start(1))
        return Comment(text=found[1].rstrip(), place=place)

    def add(self, node: Node) -> None:
        """Put *node* where it belongs."""
        if self.open:
            self.open[-1].nodes.append(node)
        else:
            self.documents.append(node)

    def root(self) -> MappingNode:
        """Return the document; an empty file is an empty mapping."""
        place = Place(file=self.file, line=self.first_line)
        root = self.documents[0] if self.documents else MappingNode(entries=(), place=place)
        if isinstance(root, Scalar) and root.is_null:
            return MappingNode(entries=(), place=place)
        if not isinstance(root, MappingNode):
            hint = no_key_hint(root.text) if isinstance(root, Scalar) else None
            raise Problems(rules.NOT_A_MAPPING.at(root.place, hint=hint))
        return root


class OpenNode:
    """A list or mapping whose end has not come yet; *nodes* of a mapping are keys and values."""

    def __init__(self, *, is_mapping: bool, place: Place) -> None:
        self.is_mapping = is_mapping
        self.place = place
        self.nodes: list[Node] = []

    def closed(self, problems: list[Diagnostic]) -> Node:
        """Return the node; what is wrong with its keys goes to *problems*."""
        if self.is_mapping:
            return MappingNode(entries=tuple(entries(self.nodes, problems)), place=self.place)
        return ListNode(items=tuple(self.nodes), place=self.place)


def entries(nodes: list[Node], problems: list[Diagnostic]) -> Iterator[Entry]:
    """Yield the entries of a mapping from its *nodes*: key, value, key, value."""
    first: dict[str, int] = {}
    for key, value in zip(nodes[::2], nodes[1::2], strict=True):
        if not isinstance(key, Scalar):
            problems.append(rules.KEY_NOT_TEXT.at(key.place))
            continue
        name, hidden = name_in(key.text)
        if hidden or name in first or name == MERGE:
            problems += key_problems(key, name, hidden, first)
        if name not in first:
            first[name] = key.place.line
            yield Entry(key=name, place=key.place, value=value)


# The same few keys stand in all files.
@lru_cache(maxsize=1 << 10)
def name_in(key: str) -> tuple[str, str]:
    """Return the visible text of *key*, and the first character that is hidden in it, if any."""
    hidden = HIDDEN.search(key)
    return visible(key).strip(), hidden[0] if hidden else ""


def key_problems(
    key: Scalar, name: str, hidden: str, first: dict[str, int]
) -> Iterator[Diagnostic]:
    """Yield what is wrong with *key*, whose visible text is *name*."""
    if key.plain and key.text == MERGE:
        yield rules.MERGE_KEY.at(key.place)
    if hidden:
        codepoint = f"U+{ord(hidden):04X}"
        yield rules.INVISIBLE_IN_KEY.at(key.place, codepoint=codepoint, key=name)
    if name in first:
        yield rules.DUPLICATE_KEY.at(key.place, key=name, first=first[name])
