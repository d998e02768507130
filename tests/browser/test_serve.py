"""The author's loop as it is seen in a browser: pages renew themselves, and lose nothing."""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsing import picture, running
from tests.conftest import ARTICLE, MakeSite

ARTICLE_PATH: Final = "2024/06/21/a/"
LONG: Final = ARTICLE + "\nفقرة طويلة.\n" * 200
# A build on a busy machine.
PATIENCE_MS: Final = 30_000
HEIGHT: Final = 2000
SCROLL: Final = f"scrollTo({{ top: {HEIGHT}, behavior: 'instant' }})"


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """Give an empty tab in which no page may fail."""
    expect.set_options(timeout=PATIENCE_MS)
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("console", lambda message: failures.extend(refusals(message.text)))
    yield page
    page.close()
    assert [] == failures


def refusals(message: str) -> list[str]:
    """Return *message* of the browser if it is about what a page may not load."""
    return [message] if "Content Security Policy" in message else []


def scrolled(tab: Page) -> int:
    """Return how far *tab* is scrolled, in pixels."""
    found = tab.evaluate("Math.round(scrollY)")
    assert isinstance(found, int)
    return found


def test_an_edit_is_seen_at_the_same_place(tab: Page, make_site: MakeSite) -> None:
    """The page that is open changes, and stays where its reader is."""
    site = make_site({"content/a.md": LONG})
    with running(site.root) as preview:
        tab.goto(preview.url + ARTICLE_PATH)
        tab.evaluate(SCROLL)
        site.write({"content/a.md": LONG.replace("نص الخبر", "نص جديد")})
        expect(tab.get_by_text("نص جديد")).to_be_attached()
        tab.wait_for_load_state()

        assert HEIGHT == scrolled(tab)


def test_a_page_that_is_as_it_was_stays(tab: Page, make_site: MakeSite) -> None:
    """An edit of one article does not load the page of another again."""
    other = ARTICLE.replace("2024", "2021")
    # The article between them, which is a neighbour of both.
    between = ARTICLE.replace("2024", "2022")
    site = make_site({"content/a.md": ARTICLE, "content/b.md": other, "content/c.md": between})
    with running(site.root) as preview:
        tab.goto(preview.url + ARTICLE_PATH)
        tab.evaluate("window.kept = true")
        with tab.expect_response("**/" + ARTICLE_PATH):
            site.write({"content/b.md": other + "\nفقرة أخرى.\n"})
        # What comes after it is told after it.
        with tab.expect_response("**/.digestgen/problems.html"):
            site.write({"content/d.md": "---\ntitle: [\n---\n"})

        assert tab.evaluate("window.kept")


def test_a_mistake_is_shown_and_its_cure_clears_it(tab: Page, make_site: MakeSite) -> None:
    """Problems come over the page with file, line and excerpt; the page comes back by itself."""
    site = make_site({"content/a.md": LONG})
    problems = tab.locator("digestgen-problems")
    with running(site.root) as preview:
        tab.goto(preview.url + ARTICLE_PATH)
        tab.evaluate(f"window.kept = true; {SCROLL}")
        site.write({"content/a.md": LONG.replace("date: 2024-06-21", "date: 2024-06-2x")})
        expect(problems.locator(".place bdi")).to_have_text("content/a.md:3:7")
        expect(problems.locator(".message")).to_have_text("'2024-06-2x' is not a date")
        expect(problems.locator(".excerpt")).to_have_text("3date: 2024-06-2x")
        expect(problems.locator("mark")).to_have_text("2")
        expect(problems.locator(".hint")).to_contain_text("write 2024-06-21")
        expect(problems.locator(".problems")).to_have_css("position", "fixed")
        site.write({"content/a.md": LONG})
        expect(problems).to_have_count(0)

        assert (True, HEIGHT) == (tab.evaluate("window.kept"), scrolled(tab))


def test_problems_can_be_hidden(tab: Page, make_site: MakeSite) -> None:
    """The last good page can be looked at while something is wrong, until the next build."""
    site = make_site({"content/a.md": ARTICLE})
    problems = tab.locator("digestgen-problems")
    with running(site.root) as preview:
        tab.goto(preview.url)
        site.write({"content/b.md": "---\ntitle: [\n---\n"})
        problems.get_by_role("button", name="Hide").click()
        expect(problems).to_have_count(0)
        site.write({"content/c.md": "---\ntitle: [\n---\n"})
        expect(problems.locator("li")).to_have_count(2)


