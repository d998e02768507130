r"""Sites with mistakes in them: what an author is told, to the letter, and that nothing is written.

Each file in `mistakes/` is a case: a sentence that says what holds, the files of the site as
`-- path --` sections, and what the command line prints as `-- expected --`. A site without its own
site.yaml has the usual one. An invisible character is written as `\u200f`.
"""

import re
from pathlib import Path
from typing import Final

import pytest

from digestgen.errors import Diagnostic, in_order, is_error
from digestgen.report import Format, diagnostic_lines
from tests.conftest import ARTICLE, MakeSite

FOLDER: Final = Path(__file__).with_name("mistakes")
CASES: Final = sorted(FOLDER.glob("*.txt"))
SECTION: Final = re.compile(r"^-- (.+) --\n", re.MULTILINE)
ESCAPE: Final = re.compile(r"\\u([0-9a-f]{4})")
EXPECTED: Final = "expected"
WARNINGS: Final = frozenset({"DG410", "DG609"})


def sections(case: Path) -> dict[str, str]:
    """Return the files of *case* and what is expected of it."""
    _, *rest = SECTION.split(case.read_text("utf-8"))
    return {name: unescaped(text) for name, text in zip(rest[::2], rest[1::2], strict=True)}


def unescaped(text: str) -> str:
    """Return *text* with the invisible characters that it names."""
    return ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def printed(diagnostics: tuple[Diagnostic, ...]) -> str:
    """Return *diagnostics* as the command line prints them."""
    return "".join(f"{line}\n" for line in diagnostic_lines(in_order(diagnostics), Format.TEXT))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_mistakes_are_told_and_nothing_is_written(case: Path, make_site: MakeSite) -> None:
    """The diagnostics are the expected ones, and the output is as the last build left it."""
    files = sections(case)
    expected = files.pop(EXPECTED)
    site = make_site({"content/before.md": ARTICLE})
    site.build()
    before = site.tree()
    (site.root / "content/before.md").unlink()
    site.write(files)

    if case.stem.startswith("warning-"):
        assert expected == printed(site.build().warnings)
        return
    diagnostics = site.problems()
    assert expected == printed(diagnostics)
    assert any(map(is_error, diagnostics))
    assert before == site.tree()


# --- what no text can show -----------------------------------------------------------------------


def article(title: str = "خبر", body: str = "نص.") -> str:
    return f"---\ntitle: {title}\ndate: 2024-06-21\nsource: وكالة\n---\n\n{body}\n"


def test_an_encoding_is_named(make_site: MakeSite) -> None:
    """CP1256 and UTF-16 are refused by their names, with the line and the cure."""
    site = make_site(
        {
            "content/1.md": article("خبر عن القمة").encode("cp1256"),
            "content/2.md": article().encode("utf-16"),
            "content/3.md": article().encode("utf-16-le"),
        }
    )

    expected = [
        ("content/1.md:2:8", "CP1256"),
        ("content/2.md", "UTF-16"),
        ("content/3.md", "UTF-16"),
    ]
    assert expected == [
        (str(found.place), found.message.rpartition(" ")[2]) for found in site.problems()
    ]
    assert {"DG101"} == {found.code for found in site.problems()}
    assert "iconv -f CP1256 -t UTF-8" in site.problems()[0].hint


def test_what_is_too_large_is_not_read(make_site: MakeSite) -> None:
    """A file has at most 2 MiB, its front matter 64 KiB."""
    site = make_site(
        {
            "content/1.md": article(body="ا" * (1 << 20)),
            "content/2.md": article(title="ا" * (1 << 15)),
        }
    )

    assert [
        ("DG104", "content/1.md"),
        ("DG105", "content/2.md:1"),
    ] == [(found.code, str(found.place)) for found in site.problems()]


