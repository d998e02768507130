"""The command `schema`."""

import click

from digestgen.schemas import SCHEMAS, schema_text


@click.command("schema")
@click.argument("name", metavar="|".join(SCHEMAS), type=click.Choice(list(SCHEMAS)))
def schema_command(name: str) -> None:
    """Print the JSON Schema of site.yaml, or of the front matter of an article or a plain page.

    An editor completes and checks with it what you write:

    digestgen schema site > site.schema.json
    """
    click.echo(schema_text(name), nl=False)
