"""Pictures: which files are made of one, what they hold, and that each is made once."""

import random
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from os import truncate
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest
from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from digestgen.build import build
from digestgen.cache.hashing import fingerprint
from digestgen.model import PictureFile, PictureFiles
from digestgen.pictures import make
from digestgen.pictures.make import make_picture
from digestgen.pictures.ready import HEAVY_BYTES
from digestgen.pictures.sizes import chosen, height_at, useful, widths
from digestgen.pictures.strip import stripped
from digestgen.pictures.task import PictureTask
from tests.conftest import NOW, MakeSite, SiteFolder, pixels, png_header
from tests.reading import element, tree_of
from tests.writing import article

ORIENTATION: Final = 0x0112
GPS: Final = 0x8825
SECRET: Final = b"SECRET"


def noise(width: int, height: int, seed: int = 1) -> Image.Image:
    """Return a picture with something to see everywhere, so that its files are not tiny."""
    data = random.Random(seed).randbytes(64 * 48 * 3)  # noqa: S311 - a picture
    return Image.frombytes("RGB", (64, 48), data).resize((width, height))


def saved(image: Image.Image, kind: str = "JPEG", **settings: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    """Return *image* as a file."""
    file = BytesIO()
    image.save(file, kind, **settings)
    return file.getvalue()


def with_secrets(turn: int = 1) -> Image.Exif:
    """Return metadata that say where and by whom a photo was taken, and how to turn it."""
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    exif[0x013B] = SECRET.decode()
    exif[GPS] = {1: "N", 2: (24.0, 42.0, 0.0), 29: SECRET.decode()}
    return exif


@pytest.fixture(scope="session")
def photo() -> bytes:
    """Return a photo of 1000 × 750 pixels."""
    return saved(noise(1000, 750), quality=95)


Made = Mapping[str, bytes]


@pytest.fixture
def published(make_site: MakeSite) -> Callable[[str, bytes], Made]:
    """Return a function that builds an article with a picture and returns the pictures made."""

    def build_with(name: str, data: bytes) -> Made:
        site = make_site({"content/a.md": article(image=name), f"content/{name}": data})
        site.build()
        return pictures(site)

    return build_with


def pictures(site: SiteFolder) -> dict[str, bytes]:
    """Return the pictures of the output: without their hashes, those of several sizes."""
    found = {path: data for path, data in site.tree().items() if is_picture(path)}
    return {path.rpartition("-")[2]: data for path, data in found.items()}


def is_picture(path: str) -> bool:
    return path.startswith(("media/", "pictures/"))


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


# --- which sizes there are -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("full", "expected"),
    [
        (100, (100,)),
        (320, (320,)),
        (360, (360,)),
        (368, (320, 368)),
        (1000, (320, 640, 1000)),
        (1920, (320, 640, 960, 1280, 1920)),
    ],
)
def test_no_width_is_near_to_the_next(full: int, expected: tuple[int, ...]) -> None:
    """A picture comes in its whole width and in those that are clearly smaller."""
    assert expected == widths(full, (320, 640, 960, 1280, 1920))


@pytest.mark.parametrize(("height", "expected"), [(3000, 960), (1, 1), (3, 1)])
def test_heights_keep_the_shape(height: int, expected: int) -> None:
    """And are never nothing."""
    assert expected == height_at(1280, 4000, height)


def file(name: str, width: int, size: int) -> PictureFile:
    return PictureFile(name=name, width=width, height=width, size=size, sha256=name)


def test_no_file_is_larger_than_that_of_a_wider_picture() -> None:
    """A browser that needs few pixels would load more bytes for them."""
    files = [file("a", 320, 9), file("b", 640, 8), file("c", 640, 7), file("d", 960, 8)]

    assert ("c", "d") == tuple(one.name for one in useful(files))


