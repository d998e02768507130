"""Paths that authors write in articles, resolved inside the content folder."""

import re
import unicodedata
from typing import Final

from digestgen import rules
from digestgen.errors import Place, Problems, said
from digestgen.file_path import FilePath
from digestgen.urls import is_segment

MEDIA_FOLDER: Final = "media"
PICTURES: Final = frozenset({".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"})
# What browsers only show or save; HTML and SVG could run scripts under the site's name.
DOCUMENTS: Final = frozenset(
    {".pdf", ".txt", ".csv", ".json", ".zip", ".epub", ".mp3", ".ogg", ".m4a", ".mp4", ".webm"}
    | {".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp"},
)
ELSEWHERE: Final = re.compile(r"(?:https?:)?//", re.IGNORECASE)
DRIVE: Final = re.compile(r"[A-Za-z]:")


def resolved(written: str, beside: FilePath) -> FilePath | None:
    """Return the path that *written* means in the folder of *beside*, relative to `content/`.

    None comes back for a path that is absolute, leaves the folder or is not one of this system.
    """
    if not written or written.startswith("/") or "\\" in written or DRIVE.match(written):
        return None
    segments = list(beside.parent.parts)
    for segment in unicodedata.normalize("NFC", written).split("/"):
        if segment == ".." and segments:
            segments.pop()
        elif segment == "." or not segment:
            continue
        elif not is_segment(segment):
            return None
        else:
            segments.append(segment)
    return FilePath("/".join(segments)) if segments else None


def is_picture(path: FilePath) -> bool:
    """Tell whether *path* names a picture that browsers show everywhere."""
    return path.suffix.lower() in PICTURES


def picture(written: str, beside: FilePath, place: Place) -> FilePath:
    """Return the path of the picture *written* at *place* in the file *beside*. Raises Problems."""
    if ELSEWHERE.match(written):
        raise Problems(rules.PICTURE_ELSEWHERE.at(place, url=written))
    path = resolved(written, beside)
    if path is None:
        raise Problems(rules.NOT_A_FILE_PATH.at(place, value=written))
    if not is_picture(path):
        whole = said("write the file's whole name, with its ending: talks.jpg")
        hint = None if path.suffix else whole
        raise Problems(rules.NOT_A_PICTURE.at(place, hint=hint, path=path))
    return path


def is_published(path: FilePath) -> bool:
    """Tell whether a file like *path* may be published when an article uses it."""
    return is_picture(path) or path.suffix.lower() in DOCUMENTS


def kinds() -> str:
    """Return the endings of the files that are published, for messages."""
    return " ".join(sorted(PICTURES | DOCUMENTS))


def media_site_path(path: FilePath) -> str:
    """Return where the file *path* of the content folder stands on the site."""
    return f"/{MEDIA_FOLDER}/{path}"
