"""What an author says of a new site → its files. Pure: the texts and the day come in."""

import json
import re
from collections.abc import Mapping
from datetime import date
from string import Template
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, urlsplit

from msgspec import Struct

from digestgen.config_feeds import DEFAULT_ID as NOBODYS_ID
from digestgen.names import CONTENT, OUTPUT, SETTINGS
from digestgen.output.place import PRIVATE_FOLDER
from digestgen.schemas import schema_text
from digestgen.start.article import cleaned
from digestgen.urls import decoded, domain
from digestgen.yaml.write import scalar

EDITOR: Final = ".vscode"
SITE_SCHEMA: Final = f"{EDITOR}/site.schema.json"
# The commands that the editor gets a task for, by the kind of task that each is.
TASKS: Final[Mapping[str, Mapping[str, object]]] = MappingProxyType(
    {
        "build": {"group": {"kind": "build", "isDefault": True}},
        "check": {"group": "test"},
        # It shows problems in the page, and takes them back there.
        "serve": {"isBackground": True, "problemMatcher": []},
    }
)
# RFC 2606: the names of examples and tests.
NOBODYS: Final = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|localhost|test)$")
# The first line of a diagnostic, as `--format text` has it: with a place, and of a whole file.
PLACED: Final = r"^([^:]+):(\d+):(\d+): (error|warning) (DG\d+): (.*)$"
IN_LINE: Final = r"^([^:]+):(\d+): (error|warning) (DG\d+): (.*)$"
WHOLE: Final = r"^([^:]+): (error|warning) (DG\d+): (.*)$"


class Answers(Struct, frozen=True, kw_only=True):
    """What an author says of a new site."""

    title: str
    url: str
    language: str
    timezone: str
    unique: str
    """What no other site was given: letters and digits."""


class Sample(Struct, frozen=True, kw_only=True):
    """The texts of a new site in one language; `$name` is a gap in *settings* and *article*."""

    settings: str
    article: str
    title: str
    """A name for the site."""
    slug: str
    """The name of the article's file."""
    tasks: Mapping[str, str]
    """What the editor calls each of TASKS."""


def site_files(answers: Answers, sample: Sample, today: date) -> dict[str, str]:
    """Return the files of the new site, by their paths in its folder."""
    settings = {
        "title": scalar(cleaned(answers.title)),
        "url": scalar(answers.url),
        "language": answers.language,
        "timezone": answers.timezone,
        "feed_id": scalar(feed_id(answers, today)),
    }
    article = f"{CONTENT}/{today:%Y/%m}/{today:%Y-%m-%d}-{sample.slug}.md"
    return {
        SETTINGS: Template(sample.settings).substitute(settings),
        article: Template(sample.article).substitute(date=today.isoformat()),
        ".gitignore": f"{OUTPUT}/\n{PRIVATE_FOLDER}/\n",
        SITE_SCHEMA: schema_text("site"),
        f"{EDITOR}/article.schema.json": schema_text("article"),
        f"{EDITOR}/settings.json": json_text(EDITOR_SETTINGS),
        f"{EDITOR}/extensions.json": json_text({"recommendations": ["redhat.vscode-yaml"]}),
        f"{EDITOR}/tasks.json": json_text(tasks(sample.tasks)),
    }


def feed_id(answers: Answers, today: date) -> str:
    """Return how the ids of the new site's feeds begin, which stay when its URL changes.

    RFC 4151, section 2.1: a domain that gives out the ids, and a day on which it was the author's.
    A site whose domain is not known yet begins with what is nobody else's.
    """
    own = domain(answers.url)
    if own is None or NOBODYS.search(own):
        return f"{NOBODYS_ID}{answers.unique}/"
    path = quote(decoded(urlsplit(answers.url).path).strip("/"))
    return f"tag:{own},{today.isoformat()}:{path}{'/' if path else ''}"


EDITOR_SETTINGS: Final[Mapping[str, object]] = MappingProxyType(
    {
        "yaml.schemas": {f"./{SITE_SCHEMA}": SETTINGS},
        "files.encoding": "utf8",
        "files.eol": "\n",
        "files.exclude": {PRIVATE_FOLDER: True},
        "search.exclude": {OUTPUT: True},
        "[markdown]": {
            "editor.wordWrap": "on",
            "editor.unicodeHighlight.ambiguousCharacters": False,
        },
    }
)


def tasks(labels: Mapping[str, str]) -> dict[str, object]:
    """Return the tasks of the editor, which shows what they report beside the lines."""
    return {
        "version": "2.0.0",
        "tasks": [
            {
                "label": labels[command],
                "type": "process",
                "command": "digestgen",
                "args": [command],
                "problemMatcher": matchers(),
                **more,
            }
            for command, more in TASKS.items()
        ],
    }


def matchers() -> list[dict[str, object]]:
    """Return how the editor reads diagnostics: with a column, with a line, of a whole file."""
    columns: dict[str, object] = {"line": 2, "column": 3, "severity": 4, "code": 5, "message": 6}
    lines: dict[str, object] = {"line": 2, "severity": 3, "code": 4, "message": 5}
    files: dict[str, object] = {"kind": "file", "severity": 2, "code": 3, "message": 4}
    patterns = ((PLACED, columns), (IN_LINE, lines), (WHOLE, files))
    return [
        {
            "owner": f"digestgen-{number}",
            "source": "digestgen",
            "fileLocation": ["relative", "${workspaceFolder}"],
            "pattern": {"regexp": regexp, "file": 1, **groups},
        }
        for number, (regexp, groups) in enumerate(patterns, start=1)
    ]


def json_text(value: Mapping[str, object]) -> str:
    """Return *value* as JSON that people read."""
    return json.dumps(dict(value), ensure_ascii=False, indent=2) + "\n"