def test_webp_is_offered_where_it_saves_bytes() -> None:
    """Else the picture itself is the best file, alone or with smaller ones."""
    own, small, webp = file("own", 960, 50), file("small", 640, 30), file("webp", 960, 40)
    poor = file("poor", 960, 50)

    assert PictureFiles(published=own, webp=(webp,), fallback=(small, own)) == chosen(
        own, [webp], [small], kind="JPEG"
    )
    assert PictureFiles(published=own, webp=(), fallback=(small, own)) == chosen(
        own, [poor], [small], kind="JPEG"
    )
    assert PictureFiles(published=own, webp=(), fallback=(own,)) == chosen(own, [], [], kind="AVIF")


def test_a_photo_comes_in_sizes(published: Callable[[str, bytes], Made], photo: bytes) -> None:
    """WebP of each width, JPEG of fewer, none wider than the photo."""
    made = published("a.jpg", photo)
    sizes = {name: (opened(data).format, opened(data).size) for name, data in made.items()}

    assert {
        "media/a.jpg": ("JPEG", (1000, 750)),
        "320.webp": ("WEBP", (320, 240)),
        "640.webp": ("WEBP", (640, 480)),
        "1000.webp": ("WEBP", (1000, 750)),
        "640.jpg": ("JPEG", (640, 480)),
    } == sizes


def test_a_large_photo_is_published_at_a_sensible_size(
    published: Callable[[str, bytes], Made],
) -> None:
    """At its own address as well, since a link may lead there."""
    made = published("a.jpg", saved(noise(2600, 1300)))

    assert (1920, 960) == opened(made["media/a.jpg"]).size
    assert max(opened(data).width for data in made.values()) == 1920


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_a_tiny_picture_is_left_alone(published: Callable[[str, bytes], Made], kind: str) -> None:
    """Nothing is gained by a choice of files that are there at once."""
    name = f"a.{kind.lower()}"

    assert [f"media/{name}"] == list(published(name, saved(Image.new("RGB", (20, 10)), kind)))


# --- what files hold -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_tells_who_took_a_photo_where(
    published: Callable[[str, bytes], Made], kind: str
) -> None:
    """EXIF with its GPS, XMP, comments and texts are in no file that is published."""
    settings: dict[str, Any] = {"exif": with_secrets(), "xmp": b"<x>SECRET</x>"}
    if kind == "JPEG":
        settings["comment"] = SECRET
    if kind == "PNG":
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Author", SECRET.decode())
        texts.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        settings = {"exif": with_secrets(), "pnginfo": texts}
    data = saved(noise(800, 600), kind, **settings)
    made = published(f"a.{kind.lower()}", data)

    assert SECRET in data
    assert [] == [name for name, one in made.items() if SECRET in one or opened(one).getexif()]
    assert {"640.jpg", "640.webp", f"media/a.{kind.lower()}"} <= made.keys()


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_a_photo_is_turned_as_the_camera_noted(
    published: Callable[[str, bytes], Made], kind: str
) -> None:
    """In every file, since the note is gone."""
    image = noise(800, 600)
    data = saved(image, kind, exif=with_secrets(turn=6), quality=95)
    made = published(f"a.{kind.lower()}", data)

    assert {True} == {opened(one).height > opened(one).width for one in made.values()}
    upright = image.transpose(Image.Transpose.ROTATE_270)
    assert near(upright, opened(made[f"media/a.{kind.lower()}"]), 25)


def near(one: Image.Image, other: Image.Image, most: int) -> bool:
    """Tell whether two pictures of one size look alike: the middles of some areas differ little."""
    small = [image.convert("RGB").resize((8, 8), Image.Resampling.BOX) for image in (one, other)]
    differences = (abs(a - b) for a, b in zip(*(s.tobytes() for s in small), strict=True))
    return one.size == other.size and max(differences) <= most


def test_a_jpeg_keeps_its_quality_at_its_own_address(
    published: Callable[[str, bytes], Made], photo: bytes
) -> None:
    """It is encoded with its own tables."""
    own = opened(published("a.jpg", photo)["media/a.jpg"])

    assert near(opened(photo), own, 1)
    assert getattr(opened(photo), "quantization", 1) == getattr(own, "quantization", 2)


def test_a_png_keeps_its_pixels_at_its_own_address(
    published: Callable[[str, bytes], Made],
) -> None:
    """Bit for bit."""
    data = saved(noise(800, 600), "PNG")

    assert pixels(data) == pixels(published("a.png", data)["media/a.png"])


