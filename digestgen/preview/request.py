"""What a browser asks for: the head of a request → what it wants, or why it gets nothing.

HTTP/1.1 as RFC 9112 has it, as far as a server needs it that answers GET and HEAD, reads no body
and closes each connection after one answer.
"""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from msgspec import Struct

LINE: Final = re.compile(r"([A-Za-z-]{1,20}) ([!-~]+) HTTP/1\.[01]")
# A field's name, and its value without space around it.
FIELD: Final = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*")
# What a browser may call a server that listens on this machine alone.
OWN_NAMES: Final = ("127.0.0.1", "localhost", "[::1]")
USUAL_PORT: Final = 80
METHODS: Final = ("GET", "HEAD")


class Request(Struct, frozen=True, kw_only=True):
    """What a browser asks for."""

    method: str
    path: str
    """As it was sent: it starts with a slash and may be percent-encoded."""
    query: str
    """With its question mark; empty without one."""
    fields: Mapping[str, str]
    """By their names in small letters."""


def parse_request(head: bytes) -> Request | None:
    """Return the request that begins with *head*, all up to the first empty line; None if none."""
    line, *rest = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    first = LINE.fullmatch(line)
    found = [FIELD.fullmatch(text) for text in rest]
    fields = {match[1].lower(): match[2] for match in found if match}
    # A field that is there twice, or is continued on the next line, is no field of a browser.
    if first is None or len(fields) < len(rest) or not first[2].startswith("/"):
        return None
    path, mark, query = first[2].partition("?")
    return Request(method=first[1], path=path, query=mark + query, fields=fields)


def refusal(request: Request, port: int) -> HTTPStatus | None:
    """Return why *request* to the server at *port* gets no answer; None if it gets one.

    Names of others lead here when a page of theirs gives its own name our address (DNS
    rebinding); an origin of others is a page of theirs that would read what we answer.
    """
    hosts = {f"{name}:{port}" for name in OWN_NAMES}
    hosts |= set(OWN_NAMES) if port == USUAL_PORT else set()
    origin = request.fields.get("origin")
    if request.fields.get("host", "").lower() not in hosts:
        return HTTPStatus.MISDIRECTED_REQUEST
    if origin is not None and origin.lower() not in {f"http://{host}" for host in hosts}:
        return HTTPStatus.FORBIDDEN
    return None if request.method in METHODS else HTTPStatus.METHOD_NOT_ALLOWED
