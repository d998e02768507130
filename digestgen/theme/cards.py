"""Cards made ahead, because each stands on a dozen pages that several processes render.

To make one takes as long as to render a part of a page, most of it to reach all that it shows in
memory. So each is made by one process, and all others are sent it.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from digestgen.cache.codec import decoder, encode
from digestgen.promise import Promise, tell
from digestgen.text.html import markup
from digestgen.views import Card


class CardChunk(Struct, frozen=True, kw_only=True):
    """Cards to make."""

    setting: bytes
    """What all pages of a build are rendered with, pickled by the build itself."""
    cards: tuple[Promise[Card], ...]


class MadeCard(Struct, frozen=True, array_like=True):
    """A card, and what the theme makes of it for lists of all kinds."""

    card: Card
    html: str


DECODER: Final = decoder(tuple[MadeCard, ...])


def make_cards(chunk: CardChunk) -> bytes:
    """Return what came of the cards of *chunk*, for `keep_cards`.

    It is nothing if the theme does not make its cards so, or fails: the first page that shows the
    card will tell how.
    """
    from digestgen.theme.render import FAILURES, renderer_of  # noqa: PLC0415

    macro = renderer_of(chunk.setting).card_macro
    if macro is None:
        return encode(())
    cards = [promised.kept() for promised in chunk.cards]
    try:
        return encode([MadeCard(card, str(macro(card))) for card in cards])
    except FAILURES:
        return encode(())


def keep_cards(setting: bytes, promised: Sequence[Promise[Card]], made: bytes) -> None:
    """Let this process, and its forks, have the cards that were *promised*, as they were *made*."""
    from digestgen.theme.render import renderer_of  # noqa: PLC0415

    render = renderer_of(setting)
    if macro := render.card_macro:
        # There are as many, or none.
        for one, found in zip(promised, DECODER.decode(made), strict=False):
            tell(one, found.card)
            render.pieces.learn(macro, found.card, markup(found.html))
