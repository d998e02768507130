"""The texts of a new site, as they lie in `sites/` beside this module, a folder for a language."""

from pathlib import Path
from typing import Final

from digestgen.start.site import TASKS, Sample
from digestgen.yaml.fields import Fields
from digestgen.yaml.parse import parse_yaml

SITES: Final = Path(__file__).parent / "sites"
WORDS: Final = "words.yaml"
FALLBACK: Final = "en"


def languages() -> tuple[str, ...]:
    """Return the languages that there is a sample in."""
    return tuple(sorted(folder.name for folder in SITES.iterdir() if (folder / WORDS).is_file()))


def sample(language: str) -> Sample:
    """Return the texts in *language* (`ar-EG`), in its primary language, or else in English."""
    primary = language.partition("-")[0].lower()
    folder = SITES / (primary if primary in languages() else FALLBACK)
    words = Fields(parse_yaml((folder / WORDS).read_text("utf-8"), file=WORDS), [])
    return Sample(
        settings=(folder / "site.yaml").read_text("utf-8"),
        article=(folder / "article.md").read_text("utf-8"),
        title=words.text("title") or "",
        slug=words.text("slug") or "",
        tasks={command: words.text(command) or command for command in TASKS},
    )
