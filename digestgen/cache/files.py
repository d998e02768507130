"""Files that hold one value: JSON Lines, a checksum and then the value."""

from pathlib import Path
from typing import TypeVar

from msgspec import DecodeError
from msgspec.json import Decoder

from digestgen.cache.codec import encode
from digestgen.cache.hashing import digest

Value = TypeVar("Value")


def check_of(data: bytes | memoryview) -> str:
    """Return the hash by which damage to *data* is noticed."""
    return digest(data)


def load(path: Path, wanted: Decoder[Value]) -> Value | None:
    """Return the value in the file *path*; None if it is missing, damaged or none of ours."""
    try:
        whole = path.read_bytes()
        end = whole.find(b"\n")
        # The value is not copied: it can be as long as all facts of a large site.
        check, data = whole[:end], memoryview(whole)[end + 1 :]
        return wanted.decode(data) if check == encode(check_of(data)) else None
    except (OSError, DecodeError, ValueError, RecursionError):
        return None


def keep(path: Path, value: object) -> str:
    """Make *value* what the file *path* holds, all at once, and return its hash.

    Raises OSError if the disk fails.
    """
    data = encode(value)
    check = check_of(data)
    new = path.with_name(f"{path.name}.tmp")
    # What a killed build left, or a link that would lead elsewhere.
    new.unlink(missing_ok=True)
    with new.open("wb") as file:
        file.writelines((encode(check), b"\n", data))
    new.replace(path)
    return check
