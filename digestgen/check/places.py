"""Where a value of the front matter stands that was found without its place."""

from dataclasses import replace

from digestgen.check.facts import SiteFinding
from digestgen.check.text import RawText
from digestgen.errors import Diagnostic, Place
from digestgen.text.clean import clean, one_line, visible
from digestgen.urls import encoded_web_url
from digestgen.yaml.spans import Span


def located(finding: SiteFinding, text: RawText | None) -> Diagnostic:
    """Return the diagnostic of *finding*, with its place in *text*, its file."""
    place = finding.place
    if finding.key and text:
        place = found(finding, text) or place
    elif text:
        place = text.original(place)
    return finding.rule.at(place, hint=None, **finding.values)


def found(finding: SiteFinding, text: RawText) -> Place | None:
    """Return the place of the value that *finding* is about."""
    values = [one for one in text.values if one.keys[:1] == (finding.key,)]
    same = [one for one in values if finding.written in {"", *spellings(one)}]
    return text.place(min(one.start for one in same)) if same else None


def spellings(span: Span) -> set[str]:
    """Return the ways in which the value *span* is known to the rest of the site."""
    text = one_line(clean(span.value))
    return {text, one_line(visible(text)), encoded_web_url(text)}


def original(diagnostic: Diagnostic, text: RawText | None) -> Diagnostic:
    """Return *diagnostic* of a build with its place in *text*, the file as it lies on the disk."""
    if text is None or not diagnostic.place.column:
        return diagnostic
    return replace(diagnostic, place=text.original(diagnostic.place))
