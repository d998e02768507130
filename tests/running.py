"""The command line in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

ROOT: Final = Path(__file__).parents[1]
# Long enough for any machine, short for a build that will never end.
PATIENCE_SECONDS: Final = 60
# 1 January 2026.
EPOCH: Final = "1767225600"
Text = TypeVar("Text", str, bytes)


def run(
    *arguments: str | Path,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    umask: int = 0o022,
    patience_seconds: float = PATIENCE_SECONDS,
) -> subprocess.CompletedProcess[str]:
    """Run digestgen with *arguments* in the folder *cwd*; it is killed after a minute, or so."""
    return subprocess.run(
        command(*arguments),
        cwd=cwd,
        env=environment(env),
        umask=umask,
        capture_output=True,
        timeout=patience_seconds,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def command(*arguments: str | Path) -> list[str]:
    """Return the command that runs digestgen with *arguments*."""
    return [sys.executable, "-m", "digestgen", *map(str, arguments)]


def environment(env: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment that is the same on all machines, changed by *env*."""
    kept = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": EPOCH, **(env or {})}


@contextmanager
def within(process: subprocess.Popen[Text]) -> Iterator[subprocess.Popen[Text]]:
    """Let *process* live no longer than the block; one that hangs fails its test, and no more."""
    with process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise
