"""What OLD and NEW of `digestgen move` mean: a content file, or an address of the site."""

import posixpath
from collections.abc import Container, Iterable
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from digestgen import rules
from digestgen.content.read import ARTICLE_SUFFIX, IGNORED_PREFIX, IGNORED_SUFFIXES
from digestgen.errors import Diagnostic, Place, Problems, did_you_mean
from digestgen.file_path import FilePath
from digestgen.model import Config
from digestgen.names import CONTENT
from digestgen.site.topics import FOLDER
from digestgen.text.clean import clean
from digestgen.text.near import nearest
from digestgen.text.slug import fits
from digestgen.urls import decoded, is_segment, is_site_path, is_web_url, joined, with_slash

OLD: Final = "OLD"
NEW: Final = "NEW"

Name = FilePath | str
"""A path below `content/`, or a site path."""


class Given(Struct, frozen=True, kw_only=True):
    """What an author types, and where; folders are absolute, with slashes."""

    old: str
    new: str
    root: str
    """The site's folder."""
    here: str
    """The current folder."""


def name_of(
    written: str, argument: str, given: Given, config: Config, there: Container[Name]
) -> Name:
    """Return what is *written* for OLD or NEW, preferring what is *there*. Raises Problems."""
    text = clean(written).strip()
    if text.endswith(ARTICLE_SUFFIX):
        return file_name(text, argument, given, there)
    found = address(text, config, there)
    if found is None or not is_site_path(found) or found == "/":
        raise Problems(rules.MOVE_NO_NAME.at(Place(file=argument), value=text))
    return found


def file_name(text: str, argument: str, given: Given, there: Container[Name]) -> FilePath:
    """Return the content file that *text* names from the site's folder, this one, or content.

    Raises Problems.
    """
    content = posixpath.join(given.root, CONTENT)
    wholes = [posixpath.normpath(posixpath.join(start, text)) for start in (given.root, given.here)]
    found = [one.removeprefix(f"{content}/") for one in wholes if one.startswith(f"{content}/")]
    paths = [FilePath(one) for one in dict.fromkeys(found or [posixpath.normpath(text)])]
    known = [path for path in paths if path in there]
    if len(known) > 1:
        one, other = map(shown, known)
        problem = rules.MOVE_AMBIGUOUS.at(Place(file=argument), value=text, one=one, other=other)
        raise Problems(problem)
    path = (known or paths)[0]
    if path.startswith("/") or not all(map(is_name, path.parts)):
        raise Problems(rules.MOVE_NO_NAME.at(Place(file=argument), value=text))
    return path


def is_name(segment: str) -> bool:
    """Tell whether *segment* can be a part of a path of a content file that is read."""
    is_read = not segment.startswith(IGNORED_PREFIX) and not segment.endswith(IGNORED_SUFFIXES)
    return is_read and is_segment(segment) and fits(segment)


def address(text: str, config: Config, there: Container[Name]) -> str | None:
    """Return the site path that *text* is, a path with or without the base path, or a URL.

    None comes back for the URL of another site.
    """
    parts = urlsplit(text) if is_web_url(text) else None
    path = parts.path if parts else text.partition("#")[0].partition("?")[0]
    whole = with_slash(decoded(path or "/"))
    inner = f"/{whole.removeprefix(config.base)}" if whole.startswith(config.base) else None
    if parts is None:
        return whole if whole in there or inner is None else inner
    # People write http for https.
    is_ours = parts.netloc.lower() == urlsplit(config.origin).netloc.lower()
    return inner if is_ours else None


def topic_id(name: Name) -> str | None:
    """Return the id of the topic whose address *name* is; None if it is none."""
    parts = [] if isinstance(name, FilePath) else name.strip("/").split("/")
    return parts[1] if len(parts) == 2 and joined(*parts) == joined(FOLDER, parts[1]) else None  # noqa: PLR2004 - `topics` and the id


def shown(name: Name) -> str:
    """Return *name* as authors write it."""
    return f"{CONTENT}/{name}" if isinstance(name, FilePath) else name


def not_there(name: Name, argument: str, known: Iterable[Name]) -> Diagnostic:
    """Return the diagnostic of *name*, which is none of those that are *known*."""
    is_file = isinstance(name, FilePath)
    alike = [shown(one) for one in known if isinstance(one, FilePath) == is_file]
    hint = did_you_mean(nearest(shown(name), alike))
    return rules.MOVE_NOT_THERE.at(Place(file=argument), hint=hint, value=shown(name))
