"""The command `explain`."""

import os

import click

from digestgen.check.explained import explained, list_lines, meant, named_rule
from digestgen.check.page import diagnostics_page
from digestgen.cli.language import spoken


@click.command("explain")
@click.argument("code", required=False)
def explain_command(code: str | None) -> None:
    """Say what a diagnostic means, with an example of the mistake and of its cure.

    CODE is a code such as DG121, or the name of a check such as latin-punctuation. Without it all
    of them are listed.

    Exit codes: 0 done, 2 there is no such code.
    """
    speech = spoken(os.environ)
    if code is None:
        for line in list_lines(speech):
            click.echo(line)
        return
    rule = named_rule(code.strip())
    if rule is None:
        near = meant(code)
        hint = f"did you mean {near}?" if near else "'digestgen explain' lists all of them"
        raise click.UsageError(f"there is no diagnostic '{code}'; {hint}")
    click.echo(explained(rule, diagnostics_page(), speech))
