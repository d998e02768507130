"""What builds remember: it comes back as it was put there, or not at all."""

import os
import pickle
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Raw
from msgspec.structs import replace

from digestgen import inputs, outputs, rendering, texts
from digestgen.build import build
from digestgen.cache.articles import (
    INDEX,
    INDEX_DECODER,
    Index,
    Kept,
    load_index,
    pack_file,
    parsed_in,
    read_blobs,
    store,
    text_in,
)
from digestgen.cache.codec import decoder, encode
from digestgen.cache.engine import LIBRARIES, libraries
from digestgen.cache.files import check_of, keep, load
from digestgen.cache.outputs import Made, OutputState, load_state, state_file, store_state
from digestgen.cache.pack import Blob, DamagedCacheError
from digestgen.cache.stat import (
    FINE_TICK_NANOSECONDS,
    TICK_NANOSECONDS,
    file_stat,
    is_settled,
)
from digestgen.content.articles import parse
from digestgen.content.chunks import ParseChunk, parse_chunk
from digestgen.content.parsed import ParseSettings
from digestgen.file_path import FilePath
from digestgen.model import ContentFile, DiskFile
from tests.conftest import ARTICLE, NOW, MakeSite, SiteFolder

SETUP: Final = ParseSettings(language="ar", zone=ZoneInfo("Asia/Riyadh"), end_mark="(انتهى)")
EMPTY: Final = Index(engine="engine", settings="settings")
LATER: Final = 1 << 62
FULL_ARTICLE: Final = """\
---
title: «عنوان» & <b>
date: 1901-02-03 04:05
source: [{name: وكالة, url: https://a.example/1, author: كاتب}, TASS]
tags: [كوريا, Korea]
image: {src: p.png, alt: نص, caption: شرح, credit: مصور}
summary: ملخص
place: سيئول
slug: other
aliases: [/old/]
updated: 2024-07-01
expires: 2031-01-01 10:00+05:30
lang: ar-EG
featured: true
params: {a: [1, true, null, {b: ج}]}
---

## عنوان

[ملف](b.md#x) و[صفحة](/topics/#y) ![صورة](p.png) desk@example.org

(انتهى)
"""
PLAIN_PAGE: Final = "---\ntitle: عنا\nlayout: page\nimage: p.png\n---\n\nنص [ملف](a.md).\n"


def file_of(folder: Path, name: str, text: str) -> DiskFile:
    """Return the content file *name* with *text*, as it lies in *folder*."""
    path = folder / name
    path.write_text(text, "utf-8")
    stat = file_stat(str(path))
    assert stat is not None
    return DiskFile(path=FilePath(name), disk=str(path), stat=stat)


def parsed(*files: DiskFile, started: int = LATER) -> tuple[list[Kept], list[bytes]]:
    """Return *files* as they are kept, and the blobs of their bodies."""
    chunk = ParseChunk(
        files=tuple((file, "") for file in files), settings=SETUP, salt=b"", started=started
    )
    found = parse_chunk(chunk)
    assert [()] * len(files) == [outcome.problems for outcome in found.files]
    return decoder(list[Kept]).decode(found.kept), [outcome.blob for outcome in found.files]


def loaded(folder: Path, *, engine: str = "engine", settings: str = "settings") -> Index:
    """Return what *folder* keeps."""
    return load_index(folder, engine=engine, settings=settings)


def stored(folder: Path, blobs: Mapping[str, bytes]) -> Index:
    """Return the index of files with *blobs*, which *folder* keeps from now on."""
    blob = Blob(offset=0, size=0, check="")
    one = Kept(path="", stat=None, key="", print="", content=Raw(b"null"), warnings=(), blob=blob)
    files = [replace(one, path=path) for path in blobs]
    return store(folder, EMPTY, files, blobs)


# --- articles ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [FULL_ARTICLE, PLAIN_PAGE], ids=["article", "page"])
def test_a_content_file_comes_back_as_it_was_parsed(text: str, tmp_path: Path) -> None:
    """Every field, every gap of the body, and every piece of HTML."""
    file = file_of(tmp_path, "a.md", text)
    whole = parse(ContentFile(path=file.path, text=text), SETUP)
    (kept,), (blob,) = parsed(file)
    index = store(tmp_path, EMPTY, [kept], {"a.md": blob})
    (found,) = loaded(tmp_path).files

    assert whole.parsed == parsed_in(found)
    assert whole.warnings == found.warnings
    assert file.stat == found.stat
    (bytes_,) = read_blobs(tmp_path, index, [found.blob])
    assert whole.text == text_in(bytes_)


