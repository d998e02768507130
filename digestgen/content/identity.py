"""What articles are called in feeds, so that readers never get one twice.

An id has to outlive the title, the slug, the folder and the address of the site. What stays is the
name of the file with its date; a file that is renamed can keep its old id in the front matter.
"""

import re
from typing import Final

from digestgen.content.article_values import DATE_PREFIX, file_name
from digestgen.file_path import FilePath
from digestgen.model import FrontMatter
from digestgen.text.slug import PLAIN_SLUG, fits, slugify

# What most files are called: a whole date and a slug, which is the id.
PLAIN: Final = re.compile(rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}-{PLAIN_SLUG}")


def identity(path: FilePath, front: FrontMatter) -> str:
    """Return the id of the article in the file *path*: `2024-06-21-talks`, whatever its slug."""
    if front.id:
        return front.id
    name = file_name(path)
    if PLAIN.fullmatch(name) and fits(name):
        return name
    match = DATE_PREFIX.match(name)
    rest = slugify(name[match.end() :] if match else name)
    day = iso_day(match[0]) if match else f"{front.date.at:%Y-%m-%d}"
    return f"{day}-{rest}" if rest else day


def iso_day(prefix: str) -> str:
    """Return the date in the *prefix* of a file's name, which may lack zeros: `2024-6-1-`."""
    year, month, day = prefix.rstrip("-_ ").split("-")
    return f"{year}-{month:0>2}-{day:0>2}"
