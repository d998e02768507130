"""What a diagnostic means: its section in docs/diagnostics.md, which is the one place that says."""

import re
from collections.abc import Iterator
from typing import Final

from digestgen.errors import Rule
from digestgen.messages.speech import Speech
from digestgen.rules import all_rules
from digestgen.text.near import nearest

HEADING: Final = re.compile(r"^#{2,3} ", re.MULTILINE)
CODE: Final = re.compile(r"(?:DG)?([0-9]{3})", re.IGNORECASE)
GAP: Final = re.compile(r"(?<!\{)\{\w+\}(?!\})")
FENCE: Final = re.compile(r"^```\w*$\n?", re.MULTILINE)
# A link to a place on the page, and one to another page.
LINK: Final = re.compile(r"\[([^\[\]]+)\]\([^()\s]+\)")


def named_rule(name: str) -> Rule | None:
    """Return the rule that *name* is the code or the name of; None if there is none."""
    code = f"DG{match[1]}" if (match := CODE.fullmatch(name)) else ""
    wanted = {code, name.lower()} - {""}
    return next((rule for rule in all_rules() if wanted & {rule.code, rule.name}), None)


def meant(name: str) -> str | None:
    """Return the code or name that *name* was meant to be; None if no one is near."""
    known = [word for rule in all_rules() for word in (rule.code, rule.name) if word]
    return nearest(name, known) or nearest(name.upper(), known)


def explained(rule: Rule, page: str, speech: Speech) -> str:
    """Return what *page*, the documentation of diagnostics, says about *rule*, for a terminal.

    The page is in English; above it stands what a diagnostic of the rule says in another *speech*.
    """
    start = page.index(f"\n### {rule.code}\n") + 1
    body = page.index("\n", start) + 1
    end = HEADING.search(page, body)
    section = page[body : end.start() if end else None].strip()
    title = f"{rule.code} {rule.name}".strip()
    words = speech.words(rule.code)
    said = f"{without_gaps(words.message)}\n    {without_gaps(words.hint)}\n\n" if words else ""
    return f"{title} ({rule.severity})\n\n{said}{as_text(section)}"


def as_text(section: str) -> str:
    """Return the Markdown *section* as text: examples indented, links by their words."""
    parts = re.split(r"^(```\w*\n.*?^```)$", section, flags=re.MULTILINE | re.DOTALL)
    return "".join(
        indented(FENCE.sub("", part)) if number % 2 else LINK.sub(r"\1", part).replace("`", "")
        for number, part in enumerate(parts)
    )


def indented(code: str) -> str:
    """Return *code* as an example stands in a text."""
    return "\n".join(f"    {line}".rstrip() for line in code.rstrip("\n").split("\n"))


def without_gaps(template: str) -> str:
    """Return *template* with … for what differs from case to case."""
    return GAP.sub("…", template).replace("{{", "{").replace("}}", "}")


def list_lines(speech: Speech) -> Iterator[str]:
    """Yield each rule with its code, name and message in *speech*."""
    for rule in all_rules():
        message = without_gaps((speech.words(rule.code) or rule).message)
        name = f" {rule.name}" if rule.name else ""
        yield f"{rule.code}{name}: {message}"
