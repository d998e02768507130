"""Planners of the pages that content files make: articles, plain pages, redirects to both."""

from collections.abc import Iterator

from digestgen.content.read import place_of
from digestgen.model import Article, Credit, Link, PlainPage
from digestgen.pages.bodies import body_plan, planned_body
from digestgen.pages.calendar import dated_links, year_link
from digestgen.pages.planning import Frame, Planning, article_link, summary
from digestgen.pages.social import social_image
from digestgen.text.direction import language_direction
from digestgen.urls import absolute, host
from digestgen.views import (
    ArticleView,
    BodyPlan,
    Card,
    CreditLine,
    Page,
    PlainView,
    RedirectView,
    SocialCard,
    WithdrawnView,
)


def article_pages(plan: Planning) -> Iterator[Page]:
    """Yield the page of each article."""
    articles, recall, site = plan.site.articles, plan.recall, plan.site
    links = recall.each(article_link, plan.paths, (articles,))
    related = plan.cards_at("related", site.related)
    social = [plan.social.get(path) for path in plan.paths]
    bodies = recall.each(
        body_plan, plan.paths, (articles,), site.targets, site.media, site.config.base
    )
    columns = (articles, (None, *links)[:-1], (*links, None)[1:], related, social, bodies)
    yield from recall.each(article_page, plan.paths, columns, plan.frame)


def article_page(  # noqa: PLR0913, PLR0917 - all that it reads
    article: Article,
    newer: Link | None,
    older: Link | None,
    related: tuple[Card, ...],
    social: SocialCard | None,
    body: BodyPlan,
    frame: Frame,
) -> Page:
    """Return the page of *article*, which stands between a *newer* and an *older* one."""
    view = article_view(article, (newer, older), related, social, frame)
    return frame.page(
        article.site_path, "article.html", view, origin=origin(article), bodies=(body,)
    )


def article_view(
    article: Article,
    beside: tuple[Link | None, Link | None],
    related: tuple[Card, ...],
    social: SocialCard | None,
    frame: Frame,
) -> ArticleView:
    """Return what the page of *article* shows; *beside* are the newer and the older one."""
    front, (newer, older) = article.front, beside
    year, month, day = dated_links(front.date.at.date(), frame)
    return ArticleView(
        canonical=absolute(frame.config.origin, article.url),
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
        social_image=social_image(article.picture, social, frame.drawing, frame.config.base),
        end_mark=frame.config.end_mark,
        credits=tuple([credit_line(credit) for credit in article.credits]),
        disclaimer=frame.config.disclaimer,
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


def withdrawn_pages(plan: Planning) -> Iterator[Page]:
    """Yield the notice that stands at the URL of each article that was withdrawn."""
    years = {day.year for day in plan.site.days}
    for one in plan.site.withdrawn:
        has_year = one.front.date.at.year in years
        yield plan.recall(withdrawn_page, one.path, one, has_year, plan.frame)


def withdrawn_page(article: Article, has_year: bool, frame: Frame) -> Page:  # noqa: FBT001
    """Return the notice in the place of *article*, whose year has a page or not."""
    front = article.front
    view = WithdrawnView(
        canonical=frame.canonical(article.site_path),
        title=front.title,
        language=article.language,
        direction=language_direction(article.language),
        date=front.date,
        reason=front.withdrawn or "",
        year=year_link(front.date.at.date(), frame) if has_year else None,
    )
    return frame.page(article.site_path, "withdrawn.html", view, origin=origin(article))


def plain_pages(plan: Planning) -> Iterator[Page]:
    """Yield the page of each file with `layout: page`."""
    for one in plan.site.plain_pages:
        yield plan.recall(plain_page, one.path, one, planned_body(one, plan.site), plan.frame)


def plain_page(one: PlainPage, body: BodyPlan, frame: Frame) -> Page:
    """Return the page of *one*."""
    view = PlainView(
        canonical=frame.canonical(one.site_path),
        title=one.front.title,
        language=one.language,
        direction=language_direction(one.language),
        description=summary(one),
        picture=one.picture,
        social_image=social_image(one.picture, None, frame.drawing, frame.config.base),
        params=one.front.params,
        waiting=one.waiting,
    )
    return frame.page(one.site_path, "page.html", view, origin=origin(one), bodies=(body,))


def redirects(plan: Planning) -> Iterator[Page]:
    """Yield a redirect for each alias of an article or plain page."""
    site = plan.site
    ones: tuple[Article | PlainPage, ...] = (*site.articles, *site.withdrawn, *site.plain_pages)
    for one in ones:
        if one.front.aliases:
            yield from plan.recall(redirects_to, one.path, one, plan.frame)


def redirects_to(one: Article | PlainPage, frame: Frame) -> tuple[Page, ...]:
    """Return a redirect for each alias of *one*."""
    view = RedirectView(canonical=frame.canonical(one.site_path), url=one.url)
    return tuple(
        frame.page(alias, "redirect.html", view, origin=origin(one)) for alias in one.front.aliases
    )


def origin(one: Article | PlainPage) -> str:
    """Return the content file that *one* was made from."""
    return place_of(one.path).file
