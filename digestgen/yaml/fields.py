"""Nodes → typed values. Each problem is collected, so that an author sees all of them at once."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final, TypeVar

from digestgen import rules
from digestgen.errors import Diagnostic, Phrase, Place, did_you_mean, said
from digestgen.model import FreeValue
from digestgen.text.clean import one_line
from digestgen.text.email import ADDRESS
from digestgen.text.near import nearest
from digestgen.urls import is_web_url
from digestgen.yaml.nodes import Entry, ListNode, MappingNode, Node, Scalar
from digestgen.yaml.syntax import quoted

Choice = TypeVar("Choice", bound=StrEnum)

INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?")
YES: Final = frozenset({"yes", "on", "y", "true", "1", "نعم"})
ARABIC_COMMA: Final = "،"


class Fields:
    """The values of one mapping by key. Problems go to *report*; a bad value comes back as None.

    *strict_text* refuses a text that a comment cut, as happens to headlines with a `#` in them.
    """

    def __init__(
        self,
        node: MappingNode,
        report: list[Diagnostic],
        *,
        strict_text: bool = False,
    ) -> None:
        self.node = node
        self.report = report
        self.strict_text = strict_text
        self.entries: Mapping[str, Entry] = {entry.key: entry for entry in node.entries}
        self.meant: set[str] = set()

    def expect(self, known: tuple[str, ...], meant: Mapping[str, str] | None = None) -> None:
        """Report every key that is not *known*; *meant* maps words of other tools to ours."""
        for key, entry in self.entries.items():
            if key not in known:
                near = nearest_key(key, known, meant or {})
                hint = did_you_mean(near)
                self.meant.add(near or "")
                self.report.append(
                    rules.UNKNOWN_KEY.at(entry.place, hint=hint, key=key, known=", ".join(known))
                )

    def has(self, key: str) -> bool:
        """Tell whether *key* is there with a value."""
        return self.value(key) is not None

    def value(self, key: str) -> Node | None:
        """Return the node of *key*, None without one or for an empty value."""
        entry = self.entries.get(key)
        if entry is None or (
            isinstance(entry.value, Scalar) and entry.value.is_null and not entry.value.comment
        ):
            return None
        return entry.value

    def place(self, key: str) -> Place:
        """Return the place of the value of *key*, or of the whole mapping."""
        entry = self.entries.get(key)
        return entry.value.place if entry else self.node.place

    def require(self, key: str, *, hint: Phrase | None = None) -> bool:
        """Report *key* if it is missing or empty; return whether it is there.

        A key that an unknown one was taken for is not missing as well: one slip is one problem.
        """
        if self.has(key):
            return True
        if key in self.meant:
            return False
        rule = rules.EMPTY if key in self.entries else rules.MISSING_KEY
        self.report.append(rule.at(self.place(key), hint=hint, key=key))
        return False

    def text(self, key: str) -> str | None:
        """Return the text of *key* on one line."""
        node = self.value(key)
        return None if node is None else self.text_of(node, key)

    def word(self, key: str, example: str) -> str | None:
        """Return the text of *key*, which has a form of its own: a comment may follow it."""
        node = self.value(key)
        if node is None or isinstance(node, Scalar):
            return None if node is None else self.line_of(node, key)
        self.wrong(node, key, "a text", f"{key}: {example}")
        return None

    def text_of(self, node: Node, key: str, *, is_item: bool = False) -> str | None:
        """Return the text of *node*, the value of *key* or an item of it."""
        if not isinstance(node, Scalar):
            self.not_text(node, key, is_item=is_item)
            return None
        if self.strict_text and node.comment:
            whole = quoted(f"{node.text} {node.comment.text}".strip())
            written = whole if is_item else f"{key}: {whole}"
            self.report.append(rules.CUT_BY_HASH.at(node.comment.place, written=written))
            return None
        return self.line_of(node, key)

    def line_of(self, node: Scalar, key: str) -> str | None:
        """Return the text of *node* on one line; report it if it is empty."""
        text = one_line(node.text)
        if text and not node.is_null:
            return text
        self.report.append(rules.EMPTY.at(node.place, key=key))
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts in the list of *key*; empty without one."""
        return tuple(text for text, _ in self.items(key))

    def items(self, key: str) -> tuple[tuple[str, Place], ...]:
        """Return the texts in the list of *key* and where they stand; empty without one."""
        node = self.value(key)
        if node is None:
            return ()
        if isinstance(node, Scalar):
            items = ", ".join(re.split(r"\s*[,،;؛]\s*", one_line(node.text)))
            self.wrong(node, key, "a list", f"{key}: [{items}]")
            return ()
        if not isinstance(node, ListNode):
            self.wrong(node, key, "a list", f"{key}: [a, b]")
            return ()
        texts = ((self.item(item, key), item.place) for item in node.items)
        return tuple((text, place) for text, place in texts if text)

    def item(self, node: Node, key: str) -> str | None:
        """Return the text of one item of a list; two items that look separated are reported."""
        text = self.text_of(node, key, is_item=True)
        if text and isinstance(node, Scalar) and node.plain and ARABIC_COMMA in text:
            fixed = ", ".join(part.strip() for part in text.split(ARABIC_COMMA))
            self.report.append(rules.ARABIC_COMMA.at(node.place, value=text, fixed=fixed))
            return None
        return text

    def flag(self, key: str) -> bool:
        """Return the truth of *key*; False without one."""
        node = self.value(key)
        if node is None:
            return False
        if isinstance(node, Scalar) and node.plain and node.text in {"true", "false"}:
            return node.text == "true"
        value = node.text if isinstance(node, Scalar) else ""
        meant = "true" if value.lower() in YES else "false"
        self.report.append(
            rules.NOT_TRUE_OR_FALSE.at(node.place, key=key, found=kind(node), meant=meant)
        )
        return False

    def number(self, key: str, *, default: int, lowest: int, highest: int) -> int:
        """Return the whole number of *key*, *default* without one."""
        node = self.value(key)
        if node is None:
            return default
        if not isinstance(node, Scalar) or not node.plain or not INTEGER.fullmatch(node.text):
            self.wrong(node, key, "a whole number", f"{key}: {default}")
            return default
        number = int(node.text)
        if not lowest <= number <= highest:
            self.report.append(
                rules.OUT_OF_RANGE.at(
                    node.place, key=key, value=number, lowest=lowest, highest=highest
                ),
            )
        return number

    def choice(self, key: str, choices: type[Choice], default: Choice) -> Choice:
        """Return the member of *choices* that *key* names."""
        text = self.word(key, default)
        if text is None:
            return default
        if text in list(choices):
            return choices(text)
        known = ", ".join(choices)
        self.report.append(
            rules.NOT_A_CHOICE.at(self.place(key), key=key, value=text, choices=known)
        )
        return default

    def web_url(self, key: str) -> str | None:
        """Return the http or https address of *key*."""
        return self.checked(
            key,
            "https://example.org/",
            is_web_url,
            lambda place, url: rules.NOT_A_URL.at(place, value=url),
        )

    def email(self, key: str) -> str | None:
        """Return the e-mail address of *key*."""
        return self.checked(
            key,
            "desk@example.org",
            lambda text: ADDRESS.fullmatch(text) is not None,
            lambda place, text: rules.NOT_AN_EMAIL.at(place, value=text),
        )

    def language(self, key: str) -> str | None:
        """Return the language tag of *key* (BCP 47: language, script, region)."""
        return self.checked(
            key,
            "ar",
            lambda text: LANGUAGE.fullmatch(text) is not None,
            lambda place, text: rules.NOT_A_LANGUAGE.at(place, value=text),
        )

    def checked(
        self,
        key: str,
        example: str,
        holds: Callable[[str], bool],
        problem: Callable[[Place, str], Diagnostic],
    ) -> str | None:
        """Return the text of *key* if it *holds*."""
        text = self.word(key, example)
        if text is None or holds(text):
            return text
        self.report.append(problem(self.place(key), text))
        return None

    def mapping(self, key: str, example: str) -> MappingNode | None:
        """Return the mapping of *key*."""
        node = self.value(key)
        if node is None or isinstance(node, MappingNode):
            return node
        self.wrong(node, key, "a mapping", example)
        return None

    def free(self, key: str) -> Mapping[str, FreeValue]:
        """Return the mapping of *key* with whatever values it has."""
        node = self.mapping(key, f"{key}: {{name: value}}")
        return {} if node is None else {e.key: free_value(e.value) for e in node.entries}

    def not_text(self, node: Node, key: str, *, is_item: bool) -> None:
        """Report that *node* is no text, as the value of *key* or an item of it has to be."""
        if not is_item:
            self.wrong(node, key, "a text", f'{key}: "…"')
            return
        expected, found = said("a list of texts"), said("one with {found} in it", found=kind(node))
        example = f"{key}: [a, b]"
        self.report.append(
            rules.WRONG_TYPE.at(
                node.place, key=key, expected=expected, found=found, example=example
            ),
        )

    def wrong(self, node: Node, key: str, expected: str, example: str) -> None:
        """Report that *node* is of another kind than *expected*."""
        self.report.append(
            rules.WRONG_TYPE.at(
                node.place, key=key, expected=said(expected), found=kind(node), example=example
            ),
        )


