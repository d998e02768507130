"""Hostile content stays harmless: it makes no element, leaves no folder, ends no process."""

import os
import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from digestgen.output.manifest import MANIFEST_NAME
from digestgen.text.clean import FORBIDDEN_IN_XML
from tests.conftest import SETTINGS, MakeSite, SiteFolder, pixels
from tests.reading import broken_urls, element, json_ld, pages_of, text_of, texts
from tests.running import PATIENCE_SECONDS, run
from tests.writing import article, page, quoted

# Closes what text stands in, opens what it must not, and means something to Jinja2 and XML.
HOSTILE = """</script></title></style>"'><svg onload=alert(1)>&lt;b&gt;{{7*7}}{%x%}<!--]]>\\u003c"""
HARMLESS = "كلمة"
NFC, NFD = "caf\u00e9", "cafe\u0301"


def codes(site: SiteFolder) -> list[str]:
    """Return the codes of what is wrong with *site*, and check that nothing was written."""
    found = [diagnostic.code for diagnostic in site.problems()]
    assert not site.output.exists()
    return found


def ended_with_problems(site: SiteFolder) -> str:
    """Return what is said of *site* by a process that ends with the exit code for problems."""
    done = run("build", cwd=site.root)
    assert "Traceback" not in done.stderr
    assert 1 == done.returncode, done.stderr
    return done.stderr


def everything(site: SiteFolder) -> bytes:
    """Return all that was built, the names of the files too."""
    return b"\n".join(name.encode() + b"\n" + data for name, data in site.tree().items())


# --- markup --------------------------------------------------------------------------------------


def full_site(text: str) -> dict[str, str]:
    """Return a site with *text* in every place that takes some."""
    markdown = re.sub(r"([\\`*_{}\[\]<>#|!&~])", r"\\\1", text)
    title = quoted(text)
    body = f"""\
نص {markdown}.

## عنوان {markdown}

- بند [رابط {markdown}](https://example.org/ {title})
- `{text}`

| خلية {markdown.replace('"', "")} |
|---|
| خلية |

> اقتباس {markdown}[^1]

[^1]: حاشية {markdown}

![وصف {markdown}](a.jpg {title})

نص ![وصف {markdown}](a.jpg {title})

```{text}
{text}
```

    {text}
"""
    return {
        "site.yaml": f"""\
title: {title}
url: https://example.org/digest/
description: {title}
disclaimer: {title}
end_mark: {title}
sources: {{s: {{name: {title}, url: "https://s.example/"}}}}
topics: {{t: {{name: {title}, description: {title}}}}}
menu: [{{name: {title}, url: /topics/}}]
social: [{{name: {title}, url: "https://social.example/"}}]
""",
        "content/a.md": article(
            body,
            title=title,
            source=f"[s, {{url: 'https://s.example/1', author: {title}}}]",
            tags="[t]",
            summary=title,
            place=title,
            image=f"{{src: a.jpg, alt: {title}, caption: {title}, credit: {title}}}",
            params=f"{{a: {title}}}",
        ),
        "content/b.md": article(title=title, source="s", tags="[t]", lang="en"),
        "content/about.md": page(body, title=title, summary=title),
    }


def shape(root: ET.Element) -> list[tuple[str, list[str]]]:
    """Return the elements of *root* with their attributes' names; isolates come and go."""
    return [
        (found.tag, sorted(found.attrib.keys() - {"dir"}))
        for found in root.iter()
        if found.tag != "bdi"
    ]


def test_hostile_text_makes_no_element_and_no_attribute(make_site: MakeSite, jpeg: bytes) -> None:
    """Wherever an author can write, text stays text: pages have the shape of harmless ones."""
    site = make_site({**full_site(HARMLESS), "content/a.jpg": jpeg})
    site.build()
    harmless = {path: shape(root) for path, root in pages_of(site.tree()).items()}
    site.write(full_site(HOSTILE))
    site.build()
    hostile = {path: shape(root) for path, root in pages_of(site.tree()).items()}

    assert harmless == hostile
    assert b"<svg onload" not in everything(site)
    assert [] == broken_urls(site.tree())


