"""What lies in a site's folder already, and files that are added to it. Nothing is overwritten."""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from digestgen.cache.articles import Kept, load_index, parsed_in
from digestgen.cache.engine import engine
from digestgen.content.articles import front_of
from digestgen.content.parsed import parse_settings
from digestgen.content.read import content_file, read_bytes, read_tree
from digestgen.content.split import split
from digestgen.errors import Problems
from digestgen.inputs import salt_of
from digestgen.model import Config, DiskFile, FrontMatter, ParsedArticle
from digestgen.names import CONTENT
from digestgen.output.place import PRIVATE_FOLDER
from digestgen.start.near import Known
from digestgen.work import at_once


def known_articles(root: Path, config: Config) -> tuple[Known, ...]:
    """Return the articles of the site in *root* that are valid, without changing what is kept."""
    tree, _ = read_tree(root / CONTENT)
    settings = parse_settings(config)
    index = load_index(root / PRIVATE_FOLDER, engine=engine(), settings=salt_of(settings))
    kept = {file.path: file for file in index.files}
    fronts = ((file, front(file, kept.get(str(file.path)), config)) for file in tree.files.values())
    return tuple(Known(path=file.path, front=found) for file, found in fronts if found)


def front(file: DiskFile, kept: Kept | None, config: Config) -> FrontMatter | None:
    """Return the front matter of the article *file*; None if it is none, or not valid."""
    if kept and kept.stat == file.stat:
        parsed = parsed_in(kept)
        return parsed.front if isinstance(parsed, ParsedArticle) else None
    try:
        content = content_file(file, read_bytes(file))
        halves = split(content.text, file=str(file.path))
        found, _ = at_once(front_of(content, halves, parse_settings(config)))
    except Problems:
        return None
    return found if isinstance(found, FrontMatter) else None


def create_first(folder: Path, paths: Iterable[PurePosixPath], text: str) -> Path:
    """Write *text* to the first of *paths* in *folder* that is not there; return it.

    Raises OSError if the disk fails.
    """
    return next(filter(None, created(folder, paths, text)))


def created(folder: Path, paths: Iterable[PurePosixPath], text: str) -> Iterator[Path | None]:
    """Yield each of *paths* once it is written, and None for one that is there already."""
    for path in paths:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        yield target if create(target, text) else None


def create(target: Path, text: str) -> bool:
    """Write *text* to *target* and return True; leave it alone if there is such a file.

    Raises OSError if the disk fails, without half a file left behind.
    """
    try:
        file = target.open("x", encoding="utf-8", newline="\n")
    except FileExistsError:
        return False
    try:
        with file:
            file.write(text)
    except OSError:
        target.unlink()
        raise
    return True
