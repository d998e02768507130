"""The text of an article → Body, with everything that one file decides decided."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise, takewhile
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup
from msgspec import Struct

from digestgen import rules
from digestgen.content.markdown.direction import line_direction, set_directions, set_spans
from digestgen.content.markdown.headings import set_headings
from digestgen.content.markdown.inline import finish_lines, set_quotes
from digestgen.content.markdown.links import GAP, PICTURE, Links, may_have_links
from digestgen.content.markdown.parser import Env, parser, quotes
from digestgen.content.markdown.tables import set_alignment
from digestgen.content.markdown.tokens import (
    DIRECTION,
    REFERENCE,
    TEXT,
    clean_lines,
    inlines,
    note_texts,
    raw,
)
from digestgen.errors import Diagnostic, Place
from digestgen.file_path import FilePath
from digestgen.model import Body, BodyPart, DatelineSlot
from digestgen.text.clean import one_line
from digestgen.text.direction import Direction, language_direction
from digestgen.text.html import Pattern
from digestgen.text.phrases import ISOLATE, sentence_html
from digestgen.text.sentences import has_dateline, sentences_of_line, word_count
from digestgen.work import Steps

# A summary looks at the first paragraphs; later ones are not what the article is about.
LEAD_PARAGRAPHS: Final = 3
RUNS: Final = Pattern(' dir="{}"')
CAPTION: Final = Pattern("<figcaption{}>{}</figcaption>")


class Written(Struct, frozen=True, kw_only=True):
    """The text of one content file's body, and where it stands."""

    text: str
    path: FilePath
    """Relative to `content/`."""
    place: Place
    """Where the text begins."""


def body_steps(
    written: Written,
    *,
    language: str,
    end_mark: str | None = None,
    dateline: bool = False,
) -> Steps[tuple[Body, list[Diagnostic]]]:
    """Find out in steps what body *written* is, and what is wrong with its links and pictures.

    With *dateline* a slot for one is left in the first paragraph. A body whose problems hold an
    error must not be shown.
    """
    marks = quotes(language)
    env: Env = {}
    markdown = parser(marks)
    tokens = yield from parsed(markdown, written.text, env)
    lines = list(inlines(tokens))
    # Without one a text says nothing that was not cleaned.
    if REFERENCE in written.text:
        clean_lines(lines)
    note_texts(lines)
    ids = set_headings(tokens)
    set_alignment(tokens, written.text)
    set_directions(tokens, language_direction(language))
    set_quotes(lines, marks)
    for line in lines:
        set_spans(line)
    yield
    paragraphs = lead_paragraphs(tokens, end_mark)
    words = word_count(" ".join([line.meta[TEXT] for line in lines]))
    closed = end_mark is not None and has_end_mark(lines, end_mark)
    captions = captions_of_figures(tokens) if PICTURE in written.text else []
    links = filled_links(written, lines, ids, definitions(env))
    add_captions(captions)
    finish_lines(lines)
    if dateline:
        if paragraphs and has_dateline(paragraphs[0]):
            links.report.append(rules.TWO_DATELINES.at(written.place))
        add_dateline(tokens, links, language_direction(language))
    yield
    html = markdown.renderer.render(tokens, markdown.options, env)
    yield
    body = Body(
        parts=cut(html, links.gaps),
        lead=sentences_of_line(" ".join(paragraphs)),
        words=words,
        anchors=ids,
        has_end_mark=closed,
    )
    return body, links.report


def parsed(markdown: MarkdownIt, text: str, env: Env) -> Steps[list[Token]]:
    """Parse *text* as *markdown* does, in steps."""
    state = StateCore(text, markdown, env)
    for rule in markdown.core.ruler.getRules(""):
        rule(state)
        yield
    return state.tokens


def definitions(env: Mapping[str, Any]) -> dict[str, int]:
    """Return the line of each target that is defined apart from its links, as `[name]: target`."""
    references = env.get("references", {}).values()
    return {reference["href"]: reference["map"][0] for reference in references}


