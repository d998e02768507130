"""The names in a site's folder that every author knows."""

from typing import Final

SETTINGS: Final = "site.yaml"
CONTENT: Final = "content"
THEMES: Final = "themes"
OUTPUT: Final = "public"
# Tells which build is online.
BUILD: Final = "build.json"
