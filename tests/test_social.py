"""Social cards: when there is one, what it says, and that it is drawn once, in any process."""

from collections.abc import Callable
from io import BytesIO
from typing import Final

import pytest
from msgspec.structs import replace
from PIL import Image, ImageFont

from digestgen import inputs
from digestgen.build import build
from digestgen.pictures import draw
from digestgen.pictures.coverage import COVERED, drawable
from digestgen.pictures.draw import (
    BOLD,
    REGULAR,
    TEXT_WIDTH,
    cut,
    drawn,
    fitted,
    lettering,
    wrapped,
)
from digestgen.pictures.recipe import can_draw
from digestgen.text.direction import Direction
from digestgen.views import SocialCard
from tests.conftest import NOW, SETTINGS, MakeSite, SiteFolder, pixels
from tests.edits import photo
from tests.reading import tree_of
from tests.writing import article

WITH_CARDS: Final = f"{SETTINGS}social_cards: true\n"
CARD: Final = SocialCard(
    site="حصاد الأنباء",
    headline="مصر خالية من الملاريا",
    language="ar",
    direction=Direction.RTL,
    source="وكالة المنارة",
    date="20 أكتوبر 2024",
    site_direction=Direction.RTL,
)
pytestmark = pytest.mark.skipif(not can_draw(), reason="Pillow here has no Raqm")


def cards_of(site: SiteFolder) -> list[str]:
    """Return the paths of the social cards of the output."""
    return sorted(path for path in site.tree() if path.endswith("-social.png"))


def meta_of(site: SiteFolder, page: str) -> dict[str, str]:
    """Return what the head of *page* says to social networks."""
    found = tree_of(site.html(page)).iter("meta")
    names = ((e.get("property") or e.get("name") or "", e.get("content") or "") for e in found)
    return {name: said for name, said in names if name.startswith(("og:image", "twitter:"))}


# --- when there is one ---------------------------------------------------------------------------


def test_an_article_without_a_photo_has_a_card(make_site: MakeSite) -> None:
    """Of the size that networks ask for, with the headline for those who cannot see it."""
    site = make_site({"site.yaml": WITH_CARDS, "content/a.md": article(title="خبر «اليوم»")})
    site.build()
    (path,) = cards_of(site)

    assert (1200, 630) == Image.open(BytesIO(site.tree()[path])).size
    assert {
        "og:image": f"https://example.org/digest/{path}",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "خبر «اليوم»",
        "twitter:card": "summary_large_image",
    } == meta_of(site, "/2024/06/21/a/")


def test_without_the_setting_there_is_none(make_site: MakeSite) -> None:
    """They cost time, so a site asks for them."""
    site = make_site({"content/a.md": article()})
    site.build()

    assert [] == cards_of(site)
    assert {"twitter:card": "summary"} == meta_of(site, "/2024/06/21/a/")


def test_a_photo_is_better_than_a_card_if_it_is_large(make_site: MakeSite) -> None:
    """Networks show a narrow one as a small square."""
    large = BytesIO()
    Image.open(BytesIO(photo(1))).resize((900, 700)).save(large, "JPEG")
    site = make_site(
        {
            "site.yaml": WITH_CARDS,
            "content/a.md": article(image="large.jpg"),
            "content/b.md": article(image="small.jpg", title="خبر صورته صغيرة"),
            "content/large.jpg": large.getvalue(),
            "content/small.jpg": photo(1),
        }
    )
    site.build()

    (path,) = cards_of(site)
    assert "media/large.jpg" in meta_of(site, "/2024/06/21/a/")["og:image"]
    assert path in meta_of(site, "/2024/06/21/b/")["og:image"]


