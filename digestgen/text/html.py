"""HTML of values, made hundreds of times a page."""

from markupsafe import Markup, escape


def html_of(value: object) -> str:
    """Return *value* as HTML: what `escape` returns, but as plain text where nothing is escaped.

    To make another `Markup` of a value takes longer than all the rest.
    """
    if type(value) is Markup or (type(value) is str and is_plain(value)):
        return value
    return escape(value)


def is_plain(text: str) -> bool:
    """Tell whether *text* is the same as HTML. To look for one letter is quickest, five times."""
    has_tag = "<" in text or ">" in text
    return not (has_tag or "&" in text or '"' in text or "'" in text)
