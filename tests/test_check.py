r"""Sites with slips through `digestgen check`: the exact list, and what `--fix` makes of the files.

A case is a file in `check/`, in the form of those in `invalid/`: a sentence that says what holds,
the files of the site, and what is printed without the excerpts as `-- expected --`. A section
`-- content/a.md mended --` is the file after `--fix`; files without one stay as they were.
"""

import gc
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from shutil import copyfile, copytree
from typing import Final

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from digestgen.check.chunks import findings
from digestgen.check.excerpts import excerpt
from digestgen.check.fix import bare, mended
from digestgen.check.text import raw_text
from digestgen.cli.check import check_command
from digestgen.cli.main import digestgen
from digestgen.errors import Place
from digestgen.file_path import FilePath
from digestgen.output.manifest import MANIFEST_NAME
from digestgen.report import Format
from digestgen.rules import all_rules, checks
from tests import test_docs, test_invalid
from tests.conftest import ARTICLE, NOW, SETTINGS, MakeSite, SiteFolder

ROOT: Final = Path(__file__).parents[1]
CASES: Final = sorted(Path(__file__).with_name("check").glob("*.txt"))
MENDED: Final = " mended"
WIDE_ESCAPE: Final = re.compile(r"\\U([0-9a-f]{8})")
EXCERPT: Final = re.compile(r"^ {4}[ \d]+ \| .*\n", re.MULTILINE)
# What needs more than the files of a site.
ELSEWHERE: Final = frozenset(
    {"DG840", "DG841", "DG842", "DG843", "DG844", "DG850", "DG851", "DG852"}
)


@pytest.fixture(autouse=True)
def garbage_collected() -> Iterator[None]:
    """Let garbage be collected again, which the command line stops for its process."""
    yield
    gc.enable()


def sections(case: Path) -> tuple[dict[str, str], dict[str, str], str]:
    """Return the files of *case*, those that are mended as they are then, and what is expected."""
    text = WIDE_ESCAPE.sub(lambda match: chr(int(match[1], 16)), case.read_text("utf-8"))
    files, expected = test_invalid.sections(text)
    after = {name.removesuffix(MENDED): text for name, text in files.items() if MENDED in name}
    return {name: text for name, text in files.items() if MENDED not in name}, after, expected


@pytest.fixture
def site_of(tmp_path: Path, jpeg: bytes) -> Callable[[Path], SiteFolder]:
    """Return a function that writes the site of a case; every picture of it is one."""

    def make(case: Path) -> SiteFolder:
        site = SiteFolder(tmp_path / "site")
        site.write({"site.yaml": SETTINGS})
        for name, text in sections(case)[0].items():
            if name.endswith(".jpg"):
                site.write({name: jpeg})
            else:
                test_invalid.write(site, name, text)
        return site

    return make


def run(site: SiteFolder, *arguments: str) -> Result:
    """Return what comes of `digestgen check` on *site*."""
    epoch = str(int(NOW.timestamp()))
    given = ["check", "--site", str(site.root), *arguments]
    return CliRunner().invoke(digestgen, given, env={"SOURCE_DATE_EPOCH": epoch})


def contents(site: SiteFolder) -> dict[str, bytes]:
    """Return the content files of *site*."""
    files = (path for path in (site.root / "content").rglob("*") if path.is_file())
    return {path.relative_to(site.root).as_posix(): path.read_bytes() for path in files}


# --- the corpus ----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_is_wrong_is_told(case: Path, site_of: Callable[[Path], SiteFolder]) -> None:
    """A check tells exactly the expected list, and nothing is built or changed."""
    _, _, expected = sections(case)
    site = site_of(case)
    before = contents(site)
    result = run(site)
    *printed, last = EXCERPT.sub("", result.stderr or result.stdout).splitlines(keepends=True)

    assert expected == "".join(printed)
    assert " in " in last
    assert (3 if expected else 0) == result.exit_code
    assert before == contents(site)
    assert not site.output.exists()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_is_safe_is_mended_once(case: Path, site_of: Callable[[Path], SiteFolder]) -> None:
    """`--fix` makes of each file what the case says, and the second time nothing."""
    _, after, _ = sections(case)
    site = site_of(case)
    expected = {**contents(site), **{name: text.encode() for name, text in after.items()}}
    first = run(site, "--fix")
    mended_files = contents(site)
    second = run(site, "--fix")

    assert expected == mended_files
    assert mended_files == contents(site)
    assert bool(after) == (": mended DG" in first.stdout)
    assert ": mended DG" not in second.stdout


