"""Asking a server on the web for a file."""

from http.client import HTTPException
from typing import Final
from urllib.request import Request, urlopen

from digestgen import __version__
from digestgen.urls import encoded_web_url, is_web_url

AGENT: Final = f"digestgen/{__version__}"
TIMEOUT_SECONDS: Final = 30.0


def asked(address: str) -> bytes:
    """Return what the web *address* holds.

    Raises OSError if nothing comes: URLError without an answer, HTTPError with one that fails.
    """
    if not is_web_url(address):
        raise OSError(f"{address} is no web address")
    headers = {"User-Agent": AGENT}
    request = Request(encoded_web_url(address), headers=headers)  # noqa: S310 - a web address
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - as above
            found: bytes = answer.read()
            return found
    except (HTTPException, ValueError) as error:
        # What is no HTTP, or ends before its end, is no answer either.
        raise OSError(str(error) or type(error).__name__) from error
