"""What a style sheet of a right-to-left site may not say, and where one says it.

The rules are those of W3C's Arabic Layout Requirements and of logical properties: a page runs the
way its language does, and Arabic is never letter-spaced, justified by spaces, or slanted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
PIECE: Final = re.compile(r"([^{};]*)([{};])")
DECLARATION: Final = re.compile(r"\s*([a-z-][\w-]*)\s*:\s*(.+?)\s*", re.DOTALL)
STRINGS: Final = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|url\([^)\n]*\)")
SIDES: Final = re.compile(r"\b(left|right)\b")
SIDED: Final = re.compile(
    r"(?:scroll-)?(?:margin|padding)-(?:left|right)|border(?:-[a-z]+)*-(?:left|right)(?:-[a-z]+)*"
    r"|left|right"
)
FOUR_VALUES: Final = re.compile(
    r"(?:scroll-)?(?:margin|padding)|inset|border-(?:radius|width|style|color)"
)
EACH_SIDE: Final = ("top", "right", "bottom", "left")
# Their values name a side or a shift in pixels, which no logical value can replace.
SIDEWAYS: Final = frozenset(
    {"text-align", "text-align-last", "float", "clear", "background-position", "caption-side"}
)
SHIFT: Final = re.compile(r"translate(?:X|3d)?\(\s*-?(?!0\b|-?50%)[\d.]")
DIRECTION: Final = re.compile(r":dir\(|\[dir[=\]]")
UPRIGHT: Final = re.compile(r":lang\(\s*(?:en|fr|de|es|it|pt|ru|tr)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """A property and its value, as they stand in a rule."""

    line: int
    selector: str
    name: str
    value: str


def blank(match: re.Match[str]) -> str:
    """Return spaces as long as *match*, on as many lines."""
    return re.sub(r"[^\n]", " ", match[0])


def declarations(css: str) -> Iterator[Declaration]:
    """Return every declaration of *css*, with the selectors around it."""
    text = STRINGS.sub(lambda match: "_" * len(match[0]), COMMENT.sub(blank, css))
    around: list[str] = []
    for piece in PIECE.finditer(text):
        if piece[2] == "{":
            around.append(" ".join(piece[1].split()))
        elif found := DECLARATION.fullmatch(piece[1]):
            yield Declaration(
                line=text.count("\n", 0, piece.start() + found.start(1)) + 1,
                selector=" ".join(around),
                name=found[1],
                value=" ".join(found[2].split()),
            )
        if piece[2] == "}":
            around.pop()


def complaint(one: Declaration) -> str | None:
    """Return what is wrong with *one*, or none."""
    checks = (sided, unequal, spaced, slanted, forced)
    return next((text for check in checks if (text := check(one))), None)


def sided(one: Declaration) -> str | None:
    """Return a complaint if *one* names the left or the right."""
    if SIDED.fullmatch(one.name):
        return "names a side: write its logical property"
    if one.name in SIDEWAYS and SIDES.search(one.value):
        return "names a side: write start or end"
    if SHIFT.search(one.value) and not DIRECTION.search(one.selector):
        return "shifts sideways in both directions: write a rule for each :dir()"
    return None


def unequal(one: Declaration) -> str | None:
    """Return a complaint if *one* has four values whose second and fourth differ."""
    values = one.value.replace("!important", "").split()
    if FOUR_VALUES.fullmatch(one.name) and len(values) == len(EACH_SIDE) and values[1] != values[3]:
        return "differs between left and right: write its logical properties"
    return None


def spaced(one: Declaration) -> str | None:
    """Return a complaint if *one* pulls the letters or the words of a line apart."""
    if one.name == "letter-spacing" and one.value not in ("0", "normal"):
        return "pulls joined letters apart"
    if one.name.startswith("text-align") and "justify" in one.value:
        return "makes rivers of space, since Arabic has no hyphens"
    return None


def slanted(one: Declaration) -> str | None:
    """Return a complaint if *one* slants text of any language."""
    slants = one.name in ("font-style", "font") and re.search(r"\b(italic|oblique)\b", one.value)
    if slants and not UPRIGHT.search(one.selector):
        return "slants Arabic: say it for languages that slant, such as :lang(en)"
    return None


def forced(one: Declaration) -> str | None:
    """Return a complaint if *one* sets a direction, which is the matter of the HTML."""
    return "belongs in the HTML: dir" if one.name in ("direction", "unicode-bidi") else None


def lint(name: str, css: str) -> list[str]:
    """Return all complaints about the style sheet *css* of the file *name*, with their lines."""
    return [
        f"{name}:{one.line}: {one.name}: {one.value}: {text}"
        for one in declarations(css)
        if (text := complaint(one))
    ]
