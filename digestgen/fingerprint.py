"""Fingerprints: equal ones mean equal inputs, so that what was made from them need not be made.

A page's fingerprint covers all that rendering is handed: the page with every field of its view,
the HTML of its body, and what `Setting` holds. Nothing else is reachable from a template.
"""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Final

from digestgen.cache.codec import encode
from digestgen.model import Masthead
from digestgen.theme.theme import Theme, template_closure

BYTES: Final = 16


def fingerprint(*parts: bytes | str) -> str:
    """Return the fingerprint of *parts* in their order."""
    found = blake2b(digest_size=BYTES)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        # The length keeps ("a", "bc") apart from ("ab", "c").
        found.update(len(data).to_bytes(8, "big"))
        found.update(data)
    return found.hexdigest()


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