def test_transparency_stays(published: Callable[[str, bytes], Made]) -> None:
    """Browsers without WebP get PNG."""
    image = noise(800, 600)
    image.putalpha(Image.linear_gradient("L").resize((800, 600)))
    made = published("a.png", saved(image, "PNG"))

    assert {"640.png", "640.webp"} <= made.keys()
    clear = [opened(one).getchannel("A").resize((8, 6)).tobytes() for one in made.values()]
    assert {"RGBA"} == {opened(one).mode for one in made.values()}
    assert max(alpha[0] for alpha in clear) < 60
    assert min(alpha[-1] for alpha in clear) > 200


def few_colours() -> Image.Image:
    image = noise(800, 600).quantize(200)
    ImageDraw.Draw(image).rectangle((0, 0, 300, 200), fill=3)
    return image


KINDS: Final[Mapping[str, Callable[[], bytes]]] = {
    "cmyk.jpg": lambda: saved(noise(800, 600).convert("CMYK")),
    "grey.jpg": lambda: saved(noise(800, 600).convert("L")),
    "palette.png": lambda: saved(few_colours(), "PNG"),
    "black-and-white.png": lambda: saved(noise(800, 600).convert("1"), "PNG"),
    "sixteen-bits.png": lambda: saved(
        noise(800, 600).convert("L").convert("I").point(lambda v: v * 257).convert("I;16"), "PNG"
    ),
    "still.gif": lambda: saved(few_colours(), "GIF"),
}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_picture_looks_as_it_did(
    published: Callable[[str, bytes], Made], name: str
) -> None:
    """Whatever its colours are told by, those of the other files are what browsers know."""
    data = KINDS[name]()
    made = published(name, data)
    (webp,) = (one for path, one in made.items() if path == "800.webp")
    right = opened(data).convert("L" if name == "sixteen-bits.png" else "RGB")
    if name == "sixteen-bits.png":
        right = noise(800, 600).convert("L")

    assert near(right, opened(webp), 30)


