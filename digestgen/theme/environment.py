"""Jinja2's environment, made for sites: it does less at each of the hundreds of values on a page.

Of every call Jinja asks whether what is called wants to be handed the context, which nothing here
does, and it wraps every value once more when it has escaped it. What templates can say, and what
that means, is the same.
"""

import operator
from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame

from digestgen.text.html import html_of


class ShortCode(CodeGenerator):
    """Makes the Python code of templates."""

    def visit_Call(  # noqa: N802 - Jinja's name
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - Jinja's signature
    ) -> None:
        """Write the call *node*."""
        self.write("environment.called(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja's
        """Write what comes before the value of *node*, which stands on the page."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.html_of(")


class SiteEnvironment(Environment):
    """The environment that the templates of a site run in."""

    code_generator_class = ShortCode
    called: Callable[..., object] = operator.call
    html_of = staticmethod(html_of)

    def make_globals(self, d: Mapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that all templates know, and *d*, as what is quickly copied."""
        return {**self.globals, **(d or {})}
