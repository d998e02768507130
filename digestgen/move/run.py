"""The move of a site on the disk: read, plan, write. Nothing is written before all is planned."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from digestgen import rules
from digestgen.cache.articles import parsed_in, with_sound_cache
from digestgen.content.parsed import parse_settings
from digestgen.content.read import Tree, read_bytes, read_tree
from digestgen.content.rewrite import real, staged
from digestgen.errors import Diagnostic, Place, Problems, in_order, is_error, said
from digestgen.file_path import FilePath
from digestgen.inputs import Run, parsed_files, read_config
from digestgen.model import Config
from digestgen.move.articles import article_renaming, heir_renaming, move_article
from digestgen.move.changes import Change, Move, raw
from digestgen.move.links import Renaming
from digestgen.move.names import NEW, OLD, Given, Name, name_of, not_there, shown, topic_id
from digestgen.move.site import Known, known_site
from digestgen.move.topics import lead_to_topic, move_topic, topic_renaming
from digestgen.names import CONTENT, SETTINGS
from digestgen.output.place import PRIVATE_FOLDER
from digestgen.site.assemble import Facts


def planned_move(root: Path, given: Given, run: Run) -> Move:
    """Return what is to be done to the site in *root*. Raises Problems; nothing is written."""
    config = read_config(root)
    tree, known = with_sound_cache(root / PRIVATE_FOLDER, lambda: read_known(root, config, run))
    settings = (root / SETTINGS).read_bytes()
    old = name_of(given.old, OLD, given, config, known.names)
    new = name_of(given.new, NEW, given, config, known.names)
    old_id, new_id = topic_id(old), topic_id(new)
    if old_id in known.topic_ids or new_id in known.topic_ids:
        return topic_move(old, new, known, tree, settings)
    path, target = content_path(old, known), content_path(new, known)
    if path is None and target is None:
        raise Problems(not_there(old, OLD, known.names))
    if path is None and target is not None:
        text = raw(target, read_bytes(tree.files[target]))
        renaming = heir_renaming(old, target, known, text)
        # Links to an address are led on; those to a file that is not there stop a build.
        files = concerned(renaming, known) if isinstance(old, FilePath) else [target]
    elif path is not None:
        text = raw(path, read_bytes(tree.files[path]))
        renaming = article_renaming(path, new, known, text)
        refuse_file(root, renaming, tree)
        files = concerned(renaming, known)
    return move_article(renaming, known, texts_of(files, tree), settings)


def topic_move(old: Name, new: Name, known: Known, tree: Tree, settings: bytes) -> Move:
    """Return the move of a topic. Raises Problems."""
    old_id, new_id = topic_id(old), topic_id(new)
    if old_id is None or new_id is None:
        expected = said("write both as {path}", path="/topics/ID/")
        place = Place(file=NEW if new_id is None else OLD)
        raise Problems(
            rules.MOVE_UNFIT.at(place, old=shown(old), new=shown(new), expected=expected)
        )
    if old_id not in known.topic_ids:
        return lead_to_topic(old_id, new_id, known, settings)
    renaming = topic_renaming(old_id, new_id, known)
    texts = texts_of(concerned(renaming, known), tree)
    return move_topic(renaming, (old_id, new_id), known, texts, settings)


def read_known(root: Path, config: Config, run: Run) -> tuple[Tree, Known]:
    """Return the content folder of the site in *root*, and what is known of it.

    Raises Problems if a content file is wrong: what it links to is not known for sure. Raises
    DamagedCacheError if what is kept is of no use.
    """
    report: list[Diagnostic] = []
    tree, problems = read_tree(root / CONTENT, run.progress)
    report += problems
    files = tuple(tree.files.values())
    cache = root / PRIVATE_FOLDER
    index, _ = parsed_files(files, parse_settings(config), cache, run, report)
    if any(map(is_error, report)):
        raise Problems(*in_order(report))
    facts = Facts(media=tree.media, pictures={}, drawing=None, invalid={}, now=run.now)
    return tree, known_site(config, map(parsed_in, index.files), facts)


def content_path(name: Name, known: Known) -> FilePath | None:
    """Return the content file that *name* means; None if there is none."""
    path = name if isinstance(name, FilePath) else known.addresses.get(name)
    return path if path in known.parsed else None


def concerned(renaming: Renaming, known: Known) -> list[FilePath]:
    """Return the content files that *renaming* may change."""
    return [path for path, one in known.parsed.items() if renaming.concerns(one)]


def texts_of(paths: Iterable[FilePath], tree: Tree) -> dict[FilePath, bytes]:
    """Return what the content files *paths* hold. Raises Problems."""
    return {path: read_bytes(tree.files[path]) for path in paths}


def refuse_file(root: Path, renaming: Renaming, tree: Tree) -> None:
    """Raise Problems if the file that *renaming* makes is there, or would lie outside the site."""
    old, new = renaming.old_path, renaming.new_path
    if old is None or new is None or old == new:
        return
    content = (root / CONTENT).resolve()
    target = root / CONTENT / new
    is_same = target.exists() and target.samefile(tree.files[old].disk)
    if os.path.lexists(target) and not is_same:
        raise Problems(rules.MOVE_TAKEN.at(Place(file=NEW), value=shown(new)))
    folder = next(one for one in target.parents if one.exists())
    if not folder.is_dir() or not folder.resolve().is_relative_to(content):
        raise Problems(rules.MOVE_NO_NAME.at(Place(file=NEW), value=shown(new)))


# --- write ---------------------------------------------------------------------------------------


def write_move(root: Path, move: Move) -> None:
    """Write what *move* changes in the site in *root*: all of it, or nothing if the disk fails.

    Raises OSError.
    """
    staged: list[tuple[Change, Path]] = []
    done: list[Change] = []
    try:
        staged += [(change, stage(root, change)) for change in move.changes]
        for change, file in staged:
            done.append(change)
            put(root, change, file)
    except OSError:
        undo(root, done)
        raise
    finally:
        for _, file in staged:
            with suppress(OSError):
                file.unlink()


def stage(root: Path, change: Change) -> Path:
    """Return a new file that holds what *change* makes, beside the place that it will have."""
    target = real(root / change.new)
    target.parent.mkdir(parents=True, exist_ok=True)
    return staged(target, change.after, like=root / change.file)


def put(root: Path, change: Change, file: Path) -> None:
    """Move *file* to where *change* has it, and take the old name away."""
    old, new = root / change.file, root / change.new
    is_same = new.exists() and new.samefile(old)
    file.replace(real(new))
    if change.new != change.file and not is_same:
        old.unlink()


def undo(root: Path, done: Sequence[Change]) -> None:
    """Make the files of *done* what they were."""
    for change in reversed(done):
        with suppress(OSError):
            real(root / change.file).write_bytes(change.before)
            if change.new != change.file:
                (root / change.new).unlink(missing_ok=True)