def test_colours_become_those_of_screens(published: Callable[[str, bytes], Made]) -> None:
    """A profile with other colours is applied, and is in no file any more."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (lab, srgb, b"no profile"):
        made = published("a.jpg", saved(noise(800, 600), icc_profile=profile))
        assert [] == [name for name, one in made.items() if "icc_profile" in opened(one).info]


def animation(kind: str) -> bytes:
    """Return an animation of three pictures with a comment."""
    first, *rest = (noise(200, 150, seed) for seed in range(3))
    settings = {"comment": SECRET} if kind == "GIF" else {"exif": with_secrets()}
    return saved(first, kind, save_all=True, append_images=rest, duration=80, loop=0, **settings)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_animations_stay_animations(published: Callable[[str, bytes], Made], kind: str) -> None:
    """All their pictures are there, with how long each is shown; the comment is not."""
    data = animation(kind)
    made = published(f"a.{kind.lower()}", data)
    own = opened(made[f"media/a.{kind.lower()}"])

    assert SECRET in data
    assert SECRET not in made[f"media/a.{kind.lower()}"]
    assert list(frames(opened(data))) == list(frames(own))
    assert [f"media/a.{kind.lower()}"] == list(made)


def frames(image: Image.Image) -> Iterator[tuple[object, bytes]]:
    """Yield the pictures of an animation, and how long each is shown."""
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        yield image.info.get("duration"), image.convert("RGBA").tobytes()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_what_is_cut_off_is_found_out_while_it_is_stripped(kind: str) -> None:
    """Wherever it is cut: no file is made of it that only looks whole."""
    data = animation(kind)
    whole = stripped(data, kind)
    for end in (*range(8, 60), *range(60, len(whole) - 1, 997)):
        with pytest.raises(ValueError, match=r"truncated|no block"):
            stripped(whole[:end], kind)


# --- what is wrong with files --------------------------------------------------------------------


def test_broken_pictures_are_told_together(make_site: MakeSite, photo: bytes) -> None:
    """Each where it is used, and nothing is written."""
    png, webp = saved(noise(300, 200), "PNG"), saved(noise(300, 200), "WEBP")
    body = "![](a.jpg) ![](b.png)\n\n![](c.webp) ![](d.jpg) ![](e.png) ![](f.jpg)"
    site = make_site(
        {
            "content/x.md": article(body, image="a.jpg"),
            "content/a.jpg": photo[: len(photo) // 2],
            "content/b.png": png[: len(png) // 2],
            "content/c.webp": webp[: len(webp) // 2],
            "content/d.jpg": "<html>",
            "content/e.png": png_header(20_000, 20_000),
            "content/f.jpg": png_header(11_000, 11_000),
        }
    )
    found = [(str(one.place), one.code) for one in site.problems()]

    assert [
        ("content/x.md:5:8", "DG411"),
        ("content/x.md:8:16", "DG411"),
        ("content/x.md:10:5", "DG405"),
        ("content/x.md:10:17", "DG405"),
        ("content/x.md:10:28", "DG412"),
        ("content/x.md:10:39", "DG412"),
    ] == found
    assert not site.output.exists()


def test_heavy_files_are_warned_of(make_site: MakeSite, photo: bytes) -> None:
    """At each build, since they stay heavy."""
    site = make_site({"content/x.md": article(image="a.jpg"), "content/a.jpg": photo})
    truncate(site.root / "content/a.jpg", HEAVY_BYTES + 1)
    for _ in range(2):
        (warning,) = site.build().warnings
        assert ("content/x.md:5:8", "DG413") == (str(warning.place), warning.code)


@pytest.mark.parametrize("seed", range(4))
def test_garbage_in_a_picture_is_a_problem_of_the_file(seed: int, tmp_path: Path) -> None:
    """Whatever bytes are wrong: a picture comes of it, or a rule that it breaks."""
    chance = random.Random(seed)  # noqa: S311 - any garbage will do
    images = [saved(noise(90, 60), kind) for kind in ("JPEG", "PNG", "GIF", "WEBP")]
    for data in images * 4:
        broken = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        disk = tmp_path / "a"
        disk.write_bytes(broken)
        task = PictureTask(
            disk=str(disk), hash=fingerprint(bytes(broken)), name="x", folder=str(tmp_path)
        )
        outcome = make_picture(task)
        assert (outcome.files is None) != (outcome.rule is None)


# --- made once -----------------------------------------------------------------------------------


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the pictures that are made, as they are."""
    names: list[str] = []

    def recorded(task: PictureTask) -> object:
        names.append(Path(task.disk).name)
        return make_picture(task)

    monkeypatch.setattr(make, "make_picture", recorded)
    return names


def test_each_picture_is_made_once(make_site: MakeSite, photo: bytes, made: list[str]) -> None:
    """For two articles, for two files with the same bytes, and for the builds that follow."""
    site = make_site(
        {
            "content/a.md": article("![](b.jpg)", image="a.jpg"),
            "content/b.md": article(image="a.jpg"),
            "content/a.jpg": photo,
            "content/b.jpg": photo,
        }
    )
    site.build()
    assert ["a.jpg"] == made
    site.write({"content/a.md": article("نص آخر.", image="a.jpg", title="آخر")})
    report = site.build()

    assert ["a.jpg"] == made
    assert not [path for path in report.output.written if is_picture(path)]


def test_an_edited_picture_is_made_anew(make_site: MakeSite, photo: bytes, made: list[str]) -> None:
    """Its old files go, from the output and from what is kept; so they do when it is deleted."""
    site = make_site(
        {
            "content/a.md": article("![](b.jpg)", image="a.jpg"),
            "content/a.jpg": photo,
            "content/b.jpg": saved(noise(500, 400, 2)),
        }
    )
    site.build()
    site.write({"content/a.jpg": saved(noise(800, 600, 3))})
    site.build()
    assert ["a.jpg", "b.jpg", "a.jpg"] == made
    assert (800, 600) == opened(site.tree()["media/a.jpg"]).size
    site.write({"content/a.md": article("![](b.jpg)")})
    site.build()

    names = {path.removeprefix("pictures/") for path in site.tree() if path.startswith("pictures/")}
    assert {"320.webp", "500.webp"} == {name.rpartition("-")[2] for name in names}
    kept = {path.name for path in (site.root / ".digestgen/pictures").iterdir()}
    assert names == {name for name in kept if "-" in name}
    assert 3 == len(kept)


