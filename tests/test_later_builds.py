"""A build that is not the first ends with the bytes of one from nothing, and does less."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from digestgen import fingerprint, outputs, work
from digestgen.build import build
from digestgen.cache import stat
from digestgen.cache.codec import encode
from digestgen.cache.outputs import Made
from digestgen.errors import Problems
from digestgen.model import HomeView, Masthead, Page
from digestgen.output.manifest import Checksum
from digestgen.output.place import OutputFolder
from digestgen.theme.chunks import RenderChunk
from digestgen.theme.theme import Theme
from tests.conftest import NOW, SiteFolder

SETTINGS = {
    "title": "موجز",
    "url": "https://example.org/digest/",
    "per_page": "2",
    "theme": "mine",
    "topics": "{korea: {name: كوريا, aliases: [Korea]}}",
}
THEME = {
    "themes/mine/theme.yaml": "name: Mine\nparent: default\n",
    "themes/mine/templates/partials/footer.html": "<footer>{{ masthead.title }}</footer>\n",
    "themes/mine/strings/ar.yaml": "home: البداية\n",
    "themes/mine/assets/extra.css": "p { margin: 0 }\n",
}
NAMES = ("a", "b", "c", "d", "خبر")
LATER = datetime(2035, 1, 1, tzinfo=UTC)


def article(name: str, **keys: str) -> str:
    """Return an article with usual front matter, but for *keys*; `body` is its text."""
    body = keys.pop("body", f"نص {name}. جملة ثانية.\n\nفقرة أخيرة.")
    front = {"title": f"خبر {name}", "date": "2024-06-21", "source": "وكالة", "tags": "[كوريا]"}
    lines = "".join(f"{key}: {value}\n" for key, value in (front | keys).items())
    return f"---\n{lines}---\n\n{body}\n"


def settings_text(**keys: str) -> str:
    return "".join(f"{key}: {value}\n" for key, value in (SETTINGS | keys).items())


def path_of(name: str) -> str:
    return f"content/2024/{name}.md"


# --- edits ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to the files of a site, or to what a build left; shown by its *name*."""

    name: str
    make: Callable[[SiteFolder], None]

    def __repr__(self) -> str:
        """Return the name, by which a failing sequence can be read."""
        return self.name


def write(path: str, data: str | bytes) -> Edit:
    return Edit(f"write {path}: {data!r}", lambda site: site.write({path: data}))


def delete(path: str) -> Edit:
    return Edit(f"delete {path}", lambda site: (site.root / path).unlink(missing_ok=True))


def rewrite(path: str, change: Callable[[bytes], bytes], how: str) -> Edit:
    """Return the edit that puts through *change* what stands at *path*, if anything does."""

    def make(site: SiteFolder) -> None:
        file = site.root / path
        if file.is_file():
            file.write_bytes(change(file.read_bytes()))

    return Edit(f"{how} {path}", make)


def forget_all(site: SiteFolder) -> None:
    """Delete what builds remember."""
    shutil.rmtree(site.root / ".digestgen", ignore_errors=True)


def damage_caches(change: Callable[[bytes], bytes], how: str) -> Edit:
    def make(site: SiteFolder) -> None:
        for file in (site.root / ".digestgen").glob("*.*"):
            file.write_bytes(change(file.read_bytes()))

    return Edit(f"{how} caches", make)


def let_time_pass(site: SiteFolder) -> None:
    """Make all files of the site old, as they are when an author comes back."""
    for path in site.root.rglob("*"):
        os.utime(path, (1_600_000_000, 1_600_000_000), follow_symlinks=False)


