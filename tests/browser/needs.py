"""Tools that are not Python's, and what becomes of a test that lacks one."""

import os
import shutil
from pathlib import Path
from typing import Final, NoReturn

import pytest

HERE: Final = Path(__file__).parent
MODULES: Final = HERE / "node_modules"


def lacking(what: str) -> NoReturn:
    """End the test: it fails where CI=true, so that nothing is left out unseen, else it waits."""
    reason = f"{what}: scripts/setup-browser installs it"
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def npm_file(path: str) -> Path:
    """Return the file at *path* of the npm tools."""
    file = MODULES / path
    if not file.exists():
        lacking(f"no {path.partition('/')[0]}")
    return file


def program(name: str) -> str:
    """Return the path of the program *name*."""
    return shutil.which(name) or lacking(f"no {name}")
