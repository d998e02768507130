"""The read and the parse stage of a build: a folder on the disk → all that its files say.

Content files that were parsed before are not parsed again: see `cache/articles.py`.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct, field
from msgspec.structs import replace

from digestgen import rules
from digestgen.cache.articles import (
    Index,
    Kept,
    KeptText,
    TextKeeper,
    load_index,
    pack_file,
    parsed_in,
    text_of,
)
from digestgen.cache.codec import decoder, encode
from digestgen.cache.engine import engine
from digestgen.cache.hashing import fingerprint
from digestgen.cache.memory import Memory
from digestgen.config import parse_config, served_at
from digestgen.content.chunks import (
    ParseChunk,
    ParsedChunk,
    ParseOutcome,
    get_ready,
    parse_chunk,
)
from digestgen.content.encoding import decode
from digestgen.content.parsed import Parsed, ParseSettings, parse_settings
from digestgen.content.read import Tree
from digestgen.edition import USUAL, Edition
from digestgen.errors import Diagnostic, Place, Problems, is_error
from digestgen.file_path import FilePath
from digestgen.model import Config, DiskFile, Gap
from digestgen.names import SETTINGS
from digestgen.output.place import PRIVATE_FOLDER
from digestgen.pages.planning import masthead
from digestgen.pictures.ready import Ready, Workshop, ready_pictures
from digestgen.pictures.recipe import can_draw, recipe
from digestgen.recall import AFRESH, Recall, shared
from digestgen.site.assemble import Facts, picture_places
from digestgen.site.links import link_problems
from digestgen.site.visible import waiting_at
from digestgen.stages import Progress, Stage, counted, unseen
from digestgen.theme.chunks import get_ready_to_render, prepare, preparing, setting
from digestgen.theme.load import load_theme
from digestgen.theme.theme import Theme, page_templates
from digestgen.work import FEWEST_ITEMS, chunks, later, results, workers

Value = TypeVar("Value")

KEPT_DECODER: Final = decoder(tuple[Kept, ...])
# What articles are parsed with if site.yaml is wrong, so that their problems are found as well.
FALLBACK: Final = ParseSettings(language="ar", zone=ZoneInfo("UTC"), end_mark=None)

NOTHING: Final[Iterator[None]] = iter(())


class Run(Struct, frozen=True, kw_only=True):
    """When a build runs and how; only *now* and *edition* may show in what is written."""

    now: datetime
    """The moment that decides which articles are built."""
    started: int
    """When the build began by the clock of the disk, in nanoseconds since 1970."""
    jobs: int
    """How many processes do the work."""
    edition: Edition = USUAL
    """What is asked of the build."""
    progress: Progress = unseen
    """What is told how far the build is."""
    cache: Path | None = None
    """Where things are kept between builds, if not in the site's private folder."""
    memory: Memory = field(default_factory=Memory)
    """What is known of the builds before in this process."""
    helper: Executor | None = None
    """What can work beside this process, if there is one."""


class Inputs(Struct, frozen=True, kw_only=True):
    """All that was read of a site, its content files parsed."""

    config: Config
    theme: Theme
    parsed: tuple[Parsed, ...]
    texts: Mapping[FilePath, KeptText]
    """The texts of the content files, by path."""
    pack: Path
    """The file that they are kept in."""
    cache: Path
    """The folder that things are kept in."""
    facts: Facts


def read_inputs(
    root: Path, tree: Tree, run: Run, report: list[Diagnostic], themes: str = ""
) -> Inputs | None:
    """Return what the site in *root* is made from, with all problems in *report*.

    *tree* is what its content folder holds, and *themes* stands for all files of themes.

    None comes back without settings or a theme to go on with.
    """
    recall, cache = run.memory.recall, run.cache or root / PRIVATE_FOLDER
    config = attempt(report, lambda: read_config(root, run.edition.url, recall))
    found = theme_begun(root, config, cache, themes, run) if config else None
    settings = parse_settings(config) if config else None
    beside = compiling(found, config, run) if config and found else NOTHING
    files = tuple(tree.files.values())
    index, invalid = parsed_files(files, settings, cache, run, report, beside)
    theme = attempt(report, found) if found else None
    if config and theme:
        compile_beside(theme, config, page_templates(theme), run)
    paths = [file.path for file in index.files]
    parsed = recall.each(parsed_in, paths, (index.files,))
    texts = {value.path: text_of(file) for value, file in zip(parsed, index.files, strict=True)}
    report += theme.warnings if theme else ()
    report += [warning for file in index.files for warning in file.warnings]
    pictures = read_pictures(picture_places(parsed, invalid), tree, cache, run, report)
    if config is None or theme is None:
        waiting = waiting_at(run.now, parsed, drafts=run.edition.drafts)
        report += link_problems(parsed, waiting, tree.media, invalid)
        return None
    facts = Facts(
        media=tree.media,
        pictures=pictures,
        drawing=drawing(config, report),
        invalid=invalid,
        now=run.now,
        drafts=run.edition.drafts,
    )
    return Inputs(
        config=config,
        theme=theme,
        parsed=parsed,
        texts=texts,
        pack=pack_file(cache, index),
        cache=cache,
        facts=facts,
    )


