"""Where pages are: paths of the site, the URLs that are printed, the files that are written.

A *site path* is decoded text that starts with `/` and knows no base path: `/topics/روسيا/`. All
URLs are made here, so that each is percent-encoded once and in one way.
"""

import re
from functools import lru_cache
from ipaddress import ip_address
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from digestgen.text.clean import FORBIDDEN_IN_XML, clean

HOME: Final = "/"
PUNYCODE: Final = "xn--"
# RFC 3986 §3.3, pchar: what a path segment may hold as it is, besides the unreserved characters.
PATH_SAFE: Final = "/:@!$&'()*+,;="
UNSAFE_IN_PATH: Final = re.compile(rf"[^\w.~{re.escape(PATH_SAFE)}-]+", re.ASCII)
PATH_START: Final = re.compile("[/?#]")
# All of ASCII but what RFC 3986 §2.3 calls unreserved, as `str.translate` takes it.
IN_QUERY: Final = {number: quote(chr(number), safe="") for number in range(1 << 7)}
# What Windows forbids in names, what ends a path in a URL, control characters and what was none.
UNSAFE_IN_SEGMENT: Final = re.compile(r'[\x00-\x1f\x7f\ufffd"#%*:<>?\\|]')

# What most web addresses are: nothing in it needs a look.
PLAIN_WEB_URL: Final = re.compile(r"https?://[a-z0-9.-]+(?:/[A-Za-z0-9._~/-]*)?")
UNSAFE_IN_URL: Final = re.compile(r'[\s"<>\\^`{|}]')


@lru_cache(maxsize=1 << 16)
def href(base: str, site_path: str, fragment: str = "") -> str:
    """Return the URL of *site_path* under the base path *base* (`/digest/`), percent-encoded."""
    url = encoded_path(base.rstrip("/") + site_path)
    return url + (fragment_href(fragment) if fragment else "")


def fragment_href(fragment: str) -> str:
    """Return the URL of the place *fragment* on the same page."""
    return f"#{encoded_path(fragment)}"


def encoded_path(path: str) -> str:
    """Return *path* with all that no path may hold as it is percent-encoded."""
    return UNSAFE_IN_PATH.sub(lambda run: encoded(run[0]), path)


# A word of another script, and mostly one that stands in many paths.
@lru_cache(maxsize=1 << 14)
def encoded(run: str) -> str:
    """Return the whole *run* of characters percent-encoded."""
    return quote(run, safe="")


def query_value(text: str) -> str:
    """Return *text* as a value in the query of a link.

    Letters of other scripts stay as they are, as the URL Standard has them in HTML: browsers encode
    them, and an Arabic title takes a third of the bytes.
    """
    return text.translate(IN_QUERY)


def absolute(origin: str, url: str) -> str:
    """Return *url* (which starts with `/`) with *origin* (`https://example.org`) before it."""
    return origin + url


def output_path(site_path: str) -> str:
    """Return the file of *site_path* inside the output: `index.html` for one that ends in `/`."""
    relative = site_path.removeprefix("/")
    return relative + "index.html" if site_path.endswith("/") else relative


def joined(*segments: str) -> str:
    """Return the site path of a page under *segments*; without any it is the home page."""
    return "/" + "".join(f"{segment}/" for segment in segments)


# Of the original of an article, where its source is looked for and where it is shown.
@lru_cache(maxsize=1 << 16)
def host(url: str) -> str:
    """Return the host of *url* in lower case without `www.`; empty if it has none.

    Names in other scripts come as people read them, whichever way the URL encodes them.
    """
    scheme, _, rest = url.partition("//")
    return host_of(f"{scheme}//{PATH_START.split(rest, maxsplit=1)[0]}")


@lru_cache(maxsize=1 << 16)
def host_of(address: str) -> str:
    """Return the host of *address*, a URL without its path: few of them stand on all articles."""
    try:
        name = decoded(urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""
    return ".".join(map(readable, name.removeprefix("www.").split(".")))


def domain(url: str) -> str | None:
    """Return the domain of *url* in ASCII; None if its host has none, such as that of a machine."""
    name = urlsplit(url).hostname or ""
    if "." not in name or is_address(name):
        return None
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return None


def is_address(name: str) -> bool:
    """Tell whether the host *name* is an address in numbers."""
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def readable(label: str) -> str:
    """Return one *label* of a host without the ASCII encoding of RFC 3492, where it has one."""
    if not label.startswith(PUNYCODE):
        return label
    try:
        return clean(label.removeprefix(PUNYCODE).encode("ascii").decode("punycode"))
    except (UnicodeError, OverflowError):
        return label


def is_web_url(url: str) -> bool:
    """Tell whether *url* is an http or https URL with a host and nothing that could break out."""
    if PLAIN_WEB_URL.fullmatch(url):
        return True
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return is_whole and not UNSAFE_IN_URL.search(url)


def encoded_web_url(url: str) -> str:
    """Return the web address *url* with all that is not ASCII percent-encoded, else as it was."""
    return quote(url, safe="%/:?#[]@!$&'()*+,;=~")


def decoded(part: str) -> str:
    """Return *part* of a URL as clean text; U+FFFD stands for what no text may hold."""
    return clean(FORBIDDEN_IN_XML.sub("\ufffd", unquote(part)))


def is_site_path(path: str) -> bool:
    """Tell whether *path* is a site path that stays inside the site: `/topics/`, `/old.html`."""
    segments = path.split("/")
    if segments[0] or not path.startswith("/"):
        return False
    inner = segments[1:-1] if path.endswith("/") else segments[1:]
    return all(is_segment(segment) for segment in inner)


def with_slash(path: str) -> str:
    """Return the site *path* as pages have it: with a slash at its end, unless it names a file."""
    return path if path.endswith("/") or "." in path.rpartition("/")[2] else f"{path}/"


def is_segment(segment: str) -> bool:
    """Tell whether *segment* can be a part of a path on every system that may serve the site."""
    return bool(segment.strip(". ")) and not UNSAFE_IN_SEGMENT.search(segment)
