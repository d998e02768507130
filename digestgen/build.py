"""The build on one screen: read → parse → assemble → plan → render → write."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from digestgen import rules
from digestgen.config import FILE, parse_config
from digestgen.content.articles import Parsed, ParseSettings, parse_all, parse_settings
from digestgen.content.encoding import decode
from digestgen.content.pictures import measure
from digestgen.content.read import FOLDER, read_tree
from digestgen.errors import Diagnostic, Place, Problems, in_order, is_error
from digestgen.model import Config, Page, Site, Wait
from digestgen.output.files import OutputFile, WriteReport, write_output
from digestgen.output.lock import building
from digestgen.output.place import claim
from digestgen.pages.outputs import Output, output_problems
from digestgen.pages.plan import plan
from digestgen.pages.planning import masthead
from digestgen.site.assemble import Facts, assemble, used_by
from digestgen.theme.load import load_theme
from digestgen.theme.render import Pieces, renderer
from digestgen.theme.theme import Theme
from digestgen.urls import output_path

Value = TypeVar("Value")

# What articles are parsed with if site.yaml is wrong, so that their problems are found as well.
FALLBACK: Final = ParseSettings(language="ar", zone=ZoneInfo("UTC"), end_mark=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that was read of a site, its content files parsed."""

    config: Config
    theme: Theme
    parsed: tuple[Parsed, ...]
    pieces: Mapping[PurePosixPath, Pieces]
    """The HTML of each body."""
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build did."""

    articles: int
    pages: int
    output: WriteReport
    waiting: Counter[Wait]
    """How many files are not built yet or no more, and why."""
    warnings: tuple[Diagnostic, ...]


def build(root: Path, output: Path, *, now: datetime) -> BuildReport:
    """Bring the folder *output* up to date with the site in *root* as it is at *now*.

    Raises Problems if anything is wrong with the site, and then the output is as it was;
    BuildRunningError if another build of the site is running; OSError if the disk fails.
    """
    with building(root):
        report: list[Diagnostic] = []
        folder = attempt(report, lambda: claim(output, site_root=root, content=root / FOLDER))
        inputs = read_and_parse(root, now, report)
        if inputs is None or folder is None:
            raise Problems(*in_order(report))
        site, assemble_report = assemble(inputs.config, inputs.parsed, inputs.facts)
        pages, plan_report = plan(site)
        report += [*assemble_report, *plan_report, *output_problems(outputs(pages, site, inputs))]
        if any(map(is_error, report)):
            raise Problems(*in_order(report))
        files = [*rendered(pages, inputs), *copied(site, inputs.theme)]
        written = write_output(folder, files)
    return BuildReport(
        articles=len(site.articles),
        pages=len(pages),
        output=written,
        waiting=Counter(site.waiting.values()),
        warnings=in_order(report),
    )


def read_and_parse(root: Path, now: datetime, report: list[Diagnostic]) -> Inputs | None:
    """Return what the site in *root* is made from; None without settings or theme to go on with."""
    config = attempt(report, lambda: read_config(root))
    theme = attempt(report, lambda: read_theme(root, config)) if config else None
    tree, tree_report = read_tree(root / FOLDER)
    files, parse_report = parse_all(tree.files, parse_settings(config) if config else FALLBACK)
    parsed = tuple(file.parsed for file in files)
    sizes, sizes_report = measure(used_by(parsed), tree.media)
    report += [*tree_report, *parse_report, *sizes_report, *(theme.warnings if theme else ())]
    if config is None or theme is None:
        return None
    invalid = frozenset(file.path for file in tree.files) - {one.path for one in parsed}
    facts = Facts(media=tree.media, sizes=sizes, invalid=invalid, now=now)
    pieces = {file.parsed.path: file.pieces for file in files}
    return Inputs(config=config, theme=theme, parsed=parsed, pieces=pieces, facts=facts)


def attempt(report: list[Diagnostic], step: Callable[[], Value]) -> Value | None:
    """Return what *step* returns, or None with its problems in *report*."""
    try:
        return step()
    except Problems as problems:
        report += problems.diagnostics
        return None


def read_config(root: Path) -> Config:
    """Return the settings of the site in *root*. Raises Problems."""
    try:
        data = (root / FILE).read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise Problems(rules.UNREADABLE.at(Place(file=FILE), reason=reason)) from None
    return parse_config(decode(data, file=FILE))


def read_theme(root: Path, config: Config) -> Theme:
    """Return the theme that *config* asks for. Raises Problems."""
    return load_theme(
        config.theme,
        site_root=root,
        place=config.theme_place,
        language=config.language,
    )


def outputs(pages: Iterable[Page], site: Site, inputs: Inputs) -> Iterator[Output]:
    """Yield the path of each file that is to be written, and what it is made from."""
    yield from ((page.path, page.origin) for page in pages)
    for path, media in site.media.items():
        yield output_path(media.site_path), f"{FOLDER}/{path}"
    for name, asset in inputs.theme.assets.items():
        yield asset.path, f"the theme's asset {name}"


def rendered(pages: Iterable[Page], inputs: Inputs) -> Iterator[OutputFile]:
    """Yield each of *pages* as a file. Raises Problems if a template fails."""
    config = inputs.config
    render = renderer(inputs.theme, masthead(config), base=config.base)
    for page in pages:
        pieces = inputs.pieces[page.body.path] if page.body else ()
        yield OutputFile(path=page.path, data=render(page, pieces))


def copied(site: Site, theme: Theme) -> Iterator[OutputFile]:
    """Yield the files that are published as they are: those beside articles, the theme's."""
    for media in site.media.values():
        yield OutputFile(path=output_path(media.site_path), data=Path(media.file.disk))
    for asset in theme.assets.values():
        yield OutputFile(path=asset.path, data=asset.data)
