"""A page and a theme → the bytes of the page. Pure: nothing here touches the disk or the clock."""

import traceback
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final, Protocol

from jinja2 import Environment, FunctionLoader, TemplateError, TemplateNotFound, TemplateSyntaxError

from digestgen import rules
from digestgen.errors import Diagnostic, Place, Problems
from digestgen.text.email import with_references
from digestgen.theme.bodies import body_html
from digestgen.theme.filters import TemplateMistake, filters, functions, voice_of
from digestgen.theme.templates import bare_environment, syntax_problem
from digestgen.theme.theme import Theme
from digestgen.views import Masthead, Page

Pieces = Sequence[str]
"""The HTML of a body, cut at its gaps."""


class Render(Protocol):
    """Makes the content of a page; *pieces* are those of its body."""

    def __call__(self, page: Page, pieces: Pieces = ()) -> bytes:
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
    return partial(rendered, theme_environment(theme, masthead, base), theme)


def theme_environment(theme: Theme, masthead: Masthead, base: str) -> Environment:
    """Return the environment in which the templates of *theme* run."""
    voice = voice_of(masthead, theme)
    environment = bare_environment()
    environment.filters.update(filters(voice))
    environment.globals.update(functions(voice, theme.assets, base))
    environment.loader = FunctionLoader(partial(template_source, theme))
    return environment


def template_source(theme: Theme, name: str) -> tuple[str, str, None] | None:
    """Return the text and the file of the template *name*; None without it."""
    if name not in theme.templates:
        return None
    return theme.templates[name], theme.template_files[name], None


def rendered(environment: Environment, theme: Theme, page: Page, pieces: Pieces = ()) -> bytes:
    """Return the content of *page*, whose body has *pieces*: UTF-8 that ends in one line feed."""
    try:
        template = environment.get_template(page.template)
        body = body_html(pieces, page.body.fillings, page.masthead) if page.body else None
        text = template.render(masthead=page.masthead, page=page.view, body=body)
    except FAILURES as error:
        raise Problems(failure(error, theme, page)) from error
    return f"{with_references(text.rstrip())}\n".encode()


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
            found = error.rule.at(place, **error.values)
        case RecursionError():
            problem = "templates or macros call each other without end"
            return rules.TEMPLATE_FAILED.at(place, page=page.path, problem=problem)
        case _:
            problem = (str(error) or type(error).__name__).rstrip(".")
            return rules.TEMPLATE_FAILED.at(place, page=page.path, problem=problem)
    return replace(found, message=f"{found.message} (on the page '{page.path}')")


def template_place(error: Exception, theme: Theme) -> Place:
    """Return the innermost line of a template in the way of *error*, else the theme itself."""
    files = set(theme.template_files.values())
    way = traceback.walk_tb(error.__traceback__)
    lines = [(frame.f_code.co_filename, line) for frame, line in way]
    inside = [Place(file=file, line=line) for file, line in lines if file in files]
    return inside[-1] if inside else Place(file=f"themes/{theme.name}")
