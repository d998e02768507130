"""The move of an article or plain page: its file, its address, and all that leads to it."""

from typing import Final

from digestgen import rules
from digestgen.check.text import RawText
from digestgen.content.article_values import BUNDLE, DATE_PREFIX, file_slug
from digestgen.content.identity import identity
from digestgen.content.parsed import Parsed, parse_settings
from digestgen.content.read import place_of
from digestgen.errors import Phrase, Place, Problems, said
from digestgen.file_path import FilePath
from digestgen.model import ParsedArticle
from digestgen.move.changes import (
    Change,
    Move,
    Texts,
    checked,
    like,
    links_done,
    raw,
    settings_change,
    settings_text,
    with_menu,
)
from digestgen.move.front import has_slug, with_alias, with_id, with_image, with_slug
from digestgen.move.links import Renaming, with_links
from digestgen.move.names import NEW, OLD, Name, shown
from digestgen.move.site import Known, new_problems, site_path
from digestgen.text.folding import ascii_digits
from digestgen.text.slug import slugify
from digestgen.yaml.edit import CannotEditError

SLUG_MARK: Final = "\0"


def article_renaming(path: FilePath, new: Name, known: Known, text: RawText) -> Renaming:
    """Return how the content file *path*, which holds *text*, becomes *new*. Raises Problems."""
    one = known.parsed[path]
    keeps_slug = has_slug(text)
    if isinstance(new, FilePath):
        new_path = new
        slug = one.front.slug if keeps_slug else slugify(file_slug(new))
    else:
        slug = slug_in(new, one, known)
        is_said = keeps_slug or path.stem == BUNDLE
        new_path = path if is_said else renamed(path, slug)
    if not slug:
        raise Problems(rules.MOVE_NO_NAME.at(Place(file=NEW), value=shown(new)))
    renaming = Renaming(
        old_path=path,
        new_path=new_path,
        old=site_path(one, known.config),
        new=site_path(one, known.config, slug),
    )
    refuse_taken(renaming, one, known)
    return renaming


def slug_in(address: str, one: Parsed, known: Known) -> str:
    """Return the slug with which *one* is at *address*. Raises Problems if there is none."""
    before, _, after = site_path(one, known.config, SLUG_MARK).partition(SLUG_MARK)
    slug = address.removeprefix(before).removesuffix(after)
    if slugify(slug) != slug or site_path(one, known.config, slug) != address:
        old = site_path(one, known.config)
        fixed = slugify(slug.strip("/").rpartition("/")[2]) or "NAME"
        expected = site_path(one, known.config, fixed)
        raise Problems(
            rules.MOVE_UNFIT.at(Place(file=NEW), old=old, new=address, expected=expected)
        )
    return slug


def renamed(path: FilePath, slug: str) -> FilePath:
    """Return *path* with a name that makes *slug*, and the date that it has."""
    match = DATE_PREFIX.match(ascii_digits(path.stem))
    date = path.stem[: match.end()] if match else ""
    return FilePath(f"{path.removesuffix(path.name)}{date}{slug}{path.suffix}")


def refuse_taken(renaming: Renaming, one: Parsed, known: Known) -> None:
    """Raise Problems if something else is where *one* would go."""
    files = {str(path).casefold() for path in known.parsed if path != one.path}
    place = Place(file=NEW)
    if renaming.new_path == one.path and renaming.new == renaming.old:
        raise Problems(rules.MOVE_TAKEN.at(place, value=shown(one.path)))
    if str(renaming.new_path).casefold() in files:
        raise Problems(rules.MOVE_TAKEN.at(place, value=shown(renaming.new_path or renaming.new)))
    taken = renaming.new in known.pages or renaming.new in known.addresses
    if taken and renaming.new not in (renaming.old, *one.front.aliases):
        raise Problems(rules.MOVE_TAKEN.at(place, value=renaming.new))


def move_article(renaming: Renaming, known: Known, texts: Texts, settings: bytes) -> Move:
    """Return the move that *renaming* tells of, of the files *texts* and of site.yaml.

    Raises Problems.
    """
    changes, parsed = changed_files(renaming, known, texts)
    menu, done = with_menu(settings_text(settings), renaming)
    changes += [settings_change(settings, menu, done)] if done else []
    refuse_new_problems(known, menu, parsed)
    return Move(changes=tuple(changes), old=renaming.old, new=renaming.new)


