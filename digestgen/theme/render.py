"""A page and a theme → the bytes of the page. Pure: nothing here touches the disk or the clock."""

import traceback
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Protocol

from jinja2 import Environment, FunctionLoader, TemplateError, TemplateNotFound, TemplateSyntaxError

from digestgen import rules
from digestgen.errors import Diagnostic, Place, Problems, said, within
from digestgen.formats.formats import FORMATS, MakeText, text_maker
from digestgen.model import Text
from digestgen.text.email import with_references
from digestgen.theme.feed_contents import MakeContent, content_maker, feed_contents
from digestgen.theme.filters import TemplateMistake, Voice, filters, functions, voice_of
from digestgen.theme.json_ld import json_ld
from digestgen.theme.templates import bare_environment, syntax_problem
from digestgen.theme.texts import page_text
from digestgen.theme.theme import Theme
from digestgen.views import Masthead, Page


class Render(Protocol):
    """Makes the content of a page; *texts* are those of its bodies."""

    def __call__(self, page: Page, texts: Sequence[Text] = ()) -> bytes:
        """Return the content of *page*. Raises Problems."""


# What the expressions of a template can raise.
FAILURES: Final = (
    *(TemplateError, TemplateMistake, ArithmeticError, AttributeError, LookupError),
    *(RecursionError, TypeError, ValueError),
)


def renderer(theme: Theme, masthead: Masthead, *, base: str) -> Render:
    """Return the function that renders the pages of the site that *masthead* heads.

    *base* is the base path. Templates are compiled when the first page needs them, so one
    renderer should serve many pages. Rendering raises Problems.
    """
    voice = voice_of(masthead, theme)
    environment = theme_environment(theme, voice, base)
    make_text = partial(format_text, content_maker(masthead, voice), text_maker())
    return partial(rendered, environment, theme, make_text)


def theme_environment(theme: Theme, voice: Voice, base: str) -> Environment:
    """Return the environment in which the templates of *theme* run."""
    environment = bare_environment()
    environment.filters.update(filters(voice))
    environment.globals.update(functions(voice, theme.assets, base))
    environment.globals["json_ld"] = partial(json_ld, voice)
    environment.loader = FunctionLoader(partial(template_source, theme))
    return environment


def template_source(theme: Theme, name: str) -> tuple[str, str, None] | None:
    """Return the text and the file of the template *name*; None without it."""
    if name not in theme.templates:
        return None
    return theme.templates[name], theme.template_files[name], None


def rendered(
    environment: Environment,
    theme: Theme,
    make_text: Callable[[Page, Sequence[Text]], str],
    page: Page,
    texts: Sequence[Text] = (),
) -> bytes:
    """Return the content of *page*, UTF-8; *texts* are those of its bodies."""
    try:
        if page.template in FORMATS:
            return make_text(page, texts).encode()
        return f"{with_references(templated(environment, page, texts))}\n".encode()
    except FAILURES as error:
        raise Problems(failure(error, theme, page)) from error


def format_text(
    make_content: MakeContent, make_text: MakeText, page: Page, texts: Sequence[Text]
) -> str:
    """Return the text of *page*, which has a format without a template."""
    return make_text(page, feed_contents(page, texts, make_content))


def templated(environment: Environment, page: Page, texts: Sequence[Text]) -> str:
    """Return what the template of *page* makes of it, without white space at the end."""
    template = environment.get_template(page.template)
    found = [
        page_text(text, body, page.view, page.masthead)
        for body, text in zip(page.bodies, texts, strict=True)
    ]
    text = found[0] if found else None
    return template.render(masthead=page.masthead, page=page.view, text=text).rstrip()


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
