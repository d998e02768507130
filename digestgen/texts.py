"""A build after which only texts are other ones: the pages that show them, rendered anew.

What a plan reads of a content file are its facts; of its text it reads nothing. So while the facts
of all files are those of the last build, and so is all else that it saw, its plan is the one that
would be made now. The pages of it that show texts are kept (`kept_pages.py`), the others lie in
the output. Whatever is in doubt is left to a build with all stages.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from digestgen.ahead import LastBuild
from digestgen.build_report import BuildReport
from digestgen.cache.articles import Index, Kept, load_index, pack_file, parsed_in, store, text_of
from digestgen.cache.engine import engine
from digestgen.cache.outputs import OutputState, Snapshot, store_state
from digestgen.cache.pack import DamagedCacheError
from digestgen.cache.stat import file_stat
from digestgen.content.chunks import ParseOutcome
from digestgen.content.parsed import Parsed, ParseSettings, parse_settings
from digestgen.content.read import disk_file, is_content, path_text, start_of
from digestgen.errors import Problems
from digestgen.inputs import (
    Run,
    compile_beside,
    parse_files,
    read_config,
    salt_of,
    theme_of,
)
from digestgen.kept_pages import index_print, load_pages, read_pages
from digestgen.model import Config, Stat
from digestgen.names import CONTENT
from digestgen.output.manifest import MANIFEST_NAME
from digestgen.output.place import PRIVATE_FOLDER, OutputFolder, claim
from digestgen.outputs import made, pages_of, state_of, write_stale
from digestgen.page_plan import PagePlan
from digestgen.pages.planning import masthead
from digestgen.rendering import Materials, Rendering, begin
from digestgen.theme.theme import Theme
from digestgen.unchanged import Seen, lasts, reported, seen_with
from digestgen.wanted import BUILD_FILE, wanted_pages

# With more, a build with all stages is as fast, and has several processes to parse them.
MOST_TEXTS: Final = 100
# The templates of pages that show texts.
SHOW_TEXTS: Final = ("article.html", "page.html")


class Last(Struct, frozen=True, kw_only=True):
    """The output as the last build left it."""

    folder: OutputFolder
    state: OutputState
    snapshot: Snapshot
    changed: Callable[[], frozenset[str]]
    """Returns the files of the output that are not as that build left them."""


class Edited(Struct, frozen=True, kw_only=True):
    """A site after an edit of texts."""

    config: Config
    theme: Theme
    index: Index
    """The content files as they are kept now."""
    cache: Path
    """The folder that they are kept in."""
    texts: frozenset[str]
    """The files with other texts, by path."""


def build_texts(
    root: Path, output: Path, seen: Seen, before: LastBuild, run: Run
) -> BuildReport | None:
    """Return what was done to bring the folder *output* up to date, if only texts changed.

    None comes back, with nothing written, if it takes a build with all stages: one that can say
    what is wrong with the site, if anything is. *before* is how the output was left.
    """
    snapshot = before.state.snapshot
    if snapshot is None or seen.report or not lasts(snapshot, run.now):
        return None
    try:
        config = read_config(root, run.edition.url, run.memory.recall)
        edited = edited_since(snapshot, root, config, seen, run)
        if edited is None:
            return None
        run.memory.leave(edited)
        before.look()
        compile_beside(edited.theme, config, SHOW_TEXTS, run)
        folder = claim(output, site_root=root, content=root / CONTENT, memory=run.memory)
        last = Last(folder=folder, state=before.state, snapshot=snapshot, changed=before.changed)
        pages = edited_pages(edited, last, run)
        return None if pages is None else write_texts(pages, edited, last, seen, run)
    except (Problems, DamagedCacheError):
        return None


def edited_since(
    snapshot: Snapshot, root: Path, config: Config, seen: Seen, run: Run
) -> Edited | None:
    """Return what was edited of the site in *root* since the *snapshot*, if that is only texts.

    Raises Problems, and DamagedCacheError.
    """
    cache, recall = run.cache or root / PRIVATE_FOLDER, run.memory.recall
    settings = parse_settings(config)
    index = load_index(cache, engine=engine(), settings=salt_of(settings), memory=run.memory)
    outcomes = edited_files(seen, index, snapshot, settings, run)
    if outcomes is None:
        return None
    theme = recall(theme_of, "theme", root, config, cache, seen.themes)
    texts = {str(outcome.path): outcome.blob for outcome, _ in outcomes if outcome.blob}
    now = {kept.path: kept for kept in index.files} | {kept.path: kept for _, kept in outcomes}
    index = store(cache, index, tuple(now.values()), texts, run.memory)
    return Edited(config=config, theme=theme, index=index, cache=cache, texts=frozenset(texts))


# --- what changed --------------------------------------------------------------------------------


def edited_files(
    seen: Seen, index: Index, snapshot: Snapshot, settings: ParseSettings, run: Run
) -> list[tuple[ParseOutcome, Kept]] | None:
    """Return those of the content files that were *seen* that are not as in *index*.

    Each comes as it was parsed, and as it is to be kept. None comes back if they differ in more
    than texts, or if it was not from *index* that the output was made that left this *snapshot*.
    """
    # A file that came or went is seen at once, and by most builds.
    if sum(is_content(disk) for disk, _ in seen.sights) != len(index.files):
        return None
    known = {kept.path: kept for kept in index.files}
    files = content_files(seen)
    changed = [
        path for path, (_, stat) in files.items() if path in known and known[path].stat != stat
    ]
    if files.keys() != known.keys() or not 0 < len(changed) <= MOST_TEXTS:
        return None
    before = {files[path][0]: known[path].stat for path in changed}
    if seen_with(seen, before, run.edition) != snapshot.seen:
        return None
    disk_files = [disk_file(*files[path], start_of(seen.content)) for path in changed]
    outcomes = list(parse_files(disk_files, known, settings, salt_of(settings), run))
    found = [(one, kept_now(one, new, known[str(one.path)])) for one, new in outcomes]
    same = [(one, kept) for one, kept in found if kept]
    return same if len(same) == len(found) else None


def content_files(seen: Seen) -> Mapping[str, tuple[str, Stat]]:
    """Return the content files that were *seen* by path: their names on the disk, their stats."""
    start = start_of(seen.content)
    return {path_text(sight[0], start): sight for sight in seen.sights if is_content(sight[0])}


def kept_now(outcome: ParseOutcome, new: Kept | None, old: Kept) -> Kept | None:
    """Return the file of *outcome* as it is to be kept; None if it has other facts than *old*.

    It is *new* unless it is kept already.
    """
    if outcome.problems:
        return None
    if not new:
        return replace(old, stat=outcome.stat)
    is_text = not new.warnings and has_facts_of(parsed_in(new), parsed_in(old))
    return new if is_text else None


def has_facts_of(new: Parsed, old: Parsed) -> bool:
    """Tell whether no plan can tell *new* from *old*, two states of one file."""
    return type(new) is type(old) and new.print == old.print


# --- the pages that show it ----------------------------------------------------------------------


def edited_pages(edited: Edited, last: Last, run: Run) -> Sequence[PagePlan] | None:
    """Return the pages that show a text that was *edited*, as the *last* build planned them.

    None comes back if they were not kept, or if the output is not as that build left it. Raises
    DamagedCacheError.
    """
    cache, root = edited.cache, last.folder.root
    index = load_pages(cache, root, run.memory)
    if index_print(index) != last.snapshot.texts or not is_untouched(last):
        return None
    paths = [path for path, one in index.pages.items() if not edited.texts.isdisjoint(one.texts)]
    return read_pages(cache, root, index, paths)


def is_untouched(last: Last) -> bool:
    """Tell whether all files of the output, and its manifest, are as the *last* build left them."""
    manifest = file_stat(str(last.folder.root / MANIFEST_NAME))
    return manifest == last.state.manifest and not last.changed()


def text_materials(edited: Edited, pages: Iterable[PagePlan], run: Run) -> Materials:
    """Return what *pages* are rendered with."""
    kept = {one.path: one for one in edited.index.files}
    shown = (body.path for page in pages for body in page.bodies)
    return Materials(
        theme=edited.theme,
        masthead=run.memory.recall(masthead, "masthead", edited.config),
        base=edited.config.base,
        texts={path: text_of(kept[str(path)]) for path in shown},
        pack=pack_file(edited.cache, edited.index),
        cache=edited.cache,
    )


def write_texts(
    pages: Sequence[PagePlan], edited: Edited, last: Last, seen: Seen, run: Run
) -> BuildReport:
    """Return what was done to write *pages* anew over those of the *last* build.

    Raises Problems, with nothing written, if a template fails.
    """
    before = {made.path: made for made in last.state.files}
    materials = text_materials(edited, pages, run)
    begun = begin(pages, materials, run.helper, first=0) if run.helper else ()
    stale = [*wanted_pages(pages, materials, before), BUILD_FILE]
    paths = {one.path for one in stale}
    there = last.folder.manifest.files
    settled = {path: checksum for path, checksum in there.items() if path not in paths}
    done = write_stale(last.folder, stale, settled, Rendering(materials, run, begun))
    new = {one.path: one for one in made(stale, {}, last.folder.root, done)}
    files = tuple(new.get(one.path, one) for one in last.state.files)
    after = state_of(last.folder, files, renewed(last.snapshot, seen, run), last.state.shared)
    store_state(edited.cache, last.folder.root, after, run.memory)
    return reported(last.snapshot, done.report, pages_of(stale))


def renewed(snapshot: Snapshot, seen: Seen, run: Run) -> Snapshot | None:
    """Return the *snapshot* of what was *seen* now; None if that may change unseen."""
    if not seen.fingerprint:
        return None
    return replace(snapshot, seen=seen.fingerprint, since=run.now)
