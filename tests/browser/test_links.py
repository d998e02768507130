"""Every link of a site works, wherever the site stands: on a host, in a folder of one, by Arabic.

Two that know nothing of each other look: lychee, which reads all files from the disk, and
Chromium, which asks a server that answers as GitHub Pages does.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, Response

from tests.browser.addresses import ADDRESSES, ARABIC, Published, publish_all, published
from tests.browsing import served as serving

EVERY: Final = (*ADDRESSES, ARABIC)
# One page of each kind, with all that a page asks for: pictures, fonts, scripts.
LOADED: Final = (
    "",
    "docs/",
    "docs-start-en/",
    "2025/11/01/grand-egyptian-museum/",
    "topics/space/",
    "404.html",
)
# Asks for the given pages and for all that they name, and so on. A page is searched as a browser
# reads it; addresses with the site's origin are asked of this server.
CRAWL: Final = """
async ([base, origin, pages]) => {
  const attributes = {'[href]': 'href', '[src]': 'src', '[content^="http"]': 'content'};
  const asked = new Map(), wrong = [];
  const here = (url) => url.startsWith(origin + base)
    ? location.origin + url.slice(origin.length) : url;
  function targets(page, url) {
    const found = [];
    for (const [selector, name] of Object.entries(attributes))
      for (const one of page.querySelectorAll(selector)) found.push(one.getAttribute(name));
    for (const one of page.querySelectorAll('[srcset]'))
      for (const part of one.getAttribute('srcset').split(', ')) found.push(part.split(' ')[0]);
    for (const one of page.querySelectorAll('[http-equiv="refresh"]'))
      found.push(one.content.split('url=')[1]);
    const urls = found.map((one) => new URL(here(one), url));
    return urls.filter((one) => one.origin === location.origin);
  }
  async function ask(path) {
    const answer = await fetch(path, {redirect: 'manual'});
    const is_page = (answer.headers.get('content-type') || '').startsWith('text/html');
    const page = is_page ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null;
    if (answer.status !== 200) wrong.push(`${decodeURI(path)}: ${answer.status || answer.type}`);
    return page;
  }
  const queue = pages.map((path) => [encodeURI(base + path), '', '']);
  for (const [path, fragment, from] of queue) {
    if (!asked.has(path)) {
      const page = await ask(path);
      asked.set(path, page);
      if (page) for (const one of targets(page, location.origin + path))
        queue.push([one.pathname, decodeURIComponent(one.hash.slice(1)), path]);
    }
    const page = asked.get(path);
    if (fragment && page && !page.getElementById(fragment)) wrong.push(`${from}: #${fragment}`);
  }
  return {asked: [...asked.keys()].map(decodeURI), wrong};
}
"""


@pytest.fixture(scope="session")
def sites(served: Path) -> Path:
    """Return the folder of the sites at all addresses, which the workers of a run share."""
    folder = served.parent / "addresses"
    with FileLock(served.parent / "addresses.lock"):
        if not (served.parent / "addresses.done").exists():
            publish_all(folder, served.parent / "sources")
            (served.parent / "addresses.done").touch()
    return folder


@pytest.fixture(params=EVERY)
def site(sites: Path, request: pytest.FixtureRequest) -> Published:
    """Return the site at each address, one after the other."""
    return published(sites, request.param)


@pytest.fixture
def broken(sites: Path, tmp_path: Path) -> Published:
    """Return the Arabic site without one of its pages, and without a heading of another."""
    whole = published(sites, ARABIC)
    site = Published(url=whole.url, host=tmp_path / whole.host.name)
    shutil.copytree(whole.host, site.host)
    article = site.folder / "2024/06/19/توقيع-المعاهدة/index.html"
    article.write_text(article.read_text("utf-8").replace('id="h-بنود', 'id="h'), "utf-8")
    shutil.rmtree(site.folder / "topics/روسيا")
    return site


def errors(site: Published) -> dict[str, set[str]]:
    """Return the links of *site* that lychee finds broken, by the path of their file."""
    program = shutil.which("lychee", path=Path(sys.executable).parent)
    assert program, "lychee belongs to the development environment"
    done = subprocess.run(
        [
            program,
            "--offline",
            "--include-fragments",
            "--no-progress",
            "--format=json",
            "--extensions=html,css,xml",
            "--index-files=index.html",
            f"--root-dir={site.host}",
            f"--remap={site.origin}{site.base} {site.folder.as_uri()}/",
            "--",
            str(site.folder),
        ],
        cwd=site.host,
        capture_output=True,
        text=True,
        check=False,
    )
    report: dict[str, Any] = json.loads(done.stdout or done.stderr)
    assert report["successful"]
    return {
        Path(name).relative_to(site.folder).as_posix(): {one["url"] for one in found}
        for name, found in report["error_map"].items()
    }


def test_every_link_leads_to_a_file(site: Published) -> None:
    """Of pages, style sheets, feeds and sitemaps, to the heading that it names."""
    assert {} == errors(site)


def test_lychee_finds_what_is_broken(broken: Published) -> None:
    """By relative and by whole addresses, in pages and in the sitemap."""
    assert {"2024/06/21/محادثات/index.html", "sitemap-pages.xml"} <= errors(broken).keys()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """Return an empty page in which scripts may ask for whatever they like."""
    with browser.new_context(bypass_csp=True) as context:
        yield context.new_page()


def crawl(site: Published, tab: Page) -> list[str]:
    """Return what is wrong with what a server like GitHub's answers, asked for all of *site*."""
    preview = site.preview()
    assert preview.files
    pages = {name.removesuffix("index.html") for name in preview.files if name.endswith(".html")}
    with serving(preview) as (port, _):
        tab.goto(f"http://127.0.0.1:{port}{site.base}")
        found = tab.evaluate(CRAWL, [site.base, site.origin, sorted(pages)])
    assert {f"{site.base}{page}" for page in pages} < set(found["asked"])
    wrong: list[str] = found["wrong"]
    return wrong


def test_every_address_is_answered(site: Published, tab: Page) -> None:
    """Each page and asset with status 200, without a detour; each has the headings named of it."""
    assert [] == crawl(site, tab)


def test_the_browser_finds_what_is_broken(broken: Published, tab: Page) -> None:
    """The page that is gone, and the heading, with the page that names it."""
    assert {
        "/arabic/topics/روسيا/: 404",
        "/arabic/2024/06/21/محادثات/: #h-بنود-المعاهدة-وما-تلاها",
    } == {unquote(one) for one in crawl(broken, tab)}


@pytest.mark.parametrize("url", ADDRESSES)
def test_a_page_gets_all_that_it_asks_for(url: str, sites: Path, tab: Page) -> None:
    """Fonts, pictures, styles and scripts too, from no other host."""
    site = published(sites, url)
    answers: list[Response] = []
    tab.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright marks what it is given
    with serving(site.preview()) as (port, _):
        home = f"http://127.0.0.1:{port}{site.base}"
        for path in LOADED:
            tab.goto(f"{home}{path}")
            tab.evaluate("document.fonts.ready.then(() => true)")

    assert [] == [
        one.url
        for one in answers
        if one.status != 200 or not one.url.startswith(home.removesuffix(site.base))
    ]
