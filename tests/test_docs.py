"""The documentation says what the code does.

The examples of the documentation are built. What kind of file an example is, is seen from it: one
that begins with a comment with the name of a file is that file; Markdown that begins with front
matter is a whole article, other Markdown is a body, and other YAML is some lines of front matter.
What an example leaves out of what every article and site has is added.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from os import truncate
from pathlib import Path
from typing import Final, NamedTuple

import pytest
from click import Command

from digestgen import __version__, names
from digestgen.check.levels import level_of
from digestgen.cli.build import build_command
from digestgen.cli.check import check_command
from digestgen.cli.exits import Exit
from digestgen.cli.init import init_command
from digestgen.cli.main import COMMANDS
from digestgen.cli.move import move_command
from digestgen.cli.new import new_command
from digestgen.cli.publish import publish_command
from digestgen.cli.serve import serve_command
from digestgen.content import article_keys, article_values, editorial
from digestgen.errors import Problems, Severity
from digestgen.pictures.ready import HEAVY_BYTES
from digestgen.rules import all_rules, checks
from digestgen.yaml.keys import Keys
from digestgen.yaml.keys import names as names_of
from docs.tables import PAGES as TABLED
from docs.tables import TABLE, tables, with_tables
from tests.browsing import asked, running
from tests.conftest import ARTICLE, MakeSite, SiteFolder, png_header
from tests.running import PATIENCE_SECONDS, environment, run

ROOT: Final = Path(__file__).parents[1]
# What comes after the header of a JPEG.
START_OF_SCAN: Final = b"\xff\xda"
READMES: Final = ("README.md", "README.ar.md")
# The examples of README.ar.md are those of README.md, and those of the guides are the same in both
# languages.
GUIDES: Final = (
    "README.md",
    "docs/articles.md",
    "docs/feeds.md",
    "docs/site.md",
    "docs/checking.md",
    "docs/publishing.md",
    *sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("content/docs/ar/*.md")),
)
DIAGNOSTICS: Final = "docs/diagnostics.md"
PAGES: Final = (
    *GUIDES,
    "README.ar.md",
    *(name.replace("/ar/", "/en/") for name in GUIDES if name.startswith("content/")),
    DIAGNOSTICS,
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
)

BLOCK: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A block of code, in which `#` begins no heading, or a heading.
HEADING: Final = re.compile(r"^```.*?^```$|^#{1,6} (.+?)$", re.MULTILINE | re.DOTALL)
# The row of a key with an example in its last column.
ROW: Final = re.compile(r"^\| `\w+` \|.*\| `(.*)` \|$", re.MULTILINE)
LINK: Final = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
GAP: Final = re.compile(r"(?<!\{)\{\w+\}(?!\})")
FILE_NAME: Final = re.compile(r"(?:# |\{# )(site\.yaml|themes/\S+)")
BUILT: Final = frozenset({"yaml", "markdown", "jinja", "text"})

USUAL_SETTINGS: Final = {"title": "موجز", "url": "https://example.org/digest/"}
USUAL_FRONT_MATTER: Final = {"title": "خبر", "date": "2024-06-20", "source": "وكالة"}
USUAL_PAGE: Final = {"title": "صفحة"}
FOLDER: Final = "content/2024/06/"
TREATY: Final = """\
---
title: المعاهدة
date: 2024-06-19
source: وكالة
---

## بنود المعاهدة