def test_hostile_text_is_shown_as_it_was_written(make_site: MakeSite, jpeg: bytes) -> None:
    """A reader sees the very letters in the headline, the lists and the picture."""
    site = make_site({**full_site(HOSTILE), "content/a.jpg": jpeg})
    site.build()
    pages = pages_of(site.tree())
    root = pages["2024/06/21/a/index.html"]

    assert [HOSTILE] == texts(root, ".//h1")
    assert HOSTILE in texts(pages["topics/t/index.html"], ".//h2")
    assert HOSTILE in text_of(element(root, ".//figure[@class='picture']/figcaption"))
    assert HOSTILE == element(root, ".//figure[@class='picture']/img").get("alt", "").strip(
        "\u200f"
    )
    assert HOSTILE in text_of(element(root, ".//title"))


def test_structured_data_reads_back_to_the_letter(make_site: MakeSite, jpeg: bytes) -> None:
    """JSON-LD ends no script element, and holds the exact text."""
    separators = "a\u2028b\u2029c"
    site = make_site({**full_site(HOSTILE), "content/a.jpg": jpeg})
    site.write({"content/c.md": article(title=quoted(f"{HOSTILE}{separators}"), source="s")})
    site.build()
    pages = pages_of(site.tree())
    data = json_ld(pages["2024/06/21/a/index.html"])

    assert HOSTILE == data["headline"] == data["description"]
    assert [HOSTILE] == data["keywords"]
    assert f"{HOSTILE}a b c" == json_ld(pages["2024/06/21/c/index.html"])["headline"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("[a](javascript:alert(1))", "DG402"),
        ("[a](JaVaScRiPt:alert(1))", "DG402"),
        ("[a](&#106;avascript:alert(1))", "DG402"),
        ("[a](javascript&colon;alert(1))", "DG402"),
        ("[a](<java\tscript:alert(1)>)", "DG402"),
        ("[a](java&#10;script:alert(1))", "DG402"),
        ("<javascript:alert(1)>", "DG402"),
        ("[a]\n\n[a]: javascript:alert(1)", "DG402"),
        ("[a][b]\n\n[b]: <JAVASCRIPT:alert(1)> 'c'", "DG402"),
        ("| a |\n|---|\n| [a](javascript:alert) |", "DG402"),
        ("نص[^1]\n\n[^1]: [a](javascript:alert)", "DG402"),
        ("[![a](a.jpg)](javascript:alert)", "DG402"),
        ("[a](data:text/html,<script>alert(1)</script>)", "DG402"),
        ("[a](vbscript:alert)", "DG402"),
        ("![a](javascript:alert(1))", "DG217"),
        ("![a](data:image/svg+xml,x)", "DG217"),
        ("[a](x.svg)", "DG404"),
        ("[a](x.html)", "DG404"),
    ],
)
def test_links_that_run_scripts_are_refused(
    make_site: MakeSite, jpeg: bytes, body: str, code: str
) -> None:
    """No way of writing one gets through; the author is told, and nothing is written."""
    site = make_site({"content/a.md": article(body), "content/a.jpg": jpeg})

    assert [code] == codes(site)


@pytest.mark.parametrize(
    "front",
    [
        {"source": "{url: 'javascript:alert(1)'}"},
        {"source": "{name: a, url: 'data:text/html,x'}"},
        {"source": "'https://a.example/\"onclick=alert(1)'"},
        {"image": "javascript:x.jpg"},
        {"aliases": "['javascript:alert(1)']"},
    ],
    ids=str,
)
def test_addresses_in_front_matter_are_web_addresses(
    make_site: MakeSite, front: dict[str, str]
) -> None:
    """A source's address is http or https, a picture and an alias are paths."""
    assert {"DG208", "DG214", "DG217"} >= set(codes(make_site({"content/a.md": article(**front)})))


# --- YAML ----------------------------------------------------------------------------------------

