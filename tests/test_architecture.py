"""The structure that ARCHITECTURE.md draws."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from digestgen.rules import all_rules

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "digestgen"
MODULES: Final = sorted(PACKAGE.rglob("*.py"))
LONGEST_FUNCTION: Final = 50
LONGEST_FILE: Final = 400
# All values and all diagnostics stand in one file each, to be read from top to bottom.
LISTS: Final = ("model", "rules", "views")
LONGEST_LIST: Final = 1200

# A module may import from layers below its own and from its own folder.
LAYERS: Final = (
    ("errors", "text", "names", "file_path", "memory_use"),
    ("urls", "processes", "recall"),
    ("web",),
    ("model", "rules"),
    ("views", "messages"),
    ("yaml", "cache", "work", "stages", "edition"),
    ("promise",),
    ("page_plan",),
    ("part_prints", "kept_pages"),
    ("pictures",),
    ("config_feeds", "config_registries", "config_checks"),
    ("config_keys",),
    ("config", "content", "output", "formats"),
    ("theme", "site", "schemas"),
    ("fingerprint", "pages"),
    ("inputs", "build_report"),
    ("rendering",),
    ("wanted",),
    ("ahead",),
    ("unchanged",),
    ("outputs",),
    ("texts",),
    ("pipeline",),
    ("build",),
    ("why", "verify", "start", "preview"),
    ("report", "progress"),
    ("check", "publish"),
    ("move",),
    ("cli",),
    ("__init__", "__main__"),
)
# How many imports of a module stand in its functions.
LATE: Final = {
    "build": 3,
    "cli/build": 1,
    "cli/language": 1,
    "content/chunks": 1,
    "pictures/cards": 1,
    "pictures/ready": 1,
    "pictures/recipe": 2,
    "memory_use": 2,
    "theme/chunks": 3,
    "theme/references": 1,
}
# These know no disk, clock, machine or process: what they return follows from their arguments.
PURE: Final = (
    *(
        "errors",
        "text",
        "names",
        "file_path",
        "urls",
        "recall",
        "promise",
        "page_plan",
        "part_prints",
        "stages",
        "edition",
        "model",
        "views",
        "rules",
    ),
    "yaml",
    *("config", "config_feeds", "config_keys", "config_checks", "config_registries", "schemas"),
    *("site", "pages", "formats", "fingerprint", "content/markdown", "content/front_matter"),
    *("content/article_keys", "content/article_values", "content/editorial"),
    *("content/dates", "content/split", "content/paths", "content/articles", "content/encoding"),
    *("output/plan", "output/manifest", "start/article", "start/near", "start/site"),
    *("preview/state", "preview/request", "preview/paths", "preview/problems"),
    *("theme/dates", "theme/filters", "theme/render", "theme/strings", "theme/templates"),
    *("theme/environment", "theme/running"),
    *("theme/assets", "theme/json_ld", "theme/bodies", "theme/texts", "theme/numbers"),
    "theme/locales",
    *("theme/pictures", "pictures/sizes", "pictures/strip", "pictures/coverage"),
    *("check/anchors", "check/articles", "check/characters", "check/emphasis", "check/excerpts"),
    *("check/explained", "check/facts", "check/families", "check/finding", "check/fix"),
    *("check/levels", "check/outside", "check/places", "check/prose", "check/sizes", "check/text"),
    *("check/told", "check/topics", "check/words"),
    *("theme/feed_contents", "messages/speech", "messages/plurals"),
    *("move/names", "move/site", "move/links", "move/front"),
    *("move/changes", "move/articles", "move/topics"),
)
IMPURE_MODULES: Final = frozenset(
    {
        "os",
        "io",
        "time",
        "random",
        "locale",
        "subprocess",
        "logging",
        "socket",
        "tempfile",
        "shutil",
    }
)
IMPURE_CALLS: Final = frozenset(
    {"open", "now", "today", "utcnow", "read_text", "read_bytes", "write_text", "write_bytes"}
)


def name_of(module: Path) -> str:
    """Return the path of *module* in the package, without its ending."""
    return module.relative_to(PACKAGE).with_suffix("").as_posix()


def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"))


def layer(part: str) -> int:
    """Return the layer of the module or folder *part* of the package."""
    return next(number for number, parts in enumerate(LAYERS) if part in parts)


def imports(module: Path) -> Iterator[str]:
    """Yield the full names of what *module* imports, wherever it does so."""
    for node in ast.walk(tree_of(module)):
        match node:
            case ast.Import():
                yield from (alias.name for alias in node.names)
            case ast.ImportFrom():
                assert node.level == 0, f"{name_of(module)}: a relative import"
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_pure(module: Path) -> bool:
    name = name_of(module)
    return any(name == pure or name.startswith(f"{pure}/") for pure in PURE)


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_imports_point_one_way(module: Path) -> None:
    """A module knows what lies below it, never what lies above."""
    own = name_of(module).split("/")[0]
    used = {name.split(".")[1] for name in imports(module) if name.startswith("digestgen.")}
    known = {
        part for part in used if (PACKAGE / part).exists() or (PACKAGE / f"{part}.py").exists()
    }

    assert [] == sorted(part for part in known - {own} if layer(part) >= layer(own))


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_imports_stand_at_the_top(module: Path) -> None:
    """No import hides in a function or behind TYPE_CHECKING, where knots form unseen.

    Only what looks whether there is anything to do may load the rest late.
    """
    top = [node for node in tree_of(module).body if isinstance(node, ast.Import | ast.ImportFrom)]
    everywhere = [
        node for node in ast.walk(tree_of(module)) if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert LATE.get(name_of(module), 0) == len(everywhere) - len(top)


@pytest.mark.parametrize("module", [m for m in MODULES if is_pure(m)], ids=name_of)
def test_the_middle_is_pure(module: Path) -> None:
    """What comes between reading and writing touches neither the disk nor the clock."""
    used = {name.split(".")[0] for name in imports(module)} & IMPURE_MODULES
    calls = {
        getattr(node.func, "attr", None) or getattr(node.func, "id", None)
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Call)
    }

    assert (set(), set()) == (used, calls & IMPURE_CALLS)


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_pieces_are_small(module: Path) -> None:
    """A function fits on a screen, and a file can be read at a sitting."""
    functions = [
        node
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [
        node.name for node in functions if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    limit = LONGEST_LIST if name_of(module) in LISTS else LONGEST_FILE

    assert [] == long
    assert len(module.read_text("utf-8").splitlines()) <= limit


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_no_module_has_a_state(module: Path) -> None:
    """What stands at the top of a module is defined once: constants, types, functions, classes."""
    globals_ = [node for node in ast.walk(tree_of(module)) if isinstance(node, ast.Global)]
    loose = [
        ast.unparse(node)
        for node in tree_of(module).body
        if isinstance(node, ast.AugAssign | ast.For | ast.While | ast.With | ast.Delete)
    ]

    assert ([], []) == (globals_, loose)


def test_nothing_deletes_a_tree() -> None:
    """The code has no way to delete more than one file at a time."""
    assert [] == [
        name_of(m) for m in MODULES if re.search(r"rmtree|removedirs", m.read_text("utf-8"))
    ]


def test_codes_are_given_once_and_in_order() -> None:
    """A code names one rule, and a reader of rules.py finds it where its number says."""
    written = re.findall(r'code="(DG\d{3})"', (PACKAGE / "rules.py").read_text("utf-8"))

    assert sorted(set(written)) == written
    assert written == [rule.code for rule in all_rules()]