@pytest.mark.parametrize("damage", ["delete", "flip"])
def test_damage_to_what_is_kept_is_mended(
    make_site: MakeSite, photo: bytes, made: list[str], damage: str
) -> None:
    """It is made again; nothing of it gets into the output."""
    site = make_site({"content/a.md": article(image="a.jpg"), "content/a.jpg": photo})
    site.build()
    before = site.tree()
    for path in (site.root / ".digestgen/pictures").iterdir():
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        if damage == "delete":
            path.unlink()
    again = site.root / "again"
    build(site.root, again, now=NOW)

    assert ["a.jpg", "a.jpg"] == made
    assert {path for path in before if is_picture(path)} == {
        path.relative_to(again).as_posix()
        for path in again.rglob("*")
        if path.is_file()
        and before.get(path.relative_to(again).as_posix()) == path.read_bytes()
        and is_picture(path.relative_to(again).as_posix())
    }


def test_the_number_of_processes_does_not_show(make_site: MakeSite) -> None:
    """Four make the same bytes as one."""
    names = [f"{number}.jpg" for number in range(5)]
    site = make_site(
        {
            "content/a.md": article(" ".join(f"![]({name})" for name in names)),
            **{f"content/{name}": saved(noise(400, 300, n)) for n, name in enumerate(names)},
        }
    )
    site.build()
    one = site.tree()
    (site.root / ".digestgen").rename(site.root / "kept")
    other = SiteFolder(site.root)
    build(site.root, site.root / "four", now=NOW, jobs=4)

    assert {path: data for path, data in one.items() if is_picture(path)} == {
        path.relative_to(other.root / "four").as_posix(): path.read_bytes()
        for folder in ("media", "pictures")
        for path in (other.root / "four" / folder).rglob("*")
        if path.is_file()
    }


# --- how pages show them -------------------------------------------------------------------------


def test_pages_let_the_browser_choose(make_site: MakeSite, photo: bytes) -> None:
    """WebP by width, JPEG for others; the lead at once, those of the text when they come near."""
    site = make_site(
        {"content/a.md": article("![وصف](a.jpg)", image="a.jpg"), "content/a.jpg": photo}
    )
    site.build()
    root = tree_of(site.html("/2024/06/21/a/"))
    lead, inner = (
        element(root, ".//article/figure[@class='picture']/picture"),
        body_picture(root),
    )

    assert [("webp", [320, 640, 1000]), ("jpg", [640, 1000])] == offered(lead) == offered(inner)
    assert ("high", None) == loading(lead)
    assert (None, "lazy") == loading(inner)
    assert {("1000", "750")} == {
        (img.get("width", ""), img.get("height", "")) for img in root.iter("img")
    }
    meta = {e.get("property"): e.get("content") for e in root.iter("meta")}
    assert "https://example.org/digest/media/a.jpg" == meta["og:image"]


def body_picture(root: ET.Element) -> ET.Element:
    """Return the picture in the text of the page *root*."""
    (found,) = (one for one in root.iter("picture") if element(one, "img").get("alt") == "وصف")
    return found


def offered(picture: ET.Element) -> list[tuple[str, list[int]]]:
    """Return the endings and widths of the files of *picture*, the WebP ones first."""
    sets = [element(picture, one).get("srcset", "") for one in ("source", "img")]
    return [
        (
            files.split(" ")[0].rpartition(".")[2],
            [int(w.split(" ")[1][:-1]) for w in files.split(", ")],
        )
        for files in sets
    ]


def loading(picture: ET.Element) -> tuple[str | None, str | None]:
    """Return how urgent *picture* is."""
    image = element(picture, "img")
    return image.get("fetchpriority"), image.get("loading")
