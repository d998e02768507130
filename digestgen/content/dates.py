"""Dates as authors write them. There is one rule, in all places, for Arabic digits too."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

from digestgen import rules
from digestgen.errors import Place, Problems
from digestgen.model import Moment
from digestgen.text.clean import one_line, visible
from digestgen.text.folding import ascii_digits

# ISO 8601 with a space allowed for the T, as RFC 3339 §5.6 does; seconds may be left out.
WRITTEN: Final = re.compile(
    r"""(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})
    (?:[T ]\ ?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?
       (?:\ ?(?P<offset>Z|[+-]\d{2}:?\d{2}))?)?""",
    re.VERBOSE | re.IGNORECASE,
)
# Years in which every moment can be written with any offset and a four-digit year.
FIRST_YEAR, LAST_YEAR = 1000, 9998


def parse_moment(written: str, *, zone: ZoneInfo, place: Place) -> Moment:
    """Return the moment that *written* names, in *zone* if it has no offset. Raises Problems."""
    text = one_line(ascii_digits(visible(written)))
    match = WRITTEN.fullmatch(text)
    if match is None:
        raise Problems(rules.NOT_A_DATE.at(place, value=written))
    try:
        return moment(match, zone)
    except ValueError:
        raise Problems(rules.NO_SUCH_DATE.at(place, value=written)) from None


def moment(match: re.Match[str], zone: ZoneInfo) -> Moment:
    """Return the moment of *match*. Raises ValueError for one that the calendar does not have."""
    *numbers, offset = match.groups()
    year, month, day, hour, minute, second = (int(number or 0) for number in numbers)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    tz = offset_zone(offset) if offset else zone
    at = datetime(year, month, day, hour, minute, second, tzinfo=tz)
    return Moment(at=with_offset(at), timed=match["hour"] is not None)


def with_offset(at: datetime) -> datetime:
    """Return *at* with its offset in whole minutes instead of a zone.

    RFC 3339 knows no seconds in offsets, which local mean times before 1900 have.
    """
    offset = at.utcoffset() or timedelta()
    return at.replace(tzinfo=timezone(timedelta(minutes=round(offset.total_seconds() / 60))))


def offset_zone(offset: str) -> timezone:
    """Return the zone of *offset*: `Z` or `+09:00`. Raises ValueError beyond a day."""
    if offset.upper() == "Z":
        return UTC
    digits = offset[1:].replace(":", "")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(size if offset[0] == "+" else -size)
