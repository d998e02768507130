"""What templates read, as the code has it: which template gets which view, and what that holds."""

import ast
import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from types import ModuleType
from typing import Final

from digestgen import model, views
from digestgen.config import parse_config
from digestgen.content.articles import parse
from digestgen.content.parsed import parse_settings
from digestgen.file_path import FilePath
from digestgen.model import ContentFile
from digestgen.pages.plan import plan
from digestgen.site.assemble import Facts, assemble
from digestgen.yaml.keys import table

# A site with a page of every kind.
SETTINGS: Final = "title: Digest\nurl: https://example.org/\n"
FILES: Final = {
    "a.md": "---\ntitle: A\ndate: 2024-06-21\nsource: S\ntags: [T]\naliases: [/old/]\n---\n",
    "b.md": "---\ntitle: B\nlayout: page\n---\n",
    "c.md": "---\ntitle: C\ndate: 2024-06-20\nsource: S\nwithdrawn: An error.\n---\n",
}
NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)

TEMPLATE: Final = ".html"
# What templates read besides their views.
EVERYWHERE: Final = ("Masthead", "PageText")

# The words of a type for those who write templates; what stands in no list is left as it is.
NONE: Final = re.compile(r"^(.*) \| None$")
SEVERAL: Final = re.compile(r"^tuple\[(.*), \.\.\.\]$")
WORDS: Final = {
    "str": "text",
    "int": "number",
    "bool": "true or false",
    "Markup": "HTML",
    "Params": "free values",
    "Rights": "`excerpt`, `full` or `own`",
    "Direction": "`rtl` or `ltr`",
    "Wait": "`draft` or `scheduled`",
    "Months": "text",
    "Digits": "text",
}


def templates_table() -> str:
    """Return the table of the templates, each with its view and what that holds."""
    rows = (
        (f"`{template}`", first_line(view), f"`{view}`", fields_of(view))
        for template, view in sorted(views_by_template().items())
    )
    return table(("template", "what it shows", "`page` is a", "with"), rows)


def values_table() -> str:
    """Return the table of what else templates read, and of the values in it and in views."""
    rows = (
        (f"`{name}`", first_line(name), fields_of(name))
        for name in (*EVERYWHERE, *sorted(reached(views_by_template().values())))
    )
    return table(("value", "what it is", "with"), rows)


@cache
def views_by_template() -> Mapping[str, str]:
    """Return the name of the view of each template, as the planner pairs them.

    What is made without a template has no place in a theme.
    """
    config = parse_config(SETTINGS)
    files = (ContentFile(path=FilePath(name), text=text) for name, text in FILES.items())
    parsed = [parse(file, parse_settings(config)).parsed for file in files]
    facts = Facts(media={}, pictures={}, drawing=None, invalid={}, now=NOW)
    pages, _ = plan(assemble(config, parsed, facts)[0])
    return {
        page.template: type(page.view.kept()).__name__
        for page in pages
        if page.template.endswith(TEMPLATE)
    }


def reached(names: Iterable[str]) -> set[str]:
    """Return the names of the values that the fields of those named hold, those of all of them."""
    found: set[str] = set()
    open_ = [*EVERYWHERE, *names]
    while open_:
        types = (type_ for _, type_, _ in fields(open_.pop()))
        inner = {name for type_ in types for name in re.findall(r"\w+", type_)} & classes().keys()
        new = {name for name in inner - found if any(True for _ in fields(name))}
        found |= new
        open_ += new
    return found


def fields_of(name: str) -> str:
    """Return the fields of the value *name*: each with its type, and what is said of it."""
    return "; ".join(
        f"`{field}` {words(type_)}{f' ({note})' if note else ''}"
        for field, type_, note in fields(name)
    )


def fields(name: str) -> Iterator[tuple[str, str, str]]:
    """Yield the fields of the class *name*: name, type and docstring."""
    body = classes()[name].body
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id, ast.unparse(node.annotation), note_of(after)


def note_of(node: ast.stmt | None) -> str:
    """Return the docstring that *node* is, on one line without its full stop; empty if none."""
    match node:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return " ".join(text.split()).rstrip(".")
        case _:
            return ""


def words(type_: str) -> str:
    """Return *type_* in the words of those who write templates."""
    if match := NONE.match(type_):
        return f"{words(match[1])} or none"
    if match := SEVERAL.match(type_):
        return f"several {words(match[1])}"
    return WORDS.get(type_, f"`{type_}`" if type_ in classes() else type_)


def first_line(name: str) -> str:
    """Return the first sentence of the docstring of the class *name*, without its full stop."""
    text = " ".join((ast.get_docstring(classes()[name]) or "").split())
    return re.split(r"(?<=[^.])\.(?: |$)", text, maxsplit=1)[0].split("; ")[0]


@cache
def classes() -> Mapping[str, ast.ClassDef]:
    """Return the classes of the values that views are made of, by name."""
    return {node.name: node for module in (model, views) for node in classes_in(module)}


def classes_in(module: ModuleType) -> Iterator[ast.ClassDef]:
    """Yield the classes that *module* defines."""
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ClassDef):
            yield node
