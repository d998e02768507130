"""Edits to a small site as values, so that a sequence of them that finds a fault reads well."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Final

from hypothesis import strategies as st
from PIL import Image

from digestgen.output.manifest import MANIFEST_NAME
from tests.conftest import SiteFolder

Parts = Mapping[str, str | bytes]
"""What a file is written from: keys of YAML, or under no key all that it holds."""
World = Mapping[str, Parts]
"""The files of a site, by path; one without parts is not there."""

WHOLE: Final = ""
BODY: Final = "body"
ARTICLE: Final[Parts] = {
    "title": "خبر",
    "date": "2024-06-21",
    "source": "وكالة",
    "tags": "[كوريا]",
    BODY: "جملة أولى.\n\n- بند",
}


def picture(width: int, color: str = "navy") -> bytes:
    """Return a picture of *width* × 3 pixels."""
    file = BytesIO()
    Image.new("RGB", (width, 3), color).save(file, "PNG")
    return file.getvalue()


def photo(seed: int) -> bytes:
    """Return a picture of which there are several sizes; another one for each *seed*."""
    file = BytesIO()
    noise = Image.frombytes("L", (25, 20), Random(seed).randbytes(500))  # noqa: S311 - a picture
    noise.resize((500, 400)).convert("RGB").save(file, "JPEG", quality=95)
    return file.getvalue()


def path_of(name: str) -> str:
    """Return the path of the article *name*."""
    return f"content/2024/{name}.md"


# --- files ---------------------------------------------------------------------------------------


def data_of(path: str, parts: Parts) -> bytes:
    """Return what the file *path* holds."""
    whole = parts.get(WHOLE)
    if isinstance(whole, bytes):
        return whole
    return (whole if whole is not None else text_of(path, parts)).encode()


def text_of(path: str, parts: Parts) -> str:
    """Return the file *path*, written from keys of YAML and a body."""
    texts = {key: value for key, value in parts.items() if isinstance(value, str)}
    body = texts.pop(BODY, "")
    lines = "".join(f"{key}: {text}\n" for key, text in texts.items())
    return f"---\n{lines}---\n\n{body}\n" if path.endswith(".md") else lines


def files_of(world: World) -> dict[str, bytes]:
    """Return the files of *world*."""
    return {path: data_of(path, parts) for path, parts in world.items() if parts}


def put(site: SiteFolder, before: World, after: World) -> None:
    """Write to *site*, which holds *before*, what differs from it in *after*."""
    old, new = files_of(before), files_of(after)
    for path in old.keys() - new.keys():
        (site.root / path).unlink()
    site.write({path: data for path, data in new.items() if data != old.get(path)})


# --- edits of a site -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Set:
    """Give *key* of a file another value; None leaves it out."""

    path: str
    key: str
    value: str | bytes | None

    def of(self, world: World) -> World:
        """Return *world* after the edit; an article that is not there is written anew."""
        new = ARTICLE if self.path.startswith("content/") and self.key else {}
        parts = {**(world.get(self.path) or new), self.key: self.value}
        return {
            **world,
            self.path: {key: value for key, value in parts.items() if value is not None},
        }


@dataclass(frozen=True, slots=True)
class Toggle:
    """Give *key* of a file another value; if it has that already, the one of the start again."""

    path: str
    key: str
    value: str | bytes | None

    def of(self, world: World) -> World:
        """Return *world* after the edit."""
        is_set = (world.get(self.path) or {}).get(self.key) == self.value
        start = START.get(self.path, ARTICLE if self.key else {})
        return Set(self.path, self.key, start.get(self.key) if is_set else self.value).of(world)


@dataclass(frozen=True, slots=True)
class Remove:
    """Delete a file."""

    path: str

    def of(self, world: World) -> World:
        """Return *world* after the edit."""
        return {**world, self.path: {}}


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a file another path, where it replaces what is there."""

    path: str
    to: str

    def of(self, world: World) -> World:
        """Return *world* after the edit."""
        return {**world, self.path: {}, self.to: world.get(self.path, {})}


# --- damage to what a build left -----------------------------------------------------------------