def test_every_check_has_a_case() -> None:
    """Whoever adds a rule shows what it tells."""
    told = "".join(sections(case)[2] for case in CASES)

    assert [] == [
        rule.code
        for rule in checks()
        if f" {rule.code}: " not in told and rule.code not in ELSEWHERE
    ]


# --- the command ---------------------------------------------------------------------------------

SLIPS: Final = {
    "content/a.md": ARTICLE.replace("نص الخبر", "قال, نعم"),
    "content/b/c.md": ARTICLE.replace("title: خبر", "title: آخر").replace("نص الخبر", "قال; نعم"),
}


def test_the_place_is_shown(make_site: MakeSite) -> None:
    """The line stands under the message, with a caret under the column and names for the unseen."""
    text = ARTICLE.replace("نص الخبر", "قال\u200b 人, نعم, هنا")
    result = run(make_site({"content/a.md": text}))

    assert (
        """\
content/a.md:7:4: warning DG805: the invisible U+200B splits or joins words unseen
    7 | قال⟦U+200B⟧ 人, نعم, هنا.
      |    ^
    delete it, or write a space if there should be one; --fix deletes it
content/a.md:7:12: warning DG820: ',' in an Arabic sentence is the Latin one
    7 | قال⟦U+200B⟧ 人, نعم, هنا.
      |                    ^
    write '،'; --fix does it
2 warnings in 1 file
"""
        == result.stderr
    )


def test_a_caret_stands_where_terminals_show_the_place() -> None:
    """Marks take no column, and Chinese letters take two; of a long line a part is shown."""
    line = "ك" * 50 + "تَ人x"

    assert [f"    3 | …{'ك' * 37}تَ人x", f"      | {' ' * 41}^"] == list(
        excerpt(Place(file="a", line=3, column=54), lambda _file, _line: line)
    )


def test_only_chosen_files_are_reported_and_mended(make_site: MakeSite) -> None:
    """Files and folders that are named, from whatever folder, are looked at, and no others."""
    site = make_site(SLIPS)
    result = run(site, "--fix", str(site.root / "content/b"))

    assert "content/b/c.md:7:4: mended DG820: ';' → '؛'\n" in result.stdout
    assert "nothing wrong in 1 file\n" in result.stdout
    assert SLIPS["content/a.md"].encode() == contents(site)["content/a.md"]
    assert 0 == result.exit_code


def test_a_file_elsewhere_is_wrong_usage(make_site: MakeSite, tmp_path: Path) -> None:
    """A file that is not of this site cannot be checked."""
    other = tmp_path / "other.md"
    other.write_text("", "utf-8")
    result = run(make_site(SLIPS), str(other))

    assert 2 == result.exit_code
    assert "does not lie in the site's folder" in result.stderr


def test_programs_get_json(make_site: MakeSite) -> None:
    """What was found and what was mended come as one object."""
    site = make_site(SLIPS)
    result = run(site, "--fix", "--format", Format.JSON.value)

    value = json.loads(result.stdout)
    assert {
        "version": 1,
        "diagnostics": [],
        "mended": [
            {
                "code": "DG820",
                "file": file,
                "line": 7,
                "column": 4,
                "before": before,
                "after": after,
            }
            for file, before, after in (("content/a.md", ",", "،"), ("content/b/c.md", ";", "؛"))
        ],
    } == value
    assert ("", 0) == (result.stderr, result.exit_code)


def test_github_shows_warnings_beside_the_lines(make_site: MakeSite) -> None:
    """A warning is an annotation."""
    result = run(make_site(SLIPS), "--format", Format.GITHUB.value)

    assert result.stdout.startswith("::warning file=content/a.md,line=7,col=4,title=DG820::")
    assert 3 == result.exit_code


def test_a_site_that_cannot_be_read_is_another_matter(make_site: MakeSite) -> None:
    """Without settings nothing can be checked: that is what a build would say as well."""
    result = run(make_site({**SLIPS, "site.yaml": "title: موجز\n"}))

    assert 1 == result.exit_code
    assert "site.yaml:1:1: error DG202: 'url' is missing\n" in result.stderr


