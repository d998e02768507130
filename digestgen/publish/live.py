"""Whether the new site is what readers get."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from digestgen import rules
from digestgen.errors import Place, Problems
from digestgen.names import BUILD
from digestgen.web import asked

# GitHub gives a deployment ten minutes, and lets caches keep an old answer for ten more.
MINUTES: Final = 20
PAUSE_SECONDS: Final = 5.0


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
    with suppress(OSError):
        # Caches on the way keep an answer by its whole address.
        return asked(f"{url}{BUILD}?{time.time_ns()}")
    return None
