"""Nothing is lost on narrow screens or in large text, and nothing moves as a page comes."""

from typing import Final

import pytest

from tests.browser.conftest import NewPage
from tests.browser.sites import PAGES, Sample, every

# What stands outside the screen where it cannot be scrolled to, or is cut off by an element.
# A table or code that scrolls in a box of its own is reachable. Text for screen readers alone is
# a point in size on purpose.
LOST: Final = """() => {
  const width = document.documentElement.clientWidth;
  const named = (element) => `${element.tagName.toLowerCase()}.${element.className}`;
  const found = [];
  if (document.scrollingElement.scrollWidth > width) found.push("the page scrolls sideways");
  for (const element of document.body.querySelectorAll("*")) {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || style.visibility === "hidden") continue;
    const clips = (value) => value === "hidden" || value === "clip";
    if (clips(style.overflowX) && element.scrollWidth > element.clientWidth + 1)
      found.push(`${named(element)} is cut in its width`);
    if (clips(style.overflowY) && element.scrollHeight > element.clientHeight + 1)
      found.push(`${named(element)} is cut in its height`);
    const scroller = element.parentElement.closest("pre, .table, [tabindex='0']");
    if (!scroller && (box.left < -1 || box.right > width + 1) && box.bottom > 0)
      found.push(`${named(element)} leaves the screen`);
  }
  return found;
}"""
SHIFT: Final = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifts.push(entry.value);
  }).observe({ type: "layout-shift", buffered: true });
}"""
# web.dev calls 0.1 good; a line that wraps anew is more than 0.01.
MOST_SHIFT: Final = 0.01
SETTLED: Final = """async () => {
  await document.fonts.ready;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
MOVES: Final = """() => [...document.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  const seconds = (text) => Math.max(...text.split(",").map(parseFloat));
  return style.scrollBehavior === "smooth" || seconds(style.transitionDuration) > 0.01 ||
    (style.animationName !== "none" && seconds(style.animationDuration) > 0.01);
}).map((element) => `${element.tagName.toLowerCase()}.${element.className}`)"""


@pytest.mark.parametrize("width", [320, 768, 1600])
@every(*PAGES)
def test_every_width_shows_everything(new_page: NewPage, sample: Sample, width: int) -> None:
    """No page scrolls sideways, and no element cuts off what is in it."""
    page = new_page(width=width)
    page.goto(sample.url)

    assert [] == page.evaluate(LOST)


@every(*PAGES)
def test_text_twice_as_large_is_not_lost(new_page: NewPage, sample: Sample) -> None:
    """A reader's font size of 200 % on a phone: the settings of a browser, not its zoom."""
    page = new_page(width=360)
    page.goto(sample.url)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")

    assert [] == page.evaluate(LOST)


@every(*PAGES)
def test_nothing_moves_as_a_page_comes(new_page: NewPage, sample: Sample) -> None:
    """Fonts, pictures and scripts that come later leave everything in its place."""
    page = new_page()
    page.add_init_script(f"({SHIFT})()")
    page.goto(sample.url, wait_until="load")
    page.evaluate(SETTLED)

    assert page.evaluate("window.shifts.reduce((sum, shift) => sum + shift, 0)") <= MOST_SHIFT


@every(*PAGES)
def test_readers_who_asked_for_less_motion_see_none(new_page: NewPage, sample: Sample) -> None:
    page = new_page(reduced_motion="reduce")
    page.goto(sample.url)

    assert [] == page.evaluate(MOVES)
