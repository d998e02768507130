"""The environment that pages are rendered in first: it takes for granted what nearly always holds.

A template does itself what it includes, what has an attribute in a template has it, and every name
has a value. Where that is not so a page fails, and another environment finds out what that means.
So what this one makes is what that one would make.
"""

from collections.abc import Mapping
from functools import reduce
from keyword import iskeyword
from typing import Any, Final

from jinja2 import UndefinedError, nodes
from jinja2.compiler import Frame
from jinja2.utils import missing
from msgspec import Struct

from digestgen.text.html import html_of
from digestgen.theme.environment import ShortCode, SiteEnvironment, is_escaped
from digestgen.theme.inline import inline
from digestgen.views import (
    ArticleView,
    DayView,
    HomeView,
    MonthView,
    NamesView,
    NotFoundView,
    PlainView,
    RedirectView,
    SourceView,
    TopicView,
    WithdrawnView,
    YearView,
)

# What `page` is in the templates that make pages. Whoever includes or extends others may be on a
# page of any kind.
VIEWS: Final[Mapping[str, type[Struct]]] = {
    "404.html": NotFoundView,
    "article.html": ArticleView,
    "day.html": DayView,
    "home.html": HomeView,
    "month.html": MonthView,
    "page.html": PlainView,
    "redirect.html": RedirectView,
    "source.html": SourceView,
    "sources.html": NamesView,
    "topic.html": TopicView,
    "topics.html": NamesView,
    "withdrawn.html": WithdrawnView,
    "year.html": YearView,
}
FIELDS: Final = {name: frozenset(view.__struct_fields__) for name, view in VIEWS.items()}
FIELDS_OF_ALL: Final = reduce(frozenset.intersection, FIELDS.values())
# What authors write as they like has items, not attributes.
AUTHORS_OWN: Final = "params"


class QuickCode(ShortCode):
    """Makes the Python code of templates that fail where their pages are not as most are."""

    unchecked: nodes.Node | None = None
    """What is about to be written, if that fails by itself where it is a name without a value."""

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write the name *node*."""
        if node is self.unchecked:
            self.write(frame.symbols.ref(node.name))
        else:
            super().visit_Name(node, frame)

    def visit_Call(  # noqa: N802 - Jinja's name
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - Jinja's signature
    ) -> None:
        """Write the call *node*: what has no value cannot be called."""
        self.unchecked = node.node
        super().visit_Call(node, frame, forward_caller)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write the attribute *node*, as Python has it wherever it is sure to be there."""
        if not is_attribute(node, self.name or ""):
            super().visit_Getattr(node, frame)
            return
        self.unchecked = node.node
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write the import *node*: where names come from a template, they are always the same."""
        if node.with_context or not isinstance(node.template, nodes.Const):
            super().visit_FromImport(node, frame)
            return
        names = [(name, name) if isinstance(name, str) else name for name in node.names]
        there = tuple(name for name, _ in names)
        here = [(alias, frame.symbols.ref(alias)) for _, alias in names]
        self.writeline("".join(f"{target}, " for _, target in here), node)
        self.write(f"= environment.imported({node.template.value!r}, {there!r})")
        if frame.toplevel:
            known = ", ".join(f"{alias!r}: {target}" for alias, target in here)
            self.writeline(f"context.vars.update({{{known}}})")
            public = tuple(alias for alias, _ in here if not alias.startswith("_"))
            self.writeline(f"context.exported_vars.difference_update({public!r})")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja's
        """Write what comes before the value of *node*, which stands on the page."""
        super()._output_child_pre(node, frame, finalize)
        if is_escaped(frame):
            self.unchecked = node


def is_attribute(node: nodes.Getattr, template: str) -> bool:
    """Tell whether what *node* names in *template* is an attribute on nearly all pages."""
    match node.node:
        case nodes.Name(name="page"):
            is_there = node.attr in FIELDS.get(template, FIELDS_OF_ALL)
        case nodes.Getattr(attr=attr) if attr == AUTHORS_OWN:
            is_there = False
        case _:
            inner = node.node.find_all(nodes.Getattr)
            is_there = all(one.attr != AUTHORS_OWN for one in inner)
    # Python reads other letters as those that they stand for.
    return is_there and node.attr.isascii() and not iskeyword(node.attr)


def shown(value: object) -> str:
    """Return *value* as HTML. Raises UndefinedError for a name that has none."""
    if value is missing:
        raise UndefinedError
    return html_of(value)


class QuickEnvironment(SiteEnvironment):
    """An environment in which pages fail, that are not as most are."""

    code_generator_class = QuickCode
    html_of = staticmethod(shown)

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Jinja's
        super().__init__(**options)
        self.imports: dict[tuple[str, tuple[str, ...]], tuple[object, ...]] = {}
        """What templates import, by the template that it comes from and its names."""

    def arrange(self, source: nodes.Template, name: str) -> None:
        """Put into the template *name*, which *source* is, what it includes."""
        inline(source, self, name)

    def imported(self, template: str, names: tuple[str, ...]) -> tuple[object, ...]:
        """Return what *template* means by *names*. Raises AttributeError if it has not all."""
        found = self.imports.get((template, names))
        if found is None:
            module = self.get_template(template).module
            found = self.imports[template, names] = tuple(getattr(module, name) for name in names)
        return found