def test_where_letters_cannot_be_joined_there_are_none(
    make_site: MakeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rather no card than one that nobody can read; the author is told at each build."""
    monkeypatch.setattr(inputs, "can_draw", lambda: False)
    site = make_site({"site.yaml": WITH_CARDS, "content/a.md": article()})
    for _ in range(2):
        (warning,) = site.build().warnings
        assert ("site.yaml", "DG307") == (str(warning.place), warning.code)
    assert [] == cards_of(site)


@pytest.mark.parametrize("title", ["שלום עולם", "北京 قمة", "Erdoğan في بغداد"])
def test_letters_that_the_font_lacks_make_no_card(make_site: MakeSite, title: str) -> None:
    """Boxes in their place would be worse than no picture."""
    site = make_site({"site.yaml": WITH_CARDS, "content/a.md": article(title=f'"{title}"')})
    site.build()

    assert [] == cards_of(site)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("خبر 🚀 عاجل", "خبر عاجل"),
        ("توافق ۱۴۰۳ می‌خواهیم", "توافق ۱۴۰۳ می‌خواهیم"),
        ("كورٹ نے فیصلہ سنایا", "كورٹ نے فیصلہ سنایا"),
        ("مُحَمَّدٌ: 3.2% — «Čapek»…", "مُحَمَّدٌ: 3.2% — «Čapek»…"),
        ("ハ", None),
    ],
)
def test_signs_are_left_out_and_letters_are_not(text: str, expected: str | None) -> None:
    """What a text says must not change."""
    assert expected == drawable(text)


@pytest.mark.parametrize("file", [REGULAR, BOLD])
def test_the_font_has_what_is_said_to_be_covered(file: object) -> None:
    """Each letter that is to be seen is another one than the box for what is missing."""
    font = ImageFont.truetype(str(file), 40, layout_engine=ImageFont.Layout.BASIC)

    def shape(letter: str) -> tuple[bytes, object]:
        mask, offset = font.getmask2(letter)
        return bytes(mask), (offset, font.getlength(letter))

    unseen = "\u061c\u200c\u200d\u200e\u200f\u2066\u2067\u2068\u2069"
    letters = [chr(code) for code in range(0x20, 0x2300) if COVERED.fullmatch(chr(code))]
    assert [] == [one for one in letters if one not in unseen and shape(one) == shape("\u4e00")]


# --- what it says --------------------------------------------------------------------------------


def test_letters_are_joined_and_run_from_right_to_left() -> None:
    """A word takes less room than its letters alone, and another order gives another picture."""
    shaped = lettering(BOLD, 60, "#000", "ar", Direction.RTL)

    assert shaped.width("محادثات") < sum(map(shaped.width, "محادثات"))
    other = replace(CARD, headline=" ".join(reversed(CARD.headline.split())))
    assert drawn(CARD) != drawn(other)


def test_a_card_mirrors_for_the_other_direction() -> None:
    """The band stands where lines begin."""
    rtl = Image.open(BytesIO(drawn(CARD))).convert("RGB")
    other = replace(CARD, headline="A headline", language="en", direction=Direction.LTR)
    ltr = Image.open(BytesIO(drawn(other))).convert("RGB")

    assert rtl.getpixel((1199, 300)) == ltr.getpixel((0, 300)) != rtl.getpixel((0, 300))


LONG: Final = "تعلن الدول الثلاث مبادئ جديدة للتعاون الأمني والاقتصادي في المنطقة " * 6


@pytest.mark.parametrize("headline", ["خبر", CARD.headline, LONG[:90], LONG[:190], LONG, "أ" * 300])
def test_headlines_of_any_length_fit(headline: str) -> None:
    """In at most four lines, with an ellipsis where that is not enough."""
    shaped, lines = fitted(replace(CARD, headline=headline))

    assert len(lines) <= 4
    assert [] == [line for line in lines if shaped.width(line) > TEXT_WIDTH]
    assert ("".join(lines).endswith("…")) == (
        "".join(headline.split()) != "".join(lines).replace(" ", "")
    )


def test_lines_are_even() -> None:
    """No word stands alone at the end where another break leaves it company."""
    headline = "ينطلق المسبار إلى قمر المشتري على متن صاروخ في رحلة طويلة"
    shaped, lines = fitted(replace(CARD, headline=headline))

    assert headline == " ".join(lines)
    assert min(map(shaped.width, lines)) > max(map(shaped.width, lines)) / 2


def test_a_text_without_room_is_cut_between_words() -> None:
    """And without a comma before the ellipsis."""
    shaped = lettering(REGULAR, 32, "#000", "ar", Direction.RTL)
    room = shaped.width("صحيفة الأفق،…")

    assert "صحيفة الأفق…" == cut("صحيفة الأفق، وكالة المنارة", shaped, room)
    assert ["صحيفة", "الأفق،"] == wrapped(["صحيفة", "الأفق،"], shaped, 10)


# --- drawn once ----------------------------------------------------------------------------------


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Return a function that tells how many cards were drawn."""
    headlines: list[str] = []

    def recorded(card: SocialCard) -> bytes:
        headlines.append(card.headline)
        return drawn(card)

    monkeypatch.setattr(draw, "drawn", recorded)
    return lambda: len(headlines)


def test_a_card_is_drawn_once(make_site: MakeSite, count: Callable[[], int]) -> None:
    """For articles that say the same, for later builds and other outputs.

    It is drawn again if it says something else.
    """
    site = make_site(
        {"site.yaml": WITH_CARDS, "content/a.md": article(), "content/b.md": article()}
    )
    site.build()
    assert 1 == count()
    first = cards_of(site)
    site.write({"content/a.md": article("نص آخر.")})
    site.build()
    build(site.root, site.root / "other", now=NOW)
    assert 1 == count()
    site.write({"content/a.md": article(title="عنوان آخر"), "content/b.md": article(draft="true")})
    site.build()

    assert 2 == count()
    assert first != cards_of(site)
    kept = sorted(path.name for path in (site.root / ".digestgen/cards").iterdir())
    assert [path.rpartition("/")[2] for path in cards_of(site)] == kept


def test_damage_to_a_kept_card_is_mended(make_site: MakeSite, count: Callable[[], int]) -> None:
    """It is drawn again."""
    site = make_site({"site.yaml": WITH_CARDS, "content/a.md": article()})
    site.build()
    (path,) = cards_of(site)
    for kept in (site.root / ".digestgen/cards").iterdir():
        kept.write_bytes(kept.read_bytes()[:-1])
    build(site.root, site.root / "other", now=NOW)

    assert 2 == count()
    assert pixels(site.tree()[path]) == pixels((site.root / "other" / path).read_bytes())


def test_the_number_of_processes_does_not_show(make_site: MakeSite) -> None:
    """Two draw the same bytes as one."""
    texts = {f"content/{n}.md": article(title=f"خبر {n}") for n in range(17)}
    site = make_site({"site.yaml": WITH_CARDS, **texts})
    site.build()
    (site.root / ".digestgen").rename(site.root / "kept")
    build(site.root, site.root / "two", now=NOW, jobs=2)

    assert 17 == len(cards_of(site))
    assert [] == [
        path
        for path in cards_of(site)
        if site.tree()[path] != (site.root / "two" / path).read_bytes()
    ]
