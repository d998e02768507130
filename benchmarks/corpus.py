"""A made-up digest: the same articles for every tool, the same from the same seed.

Topics and sources follow Zipf's law, as they do in news: few are common and most are rare. The
dates are spread over the ten years before 2025, so that a corpus does not depend on the day it is
made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, product
from random import Random
from typing import Final, TypeVar

Item = TypeVar("Item")

FIRST: Final = datetime(2015, 1, 1, tzinfo=UTC)
YEARS: Final = 10
TOPICS_AT_MOST: Final = 400
TOPICS_AT_LEAST: Final = 8
ARTICLES_PER_TOPIC: Final = 25
TOPICS_PER_ARTICLE: Final = 4
PARAGRAPHS: Final = 6


def listed(text: str) -> tuple[str, ...]:
    """Return the words of *text*."""
    return tuple(text.split())


SUBJECTS: Final = listed(
    "اقتصاد سياسة أمن انتخابات صحة تعليم طاقة مياه زراعة تجارة ثقافة رياضة سياحة نقل فضاء بيئة "
    "إعلام قضاء دفاع إسكان",
)
PLACES: Final = listed(
    "الخليج المغرب مصر الشام العراق السودان اليمن ليبيا تونس الجزائر تركيا إيران الهند الصين "
    "اليابان كوريا روسيا أوروبا أفريقيا أمريكا",
)
KINDS: Final = ("وكالة", "صحيفة", "مجلة")
NAMES: Final = ("المنارة", "الأفق", "المرصد", "النخيل", "الميناء", "الصدى", "الواحة", "الشراع")
CITIES: Final = ("الشرقية", "الغربية")
WORDS: Final = listed(
    "الحكومة الوزير أعلن المفاوضات اتفاق الأمم المتحدة قال اليوم بعد على في من إلى عن مع بين أن "
    "التي الذي قرار مجلس الأسعار ارتفاع انخفاض زيارة رسمية بيان وزارة الخارجية المنطقة الدول "
    "العربية مؤتمر قمة تعاون مشترك استثمار مشروع جديد خطة عمل نتائج دراسة علماء جامعة بحث لقاح "
    "مرض علاج قمر صاروخ إطلاق مهمة ناجحة فريق مباراة بطولة فوز هدف لاعب مدرب منتخب كما وقد حيث "
    "خلال منذ حتى أكثر نسبة مليون مليار عام شهر أسبوع رئيس البرلمان لجنة تقرير الماضي المقبل "
    "القطاع الشركات المواطنين الخدمات المدينة الحدود الميناء المطار السفير الدورة الجلسة",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic; its *id* is its slug, *aliases* are the names that it had before."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()

    @property
    def tag(self) -> str:
        """Return its first name, which articles keep when it is renamed."""
        return self.aliases[0] if self.aliases else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An outlet that articles credit."""

    id: str
    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article; *topics* and *source* are ids, *body* is Markdown by paragraph."""

    slug: str
    title: str
    moment: datetime
    source: str
    topics: tuple[str, ...]
    body: tuple[str, ...]

    @property
    def page(self) -> str:
        """Return where its page is in the output of every tool."""
        return f"{self.moment:%Y/%m/%d}/{self.slug}/index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A digest, its articles oldest first; *word* stands in the template of articles if any."""

    articles: tuple[Article, ...]
    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]
    word: str = ""


def make_corpus(count: int, seed: int) -> Corpus:
    """Return *count* articles of about 4 KB with their topics and sources, drawn with *seed*.

    Every topic and source has articles: tools differ in what they make of those without.
    """
    random = Random(seed)  # noqa: S311 - nothing here is secret
    topics = tuple(make_topics(count, random))
    sources = tuple(make_sources())
    articles = tuple(make_article(at, count, topics, sources, random) for at in range(count))
    used = {*(one.source for one in articles), *(topic for one in articles for topic in one.topics)}
    return Corpus(
        articles=articles,
        topics=tuple(topic for topic in topics if topic.id in used),
        sources=tuple(source for source in sources if source.id in used),
    )


def make_topics(count: int, random: Random) -> list[Topic]:
    """Return the topics of *count* articles, the most common first."""
    wanted = min(TOPICS_AT_MOST, max(TOPICS_AT_LEAST, count // ARTICLES_PER_TOPIC))
    names = random.sample([" ".join(pair) for pair in product(SUBJECTS, PLACES)], wanted)
    return [Topic(id=f"topic-{at}", name=name) for at, name in enumerate(names, start=1)]


def make_sources() -> list[Source]:
    """Return the outlets, the most common first."""
    plain = [" ".join(pair) for pair in product(KINDS, NAMES)]
    local = [f"{name} {city}" for name, city in product(plain[:3], CITIES)]
    return [
        Source(id=f"source-{at}", name=name, url=f"https://source-{at}.example/")
        for at, name in enumerate([*plain, *local], start=1)
    ]


def make_article(
    at: int,
    count: int,
    topics: Sequence[Topic],
    sources: Sequence[Source],
    random: Random,
) -> Article:
    """Return the article number *at* of *count*."""
    span = FIRST.replace(year=FIRST.year + YEARS) - FIRST
    moment = FIRST + span * ((at + random.random()) / count)
    return Article(
        slug=f"article-{at:06}",
        title=words(random, 9),
        moment=moment.replace(second=0, microsecond=0),
        source=zipf(sources, 1, random)[0].id,
        topics=tuple(topic.id for topic in zipf(topics, TOPICS_PER_ARTICLE, random)),
        body=make_body(random),
    )


def zipf(items: Sequence[Item], count: int, random: Random) -> list[Item]:
    """Return *count* different ones of *items*; the n-th is drawn with a weight of 1/n."""
    weights = list(accumulate(1 / rank for rank in range(1, len(items) + 1)))
    drawn: dict[int, Item] = {}
    while len(drawn) < count:
        index = random.choices(range(len(items)), cum_weights=weights)[0]
        drawn[index] = items[index]
    return list(drawn.values())


def make_body(random: Random) -> tuple[str, ...]:
    """Return a short lead and the paragraphs after it, with what Markdown articles use."""
    lead = sentence(random, 24)
    paragraphs = [f"{sentence(random, 32)} {sentence(random, 32)}" for _ in range(PARAGRAPHS - 1)]
    paragraphs[0] += f" **{words(random, 3)}** {sentence(random, 8)}"
    paragraphs[1] += f" [{words(random, 4)}](https://example.org/{random.randrange(10**6)})."
    paragraphs[3] = f"> {paragraphs[3]}"
    heading = f"## {words(random, 4)}"
    return lead, *paragraphs[:2], heading, *paragraphs[2:]


def sentence(random: Random, length: int) -> str:
    """Return a sentence of *length* words."""
    half = length // 2
    return f"{words(random, half)}، {words(random, length - half)}."


def words(random: Random, count: int) -> str:
    """Return *count* words."""
    return " ".join(random.choices(WORDS, k=count))
