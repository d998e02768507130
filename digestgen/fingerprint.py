"""Fingerprints: equal ones mean equal inputs, so that what was made from them need not be made.

A page's fingerprint covers all that rendering is handed: the page with every field of its view,
the HTML of its body, and what `Setting` holds. Nothing else is reachable from a template.

A fingerprint tells that something changed, not what. For `digestgen why`, the parts of a page have
*prints* of their own: two letters each, so that thousands of pages can be kept with theirs. One
change in 4096 is not seen in them; what is built never depends on them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from digestgen.cache.articles import Kept
from digestgen.cache.codec import encode, encoded_fields
from digestgen.cache.hashing import fingerprint, print_of
from digestgen.formats.formats import FORMATS
from digestgen.theme.theme import Theme, template_closure
from digestgen.views import Card, FeedEntry, Masthead, View


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


@dataclass(frozen=True, slots=True)
class ViewTexts:
    """Makes of each view of one build what the fingerprint of its page covers of it.

    A card is shown by a dozen pages, and an article carried by as many feeds: its own fingerprint,
    made once, stands for it there.
    """

    prints: dict[int, str] = field(default_factory=dict, compare=False)

    def __call__(self, view: View) -> bytes:
        """Return what the fingerprint of the page with *view* covers of it."""
        values = (getattr(view, name) for name in view.__struct_fields__)
        return encode(
            tuple(
                tuple(map(self.print_of, value)) if is_shared(value) else value for value in values
            )
        )

    def print_of(self, one: Card | FeedEntry) -> str:
        """Return the fingerprint of *one*."""
        # The pages hold their cards, so that no other value can come to have its id.
        if (found := self.prints.get(id(one))) is None:
            found = self.prints[id(one)] = fingerprint(encode(one))
        return found


def is_shared(value: object) -> bool:
    """Tell whether *value* holds cards or entries of feeds, and nothing else."""
    return isinstance(value, tuple) and bool(value) and type(value[0]) in {Card, FeedEntry}


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
