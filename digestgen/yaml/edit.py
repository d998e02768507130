"""A YAML text with one thing changed: everything else stays byte for byte, comments included."""

from collections.abc import Iterable
from typing import Final

import yaml
from msgspec import Struct

from digestgen.yaml.parse import LOADER
from digestgen.yaml.spans import Span

BLOCK_TEXT: Final = ("|", ">")
STEP: Final = 2


class CannotEditError(Exception):
    """The text is written in a way that no small change of it can do what is asked."""


class Edit(Struct, frozen=True, kw_only=True, order=True):
    """What stands from *start* to *end* becomes *text*."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return *text* with *edits*, which do not overlap."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def with_value(text: str, keys: tuple[str, ...], written: str) -> str:
    """Return *text* in which *keys* lead to the value *written*, be it there already or not.

    Raises CannotEditError.
    """
    *outer, key = keys
    mapping = mapping_at(text, outer)
    found = entry(mapping, key)
    if found is None:
        return edited(text, [entry_added(text, mapping, key, written)])
    return edited(text, [replaced(found[1], written)])


def with_item(text: str, keys: tuple[str, ...], written: str) -> str:
    """Return *text* with one item more, *written*, in the list of *keys*, or in a new one.

    Raises CannotEditError.
    """
    *outer, key = keys
    mapping = mapping_at(text, outer)
    found = entry(mapping, key)
    if found is None:
        return edited(text, [entry_added(text, mapping, key, f"[{written}]")])
    value = found[1]
    if isinstance(value, yaml.SequenceNode):
        return edited(text, [item_added(text, value, written)])
    if not is_nothing(value):
        raise CannotEditError
    return edited(text, [replaced(value, f"[{written}]")])


def with_key(text: str, keys: tuple[str, ...], written: str) -> str:
    """Return *text* with the last of *keys* called *written*. Raises CannotEditError."""
    *outer, key = keys
    found = entry(mapping_at(text, outer), key)
    if found is None:
        raise CannotEditError
    return edited(text, [replaced(found[0], written)])


def with_entry(text: str, keys: tuple[str, ...], lines: tuple[tuple[str, str], ...]) -> str:
    """Return *text* with *keys*, the last of them new, leading to a mapping of *lines*.

    Raises CannotEditError.
    """
    *outer, key = keys
    root = mapping_at(text, [])
    flow = flow_mapping(lines)
    if outer and (found := entry(root, outer[0])) is None:
        return edited(text, [block_added(text, root, outer[0], [(key, flow)])])
    if outer and found and is_nothing(found[1]):
        return edited(text, [replaced(found[1], f"{{{key}: {flow}}}")])
    mapping = mapping_at(text, outer)
    if mapping.flow_style:
        return edited(text, [entry_added(text, mapping, key, flow)])
    return edited(text, [block_added(text, mapping, key, lines)])


# --- nodes ---------------------------------------------------------------------------------------


def mapping_at(text: str, keys: Iterable[str]) -> yaml.MappingNode:
    """Return the mapping that *keys* lead to in *text*. Raises CannotEditError."""
    try:
        node = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError:
        raise CannotEditError from None
    for key in keys:
        found = entry(node, key) if isinstance(node, yaml.MappingNode) else None
        node = found[1] if found else None
    if not isinstance(node, yaml.MappingNode):
        raise CannotEditError
    return node


def entry(mapping: yaml.MappingNode, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    """Return the nodes of *key* and of its value in *mapping*; None if it is not there."""
    pairs: list[tuple[yaml.Node, yaml.Node]] = mapping.value
    return next((pair for pair in pairs if pair[0].value == key), None)


def is_nothing(node: yaml.Node) -> bool:
    """Tell whether *node* is a value that is none."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in {"", "~", "null"}


