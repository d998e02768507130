"""Fingerprints: equal ones mean equal inputs, so that what was made from them need not be made.

A page's fingerprint covers all that rendering is handed: the page with every field of its view,
the HTML of its body, and what `Setting` holds. Nothing else is reachable from a template.
"""

from collections.abc import Iterable, Iterator, Mapping

from digestgen.cache.codec import encode
from digestgen.cache.hashing import fingerprint
from digestgen.model import Card, Masthead, Page
from digestgen.theme.theme import Theme, template_closure


def template_prints(
    theme: Theme, masthead: Masthead, *, engine: str, base: str
) -> Mapping[str, str]:
    """Return for each template the fingerprint of what all its pages are made with."""
    assets = sorted((name, str(asset.path)) for name, asset in theme.assets.items())
    shared = fingerprint(engine, base, encode(masthead), encode(assets), encode(theme.strings))
    return {
        name: fingerprint(shared, encode(texts_reached(theme, name))) for name in theme.templates
    }


def texts_reached(theme: Theme, name: str) -> Mapping[str, str | None]:
    """Return all templates that the output of *name* depends on; None for one that is missing."""
    return {used: theme.templates.get(used) for used in template_closure(theme, name)}


def view_texts(pages: Iterable[Page]) -> Iterator[bytes]:
    """Yield for each of *pages* what its fingerprint covers of its view.

    A card is shown by a dozen pages: its own fingerprint, made once, stands for it there.
    """
    prints: dict[int, str] = {}

    def print_of(card: Card) -> str:
        # The pages hold their cards, so that no other value can come to have its id.
        if (found := prints.get(id(card))) is None:
            found = prints[id(card)] = fingerprint(encode(card))
        return found

    for page in pages:
        values = (getattr(page.view, name) for name in page.view.__dataclass_fields__)
        yield encode(
            [tuple(map(print_of, value)) if is_cards(value) else value for value in values]
        )


def is_cards(value: object) -> bool:
    """Tell whether *value* holds cards, and nothing else."""
    return isinstance(value, tuple) and bool(value) and type(value[0]) is Card
