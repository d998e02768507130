"""A page and a theme → the bytes of the page. Pure: nothing here touches the disk or the clock."""

import pickle
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property, lru_cache, partial
from typing import Final

from jinja2 import Environment, FunctionLoader, TemplateError, TemplateNotFound, TemplateSyntaxError

from digestgen import rules
from digestgen.errors import Diagnostic, Place, Problems, said, within
from digestgen.formats.formats import FORMATS, Makers, made
from digestgen.model import Text
from digestgen.text.email import with_references
from digestgen.theme.environment import SiteEnvironment
from digestgen.theme.feed_contents import content_maker, feed_contents
from digestgen.theme.filters import (
    TemplateMistake,
    Voice,
    filters,
    functions,
    unfilled,
    voice_of,
)
from digestgen.theme.json_ld import json_ld
from digestgen.theme.once import Once, in_pieces, whole
from digestgen.theme.quick import QuickEnvironment
from digestgen.theme.templates import bare_environment, syntax_problem
from digestgen.theme.texts import page_text
from digestgen.theme.theme import Theme
from digestgen.views import Masthead, Page
from digestgen.work import Steps, at_once

# What the expressions of a template can raise.
FAILURES: Final = (
    *(TemplateError, TemplateMistake, ArithmeticError, AttributeError, LookupError),
    *(RecursionError, TypeError, ValueError),
)


class Renderer:
    """Renders the pages of one site, and keeps what many of them share."""

    def __init__(self, theme: Theme, masthead: Masthead, base: str) -> None:
        self.theme, self.masthead, self.base = theme, masthead, base
        self.voice = voice_of(masthead, theme)
        self.once, self.pieces, self.makers = Once(whole), Once(in_pieces), Makers()
        self.contents = content_maker(masthead, self.voice)
        self.quick = self.environment(QuickEnvironment)
        self.unusual: set[str] = set()
        """The templates that are not for the quick environment: a page of theirs failed in it."""

    def environment(self, kind: type[SiteEnvironment]) -> SiteEnvironment:
        """Return an environment of a *kind* that templates run in."""
        environment = theme_environment(self.theme, self.voice, self.base, kind)
        environment.globals.update(once=self.once, pieces=self.pieces)
        return environment

    @cached_property
    def exact(self) -> SiteEnvironment:
        """What makes all pages, or tells the template and the line of what fails."""
        return self.environment(SiteEnvironment)

    def __call__(self, page: Page, texts: Sequence[Text] = ()) -> bytes:
        """Return the content of *page*, UTF-8; *texts* are those of its bodies. Raises Problems."""
        return at_once(self.steps(page, texts))

    def steps(self, page: Page, texts: Sequence[Text]) -> Steps[bytes]:
        """Render *page* in steps, as it is called."""
        if page.template in FORMATS:
            with told(self.theme, page):
                contents = feed_contents(page, texts, self.contents)
                return made(self.makers, page, contents).encode()
        text = yield from self.templated(page, texts)
        return f"{with_references(text)}\n".encode()

    def templated(self, page: Page, texts: Sequence[Text]) -> Steps[str]:
        """Find out in steps what the template of *page* makes of it. Raises Problems."""
        if page.template not in self.unusual:
            try:
                return (yield from templated(self.quick, page, texts))
            except FAILURES:
                self.unusual.add(page.template)
        with told(self.theme, page):
            return (yield from templated(self.exact, page, texts))

    def compile(self, names: Iterable[str]) -> None:
        """Compile the templates *names* and all that they reach.

        Whatever is wrong with one is told when it is rendered.
        """
        waiting, found = [*names], set[str]()
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                with suppress(TemplateError):
                    self.quick.get_template(name)
                waiting += self.quick.references.get(name, ())

    def forget(self) -> None:
        """Forget what pages shared: the values of another build are others."""
        self.once.forget()
        self.pieces.forget()
        for kept in (self.makers.atom, self.makers.json, self.contents):
            kept.cache_clear()


def renderer(theme: Theme, masthead: Masthead, *, base: str) -> Renderer:
    """Return what renders the pages of the site that *masthead* heads.

    *base* is the base path. Templates are compiled when the first page needs them, so one
    renderer should serve many pages. Rendering raises Problems.
    """
    return Renderer(theme, masthead, base)


@lru_cache(maxsize=1)
def renderer_of(setting: bytes) -> Renderer:
    """Return the renderer of a *setting*, which is pickled: a theme, a masthead and a base path.

    A fork has the templates that were compiled before it.
    """
    theme, masthead, base = pickle.loads(setting)  # noqa: S301 - made by this build
    return renderer(theme, masthead, base=base)


def theme_environment(
    theme: Theme, voice: Voice, base: str, kind: type[SiteEnvironment]
) -> SiteEnvironment:
    """Return the environment, of a *kind*, in which the templates of *theme* run."""
    environment = bare_environment(kind)
    environment.filters.update(filters(voice))
    environment.globals.update(functions(voice, theme.assets, base))
    environment.globals["json_ld"] = partial(json_ld, voice)
    environment.texts = {"t": unfilled(voice.strings)}
    environment.loader = FunctionLoader(partial(template_source, theme))
    return environment


def template_source(theme: Theme, name: str) -> tuple[str, str, None] | None:
    """Return the text and the file of the template *name*; None without it."""
    if name not in theme.templates:
        return None
    return theme.templates[name], theme.template_files[name], None


def templated(environment: Environment, page: Page, texts: Sequence[Text]) -> Steps[str]:
    """Find out in steps what the template of *page* makes of it.

    White space at the end is left out.
    """
    template = environment.get_template(page.template)
    found = [
        page_text(text, body, page.view, page.masthead)
        for body, text in zip(page.bodies, texts, strict=True)
    ]
    text = found[0] if found else None
    pieces: list[str] = []
    for piece in template.generate(masthead=page.masthead, page=page.view, text=text):
        pieces.append(piece)
        yield
    return "".join(pieces).rstrip()


@contextmanager
def told(theme: Theme, page: Page) -> Iterator[None]:
    """Tell what fails on *page* as Problems."""
    try:
        yield
    except FAILURES as error:
        raise Problems(failure(error, theme, page)) from error


def failure(error: Exception, theme: Theme, page: Page) -> Diagnostic:
    """Return what to tell a theme's author of *error* on *page*: the template, its line, the page.

    One template makes many pages, and may fail on few of them.
    """
    place = template_place(error, theme)
    match error:
        case TemplateSyntaxError():
            found = syntax_problem(error, error.filename or place.file)
        case TemplateNotFound():
            found = rules.NO_TEMPLATE.at(place, name=error.name)
        case TemplateMistake():
            found = error.rule.at(place, hint=None, **error.values)
        case RecursionError():
            endless = said("templates or macros call each other without end")
            return rules.TEMPLATE_FAILED.at(place, page=page.path, problem=endless)
        case _:
            problem = (str(error) or type(error).__name__).rstrip(".")
            return rules.TEMPLATE_FAILED.at(place, page=page.path, problem=problem)
    return within(found, said("on the page '{page}'", page=page.path))


def template_place(error: Exception, theme: Theme) -> Place:
    """Return the innermost line of a template in the way of *error*, else the theme itself."""
    files = set(theme.template_files.values())
    way = traceback.walk_tb(error.__traceback__)
    lines = [(frame.f_code.co_filename, line) for frame, line in way]
    inside = [Place(file=file, line=line) for file, line in lines if file in files]
    return inside[-1] if inside else Place(file=f"themes/{theme.name}")
