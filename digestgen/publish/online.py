"""The list of what is online, read from a file or from the site itself."""

from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from digestgen import __version__, rules
from digestgen.errors import Phrase, Place, Problems, said
from digestgen.publish.published import urls_in
from digestgen.urls import encoded_web_url, is_web_url

TIMEOUT_SECONDS: Final = 30.0
NOT_FOUND: Final = 404


def online_urls(where: str) -> tuple[str, ...]:
    """Return the site paths in the list at *where*, a file or a web address; none if it is new.

    Raises Problems if it cannot be read.
    """
    try:
        return urls_in(asked(where) if is_web_url(where) else Path(where).read_bytes())
    except HTTPError as error:
        if error.code == NOT_FOUND:
            return ()
        reason: str | Phrase = said("the server answers {status}", status=error.code)
    except URLError as error:
        reason = str(error.reason)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
    raise Problems(rules.NO_LIST.at(Place(file=where), reason=reason))


def asked(address: str) -> bytes:
    """Return what the web *address* holds. Raises URLError, OSError and HTTPError."""
    headers = {"User-Agent": f"digestgen/{__version__}"}
    request = Request(encoded_web_url(address), headers=headers)  # noqa: S310 - a web address
    with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - as above
        found: bytes = answer.read()
        return found
