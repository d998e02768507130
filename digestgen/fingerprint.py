"""Fingerprints: equal ones mean equal inputs, so that what was made from them need not be made.

A page's fingerprint covers all that it is made from: the arguments of the promise of its view,
the HTML of its body, and what all pages are rendered with. Nothing else is reachable from a
template.
"""

from collections.abc import Mapping
from typing import Final

from digestgen.cache.codec import encode
from digestgen.cache.hashing import digest, fingerprint
from digestgen.formats.formats import FORMATS
from digestgen.page_plan import PagePlan
from digestgen.part_prints import UNFILLED, encoded_fillings
from digestgen.theme.theme import Theme, template_closure
from digestgen.views import Masthead

# What is put into no text, and into one without gaps.
SIMPLE: Final = (b"", UNFILLED)


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


def page_fingerprint(plan: PagePlan, made_with: str, keys: str) -> str:
    """Return the fingerprint of the page of *plan*.

    *made_with* is what all pages of its template are made with, *keys* are those of its texts.
    """
    fillings = encoded_fillings(plan.bodies)
    # Most pages show no text, or one without gaps: to hash hashes would take longer than the rest.
    texts = keys if fillings in SIMPLE else digest(fillings + keys.encode())
    return f"{made_with}{plan.view.print}{texts}"


def shared_prints(theme: Theme, masthead: Masthead, engine: str, base: str) -> dict[str, str]:
    """Return the fingerprint of each thing that pages have in common, by its name."""
    return {
        "digestgen": engine,
        "site.yaml": fingerprint(base, encode(masthead)),
        "strings": fingerprint(encode(theme.strings)),
        "assets": fingerprint(*(f"{name} {one.path}" for name, one in theme.assets.items())),
        **{f"template {name}": fingerprint(text) for name, text in theme.templates.items()},
    }
