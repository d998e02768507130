"""Written sources → credits: outlets are matched by name or id, then by the host of the URL."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Final
from urllib.parse import urlsplit

from digestgen.model import Credit, Link, RegisteredSource, Source, WrittenSource
from digestgen.text.folding import fold
from digestgen.text.slug import slugify
from digestgen.urls import host, href, joined

FOLDER: Final = "sources"

Sources = Mapping[str, Source]
"""Each source by each key that leads to it: folded names and ids, hosts."""


def all_sources(
    registered: Iterable[RegisteredSource],
    written: Iterable[Iterable[WrittenSource]],
    base: str,
) -> Sources:
    """Return the *registered* sources and those that only articles name.

    *written* are the sources of the articles, oldest first.
    """
    sources = {
        key: source
        for source in (registered_source(entry, base) for entry in registered)
        for key in (fold(source.id), fold(source.name), host(source.url or ""))
        if key
    }
    for one in chain.from_iterable(written):
        if find(one, sources) is None:
            sources[own_key(one)] = found_source(one, base)
    return sources


def find(written: WrittenSource, sources: Sources) -> Source | None:
    """Return the source that *written* means, if it is known."""
    by_name = sources.get(fold(written.name)) if written.name else None
    return by_name or (sources.get(host(written.url)) if written.url else None)


def own_key(written: WrittenSource) -> str:
    """Return the key under which a source that is not registered is found again."""
    return fold(written.name) if written.name else host(written.url or "")


def registered_source(entry: RegisteredSource, base: str) -> Source:
    """Return the source that site.yaml declares."""
    return Source(
        id=entry.id,
        name=entry.name,
        language=entry.language,
        url=entry.url,
        link=source_link(entry.id, entry.name, entry.language, base),
    )


def found_source(written: WrittenSource, base: str) -> Source:
    """Return the source that *written* is the first to name."""
    name = written.name or host(written.url or "")
    parts = urlsplit(written.url) if written.url else None
    source_id = slugify(name)
    return Source(
        id=source_id,
        name=name,
        language=None,
        url=f"{parts.scheme}://{parts.netloc}/" if parts else None,
        link=source_link(source_id, name, None, base),
    )


def source_path(source_id: str) -> str:
    """Return the site path of the source *source_id*."""
    return joined(FOLDER, source_id)


def source_link(source_id: str, name: str, language: str | None, base: str) -> Link:
    """Return the link to the page of a source."""
    return Link(url=href(base, source_path(source_id)), text=name, language=language)


def credits_of(written: Iterable[WrittenSource], sources: Sources) -> tuple[Credit, ...]:
    """Return what an article owes to each of *written*, in their order."""
    return tuple(
        [
            Credit(source=source, original=entry.url, author=entry.author)
            for entry in written
            if (source := find(entry, sources)) is not None
        ]
    )
