"""How a failed build looks in the browser: HTML of its problems, for a page or over one."""

from typing import Final

from markupsafe import Markup

from digestgen.errors import said
from digestgen.messages.speech import Speech
from digestgen.preview.state import Excerpt, Problem

NOT_BUILT: Final = said("The site was not built")
ALONE: Final = said("The site appears here as soon as this is put right.")
BEHIND: Final = said(
    "Behind this is the last good build; it is renewed as soon as this is put right."
)
HIDE: Final = said("Hide")
NOTHING: Final = said("Nothing is here")
# Where the link goes.
GAP: Final = "{}"
UNDER: Final = said("The site is served under {link}.", link=GAP)
ENGLISH: Final = Speech()
STYLE: Final = Markup('<link rel="stylesheet" href="/.digestgen/preview.css">')
PAGE: Final = Markup(
    '<!DOCTYPE html>\n<html lang="{lang}" dir="{dir}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<title>{title}</title>\n<link rel="icon" href="data:,">\n</head>\n<body>\n{content}\n'
    "</body>\n</html>\n"
)
LIST: Final = Markup(
    '{style}\n<section class="problems" lang="{lang}" dir="{dir}" role="alert">\n'
    "<header><h1>{title}</h1><button>{hide}</button></header>\n<p>{what}</p>\n"
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
ANCHOR: Final = Markup('<a href="{base}">{base}</a>')
LEFT_TO_RIGHT: Final = Markup('<bdi dir="ltr">{}</bdi>')
LINK: Final = Markup('<section class="problems">\n<h1>{nothing}</h1>\n<p>{where}</p>\n</section>')


def problems_html(
    problems: tuple[Problem, ...], *, is_alone: bool, speech: Speech = ENGLISH
) -> Markup:
    """Return *problems* as a piece of HTML; *is_alone* if no page can be seen behind it."""
    return LIST.format(
        style=STYLE,
        lang=speech.language,
        dir=speech.direction,
        title=speech.say(NOT_BUILT),
        hide=speech.say(HIDE),
        what=speech.say(ALONE if is_alone else BEHIND),
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


def problems_page(problems: tuple[Problem, ...], speech: Speech = ENGLISH) -> str:
    """Return a page of *problems* for a site that was not built yet."""
    content = problems_html(problems, is_alone=True, speech=speech)
    return page(speech.say(NOT_BUILT), content, speech)


def elsewhere_page(base: str, speech: Speech = ENGLISH) -> str:
    """Return a page for a path that is not under *base*; *base* is percent-encoded."""
    link = ANCHOR.format(base=base)
    link = LEFT_TO_RIGHT.format(link) if speech.direction == "rtl" else link
    before, after = speech.say(UNDER).split(GAP)
    content = STYLE + LINK.format(nothing=speech.say(NOTHING), where=before + link + after)
    return page(speech.say(NOTHING), content, speech)


def page(title: str, content: Markup, speech: Speech) -> str:
    """Return a page of its own with the *title* and the *content*."""
    return PAGE.format(lang=speech.language, dir=speech.direction, title=title, content=content)
