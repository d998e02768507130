"""Planners of the date indexes: a page for each year, month and day that has articles."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import TypeVar

from digestgen.model import Article
from digestgen.pages.month_calendar import month_calendar
from digestgen.pages.planning import Planning
from digestgen.urls import href, joined
from digestgen.views import (
    Calendar,
    CalendarDay,
    DatedLink,
    DayEntry,
    DayView,
    MonthEntry,
    MonthView,
    Page,
    YearView,
)

Item = TypeVar("Item")
Span = tuple[date, tuple[date, ...]]
"""The first day of a year or month, and its days with articles, newest first."""


def year_path(day: date) -> str:
    """Return the site path of the year of *day*."""
    return joined(f"{day:%Y}")


def month_path(day: date) -> str:
    """Return the site path of the month of *day*."""
    return joined(f"{day:%Y}", f"{day:%m}")


def day_path(day: date) -> str:
    """Return the site path of *day*."""
    return joined(f"{day:%Y}", f"{day:%m}", f"{day:%d}")


def year_link(day: date, plan: Planning) -> DatedLink:
    """Return the link to the year of *day*."""
    return dated_link(year_path, start_of_year(day), plan.config.base)


def month_link(day: date, plan: Planning) -> DatedLink:
    """Return the link to the month of *day*."""
    return dated_link(month_path, start_of_month(day), plan.config.base)


def day_link(day: date, plan: Planning) -> DatedLink:
    """Return the link to *day*."""
    return dated_link(day_path, day, plan.config.base)


# Every article links to its year, month and day, and many articles have the same.
@lru_cache(maxsize=1 << 16)
def dated_link(path: Callable[[date], str], first: date, base: str) -> DatedLink:
    """Return the link to the date index at the *path* of *first*, its first day."""
    return DatedLink(url=href(base, path(first)), first=first)


def start_of_year(day: date) -> date:
    """Return the first day of the year of *day*."""
    return day.replace(month=1, day=1)


def start_of_month(day: date) -> date:
    """Return the first day of the month of *day*."""
    return day.replace(day=1)


def spans(days: Sequence[date], start: Callable[[date], date]) -> list[Span]:
    """Return *days*, newest first, in groups of one *start*."""
    return [(first, tuple(group)) for first, group in groupby(days, key=start)]


def neighbours(items: Sequence[Item]) -> Iterator[tuple[Item | None, Item, Item | None]]:
    """Yield each of *items*, newest first, between the next newer and the next older one."""
    return zip((None, *items), items, (*items[1:], None), strict=False)


def year_pages(plan: Planning) -> Iterator[Page]:
    """Yield the index of each year."""
    years = spans(tuple(plan.site.days), start_of_year)
    days_of = dict(years)
    for newer, year, older in neighbours([first for first, _ in years]):
        months = spans(days_of[year], start_of_month)
        view = YearView(
            canonical=plan.canonical(year_path(year)),
            first=year,
            months=tuple(month_entry(first, days, plan) for first, days in reversed(months)),
            count=count(days_of[year], plan),
            newer=year_link(newer, plan) if newer else None,
            older=year_link(older, plan) if older else None,
        )
        yield plan.page(year_path(year), "year.html", view, origin=f"the year {year:%Y}")


def month_entry(first: date, days: Sequence[date], plan: Planning) -> MonthEntry:
    """Return the month that starts with *first*, in which *days* have articles."""
    return MonthEntry(
        url=plan.url(month_path(first)),
        first=first,
        count=count(days, plan),
        calendar=calendar(first, plan),
    )


def calendar(first: date, plan: Planning) -> Calendar:
    """Return the calendar of the month that starts with *first*, with its links."""

    def link(day: date) -> CalendarDay:
        count = len(plan.site.days.get(day, ()))
        return CalendarDay(day=day, url=plan.url(day_path(day)) if count else None, count=count)

    return month_calendar(first, plan.config.language, link)


def month_pages(plan: Planning) -> Iterator[Page]:
    """Yield the index of each month."""
    months = spans(tuple(plan.site.days), start_of_month)
    days_of = dict(months)
    for newer, month, older in neighbours([first for first, _ in months]):
        view = MonthView(
            canonical=plan.canonical(month_path(month)),
            first=month,
            year=year_link(month, plan),
            calendar=calendar(month, plan),
            days=tuple(day_entry(day, plan) for day in days_of[month]),
            count=count(days_of[month], plan),
            newer=month_link(newer, plan) if newer else None,
            older=month_link(older, plan) if older else None,
        )
        yield plan.page(month_path(month), "month.html", view, origin=f"the month {month:%Y-%m}")


def day_entry(day: date, plan: Planning, *, most: int | None = None) -> DayEntry:
    """Return *day* as lists of days show it, with *most* of its articles or all of them."""
    articles = articles_of(day, plan)
    cards = tuple(plan.cards[article.path] for article in articles[:most])
    return DayEntry(url=plan.url(day_path(day)), first=day, cards=cards, count=len(articles))


def day_pages(plan: Planning) -> Iterator[Page]:
    """Yield the index of each day."""
    for newer, day, older in neighbours(tuple(plan.site.days)):
        view = DayView(
            canonical=plan.canonical(day_path(day)),
            first=day,
            year=year_link(day, plan),
            month=month_link(day, plan),
            cards=tuple(plan.cards[article.path] for article in articles_of(day, plan)),
            newer=day_link(newer, plan) if newer else None,
            older=day_link(older, plan) if older else None,
        )
        yield plan.page(day_path(day), "day.html", view, origin=f"the day {day}")


def articles_of(day: date, plan: Planning) -> tuple[Article, ...]:
    """Return the articles of *day*, newest first."""
    return plan.site.days[day]


def count(days: Sequence[date], plan: Planning) -> int:
    """Return how many articles *days* have."""
    return sum(len(articles_of(day, plan)) for day in days)
