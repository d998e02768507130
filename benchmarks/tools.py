"""The tools that are measured: what each is given, and how it is called.

Every tool gets the same articles in its own dialect and is set up for the same kinds of pages at,
as near as it can, the same addresses. Topics and sources are named by their ids in articles and
have their names in one other place, so that renaming one is one edit with every tool.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.corpus import Article, Corpus
from benchmarks.pages import Kind

ROOT: Final = Path(__file__).parents[1]
SITES: Final = Path(__file__).parent / "sites"
DIGESTGEN_TEMPLATE: Final = "themes/default/templates/article.html"
# How many topics site.yaml registers; the rest come from the tags alone.
REGISTERED: Final = 20
OUTPUT: Final = "public"

Files = dict[str, str]
"""Path in a tool's folder → text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What tools write besides pages. The others are asked for what digestgen makes."""

    feeds: bool
    sitemap: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Programs:
    """Where the programs are: the command of digestgen, and the environment of the others."""

    digestgen: tuple[str, ...]
    digestgen_options: tuple[str, ...]
    environment: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool as it is measured."""

    name: str
    """What `--tools` calls it."""
    label: str
    files: Callable[[Corpus, Extras], Files]
    command: Callable[[Programs, Path], tuple[str, ...]]
    """Programs and the tool's folder → the build."""
    version: Callable[[Programs], tuple[str, ...]]
    in_checkout: bool = False
    """Whether it is started in the checkout, not in its folder, so as to be found there."""
    keeps_deleted: bool = False
    """Whether the page of a deleted article stays in its output."""
    note: str = ""
    """What readers of its figures have to know."""
    lacks: Mapping[Kind, str] = field(default_factory=dict)
    """The kinds of pages that it cannot make, and why."""


# --- digestgen -----------------------------------------------------------------------------------


def digestgen_files(corpus: Corpus, _extras: Extras) -> Files:
    """Return the site of digestgen; its articles have the names that topics had at first."""
    tags = {topic.id: topic.tag for topic in corpus.topics}
    template = (ROOT / DIGESTGEN_TEMPLATE).read_text("utf-8")
    articles = {
        f"content/{one.moment:%Y/%m/%Y-%m-%d}-{one.slug}.md": digestgen_article(one, tags)
        for one in corpus.articles
    }
    return {
        "site.yaml": digestgen_settings(corpus),
        DIGESTGEN_TEMPLATE: with_word(template, corpus.word),
        **articles,
    }


def digestgen_settings(corpus: Corpus) -> str:
    """Return site.yaml."""
    settings = {
        "title": "موجز",
        "url": "https://digest.example/",
        "sources": {one.id: {"name": one.name, "url": one.url} for one in corpus.sources},
        "topics": {
            one.id: {"name": one.name, "aliases": list(one.aliases)}
            for one in corpus.topics[:REGISTERED]
        },
    }
    # JSON of this kind is YAML.
    return json_text(settings)


def digestgen_article(article: Article, tags: Mapping[str, str]) -> str:
    """Return *article* as digestgen reads it; *tags* says how topics are written, by id."""
    front = (
        f"title: {article.title}",
        f"date: {article.moment:%Y-%m-%d %H:%M}",
        f"source: {original(article)}",
        f"tags: [{', '.join(tags[topic] for topic in article.topics)}]",
    )
    return fenced(front, article)


def digestgen_command(programs: Programs, folder: Path) -> tuple[str, ...]:
    """Return the build of digestgen."""
    paths = ("--site", str(folder), "--output", str(folder / OUTPUT))
    return (*programs.digestgen, "build", *paths, *programs.digestgen_options)


def digestgen_version(programs: Programs) -> tuple[str, ...]:
    """Return the command that prints the version."""
    return *programs.digestgen, "--version"


# --- Hugo ----------------------------------------------------------------------------------------


def hugo_files(corpus: Corpus, extras: Extras) -> Files:
    """Return the site of Hugo, without related articles; days, months, years are taxonomies."""
    skipped = ["section", "rss", "404", *([] if extras.sitemap else ["sitemap"])]
    settings = (SITES / "hugo" / "hugo.toml").read_text("utf-8")
    articles = {
        f"content/articles/{one.moment:%Y/%m}/{one.slug}.md": hugo_article(one)
        for one in corpus.articles
    }
    return {
        **site_files("hugo", article_template="layouts/page.html", word=corpus.word),
        "hugo.toml": f"disableKinds = {json.dumps(skipped)}\n{settings}",
        **dict(hugo_terms(corpus, extras)),
        **articles,
    }


