"""Which templates a template names, kept between builds: to parse them all takes some time."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from digestgen.cache.codec import decoder, encode
from digestgen.cache.engine import engine
from digestgen.cache.files import keep, load
from digestgen.cache.hashing import fingerprint
from digestgen.errors import Diagnostic

FILE: Final = "templates.jsonl"

References = Mapping[str, tuple[str, ...]]


class KeptReferences(Struct, frozen=True, kw_only=True):
    """What templates of one text name; none of them had an error."""

    texts: str
    """The fingerprint of the texts."""
    references: References


DECODER: Final = decoder(KeptReferences)


def references_of(
    texts: Mapping[str, str],
    files: Mapping[str, str],
    report: list[Diagnostic],
    cache: Path | None,
) -> References:
    """Return the templates that each of *texts* names, which lie in *files*, with their errors.

    They are kept in the folder *cache*. Raises OSError if the disk fails.
    """
    found = fingerprint(engine(), encode(texts))
    kept = load(cache / FILE, DECODER) if cache else None
    if kept and kept.texts == found:
        return kept.references
    # To import what parses them takes longer than to read what is kept.
    from digestgen.theme.templates import template_references  # noqa: PLC0415

    errors: list[Diagnostic] = []
    references = template_references(texts, files, errors)
    report += errors
    if cache and not errors:
        cache.mkdir(exist_ok=True)
        keep(cache / FILE, KeptReferences(texts=found, references=references))
    return references
