"""The guides of the demo site: the same in both languages, and true.

That their examples build, and that their links lead somewhere, is held with all documentation in
test_docs.
"""

import re
import shlex
from collections.abc import Iterator
from typing import Final

import click
import pytest

from digestgen.cli.main import COMMANDS, command
from digestgen.content import article_keys, article_values
from digestgen.yaml.keys import names
from tests.test_docs import BLOCK, HEADING, ROOT, text

ARABIC: Final = "content/docs/ar/"
ENGLISH: Final = "content/docs/en/"
NAMES: Final = sorted(path.name for path in (ROOT / ARABIC).glob("*.md"))
EVERY: Final = [f"{folder}{name}" for folder in (ARABIC, ENGLISH) for name in NAMES]
GUIDE_LINK: Final = re.compile(r"\]\(([\w/.-]+\.md)\)")
INLINE: Final = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
KEY_ROW: Final = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
KEYS: Final = {*names(article_keys.KEYS), *names(article_values.IMAGE_KEYS)}
# Of a row: a value of `rights`, not a key.
RIGHTS: Final = {"excerpt", "full", "own"}


def outline(name: str) -> list[int]:
    """Return how deep each heading of the page *name* is."""
    return [len(found[0].split()[0]) for found in HEADING.finditer(text(name)) if found[1]]


def prose(name: str) -> str:
    """Return the page *name* without its blocks of code."""
    return BLOCK.sub("", text(name))


def test_each_guide_is_there_in_both_languages() -> None:
    """No page is in one language alone."""
    assert NAMES == sorted(path.name for path in (ROOT / ENGLISH).glob("*.md"))


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_say_the_same(name: str) -> None:
    """They have the same headings, examples, names, and links to other guides, in this order."""
    arabic, english = f"{ARABIC}{name}", f"{ENGLISH}{name}"

    assert outline(english) == outline(arabic)
    assert BLOCK.findall(text(english)) == BLOCK.findall(text(arabic))
    assert INLINE.findall(prose(english)) == INLINE.findall(prose(arabic))
    assert links(english) == [link.replace("../en/", "../ar/") for link in links(arabic)]


def links(name: str) -> list[str]:
    """Return the guides that the page *name* links to."""
    return GUIDE_LINK.findall(prose(name))


@pytest.mark.parametrize("name", NAMES)
def test_each_guide_leads_to_the_others(name: str) -> None:
    """To the same page in the other language, to the list of all, and on to the next."""
    found = links(f"{ARABIC}{name}")

    assert f"../en/{name}" in found
    if name == "index.md":
        assert set(NAMES) - {name} == set(found) - {f"../en/{name}"}
    else:
        assert "index.md" in found


@pytest.mark.parametrize("name", EVERY)
def test_every_command_and_option_is_one(name: str) -> None:
    """What a guide tells people to type, digestgen understands."""
    for words in commands(name):
        found = called(words)
        options = {option for one in found.params for option in one.opts}
        given = {word.partition("=")[0] for word in words if word.startswith("--")}

        assert set() == given - options - {"--version", "--help"}, " ".join(words)


def commands(name: str) -> Iterator[list[str]]:
    """Yield the words after `digestgen` of each command in the page *name*."""
    lines = [line for _, code in BLOCK.findall(text(name)) for line in code.split("\n")]
    for line in (*lines, *INLINE.findall(prose(name))):
        if line.startswith("digestgen "):
            yield shlex.split(line)[1:]


def called(words: list[str]) -> click.Command:
    """Return the command that *words* call, such as that of `ci init`."""
    if words[0].startswith("--"):
        return click.Command("digestgen")
    assert words[0] in COMMANDS
    found = command(words[0])
    return found.commands[words[1]] if isinstance(found, click.Group) else found


@pytest.mark.parametrize("name", EVERY)
def test_every_option_in_the_prose_is_one(name: str) -> None:
    """An option that stands alone belongs to a command that the page calls."""
    known = {
        option for words in commands(name) for one in called(words).params for option in one.opts
    }

    assert set() == {word for word in INLINE.findall(prose(name)) if word[:2] == "--"} - known


@pytest.mark.parametrize("name", EVERY)
def test_every_key_in_a_table_is_one(name: str) -> None:
    """A table of keys names those of articles and of their pictures."""
    assert set() == set(KEY_ROW.findall(text(name))) - KEYS - RIGHTS
