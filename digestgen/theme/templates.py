"""Template texts before they are run: their syntax, and which of them need which."""

from collections.abc import Iterator, Mapping

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.meta import find_referenced_templates
from msgspec import Struct

from digestgen import rules
from digestgen.errors import Diagnostic, Place
from digestgen.text.near import nearest
from digestgen.theme.environment import SiteEnvironment


class Missing(StrictUndefined):
    """A name that a template reads and that is not there: any use of it is an error."""

    @property
    def _undefined_message(self) -> str:
        """Return what to tell a theme's author: of a view, what it has instead."""
        value, name = self._undefined_obj, self._undefined_name
        if not isinstance(value, Struct) or not isinstance(name, str):
            return super()._undefined_message
        known = value.__struct_fields__
        near = nearest(name, known)
        instead = f"did you mean '{near}'?" if near else f"it has: {', '.join(known)}"
        return f"{type(value).__name__} has no '{name}'; {instead}"


def bare_environment(kind: type[SiteEnvironment] = SiteEnvironment) -> SiteEnvironment:
    """Return an environment of a *kind* without templates: the syntax that all templates have.

    What is not a pure function of its arguments is taken out.
    """
    environment = kind(
        autoescape=True,
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        # All templates of a theme, without counting which were used last.
        cache_size=-1,
    )
    del environment.filters["random"], environment.globals["lipsum"]
    return environment


def template_references(
    texts: Mapping[str, str],
    files: Mapping[str, str],
    report: list[Diagnostic],
) -> Mapping[str, tuple[str, ...]]:
    """Return the templates that each of *texts* names; errors of syntax go to *report*.

    A template that names another one by a computed name may need any of them.
    """
    environment = bare_environment()
    references: dict[str, tuple[str, ...]] = {}
    for name, text in texts.items():
        try:
            tree = environment.parse(text, name, files[name])
        except TemplateSyntaxError as error:
            report.append(syntax_problem(error, files[name]))
        else:
            references[name] = tuple(sorted(set(named_in(tree, texts))))
    return references


def named_in(tree: nodes.Template, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the names of the templates that *tree* refers to."""
    for name in find_referenced_templates(tree):
        if name is None:
            yield from texts
        else:
            yield name


def syntax_problem(error: TemplateSyntaxError, file: str) -> Diagnostic:
    """Return what to tell a theme's author of *error* in *file*."""
    problem = (error.message or "").rstrip(".")
    return rules.TEMPLATE_BROKEN.at(Place(file=file, line=error.lineno), problem=problem)
