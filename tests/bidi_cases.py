"""Thirteen cases in which a page that isolates nothing would show its text in the wrong order.

`FILES` is a site with a page for each case. A case tells where on that page it stands, what HTML
it has there, and how readers see it: *left_to_right* are pieces of the text by their place on the
screen, the leftmost first. Each piece stands once in the element, on one line if it is wide enough.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class BidiCase:
    """A text in two directions, and what becomes of it."""

    name: str
    path: str
    """The site path of its page."""
    selector: str
    """The element that it stands in, as a style sheet selects it: the first of one class or tag."""
    html: str
    """The HTML inside the element."""
    left_to_right: tuple[str, ...]


SETTINGS: Final = """\
title: موجز الأخبار
url: https://example.org/digest/
topics:
  treaty: {name: Korea-Russia treaty}
  yonhap: {name: Yonhap, lang: en}
  languages: {name: C++}
menu:
  - {name: Korea, url: /topics/treaty/}
  - {name: Yonhap (2024), url: /topics/yonhap/}
  - {name: عن الموقع, url: /about/}
"""
FRONT: Final = "---\ntitle: {title}\ndate: 2024-06-21\nsource: {source}\n{more}---\n\n{body}\n"


def article(
    body: str = "نص.", title: str = "خبر", source: str = "وكالة يونهاب", more: str = ""
) -> str:
    """Return the file of an article."""
    return FRONT.format(title=title, source=source, more=more, body=body)


def file_of(name: str) -> str:
    """Return the content file of the case *name*."""
    return f"content/{name}.md"


def path_of(name: str) -> str:
    """Return the site path of the page of the case *name*."""
    return f"/2024/06/21/{name}/"


BODIES: Final = {
    "name-with-a-dot": "أعلنت Yonhap News Inc. الخبر أمس.",
    "iso-date": "نُشر 2024-06-19 في الموقع.",
    "telephone": "اتصلوا برقم +82-2-398-3114 غدا.",
    "signs-after-a-name": "كتاب C++ (2024) متاح.",
    "straight-quotes": 'قال "نعم" ثم غادر.',
    "english-quotation": "قال الوزير: “Yes, we can: 5 of 7 agreed!” ثم غادر القاعة مسرعا إلى بيته.",
    "english-link": "اقرأ [Kim, Putin: what next?](https://example.org/) للمزيد من التفاصيل.",
    "negative-number": "انخفضت الحرارة إلى -5 درجات.",
}
ENGLISH: Final = "Article المادة 4 من المعاهدة-الاتفاق was read (twice)."

FILES: Final = {
    "site.yaml": SETTINGS,
    "content/about.md": "---\ntitle: عن الموقع\nlayout: page\n---\n\nنص.\n",
    **{file_of(name): article(body) for name, body in BODIES.items()},
    file_of("topics"): article(more="tags: [Korea-Russia treaty, Yonhap, C++]\n"),
    file_of("latin-first"): article(title='"Yonhap: كيم يستقبل بوتين!"'),
    file_of("author"): article(source='{name: وكالة, author: "Kim, J. (AP)"}'),
    file_of("arabic-in-english"): article(ENGLISH, "Treaty", more="lang: en\n"),
}


def body_case(name: str, html: str, *left_to_right: str) -> BidiCase:
    """Return the case *name*, which stands in the body of its article."""
    return BidiCase(
        name=name,
        path=path_of(name),
        selector=".body",
        html=f"\n<p>{html}</p>\n",
        left_to_right=left_to_right,
    )


CASES: Final = (
    BidiCase(
        name="topics",
        path=path_of("topics"),
        selector=".topics ul",
        html=(
            '\n<li><a class="p-category" rel="tag" href="/digest/topics/treaty/">'
            '<bdi dir="ltr">Korea-Russia treaty</bdi></a></li>'
            '\n<li><a class="p-category" rel="tag" href="/digest/topics/yonhap/">'
            '<bdi dir="ltr" lang="en">Yonhap</bdi></a></li>'
            '\n<li><a class="p-category" rel="tag" href="/digest/topics/languages/">'
            '<bdi dir="ltr">C++</bdi></a></li>\n'
        ),
        left_to_right=("C", "++", "Yonhap", "Korea", "Russia"),
    ),
    BidiCase(
        name="latin-first",
        path=path_of("latin-first"),
        selector="h1",
        html='<bdi dir="ltr">Yonhap</bdi>: كيم يستقبل بوتين!',
        left_to_right=("!", "بوتين", "كيم", "Yonhap"),
    ),
    BidiCase(
        name="author",
        path=path_of("author"),
        selector=".author",
        html='<bdi dir="ltr">Kim, J. (AP)</bdi>',
        left_to_right=("Kim", ",", "J.", "(AP)"),
    ),
    BidiCase(
        name="menu",
        path=path_of("topics"),
        selector=".menu ul",
        html=(
            '\n<li><a href="/digest/topics/treaty/"><bdi dir="ltr">Korea</bdi></a></li>'
            '\n<li><a href="/digest/topics/yonhap/"><bdi dir="ltr">Yonhap (2024)</bdi></a></li>'
            '\n<li><a href="/digest/about/">عن الموقع</a></li>\n'
        ),
        left_to_right=("عن", "Yonhap", "(2024)", "Korea"),
    ),
    body_case(
        "name-with-a-dot",
        'أعلنت <bdi dir="ltr">Yonhap News Inc.</bdi> الخبر أمس.',
        *("الخبر", "Yonhap", "Inc", "أعلنت"),
    ),
    body_case(
        "iso-date",
        'نُشر <bdi dir="ltr">2024-06-19</bdi> في الموقع.',
        *("الموقع", "2024", "06", "19", "نُشر"),
    ),
    body_case(
        "telephone",
        'اتصلوا برقم <bdi dir="ltr">+82-2-398-3114</bdi> غدا.',
        *("غدا", "+", "82", "398", "3114", "برقم"),
    ),
    body_case(
        "signs-after-a-name",
        'كتاب <bdi dir="ltr">C++</bdi> (2024) متاح.',
        *("متاح", "2024", "C", "++", "كتاب"),
    ),
    body_case("straight-quotes", "قال «نعم» ثم غادر.", "غادر", "»", "نعم", "«", "قال"),
    body_case(
        "english-quotation",
        'قال الوزير: “<bdi dir="ltr">Yes, we can: 5 of 7 agreed!</bdi>” '
        "ثم غادر القاعة مسرعا إلى بيته.",
        *("غادر", "Yes", "we can", "5 of 7", "agreed", "!", "الوزير"),
    ),
    body_case(
        "english-link",
        'اقرأ <a href="https://example.org/" dir="ltr" rel="external noopener">'
        "Kim, Putin: what next?</a> للمزيد من التفاصيل.",
        *("للمزيد", "Kim", "Putin", "what", "next", "?", "اقرأ"),
    ),
    body_case(
        "negative-number",
        'انخفضت الحرارة إلى <bdi dir="ltr">-5</bdi> درجات.',
        *("درجات", "-", "5", "الحرارة"),
    ),
    body_case(
        "arabic-in-english",
        'Article <bdi dir="rtl">المادة 4 من المعاهدة-الاتفاق</bdi> was read (twice).',
        *("Article", "الاتفاق", "المعاهدة", "4", "المادة", "was read", "twice"),
    ),
)
