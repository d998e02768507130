"""The JSON Schemas agree with what reads: they hold for all that digestgen takes."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from digestgen.cli.schema import schema_command
from digestgen.config import parse_config
from digestgen.content.front_matter import read_front_matter
from digestgen.content.split import split
from digestgen.errors import Problems
from digestgen.file_path import FilePath
from digestgen.model import FreeValue
from digestgen.schemas import SCHEMAS
from digestgen.yaml.fields import free_value
from digestgen.yaml.parse import parse_yaml

ROOT: Final = Path(__file__).parents[1]
SITE: Final = {"title": "موجز", "url": "https://example.org/"}
ARTICLE: Final = {"title": "خبر", "date": "2024-06-21", "source": "وكالة"}
PAGE: Final = {"title": "عن الموقع", "layout": "page"}


def data(text: str) -> FreeValue:
    """Return *text* as an editor reads it."""
    return free_value(parse_yaml(text, file="x"))


def is_valid(name: str, text: str) -> bool:
    """Tell whether the schema *name* holds for *text*."""
    return bool(Draft202012Validator(SCHEMAS[name]()).is_valid(data(text)))


def is_taken(name: str, text: str) -> bool:
    """Tell whether digestgen takes *text* as what the schema *name* is about."""
    try:
        if name == "site":
            parse_config(text)
        else:
            node = parse_yaml(text, file="x")
            read_front_matter(node, path=FilePath("x.md"), zone=ZoneInfo("UTC"))
    except Problems:
        return False
    return True


def samples() -> Iterator[tuple[str, str]]:
    """Yield the settings and front matters in the repository, with the names of their schemas."""
    yield "site", (ROOT / "site.yaml").read_text("utf-8")
    for path in sorted((ROOT / "content").rglob("*.md")):
        yield schema_of(front := split(path.read_text("utf-8"), file="x").front), front
    for path in sorted((ROOT / "docs").glob("*.md")):
        yield from examples(path.read_text("utf-8"))


def examples(page: str) -> Iterator[tuple[str, str]]:
    """Yield those examples in the documentation that are whole."""
    for language, code in re.findall(r"^```(\w+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        if language == "yaml" and code.startswith("# site.yaml"):
            yield "site", code
        elif language == "markdown" and code.startswith("---\n"):
            yield schema_of(code), split(code, file="x").front


def schema_of(front: str) -> str:
    """Return the name of the schema of *front*."""
    return "page" if "layout: page" in front else "article"


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name: str) -> None:
    """The command prints a schema of draft 2020-12 in which each key says what it means."""
    printed = json.loads(CliRunner().invoke(schema_command, [name]).output)

    Draft202012Validator.check_schema(printed)
    assert SCHEMAS[name]() == printed
    assert [] == [key for key, value in printed["properties"].items() if not value["description"]]


def test_schemas_hold_for_what_is_right() -> None:
    """Whatever the demo site and the documentation have, an editor underlines none of it."""
    taken = [sample for sample in samples() if is_taken(*sample)]

    assert len(taken) > 20
    assert [] == [sample for sample in taken if not is_valid(*sample)]


RIGHT: Final = (
    ("site", "timezone:"),
    ("site", "title: 2024\nper_page: 30\nhijri: true\nmonths: dual"),
    ("site", "sources: {manara: {name: وكالة, url: 'https://manara.example/'}}"),
    ("site", "menu: [{name: عن, url: /about/}]"),
    ("article", "title: 1:30"),
    ("article", "date: ٢٠٢٤-٠٦-٢١ ١٩:٤٢"),
    ("article", "date: 2024-06-21T10:42:55Z"),
    ("article", "source: [وكالة, {name: أخرى, author: فلان}, 'https://a.example/x']"),
    ("article", "tags: [كوريا, 2024]\nsummary:"),
    ("article", "image: {src: talks.jpg, alt: صورة}"),
    ("article", "image: talks.jpg\nslug: 2024\nlang: ar-EG\nlayout: article"),
    ("article", "aliases: [/a/, /b.html]\nparams: {a: [1, {b: null}]}"),
    ("page", "summary: نص"),
)
WRONG: Final = (
    ("site", "title:"),
    ("site", "title: [a]"),
    ("site", "url: example.org"),
    ("site", "url: ftp://example.org/"),
    ("site", "per_page: many"),
    ("site", "per_page: 0"),
    ("site", "hijri: yes"),
    ("site", "months: arabic"),
    ("site", "language: Arabic!"),
    ("site", "email: nobody"),
    ("site", "sources: [a]"),
    ("site", "sources: {a: b}"),
    ("site", "sources: {a: {url: 'https://a.example/'}}"),
    ("site", "menu: {a: b}"),
    ("site", "menu: [{name: عن}]"),
    ("site", "params: x"),
    ("site", "titel: x"),
    ("site", "permalink: /{year}/"),
    ("article", "title: {a: b}"),
    ("article", "date: 21/06/2024"),
    ("article", "date:"),
    ("article", "source: {author: فلان}"),
    ("article", "source: []"),
    ("article", "tags: كوريا"),
    ("article", "tags: [[a]]"),
    ("article", "tags: ['']"),
    ("article", "image: [a.jpg]"),
    ("article", "image: {alt: صورة}"),
    ("article", "draft: no"),
    ("article", "aliases: [old]"),
    ("article", "slug: a/b"),
    ("article", "summary: ''"),
    ("article", "layout: post"),
    ("article", "heading: x"),
    ("page", "date: 2024-06-21"),
    ("page", "draft: 1"),
)


def completed(name: str, text: str) -> str:
    """Return *text* with the keys that it lacks."""
    usual: Mapping[str, str] = {"site": SITE, "article": ARTICLE, "page": PAGE}[name]
    lacking = [
        f"{key}: {value}\n"
        for key, value in usual.items()
        if not re.search(rf"^{key}:", text, re.MULTILINE)
    ]
    return "".join(lacking) + text


@pytest.mark.parametrize(("name", "text"), RIGHT)
def test_what_is_right_is_right_to_both(name: str, text: str) -> None:
    """What digestgen takes, its schema takes."""
    whole = completed(name, text)

    assert (True, True) == (is_taken(name, whole), is_valid(name, whole))


@pytest.mark.parametrize(("name", "text"), WRONG)
def test_what_is_of_a_wrong_kind_is_wrong_to_both(name: str, text: str) -> None:
    """A value of a wrong kind is refused by digestgen and underlined by an editor."""
    whole = completed(name, text)

    assert (False, False) == (is_taken(name, whole), is_valid(name, whole))
