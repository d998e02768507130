"""Planners of the pages that content files make: articles, plain pages, redirects to both."""

from collections.abc import Iterator, Mapping
from math import ceil
from typing import Final

from digestgen.content.read import place_of
from digestgen.model import Article, Credit, PlainPage
from digestgen.pages.bodies import body_plan
from digestgen.pages.calendar import day_link, month_link, neighbours, year_link
from digestgen.pages.planning import Planning, article_link, summary
from digestgen.pages.social import social_image
from digestgen.text.direction import language_direction
from digestgen.urls import host
from digestgen.views import ArticleView, CreditLine, Page, PlainView, RedirectView, WithdrawnView

# Words a minute in silent reading. English: Brysbaert 2019. Arabic words carry what is several
# words in English (articles, prepositions, pronouns), and are read more slowly.
WORDS_A_MINUTE: Final[Mapping[str, int]] = {"en": 238}
USUAL_WORDS_A_MINUTE: Final = 180


def article_pages(plan: Planning) -> Iterator[Page]:
    """Yield the page of each article."""
    for newer, article, older in neighbours(plan.site.articles):
        view = article_view(article, newer, older, plan)
        bodies = (body_plan(article, plan.site),)
        yield plan.page(
            article.site_path, "article.html", view, origin=origin(article), bodies=bodies
        )


def article_view(
    article: Article,
    newer: Article | None,
    older: Article | None,
    plan: Planning,
) -> ArticleView:
    """Return what the page of *article* shows."""
    front, day = article.front, article.front.date.at.date()
    return ArticleView(
        canonical=plan.canonical(article.site_path),
        title=front.title,
        language=article.language,
        direction=language_direction(article.language),
        description=summary(article),
        standfirst=front.summary,
        date=front.date,
        updated=article.updated,
        rights=article.rights,
        corrections=front.corrections,
        minutes=minutes(article),
        picture=article.picture,
        social_image=social_image(article.picture, plan.social.get(article.path), plan.site),
        end_mark=None if article.body.has_end_mark else plan.config.end_mark,
        credits=tuple(credit_line(credit) for credit in article.credits),
        disclaimer=plan.config.disclaimer,
        topics=tuple(topic.link for topic in article.topics),
        related=tuple(plan.cards[found.path] for found in plan.site.related[article.path]),
        newer=article_link(newer) if newer else None,
        older=article_link(older) if older else None,
        year=year_link(day, plan),
        month=month_link(day, plan),
        day=day_link(day, plan),
        params=front.params,
        waiting=article.waiting,
    )


def minutes(article: Article) -> int:
    """Return how many minutes *article* takes to read, at least 1."""
    pace = WORDS_A_MINUTE.get(article.language.partition("-")[0], USUAL_WORDS_A_MINUTE)
    return max(1, ceil(article.body.words / pace))


def credit_line(credit: Credit) -> CreditLine:
    """Return *credit* as the source box shows it."""
    site_url = credit.original or credit.source.url
    return CreditLine(
        source=credit.source.link,
        author=credit.author,
        original=credit.original,
        site=host(site_url) if site_url else None,
        site_url=credit.source.url or site_url,
        outlet_url=credit.source.url,
    )


def withdrawn_pages(plan: Planning) -> Iterator[Page]:
    """Yield the notice that stands at the URL of each article that was withdrawn."""
    years = {day.year for day in plan.site.days}
    for article in plan.site.withdrawn:
        front, day = article.front, article.front.date.at.date()
        view = WithdrawnView(
            canonical=plan.canonical(article.site_path),
            title=front.title,
            language=article.language,
            direction=language_direction(article.language),
            date=front.date,
            reason=front.withdrawn or "",
            year=year_link(day, plan) if day.year in years else None,
        )
        yield plan.page(article.site_path, "withdrawn.html", view, origin=origin(article))


def plain_pages(plan: Planning) -> Iterator[Page]:
    """Yield the page of each file with `layout: page`."""
    for page in plan.site.plain_pages:
        view = PlainView(
            canonical=plan.canonical(page.site_path),
            title=page.front.title,
            language=page.language,
            direction=language_direction(page.language),
            description=summary(page),
            picture=page.picture,
            social_image=social_image(page.picture, None, plan.site),
            params=page.front.params,
            waiting=page.waiting,
        )
        bodies = (body_plan(page, plan.site),)
        yield plan.page(page.site_path, "page.html", view, origin=origin(page), bodies=bodies)


def redirects(plan: Planning) -> Iterator[Page]:
    """Yield a redirect for each alias of an article or plain page."""
    site = plan.site
    ones: tuple[Article | PlainPage, ...] = (*site.articles, *site.withdrawn, *site.plain_pages)
    for one in ones:
        view = RedirectView(canonical=plan.canonical(one.site_path), url=one.url)
        for alias in one.front.aliases:
            yield plan.page(alias, "redirect.html", view, origin=origin(one))


def origin(one: Article | PlainPage) -> str:
    """Return the content file that *one* was made from."""
    return place_of(one.path).file