def attempt(report: list[Diagnostic], step: Callable[[], Value]) -> Value | None:
    """Return what *step* returns, or None with its problems in *report*."""
    try:
        return step()
    except Problems as problems:
        report += problems.diagnostics
        return None


def read_config(root: Path, url: str | None = None, recall: Recall = AFRESH) -> Config:
    """Return the settings of the site in *root*, which is served at *url* if that is given.

    Raises Problems.
    """
    try:
        data = (root / SETTINGS).read_bytes()
    except OSError as error:
        raise Problems(rules.unreadable(Place(file=SETTINGS), error)) from None
    config = recall(parse_config, SETTINGS, decode(data, file=SETTINGS))
    return served_at(config, url) if url else config


def theme_of(root: Path, config: Config, cache: Path, _themes: str) -> Theme:
    """Return the theme that *config* asks for: the same one for the same *themes*.

    Raises Problems.
    """
    return load_theme(
        config.theme,
        site_root=root,
        place=config.theme_place,
        language=config.language,
        cache=cache,
    )


def theme_begun(
    root: Path, config: Config, cache: Path, themes: str, run: Run
) -> Callable[[], Theme]:
    """Return what returns the theme that *config* asks for, and raises Problems.

    The helper of *run* begins to read it.
    """
    if not run.helper:
        return partial(run.memory.recall, theme_of, "theme", root, config, cache, themes)
    told = later(run.helper, told_theme, root, config, cache, themes)

    def theme() -> Theme:
        found, problems = told()
        if found is None:
            raise Problems(*problems)
        return found

    return theme


def told_theme(
    root: Path, config: Config, cache: Path, themes: str
) -> tuple[Theme | None, tuple[Diagnostic, ...]]:
    """Return what `theme_of` does, or None and the problems, as it can be sent."""
    try:
        return theme_of(root, config, cache, themes), ()
    except Problems as problems:
        return None, problems.diagnostics


def compile_beside(theme: Theme, config: Config, names: Sequence[str], run: Run) -> None:
    """Let the helper of *run* compile the templates *names* of *theme*, if there is one."""
    if run.helper:
        run.helper.submit(prepare, setting_of(theme, config, run), names)


def compiling(theme: Callable[[], Theme], config: Config, run: Run) -> Iterator[None]:
    """Compile the templates of pages in steps, for the forks that will render them."""
    get_ready_to_render()
    yield
    # Whatever is wrong with the theme is told by who reads it.
    with suppress(Problems):
        found = theme()
        yield from preparing(setting_of(found, config, run), page_templates(found))


def setting_of(theme: Theme, config: Config, run: Run) -> bytes:
    """Return what the pages of the site of *config* are rendered with."""
    return setting(theme, run.memory.recall(masthead, "masthead", config), config.base)


def read_pictures(
    places: Mapping[FilePath, Place],
    tree: Tree,
    cache: Path,
    run: Run,
    report: list[Diagnostic],
) -> Ready:
    """Return the files of the pictures that are named at *places*, with problems in *report*."""
    shop = Workshop(
        cache=cache,
        started=run.started,
        jobs=run.jobs,
        progress=run.progress,
        memory=run.memory,
    )
    is_whole = not any(map(is_error, report))
    pictures, problems = ready_pictures(places, tree.media, shop, is_whole=is_whole)
    report += problems
    return pictures


