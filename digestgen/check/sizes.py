"""Sizes and numbers, against what GitHub and phones take.

GitHub's limits: «About large files on GitHub» (100 MiB a file), «GitHub Pages limits» (1 GB a
site), «Repository limits» (3,000 entries in a folder).
"""

from collections import Counter
from collections.abc import Iterator
from heapq import nlargest
from typing import Final

from digestgen import rules
from digestgen.check.facts import Facts, SiteFinding
from digestgen.content.read import place_of
from digestgen.errors import Place
from digestgen.names import CONTENT

MEBIBYTE: Final = 1 << 20
FILE_LIMIT: Final = 100 * MEBIBYTE
SITE_LIMIT: Final = 1_000_000_000
FOLDER_LIMIT: Final = 3000
# HTML alone: what a page with a whole book has. A phone works on it for a second and more.
PAGE_LIMIT: Final = MEBIBYTE
NEAR: Final = 0.7
LISTED: Final = 3
UNITS: Final = ("bytes", "kB", "MB", "GB")
THOUSAND: Final = 1000


def large_files(facts: Facts) -> Iterator[SiteFinding]:
    """Yield the files of content that cannot be pushed to GitHub."""
    for files in (facts.tree.files, facts.tree.media):
        for path, file in files.items():
            if file.stat[0] > FILE_LIMIT:
                values = {"size": size_text(file.stat[0]), "limit": "100 MiB"}
                yield SiteFinding(rule=rules.LARGE_FILE, place=place_of(path), values=values)


def wide_folders(facts: Facts) -> Iterator[SiteFinding]:
    """Yield the folders of content with more files than GitHub handles well."""
    paths = (*facts.tree.files, *facts.tree.media)
    for folder, number in sorted(Counter(path.parent for path in paths).items()):
        if number > FOLDER_LIMIT:
            # The content folder itself is the path `.`.
            name = CONTENT if not folder.parts else f"{CONTENT}/{folder}"
            values = {"number": number, "limit": FOLDER_LIMIT}
            yield SiteFinding(rule=rules.WIDE_FOLDER, place=Place(file=name), values=values)


def large_pages(facts: Facts) -> Iterator[SiteFinding]:
    """Yield the built pages that are long for a phone."""
    for path, size in sorted(facts.built.items()):
        if path.endswith(".html") and size > PAGE_LIMIT:
            place = Place(file=f"{facts.output}/{path}")
            yield SiteFinding(rule=rules.LARGE_PAGE, place=place, values={"size": size_text(size)})


def site_size(facts: Facts) -> Iterator[SiteFinding]:
    """Yield that the built site is larger than GitHub Pages takes, or nearly so."""
    size = sum(facts.built.values())
    if size <= NEAR * SITE_LIMIT:
        return
    is_over = size > SITE_LIMIT
    values = {
        "size": size_text(size),
        "share": size * 100 // SITE_LIMIT,
        "limit": size_text(SITE_LIMIT),
        "largest": " ".join(nlargest(LISTED, facts.built, key=lambda path: facts.built[path])),
    }
    yield SiteFinding(
        rule=rules.LARGE_SITE if is_over else rules.SITE_NEAR_LIMIT,
        place=Place(file=facts.output),
        values=values,
    )


def size_text(size: float) -> str:
    """Return *size* in bytes as people read it: 1.2 MB."""
    unit = 0
    while size >= THOUSAND and unit < len(UNITS) - 1:
        size, unit = size / THOUSAND, unit + 1
    return f"{size:.1f} {UNITS[unit]}" if unit else f"{size} {UNITS[0]}"
