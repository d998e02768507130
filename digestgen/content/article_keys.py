"""The keys of the front matter: how each is read, and what is said of it."""

from enum import StrEnum
from typing import Final

from digestgen.content.article_values import (
    PICTURE,
    SITE_PATHS,
    SOURCES,
    TAG_LIST,
    URL_END,
    WHEN,
)
from digestgen.content.editorial import CORRECTIONS as MENDINGS
from digestgen.content.editorial import ID_TEXT, REASON, RIGHTS_OF
from digestgen.errors import said
from digestgen.yaml.keys import FLAG, FREE, LANGUAGE_CODE, TEXT, Key, Keys, choice


class Layout(StrEnum):
    """The values of `layout:`."""

    ARTICLE = "article"
    PAGE = "page"


TITLE: Final = Key(
    name="title",
    kind=TEXT,
    meaning="The headline.",
    example="زلزال يضرب شمال البلاد",
    required=True,
)
DATE: Final = Key(
    name="date",
    kind=WHEN,
    meaning="When the source first published it.",
    see="[dates](#dates)",
    example="2024-06-21 19:42",
    required=True,
)
SOURCE: Final = Key(
    name="source",
    kind=SOURCES,
    meaning="Who published it first.",
    see="[sources](#sources)",
    example="وكالة المنارة",
    required=True,
    hint=said("name who published it first: source: https://… or the outlet's name"),
)
TAGS: Final = Key(
    name="tags",
    kind=TAG_LIST,
    meaning="Each names a topic.",
    see="[tags](#tags)",
    example="[روسيا, كوريا الشمالية]",
)
IMAGE: Final = Key(
    name="image",
    kind=PICTURE,
    meaning="The lead picture.",
    see="[the lead picture](#the-lead-picture)",
    example="talks.jpg",
)
SUMMARY: Final = Key(
    name="summary",
    kind=TEXT,
    meaning=(
        "What lists and search engines show, and what stands under the headline. Without it lists "
        "show the first sentences of the body, without a dateline."
    ),
    example="اتفق الوزيران على مواصلة التشاور.",
)
PLACE: Final = Key(
    name="place",
    kind=TEXT,
    meaning=(
        "Puts a dateline before the first paragraph: "
        '<span dir="rtl">«سيئول، 21 يونيو (وكالة المنارة) —»</span>.'
    ),
    example="سيئول",
)
SLUG: Final = Key(
    name="slug",
    kind=URL_END,
    meaning="The end of the URL, if it is not to be the file's name: letters, digits and hyphens.",
    example="foreign-ministers-talks",
)
ALIASES: Final = Key(
    name="aliases",
    kind=SITE_PATHS,
    meaning=("Old paths of the site that lead here. Each gets a page that sends readers on."),
    example="[/2023/old-name/]",
)
UPDATED: Final = Key(
    name="updated",
    kind=WHEN,
    meaning="The last significant change; not before `date`.",
    example="2024-06-23",
)
CORRECTIONS: Final = Key(
    name="corrections",
    kind=MENDINGS,
    meaning="What was wrong and was mended.",
    see="[corrections](#corrections-and-withdrawal)",
    example="[{date: 2024-06-23, text: كان عدد الوفود ستة.}]",
)
WITHDRAWN: Final = Key(
    name="withdrawn",
    kind=REASON,
    meaning="Why the article is no longer to be read.",
    see="[withdrawal](#corrections-and-withdrawal)",
    example="تبيّن أن الخبر ملفق.",
)
RIGHTS: Final = Key(
    name="rights",
    kind=RIGHTS_OF,
    meaning="What the article holds of another's work.",
    see="[rights](#rights)",
    example="excerpt",
)
ID: Final = Key(
    name="id",
    kind=ID_TEXT,
    meaning="What feeds call the article, if not by its file's name.",
    see="[ids](feeds.md#ids)",
    example="2024-06-21-talks",
)
DRAFT: Final = Key(
    name="draft", kind=FLAG, meaning="A draft is not built.", example="true", default=False
)
EXPIRES: Final = Key(
    name="expires",
    kind=WHEN,
    meaning="From this moment on the article is not built.",
    example="2024-12-31",
)
LANGUAGE: Final = Key(
    name="lang",
    kind=LANGUAGE_CODE,
    meaning="The article's language, if it is not the site's.",
    see="[direction](#direction)",
    example="en",
)
FEATURED: Final = Key(
    name="featured",
    kind=FLAG,
    meaning="The newest featured article among those of the front page leads it.",
    example="true",
    default=False,
)
LAYOUT: Final = Key(
    name="layout",
    kind=choice(Layout, Layout.ARTICLE),
    meaning="`page` makes a [page outside the digest](#pages-outside-the-digest).",
    example="page",
    default=Layout.ARTICLE.value,
)
PARAMS: Final = Key(
    name="params", kind=FREE, meaning="Free values for themes.", example="{mood: calm}"
)
KEYS: Final[Keys] = (
    *(TITLE, DATE, SOURCE, TAGS, IMAGE, SUMMARY, PLACE, SLUG, ALIASES, UPDATED, CORRECTIONS),
    *(WITHDRAWN, RIGHTS, ID, DRAFT, EXPIRES),
    *(LANGUAGE, FEATURED, LAYOUT, PARAMS),
)
PAGE_KEYS: Final[Keys] = (*(TITLE, IMAGE, SUMMARY, SLUG, ALIASES, DRAFT, LANGUAGE, LAYOUT, PARAMS),)
