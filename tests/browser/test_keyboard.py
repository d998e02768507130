"""Whoever has a keyboard and no mouse reaches and works everything, and sees where they are."""

from typing import Any, Final

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPage
from tests.browser.sites import AWKWARD_PAGES, DEMO_PAGES, SMALL_PAGES, Sample, every

ARTICLE: Final = "/digestgen/2025/11/01/grand-egyptian-museum/"
# One page of each template; what differs between pages of one template is their text.
KINDS: Final = tuple({sample.template: sample for sample in reversed(DEMO_PAGES)}.values())
OTHERS: Final = (*AWKWARD_PAGES[9:10], *SMALL_PAGES[5:6])

# Whatever a reader can press or follow and that shows, numbered in the order of the page. A picture
# that leads where the headline beside it leads is left out, so that nobody comes by it twice.
NUMBER: Final = """() => {
  const all = [...document.querySelectorAll("a[href], button, summary, input, [tabindex='0']")];
  const twice = (one) => one.ariaHidden === "true" && one.tabIndex < 0 &&
    all.some((other) => other !== one && other.href === one.href && other.tabIndex === 0);
  const shows = (one) => one.checkVisibility({ visibilityProperty: true });
  const shown = all.filter((one) => shows(one) && !twice(one));
  shown.forEach((one, number) => { one.dataset.number = number; });
  return shown.length;
}"""
FOCUSED: Final = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {
    number: one.dataset.number === undefined ? null : Number(one.dataset.number),
    name: `${one.tagName.toLowerCase()}.${one.className}`,
    visible: outline && box.bottom > 0 && box.top < innerHeight && box.width > 0,
  };
}"""


def walk(page: Page, count: int) -> list[dict[str, Any]]:
    """Return what has the focus after each of *count* presses of Tab."""
    steps = []
    for _ in range(count):
        page.keyboard.press("Tab")
        steps.append(page.evaluate(FOCUSED))
    return steps


@every(*KINDS, *OTHERS)
def test_tab_reaches_everything_in_the_order_of_the_page(new_page: NewPage, sample: Sample) -> None:
    """No link, button or scrolling box is left out, twice or in the way."""
    page = new_page(width=1280, reduced_motion="reduce")
    page.goto(sample.url)
    count: int = page.evaluate(NUMBER)
    steps = walk(page, count)

    assert list(range(count)) == [step["number"] for step in steps]
    assert [] == [step["name"] for step in steps if not step["visible"]]


@every(*KINDS)
def test_the_first_press_offers_to_skip_to_the_content(new_page: NewPage, sample: Sample) -> None:
    """The link shows when it has the focus, and takes the focus to the content."""
    page = new_page(reduced_motion="reduce")
    page.goto(sample.url)
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    assert "#content" == link.get_attribute("href")
    assert link.is_visible()
    page.keyboard.press("Enter")

    assert "main" == page.evaluate("document.activeElement.localName")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main, body > footer') !== null")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_switch_to_dark_works_and_is_remembered(new_page: NewPage, key: str) -> None:
    """It says whether it is pressed, changes the page, and holds on the next one."""
    page = new_page(color_scheme="light", reduced_motion="reduce")
    page.goto(ARTICLE)
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    switch = page.locator("button.scheme")
    switch.focus()
    page.keyboard.press(key)
    assert "true" == switch.get_attribute("aria-pressed")
    dark = page.evaluate(paper)
    assert light != dark
    page.goto("/digestgen/about/")

    assert (dark, "true") == (page.evaluate(paper), switch.get_attribute("aria-pressed"))
    switch.focus()
    page.keyboard.press(key)
    assert (light, "false") == (page.evaluate(paper), switch.get_attribute("aria-pressed"))


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_link_can_be_copied(new_page: NewPage, key: str) -> None:
    """The address of the article is on the clipboard, and readers of screens are told."""
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(ARTICLE)
    page.locator("button.copy").focus()
    page.keyboard.press(key)
    said = page.locator("[role=status]")
    said.filter(has_text="نُسخ").wait_for()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert page.locator("link[rel=canonical]").get_attribute("href") == copied


def test_links_for_sharing_are_plain_links_with_names(new_page: NewPage) -> None:
    """They work without a script of anyone, and say where they lead."""
    page = new_page()
    page.goto(ARTICLE)
    links = page.locator(".share a")
    names = links.evaluate_all("(all) => all.map((one) => one.textContent.trim())")

    assert names
    assert all(names)
    assert len(names) == len(set(names))
