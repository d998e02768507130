"""Which edition of a site is built: what is asked of a build beyond the site's own files."""

from typing import Final

from msgspec import Struct


class Edition(Struct, frozen=True, kw_only=True):
    """What is asked of a build."""

    drafts: bool = False
    """Whether drafts and articles of the future are built as well, marked as such."""
    url: str | None = None
    """Where the site is served, if not where its settings say."""
    strict: bool = False
    """Whether a warning stops the build as an error does."""


USUAL: Final = Edition()
