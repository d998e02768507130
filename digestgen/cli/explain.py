"""The command `explain`."""

import os

import click

from digestgen.check.explained import explained, list_lines, meant, named_rule
from digestgen.check.page import diagnostics_page
from digestgen.cli.exits import Misuse
from digestgen.cli.language import spoken
from digestgen.errors import said


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
        listing = said("'{command}' lists all of them", command="digestgen explain")
        hint = said("did you mean {names}?", names=near) if near else listing
        raise Misuse(said("there is no diagnostic '{code}'; {hint}", code=code, hint=hint))
    click.echo(explained(rule, diagnostics_page(), speech))
