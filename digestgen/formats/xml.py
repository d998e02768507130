"""XML put together from text: every value is escaped, and what XML forbids is left out."""

from typing import Final

from digestgen.text.clean import xml_safe
from digestgen.text.email import with_references

DECLARATION: Final = '<?xml version="1.0" encoding="utf-8"?>\n'


def text(value: str) -> str:
    """Return *value* as the text of an element."""
    safe = value if value.isprintable() else xml_safe(value)
    escaped = safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return with_references(escaped)


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
    found = ((name.replace("_", ":"), value) for name, value in values.items())
    return "".join(f' {name}="{quoted(value)}"' for name, value in found if value is not None)
