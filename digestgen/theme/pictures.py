"""Pictures as HTML: the browser takes the smallest file that is sharp where the picture stands."""

from collections.abc import Iterable, Iterator
from typing import Final

from markupsafe import Markup

from digestgen.model import Picture, PictureSize
from digestgen.text.html import Pattern

IMAGE: Final = Pattern("<img{}>")
SOURCE: Final = Pattern('<source type="image/webp" srcset="{}" sizes="{}">')
PICTURE: Final = Pattern("<picture>{}{}</picture>")
ATTRIBUTE: Final = Pattern(' {}="{}"')
# What leads a page is what its reader waits for; the rest is fetched when it comes near.
EAGER: Final = (("fetchpriority", "high"),)
LAZY: Final = (("loading", "lazy"), ("decoding", "async"))


def picture_html(
    picture: Picture,
    alt: str,
    *,
    sizes: str,
    lead: bool = False,
    widest: int | None = None,
) -> Markup:
    """Return *picture* as HTML, in files of the widths that there are.

    *sizes* says how wide it stands on the page, as in HTML's attribute of that name; a picture that
    never stands wider than *widest* pixels of any screen needs no wider file. One that is the
    *lead* of its page is not waited with.
    """
    webp, fallback = fitting(picture.webp, widest), fitting(picture.fallback, widest)
    image = IMAGE.format(
        Markup("").join(
            ATTRIBUTE.format(name, value)
            for name, value in attributes(picture, alt, fallback, sizes, lead=lead)
        )
    )
    if not webp:
        return image
    return PICTURE.format(SOURCE.format(source_set(webp), sizes), image)


def fitting(files: tuple[PictureSize, ...], widest: int | None) -> tuple[PictureSize, ...]:
    """Return those of *files*, from the narrowest to the first that is *widest* or wider."""
    if widest is None:
        return files
    narrow = [file for file in files if file.width < widest]
    return files[: len(narrow) + 1]


def source_set(files: Iterable[PictureSize]) -> str:
    """Return *files* with their widths, as HTML's `srcset`.

    A comma at the end of a URL would end it there; all others are harmless (HTML, §4.8.4.2.1).
    """
    return ", ".join(f"{file.url} {file.width}w" for file in files)


def attributes(
    picture: Picture,
    alt: str,
    fallback: tuple[PictureSize, ...],
    sizes: str,
    *,
    lead: bool,
) -> Iterator[tuple[str, str | int]]:
    """Yield the attributes of the `<img>` of *picture*.

    The size is that of the picture itself: browsers keep its shape free before they fetch it.
    """
    yield "src", fallback[-1].url if fallback else picture.url
    if len(fallback) > 1:
        yield from (("srcset", source_set(fallback)), ("sizes", sizes))
    yield from (("alt", alt), ("width", picture.width), ("height", picture.height))
    yield from EAGER if lead else LAZY
