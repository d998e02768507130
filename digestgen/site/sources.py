"""Written sources → credits: outlets are matched by name or id, then by the host of the URL."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from digestgen.model import Credit, ParsedArticle, RegisteredSource, Source, WrittenSource
from digestgen.text.folding import fold
from digestgen.text.slug import slugify
from digestgen.urls import host

Sources = Mapping[str, Source]
"""Each source by each key that leads to it: folded names and ids, hosts."""


def all_sources(
    registered: Iterable[RegisteredSource],
    articles: Sequence[ParsedArticle],
) -> Sources:
    """Return the *registered* sources and those that only *articles*, oldest first, name."""
    sources = {
        key: registered_source(source)
        for source in registered
        for key in (fold(source.id), fold(source.name), host(source.url or ""))
        if key
    }
    for article in articles:
        for written in article.front.sources:
            if find(written, sources) is None:
                sources[own_key(written)] = found_source(written)
    return sources


def find(written: WrittenSource, sources: Sources) -> Source | None:
    """Return the source that *written* means, if it is known."""
    by_name = sources.get(fold(written.name)) if written.name else None
    return by_name or (sources.get(host(written.url)) if written.url else None)


def own_key(written: WrittenSource) -> str:
    """Return the key under which a source that is not registered is found again."""
    return fold(written.name) if written.name else host(written.url or "")


def registered_source(source: RegisteredSource) -> Source:
    """Return the source that site.yaml declares."""
    return Source(id=source.id, name=source.name, language=source.language, url=source.url)


def found_source(written: WrittenSource) -> Source:
    """Return the source that *written* is the first to name."""
    name = written.name or host(written.url or "")
    parts = urlsplit(written.url) if written.url else None
    url = f"{parts.scheme}://{parts.netloc}/" if parts else None
    return Source(id=slugify(name), name=name, language=None, url=url)


def credits_of(written: Iterable[WrittenSource], sources: Sources) -> tuple[Credit, ...]:
    """Return what an article owes to each of *written*, in their order."""
    return tuple(
        Credit(
            source=find(entry, sources) or found_source(entry),
            original=entry.url,
            author=entry.author,
        )
        for entry in written
    )
