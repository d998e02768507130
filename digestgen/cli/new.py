"""The command `new`."""

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import click

from digestgen.cli.exits import Exit, fail
from digestgen.cli.given import SITE_OPTION, now, shown, site_root
from digestgen.cli.language import spoken
from digestgen.cli.shown import sayer, show_problems
from digestgen.errors import Problems, said
from digestgen.inputs import read_config
from digestgen.messages.speech import Speech
from digestgen.model import Config
from digestgen.names import CONTENT
from digestgen.report import Format
from digestgen.start.article import NewArticle, Request, new_article, paths
from digestgen.start.files import create_first, known_articles
from digestgen.start.near import Known, site_paths, warnings
from digestgen.text.steering import shown as printable

QUESTION: Final = said(
    "Where was it published first (web address, or outlet; Enter to fill in later)"
)


@click.command("new")
@click.argument("title")
@click.option(
    "--source", default="", help="The address of the original, or an outlet's id or name."
)
@click.option("--tag", "tags", multiple=True, help="A topic; can be given several times.")
@click.option("--date", default="", help="When the source first published it. [default: today]")
@click.option("--place", default="", help="Where it happened; makes a dateline.")
@click.option("--slug", default="", help="The end of the URL. [default: from the title]")
@click.option("--draft", is_flag=True, help="Keep it out of the site for now.")
@click.option("--edit", is_flag=True, help="Open it in $VISUAL or $EDITOR.")
@SITE_OPTION
def new_command(  # noqa: PLR0913 - one for each option
    *,
    title: str,
    source: str,
    tags: tuple[str, ...],
    date: str,
    place: str,
    slug: str,
    draft: bool,
    edit: bool,
    site: Path | None,
) -> None:
    """Start an article with the headline TITLE, and print the path of its file.

    A file that is there already is left alone: the new one gets a number.

    Exit codes: 0 done, 1 problems in site.yaml, 2 wrong usage, 74 the disk failed.
    """
    root = site_root(site)
    speech = spoken(os.environ, root)
    say = sayer(speech, err=True)
    config = settings(root, speech)
    if not source and sys.stdin.isatty():
        source = click.prompt(say(QUESTION), default="", show_default=False, err=True)
    request = Request(
        title=title, source=source, tags=tags, date=date, place=place, slug=slug, draft=draft
    )
    try:
        article = new_article(request, config, now(os.environ))
    except Problems as problems:
        raise click.UsageError("\n".join(usage_lines(problems, speech))) from None
    known = known_articles(root, config)
    for near, why in warnings(article, known):
        click.echo(f"{printable(f'{CONTENT}/{near}: warning')}: {say(why)}", err=True)
    path = written(root / CONTENT, article, config, known, speech)
    click.echo(shown(path))
    if edit:
        click.edit(filename=str(path))


def settings(root: Path, speech: Speech) -> Config:
    """Return the settings of the site in *root*; end if they are wrong."""
    try:
        return read_config(root)
    except Problems as problems:
        show_problems(problems.diagnostics, Format.TEXT, speech)
        sys.exit(Exit.PROBLEMS)


def usage_lines(problems: Problems, speech: Speech) -> Iterator[str]:
    """Yield what is wrong with what was typed, and what to do."""
    for problem in map(speech.of, problems.diagnostics):
        yield printable(f"{problem.place}: {problem.message}; {problem.hint}")


def written(
    content: Path, article: NewArticle, config: Config, known: Iterable[Known], speech: Speech
) -> Path:
    """Return where *article* was written in the folder *content*; end if that cannot be."""
    names = paths(article, config.permalink, site_paths(known, config.permalink))
    try:
        return create_first(content, names, article.text)
    except OSError as error:
        where = shown(Path(error.filename or content))
        why = said("'{path}' cannot be written: {reason}", path=where, reason=error.strerror)
        fail(sayer(speech, err=True)(why), Exit.DISK)
