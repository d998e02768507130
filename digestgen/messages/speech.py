"""Diagnostics and phrases in the language of the author. English is what they are written in."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from msgspec import Struct

from digestgen.errors import Diagnostic, Phrase, Values, short

Say = Callable[[Phrase], str]
"""Says a phrase in some language; `str` says it in English."""
Dress = Callable[[str], str]
"""Makes a text that is not of ours fit to be shown inside words of ours."""

ENGLISH: Final = "en"
NUMBER: Final = "number"


class RuleWords(Struct, frozen=True, kw_only=True):
    """A rule in another language, with the gaps that it has in English."""

    message: str
    hint: str


class Catalogue(Struct, frozen=True, kw_only=True):
    """All that digestgen says, in one *language*."""

    language: str
    direction: str
    rules: Mapping[str, RuleWords]
    """By code."""
    phrases: Mapping[str, str | Mapping[str, str]]
    """By the English template: a text, or one for each plural category of its `{number}`."""
    category: Callable[[int], str]
    """Gives the plural category of a number, as CLDR names them."""


class Speech(Struct, frozen=True, kw_only=True):
    """How an author is spoken to; without a *catalogue* it is in English."""

    catalogue: Catalogue | None = None

    @property
    def language(self) -> str:
        """Return the code of the language."""
        return self.catalogue.language if self.catalogue else ENGLISH

    @property
    def direction(self) -> str:
        """Return `rtl` or `ltr`."""
        return self.catalogue.direction if self.catalogue else "ltr"

    def say(self, phrase: Phrase, dress: Dress = str) -> str:
        """Return *phrase*, with the texts in its gaps as *dress* makes them."""
        return self.filled(self.template(phrase), phrase.values, dress)

    def message(self, diagnostic: Diagnostic, dress: Dress = str) -> str:
        """Return what is wrong; in English all of it is dressed, for its gaps are filled."""
        words = self.words(diagnostic.code)
        if words is None:
            return dress(diagnostic.message)
        told = self.filled(words.message, diagnostic.values, lambda text: dress(short(text)))
        context = diagnostic.context
        return f"{told} ({self.say(context, dress)})" if context else told

    def hint(self, diagnostic: Diagnostic, dress: Dress = str) -> str:
        """Return what to do; in English all of it is dressed, for its gaps are filled."""
        words = self.words(diagnostic.code)
        if words is None:
            return dress(diagnostic.hint)
        if diagnostic.cure is not None:
            return self.say(diagnostic.cure, dress)
        return self.filled(words.hint, diagnostic.values, dress)

    def of(self, diagnostic: Diagnostic, dress: Dress = str) -> Diagnostic:
        """Return *diagnostic* with its message and its hint in this language.

        In English nothing is dressed.
        """
        if self.catalogue is None:
            return diagnostic
        message, hint = self.message(diagnostic, dress), self.hint(diagnostic, dress)
        return replace(diagnostic, message=message, hint=hint)

    def words(self, code: str) -> RuleWords | None:
        """Return the words for the rule *code*; None in English."""
        return self.catalogue.rules.get(code) if self.catalogue else None

    def template(self, phrase: Phrase) -> str:
        """Return the template of *phrase*; what no catalogue has is said in English."""
        if self.catalogue is None:
            return phrase.template
        found = self.catalogue.phrases.get(phrase.template, phrase.template)
        if isinstance(found, str):
            return found
        return found[self.catalogue.category(int(str(dict(phrase.values)[NUMBER])))]

    def filled(self, template: str, values: Values, dress: Dress) -> str:
        """Return *template* with *values* in its gaps."""
        return template.format(
            **{
                name: self.say(value, dress) if isinstance(value, Phrase) else dress(value)
                for name, value in values
            }
        )