def drawing(config: Config, report: list[Diagnostic]) -> str | None:
    """Return how the social cards are drawn that *config* asks for; None if they are not."""
    if not config.social_cards:
        return None
    if not can_draw():
        report.append(rules.NO_SOCIAL_CARDS.at(Place(file=SETTINGS)))
        return None
    return recipe()


def parsed_files(  # noqa: PLR0913, PLR0917 - a stage, and what is done beside it
    files: Sequence[DiskFile],
    settings: ParseSettings | None,
    cache: Path,
    run: Run,
    report: list[Diagnostic],
    beside: Iterator[None] = NOTHING,
) -> tuple[Index, dict[FilePath, tuple[Gap, ...]]]:
    """Return the index of *files*, in their order, and what those with problems point to.

    Without *settings* they are parsed for their problems, and nothing of them is kept. While others
    parse many files, this process does what is *beside* that, in steps. Raises DamagedCacheError if
    what is kept turns out to be of no use.
    """
    wanted = settings or FALLBACK
    salt = salt_of(wanted)
    index = load_index(cache, engine=engine(), settings=salt, memory=run.memory)
    known = {kept.path: kept for kept in index.files}
    changed = [file for file in files if not is_same(file, known.get(str(file.path)))]
    if not changed and len(files) == len(known):
        return index, {}
    names = {str(file.path) for file in changed}
    current = {path: kept for path, kept in known.items() if path not in names}
    lasting = [known[path] for path in map(str, (file.path for file in files)) if path in known]
    keeper = TextKeeper(cache, index, lasting) if settings else None
    invalid: dict[FilePath, tuple[Gap, ...]] = {}
    # An interrupted build must not wait until someone collects the generator with its processes.
    with closing(parse_files(changed, known, wanted, salt, run, beside)) as outcomes:
        for outcome, kept in counted(outcomes, run.progress, Stage.PARSE, len(changed)):
            path = str(outcome.path)
            if outcome.problems:
                report += outcome.problems
                invalid[outcome.path] = outcome.links
            elif kept:
                # What an edit left as it was is the same object, and so is what is made of it.
                current[path] = shared(kept, known[path]) if path in known else kept
                if keeper:
                    keeper.keep(path, outcome.blob)
            else:
                current[path] = replace(known[path], stat=outcome.stat)
    ordered = tuple(current[str(file.path)] for file in files if str(file.path) in current)
    if keeper is None:
        return replace(index, files=ordered), invalid
    return keeper.end(ordered, run.memory), invalid


def salt_of(settings: ParseSettings) -> str:
    """Return the fingerprint of *settings*: with others, what is kept is of no use."""
    return fingerprint(encode((settings.language, settings.zone.key, settings.end_mark)))


def parse_files(  # noqa: PLR0913, PLR0917 - a stage, and what is done beside it
    files: Sequence[DiskFile],
    known: Mapping[str, Kept],
    settings: ParseSettings,
    salt: str,
    run: Run,
    beside: Iterator[None] = NOTHING,
) -> Generator[tuple[ParseOutcome, Kept | None], None, None]:
    """Yield what comes of each of *files*, in their order; *known* are those kept already.

    What is to be kept of a new file comes with it. A step of what is *beside* that is done for each
    chunk that another process parses.
    """
    keys = {path: kept.key for path, kept in known.items()}
    items = [(file, keys.get(str(file.path), "")) for file in files]
    base = f"{engine()} {salt}".encode()
    work = (
        ParseChunk(files=chunk, settings=settings, salt=base, started=run.started)
        for chunk in chunks(items)
    )
    if len(items) >= FEWEST_ITEMS:
        # Here once, so that each fork has it.
        get_ready()
    with workers(run.jobs, items) as executor:
        for chunk in results(executor or run.helper, parse_chunk, work, run.jobs):
            if executor:
                next(beside, None)
            yield from with_kept(chunk)


def with_kept(chunk: ParsedChunk) -> list[tuple[ParseOutcome, Kept | None]]:
    """Return what came of each file of *chunk*, with what is to be kept of those that are new."""
    kept = iter(KEPT_DECODER.decode(chunk.kept))
    return [(outcome, next(kept) if outcome.blob else None) for outcome in chunk.files]


def is_same(file: DiskFile, kept: Kept | None) -> bool:
    """Tell whether *file* is the one that is *kept*, by what its folder says of it."""
    return kept is not None and kept.stat == file.stat
