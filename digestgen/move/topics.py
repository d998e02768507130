"""The move of a topic: its id in site.yaml, where the old one stays as a name that leads to it."""

from typing import Final

from digestgen import rules
from digestgen.errors import Phrase, Place, Problems, said
from digestgen.model import RegisteredTopic, Topic
from digestgen.move.articles import changed_files, refuse_new_problems
from digestgen.move.changes import Move, Texts, settings_change, settings_text, with_menu
from digestgen.move.links import Renaming
from digestgen.move.names import NEW, OLD
from digestgen.move.site import Known
from digestgen.names import SETTINGS
from digestgen.site.topics import topic_path
from digestgen.text.folding import fold
from digestgen.text.slug import slugify
from digestgen.yaml.edit import CannotEditError, with_entry, with_item, with_key
from digestgen.yaml.write import flow_list, scalar

TOPICS: Final = "topics"
ALIASES: Final = "aliases"


def topic_renaming(old: str, new: str, known: Known) -> Renaming:
    """Return how the topic *old* becomes *new*. Raises Problems if that cannot be."""
    place = Place(file=NEW)
    if slugify(new) != new:
        hint = said("write {path}", path=topic_path(slugify(new) or "NAME"))
        raise Problems(rules.MOVE_NO_NAME.at(place, hint=hint, value=topic_path(new)))
    owner = known.topics.get(fold(new))
    topic = known.topic_ids[old]
    is_own = owner is not None and owner.id == old
    if new in known.topic_ids or (owner is not None and not is_own):
        raise Problems(rules.MOVE_TAKEN.at(place, value=(owner or topic).link.text))
    if topic_path(new) in known.pages and not is_own:
        raise Problems(rules.MOVE_TAKEN.at(place, value=topic_path(new)))
    return Renaming(
        old_path=None, new_path=None, old=topic_path(old), new=topic_path(new), with_pages=True
    )


def move_topic(
    renaming: Renaming, ids: tuple[str, str], known: Known, texts: Texts, settings: bytes
) -> Move:
    """Return the move of the topic that *ids* name, the old and the new one. Raises Problems."""
    old, new = ids
    text, done = with_menu(settings_text(settings), renaming)
    try:
        text, told = with_new_id(text, old, new, known)
    except CannotEditError:
        raise Problems(rules.MOVE_CANNOT_EDIT.at(Place(file=SETTINGS), new=renaming.new)) from None
    changes, parsed = changed_files(renaming, known, texts)
    refuse_new_problems(known, text, parsed)
    change = settings_change(settings, text, (*told, *done))
    return Move(changes=(change, *changes), old=renaming.old, new=renaming.new)


def with_new_id(text: str, old: str, new: str, known: Known) -> tuple[str, tuple[Phrase, ...]]:
    """Return *text*, site.yaml, in which the topic *old* has the id *new*, and what was done.

    Raises CannotEditError.
    """
    entry = registered(old, known)
    if entry is None:
        return with_new_topic(text, known.topic_ids[old], old, new)
    text = with_key(text, (TOPICS, old), scalar(new))
    told = (said("topic {old} → {new}", old=old, new=new),)
    names = map(fold, (entry.name, *entry.aliases))
    kept = () if fold(old) in names else (old,)
    for alias in (*kept, topic_path(old)):
        text = with_item(text, (TOPICS, new, ALIASES), scalar(alias))
    return text, (*told, said("alias {path}", path=topic_path(old)))


def with_new_topic(text: str, topic: Topic, old: str, new: str) -> tuple[str, tuple[Phrase, ...]]:
    """Return *text*, site.yaml, with *topic* under the id *new*, and what was done.

    Tags mean it by its name; its address was *old*. Raises CannotEditError.
    """
    lines = [("name", scalar(topic.name)), (ALIASES, flow_list([topic_path(old)]))]
    return with_entry(text, (TOPICS, scalar(new)), tuple(lines)), (
        said("topic {id}: {name}", id=new, name=topic.name),
    )


def registered(topic_id: str, known: Known) -> RegisteredTopic | None:
    """Return the topic as site.yaml declares it; None if it does not."""
    return next((one for one in known.config.topics if one.id == topic_id), None)


def lead_to_topic(old: str, new: str, known: Known, settings: bytes) -> Move:
    """Return the move that makes the address of *old* lead to the topic *new*. Raises Problems."""
    entry, path = registered(new, known), topic_path(old)
    if entry and path in entry.aliases:
        return Move(changes=(), old=path, new=topic_path(new))
    if path in known.pages:
        raise Problems(rules.MOVE_TAKEN.at(Place(file=OLD), value=path))
    text = settings_text(settings)
    try:
        if entry:
            text = with_item(text, (TOPICS, new, ALIASES), scalar(path))
            done: tuple[Phrase, ...] = (said("topic {id}: alias {path}", id=new, path=path),)
        else:
            text, done = with_new_topic(text, known.topic_ids[new], old, new)
    except CannotEditError:
        place = Place(file=SETTINGS)
        raise Problems(rules.MOVE_CANNOT_EDIT.at(place, new=topic_path(new))) from None
    refuse_new_problems(known, text, {})
    change = settings_change(settings, text, done)
    return Move(changes=(change,), old=path, new=topic_path(new))
