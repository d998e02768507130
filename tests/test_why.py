"""`digestgen why`: what a file of the output is made from, and what of that changed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, get_args

import pytest

from digestgen.views import View
from digestgen.why.explain import explain
from digestgen.why.find import find
from digestgen.why.scene import scene
from digestgen.why.words import KINDS, PARTS, why_lines
from tests.conftest import NOW, MakeSite, SiteFolder
from tests.edits import photo
from tests.running import run
from tests.writing import article, page, quoted

# A theme that is small, so that all that is said of a page can be seen here.
HEAD: Final = "{% extends 'base.html' %}{% block main %}"
THEME: Final[Mapping[str, str]] = {
    "themes/small/theme.yaml": "name: small\n",
    "themes/small/templates/base.html": "<main>{% block main %}{% endblock %}</main>",
    **{
        f"themes/small/templates/{name}.html": f"{HEAD}{name}{{% endblock %}}"
        for name in ("404", "page", "redirect", "source", "sources", "topic", "topics")
    },
    **{
        f"themes/small/templates/{name}.html": f"{HEAD}{name}{{% endblock %}}"
        for name in ("year", "month", "day")
    },
    "themes/small/templates/article.html": f"{HEAD}{{{{ page.title }}}}{{% endblock %}}",
    "themes/small/templates/home.html": (
        f"{HEAD}{{% for card in page.cards %}}<a href='{{{{ card.url }}}}'>{{{{ card.title }}}}</a>"
        "{% endfor %}{% endblock %}"
    ),
}
SETTINGS: Final = "title: موجز\nurl: https://example.org/digest/\ntheme: small\n"
A: Final = "2024/06/21/a/index.html"
FILES: Final[Mapping[str, str]] = {
    "site.yaml": SETTINGS,
    **THEME,
    "content/a.md": article(title="أ"),
    "content/b.md": article(title="ب", date="2024-06-20"),
}
SHARED: Final = """\
  same       the theme's template {template}
  same       the theme's template base.html
  same       what every page shows of site.yaml
  same       the theme's words
  same       the theme's assets
  same       digestgen itself and its libraries
"""


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """Return a site with two articles and a theme of its own, built."""
    site = make_site(FILES)
    site.build()
    return site


def why(site: SiteFolder, path: str, now: datetime = NOW) -> str:
    """Return all that is said of *path*."""
    seen = scene(site.root, site.output, now=now)
    found = find(path, seen, site.root)
    assert found is not None
    return "".join(f"{line}\n" for line in why_lines(explain(found, seen), "public"))


def verdict(site: SiteFolder, path: str) -> str:
    """Return the last line of what is said of *path*."""
    return why(site, path).splitlines()[-1]


# --- what is said --------------------------------------------------------------------------------


def test_an_article_that_is_up_to_date(site: SiteFolder) -> None:
    """Its file, its templates, what all pages share, and what it shows of the site."""
    expected = f"""\
public/{A}: an article, from content/a.md
made from:
  same       content/a.md
{SHARED.format(template="article.html")}\
what it shows:
  same       the sources: وكالة
  same       the link to what is older
    same       content/b.md
up to date
"""
    assert expected == why(site, A)


def test_a_change_of_the_file_shows_where_it_is_seen(site: SiteFolder) -> None:
    """The article and the lists that show its title are made again; a text shows in no list."""
    site.write({"content/a.md": article(title="جديد")})
    shared = SHARED.format(template="home.html")

    assert verdict(site, A) == "will be made again, because of: content/a.md; the title"
    expected = f"""\
public/index.html: a list of articles, from the home page
made from:
{shared}\
what it shows:
  changed    the list of articles
    changed    content/a.md
    same       content/b.md
  changed    the newest days and their articles
    changed    content/a.md
    same       content/b.md
  same       the years and how many articles each has: 2024 (2)