def changed_files(
    renaming: Renaming, known: Known, texts: Texts
) -> tuple[list[Change], dict[FilePath, Parsed]]:
    """Return the changes of *texts*, and what the files say then. Raises Problems."""
    parsed: dict[FilePath, Parsed] = {}
    changes: list[Change] = []
    for path, data in texts.items():
        change, parsed[path] = changed_file(path, data, renaming, known)
        changes += [change] if change.done or change.file != change.new else []
    return changes, parsed


def refuse_new_problems(known: Known, settings: str, parsed: dict[FilePath, Parsed]) -> None:
    """Raise Problems if the site could not be built after a move."""
    problems = tuple(new_problems(known, settings, parsed))
    if problems:
        raise Problems(*problems)


def changed_file(
    path: FilePath, data: bytes, renaming: Renaming, known: Known
) -> tuple[Change, Parsed]:
    """Return the change of the content file *path*, which holds *data*, and what it says then."""
    before, settings = raw(path, data), parse_settings(known.config)
    try:
        after, done = with_all(before, renaming, known)
    except CannotEditError:
        place = place_of(path)
        raise Problems(rules.MOVE_CANNOT_EDIT.at(place, new=renaming.new)) from None
    made = checked(before, after, renaming, settings)
    change = Change(
        file=place_of(path).file,
        new=place_of(after.path).file,
        before=data,
        after=like(data, after.text),
        done=done,
    )
    return change, made.parsed


def with_all(text: RawText, renaming: Renaming, known: Known) -> tuple[RawText, tuple[Phrase, ...]]:
    """Return *text* with all that *renaming* asks for, and what was done.

    Raises CannotEditError.
    """
    is_moved = text.path in {renaming.old_path, renaming.new_path}
    one = known.parsed[text.path]
    changed = with_image(text, renaming) if is_moved else text
    has_image = changed.text != text.text
    changed, links = with_links(changed, renaming)
    told = links_done(links + has_image)
    if is_moved and renaming.new != renaming.old:
        changed, done = with_address(changed, renaming, one, known)
        told = (*told, *done)
    if is_moved and isinstance(one, ParsedArticle):
        changed, done = with_old_id(changed, renaming, one)
        told = (*told, *done)
    return changed, told


def with_address(
    text: RawText, renaming: Renaming, one: Parsed, known: Known
) -> tuple[RawText, tuple[Phrase, ...]]:
    """Return *text* with its new address and the old one as an alias, and what was done.

    Raises CannotEditError.
    """
    is_known = renaming.old in one.front.aliases
    told = () if is_known else (said("alias {path}", path=renaming.old),)
    is_renamed = renaming.new_path != renaming.old_path
    slug = one.front.slug if is_renamed else slug_in(renaming.new, one, known)
    if slug != one.front.slug:
        text, told = with_slug(text, slug), (said("slug: {slug}", slug=slug), *told)
    return with_alias(text, renaming.old, renaming.new), told


def with_old_id(
    text: RawText, renaming: Renaming, one: ParsedArticle
) -> tuple[RawText, tuple[Phrase, ...]]:
    """Return *text* with the id that feeds know *one* by, and what was done.

    Raises CannotEditError.
    """
    paths = (renaming.old_path, renaming.new_path)
    old, new = (identity(path or one.path, one.front) for path in paths)
    if old == new or renaming.old_path is None:
        return text, ()
    return with_id(text, old), (said("id: {id}", id=old),)


# --- what was renamed before ---------------------------------------------------------------------


def heir_renaming(old: Name, path: FilePath, known: Known, text: RawText) -> Renaming:
    """Return how the content file *path*, which holds *text*, was *old* before. Raises Problems."""
    one = known.parsed[path]
    new = site_path(one, known.config)
    if isinstance(old, FilePath):
        slug = one.front.slug if has_slug(text) else slugify(file_slug(old))
        address = site_path(one, known.config, slug)
        was: FilePath | None = old
    else:
        address = old
        was = None if has_slug(text) else old_path(old, one, known)
    if address != new and address in known.pages and address not in one.front.aliases:
        raise Problems(rules.MOVE_TAKEN.at(Place(file=OLD), value=address))
    return Renaming(old_path=was, new_path=path, old=address, new=new)


def old_path(old: str, one: Parsed, known: Known) -> FilePath | None:
    """Return the name with which *one* was at the site path *old*; None if that is not told.

    The address tells the name if it is made from one, and the article has the same date still.
    """
    if one.path.stem == BUNDLE:
        return None
    try:
        return renamed(one.path, slug_in(old, one, known))
    except Problems:
        return None
