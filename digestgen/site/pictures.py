"""Pictures that articles show, with their URLs and sizes."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from digestgen.model import Media, Picture, WrittenImage
from digestgen.urls import href

Published = Mapping[PurePosixPath, Media]


def lead_picture(image: WrittenImage | None, media: Published, base: str) -> Picture | None:
    """Return the lead picture *image* as pages show it; None without one, or if it is broken."""
    if image is None:
        return None
    alt = image.alt or image.caption or ""
    return picture(image.path, alt, media, base, caption=image.caption, credit=image.credit)


def picture(  # noqa: PLR0913 - what a picture is made of
    path: PurePosixPath,
    alt: str,
    media: Published,
    base: str,
    *,
    caption: str | None = None,
    credit: str | None = None,
) -> Picture | None:
    """Return the picture in the file *path* of content; None if it is missing or broken."""
    found = media.get(path)
    if found is None or found.dimensions is None:
        return None
    return Picture(
        url=href(base, found.site_path),
        width=found.dimensions.width,
        height=found.dimensions.height,
        alt=alt,
        caption=caption,
        credit=credit,
    )
