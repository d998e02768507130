"""Built pages as a browser reads them."""

import json
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import html5lib

BASE: Final = "/digest/"
URLS: Final = ("href", "src")


def tree_of(html: str | bytes) -> ET.Element:
    """Return the elements of *html*. Raises html5lib's ParseError if it is not quite right."""
    text = html.decode() if isinstance(html, bytes) else html
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: ET.Element = parser.parse(text)
    return root


def pages_of(tree: Mapping[str, bytes]) -> dict[str, ET.Element]:
    """Return the HTML pages of an output *tree*, by path."""
    return {path: tree_of(data) for path, data in tree.items() if path.endswith(".html")}


def text_of(element: ET.Element | None) -> str:
    """Return the text in *element* on one line, as a reader sees it."""
    assert element is not None
    return " ".join("".join(visible(element)).split())


def visible(element: ET.Element) -> Iterator[str]:
    """Yield the pieces of text in *element* that are not hidden."""
    if "hidden" not in element.attrib:
        yield element.text or ""
        for child in element:
            yield from visible(child)
            yield child.tail or ""


def texts(root: ET.Element, path: str) -> list[str]:
    """Return the texts of the elements of *root* at *path*."""
    return [text_of(element) for element in root.findall(path)]


def element(root: ET.Element, path: str) -> ET.Element:
    """Return the only element of *root* at *path*."""
    (found,) = root.findall(path)
    return found


def json_ld(root: ET.Element) -> dict[str, object]:
    """Return what the structured data of a page say of the page itself."""
    return graph(root)[0]


def graph(root: ET.Element) -> list[dict[str, object]]:
    """Return the structured data of a page."""
    data = json.loads(element(root, ".//script[@type='application/ld+json']").text or "")
    nodes: list[dict[str, object]] = data["@graph"]
    return nodes


def broken_urls(tree: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Return the URLs of the site itself that lead nowhere, each with the page it stands on."""
    pages = pages_of(tree)
    ids = {
        path: {element.get("id") or "" for element in root.iter()} for path, root in pages.items()
    }
    return [
        (path, url)
        for path, root in pages.items()
        for url in urls_of(root)
        if not leads_somewhere(url, path, tree, ids)
    ]


def urls_of(root: ET.Element) -> Iterator[str]:
    """Yield the URLs in *root*, of links, pictures, styles and scripts."""
    for found in root.iter():
        yield from (found.attrib[name] for name in URLS if name in found.attrib)


def leads_somewhere(
    url: str, path: str, tree: Mapping[str, bytes], ids: Mapping[str, set[str]]
) -> bool:
    """Tell whether *url* on the page *path* is one of another site, or is there."""
    parts = urlsplit(url)
    if parts.scheme or parts.netloc:
        return True
    target = unquote(parts.path).removeprefix(BASE) if parts.path else path
    if not target or target.endswith("/"):
        target += "index.html"
    fragment = unquote(parts.fragment)
    return target in tree and (not fragment or fragment in ids[target])
