"""Text in two directions, in whole pages: the isolates that keep its order."""

from xml.etree import ElementTree as ET

import html5lib
import pytest

from tests.bidi_cases import CASES, FILES, BidiCase
from tests.conftest import SiteFolder
from tests.reading import text_of, tree_of


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    site = SiteFolder(tmp_path_factory.mktemp("bidi"))
    site.write(FILES)
    site.build()
    return site


def selected(root: ET.Element, selector: str) -> ET.Element:
    """Return the first element of *root* that *selector* means: tags and classes, outer first."""
    for step in selector.split():
        tag, _, name = step.rpartition(".")
        found = root.iter(tag or None if name and "." in step else step)
        root = next(one for one in found if "." not in step or name in one.get("class", "").split())
    return root


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_text_in_two_directions_is_isolated(built: SiteFolder, case: BidiCase) -> None:
    """What runs against the text around it stands in an element with its direction."""
    element = selected(tree_of(built.html(case.path)), case.selector)
    expected = html5lib.parseFragment(case.html, namespaceHTMLElements=False)
    expected.tag, expected.attrib = element.tag, element.attrib

    assert ET.tostring(expected, "unicode").strip() == ET.tostring(element, "unicode").strip()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_pieces_of_a_case_stand_once_in_its_text(case: BidiCase) -> None:
    """A browser can find where each of them is."""
    text = text_of(html5lib.parseFragment(case.html, namespaceHTMLElements=False))

    assert [1] * len(case.left_to_right) == [text.count(piece) for piece in case.left_to_right]