def test_bodies_are_found_wherever_they_lie(tmp_path: Path) -> None:
    """After some files were edited, and others went, the rest is read from where it was."""
    first = stored(tmp_path, {"a": b"1", "b": b"22", "c": b"333"})
    files = [first.files[2], first.files[0]]
    second = store(tmp_path, first, files, {"a": b"4444"})
    found = loaded(tmp_path)

    assert second == found
    assert ["c", "a"] == [kept.path for kept in found.files]
    assert [b"333", b"4444"] == read_blobs(tmp_path, found, [kept.blob for kept in found.files])


def test_a_pack_of_waste_is_written_anew(tmp_path: Path) -> None:
    """When most of it is of no use; what is of use stays."""
    large = 400_000
    index = stored(tmp_path, {"a": b"a" * large, "b": b"b" * large, "c": b"c"})
    old = pack_file(tmp_path, index)
    for letter in (b"d", b"e"):
        index = store(tmp_path, index, index.files, {"a": letter * large})

    assert pack_file(tmp_path, index) != old
    assert [pack_file(tmp_path, index)] == list(tmp_path.glob("bodies-*.pack"))
    assert 2 * large + 1 == pack_file(tmp_path, index).stat().st_size
    assert index == loaded(tmp_path)
    blobs = read_blobs(tmp_path, index, [kept.blob for kept in index.files])
    assert [b"e" * large, b"b" * large, b"c"] == blobs


def test_a_build_that_is_killed_while_it_keeps_things_spoils_nothing(tmp_path: Path) -> None:
    """The pack has grown then, but the index that is there speaks of what was there before."""
    index = stored(tmp_path, {"a": b"1"})
    with pack_file(tmp_path, index).open("ab") as pack:
        pack.write(b"half a bo")

    assert index == loaded(tmp_path)
    assert [b"1"] == read_blobs(tmp_path, index, [index.files[0].blob])


@pytest.mark.parametrize("other", ["engine", "settings"])
def test_nothing_is_kept_for_another_engine_or_other_settings(other: str, tmp_path: Path) -> None:
    """What was parsed by other code, or by other settings, may be wrong."""
    before = stored(tmp_path, {"a": b"1"})
    found = loaded(tmp_path, **{other: "other"})

    assert () == found.files
    assert before.number != found.number


# --- damage --------------------------------------------------------------------------------------


