"""XML put together from text: every value is escaped, and what XML forbids is left out."""

from functools import lru_cache
from typing import Final

from digestgen.text.clean import xml_safe
from digestgen.text.email import with_references

DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>\n'


def text(value: str) -> str:
    """Return *value* as the text of an element."""
    safe = value if value.isprintable() else xml_safe(value)
    escaped = safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return with_references(escaped)


# Names of topics and outlets, and what links are for, stand in all feeds.
@lru_cache(maxsize=1 << 12)
def quoted(value: str) -> str:
    """Return *value* as it stands between the quotation marks of an attribute."""
    return text(value).replace('"', "&quot;")


def element(name: str, value: str | None, attributes: str = "") -> str:
    """Return the element *name* with the text *value*; nothing without one.

    *attributes* are XML, with a space before each.
    """
    return f"<{name}{attributes}>{text(value)}</{name}>\n" if value is not None else ""


def attributes(**values: str | None) -> str:
    """Return *values* as attributes, those that are None left out; `_` in a name is a colon."""
    return "".join(
        [
            f' {name.replace("_", ":")}="{quoted(value)}"'
            for name, value in values.items()
            if value is not None
        ]
    )
