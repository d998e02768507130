"""docs/diagnostics.md, made from the rules and from the sites with mistakes that show them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from digestgen.errors import Rule, Severity
from digestgen.rules import all_rules

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "diagnostics.md"
PREFACE: Final = """\
# Diagnostics

Every message of digestgen has a code, which keeps its meaning for ever.
An error stops the build and nothing is written; a warning does not.
What stands in `{braces}` here is the case's own word in the message.

This page is made by `scripts/docs` from the rules and the tests of digestgen.
"""
GROUPS: Final = {
    "DG1": "Reading files and YAML",
    "DG2": "Front matter and settings",
    "DG3": "site.yaml",
    "DG4": "Bodies: links and pictures",
    "DG5": "The site as a whole",
    "DG6": "Themes",
    "DG7": "The output folder",
}


def page() -> str:
    """Return the whole page."""
    examples = "".join(
        path.read_text("utf-8") for path in sorted(ROOT.glob("tests/mistakes/*.txt"))
    )
    parts = [PREFACE]
    for prefix, group in GROUPS.items():
        rules = [rule for rule in all_rules() if rule.code.startswith(prefix)]
        parts += [f"## {group}\n", *(section(rule, examples) for rule in rules)]
    return "\n".join(parts)


def section(rule: Rule, examples: str) -> str:
    """Return the section of *rule*, with one of *examples* that shows it."""
    return "\n".join(f"{line}\n" for line in lines(rule, examples))


def lines(rule: Rule, examples: str) -> Iterator[str]:
    """Yield the paragraphs of the section of *rule*."""
    yield f"### {rule.code}"
    message, hint = bare(rule.message), bare(rule.hint)
    kind = " This is a warning." if rule.severity is Severity.WARNING else ""
    yield f"{message[0].upper()}{message[1:]}.{kind}"
    yield f"What to do: {hint}."
    found = re.search(
        rf"^[^\n]*: {rule.severity} {rule.code}: [^\n]*\n[^\n]*$", examples, re.MULTILINE
    )
    if found:
        yield f"```\n{found[0]}\n```"


def bare(text: str) -> str:
    """Return the *text* of a rule with its gaps as code and without the escapes of braces."""
    gaps = re.sub(r"(?<!\{)(\{\w+\})(?!\})", r"`\1`", text)
    return gaps.replace("{{", "{").replace("}}", "}").replace("'`", "`").replace("`'", "`")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
