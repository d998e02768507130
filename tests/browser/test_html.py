"""The Nu HTML checker reports no error on any page of any site."""

import json
import subprocess
from pathlib import Path

from tests.browser.needs import npm_file, program
from tests.browser.sites import DEMO


def messages(folder: Path) -> list[str]:
    """Return the errors in all HTML files below *folder*, with their place."""
    jar = npm_file("vnu-jar/build/dist/vnu.jar")
    command = [program("java"), "-Xss8m", "-jar", str(jar), "--skip-non-html", "--format", "json"]
    done = subprocess.run(
        [*command, "--errors-only", str(folder)], capture_output=True, check=False
    )
    found = json.loads(done.stderr)["messages"]
    return [
        f"{one.get('url', '')}:{one.get('lastLine')}: {one['message']}: {one.get('extract', '')}"
        for one in found
    ]


def test_no_page_has_an_error_in_its_html(served: Path) -> None:
    """No message is filtered out."""
    assert list((served / DEMO).rglob("*.html"))
    assert [] == messages(served)


def test_the_checker_reports_errors(tmp_path: Path) -> None:
    """A page that is broken is told from one that is whole."""
    (tmp_path / "broken.html").write_text("<!DOCTYPE html><html lang=ar><p id=a><p id=a>", "utf-8")

    assert ["Duplicate ID"] == [found.split(": ")[1][:12] for found in messages(tmp_path)][-1:]
