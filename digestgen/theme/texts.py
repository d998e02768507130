"""The text of a page, as its template reads it."""

from collections.abc import Mapping
from math import ceil
from typing import Final

from digestgen.model import Text
from digestgen.theme.bodies import body_html
from digestgen.theme.locales import primary
from digestgen.views import ArticleView, BodyPlan, Masthead, PageText, PlainView, View

# Words a minute in silent reading. English: Brysbaert 2019. Arabic words carry what is several
# words in English (articles, prepositions, pronouns), and are read more slowly.
WORDS_A_MINUTE: Final[Mapping[str, int]] = {"en": 238}
USUAL_WORDS_A_MINUTE: Final = 180


def page_text(text: Text, body: BodyPlan, view: View, masthead: Masthead) -> PageText:
    """Return the *text* of the page with *view*, whose gaps are filled as *body* says."""
    language = view.language if isinstance(view, ArticleView | PlainView) else masthead.language
    return PageText(
        html=body_html(text.pieces, body.fillings, masthead),
        minutes=minutes(text.words, language),
        has_end_mark=text.has_end_mark,
    )


def minutes(words: int, language: str) -> int:
    """Return how many minutes a text of so many *words* takes to read, at least 1."""
    pace = WORDS_A_MINUTE.get(primary(language), USUAL_WORDS_A_MINUTE)
    return max(1, ceil(words / pace))
