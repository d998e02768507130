"""The parse stage: one content file → a valid article or plain page, or all its problems.

Parsing one file reads nothing but the file and the few settings below, so that files can be
parsed in any order, in any process, and kept.
"""

from typing import Final

from msgspec.structs import replace

from digestgen.content.front_matter import read_front_matter
from digestgen.content.identity import identity
from digestgen.content.markdown.body import Written, body_steps
from digestgen.content.parsed import (
    Front,
    InvalidFile,
    Parsed,
    ParsedFile,
    ParseSettings,
    links_of,
)
from digestgen.content.read import place_of
from digestgen.content.split import Halves, split
from digestgen.errors import Diagnostic, Place, Problems, is_error
from digestgen.file_path import FilePath
from digestgen.model import (
    Body,
    BodyFacts,
    ContentFile,
    DatelineSlot,
    FrontMatter,
    Gap,
    ParsedArticle,
    ParsedPage,
    Text,
)
from digestgen.promise import print_of
from digestgen.work import Steps, at_once
from digestgen.yaml.parse import parse_yaml

NOWHERE: Final = Place(file="")


def parse(file: ContentFile, settings: ParseSettings) -> ParsedFile:
    """Return the article or plain page that *file* is, with warnings. Raises Problems."""
    return at_once(steps(file, settings))


def steps(file: ContentFile, settings: ParseSettings) -> Steps[ParsedFile]:
    """Parse *file* in steps.

    The body is looked at even if the front matter is wrong: an author wants all problems at once.
    """
    halves = split(file.text, file=place_of(file.path).file)
    yield
    front, report = yield from front_of(file, halves, settings)
    yield
    body, body_report = yield from body_of(file, halves, front, settings)
    yield
    report += body_report
    if front is None or any(map(is_error, report)):
        raise InvalidFile(*report, links=links_of(front, gaps(body)))
    return ParsedFile(
        parsed=parsed_of(file.path, front, body_facts(body)),
        text=text_of(body),
        warnings=tuple(report),
    )


def parsed_of(path: FilePath, front: Front, facts: BodyFacts) -> Parsed:
    """Return the article or plain page in the file *path*."""
    print_ = facts_print(front, facts)
    if not isinstance(front, FrontMatter):
        return ParsedPage(path=path, front=front, body=facts, print=print_)
    return ParsedArticle(
        path=path,
        id=identity(path, front),
        front=front,
        body=facts,
        print=print_,
        gist=gist_print(front, facts),
    )


def facts_print(front: Front, body: BodyFacts) -> str:
    """Return the print of all that a plan without problems reads of a file.

    In which line a gap stands is told only with a problem.
    """
    gaps_ = [without_place(gap) for gap in body.gaps]
    return print_of((front, body.lead, body.anchors, gaps_))


def gist_print(front: FrontMatter, body: BodyFacts) -> str:
    """Return the print of what lists show of an article, and of what its URL is made from."""
    image = replace(front.image, place=NOWHERE) if front.image else None
    gist = (front.title, front.language, front.date, front.slug, front.featured, image)
    return print_of((gist, front.summary or body.lead))


def without_place(gap: Gap) -> Gap:
    """Return *gap* as if it stood nowhere."""
    return gap if isinstance(gap, DatelineSlot) else replace(gap, place=NOWHERE)


def body_facts(body: Body) -> BodyFacts:
    """Return what the plan of a site reads of *body*."""
    return BodyFacts(lead=body.lead, anchors=tuple(sorted(body.anchors)), gaps=gaps(body))


def text_of(body: Body) -> Text:
    """Return what only the pages need that show *body*."""
    return Text(pieces=pieces(body), words=body.words, has_end_mark=body.has_end_mark)


def gaps(body: Body) -> tuple[Gap, ...]:
    """Return what *body* holds besides HTML."""
    return tuple(part for part in body.parts if not isinstance(part, str))


def pieces(body: Body) -> tuple[str, ...]:
    """Return the HTML of *body* between its gaps."""
    found = [""]
    for part in body.parts:
        if isinstance(part, str):
            found[-1] += str(part)
        else:
            found.append("")
    return tuple(found)


def front_of(
    file: ContentFile,
    halves: Halves,
    settings: ParseSettings,
) -> Steps[tuple[Front | None, list[Diagnostic]]]:
    """Read in steps the front matter of *file*: it, or None and what is wrong with it."""
    place = place_of(file.path)
    try:
        node = parse_yaml(halves.front, file=place.file, first_line=halves.front_line)
        yield
        return read_front_matter(node, path=file.path, zone=settings.zone), []
    except Problems as problems:
        return None, list(problems.diagnostics)


def body_of(
    file: ContentFile,
    halves: Halves,
    front: Front | None,
    settings: ParseSettings,
) -> Steps[tuple[Body, list[Diagnostic]]]:
    """Find out in steps the body of *file* and its problems."""
    place = Place(file=place_of(file.path).file, line=halves.body_line)
    is_article = isinstance(front, FrontMatter)
    return body_steps(
        Written(text=halves.body, path=file.path, place=place),
        language=(front and front.language) or settings.language,
        end_mark=settings.end_mark if is_article else None,
        dateline=isinstance(front, FrontMatter) and front.place is not None,
    )
