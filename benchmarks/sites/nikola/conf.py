"""Nikola's settings. The benchmark writes the names that pages show into site.json."""

import json
from pathlib import Path

SITE = json.loads(Path(__file__).with_name("site.json").read_text("utf-8"))

BLOG_TITLE = "موجز"
BLOG_AUTHOR = "موجز"
BLOG_EMAIL = "desk@digest.example"
BLOG_DESCRIPTION = "موجز"
SITE_URL = "https://digest.example/"
DEFAULT_LANG = "ar"
TIMEZONE = "UTC"
DATE_FORMAT = "d MMMM yyyy"
URL_TYPE = "full_path"
THEME = "bench"
OUTPUT_FOLDER = "public"
CACHE_FOLDER = "cache"
POSTS = (("posts/*.md", "", "post.tmpl"),)
PAGES = ()
COMPILERS = {"markdown": (".md",)}
MARKDOWN_EXTENSIONS = ["markdown.extensions.extra"]
GLOBAL_CONTEXT = {"topic_names": SITE["topics"], "source_names": SITE["sources"]}

INDEX_DISPLAY_POST_COUNT = 20
INDEXES_PRETTY_PAGE_URL = ["page", "{number}", "{index_file}"]
INDEX_TEASERS = True
TAG_PATH = "topics"
TAG_PAGES_ARE_INDEXES = True
CATEGORY_PATH = "sources"
CATEGORY_PREFIX = ""
CATEGORY_ALLOW_HIERARCHIES = False
CATEGORY_OUTPUT_FLAT_HIERARCHY = True
CATEGORY_PAGES_ARE_INDEXES = True
ENABLE_AUTHOR_PAGES = False
ARCHIVE_PATH = ""
ARCHIVE_FILENAME = "archive.html"
CREATE_FULL_ARCHIVES = True
CREATE_DAILY_ARCHIVE = True
CREATE_ARCHIVE_NAVIGATION = False

GENERATE_RSS = False
GENERATE_ATOM = SITE["feeds"]
FEED_LENGTH = 20
FEED_TEASERS = False

COPY_SOURCES = False
SHOW_SOURCELINK = False
GZIP_FILES = False
USE_BUNDLES = False
DISABLED_PLUGINS = [
    *("classify_page_index", "copy_assets", "render_galleries", "render_listings"),
    *("scale_images", "robots", "redirect", "create_bundles"),
    *([] if SITE["sitemap"] else ["sitemap"]),
]
