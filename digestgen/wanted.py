"""What the output must hold: each file, what it is made from, and the fingerprint of that."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from digestgen.cache.articles import KeptText
from digestgen.cache.codec import encode
from digestgen.cache.hashing import DIGITS, fingerprint
from digestgen.cache.outputs import Made
from digestgen.cache.pictures import FOLDER as PICTURES
from digestgen.cache.stat import is_settled
from digestgen.errors import Diagnostic
from digestgen.file_path import FilePath
from digestgen.fingerprint import page_fingerprint
from digestgen.inputs import Inputs, Run
from digestgen.model import DiskFile, Media, PictureFile, Site
from digestgen.names import BUILD
from digestgen.page_plan import PagePlan
from digestgen.pages.social import Cards, card_name
from digestgen.recall import AFRESH, Recall
from digestgen.rendering import Materials, prints_of
from digestgen.site.pictures import other_sizes, picture_site_path
from digestgen.theme.theme import Asset
from digestgen.urls import output_path
from digestgen.views import SocialCard

UNSETTLED: Final = ""
# What a page is made with whose template is missing, which is told when it is rendered.
NO_TEMPLATE: Final = "0" * DIGITS


class KeptPicture(Struct, frozen=True, kw_only=True):
    """A file that was made of the picture *origin* of content, where it is kept."""

    file: PictureFile
    disk: str
    origin: FilePath


class DrawnCard(Struct, frozen=True, kw_only=True):
    """A social card of the article in the file *origin*, and the *name* of its file."""

    card: SocialCard
    name: str
    origin: FilePath


class BuildId(Struct, frozen=True):
    """The file that tells one build from another: it is made from all the others."""


Source = PagePlan | DiskFile | Asset | KeptPicture | DrawnCard | BuildId


class Wanted(Struct, frozen=True, kw_only=True):
    """A file that the output must hold, what it is made from, and the fingerprint of that."""

    path: str
    source: Source
    fingerprint: str
    parts: str = ""
    """The prints of a page's parts; none of a page that has to be rendered."""


BUILD_FILE: Final = Wanted(path=BUILD, source=BuildId(), fingerprint=UNSETTLED)


class Planned(Struct, frozen=True, kw_only=True):
    """All that the output is made from; nothing is wrong with it."""

    site: Site
    pages: tuple[PagePlan, ...]
    social: Cards
    inputs: Inputs
    warnings: tuple[Diagnostic, ...]
    run: Run


def wanted_pages(
    pages: Sequence[PagePlan],
    materials: Materials,
    before: Mapping[str, Made],
    recall: Recall = AFRESH,
) -> Sequence[Wanted]:
    """Return *pages* with their fingerprints, which are to be rendered with *materials*.

    *before* are the files of the last build.
    """
    prints = prints_of(materials, recall)
    paths = [page.path for page in pages]
    columns = (
        pages,
        [prints.get(page.template, NO_TEMPLATE) for page in pages],
        [text_keys(page, materials.texts) if page.bodies else "" for page in pages],
        [before.get(path) for path in paths],
    )
    return recall.each(wanted_page, paths, columns)


def text_keys(page: PagePlan, texts: Mapping[FilePath, KeptText]) -> str:
    """Return the keys of the texts that *page* shows, one after the other."""
    return "".join([texts[body.path].key for body in page.bodies])


def wanted_page(page: PagePlan, made_with: str, keys: str, old: Made | None) -> Wanted:
    """Return *page*, all pages of whose template are *made_with* what has this print.

    *keys* are those of its texts, and *old* is the file that the last build made of it.
    """
    found = page_fingerprint(page, made_with, keys)
    parts = old.parts if old and old.fingerprint == found else ""
    return Wanted(path=page.path, source=page, fingerprint=found, parts=parts)


def wanted_files(planned: Planned) -> Iterator[Wanted]:
    """Yield the files that are no pages: those beside articles, of pictures, of the theme."""
    for media in planned.site.media.values():
        yield wanted_media(media, planned)
    for media, file in other_sizes(planned.site.media.values()):
        yield wanted_picture(picture_site_path(file.name), file, media, planned)
    yield from wanted_cards(planned)
    for asset in planned.inputs.theme.assets.values():
        yield Wanted(path=str(asset.path), source=asset, fingerprint=fingerprint(asset.data))
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
