"""What a publication says, to people and to programs."""

import json
from collections.abc import Iterable

from digestgen.errors import Diagnostic, Phrase, said
from digestgen.messages.speech import Say
from digestgen.publish.published import Changes
from digestgen.report import counted, diagnostic_values


def changes_phrase(found: Changes) -> Phrase:
    """Return how many pages, and how many other files, *found* adds, changes and deletes."""
    pages = found.pages
    parts = (("+", pages.added), ("~", pages.changed), ("\u2212", pages.deleted))
    told = " ".join(f"{sign}{len(paths)}" for sign, paths in parts if paths)
    others = sum(map(len, (found.added, found.changed, found.deleted)))
    others -= sum(len(paths) for _, paths in parts)
    files = counted(others, "other file")
    if not told:
        return files
    if not others:
        return said("{changes} pages", changes=told)
    return said("{changes} pages, {files}", changes=told, files=files)


def summary(found: Changes, url: str, *, dry: bool, say: Say = str) -> str:
    """Return the line that says what was published at *url*, or would be."""
    if not found:
        return say(said("nothing to publish: {url} is as it should be", url=url))
    changes = changes_phrase(found)
    if dry:
        return say(said("would publish {url}: {changes}", url=url, changes=changes))
    return say(said("published {url}: {changes}", url=url, changes=changes))


def json_text(
    found: Changes | None, url: str, *, done: bool, diagnostics: Iterable[Diagnostic]
) -> str:
    """Return the same as one JSON object; *found* is None if nothing could be published."""
    changed = found or Changes(added=(), changed=(), deleted=())
    told = {
        "version": 1,
        "url": url,
        "published": done,
        "added": list(changed.added),
        "changed": list(changed.changed),
        "deleted": list(changed.deleted),
        "diagnostics": diagnostic_values(diagnostics),
    }
    return json.dumps(told, ensure_ascii=False, indent=2)
