"""Writes the tables of the documentation that are made from the code: `scripts/tables`.

A table stands between two comments, `<!-- table NAME -->` and `<!-- end -->`.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from digestgen import config_feeds, config_keys, config_registries
from digestgen.content import article_keys
from digestgen.yaml.keys import defaults_table, inner_table, rules_table
from docs.views import templates_table, values_table

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = ("docs/site.md", "docs/articles.md", "docs/feeds.md", "themes/README.md")
TABLE: Final = re.compile(
    r"(?P<head><!-- table (?P<name>\w+) -->\n).*?(?=^<!-- end -->$)", re.MULTILINE | re.DOTALL
)


def tables() -> Mapping[str, str]:
    """Return each table by its name."""
    return {
        "settings": defaults_table(config_keys.KEYS),
        "source": inner_table(config_registries.SOURCE_KEYS),
        "topic": inner_table(config_registries.TOPIC_KEYS),
        "articles": rules_table(article_keys.KEYS),
        "feeds": inner_table(config_feeds.FEED_KEYS),
        "templates": templates_table(),
        "values": values_table(),
    }


def with_tables(page: str, made: Mapping[str, str]) -> str:
    """Return the text *page* with its tables as they are *made* from the code."""
    return TABLE.sub(lambda match: f"{match['head']}\n{made[match['name']]}\n", page)


def main() -> None:
    """Write the tables of all pages anew."""
    made = tables()
    for name in PAGES:
        path = ROOT / name
        path.write_text(with_tables(path.read_text("utf-8"), made), "utf-8")


if __name__ == "__main__":
    main()