will be made again, because of: the list of articles; the newest days and their articles
"""
    assert expected == why(site, "index.html")


def test_a_change_that_a_list_does_not_show_does_not_touch_it(site: SiteFolder) -> None:
    """It is said that the file changed, and that this is no reason."""
    site.write({"content/a.md": article("نص الخبر.\n\nفقرة " * 40, title="أ", summary="س")})
    site.build()
    site.write({"content/a.md": article("نص آخر.\n\nفقرة " * 40, title="أ", summary="س")})
    said = why(site, "/").splitlines()

    assert "    changed    content/a.md, but not in what is shown here" in said
    assert "up to date" == said[-1]


def test_a_change_that_shows_nowhere_is_told(site: SiteFolder) -> None:
    """A file that was saved with other bytes and the same meaning is rendered again."""
    site.write({"content/a.md": article(title="أ") + "\n\n"})
    reason = "a change in content/a.md, or in how it is read, that shows nowhere"

    assert f"will be made again, because of: {reason}" == verdict(site, A)
    assert A in site.build().rendered


def test_new_and_lost_articles_are_named(site: SiteFolder) -> None:
    """A list says which articles it shows for the first time, and which no more."""
    (site.root / "content/b.md").unlink()
    site.write({"content/c.md": article(title="ج", date="2024-06-22")})
    reasons = "the list of articles; the newest days and their articles; what it no longer shows"
    expected = f"""\
public/index.html: a list of articles, from the home page
made from:
{SHARED.format(template="home.html")}\
what it shows:
  changed    the list of articles
    new        content/c.md
    same       content/a.md
  changed    the newest days and their articles
    new        content/c.md
    same       content/a.md
  same       the years and how many articles each has: 2024 (2)
  changed    what it no longer shows
    gone       2024/06/20/b/index.html
will be made again, because of: {reasons}
"""
    assert expected == why(site, "index.html")
    assert "will be pruned" == verdict(site, "2024/06/20/b/index.html")
    assert "will be made by the next build: it was not there before" == verdict(
        site, "2024/06/22/c/index.html"
    )


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        (
            "themes/small/templates/base.html",
            "<b>{% block main %}{% endblock %}</b>",
            "template base.html",
        ),
        ("themes/small/templates/article.html", "{{ page.title }}", "template article.html"),
        ("themes/small/strings/ar.yaml", "home: البداية\n", "words"),
        ("themes/small/assets/site.css", "b {}", "assets"),
    ],
)
def test_a_change_of_the_theme_is_told(site: SiteFolder, file: str, text: str, reason: str) -> None:
    """Which template, the words, the assets."""
    site.write({file: text})

    assert f"will be made again, because of: the theme's {reason}" == verdict(site, A)


def test_a_template_that_the_page_does_not_use_is_no_reason(site: SiteFolder) -> None:
    """Only those are looked at that the page reaches."""
    site.write({"themes/small/templates/home.html": "x"})

    assert "up to date" == verdict(site, A)


def test_a_change_of_the_settings_is_told(site: SiteFolder) -> None:
    """What every page shows by one name, what single pages show by the part."""
    site.write({"site.yaml": f"{SETTINGS}disclaimer: تنويه\n"})
    one = verdict(site, A)
    site.write({"site.yaml": SETTINGS.replace("موجز", "الموجز")})

    assert "will be made again, because of: the disclaimer" == one
    assert "will be made again, because of: what every page shows of site.yaml" == verdict(site, A)


def test_the_moment_can_be_the_reason(site: SiteFolder) -> None:
    """An article whose time has come is new in the lists."""
    site.write({"content/c.md": article(date="2026-02-01")})
    site.build()

    assert "up to date" == verdict(site, "index.html")
    assert "    new        content/c.md" in why(
        site, "index.html", datetime(2026, 3, 1, tzinfo=UTC)
    )


def test_files_beside_articles_are_told(site: SiteFolder) -> None:
    """They have one input."""
    site.write({"content/a.md": article("[ملف](x.pdf)"), "content/x.pdf": "1"})
    done = why(site, "media/x.pdf")
    expected = """\