def test_a_first_build_that_fails_recovers(tab: Page, make_site: MakeSite) -> None:
    """The address shows what is wrong, then what is wrong then, and then the site."""
    site = make_site({"content/a.md": ARTICLE.replace("date", "dat")})
    with running(site.root) as preview:
        tab.goto(preview.url)
        expect(tab.locator(".place bdi")).to_have_text("content/a.md:3:1")
        site.write({"content/a.md": ARTICLE.replace("source", "sourc")})
        expect(tab.locator(".place bdi")).to_have_text("content/a.md:4:1")
        site.write({"content/a.md": ARTICLE})
        expect(tab.get_by_role("link", name="خبر").first).to_be_visible()


def test_a_new_topic_has_a_page(tab: Page, make_site: MakeSite) -> None:
    """An address that was wrong becomes right while it is open, and wrong again."""
    site = make_site({"content/a.md": ARTICLE})
    with running(site.root) as preview:
        tab.goto(f"{preview.url}topics/روسيا/")
        expect(tab.locator("h1")).to_have_text("الصفحة غير موجودة")
        site.write({"content/b.md": ARTICLE.replace("source:", "tags: [روسيا]\nsource:")})
        expect(tab.locator("h1")).to_have_text("روسيا")
        (site.root / "content/b.md").unlink()
        expect(tab.locator("h1")).to_have_text("الصفحة غير موجودة")


def test_a_deleted_article_is_gone(tab: Page, make_site: MakeSite) -> None:
    """The open page of an article that was deleted becomes the page for wrong addresses."""
    site = make_site({"content/a.md": ARTICLE, "content/b.md": ARTICLE})
    with running(site.root) as preview:
        tab.goto(preview.url + ARTICLE_PATH)
        (site.root / "content/a.md").unlink()
        expect(tab.locator("h1")).to_have_text("الصفحة غير موجودة")
        answer = tab.reload()

    assert answer is not None
    assert 404 == answer.status


def test_a_style_is_swapped(tab: Page, make_site: MakeSite) -> None:
    """A change of style is seen without loading the page again."""
    site = make_site({"content/a.md": LONG, "themes/default/assets/style.css": "body {}"})
    with running(site.root) as preview:
        tab.goto(preview.url + ARTICLE_PATH)
        tab.evaluate(f"window.kept = true; {SCROLL}")
        for color in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
            style = f"body {{ background: {color} }}"
            site.write({"themes/default/assets/style.css": style})
            expect(tab.locator("body")).to_have_css("background-color", color)
        expect(tab.locator('link[rel="stylesheet"]')).to_have_count(1)

        assert (True, HEIGHT) == (tab.evaluate("window.kept"), scrolled(tab))


def test_a_new_picture_is_seen(tab: Page, make_site: MakeSite, jpeg: bytes) -> None:
    """A picture that was replaced under its name is loaded again."""
    front = ARTICLE.replace("source:", "image: {src: a.jpg, alt: صورة}\nsource:")
    site = make_site({"content/a.md": front, "content/a.jpg": jpeg})
    with running(site.root) as preview:
        tab.goto(preview.url + ARTICLE_PATH)
        tab.evaluate("window.kept = true")
        with tab.expect_event("load"):
            site.write({"content/a.jpg": picture("red")})

        assert tab.evaluate("window.kept") is None


def test_fifty_files_load_a_page_once(tab: Page, make_site: MakeSite) -> None:
    """What is saved together is built together, and seen together."""
    site = make_site({"content/a.md": ARTICLE})
    with running(site.root) as preview:
        tab.goto(preview.url)
        loads: list[object] = []
        tab.on("load", lambda page: loads.append(page))  # noqa: PLW0108 - a built-in method has no signature
        new = site.root / "new"
        new.mkdir()
        for number in range(50):
            text = ARTICLE.replace("title: خبر", f"title: خبر {number}")
            (new / f"{number}.md").write_text(text, "utf-8")
        new.rename(site.root / "content/new")
        expect(tab.get_by_text("خبر 49").first).to_be_attached()
        tab.wait_for_load_state()
        _, output = preview.end()

    assert (1, 1) == (output.count("built again"), len(loads))
