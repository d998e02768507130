"""What a publication says, to people and to programs."""

import json
from collections.abc import Iterable

from digestgen.errors import Diagnostic
from digestgen.publish.published import Changes
from digestgen.report import diagnostic_values


def changes_text(found: Changes) -> str:
    """Return how many pages, and how many other files, *found* adds, changes and deletes."""
    pages = found.pages
    parts = (("+", pages.added), ("~", pages.changed), ("\u2212", pages.deleted))
    told = " ".join(f"{sign}{len(paths)}" for sign, paths in parts if paths)
    others = sum(map(len, (found.added, found.changed, found.deleted)))
    others -= sum(len(paths) for _, paths in parts)
    files = f"{others} other file{'' if others == 1 else 's'}"
    if not told:
        return files
    return f"{told} pages, {files}" if others else f"{told} pages"


def summary(found: Changes, url: str, *, dry: bool) -> str:
    """Return the line that says what was published at *url*, or would be."""
    if not found:
        return f"nothing to publish: {url} is as it should be"
    return f"{'would publish' if dry else 'published'} {url}: {changes_text(found)}"


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