public/media/x.pdf: a file that is published as it is, from content/x.pdf
made from:
  new        content/x.pdf
will be made by the next build: it was not there before
"""
    assert expected == done


def test_sizes_of_pictures_and_social_cards_are_told(make_site: MakeSite) -> None:
    """By the file that they were made from; a picture that was edited has new ones."""
    site = make_site(
        {
            **THEME,
            "site.yaml": f"{SETTINGS}social_cards: true\n",
            "content/a.md": article(image="p.jpg"),
            "content/p.jpg": photo(1),
        }
    )
    site.build()
    card, size = (
        next(path for path in site.tree() if path.endswith(ending))
        for ending in ("-social.png", "-500.webp")
    )
    site.write({"content/p.jpg": photo(2)})

    assert (
        f"public/{card}: a social card: the headline as a picture, from content/a.md\n"
        "made from:\n"
        "  same       content/a.md\n"
        "up to date\n"
    ) == why(site, card)
    assert (
        "public/media/p.jpg: a picture in one of its sizes, without metadata, from content/p.jpg\n"
        "made from:\n"
        "  changed    content/p.jpg\n"
        "will be made again, because of: content/p.jpg\n"
    ) == why(site, "media/p.jpg")
    assert (f"public/{size}: a file that is no longer a part of the site\nwill be pruned\n") == why(
        site, size
    )


def test_a_list_in_the_place_of_a_redirect_is_new(make_site: MakeSite) -> None:
    """A page of another kind than before shares no part with it."""
    dates = {f"content/{day}.md": article(date=f"2024-06-{day}") for day in range(10, 15)}
    site = make_site({**FILES, "site.yaml": f"{SETTINGS}per_page: 2\n", **dates})
    site.build()
    site.write({f"content/{day}.md": article(date=f"2024-06-{day}") for day in range(22, 26)})
    said = why(site, "/page/3/")

    assert "public/page/3/index.html: a list of articles, from the home page" in said
    assert said.splitlines()[-1].startswith("will be made again, because of: ")
    assert "shows nowhere" not in said


# --- the output ----------------------------------------------------------------------------------


def test_a_file_changed_by_hand_will_be_restored(site: SiteFolder) -> None:
    """Unless it is no longer wanted: then it is left alone."""
    site.write({f"public/{A}": "mine"})
    wanted = verdict(site, A)
    (site.root / "content/a.md").unlink()

    assert "was changed by hand in the output, will be restored" == wanted
    assert "was changed by hand in the output, will be left alone" == verdict(site, A)


def test_a_deleted_file_will_be_made_again(site: SiteFolder) -> None:
    """Nobody else than digestgen deletes in the output."""
    (site.output / A).unlink()

    assert "will be made again: it was deleted from the output" == verdict(site, A)


def test_without_a_memory_nothing_is_claimed(site: SiteFolder) -> None:
    """`.digestgen` may be deleted at any time."""
    for file in (site.root / ".digestgen").glob("output-*"):
        file.unlink()
    said = why(site, A)

    assert "  not known  content/a.md" in said
    assert "new " not in said
    assert (
        "will be made again: what the last build made it from is not known" == said.splitlines()[-1]
    )


def test_without_the_pages_that_were_kept_their_parts_are_not_known(site: SiteFolder) -> None:
    """What an article's page showed is told by the page itself, as the last build planned it."""
    site.write({"content/a.md": article(title="ج")})
    known = why(site, A)
    for file in (site.root / ".digestgen").glob("pages-*"):
        file.unlink()
    said = why(site, A)

    assert "  changed    content/a.md" in known
    assert "  not known  content/a.md" in said
    assert "changed " not in said


def test_asking_changes_nothing(site: SiteFolder) -> None:
    """Neither the output, nor the answer when it is asked again, nor what a build does then."""
    site.write({"content/a.md": article(title="جديد")})
    before = site.tree()
    answers = [why(site, A), why(site, A)]

    assert answers[0] == answers[1]
    assert before == site.tree()
    assert A in site.build().rendered
    assert "up to date" == verdict(site, A)


