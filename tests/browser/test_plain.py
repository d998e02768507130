"""Pages that are read without scripts, and how much of them goes over the wire."""

from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page

from tests.browser.conftest import NewPage
from tests.browser.sites import PAGES, REDIRECT, Sample, every

# Of a site's readers, some pay for each megabyte.
MOST_BYTES: Final = 150_000
MOST_HTML: Final = 15_000
PAPER: Final = "/weight/2024/06/21/four-kilobytes/"

LINKS: Final = "[...document.querySelectorAll('a[href]')].map((one) => one.href)"


def target(url: str) -> tuple[str, str]:
    """Return the path and the fragment of *url*, decoded."""
    parts = urlsplit(url)
    return unquote(parts.path), unquote(parts.fragment)


@every(*PAGES)
def test_without_scripts_all_text_can_be_read(new_page: NewPage, sample: Sample) -> None:
    """A script adds no text, and shows none that was hidden, but the names of its own buttons."""
    plain = new_page(java_script_enabled=False)
    plain.goto(sample.url)
    without = plain.locator("main").inner_text()
    scripted = new_page()
    scripted.goto(sample.url)
    buttons = scripted.locator("main button:visible").all_inner_texts()
    with_scripts = scripted.locator("main").inner_text()
    for name in buttons:
        with_scripts = with_scripts.replace(name, "", 1)

    assert without.split() == with_scripts.split()


@every(*PAGES)
def test_without_scripts_every_control_that_shows_works(new_page: NewPage, sample: Sample) -> None:
    """Buttons, which need scripts, do not show."""
    page = new_page(java_script_enabled=False)
    page.goto(sample.url)

    assert 0 == page.locator("button:visible").count()


def test_a_redirect_leads_on_without_scripts(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(REDIRECT.url)
    page.wait_for_url("**/2024/06/19/pyongyang-treaty/")

    assert page.locator("h1").is_visible()


@every(*PAGES)
def test_every_link_of_the_site_leads_somewhere(
    new_page: NewPage, served: Path, origin: str, sample: Sample
) -> None:
    """To a page or file that was built, and to an element that is there."""
    page = new_page()
    page.goto(sample.url)
    links: list[str] = page.evaluate(LINKS)
    paths = {target(url)[0] for url in links if url.startswith(f"{origin}/")}
    fragments = {target(url)[1] for url in links if url.startswith(f"{page.url}#")}

    assert [] == [path for path in sorted(paths) if not (served / path.lstrip("/")).exists()]
    assert [] == [one for one in sorted(fragments) if page.locator(f"[id='{one}']").count() != 1]


def bytes_of(page: Page, url: str) -> int:
    """Return how many bytes come over the wire, with their heads, for the page at *url*."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(url, wait_until="networkidle")
    return int(sum(sizes))


def test_an_article_without_a_photo_is_light(new_page: NewPage) -> None:
    """With its fonts, style sheet and scripts, on a first visit."""
    page = new_page()

    assert bytes_of(page, PAPER) <= MOST_BYTES
    assert page.evaluate("[...document.fonts].some((font) => font.status === 'loaded')")


def test_an_article_of_four_kilobytes_makes_short_html(served: Path) -> None:
    html = (served / PAPER.strip("/") / "index.html").read_bytes()

    assert len(html) <= MOST_HTML
