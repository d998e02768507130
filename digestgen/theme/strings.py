"""The words of a theme: `strings/LANG.yaml`, a text or the plural forms of one for each key.

A text has gaps, `{name}`, and no markup. It is filled with escaped values, or with values that
are markup already, such as an isolated name.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from digestgen import rules
from digestgen.errors import Diagnostic, said
from digestgen.text.clean import one_line
from digestgen.text.html import html_of, markup
from digestgen.theme.locales import CATEGORIES, plural_categories, plural_category
from digestgen.theme.theme import Plural, String
from digestgen.yaml.fields import Fields
from digestgen.yaml.nodes import Entry, ListNode, MappingNode, Scalar

GAP: Final = re.compile(r"\{(\w+)\}")


def strings_of(
    root: MappingNode,
    language: str,
    report: list[Diagnostic],
) -> Mapping[str, String]:
    """Return the strings of a catalogue in *language*; what is wrong with it goes to *report*."""
    read = {entry.key: string_of(entry, language, report) for entry in root.entries}
    return {key: string for key, string in read.items() if string is not None}


def string_of(entry: Entry, language: str, report: list[Diagnostic]) -> String | None:
    """Return the string that *entry* declares; None if it is none."""
    match entry.value:
        case Scalar() as scalar:
            return one_line(scalar.text)
        case MappingNode() as forms:
            return plural_of(entry, forms, language, report)
        case ListNode() as node:
            report.append(
                rules.WRONG_TYPE.at(
                    node.place,
                    key=entry.key,
                    expected=said("a text or its plural forms"),
                    found=said("a list"),
                    example=f"{entry.key}: …",
                )
            )
            return None


def plural_of(
    entry: Entry,
    node: MappingNode,
    language: str,
    report: list[Diagnostic],
) -> Plural:
    """Return the plural forms in *node*; each that *language* needs has to be there."""
    fields = Fields(node, report)
    fields.expect(CATEGORIES)
    texts = {category: fields.text(category) for category in CATEGORIES if fields.has(category)}
    needed = plural_categories(language)
    report += [
        rules.NO_PLURAL.at(entry.place, key=entry.key, category=category, needed=", ".join(needed))
        for category in needed
        if category not in texts
    ]
    return Plural(language=language, forms={name: text or "" for name, text in texts.items()})


def form_for(plural: Plural, number: int) -> str:
    """Return the form of *plural* for *number*."""
    return plural.forms[plural_category(plural.language, number)]


def gaps(string: String) -> frozenset[str]:
    """Return the names of the gaps in *string*."""
    texts = [string] if isinstance(string, str) else string.forms.values()
    return frozenset(name for text in texts for name in GAP.findall(text))


def filled(text: str, values: Mapping[str, object]) -> Markup:
    """Return *text* as HTML with its gaps filled. Raises KeyError for a gap without a value."""
    first, rest = pieces(text)
    parts = [first]
    for name, words in rest:
        parts += (html_of(values[name]), words)
    return markup("".join(parts))


# The same few strings stand on all pages.
@lru_cache(maxsize=1 << 10)
def pieces(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the HTML before the first gap of *text*, and each gap with the HTML after it."""
    first, *rest = GAP.split(text)
    words = (html_of(piece) for piece in rest[1::2])
    return html_of(first), tuple(zip(rest[::2], words, strict=True))