names = st.sampled_from(NAMES)
articles = st.one_of(
    st.builds(
        lambda n, w: write(path_of(n), article(n, body=f"نص {w}.\n\nآخر.")),
        names,
        st.sampled_from("123"),
    ),
    st.builds(
        lambda n, w: write(path_of(n), article(n, title=f"عنوان {w}")),
        names,
        st.sampled_from("123"),
    ),
    st.builds(
        lambda n, d: write(path_of(n), article(n, date=d)),
        names,
        st.sampled_from(["2023-12-31", "2024-06-20", "2024-06-21 10:00", "2030-01-01"]),
    ),
    st.builds(
        lambda n, t: write(path_of(n), article(n, tags=t)),
        names,
        st.sampled_from(["[]", "[Korea]", "[روسيا, الصين]", "[الصّين]"]),
    ),
    st.builds(lambda n: write(path_of(n), article(n, draft="true")), names),
    st.builds(lambda n: write(path_of(n), article(n, expires="2031-01-01")), names),
    st.builds(
        lambda n: write(path_of(n), article(n, place="سيئول", source="[وكالة, TASS]")), names
    ),
    st.builds(lambda n: write(path_of(n), article(n, image="p.png")), names),
    st.builds(
        lambda n, m: write(path_of(n), article(n, body=f"[ذلك]({m}.md) و![ص](p.png)")), names, names
    ),
    st.builds(lambda n, m: write(path_of(n), article(n, aliases=f"[/old/{m}/]")), names, names),
    st.builds(lambda n: write(path_of(n), "---\ntitle: غير تام\n"), names),
    st.builds(lambda n: delete(path_of(n)), names),
    st.builds(lambda n: write(path_of(n), article(n, layout="page")), names),
)
site_files = st.sampled_from(
    [
        write("site.yaml", settings_text(title="موجز آخر")),
        write("site.yaml", settings_text(per_page="3", digits="arab")),
        write("site.yaml", settings_text(topics="{korea: {name: شبه الجزيرة, aliases: [كوريا]}}")),
        write("site.yaml", settings_text(disclaimer="إخلاء", end_mark="(انتهى)", hijri="true")),
        write("site.yaml", settings_text(permalink="/{year}/{slug}/")),
        write("site.yaml", settings_text()),
        write("themes/mine/templates/partials/footer.html", "<footer>آخر</footer>\n"),
        write("themes/mine/templates/day.html", '{% extends "base.html" %}{% set title = "يوم" %}'),
        delete("themes/mine/templates/day.html"),
        write("themes/mine/strings/ar.yaml", "home: الأولى\n"),
        write("themes/mine/assets/extra.css", "p { margin: 1px }\n"),
        delete("themes/mine/assets/extra.css"),
    ]
)
tampering = st.sampled_from(
    [
        write("public/index.html", "هذا ليس لكم"),
        delete("public/index.html"),
        rewrite("public/2024/index.html", lambda data: data[:-1] + b" ", "change a byte of"),
        rewrite("public/topics/index.html", lambda _: b"", "empty"),
        delete("public/assets/extra.css"),
        Edit("forget", forget_all),
        Edit("let time pass", let_time_pass),
        damage_caches(lambda data: data[: len(data) // 2], "halve"),
        damage_caches(lambda data: data[:-8] + b"\0" * 8, "overwrite the end of"),
        damage_caches(lambda _: b'{"files": [1]}', "replace"),
    ]
)
edits = st.one_of(articles, articles, site_files, tampering)


# --- the property --------------------------------------------------------------------------------


def start(root: Path, pictures: Mapping[str, bytes]) -> SiteFolder:
    """Return a site that has everything that the edits change."""
    site = SiteFolder(root / "site")
    site.write({"site.yaml": settings_text(), **THEME, **pictures})
    site.write({path_of(name): article(name) for name in NAMES})
    return site


def clean_tree(site: SiteFolder, folder: Path, now: datetime) -> dict[str, bytes] | None:
    """Return what a build from nothing makes of *site*; None if it cannot be built."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site.root, folder, ignore=shutil.ignore_patterns("public", ".digestgen"))
    copy = SiteFolder(folder)
    try:
        copy.build(now)
    except Problems:
        return None
    return copy.tree()


def check(site: SiteFolder, folder: Path, now: datetime) -> None:
    """Build *site* and compare with a build from nothing; a failed one changes nothing."""
    before = site.tree()
    expected = clean_tree(site, folder, now)
    try:
        build(site.root, site.output, now=now)
    except Problems:
        assert expected is None
        assert before == site.tree()
    else:
        assert expected == site.tree()


@pytest.fixture(scope="module")
def pictures() -> Mapping[str, bytes]:
    """Return the picture that articles show."""
    file = BytesIO()
    Image.new("RGB", (4, 3), "navy").save(file, "PNG")
    return {"content/2024/p.png": file.getvalue()}


@pytest.mark.parametrize("told_by_stat", [False, True])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rounds=st.lists(st.lists(edits, min_size=1, max_size=3), min_size=1, max_size=4))
def test_later_builds_end_as_clean_ones(
    rounds: list[list[Edit]],
    told_by_stat: bool,  # noqa: FBT001 - a parameter of the test
    tmp_path_factory: pytest.TempPathFactory,
    pictures: Mapping[str, bytes],
) -> None:
    """Whatever is edited, damaged or left out between builds.

    A file that changed just now is told by its bytes and later by its stat: both ways are right.
    """
    folder = tmp_path_factory.mktemp("later")
    with pytest.MonkeyPatch.context() as patch:
        if told_by_stat:
            patch.setattr(stat, "TICK_NANOSECONDS", -(10**12))
        site = start(folder, pictures)
        site.build()
        for number, round_ in enumerate(rounds):
            for edit in round_:
                edit.make(site)
            check(site, folder / "clean", NOW if number % 2 else LATER)
    shutil.rmtree(folder)


# --- faults that were planted --------------------------------------------------------------------


def only_itself(_theme: Theme, name: str) -> tuple[str, ...]:
    """Return the closure of a template as if it included nothing."""
    return (name,)


def no_masthead(value: object) -> bytes:
    """Return the JSON of *value*, but nothing of a masthead."""
    return b"" if isinstance(value, Masthead) else encode(value)


def no_view(value: object) -> bytes:
    """Return the JSON of *value*, but nothing of the lists of links that a view can have."""
    return encode(value.cards) if isinstance(value, HomeView) else encode(value)


def settled_whatever_lies_there(
    wanted: Iterable[outputs.Wanted], before: Mapping[str, Made], folder: OutputFolder
) -> Iterator[tuple[PurePosixPath, Checksum]]:
    """Yield the files whose fingerprint is that of the last build."""
    for one in wanted:
        made = before.get(str(one.path))
        if made and made.fingerprint == one.fingerprint:
            yield one.path, folder.manifest.files[one.path]


FAULTS: Mapping[str, tuple[object, str, object, Edit]] = {
    "includes are left out of a fingerprint": (
        fingerprint,
        "template_closure",
        only_itself,
        write("themes/mine/templates/partials/footer.html", "<footer>آخر</footer>\n"),
    ),
    "the masthead is left out of a fingerprint": (
        fingerprint,
        "encode",
        no_masthead,
        write("site.yaml", settings_text(title="موجز آخر")),
    ),
    "a number of the whole site is read behind the page's back": (
        outputs,
        "encode",
        no_view,
        write(path_of("a"), article("a", date="2019-01-01")),
    ),
    "what lies in the output is not looked at": (
        outputs,
        "settled_files",
        settled_whatever_lies_there,
        write("public/index.html", "هذا ليس لكم"),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_planted_faults_are_caught(
    name: str,
    tmp_path: Path,
    pictures: Mapping[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The comparison with a clean build has teeth: it fails for each of these faults."""
    module, attribute, fault, edit = FAULTS[name]
    site = start(tmp_path, pictures)
    monkeypatch.setattr(module, attribute, fault)
    site.build()
    edit.make(site)

    with pytest.raises(AssertionError):
        check(site, tmp_path / "clean", NOW)


# --- what is made for which edit -----------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path, pictures: Mapping[str, bytes]) -> SiteFolder:
    """Return a site of twelve articles that was built."""
    site = start(tmp_path, pictures)
    site.write(
        {
            path_of(f"n{number:02}"): article(
                f"n{number:02}", date=f"2024-05-{number:02}", tags="[]"
            )
            for number in range(1, 8)
        }
    )
    site.build()
    return site


def made_by(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch, files: Mapping[str, str]
) -> set[str]:
    """Return the paths of the pages that are rendered after *files* were written."""
    rendered: list[Page] = []
    original = outputs.render_chunks

    def noting(pages: Sequence[Page], *rest: Any) -> Iterator[RenderChunk]:  # noqa: ANN401
        rendered.extend(pages)
        return original(pages, *rest)

    monkeypatch.setattr(outputs, "render_chunks", noting)
    site.write(files)
    site.build()
    return {f"/{page.path}".removesuffix("index.html") for page in rendered}


def test_nothing_is_made_for_nothing(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A build of a site that did not change renders no page."""
    assert set() == made_by(site, monkeypatch, {})


def test_a_body_is_of_one_page(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """An edit below the first sentences makes the article's page and no other."""
    text = article("n03", date="2024-05-03", tags="[]", body="نص n03. جملة ثانية.\n\nفقرة أخرى.")

    lead = article("n03", date="2024-05-03", tags="[]", summary="ملخص")
    made_by(site, monkeypatch, {path_of("n03"): lead})
    assert {"/2024/05/03/n03/"} == made_by(
        site, monkeypatch, {path_of("n03"): text.replace("tags: []", "tags: []\nsummary: ملخص")}
    )


def test_a_summary_is_of_the_lists_that_show_it(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The article, its date indexes, and the pages of lists that have its card."""
    text = article("n03", date="2024-05-03", tags="[]", body="نص آخر تماما.")

    made = made_by(site, monkeypatch, {path_of("n03"): text})
    assert {"/2024/05/03/n03/", "/2024/05/03/", "/2024/05/"} <= made
    assert {"/page/2/", "/sources/وكالة/page/2/"} <= made
    assert not {path for path in made if path.startswith(("/topics", "/2024/06"))}
    assert "/" not in made


def test_a_new_article_changes_no_full_older_page(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages with a number that are there stay as they are."""
    before = {path for path in site.tree() if "page/" in path}
    redirects = {path for path in before if b'http-equiv="refresh"' in site.tree()[path]}
    made = made_by(site, monkeypatch, {path_of("new"): article("new", date="2025-01-01")})

    assert "/2025/01/01/new/" in made
    full = {f"/{path}".removesuffix("index.html") for path in before - redirects}
    assert set() == made & full


def test_a_string_is_of_all_pages(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of the theme stand everywhere."""
    made = made_by(site, monkeypatch, {"themes/mine/strings/ar.yaml": "home: الأولى\n"})

    assert len([path for path in site.tree() if path.endswith(".html")]) == len(made)


def test_a_template_is_of_its_pages(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change to the template of days makes the days and nothing else."""
    template = '{% extends "base.html" %}{% set title = "يوم" %}{% set description = none %}'
    days = {f"/{path}".removesuffix("index.html") for path in site.tree() if is_day(path)}

    assert days == made_by(site, monkeypatch, {"themes/mine/templates/day.html": template})


def is_day(path: str) -> bool:
    return path.startswith("2024/") and path.count("/") == 3


def test_a_renamed_topic_is_of_the_pages_that_show_it(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own page, the index, and what shows an article of it; no article without it."""
    topics = "{korea: {name: شبه الجزيرة, aliases: [كوريا]}}"
    made = made_by(site, monkeypatch, {"site.yaml": settings_text(topics=topics)})

    assert {"/topics/", "/topics/korea/", "/2024/06/21/a/", "/"} <= made
    assert not {path for path in made if path.startswith("/2024/05/")}


# --- processes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [2, 3])
def test_the_number_of_processes_does_not_show(
    jobs: int, tmp_path: Path, pictures: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes come out of one process and of several."""
    site = start(tmp_path, pictures)
    site.write({path_of(f"n{number}"): article(f"n{number}") for number in range(30)})
    expected = clean_tree(site, tmp_path / "clean", NOW)
    monkeypatch.setattr(work, "FEWEST_ITEMS", 2)
    monkeypatch.setattr(work, "CHUNK_ITEMS", 5)
    build(site.root, site.output, now=NOW, jobs=jobs)

    assert expected == site.tree()


def test_any_executor_can_do_the_work() -> None:
    """Results come in the order of the chunks, whoever does them."""
    with ThreadPoolExecutor(3) as executor:
        found = list(work.results(executor, sum, work.chunks(range(1000), 7), 3))

    assert found == [sum(chunk) for chunk in work.chunks(range(1000), 7)]


def test_bodies_are_not_read_for_lists(tmp_path: Path, pictures: Mapping[str, bytes]) -> None:
    """Without a page to make, the pack of bodies need not even be readable."""
    site = start(tmp_path, pictures)
    site.build()
    (pack,) = (site.root / ".digestgen").glob("*.pack")
    pack.write_bytes(b"\0" * pack.stat().st_size)
    report = site.build()

    assert () == report.output.written
    site.write({"themes/mine/strings/ar.yaml": "home: الأولى\n"})
    check(site, tmp_path / "clean", NOW)
