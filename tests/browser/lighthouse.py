"""What Lighthouse says of a page: the scores, and why they are not 100.

As a program, `python -m tests.browser.lighthouse`, it builds the demo site, asks Lighthouse three
times of the front page and of an article as a phone gets them, and fails where the median of the
performance is under 95. It is no test: the score is timed, so a busy machine lowers it.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

from tests.browser.chromium import flags, installed_chromium
from tests.browser.needs import MODULES
from tests.browser.server import serve
from tests.browser.sites import build_all

CLI: Final = "lighthouse/cli/index.js"
PAGES: Final = ("/digestgen/", "/digestgen/2025/11/01/grand-egyptian-museum/")
CERTAIN: Final = ("accessibility", "best-practices", "seo")
"""The categories that do not depend on how fast the machine is."""
LEAST: Final = 95
RUNS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Lighthouse's verdict on one page."""

    scores: dict[str, int]
    """From 0 to 100, by category."""
    reasons: tuple[str, ...]
    """The audits that took something away."""


def report(url: str, executable: str, categories: tuple[str, ...]) -> Report:
    """Return what Lighthouse says of the page at *url* in *categories*, on a simulated phone."""
    node = shutil.which("node") or sys.exit("no node")
    command = [
        node,
        str(MODULES / CLI),
        url,
        "--output=json",
        "--quiet",
        "--throttling-method=simulate",
    ]
    options = [
        f"--only-categories={','.join(categories)}",
        f"--chrome-flags=--headless=new {' '.join(flags())}",
    ]
    environment = {
        **os.environ,
        "CHROME_PATH": executable,
        "LIGHTHOUSE_DISABLE_ERROR_REPORTING": "1",
    }
    done = subprocess.run([*command, *options], check=True, capture_output=True, env=environment)
    return verdict(json.loads(done.stdout))


def verdict(found: dict[str, Any]) -> Report:
    """Return the report that Lighthouse's JSON *found* makes."""
    audits = found["audits"].values()
    return Report(
        scores={name: round(100 * one["score"]) for name, one in found["categories"].items()},
        reasons=tuple(
            f"{audit['id']}: {audit['title']} {audit.get('displayValue', '')}".strip()
            for audit in audits
            if audit["score"] is not None and audit["score"] < 1
        ),
    )


def median(url: str, executable: str) -> int:
    """Return the median of the performance of some runs, after writing each."""
    runs = [report(url, executable, ("performance", *CERTAIN)) for _ in range(RUNS)]
    for run in runs:
        sys.stdout.write(f"{url} {run.scores} {'; '.join(run.reasons)}\n")
    return int(statistics.median(run.scores["performance"] for run in runs))


def main() -> None:
    """Measure, and fail below the least score."""
    with sync_playwright() as playwright:
        executable = installed_chromium(playwright) or sys.exit("no Chromium")
    with tempfile.TemporaryDirectory() as folder:
        build_all(Path(folder) / "served", Path(folder) / "sources")
        with serve(Path(folder) / "served") as origin:
            medians = {page: median(origin + page, executable) for page in PAGES}
    sys.stdout.write("".join(f"{page}: performance {score}\n" for page, score in medians.items()))
    sys.exit(any(score < LEAST for score in medians.values()))


if __name__ == "__main__":
    main()
