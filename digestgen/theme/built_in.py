"""Where the themes lie that come with digestgen."""

from pathlib import Path


def built_in_themes() -> Path:
    """Return the folder of the themes that come with digestgen."""
    package = Path(__file__).parents[1]
    installed = package / "themes"
    return installed if installed.is_dir() else package.parent / "themes"
