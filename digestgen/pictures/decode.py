"""The pixels of a picture's file, upright and in the colours of screens: sRGB.

What is read may come from anybody: the size is looked at before anything is decoded, and whatever
goes wrong in a decoder is a problem of the file.
"""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from typing import Final

from msgspec import Struct
from PIL import Image, ImageCms

from digestgen import rules
from digestgen.errors import DigestgenError, Rule
from digestgen.pictures.sizes import WIDEST, full_width, height_at

FORMATS: Final = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
ANIMATED: Final = frozenset({"PNG", "GIF", "WEBP"})
# What the largest sensors of cameras have; decoded, it takes 300 MB of memory.
MOST_PIXELS: Final = 100_000_000
# EXIF 2.3, tag 0x0112 Orientation: how the picture has to be turned.
ORIENTATION: Final = 0x0112
TURNS: Final[Mapping[int, Image.Transpose]] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
FIRST_SIDEWAYS: Final = 5
# A 16-bit grey has 256 times the values of an 8-bit one.
DEPTH: Final = 1 / 256
OPAQUE: Final = 255


class PictureProblem(DigestgenError):
    """A file is no picture that can be shown; *rule* and *values* say why."""

    def __init__(self, rule: Rule, **values: str) -> None:
        super().__init__(rule.code)
        self.rule = rule
        self.values: dict[str, str] = values


class Decoded(Struct, frozen=True, kw_only=True):
    """A picture as it was decoded."""

    kind: str
    """Pillow's name of the format: `JPEG`."""
    width: int
    height: int
    is_animated: bool
    pixels: Image.Image
    """RGB or RGBA, upright, sRGB; of a large JPEG smaller than the picture, but large enough."""
    source: Image.Image
    """The picture as its file has it."""
    is_as_stored: bool
    """Whether the file shows the same without its metadata."""


def decoded(data: bytes) -> Decoded:
    """Return the picture in the file with *data*. Raises PictureProblem."""
    with decoding(rules.BROKEN_PICTURE):
        source = Image.open(BytesIO(data), formats=FORMATS)
        width, height = source.size
    if width * height > MOST_PIXELS:
        raise too_many_pixels(width, height)
    with decoding(rules.DAMAGED_PICTURE):
        return upright(source)


@contextmanager
def decoding(rule: Rule) -> Iterator[None]:
    """Raise as a problem by *rule* whatever a decoder raises: it is told nothing but the file."""
    try:
        with warnings.catch_warnings():
            # Pillow warns of what is odd in a file; what it cannot decode, it raises.
            warnings.simplefilter("ignore")
            yield
    except Image.DecompressionBombError as error:
        raise PictureProblem(rules.PICTURE_TOO_LARGE, size="too many", limit=LIMIT) from error
    except Exception as error:
        raise PictureProblem(rule) from error


LIMIT: Final = f"{MOST_PIXELS // 1_000_000} million"


def too_many_pixels(width: int, height: int) -> PictureProblem:
    """Return the problem that a picture has *width* × *height* pixels."""
    return PictureProblem(rules.PICTURE_TOO_LARGE, size=f"{width} × {height}", limit=LIMIT)


def upright(source: Image.Image) -> Decoded:
    """Return *source*, whose pixels are not decoded yet, as it is to be shown."""
    kind, turn = source.format or "", orientation(source)
    width, height = source.size[::-1] if turn >= FIRST_SIDEWAYS else source.size
    is_animated = kind in ANIMATED and bool(getattr(source, "is_animated", False))
    reduce(source)
    source.load()
    colours, is_srgb = in_srgb(source)
    pixels = colours.transpose(TURNS[turn]) if turn in TURNS else colours
    return Decoded(
        kind=kind,
        width=width,
        height=height,
        is_animated=is_animated,
        pixels=pixels,
        source=source,
        is_as_stored=turn not in TURNS and is_srgb,
    )


def orientation(image: Image.Image) -> int:
    """Return how *image* has to be turned, by its metadata; 1, upright, if they make no sense."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - whatever is wrong in there, the picture can be shown
        return 1


def reduce(image: Image.Image) -> None:
    """Let the decoder of a JPEG *image* skip what is not wanted of one that is far too large."""
    # Either side may become the width. Twice the size leaves enough to scale down well.
    short = min(image.size)
    side = 2 * full_width(WIDEST)
    if short > side:
        image.draft(
            None, (height_at(side, short, image.width), height_at(side, short, image.height))
        )


def in_srgb(image: Image.Image) -> tuple[Image.Image, bool]:
    """Return *image* as RGB or RGBA in sRGB, and whether its numbers were in that already."""
    profile = image.info.get("icc_profile")
    if image.mode == "CMYK":
        return (converted(image, profile) or image.convert("RGB")), False
    pixels = plain(image)
    if not profile or is_srgb(profile):
        return pixels, True
    return (converted(pixels, profile) or pixels), False


def plain(image: Image.Image) -> Image.Image:
    """Return *image* with 8 bits for each of three colours, and transparency if it has any."""
    if image.mode.startswith("I;16"):
        image = image.convert("I")
    if image.mode == "I":
        image = image.point(lambda value: value * DEPTH).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    is_opaque = clear.getchannel("A").getextrema()[0] == OPAQUE
    return clear.convert("RGB") if is_opaque else clear


def is_srgb(profile: bytes) -> bool:
    """Tell whether the ICC *profile* describes sRGB, by its name."""
    try:
        return "sRGB" in ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(profile)))
    except (ImageCms.PyCMSError, ImportError, OSError, ValueError):
        return False


def converted(image: Image.Image, profile: bytes | None) -> Image.Image | None:
    """Return *image*, whose colours the ICC *profile* explains, in sRGB; None if that fails."""
    if not profile:
        return None
    try:
        opaque = image.convert("RGB") if image.mode == "RGBA" else image
        found = ImageCms.profileToProfile(
            opaque,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, ImportError, OSError, ValueError):
        return None
    if found is not None and image.mode == "RGBA":
        found.putalpha(image.getchannel("A"))
    return found