def test_the_character_of_zero_is_refused(make_site: MakeSite) -> None:
    """No text has it; where it stands is said."""
    site = make_site({"content/1.md": article(body="نص\0")})

    assert [("DG110", "content/1.md:7:3")] == [
        (found.code, str(found.place)) for found in site.problems()
    ]


def test_links_that_lead_outside_are_refused(make_site: MakeSite, tmp_path: Path) -> None:
    """A symbolic link to a file or folder elsewhere, or to nothing, is named and not read."""
    (tmp_path / "secret.md").write_text(article("سر"), "utf-8")
    site = make_site({"content/a.md": ARTICLE, "content/folder/b.md": article()})
    content = site.root / "content"
    (content / "1.md").symlink_to(tmp_path / "secret.md")
    (content / "2").symlink_to(tmp_path)
    (content / "3").symlink_to(content / "folder")
    (content / "4.md").symlink_to(content / "gone.md")

    assert [
        ("DG106", "content/1.md"),
        ("DG106", "content/2"),
        ("DG107", "content/3"),
        ("DG109", "content/4.md"),
    ] == [(found.code, str(found.place)) for found in site.problems()]


def test_two_spellings_of_unicode_are_one_name(make_site: MakeSite) -> None:
    """A name in NFC and the same name in NFD cannot stand side by side."""
    site = make_site({"content/\u0623.md": article(), "content/\u0627\u0654.md": article()})

    assert [("DG108", "content/\u0623.md")] == [
        (found.code, str(found.place)) for found in site.problems()
    ]


def test_names_are_text(make_site: MakeSite) -> None:
    """A name with a control character is shown with an escape, which no terminal obeys."""
    site = make_site({"content/a\x1b[2J.md": article()})

    assert [("DG111", "content/a\\x1b[2J.md")] == [
        (found.code, str(found.place)) for found in site.problems()
    ]


# --- formats -------------------------------------------------------------------------------------


def test_diagnostics_come_in_three_formats(make_site: MakeSite) -> None:
    """Text for people, JSON for programs, workflow commands for GitHub."""
    site = make_site({"content/a,b.md": "---\ntitel: 100%\nsource: x\n---\n"})
    diagnostics = in_order(site.problems())

    assert (
        "content/a,b.md:2:1: error DG201: unknown key 'titel'\n"
        "    did you mean 'title'?\n"
        "content/a,b.md:2:1: error DG202: 'date' is missing\n"
        "    add a line 'date: …'"
    ) == "\n".join(diagnostic_lines(diagnostics, Format.TEXT))
    assert (
        "::error file=content/a%2Cb.md,line=2,col=1,title=DG201::"
        "unknown key 'titel'%0Adid you mean 'title'?\n"
        "::error file=content/a%2Cb.md,line=2,col=1,title=DG202::"
        "'date' is missing%0Aadd a line 'date: …'"
    ) == "\n".join(diagnostic_lines(diagnostics, Format.GITHUB))
    assert """{
  "version": 1,
  "diagnostics": [
    {
      "code": "DG201",
      "severity": "error",
      "file": "content/a,b.md",
      "line": 2,
      "column": 1,
      "message": "unknown key 'titel'",
      "hint": "did you mean 'title'?"
    },
    {
      "code": "DG202",
      "severity": "error",
      "file": "content/a,b.md",
      "line": 2,
      "column": 1,
      "message": "'date' is missing",
      "hint": "add a line 'date: …'"
    }
  ]
}""" == "\n".join(diagnostic_lines(diagnostics, Format.JSON))


def test_messages_do_not_steer_the_terminal(make_site: MakeSite) -> None:
    """What could turn a line round or start a command of a terminal is shown as an escape."""
    site = make_site({"content/a.md": "---\ntitle: x\ndate: \u202egpj\nsource: x\n---\n"})
    (line, _) = diagnostic_lines(site.problems(), Format.TEXT)

    assert "content/a.md:3:7: error DG205: '\\u202egpj' is not a date" == line
