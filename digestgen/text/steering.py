"""Texts of others as a terminal may be given them: nothing in them steers it."""

import re
from typing import Final

# Control characters, line ends of Unicode, and marks that embed, override or isolate a direction.
STEERING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """Return *text* with escapes for what could steer a terminal or turn its line round."""
    return STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