def test_a_build_looks_for_none_of_this(make_site: MakeSite) -> None:
    """What only a check looks for is no matter of builds, whatever the settings say."""
    site = make_site({**SLIPS, "site.yaml": f"{SETTINGS}checks: {{latin-punctuation: error}}\n"})

    assert () == site.build().warnings


def test_mended_files_keep_their_mode_and_links_stay(make_site: MakeSite) -> None:
    """A file is replaced by one of the same mode; of a symbolic link, the file it leads to."""
    site = make_site(SLIPS)
    (site.root / "content/a.md").chmod(0o640)
    (site.root / "content/link.md").symlink_to("b/c.md")
    run(site, "--fix")

    assert 0o640 == (site.root / "content/a.md").stat().st_mode & 0o777
    assert (site.root / "content/link.md").is_symlink()
    assert "قال؛ نعم" in (site.root / "content/b/c.md").read_text("utf-8")


def test_the_demo_is_clean(tmp_path: Path) -> None:
    """The demo site shows how it is done."""
    copytree(ROOT / "content", tmp_path / "content")
    copyfile(ROOT / "site.yaml", tmp_path / "site.yaml")
    # After the newest of its articles.
    later = {"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()) + 366 * 86400)}
    result = CliRunner().invoke(digestgen, ["check", "--site", str(tmp_path)], env=later)

    assert (0, "") == (result.exit_code, result.stderr)


def test_hooks_call_commands_with_options_that_are_there() -> None:
    """What the documentation tells people to put before each commit is there, and works."""
    text = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
    told = set(re.findall(r"digestgen-\w+", test_docs.text("docs/checking.md")))
    options = {option for parameter in check_command.params for option in parameter.opts}
    calls = re.findall(r"^  entry: digestgen check ?(.*)$", text, re.MULTILINE)

    assert told == set(re.findall(r"^- id: (\S+)$", text, re.MULTILINE))
    assert ["", "--fix"] == calls
    assert set(calls) <= {"", *options}


# --- mending any text ----------------------------------------------------------------------------

AWKWARD: Final = st.text(
    st.sampled_from(
        'اب كی که,;?؟«»()*_#`-\n\n\r :>|[]"1aа'
        "\u200b\u200d\u200e\u202e\u202c\u2067\u2069\u2028\ufeff\ufefb\ufe8d\ufe70"
    ),
    max_size=60,
)


@given(front=AWKWARD, body=AWKWARD)
def test_to_mend_twice_is_to_mend_once(front: str, body: str) -> None:
    """After all cures none is left; the text is the same but for what they take or exchange."""
    written = f"---\ntitle: {front}\n---\n{body}"
    text = raw_text(FilePath("a.md"), written.encode(), "ar")
    assert text
    every = partial(findings, off=frozenset())
    once, _ = mended(text, every)
    twice, done = mended(once, every)

    assert (once.text, []) == (twice.text, done)
    assert bare(text.text) == bare(once.text)


# --- sizes ---------------------------------------------------------------------------------------


def with_sizes(site: SiteFolder, sizes: Mapping[str, int]) -> SiteFolder:
    """Return *site* as if its output held files of these *sizes*."""
    site.build()
    manifest = json.loads((site.output / MANIFEST_NAME).read_text("utf-8"))
    manifest["files"] = {name: f"{size} {'0' * 64}" for name, size in sizes.items()}
    (site.output / MANIFEST_NAME).write_text(json.dumps(manifest), "utf-8")
    return site


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ({"index.html": 1_048_577, "a.pdf": 5_000_000}, {"DG842"}),
        ({"index.html": 10, "a.mp4": 700_000_001}, {"DG843"}),
        ({"index.html": 10, "a.mp4": 600_000_000, "b.mp4": 400_000_000}, {"DG844"}),
        ({"index.html": 10, "a.mp4": 699_999_990}, set()),
    ],
)
def test_what_was_built_is_measured(
    sizes: dict[str, int], told: set[str], make_site: MakeSite
) -> None:
    """Pages are small enough for phones, and the site for GitHub Pages."""
    site = with_sizes(make_site({"content/a.md": ARTICLE}), sizes)
    result = run(site, "--format", Format.JSON.value)

    assert told == {one["code"] for one in json.loads(result.stdout)["diagnostics"]}


