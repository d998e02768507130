"""A theme's folders on the disk → Theme. All that is wrong with a theme is reported together."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from digestgen import rules
from digestgen.errors import Diagnostic, Place, Problems, said
from digestgen.names import THEMES
from digestgen.text.clean import clean
from digestgen.theme.assets import assets_of
from digestgen.theme.built_in import built_in_themes
from digestgen.theme.locales import FALLBACK, primary
from digestgen.theme.references import references_of
from digestgen.theme.strings import strings_of
from digestgen.theme.theme import Asset, String, Theme
from digestgen.urls import is_segment
from digestgen.yaml.fields import Fields
from digestgen.yaml.nodes import MappingNode
from digestgen.yaml.parse import parse_yaml

DEFAULT: Final = "default"
SETTINGS: Final = "theme.yaml"
KEYS: Final = ("name", "parent")
CATALOGUES: Final = "strings/{language}.yaml"


class Layer(Struct, frozen=True, kw_only=True):
    """One folder of a theme or of an ancestor; *shown* is its name in messages."""

    folder: Path
    shown: str

    def place(self, name: str) -> Place:
        """Return the place of the file *name* of the folder."""
        return Place(file=f"{self.shown}/{name}")


class ThemeFile(Struct, frozen=True, kw_only=True):
    """A file as it was read, and where it lies."""

    data: bytes
    place: Place


def load_theme(
    name: str, *, site_root: Path, place: Place, language: str, cache: Path | None = None
) -> Theme:
    """Return the theme *name*, which *place* asks for, with its strings in *language*.

    Files are looked for in `themes/` of the site, then in the theme of that name that comes with
    digestgen, then in the parents. What takes time to find out is kept in the folder *cache*.
    Raises Problems.
    """
    report: list[Diagnostic] = []
    layers = tuple(layers_of(name, site_root, place))
    files = files_under("templates", layers, report)
    texts = {file: text_of(found, report) for file, found in files.items()}
    template_files = {file: found.place.file for file, found in files.items()}
    theme = Theme(
        name=name,
        templates=texts,
        template_files=template_files,
        references=references_of(texts, template_files, report, cache),
        assets=read_assets(layers, report),
        strings=read_strings(layers, language, report),
        warnings=tuple(unspoken(layers, language)),
    )
    if report:
        raise Problems(*report)
    return theme


# --- folders -------------------------------------------------------------------------------------


def layers_of(name: str, site_root: Path, place: Place) -> Iterator[Layer]:
    """Yield the folders of the theme *name* and its ancestors, those that win first."""
    taken: set[Path] = set()
    rule, wanted = rules.NO_THEME, name
    while wanted:
        folders = theme_folders(wanted, site_root)
        if not folders:
            raise Problems(rule.at(place, name=wanted))
        free = [folder for folder in folders if folder.resolve() not in taken]
        if not free:
            raise Problems(rules.THEME_CYCLE.at(place, name=wanted))
        taken.add(free[0].resolve())
        layer = Layer(folder=free[0], shown=shown(free[0], site_root))
        yield layer
        rule = rules.NO_PARENT_THEME
        wanted, place = parent_of(layer)


def theme_folders(name: str, site_root: Path) -> list[Path]:
    """Return the folders that may hold the theme *name*: the site's, then digestgen's own."""
    if not is_segment(name):
        return []
    folders = (site_root / THEMES / name, built_in_themes() / name)
    return [folder for folder in folders if folder.is_dir()]


def shown(path: Path, site_root: Path) -> str:
    """Return *path* as messages name it: relative to the site where it lies inside."""
    inside = path.is_relative_to(site_root)
    return (path.relative_to(site_root) if inside else path).as_posix()


def parent_of(layer: Layer) -> tuple[str, Place]:
    """Return the name of the parent, empty without one, and the place that asks for it.

    A folder without theme.yaml holds what a site changes of the default theme.
    """
    path, place = layer.folder / SETTINGS, layer.place(SETTINGS)
    if not path.is_file():
        return DEFAULT, place
    report: list[Diagnostic] = []
    fields = Fields(read_yaml(path, place, report), report)
    fields.expect(KEYS)
    parent = fields.text("parent") or ""
    if report:
        raise Problems(*report)
    return parent, fields.place("parent")


# --- files ---------------------------------------------------------------------------------------


def files_under(
    folder: str,
    layers: tuple[Layer, ...],
    report: list[Diagnostic],
) -> Mapping[str, ThemeFile]:
    """Return the files in *folder* of *layers* by their name in it; the first layer wins."""
    found: dict[str, tuple[Path, Place]] = {}
    for layer in layers:
        root = layer.folder / folder
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
                found.setdefault(name, (path, layer.place(f"{folder}/{name}")))
    return {
        name: ThemeFile(data=read(path, place, report), place=place)
        for name, (path, place) in sorted(found.items())
    }


def read(path: Path, place: Place, report: list[Diagnostic]) -> bytes:
    """Return what is in the file *path*; nothing if it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        report.append(rules.unreadable(place, error))
        return b""


def text_of(file: ThemeFile, report: list[Diagnostic]) -> str:
    """Return the text of *file*."""
    try:
        return clean(file.data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        hint = said("save it as UTF-8 in your editor")
        report.append(rules.NOT_UTF8.at(file.place, hint=hint, encoding=said("another encoding")))
        return ""


def read_yaml(path: Path, place: Place, report: list[Diagnostic]) -> MappingNode:
    """Return the mapping in the file *path*; an empty one if it is not valid."""
    text = text_of(ThemeFile(data=read(path, place, report), place=place), report)
    try:
        return parse_yaml(text, file=place.file)
    except Problems as problems:
        report += problems.diagnostics
        return MappingNode(entries=(), place=place)


def read_assets(layers: tuple[Layer, ...], report: list[Diagnostic]) -> Mapping[str, Asset]:
    """Return the assets of *layers*."""
    files = files_under("assets", layers, report)
    data = {name: file.data for name, file in files.items()}
    return assets_of(data, {name: file.place.file for name, file in files.items()}, report)


# --- strings -------------------------------------------------------------------------------------


def read_strings(
    layers: tuple[Layer, ...],
    language: str,
    report: list[Diagnostic],
) -> Mapping[str, String]:
    """Return the strings in *language*, each from the first catalogue that has it."""
    strings: dict[str, String] = {}
    for layer, tag in catalogues(layers, language):
        name = CATALOGUES.format(language=tag)
        root = read_yaml(layer.folder / name, layer.place(name), report)
        strings = {**strings_of(root, tag, report), **strings}
    return dict(sorted(strings.items()))


def catalogues(layers: tuple[Layer, ...], language: str) -> Iterator[tuple[Layer, str]]:
    """Yield the catalogues that serve *language*: its own, those of its parents, English ones."""
    tags = tuple(dict.fromkeys((language, primary(language))))
    spoken = [(layer, tag) for layer in layers for tag in tags]
    english = [(layer, FALLBACK) for layer in layers]
    for layer, tag in dict.fromkeys([*spoken, *english]):
        if (layer.folder / CATALOGUES.format(language=tag)).is_file():
            yield layer, tag


def unspoken(layers: tuple[Layer, ...], language: str) -> Iterator[Diagnostic]:
    """Yield a warning if no catalogue is in *language*, so that English stands in for it."""
    paths = (path for layer in layers for path in (layer.folder / "strings").glob("*.yaml"))
    known = sorted({path.stem for path in paths})
    if not {language, primary(language)} & set(known):
        place = layers[0].place(CATALOGUES.format(language=language))
        yield rules.NO_STRINGS.at(place, language=language, known=", ".join(known))
