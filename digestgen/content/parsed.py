"""What parsing takes and gives: whoever uses that need not know how it is done.

To import what parses takes longer than many a build that parses nothing.
"""

from zoneinfo import ZoneInfo

from msgspec import Struct

from digestgen.errors import Diagnostic, Problems
from digestgen.model import (
    BodyImage,
    Config,
    FrontMatter,
    Gap,
    PageFrontMatter,
    ParsedArticle,
    ParsedPage,
    Text,
)

Parsed = ParsedArticle | ParsedPage
Front = FrontMatter | PageFrontMatter


class ParseSettings(Struct, frozen=True, kw_only=True):
    """The settings that parsing reads."""

    language: str
    zone: ZoneInfo
    end_mark: str | None


def parse_settings(config: Config) -> ParseSettings:
    """Return the part of *config* that parsing reads."""
    return ParseSettings(language=config.language, zone=config.timezone, end_mark=config.end_mark)


class ParsedFile(Struct, frozen=True, kw_only=True):
    """What one content file says, with its text, which only the pages need that show it."""

    parsed: Parsed
    text: Text
    warnings: tuple[Diagnostic, ...]


class InvalidFile(Problems):
    """A content file is wrong; *links* are what it points to all the same."""

    def __init__(self, *diagnostics: Diagnostic, links: tuple[Gap, ...]) -> None:
        super().__init__(*diagnostics)
        self.links = links


def links_of(front: Front | None, gaps: tuple[Gap, ...]) -> tuple[Gap, ...]:
    """Return what a file points to: the picture of *front*, the links and pictures in *gaps*."""
    if front and front.image:
        return (BodyImage(path=front.image.path, alt="", place=front.image.place), *gaps)
    return gaps
