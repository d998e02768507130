"""The catalogues, as they lie in files beside this one."""

from functools import cache
from pathlib import Path
from typing import Final

import yaml

from digestgen.messages.plurals import arabic_category
from digestgen.messages.speech import Catalogue, RuleWords

ARABIC: Final = Path(__file__).with_name("ar.yaml")


@cache
def arabic() -> Catalogue:
    """Return all that digestgen says in Arabic."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    read = yaml.load(ARABIC.read_text("utf-8"), loader)  # noqa: S506 - both loaders are safe
    return Catalogue(
        language="ar",
        direction="rtl",
        rules={code: RuleWords(**words) for code, words in read["rules"].items()},
        phrases=read["phrases"],
        category=arabic_category,
    )
