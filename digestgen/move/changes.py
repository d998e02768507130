"""What a move changes, as values: nothing is written before all of it is known."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from digestgen import rules
from digestgen.check.text import BYTE_ORDER_MARK, RawText
from digestgen.content.articles import parse
from digestgen.content.encoding import decode
from digestgen.content.parsed import ParsedFile, ParseSettings
from digestgen.content.read import place_of
from digestgen.errors import Phrase, Place, Problems
from digestgen.file_path import FilePath
from digestgen.model import ContentFile, DatelineSlot, FrontMatter, PageFrontMatter
from digestgen.move.links import Renaming, bare
from digestgen.names import SETTINGS
from digestgen.report import counted
from digestgen.urls import with_slash
from digestgen.yaml.edit import Edit, edited, span_replaced
from digestgen.yaml.spans import spans
from digestgen.yaml.write import path_value


class Change(Struct, frozen=True, kw_only=True):
    """A file with what it holds now, and what was done to it; paths are from the site's folder."""

    file: str
    new: str
    """The same, unless the file has another name."""
    before: bytes
    after: bytes
    done: tuple[Phrase, ...]


class Move(Struct, frozen=True, kw_only=True):
    """All that has to be done; without changes there is nothing to do."""

    changes: tuple[Change, ...]
    old: str
    new: str
    """Where the article or topic was, and where it is now: site paths."""


Texts = Mapping[FilePath, bytes]
"""What the content files hold that have to change, as they lie on the disk."""


def raw(path: FilePath, data: bytes) -> RawText:
    """Return the content file *path*, which holds *data*. Raises Problems if it is not UTF-8."""
    decode(data, file=place_of(path).file)
    return RawText(path=path, text=data.decode().removeprefix(BYTE_ORDER_MARK), language="")


def like(before: bytes, text: str) -> bytes:
    """Return *text* as bytes, with the byte-order mark that *before* has."""
    mark = BYTE_ORDER_MARK.encode()
    return (mark if before.startswith(mark) else b"") + text.encode()


def parsed(text: RawText, settings: ParseSettings) -> ParsedFile:
    """Return what a build makes of *text*. Raises Problems."""
    file = place_of(text.path).file
    content = ContentFile(path=text.path, text=decode(text.text.encode(), file=file))
    return parse(content, settings)


def checked(
    before: RawText, after: RawText, renaming: Renaming, settings: ParseSettings
) -> ParsedFile:
    """Return what a build makes of *after*, which is *before* but for what moved.

    Raises Problems if that is not so: something is written in a way that was not foreseen.
    """
    one, other = parsed(before, settings), parsed(after, settings)
    links = bare(map(renaming.gap, one.parsed.body.gaps))
    is_same = (
        one.text == other.text
        and links == bare(other.parsed.body.gaps)
        and fixed(one.parsed.front) == fixed(other.parsed.front)
    )
    if not is_same:
        raise Problems(rules.MOVE_CANNOT_EDIT.at(stumble(one, other, renaming), new=renaming.new))
    return other


def stumble(before: ParsedFile, after: ParsedFile, renaming: Renaming) -> Place:
    """Return the place of the first link that is not as it has to be, else the file's."""
    wanted = bare(map(renaming.gap, before.parsed.body.gaps))
    pairs = zip(before.parsed.body.gaps, wanted, bare(after.parsed.body.gaps), strict=False)
    links = (gap for gap, one, other in pairs if one != other)
    found = next((gap for gap in links if not isinstance(gap, DatelineSlot)), None)
    return found.place if found else place_of(before.parsed.path)


def fixed(front: FrontMatter | PageFrontMatter) -> list[object]:
    """Return what no move changes of *front*."""
    image = front.image and (front.image.path, front.image.alt)
    names = set(front.__struct_fields__) - {"id", "slug", "aliases", "image"}
    return [image, *(getattr(front, name) for name in sorted(names))]


def settings_edits(text: str, renaming: Renaming) -> Iterator[Edit]:
    """Yield the edit of each link in the menus of *text*, site.yaml, that has to change."""
    for one in spans(text) or ():
        if one.keys in {("menu", "url"), ("social", "url")} and one.value.startswith("/"):
            moved = renaming.site_path(with_slash(one.value))
            if moved != with_slash(one.value):
                yield span_replaced(one, path_value(moved))


def settings_change(before: bytes, text: str, done: tuple[Phrase, ...]) -> Change:
    """Return the change of site.yaml to *text*."""
    return Change(file=SETTINGS, new=SETTINGS, before=before, after=like(before, text), done=done)


def settings_text(data: bytes) -> str:
    """Return site.yaml, which holds *data*, without its byte-order mark."""
    return data.decode().removeprefix(BYTE_ORDER_MARK)


def with_menu(text: str, renaming: Renaming) -> tuple[str, tuple[Phrase, ...]]:
    """Return *text*, site.yaml, with menus that lead where things are now, and what was done."""
    edits = list(settings_edits(text, renaming))
    return edited(text, edits), links_done(len(edits))


def links_done(count: int) -> tuple[Phrase, ...]:
    """Return what is told of *count* links that were changed."""
    return (counted(count, "link"),) if count else ()
