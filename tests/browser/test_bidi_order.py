"""Text in two directions stands on the screen in the order in which its readers read it.

Pictures of text change with each release of a font; the order of its pieces must not. So a
browser is asked where each piece is, and nothing is compared with a picture.
"""

from typing import Any, Final

import pytest

from tests.bidi_cases import CASES, BidiCase
from tests.browser.conftest import NewPage

# The box of each piece of text: pieces stand once in the element.
BOXES: Final = """(element, pieces) => pieces.map((piece) => {
  const texts = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode);
  const whole = texts.map((text) => text.data).join("");
  const start = whole.indexOf(piece);
  const range = document.createRange();
  let before = 0;
  for (const text of texts) {
    const end = before + text.length;
    if (start >= before && start < end) range.setStart(text, start - before);
    if (start + piece.length > before && start + piece.length <= end)
      range.setEnd(text, start + piece.length - before);
    before = end;
  }
  const boxes = [...range.getClientRects()].filter((box) => box.width > 0);
  return {
    piece,
    left: Math.min(...boxes.map((box) => box.left)),
    right: Math.max(...boxes.map((box) => box.right)),
    middle: Math.min(...boxes.map((box) => (box.top + box.bottom) / 2)),
  };
})"""
# Characters that mirror keep their code: where they stand is what is compared.
SAME_LINE: Final = 12


def boxes(new_page: NewPage, case: BidiCase) -> list[dict[str, Any]]:
    """Return where each piece of *case* stands, in pixels from the left and the top."""
    page = new_page(width=1280)
    page.goto(f"/digest{case.path}")
    page.evaluate("document.fonts.ready")
    found: list[dict[str, Any]] = page.locator(case.selector).first.evaluate(
        BOXES, list(case.left_to_right)
    )
    return found


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_text_in_two_directions_stands_in_the_order_of_its_readers(
    new_page: NewPage, case: BidiCase
) -> None:
    found = boxes(new_page, case)
    by_place = sorted(found, key=lambda box: (box["left"] + box["right"]) / 2)

    assert case.left_to_right == tuple(box["piece"] for box in by_place)
    middles = [box["middle"] for box in found]
    assert max(middles) - min(middles) < SAME_LINE, "the case does not stand on one line"


def test_text_that_is_not_isolated_stands_in_another_order(new_page: NewPage) -> None:
    """The comparison would see it: without its isolate the final dot of a name jumps."""
    page = new_page(width=1280)
    page.set_content(
        '<!DOCTYPE html><html lang="ar" dir="rtl"><p>قالت Yonhap News Inc.</p>'
        '<p>قالت <bdi dir="ltr">Yonhap News Inc.</bdi></p>'
    )
    orders = [
        [box["left"] for box in paragraph.evaluate(BOXES, ["Inc", "."])]
        for paragraph in page.locator("p").all()
    ]

    assert [False, True] == [name < dot for name, dot in orders]
