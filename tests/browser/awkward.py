"""Sites of awkward cases: what authors will write some day, and no theme may break on."""

from collections.abc import Mapping
from io import BytesIO
from typing import Final

from PIL import Image

Files = Mapping[str, str | bytes]

WORD: Final = "والاستقلاليةوالاستراتيجيةوالمستشفياتوالإلكترونياتوالديمقراطيات"
ADDRESS: Final = "https://archive.example/2024/06/" + "a-path-without-any-space/" * 6 + "?q=1&p=2"
PARAGRAPH: Final = (
    "بحث وزيرا الخارجية في اتصال هاتفي سبل الرد على المعاهدة، واتفقا على مواصلة التشاور بينهما."
)
HEADLINE: Final = " ".join(["وزير الخارجية يبحث مع نظيره سبل الرد على المعاهدة الجديدة"] * 5)
TABLE: Final = "\n".join(
    [
        "| " + " | ".join(f"العمود الطويل رقم {column}" for column in range(1, 13)) + " |",
        "|" + " ---: |" * 12,
        *["| " + " | ".join("1,234,567.89" for _ in range(12)) + " |"] * 4,
    ]
)
EVERYTHING: Final = f"""\
{PARAGRAPH} قالت *الوكالة* إن **الأمر** انتهى[^1]، و~~ألغي~~ `code()` في آخره.

## الجدول: Table 1

{TABLE}

## قوائم

1. أولا
   - بند فيه `GET /api/v1/articles?per_page=100&sort=newest`
     1. بند في بند
        - بند في بند في بند
2. ثانيا، وفيه *Kim, Putin: what next?*

> قال الوزير: «نعم».
>
> > He said: “No, we can't: 5 of 7 agreed!”

### شيفرة

```python
def fold(text: str, *, marks: frozenset[str] = frozenset()) -> str:  # wider than a phone
    return "".join(one for one in text if one not in marks)  # أسطر طويلة
```

#### عنوان رابع

[^1]: هامش فيه رابط إلى <{ADDRESS}> طويل.

---

{PARAGRAPH}
"""
ENGLISH: Final = """\
The ministers *agreed* on **nothing**, said the agency المنارة on Friday.

> A quotation that runs from left to right.

1. First
2. Second, with `code`

| Column | Number |
|---|---:|
| One | 1 |
"""


def article(title: str, body: str = PARAGRAPH, more: str = "", day: str = "2024-06-21") -> str:
    """Return the file of an article with further lines of front matter."""
    source = "" if "source:" in more else "source: manara\n"
    return f'---\ntitle: "{title}"\ndate: {day}\n{source}{more}---\n\n{body}\n'


def picture(width: int, height: int) -> bytes:
    """Return a JPEG file."""
    file = BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "JPEG")
    return file.getvalue()


ABOUT: Final = "---\ntitle: عن الموقع\nlayout: page\n---\n\nاكتبوا إلى desk@example.org.\n"
TOPICS: Final = ", ".join([f"موضوع رقم {number}" for number in range(1, 25)] + ["C++", WORD])
TWO_SOURCES: Final = """\
source:
  - {name: "Yonhap News Agency (연합뉴스)", url: "https://yonhap.example/a", author: "Kim, J. (AP)"}
  - {name: وكالة المنارة, url: "https://manara.example/2024/06/21/talks"}
updated: 2024-06-23 10:00
"""
SETTINGS: Final = """\
title: موجز الأنباء
url: https://digest.example/awkward/
timezone: Asia/Riyadh
description: أنباء مختارة
disclaimer: الآراء لأصحابها.
end_mark: "(انتهى)"
per_page: 2
months: dual
digits: arab
hijri: true
params: {reading_font: naskh}
email: desk@example.org
sources:
  manara: {name: وكالة المنارة, url: "https://manara.example/"}
topics:
  empty: {name: موضوع بلا أخبار, description: لا شيء فيه بعد}
  treaty: {name: Korea-Russia treaty, description: معاهدة}
menu:
  - {name: المواضيع, url: /topics/}
  - {name: المصادر, url: /sources/}
  - {name: عن الموقع, url: /about/}
"""
AWKWARD: Final[Files] = {
    "site.yaml": SETTINGS,
    "content/about.md": ABOUT,
    "content/words.md": article(
        WORD, f"{WORD} {PARAGRAPH}\n\n<{ADDRESS}>\n\n`{ADDRESS}`\n\n{WORD}"
    ),
    "content/headline.md": article(HEADLINE, more=TWO_SOURCES),
    "content/latin.md": article("Yonhap: كيم يستقبل بوتين!", more="place: سيئول\n"),
    "content/topics.md": article("مواضيع كثيرة", more=f"tags: [{TOPICS}, Korea-Russia treaty]\n"),
    "content/tall.md": article(
        "صورة طويلة",
        more="image: {src: tall.jpg, alt: عمود, caption: تعليق, credit: Reuters}\nfeatured: true\n",
    ),
    "content/tall.jpg": picture(300, 2400),
    "content/tiny.md": article("صورة صغيرة", "![نقطة](tiny.jpg)\n\nنص.", "image: tiny.jpg\n"),
    "content/tiny.jpg": picture(12, 9),
    "content/english.md": article(
        "A treaty, and what it says", ENGLISH, "lang: en\naliases: [/old/treaty/]\n"
    ),
    "content/everything.md": article("كل ما يكتب", EVERYTHING, day="2023-01-31 00:05"),
}
ONE: Final[Files] = {
    "site.yaml": "title: موجز\nurl: https://digest.example/one/\n",
    "content/only.md": article("الخبر الوحيد", more="source: وكالة\n"),
}
EMPTY: Final[Files] = {"site.yaml": "title: موجز\nurl: https://digest.example/empty/\n"}
LTR: Final[Files] = {
    "site.yaml": (
        "title: The Digest\nurl: https://digest.example/english/\nlanguage: en\nper_page: 1\n"
        "menu:\n  - {name: Topics, url: /topics/}\n"
    ),
    "content/treaty.md": article(
        "A treaty, and what it says", ENGLISH, "source: Harbor Wire\ntags: [Treaty, معاهدة]\n"
    ),
    "content/second.md": article("Second", "Text.", "source: Harbor Wire\n", "2024-05-01"),
    "content/arabic.md": article(
        "خبر بالعربية", more="source: وكالة\nlang: ar\n", day="2024-04-01"
    ),
}
# A site as people set it up, and an article as long as most are: a body of 4 KB.
SENTENCES: Final = [PARAGRAPH, "وقال إن [المعاهدة](https://manara.example/treaty) **نافذة**."]
BODY: Final = "\n\n".join(SENTENCES * 16)
WEIGHT: Final[Files] = {
    "site.yaml": SETTINGS.replace("/awkward/", "/weight/").replace("naskh", "plex"),
    "content/about.md": ABOUT,
    **{
        f"content/{number}.md": article(f"الخبر رقم {number}", BODY, "tags: [روسيا, كوريا]\n")
        for number in range(1, 9)
    },
    "content/four-kilobytes.md": article(
        "وزيران يبحثان المعاهدة: خطوة أولى", BODY, "tags: [روسيا, كوريا, Yonhap]\nplace: سيئول\n"
    ),
}
SITES: Final[dict[str, Files]] = {
    "weight": WEIGHT,
    "awkward": AWKWARD,
    "one": ONE,
    "empty": EMPTY,
    "english": LTR,
}
"""The files of each site, by the name of the folder that it is served in."""
