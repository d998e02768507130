"""What the output must hold: each file, what it is made from, and the fingerprint of that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from msgspec import Struct

from digestgen.cache.articles import Kept
from digestgen.cache.codec import encode
from digestgen.cache.hashing import fingerprint
from digestgen.cache.outputs import Made
from digestgen.cache.pictures import FOLDER as PICTURES
from digestgen.cache.stat import is_settled
from digestgen.errors import Diagnostic
from digestgen.fingerprint import ViewTexts, part_prints
from digestgen.inputs import Inputs, Run
from digestgen.model import DiskFile, Media, PictureFile, Site
from digestgen.names import BUILD
from digestgen.pages.social import Cards, card_name
from digestgen.recall import AFRESH, Recall
from digestgen.rendering import Materials, prints_of
from digestgen.site.pictures import other_sizes, picture_site_path
from digestgen.theme.theme import Asset
from digestgen.urls import output_path
from digestgen.views import Page, SocialCard

UNSETTLED: Final = ""


class KeptPicture(Struct, frozen=True, kw_only=True):
    """A file that was made of the picture *origin* of content, where it is kept."""

    file: PictureFile
    disk: str
    origin: PurePosixPath


class DrawnCard(Struct, frozen=True, kw_only=True):
    """A social card of the article in the file *origin*, and the *name* of its file."""

    card: SocialCard
    name: str
    origin: PurePosixPath


class BuildId(Struct, frozen=True):
    """The file that tells one build from another: it is made from all the others."""


Source = Page | DiskFile | Asset | KeptPicture | DrawnCard | BuildId


class Wanted(Struct, frozen=True, kw_only=True):
    """A file that the output must hold, what it is made from, and the fingerprint of that."""

    path: PurePosixPath
    source: Source
    fingerprint: str
    parts: str = ""
    """The prints of a page's parts."""


BUILD_FILE: Final = Wanted(path=PurePosixPath(BUILD), source=BuildId(), fingerprint=UNSETTLED)


class Planned(Struct, frozen=True, kw_only=True):
    """All that the output is made from; nothing is wrong with it."""

    site: Site
    pages: tuple[Page, ...]
    social: Cards
    inputs: Inputs
    warnings: tuple[Diagnostic, ...]
    run: Run


def wanted_pages(
    pages: Sequence[Page],
    materials: Materials,
    before: Mapping[str, Made],
    recall: Recall = AFRESH,
) -> Sequence[Wanted]:
    """Return *pages* with their fingerprints, which are to be rendered with *materials*.

    *before* are the files of the last build.
    """
    fingerprinted, prints = Fingerprinted(ViewTexts(), materials.kept), prints_of(materials, recall)
    paths = [str(page.path) for page in pages]
    columns = (
        pages,
        [prints.get(page.template, "") for page in pages],
        [text_key(page, materials.kept) if page.bodies else "" for page in pages],
        [before.get(path) for path in paths],
    )
    return recall.each(fingerprinted, paths, columns)


def text_key(page: Page, kept: Mapping[PurePosixPath, Kept]) -> str:
    """Return the keys of the texts that *page* shows."""
    keys = [kept[body.path].key for body in page.bodies]
    return keys[0] if len(keys) == 1 else " ".join(keys)


@dataclass(frozen=True, slots=True)
class Fingerprinted:
    """Makes pages wanted; any two do it alike."""

    text_of: ViewTexts
    kept: Mapping[PurePosixPath, Kept] = field(compare=False)
    """The content files by path."""

    def __call__(self, page: Page, made_with: str, _text_key: str, old: Made | None) -> Wanted:
        """Return *page*, which is *made_with* what has this fingerprint.

        *old* is the file that the last build made of it.
        """
        view = self.text_of(page.view)
        kept = [self.kept[body.path] for body in page.bodies]
        fillings = encode([body.fillings for body in page.bodies]) if page.bodies else b""
        text: tuple[bytes | str, ...] = (fillings, *(one.key for one in kept)) if kept else ()
        found = fingerprint(made_with, view, *text)
        is_same = old is not None and old.fingerprint == found
        parts = old.parts if old and is_same else part_prints(view, fillings, kept)
        return Wanted(path=page.path, source=page, fingerprint=found, parts=parts)


def wanted_files(planned: Planned) -> Iterator[Wanted]:
    """Yield the files that are no pages: those beside articles, of pictures, of the theme."""
    for media in planned.site.media.values():
        yield wanted_media(media, planned)
    for media, file in other_sizes(planned.site.media.values()):
        yield wanted_picture(picture_site_path(file.name), file, media, planned)
    yield from wanted_cards(planned)
    for asset in planned.inputs.theme.assets.values():
        yield Wanted(path=asset.path, source=asset, fingerprint=fingerprint(asset.data))
    yield BUILD_FILE


def wanted_media(media: Media, planned: Planned) -> Wanted:
    """Return the file at the address of *media*: as it is, or what was made of a picture."""
    if media.picture:
        return wanted_picture(media.site_path, media.picture.published, media, planned)
    file = media.file
    # A file that may change again without being seen to change is copied each time.
    settled = is_settled(file.stat, planned.run.started)
    found = fingerprint(encode((file.path, file.stat))) if settled else UNSETTLED
    return Wanted(path=output_path(media.site_path), source=file, fingerprint=found)


def wanted_picture(site_path: str, file: PictureFile, media: Media, planned: Planned) -> Wanted:
    """Return the *file* at *site_path* that was made of *media*."""
    disk = f"{planned.inputs.cache}/{PICTURES}/{file.name}"
    source = KeptPicture(file=file, disk=disk, origin=media.file.path)
    path = output_path(site_path)
    return Wanted(path=path, source=source, fingerprint=fingerprint(file.sha256))


def wanted_cards(planned: Planned) -> Iterator[Wanted]:
    """Yield the files of social cards; articles whose cards say the same share one."""
    cards = {
        card_name(card, planned.site.drawing or ""): (card, path)
        for path, card in planned.social.items()
    }
    for name, (card, path) in cards.items():
        source = DrawnCard(card=card, name=name, origin=path)
        where = output_path(picture_site_path(name))
        yield Wanted(path=where, source=source, fingerprint=fingerprint(name))
