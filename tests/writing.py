"""Articles and pages, written as an author writes them."""

import json
from typing import Final

ARTICLE_FRONT: Final = {"title": "خبر", "date": "2024-06-21", "source": "وكالة"}
PAGE_FRONT: Final = {"title": "عن الموقع", "layout": "page"}


def article(body: str = "نص الخبر.", **front: str | None) -> str:
    """Return the file of an article; *front* are keys in YAML, None leaves out a usual one."""
    return content({**ARTICLE_FRONT, **front}, body)


def page(body: str = "نص الصفحة.", **front: str | None) -> str:
    """Return the file of a plain page."""
    return content({**PAGE_FRONT, **front}, body)


def content(front: dict[str, str | None], body: str) -> str:
    """Return a content file."""
    lines = "".join(f"{key}: {value}\n" for key, value in front.items() if value is not None)
    return f"---\n{lines}---\n\n{body}\n"


def quoted(text: str) -> str:
    """Return *text* in double quotes, as YAML and Markdown read it."""
    return json.dumps(text, ensure_ascii=False)
