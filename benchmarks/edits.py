"""What an author does between two builds, each as a new corpus made from the one before.

A tool's folder is then brought up to date with the new corpus, so an edit touches the same few
files of every tool that an author would touch.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from benchmarks.corpus import Article, Corpus

BODY: Final = "عبارة جديدة في المتن."
TITLE: Final = "عنوان جديد"
TEMPLATE: Final = "كلمة القالب"
TOPIC: Final = "موضوع مستحدث"
# The topic that is renamed: common, but not the most common.
RENAMED: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What shows that an edit reached the output: *text* in the page at *path*.

    Without *text*, that the page is gone.
    """

    path: str
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit: its *name* in the table, and the corpus after it with the proof of it."""

    name: str
    apply: Callable[[Corpus, datetime], tuple[Corpus, Proof]]
    """Corpus before and the present moment → corpus after and proof."""


def nothing(corpus: Corpus, _now: datetime) -> tuple[Corpus, Proof]:
    """Change nothing."""
    article = corpus.articles[0]
    return corpus, Proof(path=article.page, text=article.title)


def edit_body(corpus: Corpus, _now: datetime) -> tuple[Corpus, Proof]:
    """Write one more sentence in the middle of the article in the middle of the corpus."""
    article = corpus.articles[len(corpus.articles) // 2]
    body = list(article.body)
    body[len(body) // 2 + 1] += f" {BODY}"
    edited = replace(article, body=tuple(body))
    return with_article(corpus, edited), Proof(path=article.page, text=BODY)


def edit_title(corpus: Corpus, _now: datetime) -> tuple[Corpus, Proof]:
    """Change the title of one article."""
    article = corpus.articles[len(corpus.articles) // 3]
    edited = replace(article, title=TITLE)
    return with_article(corpus, edited), Proof(path=article.page, text=TITLE)


def add(corpus: Corpus, now: datetime) -> tuple[Corpus, Proof]:
    """Add an article of today, the newest."""
    # An hour ago: what is dated after the moment of a build is not built.
    moment = now.replace(second=0, microsecond=0) - timedelta(hours=1)
    article = replace(corpus.articles[-1], slug="article-added", title=TITLE, moment=moment)
    added = replace(corpus, articles=(*corpus.articles, article))
    return added, Proof(path=article.page, text=TITLE)


def delete(corpus: Corpus, _now: datetime) -> tuple[Corpus, Proof]:
    """Delete one article."""
    article = corpus.articles[len(corpus.articles) * 2 // 3]
    rest = tuple(one for one in corpus.articles if one is not article)
    return replace(corpus, articles=rest), Proof(path=article.page, text=None)


def edit_template(corpus: Corpus, _now: datetime) -> tuple[Corpus, Proof]:
    """Write a word into the template of articles."""
    proof = Proof(path=corpus.articles[0].page, text=TEMPLATE)
    return replace(corpus, word=TEMPLATE), proof


def rename_topic(corpus: Corpus, _now: datetime) -> tuple[Corpus, Proof]:
    """Give one of the common topics another name; its id stays."""
    topic = corpus.topics[min(RENAMED, len(corpus.topics) - 1)]
    renamed = replace(topic, name=TOPIC, aliases=(topic.name,))
    topics = (renamed if one is topic else one for one in corpus.topics)
    shown = next(article for article in corpus.articles if topic.id in article.topics)
    return replace(corpus, topics=tuple(topics)), Proof(path=shown.page, text=TOPIC)


def with_article(corpus: Corpus, edited: Article) -> Corpus:
    """Return *corpus* with *edited* in the place of the article of its slug."""
    articles = (edited if one.slug == edited.slug else one for one in corpus.articles)
    return replace(corpus, articles=tuple(articles))


# In the order in which they are made, each on top of those before it.
EDITS: Final = (
    Edit(name="nothing changed", apply=nothing),
    Edit(name="one body edited", apply=edit_body),
    Edit(name="one title edited", apply=edit_title),
    Edit(name="one article added", apply=add),
    Edit(name="one article deleted", apply=delete),
    Edit(name="article template edited", apply=edit_template),
    Edit(name="one topic renamed", apply=rename_topic),
)
