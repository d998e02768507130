"""Where the documentation lies that digestgen itself reads."""

from pathlib import Path
from typing import Final

DIAGNOSTICS: Final = "diagnostics.md"


def diagnostics_page() -> str:
    """Return the documentation of diagnostics. Raises OSError if it is not installed."""
    package = Path(__file__).parents[1]
    installed = package / "docs" / DIAGNOSTICS
    page = installed if installed.is_file() else package.parent / "docs" / DIAGNOSTICS
    return page.read_text("utf-8")
