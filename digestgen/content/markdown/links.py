"""Links and pictures of a body: allowed schemes, places in the file, gaps to be filled later.

What another file decides (the URL of an article, the size of a picture) is not known when one
file is parsed. A gap is left for it: a number between two control characters, which no text can
hold since all text was cleaned of them.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Final
from urllib.parse import unquote, urlsplit

from markdown_it.token import Token
from markupsafe import Markup

from digestgen import rules
from digestgen.content import paths
from digestgen.content.anchors import anchor, no_such_anchor
from digestgen.content.markdown.tokens import raw, shown
from digestgen.errors import Diagnostic, Place, Problems, said
from digestgen.file_path import FilePath
from digestgen.model import BodyImage, BodyPart, FileLink, PageLink
from digestgen.text.email import ADDRESS, protected
from digestgen.text.html import Pattern
from digestgen.urls import decoded, fragment_href, is_site_path, with_slash

MAILTO: Final = "mailto:"
SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# Browsers drop these wherever they stand (URL Standard §4.1): java⏎script: is a scheme to them.
IGNORED_IN_URL: Final = re.compile(r"[\t\n\r]")
PAGE_SUFFIXES: Final = frozenset({"", ".html", ".htm"})
EXTERNAL: Final = frozenset({"http:", "https:", "tel:"})
# Where every page has an anchor, whatever its body.
PAGE_ANCHORS: Final = frozenset({"", "top"})
GAP: Final = re.compile("\x02([0-9]+)\x03")
# How far a link is looked for in its block, from where the one before it stands. Without an end
# the time would grow with the square of a block's length.
LINES_SEARCHED, COLUMNS_SEARCHED = 100, 4000
# How a picture begins.
PICTURE: Final = "!["
IN_BRACKETS: Final = Pattern(" ({})")


def may_have_links(written: str) -> bool:
    """Tell whether a line may have links or pictures, as it is *written*: most have none."""
    return "[" in written or "<" in written


class Links:
    """Fills in the links of one body; *gaps* are the parts that are left for later."""

    def __init__(
        self,
        *,
        path: FilePath,
        text: str,
        definitions: Mapping[str, int],
        first_line: int,
        file: str,
    ) -> None:
        self.path = path
        self.definitions = definitions
        self.text = text
        self.first_line = first_line
        self.file = file
        self.block = (0, 0)
        self.reached = 0
        self.passed = 0
        self.gaps: list[BodyPart] = []
        self.report: list[Diagnostic] = []

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the body: most links need no place, and most bodies none of these."""
        return self.text.split("\n")

    def gap(self, part: BodyPart) -> str:
        """Return the mark of a gap for *part*."""
        self.gaps.append(part)
        return f"\x02{len(self.gaps) - 1}\x03"

    def place(self, line: Token, target: str) -> Place:
        """Return where *target* is written: in the block of *line*, or in a definition."""
        first, last = line.map or (0, len(self.lines))
        if self.block != (first, last):
            self.block, self.reached, self.passed = (first, last), first, 0
        written = {target, unquote(target)}
        # Text that shows a target is not the link to it, so it comes last.
        for opening in ("(", "<", ""):
            if not opening and target in self.definitions:
                return self.place_in(self.definitions[target], written)
            if found := self.found({opening + text for text in written}, last):
                number, column = found
                self.reached, self.passed = number, column + min(map(len, written))
                return self.place_at(number, column + len(opening))
        return Place(file=self.file, line=self.first_line + self.reached)

    def found(self, texts: set[str], last: int) -> tuple[int, int] | None:
        """Return the line and column of the first of *texts* after the last link, before *last*."""
        for number in range(
            self.reached, min(last, self.reached + LINES_SEARCHED, len(self.lines))
        ):
            start = self.passed if number == self.reached else 0
            end = start + COLUMNS_SEARCHED
            column = max(self.lines[number].find(text, start, end) for text in texts)
            if column >= 0:
                return number, column
        return None

    def place_in(self, number: int, written: set[str]) -> Place:
        """Return the place of what is *written* in the line *number*, a definition."""
        column = max(self.lines[number].rfind(text, 0, COLUMNS_SEARCHED) for text in written)
        return self.place_at(number, max(0, column))

    def place_at(self, number: int, column: int) -> Place:
        """Return a line and a column of the body, counted from 0, as a place in the file."""
        return Place(file=self.file, line=self.first_line + number, column=column + 1)

    def fill(self, line: Token, ids: frozenset[str]) -> None:
        """Replace the links and pictures of *line* by what a page can hold."""
        children: list[Token] = []
        mail: MailLink | None = None
        for child in line.children or ():
            if child.type == "link_open":
                mail = self.mail_link(child, line)
                children += [] if mail else [self.with_target(child, line, ids)]
            elif child.type == "link_close":
                children += mail.end() if mail else [child]
                mail = None
            elif child.type == "image":
                children.append(self.picture(child, line))
            elif mail is None or mail.shows(child):
                children.append(child)
        line.children = children

    def mail_link(self, link: Token, line: Token) -> "MailLink | None":
        """Return *link* if it is one to an e-mail address; report an address that is none."""
        url = str(link.attrGet("href") or "")
        if not url.lower().startswith(MAILTO):
            return None
        written, _, query = url[len(MAILTO) :].partition("?")
        address = decoded(written)
        if not ADDRESS.fullmatch(address):
            self.report.append(rules.NOT_AN_EMAIL.at(self.place(line, url), value=address))
        return MailLink(address, query)

    def with_target(self, link: Token, line: Token, ids: frozenset[str]) -> Token:
        """Return *link* with its final `href`, or report why it cannot have one."""
        url = str(link.attrGet("href") or "")
        if scheme := SCHEME.match(url):
            self.set_external(link, line, url, scheme[0].lower())
        elif url.startswith("#"):
            self.set_anchor(link, line, url, ids)
        else:
            self.set_internal(link, line, url)
        return link

    def set_external(self, link: Token, line: Token, url: str, scheme: str) -> None:
        """Set a link that leaves the site."""
        if scheme not in EXTERNAL:
            self.report.append(rules.FORBIDDEN_SCHEME.at(self.place(line, url), url=decoded(url)))
        elif scheme != "tel:":
            link.attrSet("rel", "external noopener")

    def set_anchor(self, link: Token, line: Token, url: str, ids: frozenset[str]) -> None:
        """Set a link to a heading of the same body."""
        fragment = decoded(url[1:])
        target = fragment if fragment in PAGE_ANCHORS else anchor(fragment, ids)
        if target is None:
            place = self.place(line, url)
            self.report.append(no_such_anchor(place, self.path, fragment, ids))
        link.attrSet("href", fragment_href(target or ""))

    def set_internal(self, link: Token, line: Token, url: str) -> None:
        """Set a link to a file or a page of the site."""
        place = self.place(line, url)
        parts = urlsplit(url) if not url.startswith("//") else None
        path, fragment = (decoded(parts.path), decoded(parts.fragment)) if parts else (url, "")
        if path.startswith("/") and is_site_path(path):
            page = PageLink(site_path=with_slash(path), fragment=fragment, place=place)
            link.attrSet("href", self.gap(page))
            return
        target = paths.resolved(path, self.path)
        if SCHEME.match(IGNORED_IN_URL.sub("", path)):
            self.report.append(rules.FORBIDDEN_SCHEME.at(place, url=path))
        elif target is None:
            self.report.append(rules.NOT_A_FILE_PATH.at(place, value=path))
        elif target.suffix != ".md" and not paths.is_published(target):
            self.report.append(not_published(target, place))
        else:
            link.attrSet("href", self.gap(FileLink(path=target, fragment=fragment, place=place)))

    def picture(self, image: Token, line: Token) -> Token:
        """Return what stands for *image*, or report why it cannot be shown."""
        url = str(image.attrGet("src") or "")
        place = self.place(line, url)
        try:
            target = paths.picture(decoded(url), self.path, place)
        except Problems as problems:
            self.report += problems.diagnostics
            return raw(Markup(""))
        gap = self.gap(BodyImage(path=target, alt=alt_text(image), place=place))
        return raw(Markup(gap))  # noqa: S704 - a gap is two control characters and digits


