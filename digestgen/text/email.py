"""E-mail addresses that readers can use and harvesters cannot read.

An address is written with hidden hyphens on both sides of its @. A browser neither shows nor
copies them; a program that strips tags gets an address that does not exist. The theme's script
makes it a link, and without the script the reader still sees and copies the address itself.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from markupsafe import Markup, escape

from digestgen.text.html import Pattern

# The atoms of RFC 5322 §3.2.3 as they are used in practice, with a domain of two labels or more.
# The possessive lengths keep the search linear on hostile text.
ADDRESS: Final = re.compile(
    r"(?<![\w.+%-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])",
    # Arabic letters may touch an address: «بdesk@example.org».
    re.ASCII,
)
HIDDEN: Final = Markup("<span hidden>-</span>")
QUERY: Final = Pattern(' data-query="{}"')
PROTECTED: Final = Pattern('<a class="email" dir="ltr"{}>{}</a>')
VEILED: Final = Pattern(f"{{}}{HIDDEN}@{HIDDEN}{{}}")
# The @ of an address, in HTML or JSON.
AT: Final = re.compile(r"@(?<=[\w.%+-]@)(?=(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2})")

Html = Callable[[str], Markup]


def protected(address: str, query: str = "") -> Markup:
    """Return *address* as HTML; *query* (such as `subject=…`) is kept for the link."""
    extra = QUERY.format(query) if query else ""
    return PROTECTED.format(extra, veiled(address))


def addresses(text: str) -> Iterator[re.Match[str]]:
    """Yield the e-mail addresses in *text*."""
    # Most texts have none, and looking for one letter is far quicker than looking for a pattern.
    return ADDRESS.finditer(text) if "@" in text else iter(())


def without_addresses(text: str) -> str:
    """Return *text* without e-mail addresses."""
    return ADDRESS.sub("", text) if "@" in text else text


def veiled(address: str) -> Markup:
    """Return *address* as HTML that is no link: for code, and for the text of other links."""
    name, _, domain = address.partition("@")
    return VEILED.format(name, domain)


def with_addresses(text: str, html: Html = protected) -> Markup:
    """Return plain *text* as HTML with each e-mail address as *html* writes it."""
    pieces, end = [], 0
    for match in addresses(text):
        pieces += [escape(text[end : match.start()]), html(match[0])]
        end = match.end()
    return Markup("").join([*pieces, escape(text[end:])])


def with_references(html: str) -> str:
    """Return *html* with the @ of each address written as a reference.

    This is for addresses where no element can stand: titles, attributes, other sites' URLs.
    """
    return AT.sub("&#64;", html) if "@" in html and may_have_addresses(html) else html


def with_escapes(json: str) -> str:
    """Return *json* with the @ of each address written as an escape."""
    return AT.sub(r"\\u0040", json) if may_have_addresses(json) else json


def may_have_addresses(text: str) -> bool:
    """Tell whether *text*, HTML or JSON, has an @ other than those that a text in it begins with.

    No address begins with one, but the names of what pages say to search engines do. To look for
    an address takes longer than to look for both.
    """
    at = -1
    # To look for the next one is far quicker than to count them, or to split a text at them.
    while (at := text.find("@", at + 1)) >= 0:
        if text[at - 1 : at] != '"':
            return True
    return False
