"""In which language an author is spoken to: this is where the environment says it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from digestgen.cli.given import nearest_site
from digestgen.messages.speech import ENGLISH, Speech
from digestgen.names import SETTINGS

ARABIC: Final = "ar"
VARIABLE: Final = "DIGESTGEN_LANGUAGE"
# The settings are not parsed for it: what is wrong with them has to be said in some language, too.
MESSAGES: Final = re.compile(
    rb"^messages:[ \t]+[\"']?(ar|en)[\"']?[ \t]*(?:#.*)?\r?$", re.MULTILINE
)


def spoken(environment: Mapping[str, str], root: Path | None = None) -> Speech:
    """Return how the author of the site in *root* is spoken to; without it, of the nearest one."""
    site = root or nearest_site()
    if language(environment, settings_bytes(site) if site else b"") != ARABIC:
        return Speech()
    # In English no catalogue is loaded.
    from digestgen.messages.catalogue import arabic  # noqa: PLC0415

    return Speech(catalogue=arabic())


def language(environment: Mapping[str, str], settings: bytes) -> str:
    """Return `ar` or `en`.

    DIGESTGEN_LANGUAGE of *environment* decides; else the key `messages` in *settings*, the text of
    site.yaml; else the locale; and if that says nothing, or is that of programs, it is English.
    """
    own = MESSAGES.search(settings)
    wanted = environment.get(VARIABLE) or (own and own[1].decode()) or locale_language(environment)
    return ARABIC if re.split(r"[-_.@]", wanted.lower())[0] == ARABIC else ENGLISH


def locale_language(environment: Mapping[str, str]) -> str:
    """Return the code of the language that *environment* asks messages in; empty if in none."""
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG")
    return re.split(r"[-_.@]", locale or "")[0].lower()


def settings_bytes(root: Path) -> bytes:
    """Return the content of the settings of the site in *root*; nothing if it cannot be read."""
    try:
        return (root / SETTINGS).read_bytes()
    except OSError:
        return b""