@settings(max_examples=200)
@given(st.data())
def test_damage_to_an_index_is_noticed(data: st.DataObject) -> None:
    """Whatever byte is another one, wherever it is cut, whatever is added."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        stored(folder, {"a": b"1", "b": b"22"})
        right = (folder / INDEX).read_bytes()
        place = data.draw(st.integers(0, len(right) - 1))
        rest = data.draw(st.sampled_from((b"", b" ", b"\n", right[place + 1 :])))
        wrong = right[:place] + data.draw(st.binary(max_size=2)) + rest
        (folder / INDEX).write_bytes(wrong)

        assert (right == wrong) == bool(loaded(folder).files)


FOREIGN: Final = {
    "nothing": b"",
    "zeros": b"\0" * 100,
    "no text": b"\xff\xfe\x00\xd8",
    "a text": b'"text"',
    "a list": b"[]",
    "another value": b'{"files": [1]}',
    "a value with half of its fields": b'{"files": [{"path": "a.md"}]}',
    "a deep value": b'{"x": ' + b"[" * 100_000,
    "a large number": b'{"number": ' + b"9" * 10_000 + b"}",
    "code": pickle.dumps(print),
}


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("checked", [True, False], ids=["with its checksum", "as it is"])
def test_foreign_files_are_ignored(name: str, *, checked: bool, tmp_path: Path) -> None:
    """Whether or not someone took the trouble to give them a checksum."""
    data = FOREIGN[name]
    whole = encode(check_of(data)) + b"\n" + data if checked else data
    for path in (tmp_path / INDEX, state_file(tmp_path, tmp_path)):
        path.write_bytes(whole)

    assert () == loaded(tmp_path).files
    assert OutputState() == load_state(tmp_path, tmp_path)


@pytest.mark.parametrize(
    "blob",
    [
        Blob(offset=-1, size=1, check=check_of(b"1")),
        Blob(offset=0, size=-2, check=check_of(b"1")),
        Blob(offset=1 << 70, size=1, check=check_of(b"1")),
        Blob(offset=0, size=1, check="other"),
    ],
    ids=str,
)
def test_places_outside_a_pack_are_noticed(blob: Blob, tmp_path: Path) -> None:
    """An index that was made to mislead ends no build."""
    index = stored(tmp_path, {"a": b"1"})
    wrong = replace(index.files[0], blob=blob)
    keep(tmp_path / INDEX, replace(index, files=(wrong,)))
    found = loaded(tmp_path)

    if found.files:
        with pytest.raises(DamagedCacheError):
            read_blobs(tmp_path, found, [blob])


@pytest.mark.parametrize(
    "damage",
    [lambda data: data[:-1], lambda _: b"", lambda data: b"\0" * len(data)],
    ids=["cut", "emptied", "overwritten"],
)
def test_damage_to_a_pack_is_noticed(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """By its size, or as soon as a body is read."""
    index = stored(tmp_path, {"a": b"1", "b": b"22"})
    pack = pack_file(tmp_path, index)
    pack.write_bytes(damage(pack.read_bytes()))
    found = loaded(tmp_path)

    if found.files:
        with pytest.raises(DamagedCacheError):
            read_blobs(tmp_path, found, [kept.blob for kept in found.files])


def test_a_pack_that_is_gone_is_noticed(tmp_path: Path) -> None:
    """Nothing is kept without it."""
    index = stored(tmp_path, {"a": b"1"})
    pack_file(tmp_path, index).unlink()

    assert () == loaded(tmp_path).files
    with pytest.raises(DamagedCacheError):
        read_blobs(tmp_path, index, [index.files[0].blob])


# --- one value in a file -------------------------------------------------------------------------


def test_a_value_comes_back(tmp_path: Path) -> None:
    """Its file is there as a whole or not at all, and nothing lies beside it."""
    keep(tmp_path / "a", EMPTY)

    assert EMPTY == load(tmp_path / "a", INDEX_DECODER)
    assert [tmp_path / "a"] == list(tmp_path.iterdir())


def test_the_state_of_an_output_comes_back(tmp_path: Path) -> None:
    """Each output has its own, whatever its name."""
    one, other = tmp_path / "public", tmp_path / "\udcff"
    made = Made(path="خبر/index.html", fingerprint="f", sha256="0" * 64, stat=(1, 2, 3, 4))
    state = OutputState(files=(made,))
    store_state(tmp_path, one, state)
    store_state(tmp_path, other, OutputState())

    assert state == load_state(tmp_path, one)
    assert OutputState() == load_state(tmp_path, other)


# --- stats ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "tick"), [(10**18, FINE_TICK_NANOSECONDS), (10**18 + 1, TICK_NANOSECONDS)]
)
def test_a_file_settles_a_tick_after_its_last_change(now: int, tick: int) -> None:
    """Within the tick of a clock a second change would not show; times to come tell nothing.

    The tick is of two seconds where a time is of whole seconds.
    """
    settled = now - tick - 1

    assert is_settled((0, settled, settled, 1), now)
    assert not is_settled((0, settled + 1, settled, 1), now)
    assert not is_settled((0, settled, settled + 1, 1), now)
    assert not is_settled((0, now + 10**9, settled, 1), now)


def test_only_plain_files_have_a_stat(tmp_path: Path) -> None:
    """A link, a folder and nothing at all have none."""
    (tmp_path / "file").write_text("1")
    (tmp_path / "link").symlink_to("file")
    found = [file_stat(f"{tmp_path}/{name}") for name in ("file", "link", "", "nothing", "\0")]

    assert [True, False, False, False, False] == [stat is not None for stat in found]


def test_a_file_that_changed_just_now_is_not_told_by_its_stat(tmp_path: Path) -> None:
    """It is kept, but the next build reads it again."""
    file = file_of(tmp_path, "a.md", ARTICLE)
    os.utime(tmp_path / "a.md", ns=(0, 10**18))
    file = replace(file, stat=file_stat(file.disk) or file.stat)
    shortly_after = max(file.stat[1:3]) + TICK_NANOSECONDS
    (fresh,), _ = parsed(file, started=shortly_after)
    (later,), _ = parsed(file, started=shortly_after + 1)

    assert (None, file.stat) == (fresh.stat, later.stat)


# --- in a build ----------------------------------------------------------------------------------


@pytest.fixture
def site(make_site: MakeSite) -> SiteFolder:
    """Return a site of two articles and a topic that was built."""
    tagged = ARTICLE.replace("source:", "tags: [x]\nsource:")
    site = make_site({"content/a.md": ARTICLE, "content/b.md": tagged})
    site.build()
    return site


def cache_of(site: SiteFolder) -> Path:
    return site.root / ".digestgen"


def test_a_touched_file_is_told_by_its_stat_again(site: SiteFolder) -> None:
    """A build that finds the bytes unchanged spares the next one to read them."""
    path = site.root / "content/a.md"
    path.write_text(ARTICLE, "utf-8")
    build(site.root, site.output, now=NOW, started=LATER)
    index = load(cache_of(site) / INDEX, INDEX_DECODER)

    assert index is not None
    assert file_stat(str(path)) == index.files[0].stat


def test_bodies_are_not_read_for_lists(site: SiteFolder) -> None:
    """The pack may be of no use as long as no page with a body is made."""
    (pack,) = cache_of(site).glob("bodies-*.pack")
    useless = b"\0" * pack.stat().st_size
    pack.write_bytes(useless)
    topics = "topics: {x: {name: x, description: وصف}}\n"
    site.write({"site.yaml": (site.root / "site.yaml").read_text("utf-8") + topics})

    assert {"topics/x/index.html", "topics/x/feed.json", "topics/x/feed.xml"} == set(
        site.build().rendered
    )
    assert useless == pack.read_bytes()


def test_a_damaged_body_is_made_again(site: SiteFolder) -> None:
    """Noticed when its page is made, and right on the page."""
    before = site.tree()
    (pack,) = cache_of(site).glob("bodies-*.pack")
    pack.write_bytes(b"\0" * pack.stat().st_size)
    (site.output / "2024/06/21/a/index.html").unlink()
    site.build()

    assert before == site.tree()
    assert () == site.build().rendered


def test_the_engine_knows_which_libraries_are_installed() -> None:
    """Each of those whose code or data decides what pages hold, with its version."""
    found = {folder.lower().replace("_", "-") for folder in libraries()}

    assert {f"{name}-{version(name)}.dist-info" for name in LIBRARIES} <= found


def test_libraries_are_known_wherever_they_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Debian has other names for their folders; not all that Python looks into is a folder."""
    for name in ("PyYAML-6.0.egg-info", "jinja2-3.1.dist-info", "click-8.1.dist-info", "jinja2"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path / "none"), str(tmp_path), __file__])

    assert ["PyYAML-6.0.egg-info", "jinja2-3.1.dist-info"] == sorted(libraries())


