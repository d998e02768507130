"""The two Arabic strings whose placeholders are wrong in Nikola's own catalogue."""

MESSAGES = {
    "Posts for {month_day_year}": "مقالات {month_day_year}",
    "Posts for {month_year}": "مقالات {month_year}",
}
