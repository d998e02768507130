"""Planners of the pages that content files make: articles, plain pages, redirects to both."""

from collections.abc import Iterator

from msgspec import Struct

from digestgen.content.read import shown_path
from digestgen.model import Article, Credit, Link, PlainPage
from digestgen.page_plan import PagePlan
from digestgen.pages.bodies import body_plan, planned_body
from digestgen.pages.calendar import dated_links, year_link
from digestgen.pages.planning import (
    Frame,
    Planning,
    PromisedCards,
    article_link,
    cards_at,
    page_plan,
    summary,
)
from digestgen.pages.social import social_image
from digestgen.promise import Printed, printed, promise
from digestgen.text.direction import language_direction
from digestgen.urls import absolute, host
from digestgen.views import (
    ArticleView,
    BodyPlan,
    Card,
    CreditLine,
    PlainView,
    RedirectView,
    SocialCard,
    WithdrawnView,
)


class Usage(Struct, frozen=True, kw_only=True):
    """What the site does with all articles."""

    end_mark: str | None
    disclaimer: str | None
    drawing: str | None
    """How social cards are drawn, as a fingerprint; None if they are not."""


def printed_usage(
    end_mark: str | None, disclaimer: str | None, drawing: str | None
) -> Printed[Usage]:
    """Return what the site does with all articles, with its print."""
    return printed(Usage(end_mark=end_mark, disclaimer=disclaimer, drawing=drawing))


def article_pages(plan: Planning) -> Iterator[PagePlan]:
    """Yield the page of each article."""
    site, config, recall = plan.site, plan.config, plan.recall
    articles, paths = site.articles, [one.path for one in site.articles]
    links = recall.each(article_link, paths, (articles,))
    columns = (
        *(articles, plan.articles, (None, *links)[:-1], (*links, None)[1:]),
        recall(cards_at, "related", plan.cards, plan.related()),
        [plan.social.get(path) for path in paths],
        recall.each(body_plan, paths, (articles,), site.targets, site.media, config.base),
    )
    usage = recall(printed_usage, "usage", config.end_mark, config.disclaimer, site.drawing)
    yield from recall.each(article_plan, paths, columns, usage, plan.frame)


def article_plan(  # noqa: PLR0913, PLR0917 - all that it is made from
    article: Article,
    whole: Printed[Article],
    newer: Link | None,
    older: Link | None,
    related: PromisedCards,
    social: SocialCard | None,
    body: BodyPlan,
    usage: Printed[Usage],
    frame: Frame,
) -> PagePlan:
    """Return the page of *article*, which is *whole* with its print."""
    view = promise(article_view, whole, newer, older, related, social, usage, frame)
    return page_plan(
        article.site_path,
        "article.html",
        view,
        origin=origin(article),
        bodies=(body,),
        published=article.front.date.at,
    )


def article_view(  # noqa: PLR0913, PLR0917 - all that it is made from
    article: Article,
    newer: Link | None,
    older: Link | None,
    related: tuple[Card, ...],
    social: SocialCard | None,
    usage: Usage,
    frame: Frame,
) -> ArticleView:
    """Return what the page of *article* shows, between a *newer* and an *older* one."""
    front = article.front
    year, month, day = dated_links(front.date.at.date(), frame)
    return ArticleView(
        canonical=absolute(frame.origin, article.url),
        title=front.title,
        language=article.language,
        direction=language_direction(article.language),
        description=summary(article),
        standfirst=front.summary,
        date=front.date,
        updated=article.updated,
        rights=article.rights,
        corrections=front.corrections,
        picture=article.picture,
        social_image=social_image(article.picture, social, usage.drawing, frame.base),
        end_mark=usage.end_mark,
        credits=tuple([credit_line(credit) for credit in article.credits]),
        disclaimer=usage.disclaimer,
        topics=tuple([topic.link for topic in article.topics]),
        related=related,
        newer=newer,
        older=older,
        year=year,
        month=month,
        day=day,
        params=front.params,
        waiting=article.waiting,
    )


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


def withdrawn_pages(plan: Planning) -> Iterator[PagePlan]:
    """Yield the notice that stands at the URL of each article that was withdrawn."""
    years = {day.year for day in plan.site.days}
    for one in plan.site.withdrawn:
        has_year = one.front.date.at.year in years
        view = promise(withdrawn_view, one, has_year, plan.frame)
        yield page_plan(one.site_path, "withdrawn.html", view, origin=origin(one))


def withdrawn_view(
    article: Article,
    has_year: bool,  # noqa: FBT001 - an argument of a promise
    frame: Frame,
) -> WithdrawnView:
    """Return the notice in the place of *article*, whose year has a page or not."""
    front = article.front
    return WithdrawnView(
        canonical=frame.canonical(article.site_path),
        title=front.title,
        language=article.language,
        direction=language_direction(article.language),
        date=front.date,
        reason=front.withdrawn or "",
        year=year_link(front.date.at.date(), frame) if has_year else None,
    )


def plain_pages(plan: Planning) -> Iterator[PagePlan]:
    """Yield the page of each file with `layout: page`."""
    for one in plan.site.plain_pages:
        view, body = promise(plain_view, one, plan.frame), planned_body(one, plan.site)
        yield page_plan(one.site_path, "page.html", view, origin=origin(one), bodies=(body,))


def plain_view(one: PlainPage, frame: Frame) -> PlainView:
    """Return what the page of *one* shows."""
    return PlainView(
        canonical=frame.canonical(one.site_path),
        title=one.front.title,
        language=one.language,
        direction=language_direction(one.language),
        description=summary(one),
        picture=one.picture,
        social_image=social_image(one.picture, None, None, frame.base),
        params=one.front.params,
        waiting=one.waiting,
    )


def redirects(plan: Planning) -> Iterator[PagePlan]:
    """Yield a redirect for each alias of an article or plain page."""
    site = plan.site
    ones: tuple[Article | PlainPage, ...] = (*site.articles, *site.withdrawn, *site.plain_pages)
    for one in ones:
        for alias in one.front.aliases:
            view = promise(redirect_view, one.site_path, plan.frame)
            yield page_plan(alias, "redirect.html", view, origin=origin(one))


def redirect_view(target: str, frame: Frame) -> RedirectView:
    """Return what leads to the site path *target*."""
    return RedirectView(canonical=frame.canonical(target), url=frame.url(target))


def origin(one: Article | PlainPage) -> str:
    """Return the content file that *one* was made from."""
    return shown_path(one.path)
