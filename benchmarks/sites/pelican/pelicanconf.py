"""Pelican's settings. The benchmark writes the names that pages show into site.json."""

import json
from pathlib import Path

SITE = json.loads(Path(__file__).with_name("site.json").read_text("utf-8"))

SITENAME = "موجز"
SITEURL = "https://digest.example"
PATH = "content"
OUTPUT_PATH = "public"
THEME = "theme"
DEFAULT_LANG = "ar"
LOCALE = ["C.UTF-8"]
TIMEZONE = "UTC"
# So that the page of a deleted article does not stay.
DELETE_OUTPUT_DIRECTORY = True
PLUGIN_PATHS = ["."]
PLUGINS = ["neighbours"]
JINJA_GLOBALS = {"topic_names": SITE["topics"], "source_names": SITE["sources"]}

ARTICLE_URL = "{date:%Y}/{date:%m}/{date:%d}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
YEAR_ARCHIVE_URL = "{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = YEAR_ARCHIVE_URL + "index.html"
MONTH_ARCHIVE_URL = "{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = MONTH_ARCHIVE_URL + "index.html"
DAY_ARCHIVE_URL = "{date:%Y}/{date:%m}/{date:%d}/"
DAY_ARCHIVE_SAVE_AS = DAY_ARCHIVE_URL + "index.html"
TAG_URL = "topics/{slug}/"
TAG_SAVE_AS = TAG_URL + "index.html"
TAGS_SAVE_AS = "topics/index.html"
CATEGORY_URL = "sources/{slug}/"
CATEGORY_SAVE_AS = CATEGORY_URL + "index.html"
CATEGORIES_SAVE_AS = "sources/index.html"
AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "tags", "categories"]
PAGINATED_TEMPLATES = {"index": 20, "tag": 20, "category": 20}
PAGINATION_PATTERNS = [
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]
SUMMARY_MAX_LENGTH = 24

FEED_DOMAIN = SITEURL
FEED_MAX_ITEMS = 20
FEED_ALL_ATOM = "feed.xml" if SITE["feeds"] else None
TAG_FEED_ATOM = "topics/{slug}/feed.xml" if SITE["feeds"] else None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
RSS_FEED_SUMMARY_ONLY = False
