"""Sites made from text, for every test that builds one."""

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from os import environ
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import settings
from PIL import Image

from digestgen.build import build
from digestgen.build_report import BuildReport
from digestgen.errors import Diagnostic, Problems

# A machine that is busy is no reason to fail.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

# What is told in a test is told in English, whatever the developer speaks.
for variable in ("DIGESTGEN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
    environ.pop(variable, None)

NOW = datetime(2026, 1, 1, tzinfo=UTC)

SETTINGS = """\
title: موجز
url: https://example.org/digest/
"""

ARTICLE = """\
---
title: خبر
date: 2024-06-21
source: وكالة
---

نص الخبر.
"""


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """A site in a temporary folder."""

    root: Path

    @property
    def output(self) -> Path:
        """Return where the site is built."""
        return self.root / "public"

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write *files*, by their path in the site's folder."""
        for name, data in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())

    def build(self, now: datetime = NOW) -> BuildReport:
        """Build the site as it is at the moment *now*."""
        return build(self.root, self.output, now=now)

    def problems(self, now: datetime = NOW) -> tuple[Diagnostic, ...]:
        """Return why the site cannot be built."""
        with pytest.raises(Problems) as caught:
            self.build(now)
        return caught.value.diagnostics

    def html(self, site_path: str) -> str:
        """Return the page at *site_path* as it was built."""
        return (self.output / site_path.lstrip("/") / "index.html").read_text("utf-8")

    def tree(self) -> dict[str, bytes]:
        """Return the whole output, by path."""
        files = (path for path in self.output.rglob("*") if path.is_file())
        return {path.relative_to(self.output).as_posix(): path.read_bytes() for path in files}


MakeSite = Callable[[Mapping[str, str | bytes]], SiteFolder]


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Return a function that writes a site from its files; site.yaml has a default."""

    def make(files: Mapping[str, str | bytes]) -> SiteFolder:
        site = SiteFolder(tmp_path / "site")
        site.write({"site.yaml": SETTINGS, **files})
        return site

    return make


def pixels(data: bytes) -> tuple[tuple[int, int], bytes]:
    """Return the size of the picture *data*, and its colours line by line."""
    image = Image.open(BytesIO(data))
    return image.size, image.convert("RGB").tobytes()


def png_header(width: int, height: int) -> bytes:
    """Return the start of a PNG of *width* × *height*, with none of its pixels."""
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc32(name + data))
        for name, data in chunks
    )


@pytest.fixture(scope="session")
def jpeg() -> bytes:
    """Return a small picture: a JPEG of 8 × 6 pixels."""
    file = BytesIO()
    Image.new("RGB", (8, 6), "teal").save(file, "JPEG")
    return file.getvalue()
