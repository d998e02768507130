"""Front matter that keeps the old address of an article, and all else as it was."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from digestgen.check.text import RawText
from digestgen.move.links import Renaming, file_target
from digestgen.urls import decoded, with_slash
from digestgen.yaml.edit import CannotEditError, edited, span_replaced, with_item, with_value
from digestgen.yaml.write import path_value, scalar

PLAIN_PICTURE: Final = re.compile(r"(?:\.\.?/)*[^\W\d_][\w./~-]*|(?:\.\.?/)+[\w./~-]+")
# A day alone would be a date to other programs.
PLAIN_ID: Final = re.compile(r"\d{4}-\d\d-\d\d-[^\W\d_][\w-]*")
IMAGE_KEYS: Final = (("image",), ("image", "src"))


def with_front(text: RawText, edit: Callable[[str], str]) -> RawText:
    """Return *text* with the front matter that *edit* makes of its own. Raises CannotEditError."""
    start, end, _ = text.halves
    if start == end:
        raise CannotEditError
    return replace(text, text=text.text[:start] + edit(text.front) + text.text[end:])


def has_slug(text: RawText) -> bool:
    """Tell whether *text* says the end of its URL itself."""
    return any(one.keys == ("slug",) and one.value for one in text.values)


def with_alias(text: RawText, old: str, new: str) -> RawText:
    """Return *text*, which is at the site path *new* now, with the alias *old*.

    An alias that is the address now gives its place to the old one. Raises CannotEditError.
    """
    aliases = {
        with_slash(decoded(one.value)): one for one in text.values if one.keys == ("aliases",)
    }
    if old in aliases:
        return text
    if new in aliases:
        edit = span_replaced(aliases[new], path_value(old))
        return replace(text, text=edited(text.text, [edit]))
    return with_front(text, lambda front: with_item(front, ("aliases",), path_value(old)))


def with_slug(text: RawText, slug: str) -> RawText:
    """Return *text* with the end of its URL. Raises CannotEditError."""
    return with_front(text, lambda front: with_value(front, ("slug",), scalar(slug)))


def with_id(text: RawText, article_id: str) -> RawText:
    """Return *text* with the id that feeds know it by. Raises CannotEditError."""
    written = article_id if PLAIN_ID.fullmatch(article_id) else scalar(article_id)
    return with_front(text, lambda front: with_value(front, ("id",), written))


def with_image(text: RawText, renaming: Renaming) -> RawText:
    """Return *text* with the path of its lead picture from the folder that it is in now."""
    edits = [
        span_replaced(one, picture_value(moved))
        for one in text.values
        if one.keys in IMAGE_KEYS and (moved := file_target(one.value, text.path, renaming))
    ]
    return replace(text, text=edited(text.text, edits))


def picture_value(path: str) -> str:
    """Return the *path* of a picture as YAML."""
    return path if PLAIN_PICTURE.fullmatch(path) else scalar(path)