def filled_links(
    written: Written,
    lines: Iterable[Token],
    ids: frozenset[str],
    defined: Mapping[str, int],
) -> Links:
    """Fill in the links and pictures of *lines*; return the gaps and problems that came of it."""
    links = Links(
        path=written.path,
        text=written.text,
        definitions=defined,
        first_line=written.place.line,
        file=written.place.file,
    )
    for line in lines:
        if may_have_links(line.content):
            links.fill(line, ids)
    return links


def add_captions(captions: Iterable[tuple[Token, str]]) -> None:
    """Put each of *captions* at the end of its line."""
    for line, caption in captions:
        line.children = [*(line.children or ()), raw(caption_html(caption, line.meta[DIRECTION]))]


def caption_html(caption: str, around: Direction) -> Markup:
    """Return *caption* of a figure, which may run against what is *around* it."""
    direction = line_direction(caption, around)
    mark = RUNS.format(direction.value) if direction is not around else ""
    text = sentence_html(caption, direction)
    return CAPTION.format(mark, text)


def captions_of_figures(tokens: list[Token]) -> list[tuple[Token, str]]:
    """Make each paragraph that is one picture a figure; return their lines with captions."""
    captions = []
    for opening, line, closing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if opening.type == "paragraph_open" and not opening.hidden and is_picture(line):
            opening.tag = closing.tag = "figure"
            caption = str((line.children or [])[0].attrGet("title") or "")
            if caption.strip():
                captions.append((line, caption))
    return captions


def is_picture(line: Token) -> bool:
    """Tell whether *line* is a picture and nothing else."""
    children = line.children or []
    return len(children) == 1 and children[0].type == "image"


def own_paragraphs(tokens: list[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield the start and the text of each paragraph that stands by itself, notes left out."""
    before_footnotes = takewhile(lambda token: token.type != "footnote_block_open", tokens)
    for opening, line in pairwise(before_footnotes):
        if opening.type == "paragraph_open" and opening.level == 0:
            yield opening, line


def lead_paragraphs(tokens: list[Token], end_mark: str | None) -> list[str]:
    """Return the first paragraphs that stand by themselves, as plain text."""
    texts = (one_line(line.meta[TEXT]) for _, line in own_paragraphs(tokens))
    found = (text for text in texts if text and text != end_mark)
    return list(islice(found, LEAD_PARAGRAPHS))


def has_end_mark(lines: list[Token], end_mark: str) -> bool:
    """Tell whether one of *lines* ends with *end_mark*."""
    return any(one_line(line.meta[TEXT]).endswith(end_mark) for line in lines)


def add_dateline(tokens: list[Token], links: Links, around: Direction) -> None:
    """Leave a slot for the dateline, which runs as what is *around*, in the first paragraph."""
    slot = raw(Markup(links.gap(DatelineSlot())))  # noqa: S704 - control characters and digits
    first = next((line for opening, line in own_paragraphs(tokens) if opening.tag == "p"), None)
    if not first:
        tokens[:0] = [raw(Markup("<p>")), slot, raw(Markup("</p>\n"))]
        return
    if first.meta[DIRECTION] is not around:
        slot = raw(ISOLATE.format(around.value, Markup(slot.content)))  # noqa: S704 - as above
    first.children = [slot, *(first.children or ())]


def cut(html: str, gaps: list[BodyPart]) -> tuple[BodyPart, ...]:
    """Return *html* in parts, with the part that belongs in each gap."""
    if not gaps:
        return (Markup(html),) if html else ()  # noqa: S704 - as below
    pieces = GAP.split(html)
    # Every second piece is the number of a gap. The rest is what markdown-it and we have escaped.
    parts = [gaps[int(piece)] if i % 2 else Markup(piece) for i, piece in enumerate(pieces)]  # noqa: S704
    return tuple(part for part in parts if part != "")
