"""Whether the new site is what readers get."""

import time
from collections.abc import Callable
from typing import Final
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from digestgen import __version__, rules
from digestgen.errors import Place, Problems
from digestgen.names import BUILD

# GitHub gives a deployment ten minutes, and lets caches keep an old answer for ten more.
MINUTES: Final = 20
PAUSE_SECONDS: Final = 5.0
TIMEOUT_SECONDS: Final = 30.0


def wait_until_live(
    url: str,
    expected: bytes,
    *,
    minutes: float = MINUTES,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Return when `build.json` of the site at *url* holds the *expected* bytes.

    Raises Problems if that does not come to be in *minutes*.
    """
    end = clock() + minutes * 60
    while fetched(url) != expected:
        if clock() >= end:
            raise Problems(rules.NOT_LIVE.at(Place(file=url), minutes=round(minutes)))
        sleep(PAUSE_SECONDS)


def fetched(url: str) -> bytes | None:
    """Return what `build.json` of the site at *url* holds now; None if there is none."""
    # Caches on the way keep an answer by its whole address.
    address = f"{url}{BUILD}?{time.time_ns()}"
    if urlsplit(address).scheme not in {"http", "https"}:
        return None
    request = Request(address, headers={"User-Agent": f"digestgen/{__version__}"})  # noqa: S310 - checked above
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - checked above
            found: bytes = answer.read()
            return found
    except (URLError, OSError, ValueError):
        return None