def not_published(path: FilePath, place: Place) -> Diagnostic:
    """Return the diagnostic of a link at *place* to the file *path*, maybe meant for a page."""
    kinds = paths.kinds()
    article = said(
        "for an article, write the path of its file: {name}.md; for a file use {kinds}",
        name=path.stem,
        kinds=kinds,
    )
    hint = article if path.suffix in PAGE_SUFFIXES else None
    return rules.NOT_PUBLISHED.at(place, hint=hint, path=path, kinds=kinds)


def alt_text(image: Token) -> str:
    """Return the alternative text of *image*: what stands in its brackets, as plain text."""
    children = image.children or ()
    return "".join(c.content if c.type == "image" else shown(c) for c in children)


class MailLink:
    """A link to an e-mail address, which is written out since no `href` can hold it."""

    def __init__(self, address: str, query: str) -> None:
        self.address = address
        self.query = query
        self.has_text = False

    def shows(self, child: Token) -> bool:
        """Tell whether *child* of the link is shown: all but the address itself, which follows."""
        if child.content == self.address:
            return False
        self.has_text = self.has_text or bool(child.content.strip())
        return True

    def end(self) -> list[Token]:
        """Return what closes the link: the address, in brackets after a text of its own."""
        address = protected(self.address, self.query)
        return [raw(IN_BRACKETS.format(address) if self.has_text else address)]
