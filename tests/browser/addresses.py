"""Sites at every kind of address that GitHub Pages gives: none of their links may hang on it."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import yaml

from digestgen.build import build
from digestgen.names import SETTINGS
from digestgen.preview.state import Preview
from tests.browser.awkward import picture
from tests.browser.sites import DEMO, NOW
from tests.conftest import SiteFolder

ADDRESSES: Final = (
    "https://x.github.io/",
    "https://x.github.io/repo/",
    "https://news.example/",
)
ARABIC: Final = "https://x.github.io/arabic/"
"""The address of a site in which every name is Arabic."""
NAMES: Final[Mapping[str, str | bytes]] = {
    SETTINGS: f"""\
title: موجز الأخبار
url: {ARABIC}
menu:
  - {{name: عن الموقع, url: /عن-الموقع/}}
  - {{name: المعاهدة, url: /topics/معاهدة-السلام/}}
feeds:
  id: "tag:example.org,2024:"
""",
    "content/أخبار/2024-06-19-توقيع-المعاهدة.md": """\
---
title: توقيع المعاهدة
date: 2024-06-19
source: وكالة المنارة
tags: [معاهدة السلام]
aliases: [/قديم/المعاهدة/]
image: {src: صورة الحفل.jpg, alt: حفل}
---

نص المعاهدة.

## بنود المعاهدة، وما تلاها

[نص البيان](بيان%202024.pdf)
""",
    "content/أخبار/2024-06-21-محادثات.md": """\
---
title: محادثات
date: 2024-06-21
source: {name: صحيفة الأفق, url: "https://ufuq.example/خبر"}
tags: [معاهدة السلام, روسيا]
---

[البنود](2024-06-19-توقيع-المعاهدة.md#بنود-المعاهدة-وما-تلاها)، [الموضوع](/topics/روسيا/).[^1]

[^1]: حاشية.
""",
    "content/أخبار/بيان 2024.pdf": "%PDF",
    "content/عن-الموقع.md": "---\ntitle: عن الموقع\nlayout: page\n---\n\nنص.\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A built site, as it lies at its address."""

    url: str
    host: Path
    """The folder that is the root of its host."""

    @property
    def origin(self) -> str:
        """Return the address of its host, without a slash at the end."""
        return self.url.removesuffix(self.base)

    @property
    def base(self) -> str:
        """Return its base path."""
        return urlsplit(self.url).path

    @property
    def folder(self) -> Path:
        """Return the folder with its files."""
        return self.host / self.base[1:]

    def preview(self) -> Preview:
        """Return what the server of `digestgen serve`, which answers as GitHub does, has of it."""
        files = (file for file in self.folder.rglob("*") if file.is_file())
        return Preview(
            build="1",
            base=self.base,
            folder=self.folder,
            files=frozenset(file.relative_to(self.folder).as_posix() for file in files),
            pictures=0,
            problems=(),
        )


def published(folder: Path, url: str) -> Published:
    """Return the site at *url*, one of those built into *folder*."""
    return Published(url=url, host=folder / url.removeprefix("https://").replace("/", "-"))


def publish_all(folder: Path, sources: Path) -> None:
    """Build the demo site for each of ADDRESSES, and the Arabic site, into *folder*.

    *sources* has the demo site with what its builds remember, so that no picture is made again.
    """
    source = folder / "source"
    shutil.copytree(sources / DEMO, source)
    settings = yaml.safe_load((source / SETTINGS).read_text("utf-8"))
    for url in ADDRESSES:
        text = yaml.safe_dump({**settings, "url": url}, allow_unicode=True)
        (source / SETTINGS).write_text(text, "utf-8")
        build(source, published(folder, url).folder, now=NOW)
    arabic = SiteFolder(folder / "names")
    arabic.write({**NAMES, "content/أخبار/صورة الحفل.jpg": picture(1200, 800)})
    build(arabic.root, published(folder, ARABIC).folder, now=NOW)