def files_in(folder: Path) -> list[Path]:
    """Return the files in *folder*, but for the manifest of an output: that one is not for play."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST_NAME)
    return sorted(files)


@dataclass(frozen=True, slots=True)
class Damage:
    """Make one file, or all files, in *folder* another one, or none."""

    folder: str
    how: str
    number: int | None = None

    def to(self, site: SiteFolder) -> None:
        """Do the damage."""
        files = files_in(site.root / self.folder)
        if files and self.number is not None:
            files = [files[self.number % len(files)]]
        for file in files:
            if self.how == "delete":
                file.unlink()
            else:
                file.write_bytes(CHANGES[self.how](file.read_bytes()))


def flipped(data: bytes) -> bytes:
    """Return *data* with one other byte in the middle, so that the size is the same."""
    middle = len(data) // 2
    return (
        data[:middle] + bytes(255 - byte for byte in data[middle : middle + 1]) + data[middle + 1 :]
    )


CHANGES: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "touch": lambda data: data,
    "empty": lambda _: b"",
    "cut": lambda data: data[: len(data) // 2],
    "lengthen": lambda data: data + b" ",
    "flip": flipped,
    "garble": lambda data: bytes(255 - byte for byte in data),
    "replace": lambda _: b'{"files": [{"path": "index.html"}], "number": -1}',
}


@dataclass(frozen=True, slots=True)
class Lose:
    """Delete a whole folder."""

    folder: str

    def to(self, site: SiteFolder) -> None:
        """Do the damage."""
        shutil.rmtree(site.root / self.folder, ignore_errors=True)


Edit = Set | Toggle | Remove | Rename
Harm = Damage | Lose


# --- the site to start from ---------------------------------------------------------------------

NAMES: Final = ("a", "b", "c", "خبر")
PICTURE: Final = "content/2024/p.png"
PICTURE_TWO: Final = "content/2024/q.png"
PHOTO: Final = "content/2024/photo.jpg"
DOCUMENT: Final = "content/2024/x.pdf"
ABOUT: Final = "content/about.md"
THEME: Final = "themes/bare"
SHOWN: Final = f"{THEME}/templates/partials/shown.html"
STRINGS: Final = f"{THEME}/strings/ar.yaml"
ICON: Final = f"{THEME}/assets/icon.svg"
TEMPLATES: Final = (
    *("404", "article", "day", "home", "month", "page", "withdrawn"),
    *("redirect", "source", "sources", "topic", "topics", "year"),
)
# What feeds say, whatever the templates.
OF_FEEDS: Final = 'source_of: "المصدر: {source}"\ncorrection_of: "تصحيح ({date}):"\n'
# A theme that shows all that a page may read, so that nothing changes unseen.
BARE: Final[World] = {
    f"{THEME}/theme.yaml": {"name": "Bare"},
    **{
        f"{THEME}/templates/{name}.html": {WHOLE: "{% include 'partials/shown.html' %}"}
        for name in TEMPLATES
    },
    SHOWN: {WHOLE: "{{ masthead }} {{ page }} {{ text }} {{ t('home') }} {{ asset('icon.svg') }}"},
    STRINGS: {WHOLE: f"home: الرئيسية\n{OF_FEEDS}"},
    ICON: {WHOLE: "<svg/>"},
}
START: Final[World] = {
    "site.yaml": {
        "title": "موجز",
        "url": "https://example.org/digest/",
        "theme": "bare",
        "per_page": "2",
        "topics": "{korea: {name: كوريا, aliases: [Korea]}}",
    },
    **{path_of(name): {**ARTICLE, "title": f"خبر {name}"} for name in NAMES},
    path_of("b"): {**ARTICLE, "date": "2024-06-21 10:00"},
    ABOUT: {"title": "عنا", "layout": "page", BODY: "![صورة](2024/p.png)"},
    PICTURE: {WHOLE: picture(4)},
    **BARE,
}

# --- what may come between two builds ------------------------------------------------------------

FRONT: Final[Mapping[str, Sequence[str | None]]] = {
    "title": ("خبر آخر", '"One: «two» <b>"', None),
    "date": ("2024-06-20", "2024-06-21 10:00", "2023-12-31", "2030-05-01"),
    "source": ("TASS", "[وكالة, TASS]", "{name: TASS, url: https://tass.com/2, author: كاتب}"),
    "tags": ("[]", "[Korea, روسيا]", "[روسيّا, الصين]"),
    "image": ("p.png", "{src: q.png, alt: نص, caption: شرح}", "photo.jpg"),
    "summary": ("ملخص", "ملخص آخر"),
    "place": ("سيئول",),
    "slug": ("other",),
    "aliases": ("[/old/]",),
    "updated": ("2024-07-01",),
    "rights": ("excerpt", "full", "own"),
    "id": ("old-name", "tag:example.org,2020:7"),
    "corrections": (
        "[{date: 2024-07-02, text: رقم}]",
        "[{date: 2024-07-02, text: رقم}, {date: 2024-06-25, text: اسم}]",
    ),
    "withdrawn": ("خبر ملفق", "سبب آخر"),
    "draft": ("true",),
    "expires": ("2025-01-01", "2031-01-01"),
    "lang": ("en",),
    "featured": ("true",),
    "params": ("{x: {y: 1, z: 2}}", "{x: {z: 2, y: 1}}"),
    BODY: (
        "جملة أولى.\n\n- كلمة",
        "جملة أولى.\n\n- شيء",
        "جملة أولى.\n\nفقرة.",
        "جملة أخرى.\n\n## عنوان\n\nفقرة أخيرة.",
        "جملة [رابط](a.md) و[آخر](b.md).",
        "جملة [رابط](c.md#عنوان).",
        "جملة [رابط](../about.md) و[مواضيع](/topics/).",
        "جملة.\n\n![صورة](p.png) ![صورة](q.png)",
        "جملة.\n\n![صورة](photo.jpg) [ملف](x.pdf)",
        "سيئول، 21 يونيو (وكالة) — جملة.",
        "جملة.\n\n(انتهى)",
    ),
}
SETTINGS: Final[Mapping[str, Sequence[str | None]]] = {
    "title": ("موجز آخر", None),
    "url": ("https://example.org/", "https://other.example/digest/"),
    "language": ("en",),
    "timezone": ("Asia/Seoul",),
    "description": ("وصف",),
    "disclaimer": ("إخلاء",),
    "end_mark": ("(انتهى)",),
    "permalink": ("/{year}/{slug}/",),
    "per_page": ("1", "2", "3"),
    "months": ("dual",),
    "digits": ("arab",),
    "hijri": ("true",),
    "social_cards": ("true",),
    "sources": ("{yonhap: {name: وكالة}}", "{tass: {name: تاس, url: https://tass.com/}}"),
    "topics": ("{korea: {name: كوريا, description: وصف}}", "{k: {name: كوريا}}"),
    "menu": ("[{name: عنا, url: /about/}]",),
    "email": ("desk@example.org",),
    "social": ("[{name: x, url: https://x.example/}]",),
    "rights": ("excerpt",),
    "feeds": (
        '{id: "tag:example.org,2024:", entries: 1}',
        "{content: summary}",
        "{topics: false, entries: 3}",
    ),
    "news_sitemap": ("true",),
    "params": ("{a: 1}",),
}
EXTRA: Final[Mapping[str, Sequence[str | bytes | None]]] = {
    PICTURE: (picture(5), picture(4, "teal")),
    PICTURE_TWO: (picture(4), b"broken"),
    PHOTO: (photo(1), photo(2), photo(1)[:4000]),
    DOCUMENT: ("ملف", "آخر"),
    SHOWN: ("{{ page }}", "{{ masthead }} {% include 'partials/extra.html' ignore missing %}"),
    f"{THEME}/templates/partials/extra.html": ("1", "2"),
    f"{THEME}/templates/day.html": ("{{ page.canonical }}", "{% if %}"),
    f"{THEME}/templates/topic.html": ("{{ page.topic.text }}", "{{ page.no_such }}"),
    f"{THEME}/assets/extra.css": ("p { margin: 0 }", "p { margin: 1px }"),
    ICON: ("<svg><g/></svg>",),
    STRINGS: (
        f"home: البداية\n{OF_FEEDS}",
        f"home: الأولى\n{OF_FEEDS.replace('المصدر', 'عن')}",
        "home: البداية",
    ),
    path_of("new"): ("no article",),
}


PATHS: Final = [path_of(name) for name in (*NAMES, "new")]


def toggles(path: str, choices: Mapping[str, Sequence[str | bytes | None]]) -> list[Edit]:
    """Return the edits that give a key of the file *path* one of its values."""
    return [Toggle(path, key, value) for key, some in choices.items() for value in some]


FIELDS: Final = [edit for path in PATHS for edit in toggles(path, FRONT)]
FILES: Final = [Toggle(path, WHOLE, value) for path, some in EXTRA.items() for value in some]
MOVES: Final[list[Edit]] = [
    *(Rename(path, to) for path in PATHS for to in PATHS if path != to),
    *map(Remove, (*PATHS, ABOUT)),
    *(Toggle(ABOUT, key, FRONT[key][0]) for key in ("title", "slug", BODY) for _ in range(3)),
]
edits: Final = st.one_of(
    st.sampled_from(FIELDS),
    st.sampled_from(FIELDS),
    st.sampled_from(MOVES),
    st.sampled_from(FILES),
    st.sampled_from(toggles("site.yaml", SETTINGS)),
)
harms: Final = st.one_of(
    st.builds(
        Damage,
        st.just("public"),
        st.sampled_from(("touch", "delete", "empty", "flip", "lengthen")),
        st.integers(0, 30),
    ),
    st.builds(
        Damage,
        st.just(".digestgen"),
        st.sampled_from(("delete", "empty", "cut", "flip", "lengthen", "garble", "replace")),
        st.none() | st.integers(0, 7),
    ),
    st.sampled_from((Damage("content", "touch"), Lose("public"), Lose(".digestgen"))),
)