LAUGHS = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
BOMBS = {
    "aliases": (LAUGHS, "DG123"),
    "merge keys": ("a: &a {x: y}\nb: {<<: *a}\n", "DG124"),
    "brackets": (f"params: {'[' * 60_000}\n", "DG126"),
    "braces": (f"params: {'{' * 60_000}\n", "DG126"),
    "nested keys": (f"params: {'{a: ' * 15_000}\n", "DG126"),
    "question marks": (f"{'? ' * 30_000}a\n", "DG126"),
    "hyphens": (f"params:\n  {'- ' * 30_000}a\n", "DG126"),
    "tags": ("params: !!python/object/apply:os.system [id]\n", "DG125"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_yaml_bombs_are_refused(make_site: MakeSite, name: str) -> None:
    """In front matter and in site.yaml; the process ends with problems, not with a crash."""
    bomb, code = BOMBS[name]
    front = f"---\ntitle: خبر\ndate: 2024-06-21\nsource: وكالة\n{bomb}---\n"
    site = make_site({"content/a.md": front, "site.yaml": f"{SETTINGS}{bomb}"})
    said = ended_with_problems(site)

    assert re.search(rf"content/a\.md:\d+:\d+: error {code}: ", said)
    assert re.search(rf"site\.yaml:\d+:\d+: error {code}: ", said)
    assert not site.output.exists()


# --- texts that take long ------------------------------------------------------------------------

MANY = 100_000
SLOW: dict[str, Callable[[], str]] = {
    "stars": lambda: "*" * MANY,
    "stars and words": lambda: "*a **b " * (MANY // 6),
    "brackets": lambda: "[" * MANY,
    "brackets closed": lambda: "[" * MANY + "a" + "](b" * MANY,
    "pictures": lambda: "![" * (MANY // 2),
    "links": lambda: "[a](https://a.example/)\n" * (MANY // 10),
    "links to one place": lambda: f"{'[a][b] ' * (MANY // 5)}\n\n[b]: https://a.example/\n",
    "backticks": lambda: "`" * MANY,
    "backticks of all lengths": lambda: " ".join("`" * length for length in range(700)),
    "less-than signs": lambda: "<" * MANY,
    "comments": lambda: "<!--" * MANY,
    "ampersands": lambda: "&" * MANY + "&#x" * MANY,
    "tildes": lambda: "~~a " * MANY,
    "quotations": lambda: "> " * MANY,
    "lists in lists": lambda: "\n".join(" " * depth + "- a" for depth in range(700)),
    "table of one row": lambda: f"{'|a' * (MANY // 4)}|\n{'|-' * (MANY // 4)}|\n",
    "delimiters of a megabyte": lambda: f"a\n{'|-' * (MANY * 5)}\n",
    "delimiters of a megabyte below a cell": lambda: f"|a|\n{'|:-:' * (MANY * 2)}|\n",
    "rows": lambda: "|a|b|\n|-|-|\n" + "|a|b\n" * (MANY // 5),
    "footnotes": lambda: (
        "".join(f"[^{n}]" for n in range(MANY // 5))
        + "".join(f"\n\n[^{n}]: a" for n in range(MANY // 5))
    ),
    "footnotes in the line": lambda: "^[a" * (MANY // 5),
    "definitions": lambda: "".join(f"[{n}]: /a\n" for n in range(MANY // 5)),
    "headings": lambda: "# a\n" * (MANY // 5),
    "headings without words": lambda: "#\n" * (MANY // 5),
    "double quotes": lambda: '"' * MANY,
    "double quotes and words": lambda: 'نص "a" ' * (MANY // 5),
    "single quotes": lambda: "'" * MANY,
    "addresses": lambda: "a@a." * MANY + " " + "a@a.aa " * (MANY // 10),
    "Latin words": lambda: f"نص {'كلمة' * MANY} {'word ' * MANY}",
    "Arabic words": lambda: "كلمة " * MANY,
    "words of both": lambda: "كلمة word " * (MANY // 2),
    "one long word": lambda: f"نص {'a' * MANY} {'ب' * MANY}",
    "digits": lambda: f"نص {'1' * MANY} +{'1 ' * MANY}",
    "signs": lambda: f"نص a{'-' * MANY} b{'.-/' * MANY}",
    "full stops": lambda: f"{'.' * MANY}ا {'!)' * MANY}ا",
    "spaces and tabs": lambda: f"a{' ' * MANY}b{chr(9) * MANY}c",
    "direction marks": lambda: "\u202e" * MANY + "\u2067a" * MANY,
    "combining marks": lambda: "a" + "\u0301\u0327" * (MANY // 2),
    "escapes": lambda: "\\" * MANY + "\\a" * MANY,
}


@pytest.mark.parametrize("name", SLOW)
def test_hostile_texts_take_bounded_time(make_site: MakeSite, name: str) -> None:
    """A body of a hundred thousand signs is built, or refused, within a minute."""
    site = make_site({"content/a.md": article(SLOW[name](), place="سيئول")})

    done = run("build", cwd=site.root)

    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 1}, done.stderr[-500:]


@pytest.mark.parametrize(
    "lines",
    [
        f"title: {'كلمة ' * 7000}",
        f"summary: {'a@a.' * 15_000}",
        f"tags: [{', '.join(map(str, range(2000)))}]",
        f"aliases: [{', '.join(f'/{number}/' for number in range(2000))}]",
        "\n".join(f"titel{number}: x" for number in range(4000)),
        "\n".join(f"x{number}: &a [*a, !b c]" for number in range(3000)),
        f"date: {'1' * 60_000}",
        f"title: {'#' * 30_000} {'x #' * 10_000}",
        f"source: https://{'xn--a.' * 9000}example/",
        f"slug: {'a-' * 30_000}",
        f"image: {'../a/' * 12_000}b.jpg",
    ],
    ids=lambda lines: lines[:12],
)
def test_hostile_front_matter_takes_bounded_time(make_site: MakeSite, lines: str) -> None:
    """As much as a file may hold of keys, tags or letters is built, or refused.

    Two thousand tags are as many topics, in whose feeds the article stands with all its tags.
    """
    key = lines.partition(":")[0]
    site = make_site({"content/a.md": article(**{key: lines.partition(":")[2]})})

    done = run("build", cwd=site.root, patience_seconds=5 * PATIENCE_SECONDS)

    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 1}, done.stderr[-500:]


def test_thousands_of_broken_links_take_bounded_time(make_site: MakeSite) -> None:
    """Each is reported, with a hint that does not grow with the article."""
    headings, links = "# a\n" * 20_000, "[a](#z)\n\n" * 20_000
    site = make_site({"content/a.md": article(f"{headings}\n{links}")})
    said = ended_with_problems(site)

    assert 20_000 == said.count("DG407")
    assert 10_000_000 > len(said)


# --- characters ----------------------------------------------------------------------------------


def test_no_control_character_reaches_a_page(make_site: MakeSite) -> None:
    """Neither as it is, nor as an escape of YAML, HTML or a URL."""
    raw = "a\x01b\x08c\x0bd\x0ce\x1bf\ufffeg\uffff"
    site = make_site(
        {
            "content/a.md": article(
                f"{raw} &#1; &#8; &#11; &#12; &#27; &#xFFFE; &#xD800; [{raw}](https://a.example/%00%08)"
                f" [b](mailto:a@b.example?subject=%00%08%02 0%03)\n\n## {raw}&#12;\n\n`{raw}`\n",
                title=r'"a\x01b\x08c\vd\fe\ef\ufffeg\uffff\0"',
                source=r'{name: "a\x02\x030\x08", author: "a\a", url: "https://a.example/"}',
                tags=r'["a\x0bb", "c\x02 0\x03"]',
                summary=r'"a\x1b[31mb"',
                place=r'"a\x00"',
            ),
        }
    )
    site.build()
    pages = {path: data.decode() for path, data in site.tree().items() if path.endswith("html")}

    assert {} == {path: m for path, html in pages.items() if (m := FORBIDDEN_IN_XML.search(html))}
    assert ["abcdefg"] == texts(pages_of(site.tree())["2024/06/21/a/index.html"], ".//h1")


def test_a_null_character_is_refused(make_site: MakeSite) -> None:
    """A file that holds one is no text, wherever it stands."""
    body = "كلمة " * 3000
    site = make_site({"content/a.md": article("a\0b"), "content/b.md": article(f"{body}\0")})

    assert ["DG110", "DG110"] == codes(site)


def test_invisible_marks_do_not_break_lines(make_site: MakeSite) -> None:
    """Line separators of other systems make a space, so that a title stays one line."""
    site = make_site({"content/a.md": article(title=r'"a\Lb\Pc\Nd\re\nf"')})
    site.build()

    assert ["a b c d e f"] == texts(pages_of(site.tree())["2024/06/21/a/index.html"], ".//h1")


# --- paths ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        *("../secret.jpg", "../../secret.jpg", "x/../../../secret.jpg", "/etc/secret.jpg"),
        *("..\\secret.jpg", "C:\\secret.jpg", "C:/secret.jpg", "//host/secret.jpg"),
        *("%2e%2e/secret.jpg", "file:///secret.jpg", "~/x:secret.jpg"),
    ],
)
def test_pictures_lie_in_the_content_folder(make_site: MakeSite, jpeg: bytes, path: str) -> None:
    """A path that leaves it is refused in front matter and in bodies."""
    text = article(f"![a](<{path}>)", image=quoted(path))
    site = make_site({"secret.jpg": jpeg, "content/a.md": text})

    assert {"DG217", "DG403"} >= set(codes(site))


@pytest.mark.parametrize(
    "alias",
    [
        *("/../x/", "/%2e%2e/x/", "/a/../../x/", "//example.org/", "/a//b/", "/a\\b/", "a/b/"),
        *("/", "/%00/", "/a%0Ab/", "/?a", "/#a", "/%/", "/a%2Fb%3F/", "https://a.example/"),
    ],
)
def test_aliases_stay_inside_the_site(make_site: MakeSite, alias: str) -> None:
    """An alias is a path of the site, however it is encoded."""
    assert ["DG214"] == codes(make_site({"content/a.md": article(aliases=f"[{quoted(alias)}]")}))


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        (f"/{MANIFEST_NAME}", "DG706"),
        (f"/{MANIFEST_NAME.upper()}", "DG706"),
        ("/index.html", "DG501"),
        ("/INDEX.html", "DG501"),
        ("/topics/index.html", "DG501"),
        ("/topics", "DG501"),
        ("/2024.html/", ""),
        ("/topics/index.html/x/", "DG502"),
        (f"/{'a/' * 1000}", "DG504"),
        (f"/{'a' * 81}/", "DG503"),
        (f"/{'خ' * 91}/", "DG503"),
    ],
)
def test_aliases_take_no_place_that_is_taken(make_site: MakeSite, alias: str, code: str) -> None:
    """Not that of a page, not the manifest's, none that no disk can hold."""
    site = make_site({"content/a.md": article(aliases=f"[{quoted(alias)}]")})
    if code:
        assert code in codes(site)
    else:
        site.build()


def test_links_of_the_file_system_lead_nowhere_outside(
    make_site: MakeSite, jpeg: bytes, tmp_path: Path
) -> None:
    """A symbolic link to a file or folder elsewhere is refused, and what it leads to never read."""
    outside = SiteFolder(tmp_path / "outside")
    outside.write({"secret.md": article("SECRET"), "folder/secret.md": article("SECRET")})
    outside.write({"secret.jpg": jpeg + b"SECRET", "secret.pdf": "SECRET"})
    site = make_site({"content/a.md": article("[a](a.pdf)", image="a.jpg")})
    content = site.root / "content"
    for link, target in [
        ("b.md", outside.root / "secret.md"),
        ("c", outside.root / "folder"),
        ("a.jpg", outside.root / "secret.jpg"),
        ("a.pdf", Path("../../outside/secret.pdf")),
        ("d", Path("..")),
    ]:
        (content / link).symlink_to(target)
    found = {(found.place.file, found.code) for found in site.problems()}

    links = {(f"content/{name}", "DG106") for name in ("b.md", "c", "a.jpg", "a.pdf", "d")}
    missing = {("content/a.md", "DG401")}
    assert links | missing == found
    assert not site.output.exists()


def test_links_of_the_file_system_in_the_content_folder_are_files(
    make_site: MakeSite, jpeg: bytes
) -> None:
    """What lies in the folder may have two names; a folder may not, and a loop is no file."""
    site = make_site({"content/a.md": article(image="link.jpg"), "content/x/real.jpg": jpeg})
    content = site.root / "content"
    (content / "link.jpg").symlink_to("x/real.jpg")
    site.build()

    assert pixels(jpeg) == pixels(site.tree()["media/link.jpg"])

    (content / "y").symlink_to("x")
    (content / "loop.md").symlink_to("loop.md")
    (content / "gone.md").symlink_to("nothing.md")
    found = [(found.place.file, found.code) for found in site.problems()]
    assert [("content/gone.md", "DG109"), ("content/loop.md", "DG109"), ("content/y", "DG107")] == (
        found
    )


def test_a_link_that_appears_in_the_output_is_not_followed(
    make_site: MakeSite, tmp_path: Path
) -> None:
    """Where a page must go and a link stands, the build is refused."""
    site = make_site({"content/a.md": article()})
    site.build()
    shutil.rmtree(site.output / "topics")
    (tmp_path / "elsewhere").mkdir()
    (site.output / "topics").symlink_to(tmp_path / "elsewhere")

    assert {"DG705"} == {found.code for found in site.problems()}
    assert [] == list((tmp_path / "elsewhere").iterdir())


def test_folders_may_be_deeper_than_a_stack(make_site: MakeSite, tmp_path: Path) -> None:
    """A tree of a thousand folders is read; none of its folders shows in a URL."""
    site = make_site({"content/a.md": article()})
    here, built = Path.cwd(), {}
    try:
        os.chdir(site.root / "content")
        for _ in range(1200):
            os.mkdir("d")  # noqa: PTH102 - the whole path is longer than some calls take
            os.chdir("d")
        Path("b.md").write_text(article(), "utf-8")
        os.chdir(here)
        site.build()
        built = site.tree()
    finally:
        os.chdir(here)
        remove_deep(tmp_path)

    assert "2024/06/21/b/index.html" in built


def remove_deep(folder: Path) -> None:
    """Remove the deep tree below *folder*: `rmtree` and pytest's own broom are recursive."""
    top = folder / "site" / "content" / "d"
    while (top / "d").is_dir():
        inner = folder / "inner"
        (top / "d").rename(inner)
        shutil.rmtree(top)
        inner.rename(top)
    shutil.rmtree(top)


@pytest.mark.parametrize("name", [b"\xff\xfe.md", b"a\x1b[31m.md", b"a\nb.md", b"\x80/a.md"])
def test_names_that_are_no_text_are_refused(make_site: MakeSite, name: bytes) -> None:
    """A name that is not UTF-8 or would steer a terminal is shown with escapes."""
    site = make_site({"content/a.md": article()})
    path = os.fsencode(site.root / "content") + b"/" + name
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120 - bytes
    with open(path, "wb") as file:  # noqa: PTH123 - bytes
        file.write(article().encode())
    said = ended_with_problems(site)

    assert "error DG111: " in said
    assert said.isascii()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", said)


# --- long names and names of one file ------------------------------------------------------------

LONG = "خ" * 126


@pytest.mark.parametrize("length", [127, 128])
def test_long_names_make_short_paths(make_site: MakeSite, length: int) -> None:
    """Every part of a path has at most 80 characters and 180 bytes; the ends tell names apart."""
    tags = [f"{'خ' * (length - 1)}{end}" for end in "ابت"]
    site = make_site(
        {
            "content/a.md": article(tags=f"[{', '.join(tags)}]", source=tags[0], title=tags[0]),
            "content/b.md": article(tags=f"[{tags[0]}]", source=tags[1], title=tags[1]),
            # A file system takes 255 bytes: 126 letters with `.md`.
            f"content/{LONG}.md": article(),
            f"content/{LONG[:125]}ب.md": article(),
            f"content/{LONG}/{LONG[:123]}/index.md": article(),
        }
    )
    site.build()
    tree = site.tree()
    segments = {part for path in tree for part in path.split("/")}

    assert max(map(len, segments)) <= 80
    assert max(len(part.encode()) for part in segments) <= 180
    assert 3 == sum(path.startswith("topics/خ") and path.endswith(".html") for path in tree)
    assert 3 == sum(path.startswith("sources/") for path in tree) - 1
    assert 5 == sum(path.startswith("2024/06/21/") for path in tree) - 1
    assert [] == broken_urls(tree)


@pytest.mark.parametrize("length", [127, 128])
def test_long_slugs_are_refused(make_site: MakeSite, length: int) -> None:
    """What an author writes as the end of a URL is not cut in silence."""
    assert ["DG503"] == codes(make_site({"content/a.md": article(slug="خ" * length)}))


def test_long_names_of_files_beside_articles_are_refused(make_site: MakeSite, jpeg: bytes) -> None:
    """Their names stand in URLs as they are."""
    name = f"{'خ' * 100}.jpg"
    site = make_site({"content/a.md": article(image=name), f"content/{name}": jpeg})

    assert ["DG503"] == codes(site)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("x/a.md", "y/a.md"),
        ("x/A.md", "y/a.md"),
        ("x/2024-06-21-a.md", "y/a.md"),
        ("x/a/index.md", "y/a.md"),
        (f"x/{NFC}.md", f"y/{NFD}.md"),
        ("x/خَبَر.md", "y/خبر.md"),
    ],
)
def test_two_articles_with_one_url_are_refused(make_site: MakeSite, one: str, other: str) -> None:
    """The message names both files, and nothing is written."""
    site = make_site({f"content/{one}": article(), f"content/{other}": article()})
    (found,) = site.problems()

    names = [unicodedata.normalize("NFC", f"content/{name}") for name in (one, other)]
    assert "DG501" == found.code
    assert names == sorted((found.place.file, found.message.rpartition("from ")[2]))
    assert not site.output.exists()


def test_one_name_in_two_spellings_is_refused(make_site: MakeSite) -> None:
    """Two files whose names differ by Unicode's forms alone are one name on some systems."""
    site = make_site({f"content/{NFC}.md": article(), f"content/{NFD}.md": article()})

    assert "DG108" in codes(site)


@pytest.mark.parametrize(("disk", "written"), [(NFC, NFD), (NFD, NFC), (NFD, NFD)])
def test_names_are_one_in_all_forms_of_unicode(
    make_site: MakeSite, jpeg: bytes, disk: str, written: str
) -> None:
    """A file is found by its name in any form, and all output is in NFC."""
    encoded = "".join(f"%{byte:02X}" for byte in written.encode())
    body = f"![]({written}.jpg) [a]({written}.md) [b]({encoded}.md) [c](/topics/{encoded}/)"
    site = make_site(
        {
            "content/a.md": article(
                body, image=f"{written}.jpg", tags=f"[{written}]", aliases=f"[/{encoded}/x/]"
            ),
            f"content/{disk}.md": article(f"نص {written}", tags=f"[{disk}]", source=disk),
            f"content/{disk}.jpg": jpeg,
        }
    )
    site.build()
    tree = site.tree()

    assert all(unicodedata.is_normalized("NFC", path) for path in tree)
    assert NFD.encode() not in everything(site)
    assert {f"topics/{NFC}/index.html", f"2024/06/21/{NFC}/index.html", f"{NFC}/x/index.html"} <= (
        tree.keys()
    )
    assert [] == broken_urls(tree)
