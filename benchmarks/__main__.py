"""The command line of the benchmark."""

import json
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final, NoReturn

import click

from benchmarks.corpus import make_corpus
from benchmarks.machine import load, machine
from benchmarks.measure import FailedError, OverLimitError
from benchmarks.results import RefusedError, Report
from benchmarks.run import Setting, run
from benchmarks.serve import Served, measure_previews, preview_json, preview_lines
from benchmarks.table import report_json, report_lines
from benchmarks.tools import TOOLS, Programs, Tool

NAME: Final = "digestgen-benchmark"
MEMORY: Final = Path("/dev/shm")  # noqa: S108 - the name is the benchmark's own, and is claimed
MARK: Final = ".digestgen-benchmark"
REQUIREMENTS: Final = Path(__file__).with_name("requirements.txt")
NAMES: Final = tuple(dict.fromkeys(tool.name for tool in TOOLS))
# With fewer, one page more or less of a list is more than outputs may differ by.
FEWEST: Final = 300
RESULTS: Final = "results.json"
PREVIEW_RESULTS: Final = "results-serve.json"
# The first edit of a kind is not counted.
PREVIEW_ROUNDS: Final = 5


@click.command(context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.option("--articles", type=click.IntRange(FEWEST), default=10_000, help="How many.")
@click.option("--tools", "names", default=",".join(NAMES), help="Which tools, by comma.")
@click.option(
    "--rounds",
    type=click.IntRange(1),
    help="Of several, medians are shown; one by default, five with --serve.",
)
@click.option("--serve", is_flag=True, help="Measure previews instead: digestgen's and Hugo's.")
@click.option("--seed", type=int, default=1, help="What the articles are drawn with.")
@click.option(
    "--limit", type=click.IntRange(1), default=900, help="Seconds that one build may take."
)
@click.option("--digestgen", "command", default="", help="The command of another digestgen.")
@click.option("--digestgen-options", "options", default="", help="Options for its build.")
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(tempfile.gettempdir()) / NAME,
    help="Where the other tools are installed and the figures are written.",
)
@click.option(
    "--sites",
    type=click.Path(file_okay=False, path_type=Path),
    default=(MEMORY if MEMORY.is_dir() else Path(tempfile.gettempdir())) / f"{NAME}-sites",
    help="Where the sites are built; in memory, so that the disk is not what is measured.",
)
@click.option("--keep", is_flag=True, help="Keep the sites and their outputs.")
def benchmark(  # noqa: PLR0913 - one for each option
    *,
    articles: int,
    names: str,
    rounds: int | None,
    serve: bool,
    seed: int,
    limit: int,
    command: str,
    options: str,
    folder: Path,
    sites: Path,
    keep: bool,
) -> None:
    """Measure digestgen beside other generators on one made-up digest.

    Each tool builds the same articles into the same kinds of pages: at first with no output and no
    caches, and then after each of some edits. Nothing is reported unless the outputs are the same
    in kind and show every edit. The figures are also written to results.json in the folder.

    With --serve it is measured how long it takes in a preview from saving an article until the
    change can be seen, with digestgen and with Hugo, one after the other.
    """
    folder, sites = claimed(folder.absolute()), claimed(sites.absolute())
    tools = chosen("digestgen,hugo" if serve else names)
    setting = Setting(
        folder=sites,
        programs=Programs(
            digestgen=tuple(shlex.split(command)) or (sys.executable, "-m", "digestgen"),
            digestgen_options=tuple(shlex.split(options)),
            environment=installed(folder, tools),
        ),
        tools=tools,
        corpus=make_corpus(articles, seed),
        rounds=rounds or (PREVIEW_ROUNDS if serve else 1),
        limit_seconds=limit,
        now=datetime.now(UTC),
        say=partial(click.echo, err=True),
    )
    about = facts(setting) | {"seed": seed, "options of digestgen": options or "none"}
    try:
        if serve:
            previews = measure_previews(setting)
            show_previews(about | {"load after": load()}, previews, folder)
        else:
            results = run(setting)
            show(Report(about=about | {"load after": load()}, results=results), folder)
    finally:
        if not keep:
            shutil.rmtree(sites, ignore_errors=True)


def facts(setting: Setting) -> dict[str, object]:
    """Return what is measured, and on what machine, by name."""
    return {
        "date": f"{setting.now:%Y-%m-%d %H:%M} UTC",
        **machine(setting.folder),
        "load before": load(),
        "articles": len(setting.corpus.articles),
        "topics": len(setting.corpus.topics),
        "sources": len(setting.corpus.sources),
        "rounds": setting.rounds,
    }


def show(report: Report, folder: Path) -> None:
    """Print *report* and write it into *folder*."""
    show_lines(report_lines(report), report_json(report), folder / RESULTS)


def show_previews(about: dict[str, object], results: Sequence[Served], folder: Path) -> None:
    """Print what previews took and write it into *folder*."""
    lines, figures = preview_lines(about, results), preview_json(about, results)
    show_lines(lines, figures, folder / PREVIEW_RESULTS)


def show_lines(lines: Iterable[str], figures: object, path: Path) -> None:
    """Print *lines*, and write the *figures* in them to the file *path*."""
    path.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", "utf-8")
    for line in lines:
        click.echo(line)
    click.echo(f"figures in {path}", err=True)


def chosen(names: str) -> tuple[Tool, ...]:
    """Return the tools of *names*, separated by commas, in the order in which they run."""
    wanted = [name.strip() for name in names.split(",")]
    unknown = sorted(set(wanted) - set(NAMES))
    if unknown:
        raise click.UsageError(f"no tool '{unknown[0]}'; there are {', '.join(NAMES)}")
    return tuple(tool for tool in TOOLS if tool.name in wanted)


def claimed(folder: Path) -> Path:
    """Return *folder*, made if need be; one that has other things in it is refused."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()) and not (folder / MARK).is_file():
        raise click.UsageError(f"'{folder}' has other files in it; name an empty folder")
    (folder / MARK).touch()
    return folder


def installed(folder: Path, tools: Sequence[Tool]) -> Path:
    """Return the environment in *folder* that has the programs of *tools*, made if need be."""
    environment = folder / "venv"
    stamp, wanted = environment / "stamp", REQUIREMENTS.read_text("utf-8")
    if tools == TOOLS[:1] or (stamp.is_file() and stamp.read_text("utf-8") == wanted):
        return environment
    click.echo("installing the other tools", err=True)
    venv.create(environment, clear=True, with_pip=True)
    pip = (environment / "bin" / "python", "-m", "pip", "--quiet", "--disable-pip-version-check")
    subprocess.run((*pip, "install", "--requirement", REQUIREMENTS), check=True)  # noqa: S603
    stamp.write_text(wanted, "utf-8")
    return environment


def main() -> NoReturn:
    """Run the command line and end the process."""
    # So that being told to end takes down what it started, as Ctrl+C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        benchmark(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except RefusedError as error:
        sys.exit(f"refused to report, since the outputs are not the same in kind:\n{error}")
    except FailedError as error:
        sys.exit(str(error))
    except OverLimitError:
        sys.exit("a tool did not finish even the small site that it is warmed up with")
    except (click.Abort, KeyboardInterrupt):
        sys.exit("interrupted")
    sys.exit()


if __name__ == "__main__":
    main()
