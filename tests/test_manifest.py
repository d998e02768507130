"""The manifest: what it says, and what is not believed."""

import json

import pytest

from digestgen.output.manifest import (
    MANIFEST_NAME,
    Checksum,
    DamagedManifestError,
    Manifest,
    manifest_text,
    parse_manifest,
    temporary_name,
)

ZEROS = "0" * 64
OUTSIDE = ("", ".", "..", "../a", "a/../../b", "/etc/passwd", "//a", "a\\b", "a\0b", "a\nb")
NOT_AS_WE_WRITE = ("a//b", "./a", "a/", "e\u0301", "\ud800", "a" * 256)
OURS = (MANIFEST_NAME, f"{MANIFEST_NAME}/a", ".Digestgen-Manifest.JSON", temporary_name("b"))


def test_manifest_is_one_sorted_line_for_each_file() -> None:
    """A change of the site is a small change of the manifest."""
    files = {"ب/index.html": Checksum(size=2, sha256="b" * 64)}
    pending = {
        "c": Checksum(size=3, sha256="c" * 64),
        "a": Checksum(size=1, sha256="a" * 64),
    }

    lines = manifest_text(Manifest(files=files, pending=pending)).splitlines()

    assert [
        "{",
        '"format": 1,',
        '"files": {',
        f'"ب/index.html": "2 {"b" * 64}"',
        "},",
        '"pending": {',
        f'"a": "1 {"a" * 64}",',
        f'"c": "3 {"c" * 64}"',
        "}",
        "}",
    ] == lines


def test_manifest_reads_back_what_it_wrote() -> None:
    """No path and no checksum is lost between two builds."""
    files = {"أخبار/index.html": Checksum(size=0, sha256="f" * 64)}
    expected = Manifest(files=files, pending=files)

    assert expected == parse_manifest(manifest_text(expected))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "[" * 100_000,
        '"index.html"',
        "<<<<<<< HEAD",
        '{"format": 2, "files": {}, "pending": {}}',
        '{"format": 1, "files": {}}',
        '{"format": 1, "files": [], "pending": {}}',
        '{"name": "another-program", "version": 1}',
        '{"format": 1, "files": {"a": null}, "pending": {}}',
        '{"format": 1, "files": {"a": "1 abc"}, "pending": {}}',
        '{"format": 1, "files": {"a": "٣ ' + ZEROS + '"}, "pending": {}}',
    ],
)
def test_manifest_that_is_damaged_or_foreign_is_no_manifest(text: str) -> None:
    """A text that is not a whole manifest of ours owns nothing."""
    with pytest.raises(DamagedManifestError):
        parse_manifest(text)


@pytest.mark.parametrize("path", [*OUTSIDE, *NOT_AS_WE_WRITE, *OURS])
@pytest.mark.parametrize("key", ["files", "pending"])
def test_manifest_never_owns_what_lies_outside(path: str, key: str) -> None:
    """A manifest that names a path we would not write to is damaged."""
    raw: dict[str, object] = {"format": 1, "files": {}, "pending": {}}
    raw[key] = {path: f"0 {ZEROS}"}

    with pytest.raises(DamagedManifestError):
        parse_manifest(json.dumps(raw))
