"""Planners of the date indexes: a page for each year, month and day that has articles."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import TypeVar

from digestgen.page_plan import PagePlan
from digestgen.pages.month_calendar import month_calendar
from digestgen.pages.planning import Frame, Planning, PromisedCards, page_plan
from digestgen.promise import printed, promise
from digestgen.urls import href
from digestgen.views import (
    Calendar,
    CalendarDay,
    Card,
    DatedLink,
    DayEntry,
    DayView,
    MonthEntry,
    MonthView,
    YearView,
)

Item = TypeVar("Item")
Span = tuple[date, tuple[date, ...]]
"""The first day of a year or month, and its days with articles, newest first."""
Day = tuple[date, tuple[Card, ...], int]
"""A day, the cards that are shown of it, and how many articles it has."""
Counts = tuple[tuple[date, int], ...]
"""Days, newest first, with the numbers of their articles."""


def year_path(day: date) -> str:
    """Return the site path of the year of *day*."""
    return f"/{day.year:04}/"


def month_path(day: date) -> str:
    """Return the site path of the month of *day*."""
    return f"/{day.year:04}/{day.month:02}/"


def day_path(day: date) -> str:
    """Return the site path of *day*."""
    return f"/{day.year:04}/{day.month:02}/{day.day:02}/"


def year_link(day: date, frame: Frame) -> DatedLink:
    """Return the link to the year of *day*."""
    return dated_link(year_path, start_of_year(day), frame.base)


def month_link(day: date, frame: Frame) -> DatedLink:
    """Return the link to the month of *day*."""
    return dated_link(month_path, start_of_month(day), frame.base)


def day_link(day: date, frame: Frame) -> DatedLink:
    """Return the link to *day*."""
    return dated_link(day_path, day, frame.base)


def dated_links(day: date, frame: Frame) -> tuple[DatedLink, DatedLink, DatedLink]:
    """Return the links to the year, the month and the day of *day*."""
    return links_of_day(day, frame.base)


# Every article links to its year, month and day, and many articles have the same.
@lru_cache(maxsize=1 << 16)
def links_of_day(day: date, base: str) -> tuple[DatedLink, DatedLink, DatedLink]:
    """Return the links to the year, the month and the day of *day* under the base path *base*."""
    return (
        dated_link(year_path, start_of_year(day), base),
        dated_link(month_path, start_of_month(day), base),
        dated_link(day_path, day, base),
    )


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


def year_pages(plan: Planning) -> Iterator[PagePlan]:
    """Yield the index of each year."""
    counts = {day: len(places) for day, places in plan.site.days.items()}
    years = spans(tuple(counts), start_of_year)
    for (newer, year, older), (_, days) in zip(neighbours_of(years), years, strict=True):
        counted = printed(tuple((day, counts[day]) for day in days))
        view = promise(year_view, year, newer, older, counted, plan.frame)
        path, time = year_path(year), plan.published(plan.site.days[days[0]])
        yield page_plan(path, "year.html", view, origin=f"the year {year:%Y}", published=time)


def neighbours_of(found: Sequence[Span]) -> Iterator[tuple[date | None, date, date | None]]:
    """Yield the first day of each of *found* between those of the next ones."""
    return neighbours([first for first, _ in found])


def year_view(
    year: date, newer: date | None, older: date | None, days: Counts, frame: Frame
) -> YearView:
    """Return the index of *year*, in which *days* have articles, between its neighbours."""
    months = [(first, tuple(some)) for first, some in groupby(days, key=month_of_count)]
    return YearView(
        canonical=frame.canonical(year_path(year)),
        first=year,
        months=tuple(month_entry(first, some, frame) for first, some in reversed(months)),
        count=total(days),
        newer=year_link(newer, frame) if newer else None,
        older=year_link(older, frame) if older else None,
    )


def month_of_count(counted: tuple[date, int]) -> date:
    """Return the first day of the month of a day that is *counted*."""
    return start_of_month(counted[0])


def total(days: Counts) -> int:
    """Return how many articles *days* have together."""
    return sum(count for _, count in days)


def month_entry(first: date, days: Counts, frame: Frame) -> MonthEntry:
    """Return the month that starts with *first*, in which *days* have articles."""
    return MonthEntry(
        url=frame.url(month_path(first)),
        first=first,
        count=total(days),
        calendar=calendar(first, days, frame),
    )


def calendar(first: date, days: Counts, frame: Frame) -> Calendar:
    """Return the calendar of the month that starts with *first*, with links to *days*."""
    return linked_calendar(first, days, frame.language, frame.base)


# The index of a year has the calendars of its months.
@lru_cache(maxsize=1 << 10)
def linked_calendar(first: date, days: Counts, language: str, base: str) -> Calendar:
    """Return the calendar of the month that starts with *first*, with links to *days*."""
    known = dict(days)

    def link(day: date) -> CalendarDay:
        count = known.get(day, 0)
        return CalendarDay(day=day, url=href(base, day_path(day)) if count else None, count=count)

    return month_calendar(first, language, link)


def month_pages(plan: Planning) -> Iterator[PagePlan]:
    """Yield the index of each month."""
    months = spans(tuple(plan.site.days), start_of_month)
    for (newer, month, older), (_, days) in zip(neighbours_of(months), months, strict=True):
        shown = tuple([shown_day(day, plan.site.days[day], plan) for day in days])
        view = promise(month_view, month, newer, older, shown, plan.frame)
        path, time = month_path(month), plan.published(plan.site.days[days[0]])
        yield page_plan(path, "month.html", view, origin=f"the month {month:%Y-%m}", published=time)


def month_view(
    month: date, newer: date | None, older: date | None, days: tuple[Day, ...], frame: Frame
) -> MonthView:
    """Return the index of *month*, whose *days* have articles, between its neighbours."""
    numbers = tuple((day, count) for day, _, count in days)
    return MonthView(
        canonical=frame.canonical(month_path(month)),
        first=month,
        year=year_link(month, frame),
        calendar=calendar(month, numbers, frame),
        days=tuple(day_entry(day, frame) for day in days),
        count=total(numbers),
        newer=month_link(newer, frame) if newer else None,
        older=month_link(older, frame) if older else None,
    )


def shown_day(
    day: date, places: Sequence[int], plan: Planning, *, most: int | None = None
) -> tuple[date, PromisedCards, int]:
    """Return *day* as lists of days show it, with *most* of the articles at *places*, or all."""
    return day, plan.cards_at(places[:most]), len(places)


def day_entry(shown: Day, frame: Frame) -> DayEntry:
    """Return a day as lists of days show it."""
    day, cards, count = shown
    return DayEntry(url=frame.url(day_path(day)), first=day, cards=cards, count=count)


def day_pages(plan: Planning) -> Iterator[PagePlan]:
    """Yield the index of each day."""
    days = plan.site.days
    for newer, day, older in neighbours(tuple(days)):
        view = promise(day_view, day, newer, older, plan.cards_at(days[day]), plan.frame)
        path, time = day_path(day), plan.published(days[day])
        yield page_plan(path, "day.html", view, origin=f"the day {day}", published=time)


def day_view(
    day: date, newer: date | None, older: date | None, cards: tuple[Card, ...], frame: Frame
) -> DayView:
    """Return the index of *day*, with *cards*, between its *newer* and *older* neighbours."""
    year, month, _ = dated_links(day, frame)
    return DayView(
        canonical=frame.canonical(day_path(day)),
        first=day,
        year=year,
        month=month,
        cards=cards,
        newer=day_link(newer, frame) if newer else None,
        older=day_link(older, frame) if older else None,
    )
