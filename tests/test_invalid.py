r"""Invalid sites through the command line: what is printed, the exit code, the output untouched.

A case is a file in `invalid/`: a sentence that says what holds, the files of the site as sections,
and what the command prints as `-- expected --`. A section begins with one of these lines:

    -- content/a.md --                    a file in UTF-8
    -- content/a.md in cp1256 --          a file in another encoding
    -- content/a.md -> ../secret.md --    a symbolic link

A site without its own site.yaml has the usual one. A character that nobody could see, in a section
or in the name of a file, is written as `\u200f`.
"""

import gc
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import copytree, rmtree
from typing import Final

import pytest
from click.testing import CliRunner, Result

from digestgen.cli.main import digestgen
from digestgen.report import Format
from digestgen.rules import all_rules
from tests.conftest import ARTICLE, NOW, SETTINGS, SiteFolder

FOLDER: Final = Path(__file__).with_name("invalid")
CASES: Final = sorted(FOLDER.glob("*.txt"))
SECTION: Final = re.compile(r"^-- (.+) --\n", re.MULTILINE)
ESCAPE: Final = re.compile(r"\\u([0-9a-f]{4})")
EXPECTED: Final = "-- expected --\n"
LINK: Final = " -> "
ENCODING: Final = " in "
# Rules that no site's content and settings can break, and what shows what they say.
ELSEWHERE: Final[Mapping[str, str]] = {
    "DG104": "test_mistakes: the files are large",
    "DG105": "test_mistakes: the files are large",
    "DG307": "test_social: what Pillow can do",
    "DG413": "test_pictures: a large file",
    "DG6": "test_theme_load, test_theme_templates, test_theme_files: themes",
    "DG7": "test_output_paths, test_output_failures: the output folder",
    "DG8": "test_check, test_check_external: what no build stops at",
    "DG9": "test_publish, test_publish_elsewhere, test_edition: what is online",
}


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a valid site that was built."""
    site = SiteFolder(tmp_path_factory.mktemp("valid"))
    site.write({"site.yaml": SETTINGS, "content/before.md": ARTICLE})
    site.build()
    return site.root


@pytest.fixture
def site(built_site: Path, tmp_path: Path) -> SiteFolder:
    """Return a site whose output is there and whose content is gone."""
    root = tmp_path / "site"
    copytree(built_site, root)
    rmtree(root / "content")
    return SiteFolder(root)


@pytest.fixture
def garbage_collected() -> Iterator[None]:
    """Let garbage be collected again, which the command line stops for its process."""
    yield
    gc.enable()


def sections(case: str) -> tuple[dict[str, str], str]:
    """Return the files of *case* by the first lines of their sections, and what is expected."""
    text, _, expected = case.partition(EXPECTED)
    _, *rest = SECTION.split(text)
    pairs = zip(rest[::2], rest[1::2], strict=True)
    return {unescaped(name): unescaped(text) for name, text in pairs}, expected


def unescaped(text: str) -> str:
    """Return *text* with the characters that its escapes stand for."""
    return ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def write(site: SiteFolder, name: str, text: str) -> None:
    """Write the section *name* of a case, a file or a symbolic link, into *site*."""
    path, _, target = name.partition(LINK)
    path, _, encoding = path.partition(ENCODING)
    if target:
        site.write({})
        (site.root / path).parent.mkdir(parents=True, exist_ok=True)
        (site.root / path).symlink_to(target)
    else:
        site.write({path: text.encode(encoding or "utf-8")})


def run(site: SiteFolder, form: Format = Format.TEXT) -> Result:
    """Return what comes of the command line that builds *site*."""
    epoch = str(int(NOW.timestamp()))
    arguments = ["build", "--site", str(site.root), "--jobs", "1", "--format", form.value]
    return CliRunner().invoke(digestgen, arguments, env={"SOURCE_DATE_EPOCH": epoch})


def state(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return all that *folder* holds, with modes and times."""
    return {
        path.relative_to(folder).as_posix(): (
            path.lstat().st_mode,
            path.lstat().st_mtime_ns,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(folder.rglob("*"))
    }


@pytest.mark.usefixtures("garbage_collected")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_an_invalid_site_is_told_and_its_output_untouched(case: Path, site: SiteFolder) -> None:
    """All mistakes are printed, the exit code is 1, and not one file of the output is touched."""
    files, expected = sections(case.read_text("utf-8"))
    for name, text in files.items():
        write(site, name, text)
    before = state(site.output)

    result = run(site)

    *printed, last = result.stderr.splitlines(keepends=True)
    assert expected == "".join(printed)
    assert last.endswith("; nothing was written\n")
    assert ("", 1) == (result.stdout, result.exit_code)
    assert before == state(site.output)


def test_every_rule_has_a_case() -> None:
    """Whoever adds a rule shows what it says."""
    folders = (FOLDER, FOLDER.with_name("mistakes"))
    cases = (case.read_text("utf-8") for folder in folders for case in folder.glob("*.txt"))
    told = "".join(case.partition(EXPECTED)[2] for case in cases)
    missing = [
        rule.code
        for rule in all_rules()
        if f" {rule.code}: " not in told and not rule.code.startswith(tuple(ELSEWHERE))
    ]

    assert [] == missing


# --- formats -------------------------------------------------------------------------------------

TWO_MISTAKES: Final = {
    "content/a,b.md": "---\ntitle: 100%: نعم\n---\n",
    "content/c.md": "---\ntitle: خبر\ndate: 2024-06-21\nsource: وكالة\n---\n\n[أ](gone.md)\n",
}


@pytest.mark.usefixtures("garbage_collected")
def test_json_goes_to_the_output(site: SiteFolder) -> None:
    """Programs read one object from the output; nothing is in the way of it."""
    site.write(TWO_MISTAKES)
    result = run(site, Format.JSON)

    assert (
        """\
{
  "version": 1,
  "diagnostics": [
    {
      "code": "DG121",
      "severity": "error",
      "file": "content/a,b.md",
      "line": 2,
      "column": 12,
      "message": "a colon and a space inside a value end it",
      "hint": "put the value in quotes: title: \\"100%: نعم\\""
    },
    {
      "code": "DG401",
      "severity": "error",
      "file": "content/c.md",
      "line": 7,
      "column": 5,
      "message": "there is no file 'gone.md' in the content folder",
      "hint": "write the path from this file's folder"
    }
  ]
}
"""
        == result.stdout
    )
    assert ("", 1) == (result.stderr, result.exit_code)


@pytest.mark.usefixtures("garbage_collected")
def test_github_shows_diagnostics_beside_the_lines(site: SiteFolder) -> None:
    """Workflow commands go to the output, with escapes for their own signs."""
    site.write(TWO_MISTAKES)
    result = run(site, Format.GITHUB)

    assert (
        "::error file=content/a%2Cb.md,line=2,col=12,title=DG121::"
        "a colon and a space inside a value end it"
        '%0Aput the value in quotes: title: "100%25: نعم"\n'
        "::error file=content/c.md,line=7,col=5,title=DG401::"
        "there is no file 'gone.md' in the content folder"
        "%0Awrite the path from this file's folder\n"
    ) == result.stdout
    assert ("", 1) == (result.stderr, result.exit_code)
