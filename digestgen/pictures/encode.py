"""Pictures as bytes. The settings here are a part of the recipe: equal pixels give equal bytes."""

from io import BytesIO
from typing import Any, Final

from PIL import Image

from digestgen.pictures.decode import Decoded
from digestgen.pictures.sizes import WIDEST
from digestgen.pictures.strip import stripped

# High enough that news photographs show no artefacts at the size they are looked at.
JPEG_QUALITY: Final = 82
WEBP_QUALITY: Final = 80
# 0 is fast and 6 small; beyond 4 a percent takes twice the time.
WEBP_METHOD: Final = 4
# A published file may be worked on again, so that it loses less.
PUBLISHED_JPEG_QUALITY: Final = 90
PUBLISHED_WEBP_QUALITY: Final = 90
AVIF_QUALITY: Final = 75
AVIF_SPEED: Final = 6
# Charts and screenshots: few colours, whose edges lossy compression blurs.
FEW_COLOURS: Final = 256
# How many times larger a file may be for edges that are sharp.
SHARP: Final = 1.5
# How much larger than wanted a picture is when the slow, good resampling begins.
REDUCING_GAP: Final = 3.0

STRIPPED: Final = frozenset({"PNG", "GIF", "WEBP"})
JPEG: Final[dict[str, Any]] = {"optimize": True, "progressive": True}


def saved(image: Image.Image, kind: str, **settings: object) -> bytes:
    """Return *image* as a file of *kind*, with its pixels and nothing else."""
    file = BytesIO()
    # Some encoders write down what the decoder found, such as comments.
    image.info = {}
    image.save(file, kind, **settings)
    return file.getvalue()


def resized(image: Image.Image, width: int, height: int) -> Image.Image:
    """Return *image* at *width* × *height*."""
    if image.size == (width, height):
        return image.copy()
    size = (width, height)
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=REDUCING_GAP)


def is_flat(picture: Decoded) -> bool:
    """Tell whether *picture* is a drawing: lossless, and of few colours."""
    return picture.kind in ("PNG", "GIF") and bool(picture.pixels.getcolors(FEW_COLOURS))


def webp(image: Image.Image, *, flat: bool) -> bytes:
    """Return *image* as WebP: without loss if it is *flat* and that costs little."""
    lossy = saved(image, "WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD)
    if not flat:
        return lossy
    lossless = saved(image, "WEBP", lossless=True, quality=WEBP_QUALITY, method=WEBP_METHOD)
    return lossless if len(lossless) <= SHARP * len(lossy) else lossy


def fallback(image: Image.Image) -> bytes:
    """Return *image* for browsers without WebP: JPEG, or PNG if it is transparent."""
    if image.mode == "RGBA":
        return saved(image, "PNG", optimize=True)
    return saved(image, "JPEG", quality=JPEG_QUALITY, **JPEG)


def published(picture: Decoded, data: bytes, width: int, height: int) -> bytes:
    """Return the file for the own address of *picture*, which was read from *data*.

    It is at most *width* × *height*, in the format that its name says, and without metadata. Where
    nothing else has to be changed its pixels stay as they are; those of a JPEG nearly so, since
    it is encoded again with its own tables.
    """
    fits = picture.is_as_stored and picture.width <= WIDEST
    # An animation is neither turned nor made smaller: it would take all its frames.
    if picture.kind == "GIF" or picture.is_animated or (fits and picture.kind in STRIPPED):
        return stripped(data, picture.kind)
    if fits and picture.source.format == "JPEG":
        return saved(picture.source, "JPEG", quality="keep", **JPEG)
    image = resized(picture.pixels, width, height)
    match picture.kind:
        case "PNG":
            return saved(image, "PNG")
        case "WEBP":
            return saved(image, "WEBP", quality=PUBLISHED_WEBP_QUALITY, method=WEBP_METHOD)
        case "AVIF":
            # More threads may cut the picture otherwise.
            return saved(image, "AVIF", quality=AVIF_QUALITY, speed=AVIF_SPEED, max_threads=1)
        case _:
            return saved(image, "JPEG", quality=PUBLISHED_JPEG_QUALITY, **JPEG)
