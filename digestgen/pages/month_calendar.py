"""The days of a month in rows of weeks, which begin as the readers of a language are used to."""

import calendar
from collections.abc import Callable
from datetime import date

from digestgen.theme.locales import first_weekday
from digestgen.views import Calendar, CalendarDay


def month_calendar(first: date, language: str, shown: Callable[[date], CalendarDay]) -> Calendar:
    """Return the month that starts with *first* in the weeks of *language*.

    *shown* gives a day of the month as the calendar shows it.
    """
    weeks = calendar.Calendar(first_weekday(language))
    return Calendar(
        first=first,
        weekdays=tuple(weeks.iterweekdays()),
        weeks=tuple(
            tuple(shown(first.replace(day=number)) if number else None for number in week)
            for week in weeks.monthdayscalendar(first.year, first.month)
        ),
    )