def test_another_engine_makes_everything_anew(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code of digestgen, its libraries and Python are inputs of every page."""
    for module in (inputs, outputs, rendering, texts):
        monkeypatch.setattr(module, "engine", lambda: "another engine")
    report = site.build()

    assert report.pages == len(report.rendered)
    assert () == report.output.written
    index = load(cache_of(site) / INDEX, INDEX_DECODER)
    assert index is not None
    assert ("another engine", 2) == (index.engine, len(index.files))


def test_nothing_that_is_kept_is_run(site: SiteFolder, tmp_path: Path) -> None:
    """A file of Python's own values, which can hold code, is a foreign file like any other."""

    class Hostile:
        def __reduce__(self) -> tuple[object, ...]:
            return (Path.touch, (tmp_path / "run",))

    before = site.tree()
    for path in cache_of(site).iterdir():
        if path.is_file():
            path.write_bytes(pickle.dumps(Hostile()))
    site.build()

    assert before == site.tree()
    assert not (tmp_path / "run").exists()


def test_links_among_what_is_kept_lead_nowhere(make_site: MakeSite) -> None:
    """A site that comes with a `.digestgen/` of links makes no build change other files."""
    site = make_site({"content/a.md": ARTICLE, "precious": "keep me", "folder/precious": "me too"})
    cache_of(site).mkdir()
    names = (INDEX, f"{INDEX}.tmp", "bodies-0.pack", "bodies-1.pack")
    for name in (*names, state_file(Path(), site.output).name):
        (cache_of(site) / name).symlink_to("../precious")
    (cache_of(site) / "stage").symlink_to("../folder")
    site.build()
    site.build()

    assert "keep me" == (site.root / "precious").read_text()
    assert "me too" == (site.root / "folder/precious").read_text()
