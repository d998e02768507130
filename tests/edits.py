"""Edits to a small site as values, so that a sequence of them that finds a fault reads well."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
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
    BODY: "جملة أولى.\n\nفقرة أخيرة.",
}


def picture(width: int, color: str = "navy") -> bytes:
    """Return a picture of *width* × 3 pixels."""
    file = BytesIO()
    Image.new("RGB", (width, 3), color).save(file, "PNG")
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


Edit = Set | Remove | Rename
Harm = Damage | Lose


# --- the site to start from ---------------------------------------------------------------------

NAMES: Final = ("a", "b", "c", "خبر")
PICTURE: Final = "content/2024/p.png"
PICTURE_TWO: Final = "content/2024/q.png"
FOOTER: Final = "themes/default/templates/partials/footer.html"
STRINGS: Final = "themes/default/strings/ar.yaml"
START: Final[World] = {
    "site.yaml": {
        "title": "موجز",
        "url": "https://example.org/digest/",
        "per_page": "2",
        "topics": "{korea: {name: كوريا, aliases: [Korea]}}",
    },
    **{path_of(name): {**ARTICLE, "title": f"خبر {name}"} for name in NAMES},
    "content/about.md": {"title": "عنا", "layout": "page", BODY: "نص."},
    PICTURE: {WHOLE: picture(4)},
    FOOTER: {WHOLE: "<footer>{{ masthead.title }}</footer>"},
}

# --- what may come between two builds ------------------------------------------------------------

FRONT: Final[Mapping[str, Sequence[str | None]]] = {
    "title": ("خبر آخر", '"One: «two» <b>"', None),
    "date": ("2024-06-20", "2024-06-21 10:00", "2023-12-31", "2030-05-01"),
    "source": ("TASS", "[وكالة, TASS]", "{name: TASS, url: https://tass.com/2, author: كاتب}"),
    "tags": ("[]", "[Korea, روسيا]", "[روسيّا, الصين]"),
    "image": (None, "p.png", "{src: q.png, alt: نص, caption: شرح}"),
    "summary": (None, "ملخص", "ملخص آخر"),
    "place": (None, "سيئول"),
    "slug": (None, "other"),
    "aliases": (None, "[/old/]"),
    "updated": (None, "2024-07-01"),
    "draft": (None, "true"),
    "expires": (None, "2025-01-01", "2031-01-01"),
    "lang": (None, "en"),
    "featured": (None, "true"),
    "params": (None, "{x: {y: 1, z: 2}}", "{x: {z: 2, y: 1}}"),
    BODY: (
        "جملة أولى.\n\nفقرة أخرى.",
        "جملة أخرى.\n\n## عنوان\n\nفقرة أخيرة.",
        "جملة [رابط](a.md) و[آخر](b.md).",
        "جملة [رابط](c.md#عنوان).",
        "جملة [رابط](../about.md) و[مواضيع](/topics/).",
        "جملة.\n\n![صورة](p.png) ![صورة](q.png)",
        "سيئول، 21 يونيو (وكالة) — جملة.",
        "جملة.\n\n(انتهى)",
    ),
}
SETTINGS: Final[Mapping[str, Sequence[str | None]]] = {
    "title": ("موجز آخر", None),
    "url": ("https://example.org/", "https://other.example/digest/"),
    "language": (None, "en"),
    "timezone": (None, "Asia/Seoul"),
    "description": (None, "وصف"),
    "disclaimer": (None, "إخلاء"),
    "end_mark": (None, "(انتهى)"),
    "permalink": (None, "/{year}/{slug}/"),
    "per_page": ("1", "2", "3"),
    "months": (None, "dual"),
    "digits": (None, "arab"),
    "hijri": (None, "true"),
    "sources": (None, "{yonhap: {name: وكالة}}", "{tass: {name: تاس, url: https://tass.com/}}"),
    "topics": (None, "{korea: {name: كوريا, description: وصف}}", "{k: {name: كوريا}}"),
    "menu": (None, "[{name: عنا, url: /about/}]"),
    "email": (None, "desk@example.org"),
    "social": (None, "[{name: x, url: https://x.example/}]"),
    "params": (None, "{a: 1}"),
}
EXTRA: Final[Mapping[str, Sequence[str | bytes | None]]] = {
    PICTURE: (None, picture(4), picture(5)),
    PICTURE_TWO: (None, picture(4), b"broken"),
    FOOTER: (None, "<footer></footer>", "{% include 'partials/extra.html' ignore missing %}"),
    "themes/default/templates/partials/extra.html": (None, "<p>1</p>", "<p>2</p>"),
    "themes/default/templates/day.html": (None, "<p>{{ page.canonical }}</p>", "{% if %}"),
    "themes/default/templates/topic.html": (None, "<p>{{ page.no_such }}</p>"),
    "themes/default/assets/extra.css": (None, "p { margin: 0 }", "p { margin: 1px }"),
    "themes/default/assets/icon.svg": (None, "<svg xmlns='http://www.w3.org/2000/svg'/>"),
    STRINGS: (None, "home: البداية\n", "home: الأولى\n"),
    path_of("new"): (None, "no article"),
}


def values(path: str, choices: Mapping[str, Sequence[str | bytes | None]]) -> list[Edit]:
    """Return the edits that give a key of the file *path* one of its values."""
    return [Set(path, key, value) for key, some in choices.items() for value in some]


def one_of(edits: Sequence[Edit]) -> st.SearchStrategy[Edit]:
    """Return what draws one of *edits*."""
    return st.sampled_from(edits)


PATHS: Final = [path_of(name) for name in (*NAMES, "new")]
FIELDS: Final = [edit for path in PATHS for edit in values(path, FRONT)]
ABOUT: Final = [Set("content/about.md", key, FRONT[key][1]) for key in ("title", "slug", BODY)]
MOVES: Final = [Rename(path, to) for path in PATHS for to in PATHS if path != to]
FILES: Final = [Set(path, WHOLE, value) for path, some in EXTRA.items() for value in some]
edits = st.one_of(
    one_of(FIELDS),
    one_of(FIELDS),
    one_of([*ABOUT, *map(Remove, (*PATHS, "content/about.md"))]),
    one_of(MOVES),
    one_of(FILES),
    one_of(values("site.yaml", SETTINGS)),
)
harms = st.one_of(
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
        st.none() | st.integers(0, 3),
    ),
    st.sampled_from((Damage("content", "touch"), Lose("public"), Lose(".digestgen"))),
)
