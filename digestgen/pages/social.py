"""The pictures that social networks show: photos of articles, else cards with their headlines."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from digestgen.cache.codec import encode
from digestgen.cache.hashing import fingerprint
from digestgen.file_path import FilePath
from digestgen.model import Article, Config, Picture, PictureSize, Site
from digestgen.pictures.coverage import drawable
from digestgen.recall import AFRESH, Recall
from digestgen.site.pictures import picture_site_path
from digestgen.text.direction import language_direction, text_direction
from digestgen.theme.dates import DateStyle, date_text
from digestgen.urls import href
from digestgen.views import SocialCard, SocialImage

# Open Graph, as all networks take it: 1.91 to 1.
CARD_WIDTH: Final = 1200
CARD_HEIGHT: Final = 630
# Networks show a picture that is narrower as a small square, in which a card does better.
NARROWEST_PHOTO: Final = 600
HASH_LETTERS: Final = 16
COMMA: Final[Mapping[str, str]] = {"rtl": "، ", "ltr": ", "}

Cards = Mapping[FilePath, SocialCard]
"""The social card of each article that has one, by the path of its content file."""
NO_CARDS: Final[Cards] = MappingProxyType({})


def social_cards(site: Site, recall: Recall = AFRESH) -> Cards:
    """Return the social cards of *site*: none if they are not drawn."""
    if site.drawing is None:
        return {}
    config = site.config
    found = ((one.path, recall(social_card, one.path, one, config)) for one in site.articles)
    return {path: card for path, card in found if card}


def has_photo(picture: Picture | None) -> bool:
    """Tell whether networks show *picture* large."""
    return picture is not None and picture.width >= NARROWEST_PHOTO


def social_card(article: Article, config: Config) -> SocialCard | None:
    """Return the social card of *article*.

    None comes back where its photo does better, or if the font lacks letters of what it says.
    """
    if has_photo(article.picture):
        return None
    direction = language_direction(article.language)
    sources = dict.fromkeys(credit.source.name for credit in article.credits)
    style = DateStyle(language=article.language, months=config.months, digits=config.digits)
    said = (
        config.title,
        article.front.title,
        COMMA[direction.value].join(sources),
        date_text(article.front.date.at.date(), "long", style),
    )
    site, headline, source, day = map(drawable, said)
    if site is None or headline is None or source is None or day is None:
        return None
    return SocialCard(
        site=site,
        headline=headline,
        language=article.language,
        direction=direction,
        source=source,
        date=day,
        site_direction=text_direction(site, language_direction(config.language)),
    )


def card_name(card: SocialCard, drawing: str) -> str:
    """Return the name of the file of *card*, drawn as *drawing* says: it stands for its bytes."""
    return f"{fingerprint(encode(card), drawing)[:HASH_LETTERS]}-social.png"


def social_image(
    picture: Picture | None, card: SocialCard | None, drawing: str | None, base: str
) -> SocialImage | None:
    """Return what networks show of a page with *picture* and *card*; None if it has neither.

    *drawing* says how cards are drawn, if they are.
    """
    if card and drawing:
        url = href(base, picture_site_path(card_name(card, drawing)))
        return SocialImage(url=url, width=CARD_WIDTH, height=CARD_HEIGHT, alt=card.headline)
    if picture is None:
        return None
    size = social_size(picture)
    return SocialImage(url=size.url, width=size.width, height=size.height, alt=picture.alt)


def social_size(picture: Picture) -> PictureSize:
    """Return the size of *picture* that is large enough for networks and not much larger."""
    own = PictureSize(url=picture.url, width=picture.width, height=picture.height)
    sizes = picture.fallback or (own,)
    return next((size for size in sizes if size.width >= CARD_WIDTH), sizes[-1])
