"""Asking other sites whether pages are there: one at a time of each host, many hosts at once."""

import http.client
import ssl
import time
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPMessage
from itertools import chain
from typing import IO, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from digestgen.check.outside import Answer
from digestgen.errors import Phrase, said
from digestgen.urls import is_web_url
from digestgen.web import AGENT

HOSTS_AT_ONCE: Final = 16
TIMEOUT: Final = 10.0
# Between two questions to one host, in seconds.
PAUSE: Final = 0.5
FAILED: Final = 400
GONE_AT_ONCE: Final = frozenset({404, 410})
# RFC 9110 §15.4.2 and §15.4.9: the address is another one from now on.
FOR_GOOD: Final = frozenset({301, 308})


class Redirects(HTTPRedirectHandler):
    """Follows redirects; *target* is where a chain led that is permanent from its start."""

    def __init__(self) -> None:
        self.target = ""
        self.is_permanent = True

    def redirect_request(  # noqa: PLR0913, PLR0917 - urllib's signature
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        """Return the next question, asked like the one before."""
        self.is_permanent = self.is_permanent and code in FOR_GOOD
        if self.is_permanent:
            self.target = newurl
        following = super().redirect_request(req, fp, code, msg, headers, newurl)
        if following and is_web_url(newurl):
            following.method = req.get_method()
            return following
        return None


def answers(
    urls: Iterable[str], *, timeout: float = TIMEOUT, pause: float = PAUSE
) -> dict[str, Answer]:
    """Return what the servers of *urls* answer. It takes *timeout* seconds for one at most."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in sorted(set(urls)):
        by_host[urlsplit(url).netloc].append(url)
    with ThreadPoolExecutor(HOSTS_AT_ONCE) as executor:
        found = executor.map(lambda group: host_answers(group, timeout, pause), by_host.values())
        return dict(chain.from_iterable(found))


def host_answers(urls: list[str], timeout: float, pause: float) -> list[tuple[str, Answer]]:
    """Return what one host answers to each of *urls*."""
    found: list[tuple[str, Answer]] = []
    for url in urls:
        if found:
            time.sleep(pause)
        found.append((url, answer(url, timeout)))
    return found


def answer(url: str, timeout: float) -> Answer:
    """Return what the server of *url* answers to HEAD, or to GET if it does not like HEAD."""
    first = ask(url, "HEAD", timeout)
    return ask(url, "GET", timeout) if first.status >= FAILED or not first.status else first


def ask(url: str, method: str, timeout: float) -> Answer:
    """Return the answer to one question; of what is sent nothing is read."""
    redirects = Redirects()
    headers = {"User-Agent": f"{AGENT} (link check)", "Accept": "*/*"}
    request = Request(url, method=method, headers=headers)  # noqa: S310 - a web address
    try:
        with opener(redirects).open(request, timeout=timeout) as response:
            return Answer(status=int(response.status), moved_to=redirects.target)
    except HTTPError as error:
        with error:
            return Answer(status=error.code)
    except URLError as error:
        return Answer(status=0, reason=reason_of(error.reason))
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(status=0, reason=reason_of(error))


def opener(redirects: Redirects) -> OpenerDirector:
    """Return what asks over HTTP and HTTPS alone."""
    director = OpenerDirector()
    for handler in (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(context=ssl.create_default_context()),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        redirects,
    ):
        director.add_handler(handler)
    return director


def reason_of(error: object) -> str | Phrase:
    """Return why there is no answer, in words."""
    match error:
        case TimeoutError():
            return said("it takes too long")
        case ssl.SSLCertVerificationError():
            return said("its certificate is not valid")
        case OSError() if error.strerror:
            return error.strerror
    return str(error) or type(error).__name__
