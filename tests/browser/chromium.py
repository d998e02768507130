"""Where a Chromium is, and how the tests start it.

As a program, it writes the path of the one that tests will use, or fails.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Playwright, sync_playwright

ON_PATH: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ON_MACOS: Final = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# A browser that asks its maker for news while pages are tested is one more thing that can fail.
QUIET: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def installed_chromium(playwright: Playwright) -> str | None:
    """Return the path of CHROMIUM, of one that is installed, or of Playwright's own."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return chosen
    named = (found for name in ON_PATH if (found := shutil.which(name)))
    placed = (*ON_MACOS, playwright.chromium.executable_path)
    return next(named, None) or next((path for path in placed if Path(path).exists()), None)


def flags() -> list[str]:
    """Return the options of the command line; the sandbox is off only where root cannot have it."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*QUIET, *(["--no-sandbox"] if root else [])]


def launch(playwright: Playwright, executable: str) -> Browser:
    """Return a new Chromium without a window."""
    return playwright.chromium.launch(executable_path=executable, args=flags())


def main() -> None:
    """Write the path, or end with an error."""
    with sync_playwright() as playwright:
        found = installed_chromium(playwright)
    if found is None:
        sys.exit("no Chromium is installed")
    sys.stdout.write(f"{found}\n")


if __name__ == "__main__":
    main()