def test_the_verdict_is_what_the_build_does(site: SiteFolder) -> None:
    """For every page, a build makes exactly those that are said to be made."""
    site.write({"content/c.md": article(tags="[موضوع]"), "content/b.md": article(draft="true")})
    seen = scene(site.root, site.output, now=NOW)
    fates = {path: explain(path, seen).fate for path in seen.known}
    report = site.build()

    made = {path for path, fate in fates.items() if fate in ("stale", "new")}
    pruned = {path for path, fate in fates.items() if fate == "pruned"}
    assert made == {path for path in report.rendered if path in fates}
    assert pruned == set(report.output.pruned)


# --- which file is meant -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "public/2024/06/21/خبر/index.html",
        "public/2024/06/21/خبر/",
        "./public/2024/06/21/خبر",
        "2024/06/21/خبر/index.html",
        "2024/06/21/خبر",
        "/2024/06/21/خبر/",
        "/2024/06/21/%D8%AE%D8%A8%D8%B1/",
        "/digest/2024/06/21/%d8%ae%d8%a8%d8%b1/#top",
        "https://example.org/digest/2024/06/21/خبر/?x=1",
    ],
)
def test_a_path_can_be_written_in_many_ways(make_site: MakeSite, text: str) -> None:
    """From the folder where one works, from the output, or as a URL."""
    site = make_site({"content/خبر.md": article()})
    site.build()

    assert why(site, text).startswith("public/2024/06/21/خبر/index.html: an article, ")


@pytest.mark.parametrize("text", ["/", "/digest/", "public", "public/", "index.html", ""])
def test_the_home_page_can_be_asked_for(site: SiteFolder, text: str) -> None:
    """By the folder, too."""
    assert why(site, text or "https://example.org/digest/").startswith("public/index.html: ")


def test_an_unknown_path_is_answered_with_near_ones(site: SiteFolder) -> None:
    """It ends with 1, on the error stream; so does one that is near nothing."""
    one, other = run("why", "2024/06/21/aa/", cwd=site.root), run("why", "zz.zip", cwd=site.root)

    assert (1, "") == (one.returncode, one.stdout)
    first, second = one.stderr.splitlines()
    assert "2024/06/21/aa/: digestgen neither made nor would make such a file in public" == first
    assert second.startswith(f"    did you mean public/{A}, ")
    assert 1 == other.returncode
    assert "did you mean" not in other.stderr


# --- the command ---------------------------------------------------------------------------------


def test_the_command_answers_on_the_output(site: SiteFolder, tmp_path: Path) -> None:
    """From anywhere, for any output."""
    run("build", "--output", tmp_path / "out", cwd=site.root)
    done = run("why", "/2024/06/21/a/", "--site", site.root, "--output", "out", cwd=tmp_path)

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith(f"out/{A}: an article, from content/a.md\n")
    assert done.stdout.endswith("up to date\n")


def test_problems_are_told_as_a_build_tells_them(site: SiteFolder) -> None:
    """There is no answer while something is wrong with the site."""
    site.write({"content/a.md": article(title=None)})
    done = run("why", A, cwd=site.root)

    assert (1, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("content/a.md:2:1: error DG202: ")


def test_every_part_and_every_kind_has_words(site: SiteFolder) -> None:
    """A field of a view that is new needs a name that an author understands."""
    named = {name for view in get_args(View) for name in view.__struct_fields__}
    templates = {found.template for found in scene(site.root, site.output, now=NOW).plan.pages}

    assert set() == named - PARTS.keys()
    assert set() == templates - KINDS.keys()


def test_what_could_steer_a_terminal_is_escaped(site: SiteFolder) -> None:
    """Names of topics come from articles."""
    site.write(
        {"content/a.md": article(tags=f"[{quoted(chr(0x202E) + 'x')}]"), "content/p.md": page()}
    )
    done = run("why", A, cwd=site.root)

    assert chr(0x202E) not in done.stdout