def hugo_terms(corpus: Corpus, extras: Extras) -> list[tuple[str, str]]:
    """Return the files that name topics and sources, and ask for feeds."""
    feeds = 'outputs: ["html", "atom", "jsonfeed"]\n' if extras.feeds else ""
    topics = (
        (f"content/topics/{one.id}/_index.md", f"---\ntitle: {one.name}\n{feeds}---\n")
        for one in corpus.topics
    )
    sources = (
        (f"content/sources/{one.id}/_index.md", f"---\ntitle: {one.name}\n---\n")
        for one in corpus.sources
    )
    return [("content/_index.md", f"---\ntitle: موجز\n{feeds}---\n"), *topics, *sources]


def hugo_related_files(corpus: Corpus, extras: Extras) -> Files:
    """Return the site of Hugo with four related articles on each article page."""
    files = hugo_files(corpus, extras)
    return files | {"hugo.toml": f"{files['hugo.toml']}\n[params]\nrelated = true\n"}


def hugo_article(article: Article) -> str:
    """Return *article* as Hugo reads it."""
    front = (
        f"title: {article.title}",
        f"date: {article.moment:%Y-%m-%dT%H:%M:%SZ}",
        f"slug: {article.slug}",
        f"original: {original(article)}",
        f"sources: [{article.source}]",
        f"topics: [{', '.join(article.topics)}]",
        f'years: ["{article.moment:%Y}"]',
        f'months: ["{article.moment:%Y-%m}"]',
        f'days: ["{article.moment:%Y-%m-%d}"]',
    )
    return fenced(front, article)


def hugo_command(programs: Programs, folder: Path) -> tuple[str, ...]:
    """Return the build of Hugo, which removes pages of deleted articles only if told to."""
    return str(hugo_program(programs)), "--source", str(folder), "--cleanDestinationDir"


def hugo_version(programs: Programs) -> tuple[str, ...]:
    """Return the command that prints the version."""
    return str(hugo_program(programs)), "version"


def hugo_program(programs: Programs) -> Path:
    """Return Hugo itself, not the Python script that starts it."""
    pattern = "lib/python*/site-packages/hugo/binaries/hugo"
    return next(programs.environment.glob(pattern))


# --- Pelican -------------------------------------------------------------------------------------


def pelican_files(corpus: Corpus, extras: Extras) -> Files:
    """Return the site of Pelican: tags are topics, categories are sources."""
    template = "theme/templates/article.html"
    articles = {
        f"content/{one.moment:%Y/%m}/{one.slug}.md": pelican_article(one) for one in corpus.articles
    }
    return {
        **site_files("pelican", article_template=template, word=corpus.word),
        "site.json": names_file(corpus, extras),
        **articles,
    }


def pelican_article(article: Article) -> str:
    """Return *article* as Pelican reads it."""
    front = (
        f"Title: {article.title}",
        f"Date: {article.moment:%Y-%m-%d %H:%M}",
        f"Slug: {article.slug}",
        f"Category: {article.source}",
        f"Tags: {', '.join(article.topics)}",
        f"Original: {original(article)}",
    )
    return "\n".join(front) + f"\n\n{body(article)}"


def pelican_command(programs: Programs, folder: Path) -> tuple[str, ...]:
    """Return the build of Pelican."""
    settings = str(folder / "pelicanconf.py")
    return str(programs.environment / "bin" / "pelican"), "--settings", settings


def pelican_version(programs: Programs) -> tuple[str, ...]:
    """Return the command that prints the version."""
    return str(programs.environment / "bin" / "pelican"), "--version"


# --- Nikola --------------------------------------------------------------------------------------


