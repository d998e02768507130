"""Jinja2's environment, made for sites: it does less at each of the hundreds of values on a page.

What templates can say, and what that means, is the same, but for what no template of a site has: a
function that wants to be handed the context, or globals that only some templates know.
"""

import operator
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import partial
from itertools import groupby
from typing import Any, Final, NoReturn

from jinja2 import Environment, Template, TemplateNotFound, TemplateRuntimeError, nodes
from jinja2.compiler import CodeGenerator, DependencyFinderVisitor, Frame
from jinja2.idtracking import VAR_LOAD_ALIAS, VAR_LOAD_RESOLVE, VAR_LOAD_UNDEFINED
from jinja2.meta import find_referenced_templates
from jinja2.utils import missing

from digestgen.text.html import escaped, html_of
from digestgen.theme.running import QuickMacro, SiteContext

# What finds the variables of a template, unless a part of it has its own.
RESOLVE: Final = "resolve"


class ShortCode(CodeGenerator):
    """Makes the Python code of templates.

    Of every call Jinja asks whether what is called wants to be handed the context, it wraps every
    value once more when it has escaped it, and it calls a function for every attribute.
    """

    environment: "SiteEnvironment"

    def __init__(self, *known: Any, **named: Any) -> None:  # noqa: ANN401 - Jinja's
        super().__init__(*known, **named)
        self.values: list[str] = []
        """The names of those that are about to be written."""

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Write the statements *nodes*.

        Those of a template or block put what they write into lists, as those of a macro do, and
        hand them over at once: else each piece would pass through all templates around it. There is
        one up to each block or template inside of it, so that pages can be rendered in step.
        """
        if frame.buffer is not None:
            super().blockvisit(nodes, frame)
            return
        for is_step, some in groupby(nodes, key=is_a_step):
            if is_step:
                super().blockvisit(some, frame)
                continue
            self.buffer(frame)
            super().blockvisit(some, frame)
            self.writeline(f"yield concat({frame.buffer})")
            frame.buffer = None

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write that the template of *node* is included."""
        # What is set outside of all blocks and loops, the context has already.
        given = "{}" if frame.toplevel else self.dump_local_context(frame)
        flags = f"{node.with_context!r}, {node.ignore_missing!r}"
        start, end = (f"{frame.buffer}.extend(", ")") if frame.buffer else ("yield from ", "")
        self.writeline(f"{start}environment.included(", node)
        self.visit(node.template, frame)
        self.write(f", {self.name!r}, context, {given}, {flags}){end}")

    def visit_Call(  # noqa: N802 - Jinja's name
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - Jinja's signature
    ) -> None:
        """Write the call *node*."""
        self.write("called(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """Write the attribute *node*, or what stands for it if there is none."""
        value, found = self.temporary_identifier(), self.temporary_identifier()
        self.write(f"({found} if ({found} := getattr(({value} := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing")
        self.write(f" else environment.item({value}, {node.attr!r}))")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:  # noqa: ANN401 - Jinja's
        """Return what *node* puts on every page. Raises Impossible if that is not known yet."""
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name):
            name = node.node.name
            if name in self.environment.texts and is_of_all(name, frame):
                return self.environment.texts[name][only_text(node)]
        return super()._output_child_to_const(node, frame, finalize)

    def pull_dependencies(self, nodes: Iterable[nodes.Node]) -> None:
        """Note the filters and tests of *nodes*: what they are is written once for all."""
        finder = DependencyFinderVisitor()
        for node in nodes:
            finder.visit(node)
        for known, names in ((self.filters, finder.filters), (self.tests, finder.tests)):
            for name in sorted(names - known.keys()):
                known[name] = self.temporary_identifier()

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - Jinja's name
        """Write the template *node*, and what its filters and tests are."""
        super().visit_Template(node, frame)
        for kind, known in (("filters", self.filters), ("tests", self.tests)):
            for name, target in known.items():
                self.writeline(f"{target} = environment.known_as({kind!r}, {name!r})")

    def write_commons(self) -> None:
        """Write what all templates and blocks begin with."""
        super().write_commons()
        self.writeline("Macro, called = environment.macro, environment.called")
        self.writeline("html_of, escaped = environment.html_of, environment.escaped")
        self.writeline("given, known = context.vars, context.parent")

    def enter_frame(self, frame: Frame) -> None:
        """Write where the variables of *frame* come from.

        Those of the context are looked up in place: a template reads dozens of them.
        """
        if self.get_resolve_func() != RESOLVE:
            super().enter_frame(frame)
            return
        for target, (action, name) in frame.symbols.loads.items():
            if action == VAR_LOAD_RESOLVE:
                there = f"given[{name!r}] if {name!r} in given"
                self.writeline(f"{target} = {there} else known.get({name!r}, missing)")
            elif action == VAR_LOAD_ALIAS:
                self.writeline(f"{target} = {name}")
            elif action == VAR_LOAD_UNDEFINED:
                self.writeline(f"{target} = missing")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja's
        """Write what comes before the value of *node*, which stands on the page."""
        if is_escaped(frame):
            self.values.append(self.temporary_identifier())
            self.write(f"({self.values[-1]} if type({self.values[-1]} := ")
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401 - Jinja's
        """Write what comes after the value of *node*: half of them are HTML already."""
        if is_escaped(frame):
            value = self.values.pop()
            self.write(f") is Markup else escaped({value})")
            self.write(f" if type({value}) is str else html_of({value}))")
        else:
            super()._output_child_post(node, frame, finalize)


def refuse(problem: str, *_given: object, **_named: object) -> NoReturn:
    """Raise TemplateRuntimeError with *problem*."""
    raise TemplateRuntimeError(problem)


def is_escaped(frame: Frame) -> bool:
    """Tell whether all that is written in *frame* is escaped, whatever a page says."""
    return bool(frame.eval_ctx.autoescape) and not frame.eval_ctx.volatile


def is_a_step(node: nodes.Node) -> bool:
    """Tell whether *node* is another block or template, or what one does in its place."""
    return isinstance(node, nodes.Block | nodes.Include | nodes.Scope)


def is_of_all(name: str, frame: Frame) -> bool:
    """Tell whether a template means by *name* what all do: it sets nothing of that name."""
    return frame.symbols.find_load(frame.symbols.ref(name)) == (VAR_LOAD_RESOLVE, name)


def only_text(call: nodes.Call) -> str:
    """Return the text that is all that is given in *call*. Raises Impossible if it is not."""
    match call.args:
        case [nodes.Const(value=str(text))] if not (
            call.kwargs or call.dyn_args or call.dyn_kwargs
        ):
            return text
    raise nodes.Impossible


class SiteEnvironment(Environment):
    """The environment that the templates of a site run in."""

    code_generator_class = ShortCode
    context_class = SiteContext
    called: Callable[..., object] = operator.call
    html_of, escaped = staticmethod(html_of), staticmethod(escaped)
    macro = QuickMacro

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Jinja's
        super().__init__(**options)
        self.known: dict[str | Template, Template] = {}
        self.texts: Mapping[str, Mapping[str, str]] = {}
        """The HTML that functions return for some texts, which is so for all pages."""
        self.references: dict[str, tuple[str, ...]] = {}
        """The templates that each of those that were compiled refers to."""

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - Jinja's signature
    ) -> str:
        """Return the Python code of the template *name*, which *source* is."""
        self.arrange(source, name or "")
        self.references[name or ""] = tuple(filter(None, find_referenced_templates(source)))
        return super()._generate(source, name, filename, defer_init)

    def arrange(self, source: nodes.Template, name: str) -> None:
        """Change the template *name*, which *source* is, before its code is written: not here."""

    def make_globals(self, d: Mapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the names that all templates know, and *d*, as what is quickly copied."""
        return {**self.globals, **(d or {})}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's name
    ) -> Template:
        """Return the template *name*, compiled once: none changes while there is an environment."""
        found = self.known.get(name)
        if found is None:
            found = self.known[name] = super().get_template(name, parent, globals)
        return found

    def included(  # noqa: PLR0913, PLR0917 - what can be said of it in a template
        self,
        name: str | Template | list[str | Template],
        parent: str,
        context: SiteContext,
        given: Mapping[str, object],
        with_context: bool,  # noqa: FBT001
        ignore_missing: bool,  # noqa: FBT001
    ) -> Iterable[str]:
        """Return what the template *name* makes where *parent* includes it with what is *given*."""
        template = self.known.get(name) if isinstance(name, str) else None
        if template is None:
            try:
                template = self.get_or_select_template(name, parent)
            except TemplateNotFound:
                if not ignore_missing:
                    raise
                return ()
        if not with_context:
            return (str(template.module),)
        return template.root_render_func(context.inside(template, given))

    def known_as(self, kind: str, name: str) -> Callable[..., object]:
        """Return the one of the *kind* of filters or tests that is called *name*.

        If there is none, what comes back fails when it is called.
        """
        known: Mapping[str, Callable[..., object]] = getattr(self, kind)
        return known.get(name) or partial(refuse, f"No {kind[:-1]} named {name!r} found.")

    def getitem(self, obj: Any, argument: Any) -> Any:  # noqa: ANN401 - whatever templates have
        """Return the item or attribute *argument* of *obj*, as filters ask for it.

        Views have no items: to try takes longer than to look.
        """
        if isinstance(argument, str) and not hasattr(type(obj), "__getitem__"):
            found = getattr(obj, argument, missing)
            return self.undefined(obj=obj, name=argument) if found is missing else found
        return super().getitem(obj, argument)

    def item(self, value: Any, name: str) -> object:  # noqa: ANN401 - whatever templates have
        """Return the item *name* of *value*, which has no attribute of that name."""
        try:
            return value[name]
        except (AttributeError, LookupError, TypeError):
            return self.undefined(obj=value, name=name)
