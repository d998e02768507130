"""How a failed build looks in the browser: HTML of its problems, for a page or over one."""

from typing import Final

from markupsafe import Markup

from digestgen.preview.state import Excerpt, Problem

ALONE: Final = "The site appears here"
BEHIND: Final = "Behind this is the last good build; it is renewed"
STYLE: Final = Markup('<link rel="stylesheet" href="/.digestgen/preview.css">')
PAGE: Final = Markup(
    '<!DOCTYPE html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<title>{title}</title>\n<link rel="icon" href="data:,">\n</head>\n<body>\n{content}\n'
    "</body>\n</html>\n"
)
LIST: Final = Markup(
    '{style}\n<section class="problems" lang="en" dir="ltr" role="alert">\n'
    "<header><h1>{title}</h1><button>Hide</button></header>\n<p>{what}</p>\n"
    "<ol>\n{items}\n</ol>\n</section>"
)
ITEM: Final = Markup(
    '<li class="{severity}">\n<p class="place"><bdi dir="ltr">{place}</bdi> '
    '<span>{severity} {code}</span></p>\n<p class="message" dir="auto">{message}</p>\n'
    '{excerpt}<p class="hint" dir="auto">{hint}</p>\n</li>'
)
LINE: Final = Markup(
    '<div class="excerpt"><span>{number}</span>'
    '<pre dir="auto">{before}<mark>{marked}</mark>{after}</pre></div>\n'
)
LINK: Final = Markup(
    '<section class="problems">\n<h1>Nothing is here</h1>\n'
    '<p>The site is served under <a href="{base}">{base}</a>.</p>\n</section>'
)


def problems_html(problems: tuple[Problem, ...], *, is_alone: bool) -> Markup:
    """Return *problems* as a piece of HTML; *is_alone* if no page can be seen behind it."""
    waits = ALONE if is_alone else BEHIND
    return LIST.format(
        style=STYLE,
        title="The site was not built",
        what=f"{waits} as soon as this is put right.",
        items=Markup("\n").join(map(problem_html, problems)),
    )


def problem_html(problem: Problem) -> Markup:
    """Return *problem* as an item of the list."""
    return ITEM.format(
        severity=problem.severity,
        code=problem.code,
        place=problem.place,
        message=problem.message,
        hint=problem.hint,
        excerpt=excerpt_html(problem.excerpt) if problem.excerpt else "",
    )


def excerpt_html(excerpt: Excerpt) -> Markup:
    """Return the line of *excerpt*; what is wrong is marked inside it.

    A caret on a line below would point elsewhere: letters of Arabic have no one width, and where
    a text turns round is for the browser to find out.
    """
    return LINE.format(
        number=excerpt.number,
        before=excerpt.before,
        marked=excerpt.marked,
        after=excerpt.after,
    )


def problems_page(problems: tuple[Problem, ...]) -> str:
    """Return a page of *problems* for a site that was not built yet."""
    content = problems_html(problems, is_alone=True)
    return PAGE.format(title="The site was not built", content=content)


def elsewhere_page(base: str) -> str:
    """Return a page for a path that is not under *base*; *base* is percent-encoded."""
    return PAGE.format(title="Nothing is here", content=STYLE + LINK.format(base=base))