def nikola_files(corpus: Corpus, extras: Extras) -> Files:
    """Return the site of Nikola: tags are topics, categories are sources."""
    template = "themes/bench/templates/post.tmpl"
    articles = {
        f"posts/{one.moment:%Y/%m/%d}/{one.slug}.md": nikola_article(one) for one in corpus.articles
    }
    return {
        **site_files("nikola", article_template=template, word=corpus.word),
        "site.json": names_file(corpus, extras),
        **articles,
    }


def nikola_article(article: Article) -> str:
    """Return *article* as Nikola reads it."""
    front = (
        f".. title: {article.title}",
        f".. date: {article.moment:%Y-%m-%d %H:%M} UTC",
        f".. slug: {article.slug}",
        f".. category: {article.source}",
        f".. tags: {', '.join(article.topics)}",
        f".. original: {original(article)}",
    )
    lead, *rest = article.body
    text = "\n\n".join((lead, "<!-- TEASER_END -->", *rest))
    return "<!--\n" + "\n".join(front) + f"\n-->\n\n{text}\n"


def nikola_command(programs: Programs, folder: Path) -> tuple[str, ...]:
    """Return the build of Nikola."""
    settings = f"--conf={folder / 'conf.py'}"
    return str(programs.environment / "bin" / "nikola"), "build", settings


def nikola_version(programs: Programs) -> tuple[str, ...]:
    """Return the command that prints the version."""
    return str(programs.environment / "bin" / "nikola"), "version"


# --- in common -----------------------------------------------------------------------------------


def site_files(tool: str, *, article_template: str, word: str) -> Files:
    """Return the settings and templates of *tool*, with *word* in the template of articles."""
    folder = SITES / tool
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    files = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in paths
        if "__pycache__" not in path.parts
    }
    return files | {article_template: with_word(files[article_template], word)}


def with_word(template: str, word: str) -> str:
    """Return *template* with *word*, if any, in a paragraph after the headline."""
    if not word:
        return template
    before, heading_end, after = template.partition("</h1>")
    if not heading_end:
        raise ValueError("the article template has no </h1> to write a word after")
    return f"{before}{heading_end}\n<p>{word}</p>{after}"


def names_file(corpus: Corpus, extras: Extras) -> str:
    """Return the names of topics and sources by id, and what else is to be made, as JSON."""
    site = {
        "topics": {one.id: one.name for one in corpus.topics},
        "sources": {one.id: one.name for one in corpus.sources},
        "feeds": extras.feeds,
        "sitemap": extras.sitemap,
    }
    return json_text(site)


def json_text(value: object) -> str:
    """Return *value* as JSON that people can read."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def fenced(front: tuple[str, ...], article: Article) -> str:
    """Return *article* with the lines *front* as YAML front matter."""
    return "---\n" + "\n".join(front) + f"\n---\n\n{body(article)}"


def body(article: Article) -> str:
    """Return the Markdown of *article*."""
    return "\n\n".join(article.body) + "\n"


def original(article: Article) -> str:
    """Return the URL where *article* was first published."""
    return f"https://{article.source}.example/{article.slug}"


JSON_FEEDS: Final = {Kind.JSON_FEED: "It has no JSON feeds."}

# The first is what the others are compared with.
TOOLS: Final = (
    Tool(
        name="digestgen",
        label="digestgen",
        files=digestgen_files,
        command=digestgen_command,
        version=digestgen_version,
        in_checkout=True,
        note="The newest page of a list holds up to twice as many articles as the others, "
        "and a redirect stands where the next page will be.",
    ),
    Tool(
        name="hugo",
        label="Hugo",
        files=hugo_files,
        command=hugo_command,
        version=hugo_version,
    ),
    Tool(
        name="hugo",
        label="Hugo with related articles",
        files=hugo_related_files,
        command=hugo_command,
        version=hugo_version,
        note="Topics that more than a fifth of the articles have make none related "
        "(cardinalityThreshold), in favour of its speed.",
    ),
    Tool(
        name="pelican",
        label="Pelican",
        files=pelican_files,
        command=pelican_command,
        version=pelican_version,
        lacks=JSON_FEEDS,
    ),
    Tool(
        name="nikola",
        label="Nikola",
        files=nikola_files,
        command=nikola_command,
        version=nikola_version,
        keeps_deleted=True,
        note="Its build does not remove the page of a deleted article.",
        lacks=JSON_FEEDS,
    ),
)
