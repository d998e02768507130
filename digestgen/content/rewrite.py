"""Changing files of an author: each holds its old bytes or its new ones, and keeps its mode."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def rewrite(path: Path, data: bytes) -> None:
    """Make *data* what the file *path* holds, all at once. Raises OSError with it as it was."""
    new = staged(path, data, like=path)
    try:
        new.replace(real(path))
    finally:
        with suppress(FileNotFoundError):
            new.unlink()


def staged(path: Path, data: bytes, *, like: Path) -> Path:
    """Return a new file beside *path*, which has *data* and the mode of the file *like*.

    Raises OSError with nothing left behind.
    """
    target = real(path)
    file = target.with_name(f".dg-{secrets.token_hex(8)}.tmp")
    try:
        file.write_bytes(data)
        file.chmod(real(like).stat().st_mode & 0o7777)
    except OSError:
        with suppress(OSError):
            file.unlink()
        raise
    return file


def real(path: Path) -> Path:
    """Return the file that is written for *path*: of a symbolic link that to which it leads."""
    return Path(os.path.realpath(path))
