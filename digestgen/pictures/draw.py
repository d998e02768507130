"""A social card as a picture: a headline in large letters, whose site it is, who says so and when.

Raqm joins the Arabic letters and puts the words of each line in their order; which words stand on
a line is decided here, in the order in which they are read.
"""

import re
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont

from digestgen.text.direction import Direction, text_direction
from digestgen.views import SocialCard

FONTS: Final = Path(__file__).with_name("fonts")
REGULAR: Final = FONTS / "IBMPlexSansArabic-Regular.woff"
BOLD: Final = FONTS / "IBMPlexSansArabic-Bold.woff"

WIDTH: Final = 1200
HEIGHT: Final = 630
MARGIN: Final = 80
TEXT_WIDTH: Final = WIDTH - 2 * MARGIN
# The colours of the default theme, in which a card stands on a page of anybody's.
PAPER: Final = "#fbf9f4"
INK: Final = "#1d1b18"
SOFT: Final = "#5d5850"
ACCENT: Final = "#8b1e1e"
BAND: Final = 16
SITE_SIZE: Final = 40
SITE_BASELINE: Final = 112
META_SIZE: Final = 32
META_BASELINE: Final = 556
RULE_Y: Final = 490
RULE: Final = (120, 6)
# Sizes of the headline, and how many lines of each fit between the site and the rule.
STEPS: Final = ((76, 2), (64, 3), (54, 4), (46, 4))
LINE: Final = 1.42
TOP: Final = 142
BOTTOM: Final = 470
ELLIPSIS: Final = "…"
SPACES: Final = re.compile("[ \t\n]+")
# Of what is between ink and paper so many shades are told apart.
SHADES: Final = 48


class Lettering(Struct, frozen=True, kw_only=True):
    """How a text is written."""

    font: ImageFont.FreeTypeFont
    direction: Direction
    language: str
    colour: str

    def width(self, text: str) -> float:
        """Return how wide *text* is on one line, in pixels."""
        return self.font.getlength(text, direction=self.direction.value, language=self.language)


def drawn(card: SocialCard) -> bytes:
    """Return *card* as a PNG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    draw_frame(pen, card.direction)
    site = lettering(BOLD, SITE_SIZE, ACCENT, card.language, card.site_direction)
    write(pen, cut(card.site, site, TEXT_WIDTH), site, SITE_BASELINE, card.direction)
    write_headline(pen, card)
    write_meta(pen, card)
    return png(image)


@cache
def font(file: Path, size: int) -> ImageFont.FreeTypeFont:
    """Return the font of *file* in a *size* in pixels."""
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.RAQM)


def lettering(file: Path, size: int, colour: str, language: str, direction: Direction) -> Lettering:
    """Return how texts of *language* are written that run in *direction*."""
    return Lettering(font=font(file, size), direction=direction, language=language, colour=colour)


def png(image: Image.Image) -> bytes:
    """Return *image*, which has few colours, as a PNG."""
    file = BytesIO()
    # A quarter of the time of the usual method; the few colours of a card stay as they are.
    few = image.quantize(SHADES, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(file, "PNG")
    return file.getvalue()


def draw_frame(pen: ImageDraw.ImageDraw, direction: Direction) -> None:
    """Draw what stands around the text: a band where lines begin, and a short rule."""
    is_rtl = direction is Direction.RTL
    left = WIDTH - BAND if is_rtl else 0
    pen.rectangle((left, 0, left + BAND - 1, HEIGHT), fill=ACCENT)
    width, height = RULE
    start = WIDTH - MARGIN - width if is_rtl else MARGIN
    pen.rectangle((start, RULE_Y, start + width, RULE_Y + height - 1), fill=ACCENT)


def write(
    pen: ImageDraw.ImageDraw, text: str, shaped: Lettering, baseline: int, side: Direction
) -> None:
    """Write *text* on *baseline*, from the side on where lines of the direction *side* begin."""
    is_rtl = side is Direction.RTL
    pen.text(
        (WIDTH - MARGIN if is_rtl else MARGIN, baseline),
        text,
        fill=shaped.colour,
        font=shaped.font,
        anchor="rs" if is_rtl else "ls",
        direction=shaped.direction.value,
        language=shaped.language,
    )


def write_headline(pen: ImageDraw.ImageDraw, card: SocialCard) -> None:
    """Write the headline of *card* between the site's name and the rule."""
    shaped, lines = fitted(card)
    height = shaped.font.size * LINE
    first = TOP + (BOTTOM - TOP - height * len(lines)) / 2 + shaped.font.size
    for number, line in enumerate(lines):
        write(pen, line, shaped, round(first + number * height), card.direction)


def write_meta(pen: ImageDraw.ImageDraw, card: SocialCard) -> None:
    """Write who says it and when: the date where lines end, the source in what is left."""
    shaped = lettering(REGULAR, META_SIZE, SOFT, card.language, card.direction)
    write(pen, card.date, shaped, META_BASELINE, opposite(card.direction))
    room = TEXT_WIDTH - shaped.width(card.date) - MARGIN / 2
    own = lettering(
        REGULAR, META_SIZE, SOFT, card.language, text_direction(card.source, card.direction)
    )
    write(pen, cut(card.source, own, room), own, META_BASELINE, card.direction)


def opposite(direction: Direction) -> Direction:
    """Return the other direction."""
    return Direction.LTR if direction is Direction.RTL else Direction.RTL


# --- lines ---------------------------------------------------------------------------------------


def fitted(card: SocialCard) -> tuple[Lettering, list[str]]:
    """Return the headline of *card* in lines, in the largest letters that it fits in."""
    words = [word for word in SPACES.split(card.headline) if word]
    for size, most in STEPS:
        shaped = lettering(BOLD, size, INK, card.language, card.direction)
        lines = wrapped(words, shaped, TEXT_WIDTH)
        if len(lines) <= most and all(shaped.width(line) <= TEXT_WIDTH for line in lines):
            return shaped, balanced(words, shaped, len(lines))
    rest = " ".join(lines[most - 1 :])
    shown = [*lines[: most - 1], rest] if rest else lines
    return shaped, [cut(line, shaped, TEXT_WIDTH) for line in shown]


def wrapped(words: Sequence[str], shaped: Lettering, room: float) -> list[str]:
    """Return *words* in lines that have *room*; a word that is wider has a line of its own."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and shaped.width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balanced(words: Sequence[str], shaped: Lettering, count: int) -> list[str]:
    """Return *words* in *count* lines, as even as they can be: no word stands alone at the end."""
    low, high = TEXT_WIDTH // 2, TEXT_WIDTH
    while low < high:
        middle = (low + high) // 2
        fits = len(wrapped(words, shaped, middle)) <= count and all(
            shaped.width(word) <= middle for word in words
        )
        low, high = (low, middle) if fits else (middle + 1, high)
    return wrapped(words, shaped, low)


def cut(text: str, shaped: Lettering, room: float) -> str:
    """Return *text* as it is if it has *room*, else as many of its words, or letters, as do."""
    if shaped.width(text) <= room:
        return text
    words = SPACES.split(text)
    while len(words) > 1:
        words.pop()
        shorter = " ".join(words).rstrip("،,؛;:.-–—« ") + ELLIPSIS
        if shaped.width(shorter) <= room:
            return shorter
    word = words[0]
    while len(word) > 1 and shaped.width(word + ELLIPSIS) > room:
        word = word[:-1]
    return word + ELLIPSIS