نص المعاهدة.
"""


class Example(NamedTuple):
    """A block of code in the documentation."""

    language: str
    code: str


def text(name: str) -> str:
    """Return the page *name*."""
    return (ROOT / name).read_text("utf-8")


def sections(name: str) -> dict[str, str]:
    """Return what stands under each heading of the page *name*, up to the next heading."""
    page = text(name)
    headings = [match for match in HEADING.finditer(page) if match[1]]
    ends = [match.start() for match in headings[1:]] + [len(page)]
    return {match[1]: page[match.end() : end] for match, end in zip(headings, ends, strict=True)}


def section(name: str, heading: str) -> str:
    """Return what stands under *heading* in the page *name*."""
    return sections(name)[heading]


def examples(page: str, languages: Iterable[str] = BUILT) -> list[Example]:
    """Return the examples in the text *page* that are in *languages*."""
    found = (Example(language, code) for language, code in BLOCK.findall(page))
    return [example for example in found if example.language in languages]


# --- the sites of examples -----------------------------------------------------------------------


def completed(code: str, usual: Mapping[str, str]) -> str:
    """Return *code*, lines of YAML, after those keys of *usual* that it lacks."""
    lacking = {key: value for key, value in usual.items() if not written(key, code)}
    return "".join(f"{key}: {value}\n" for key, value in lacking.items()) + code


def written(key: str, code: str) -> bool:
    """Tell whether *code* has a value, or an empty one, for *key*."""
    return re.search(rf"^{key}:", code, re.MULTILINE) is not None


def files(example: Example) -> dict[str, str]:
    """Return the files that *example* is."""
    language, code = example
    if named := FILE_NAME.match(code):
        return named_file(named[1], code)
    if language == "yaml":
        usual = USUAL_PAGE if "layout: page" in code else USUAL_FRONT_MATTER
        code = f"---\n{completed(code, usual)}---\n"
    elif language == "markdown" and not code.startswith("---\n"):
        code = ARTICLE + code
    return {f"{FOLDER}example.md": code}


def named_file(name: str, code: str) -> dict[str, str]:
    """Return the file *name*, and the settings that make use of it."""
    if name == names.SETTINGS:
        return {name: completed(code, USUAL_SETTINGS)}
    theme = name.split("/")[1]
    return {name: code, names.SETTINGS: completed(f"theme: {theme}\n", USUAL_SETTINGS)}


@pytest.fixture
def codes(make_site: MakeSite, jpeg: bytes) -> Callable[[Example], set[str]]:
    """Return a function that builds an example and returns the codes of what is told of it."""
    site = make_site(
        {
            f"{FOLDER}2024-06-19-treaty.md": TREATY,
            f"{FOLDER}signing.md": TREATY,
            f"{FOLDER}draft.md": TREATY.replace("source:", "draft: true\nsource:"),
            f"{FOLDER}talks.jpg": jpeg,
            f"{FOLDER}map.png": jpeg,
            f"{FOLDER}statement.pdf": "%PDF",
            f"{FOLDER}broken.jpg": "<html>",
            f"{FOLDER}cut.jpg": jpeg[: jpeg.index(START_OF_SCAN) + 14],
            f"{FOLDER}heavy.jpg": jpeg,
            f"{FOLDER}huge.png": png_header(20_000, 20_000),
            "content/about.md": "---\ntitle: عن الموقع\nlayout: page\nslug: about\n---\n",
            "themes/default/assets/colours.css": "",
            "themes/evening/strings/ar.yaml": "home: البداية\n",
        }
    )

    # A hole in the file takes no space on the disk.
    truncate(site.root / FOLDER / "heavy.jpg", HEAVY_BYTES + 1)

    def told(example: Example) -> set[str]:
        site.write(files(example))
        return codes_of(site)

    return told


def codes_of(site: SiteFolder) -> set[str]:
    """Return the codes of the problems or warnings of *site*."""
    try:
        return {warning.code for warning in site.build().warnings}
    except Problems as problems:
        return {problem.code for problem in problems.diagnostics}


# --- diagnostics ---------------------------------------------------------------------------------


def test_every_diagnostic_has_its_section() -> None:
    """Each code has one section, in order, that begins with its message; no section is of none."""
    sections = re.findall(r"^### (DG\d+)\n\n`(.+)`\n", text(DIAGNOSTICS), re.MULTILINE)

    assert [(rule.code, shown(rule.message)) for rule in all_rules()] == sections
    assert len(sections) == text(DIAGNOSTICS).count("\n### ")


def shown(message: str) -> str:
    """Return the *message* of a rule as the documentation has it: with an ellipsis for each gap."""
    return GAP.sub("…", message).replace("{{", "{").replace("}}", "}")


def test_warnings_are_called_so() -> None:
    """A reader of a section knows whether the build goes on."""
    warnings = {rule.code for rule in all_rules() if rule.severity is Severity.WARNING}

    assert warnings == {
        rule.code for rule in all_rules() if "is a warning" in section(DIAGNOSTICS, rule.code)
    }


@pytest.mark.parametrize("code", [rule.code for rule in all_rules() if not rule.name])
def test_the_example_of_a_mistake_is_one(
    code: str, codes: Callable[[Example], set[str]], make_site: MakeSite
) -> None:
    """The first example of a section has that mistake and no other; those after it have none."""
    for number, example in enumerate(examples(section(DIAGNOSTICS, code))):
        assert (set() if number else {code}) == codes(example), example.code
        # What the mistake was made in may be another file than that of the cure.
        make_site({f"{FOLDER}example.md": ARTICLE})


# --- guides --------------------------------------------------------------------------------------


def every_example(name: str) -> list[Example]:
    """Return the examples of the page *name*, those in tables too."""
    head = "# site.yaml\n" if name == "docs/site.md" else ""
    rows = (Example("yaml", f"{head}{row}\n") for row in ROW.findall(text(name)))
    return [*examples(text(name), BUILT - {"text"}), *rows]


def numbered() -> Iterator[object]:
    """Yield the examples of the guides as parameters of a test."""
    for name in GUIDES:
        for number, example in enumerate(every_example(name), start=1):
            yield pytest.param(example, id=f"{name}-{number}")


@pytest.mark.parametrize("example", list(numbered()))
def test_examples_build(example: Example, codes: Callable[[Example], set[str]]) -> None:
    """Each example of settings, front matter, an article or a body is right as it stands."""
    assert set() == codes(example)


def test_every_option_of_publishing_is_documented() -> None:
    """Each has a place in the page about it, except those that all commands have."""
    page = text("docs/publishing.md")
    options = {option for parameter in publish_command.params for option in parameter.opts}

    assert {"--site", "--output"} == {one for one in options if f"{one}" not in page}


@pytest.mark.parametrize("name", TABLED)
def test_tables_are_made_from_the_code(name: str) -> None:
    """A table of keys, or of what templates read, says what the code does: see scripts/tables."""
    assert with_tables(text(name), tables()) == text(name)
    assert TABLE.search(text(name))


def test_every_check_has_a_row() -> None:
    """What `check` looks for stands in one table, as bad as it is if no settings say otherwise."""
    page = section("docs/checking.md", "What is looked for")
    rows = re.findall(r"^\| \[(DG\d+)\]\(\S+\) \| `(.+?)` \| (\w+) \|", page, re.MULTILINE)

    assert rows == [(rule.code, rule.name, level_of(rule, {}).value) for rule in checks()]


@pytest.mark.parametrize(
    ("heading", "inner"),
    [
        ("Sources", article_values.SOURCE_KEYS),
        ("The lead picture", article_values.IMAGE_KEYS),
        ("Corrections and withdrawal", editorial.CORRECTION_KEYS),
        ("Pages outside the digest", article_keys.PAGE_KEYS),
    ],
)
def test_every_inner_key_is_named(heading: str, inner: Keys) -> None:
    """The keys of a mapping stand in the section about it."""
    page = section("docs/articles.md", heading)

    assert [] == [
        key for key in names_of(inner) if f"`{key}`" not in page and f"  {key}: " not in page
    ]


def test_every_option_and_exit_code_is_documented() -> None:
    """What the command line takes and gives stands in the sections about its commands."""
    page = section("docs/site.md", "Building")

    assert options(build_command) == documented_options(page)
    assert options(check_command) == documented_options(section("docs/checking.md", "Checking"))
    assert options(init_command) | options(new_command) == documented_options(
        section("docs/site.md", "Starting")
    )
    assert options(serve_command) == documented_options(section("docs/site.md", "Serving"))
    assert {0, *Exit} == {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)}


def test_every_option_of_a_move_is_documented() -> None:
    """The page about addresses names each."""
    page = text("docs/publishing.md")

    assert [] == [name for name in options(move_command) - {"--site"} if f"`{name}`" not in page]


def options(command: Command) -> set[str]:
    """Return the options of *command*."""
    found = (name for parameter in command.params for name in parameter.opts)
    return {name for name in found if name.startswith("--")}


def documented_options(page: str) -> set[str]:
    """Return the options that have a row in a table of the text *page*."""
    return set(re.findall(r"^\| `(--\w+)", page, re.MULTILINE))


# --- the README and the rest ---------------------------------------------------------------------


def test_both_readmes_have_the_same_commands() -> None:
    """Neither language gets fewer of them, or other ones, or other examples.

    What digestgen says is there in the language of the page.
    """
    english, arabic = (
        [block for block in BLOCK.findall(text(name)) if " error DG" not in block[1]]
        for name in READMES
    )

    assert english == arabic


@pytest.mark.parametrize(("page", "language"), [("README.md", "en"), ("README.ar.md", "ar")])
def test_the_readmes_show_what_is_told(make_site: MakeSite, page: str, language: str) -> None:
    """A mistake looks as it does on the page, in the language of the page."""
    (told,) = (code for _, code in BLOCK.findall(text(page)) if " error DG" in code)
    name = told.partition(":")[0]
    mistake = ARTICLE.replace("title: خبر", "title: عاجل: كيم يستقبل بوتين")
    site = make_site({name: mistake})

    assert told == run("build", cwd=site.root, env={"DIGESTGEN_LANGUAGE": language}).stderr


def test_commands_are_there() -> None:
    """No page tells people to call what does not exist."""
    called = {
        (command, word)
        for name in PAGES
        for _, code in examples(text(name), {"sh"})
        for command, word in re.findall(r"^(digestgen|scripts/)(?: )?(\w+)", code, re.MULTILINE)
    }

    assert ("digestgen", "build") in called
    assert [] == [
        word
        for command, word in called
        if not (word in COMMANDS if command == "digestgen" else script(word))
    ]


def script(name: str) -> bool:
    """Tell whether there is a script *name*."""
    return (ROOT / "scripts" / name).is_file()


def transcript(page: str) -> Iterator[tuple[str, str]]:
    """Yield the commands of the transcript in the text *page*, each with what it says."""
    (console,) = examples(page, {"console"})
    for part in re.split(r"^\$ ", console.code, flags=re.MULTILINE)[1:]:
        line, _, said = part.partition("\n")
        yield line, said


def without_counts(said: str) -> str:
    """Return what a command *said* without how many files there are, and how long it took."""
    return re.sub(r"[\d.]+(?= (?:pages|written|skipped|pruned|s)\b)", "N", said)


def previewed(site: Path) -> str:
    """Return what a preview of *site* says, without counts, once its article can be read there."""
    with running(site) as preview:
        page = asked(preview.port, "/2024/06/21/talks/")
    assert (200, True) == (page.status, "خطوة أولى" in page.body.decode())
    return without_counts(preview.said).replace(f":{preview.port}/", ":8000/")


@pytest.mark.parametrize("name", READMES)
def test_the_first_minute_is_as_the_readme_tells_it(name: str, tmp_path: Path) -> None:
    """From `init` to a previewed article, each command says what the transcript says it does."""
    commands = tmp_path / "bin"
    commands.mkdir()
    (commands / "digestgen").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m digestgen "$@"\n')
    (commands / "digestgen").chmod(0o755)
    env = environment({"LC_ALL": "C.UTF-8"})
    env["PATH"] = f"{commands}:{env['PATH']}"
    folder = tmp_path
    for line, said in transcript(text(name)):
        if line.startswith("cd "):
            folder /= line.removeprefix("cd ")
            continue
        if line == "digestgen serve":
            assert without_counts(said) == previewed(folder)
            continue
        done = subprocess.run(
            ["/bin/sh", "-c", line],
            cwd=folder,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            encoding="utf-8",
            check=False,
        )
        assert (without_counts(said), "", 0) == (
            without_counts(done.stdout),
            done.stderr,
            done.returncode,
        )
    assert (folder / "public/2024/06/21/talks/index.html").is_file()


def test_what_the_readme_says_comes_out_comes_out(make_site: MakeSite) -> None:
    """The example of the README makes the pages that it lists."""
    page = text("README.md")
    (settings,), (article,) = (examples(page, {kind}) for kind in ("yaml", "markdown"))
    site = make_site(
        {"site.yaml": settings.code, "content/2024/06/2024-06-21-talks.md": article.code}
    )
    site.build()

    listed = re.findall(r"^\| `(/[^`]*)` \|", page, re.MULTILINE)
    assert listed
    assert [] == [path for path in listed if not (site.output / path[1:] / "index.html").is_file()]


def test_the_newest_change_is_this_version() -> None:
    """The changelog begins with what is released, after what is not released yet."""
    headings = re.findall(r"^## \[(.+?)\]", text("CHANGELOG.md"), re.MULTILINE)

    assert __version__ == next(heading for heading in headings if heading != "Unreleased")


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_to_what_is_there(name: str) -> None:
    """A link in the documentation leads to a file of the repository, and to a heading of it."""
    prose = re.sub(r"`[^`\n]*`", "", BLOCK.sub("", text(name)))
    for target, anchor in LINK.findall(prose):
        path = (ROOT / name).parent / target if target else ROOT / name
        assert path.exists(), target
        assert not anchor or anchor in anchors(path), anchor


def anchors(path: Path) -> set[str]:
    """Return the anchors that GitHub gives to the headings of the page *path*."""
    headings = HEADING.findall(path.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}
