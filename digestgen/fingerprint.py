"""Fingerprints: equal ones mean equal inputs, so that what was made from them need not be made.

A page's fingerprint covers all that rendering is handed: the page with every field of its view,
the HTML of its body, and what `Setting` holds. Nothing else is reachable from a template.
"""

from collections.abc import Mapping

from digestgen.cache.codec import encode
from digestgen.cache.hashing import fingerprint
from digestgen.model import Masthead
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
