"""Fingerprints: equal ones mean equal inputs, so that what was made from them need not be made.

A page's fingerprint covers all that rendering is handed: the page with every field of its view,
the HTML of its body, and what `Setting` holds. Nothing else is reachable from a template.

A fingerprint tells that something changed, not what. For `digestgen why`, the parts of a page have
*prints* of their own: two letters each, so that thousands of pages can be kept with theirs. One
change in 4096 is not seen in them; what is built never depends on them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import Final

from digestgen.cache.articles import Kept
from digestgen.cache.codec import encode, encoded_fields
from digestgen.cache.hashing import fingerprint, print_of
from digestgen.formats.formats import FORMATS
from digestgen.theme.theme import Theme, template_closure
from digestgen.views import Card, DayEntry, FeedEntry, Masthead, View


def template_prints(theme: Theme, masthead: Masthead, engine: str, base: str) -> Mapping[str, str]:
    """Return for each template the fingerprint of what all its pages are made with."""
    assets = sorted((name, str(asset.path)) for name, asset in theme.assets.items())
    shared = fingerprint(engine, base, encode(masthead), encode(assets), encode(theme.strings))
    made_here = fingerprint(engine, base, encode(masthead), encode(theme.strings))
    return {
        **{n: fingerprint(shared, encode(texts_reached(theme, n))) for n in theme.templates},
        **dict.fromkeys(FORMATS, made_here),
    }


def texts_reached(theme: Theme, name: str) -> Mapping[str, str | None]:
    """Return all templates that the output of *name* depends on; None for one that is missing."""
    return {used: theme.templates.get(used) for used in template_closure(theme, name)}


# What a field holds several of, and nothing else, if the first is one.
SHARED: Final = frozenset({Card, FeedEntry})


@dataclass(frozen=True, slots=True)
class ViewTexts:
    """Makes of each view of one build what the fingerprint of its page covers of it.

    A card is shown by a dozen pages, and an article carried by as many feeds: its own fingerprint,
    made once, stands for it there.
    """

    prints: dict[int, str] = field(default_factory=dict, compare=False)

    def __call__(self, view: View) -> bytes:
        """Return what the fingerprint of the page with *view* covers of it."""
        return encode(self.parts(view))

    def parts(self, value: View | DayEntry) -> tuple[object, ...]:
        """Return the fields of *value*, with prints in the place of cards and entries of feeds."""
        values: list[object] = list(fields_of(type(value))(value))
        for place, several in enumerate(values):
            if type(several) is tuple and several:
                if type(several[0]) in SHARED:
                    values[place] = [self.print_of(one) for one in several]
                elif type(several[0]) is DayEntry:
                    values[place] = [self.parts(one) for one in several]
        return tuple(values)

    def print_of(self, one: Card | FeedEntry) -> str:
        """Return the fingerprint of *one*."""
        # The pages hold their cards, so that no other value can come to have its id.
        if (found := self.prints.get(id(one))) is None:
            found = self.prints[id(one)] = fingerprint(encode(one))
        return found


@cache
def fields_of(kind: type[View | DayEntry]) -> Callable[[View | DayEntry], tuple[object, ...]]:
    """Return the function that returns all fields of a value of this *kind*."""
    first, *others = kind.__struct_fields__
    # With one name, an attrgetter returns what is no tuple.
    return attrgetter(first, *others) if others else lambda view: (getattr(view, first),)


def shared_prints(theme: Theme, masthead: Masthead, engine: str, base: str) -> dict[str, str]:
    """Return the fingerprint of each thing that pages have in common, by its name."""
    return {
        "digestgen": engine,
        "site.yaml": fingerprint(base, encode(masthead)),
        "strings": fingerprint(encode(theme.strings)),
        "assets": fingerprint(*(f"{name} {one.path}" for name, one in theme.assets.items())),
        **{f"template {name}": fingerprint(text) for name, text in theme.templates.items()},
    }


def part_names(view: View) -> tuple[str, ...]:
    """Return what the prints of a page with *view* are of: text, what is put into it, fields."""
    return ("text", "fillings", *view.__struct_fields__)


def part_prints(view: bytes, fillings: bytes, kept: Sequence[Kept]) -> str:
    """Return the prints of the parts of a page, in the order of their names.

    *view* and *fillings* are encoded; the text is that of *kept*, and its print is of all that its
    content files say.
    """
    texts = [one.print for one in kept]
    text = texts[0] if len(texts) == 1 else print_of("".join(texts).encode())
    return text + print_of(fillings) + "".join(map(print_of, encoded_fields(view)))
