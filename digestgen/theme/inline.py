"""Templates with those that they include written into them, so that these are no calls.

A page includes a dozen small templates: to be ready for one takes as long as what it makes. What an
included template sees, and that nothing of what it sets is seen outside of it, stays as it is.
"""

from collections.abc import Container, Iterator, Mapping
from itertools import chain
from typing import Final

from jinja2 import Environment, TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

# What means something else in a template that is a part of another one.
OF_A_TEMPLATE: Final = (nodes.Block, nodes.Extends)
OF_THE_PLACE: Final = frozenset({"caller", "kwargs", "loop", "self", "super", "varargs"})
WHAT_ASSIGNS: Final = (nodes.Name, nodes.Macro, nodes.Import, nodes.FromImport)


def inline(template: nodes.Template, environment: Environment, *around: str) -> None:
    """Put into *template* what it includes, where that is the same; it is a part of those *around*.

    What is wrong with a template is told when it is rendered.
    """
    Inlining(environment, around, assigned_later(template)).visit(template)


def assigned_later(template: nodes.Template) -> Mapping[nodes.Node, frozenset[str]]:
    """Return what *template* may assign after each place where it includes another one.

    To Jinja a variable that is set further down in a template is its own from the beginning.
    """
    found: dict[nodes.Node, frozenset[str]] = {}
    # What is set to a block is set at its end.
    blocks = (block.target for block in template.find_all(nodes.AssignBlock))
    names = set(chain.from_iterable(map(assigned, blocks)))
    for node in reversed([*template.find_all((nodes.Include, *WHAT_ASSIGNS))]):
        if isinstance(node, nodes.Include):
            found[node] = frozenset(names)
        else:
            names.update(assigned(node))
    return found


def assigned(node: nodes.Node) -> Iterator[str]:
    """Yield the names that *node* gives a value."""
    match node:
        case nodes.Name(name=str(name)) if node.ctx != "load":
            yield name
        case nodes.Macro(name=str(name)) | nodes.Import(target=str(name)):
            yield name
        case nodes.FromImport(names=list(names)):
            yield from (name[1] if isinstance(name, tuple) else name for name in names)


class Inlining(NodeTransformer):
    """Puts into a template what it includes."""

    def __init__(
        self,
        environment: Environment,
        around: tuple[str, ...],
        later: Mapping[nodes.Node, frozenset[str]],
    ) -> None:
        """Be ready for a part of the templates *around*, which assigns some names *later*."""
        self.environment, self.around, self.later = environment, around, later

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - Jinja's name
        """Return what does in the place of *node* what is included; else the node itself."""
        match node.template:
            case nodes.Const(value=str(name)) if node.with_context and name not in self.around:
                template = self.template(name)
            case _:
                template = None
        if template is None or not is_movable(template, self.later[node]):
            return node
        return nodes.Scope(template.body, lineno=node.lineno)

    def template(self, name: str) -> nodes.Template | None:
        """Return the template *name*; None if there is none that is whole."""
        loader = self.environment.loader
        if loader is None:
            return None
        try:
            text, file, _ = loader.get_source(self.environment, name)
            template = self.environment.parse(text, name, file)
        except (TemplateNotFound, TemplateSyntaxError):
            return None
        inline(template, self.environment, *self.around, name)
        return template


def is_movable(template: nodes.Template, later: Container[str]) -> bool:
    """Tell whether *template* does the same as a part of one that assigns some names *later*."""
    if any(template.find_all(OF_A_TEMPLATE)):
        return False
    names = {node.name for node in template.find_all(nodes.Name)}
    return not any(name in OF_THE_PLACE or name in later for name in names)
