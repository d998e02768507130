"""What is handed to whoever makes a picture, and what comes back: values that know no Pillow."""

from collections.abc import Mapping

from msgspec import Struct, field

from digestgen.errors import Rule
from digestgen.model import PictureFiles


class PictureTask(Struct, frozen=True, kw_only=True):
    """A picture to make files of, in *folder*."""

    disk: str
    hash: str
    """The fingerprint of what the file held when it was looked at."""
    name: str
    """What the names of the files begin with."""
    folder: str


class PictureOutcome(Struct, frozen=True, kw_only=True):
    """What came of the picture with *hash*: its files, or the *rule* that it breaks."""

    hash: str
    files: PictureFiles | None = None
    rule: Rule | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    """What is to be told of the rule besides the picture's path."""
