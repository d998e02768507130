"""The list of what is online, read from a file or from the site itself."""

from pathlib import Path
from typing import Final
from urllib.error import HTTPError, URLError

from digestgen import rules
from digestgen.errors import Phrase, Place, Problems, said
from digestgen.publish.published import urls_in
from digestgen.urls import is_web_url
from digestgen.web import asked

NOT_FOUND: Final = 404


def online_urls(where: str) -> tuple[str, ...]:
    """Return the site paths in the list at *where*, a file or a web address; none if it is new.

    Raises Problems if it cannot be read.
    """
    try:
        return urls_in(asked(where) if is_web_url(where) else Path(where).read_bytes())
    except HTTPError as error:
        if error.code == NOT_FOUND:
            return ()
        reason: str | Phrase = said("the server answers {status}", status=error.code)
    except URLError as error:
        reason = str(error.reason)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
    raise Problems(rules.NO_LIST.at(Place(file=where), reason=reason))
