"""What templates are run with: their variables and macros, as Jinja has them, but quickly made."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from jinja2 import Environment, Template
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from jinja2.utils import missing

from digestgen.text.html import markup

Block = Callable[[Context], Iterator[str]]


class SiteContext(Context):
    """The variables of a template."""

    globals_keys: set[str] = set()  # noqa: RUF012 - Jinja's type; nothing is ever put into it

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Block],
        globals: object = None,  # noqa: A002, ARG002 - Jinja's name
    ) -> None:
        """Be the variables of the template *name*, which may read those of *parent*.

        This is all that Jinja does here, but to note what the template alone knows, so that what it
        imports can know that as well: all templates of a site know the same.
        """
        self.environment, self.parent, self.name = environment, parent, name
        self.vars = {}
        self.exported_vars = set()
        # Few of the templates that pages include have any.
        self.blocks = {of: [block] for of, block in blocks.items()} if blocks else {}

    @cached_property
    def eval_ctx(self) -> EvalContext:  # type: ignore[override]
        """Return how values are written: few templates ask."""
        return EvalContext(self.environment, self.name)

    def inside(self, template: Template, given: Mapping[str, object]) -> "SiteContext":
        """Return the variables of *template*, which is included here, where others are *given*.

        What Jinja would copy of all variables, is copied of those that templates have set.
        """
        inner = SiteContext(self.environment, self.parent, template.name, template.blocks)
        inner.vars = self.vars.copy()
        if given:
            there = ((name, value) for name, value in given.items() if value is not missing)
            inner.vars.update(there)
        return inner


class QuickMacro(Macro):
    """A macro that looks only at what it is called with.

    Jinja asks of each call for all that a macro can have: other arguments than it names, a block
    that calls it, text that is not escaped.
    """

    def __init__(self, environment: Environment, function: Callable[..., str], *known: Any) -> None:  # noqa: ANN401 - Jinja's
        super().__init__(environment, function, *known)
        self.function = function
        is_simple = not (self.catch_kwargs or self.catch_varargs or self.caller)
        is_escaped = known[-1] is True
        is_quick = is_simple and is_escaped and not self.explicit_caller
        self.most = len(self.arguments) if is_quick else -1
        """How many arguments it takes; none at all if Jinja has to call it."""
        self.none_given = (missing,) * len(self.arguments)

    def __call__(self, *arguments: Any, **named: Any) -> str:  # noqa: ANN401 - whatever templates have
        """Return what the macro makes of *arguments* and those that are *named*."""
        given = len(arguments)
        if given <= self.most:
            if not named:
                return markup(self.function(*arguments, *self.none_given[given:]))
            others = [named.get(name, missing) for name in self.arguments[given:]]
            if len(others) - others.count(missing) == len(named):
                return markup(self.function(*arguments, *others))
        return super().__call__(*arguments, **named)