def nearest_key(key: str, known: tuple[str, ...], meant: Mapping[str, str]) -> str | None:
    """Return the one of *known* that *key* was meant to be; None if no one is near."""
    return nearest(key.lower(), known, close=0.7) or meant.get(key.lower())


def kind(node: Node) -> Phrase:
    """Return the kind of *node* in words."""
    match node:
        case ListNode():
            return said("a list")
        case MappingNode():
            return said("a mapping")
        case Scalar():
            text = one_line(node.text)
            if not node.plain:
                return said('"{text}" in quotes', text=text)
            return said("'{text}'", text=text) if text else said("nothing")


def free_value(node: Node) -> FreeValue:
    """Return *node* as plain data: text, whole number, true, false, nothing, list or mapping."""
    match node:
        case ListNode():
            return [free_value(item) for item in node.items]
        case MappingNode():
            return {entry.key: free_value(entry.value) for entry in node.entries}
        case Scalar():
            return free_scalar(node)


def free_scalar(node: Scalar) -> FreeValue:
    """Return what a scalar without a rule of its own stands for."""
    if node.is_null:
        return None
    if not node.plain:
        return node.text
    if node.text in {"true", "false"}:
        return node.text == "true"
    return int(node.text) if INTEGER.fullmatch(node.text) else node.text
