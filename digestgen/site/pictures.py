"""Pictures that articles show, with their URLs and sizes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from digestgen.file_path import FilePath
from digestgen.model import Media, Picture, PictureFile, PictureSize, WrittenImage
from digestgen.urls import href

FOLDER: Final = "pictures"

Published = Mapping[FilePath, Media]


def lead_picture(image: WrittenImage | None, media: Published, base: str) -> Picture | None:
    """Return the lead picture *image* as pages show it; None without one, or if it is broken."""
    if image is None:
        return None
    alt = image.alt or image.caption or ""
    return picture(image.path, alt, media, base, caption=image.caption, credit=image.credit)


def picture(  # noqa: PLR0913 - what a picture is made of
    path: FilePath,
    alt: str,
    media: Published,
    base: str,
    *,
    caption: str | None = None,
    credit: str | None = None,
) -> Picture | None:
    """Return the picture in the file *path* of content; None if it is missing or broken."""
    found = media.get(path)
    if found is None or found.picture is None:
        return None
    files = found.picture
    own = PictureSize(
        url=href(base, found.site_path),
        width=files.published.width,
        height=files.published.height,
    )
    fallback = tuple(
        own if file == files.published else picture_size(file, base) for file in files.fallback
    )
    return Picture(
        url=own.url,
        width=own.width,
        height=own.height,
        alt=alt,
        caption=caption,
        credit=credit,
        webp=tuple(
            own if file == files.published else picture_size(file, base) for file in files.webp
        ),
        fallback=() if fallback == (own,) else fallback,
    )


def picture_size(file: PictureFile, base: str) -> PictureSize:
    """Return *file* with its URL."""
    url = href(base, picture_site_path(file.name))
    return PictureSize(url=url, width=file.width, height=file.height)


def picture_site_path(name: str) -> str:
    """Return where the file *name* that was made of a picture stands on the site."""
    return f"/{FOLDER}/{name}"


def other_sizes(media: Iterable[Media]) -> Iterator[tuple[Media, PictureFile]]:
    """Yield the files that are published of *media* besides those at their own addresses.

    Each comes with the first of the files that it was made from: two with the same bytes share
    theirs.
    """
    found: set[str] = set()
    for one in media:
        files = one.picture
        for file in (*files.webp, *files.fallback) if files else ():
            if files and file != files.published and file.name not in found:
                found.add(file.name)
                yield one, file