def end_of(node: yaml.Node, text: str) -> int:
    """Return where the last character of *node* ends, which of collections YAML does not tell."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(last[1] if isinstance(last, tuple) else last, text)
    end: int = node.end_mark.index
    is_block = isinstance(node, yaml.ScalarNode) and node.style in BLOCK_TEXT
    return len(text[:end].rstrip()) if is_block else end


# --- edits ---------------------------------------------------------------------------------------


def replaced(node: yaml.Node, written: str) -> Edit:
    """Return the edit that writes *written* in place of the value *node*."""
    if not isinstance(node, yaml.ScalarNode) or node.style in BLOCK_TEXT:
        raise CannotEditError
    start, end = node.start_mark.index, node.end_mark.index
    # What is not written stands right after the colon.
    text = quoted_like(written, is_plain=not node.style) if end > start else f" {written}"
    return Edit(start=start, end=end, text=text)


def span_replaced(span: Span, written: str) -> Edit:
    """Return the edit that writes *written* in place of the value *span*."""
    text = quoted_like(written, is_plain=span.is_plain)
    return Edit(start=span.start, end=span.end, text=text)


def quoted_like(written: str, *, is_plain: bool) -> str:
    """Return the value *written* in quotes, if that in its place is not *is_plain*.

    A comment may follow what is quoted, and would be taken for a part of what is not.
    """
    return written if is_plain or written.startswith('"') else f'"{written}"'


def entry_added(text: str, mapping: yaml.MappingNode, key: str, written: str) -> Edit:
    """Return the edit that adds *key* with the value *written* to *mapping*, as its last."""
    if mapping.flow_style:
        return flow_added(text, mapping, f"{key}: {written}")
    return line_added(text, mapping, [f"{key}: {written}"])


def block_added(
    text: str, mapping: yaml.MappingNode, key: str, lines: Iterable[tuple[str, str]]
) -> Edit:
    """Return the edit that adds *key* to *mapping* with a mapping of *lines* below it."""
    if mapping.flow_style:
        return flow_added(text, mapping, f"{key}: {flow_mapping(lines)}")
    below = [f"{' ' * STEP}{name}: {value}" for name, value in lines]
    return line_added(text, mapping, [f"{key}:", *below])


def item_added(text: str, items: yaml.SequenceNode, written: str) -> Edit:
    """Return the edit that adds *written* to *items*, as the last."""
    if items.flow_style:
        return flow_added(text, items, written)
    last = items.value[-1]
    before = text[start_of_line(text, last.start_mark.index) : last.start_mark.index]
    if before.strip() != "-":
        raise CannotEditError
    at = end_of_line(text, end_of(last, text))
    return Edit(start=at, end=at, text=f"{line_end(text)}{before}{written}")


def flow_added(text: str, collection: yaml.CollectionNode, written: str) -> Edit:
    """Return the edit that adds *written* to a *collection* in brackets."""
    if not collection.value:
        at = collection.start_mark.index + 1
        return Edit(start=at, end=at, text=written)
    last = collection.value[-1]
    at = end_of(last[1] if isinstance(last, tuple) else last, text)
    return Edit(start=at, end=at, text=f", {written}")


def line_added(text: str, mapping: yaml.MappingNode, lines: Iterable[str]) -> Edit:
    """Return the edit that adds *lines* after the last one of the block *mapping*."""
    first = mapping.value[0][0].start_mark.index
    indent = text[start_of_line(text, first) : first]
    if indent.strip():
        raise CannotEditError
    at = end_of_line(text, end_of(mapping, text))
    return Edit(start=at, end=at, text="".join(f"{line_end(text)}{indent}{one}" for one in lines))


def flow_mapping(lines: Iterable[tuple[str, str]]) -> str:
    """Return *lines* as a mapping in braces."""
    return f"{{{', '.join(f'{name}: {value}' for name, value in lines)}}}"


def line_end(text: str) -> str:
    """Return how the lines of *text* end."""
    return "\r\n" if "\r\n" in text else "\n"


def start_of_line(text: str, at: int) -> int:
    """Return where the line of the place *at* begins."""
    return text.rfind("\n", 0, at) + 1


def end_of_line(text: str, at: int) -> int:
    """Return where the line of the place *at* ends, before what ends it."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end - text[:end].endswith("\r")