def test_the_size_of_the_built_site_is_told(make_site: MakeSite) -> None:
    """Whoever publishes knows how much room is left."""
    site = with_sizes(make_site({"content/a.md": ARTICLE}), {"index.html": 1_000, "a.css": 234})

    assert "nothing wrong in 1 file; the built site has 1.2 kB\n" == run(site).stdout


def test_files_and_folders_of_content_are_measured(make_site: MakeSite) -> None:
    """No file is too large for GitHub, and no folder too wide."""
    site = make_site({f"content/files/{number}.txt": "" for number in range(3001)})
    with (site.root / "content/film.mp4").open("wb") as film:
        film.truncate(100 * 1024 * 1024 + 1)

    assert [
        (
            "content/files: warning DG841: the folder holds 3001 files; "
            "GitHub shows and handles at most 3000 well"
        ),
        "content/film.mp4: error DG840: the file has 104.9 MB; GitHub takes no file over 100 MiB",
        "1 error and 1 warning in 0 files",
    ] == [line for line in run(site).stderr.splitlines() if not line.startswith(" ")]


# --- explain -------------------------------------------------------------------------------------


def explain(*arguments: str) -> Result:
    """Return what comes of `digestgen explain`."""
    return CliRunner().invoke(digestgen, ["explain", *arguments])


@pytest.mark.parametrize("code", ["DG820", "dg820", "820", "latin-punctuation"])
def test_a_code_is_explained(code: str) -> None:
    """What it means, why, the mistake and its cure are printed, as the documentation has them."""
    assert (
        """\
DG820 latin-punctuation (warning)

'…' in an Arabic sentence is the Latin one

In Arabic, Persian and Urdu sentences the comma is ،, the semicolon is ؛ and the question mark is ؟.
The Latin ones look the other way.

    قال الوزير, أمس, إن اللقاء انتهى.

Write the Arabic ones, or let --fix do it:

    قال الوزير، أمس، إن اللقاء انتهى.

Numbers such as 1,000, code, addresses and the commas between tags are left alone.

It is a warning, by the name latin-punctuation.
"""
        == explain(code).stdout
    )


@pytest.mark.parametrize("code", [rule.code for rule in all_rules()])
def test_every_code_is_explained(code: str) -> None:
    """No diagnostic is left without an explanation."""
    result = explain(code)

    assert result.stdout.startswith(code)
    assert len(result.stdout.split("\n\n")) > 2


def test_all_codes_are_listed() -> None:
    """Without a code all of them come, each with its name."""
    lines = explain().stdout.splitlines()

    assert len(all_rules()) == len(lines)
    assert "DG820 latin-punctuation: '…' in an Arabic sentence is the Latin one" in lines


@pytest.mark.parametrize(
    ("code", "near"), [("latin-puntuation", "latin-punctuation"), ("DG82", "DG852")]
)
def test_an_unknown_code_is_told_with_the_one_that_was_meant(code: str, near: str) -> None:
    """A slip in a name is no riddle."""
    result = explain(code)

    assert 2 == result.exit_code
    assert f"there is no diagnostic '{code}'; did you mean {near}" in result.stderr


# --- the documentation ---------------------------------------------------------------------------


@pytest.mark.parametrize("code", [rule.code for rule in checks()])
def test_the_example_of_a_slip_is_one(code: str, make_site: MakeSite, jpeg: bytes) -> None:
    """The first example of a section has that slip and no other; those after it have none."""
    asked = next(f"checks: {{{code}: warning}}\n" for rule in checks() if rule.code == code)
    page = {"content/about.md": "---\ntitle: عن الموقع\nlayout: page\nslug: about\n---\n"}
    section = test_docs.section(test_docs.DIAGNOSTICS, code)
    for number, example in enumerate(test_docs.examples(section)):
        files: dict[str, str | bytes] = {**page, **test_docs.files(example)}
        files["content/2024/06/talks.jpg"] = jpeg
        settings = files.get("site.yaml", SETTINGS)
        site = make_site({**files, "site.yaml": f"{settings!s}{asked}"})
        result = run(site, "--format", Format.JSON.value)
        told = {one["code"] for one in json.loads(result.stdout)["diagnostics"]}
        assert (set() if number else {code}) == told, example.code
