"""Words with letters that do not belong in them: other scripts, other languages, other encodings.

Which letters of two scripts look alike is taken from Unicode's list of confusables (UTS #39), as
far as they stand on keyboards.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from digestgen import rules
from digestgen.check.finding import Finding, codepoint
from digestgen.check.text import RawText
from digestgen.errors import said

LATIN: Final = "A-Za-z\u00c0-\u024f"
FOREIGN: Final = "\u0370-\u03ff\u0400-\u052f"
# Cyrillic and Greek letters that look like Latin ones.
CYRILLIC_ALIKE: Final = "авекмнорстухіјѕԁԛԝһАВЕКМНОРСТУХІЈЅԌ"
GREEK_ALIKE: Final = "οανρυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
ALIKE: Final = re.compile(f"[{CYRILLIC_ALIKE}{GREEK_ALIKE}]")
MIXED: Final = re.compile(
    rf"(?<![{LATIN}{FOREIGN}])(?:[{LATIN}]++[{FOREIGN}]|[{FOREIGN}]++[{LATIN}])[{LATIN}{FOREIGN}]*"
)

# Marks are letters here: a word is not cut by its tashkeel.
WORD: Final = re.compile("[\u0620-\u065f\u066e-\u06d5\u06e5-\u06ef\u06fa-\u06ff\u0750-\u077f]+")
# What Arabic keyboards do not have, with the Arabic letter that is meant.
TYPED: Final = str.maketrans({"ی": "ي", "ک": "ك", "ہ": "ه", "ھ": "ه"})
PERSIAN: Final = re.compile("[یکہھ]")
# Names from other languages keep their spelling: these letters stand in no Arabic word.
OTHERS_ONLY: Final = re.compile("[پچژگٹڈڑںےۓۀۂێۆۇڵڕڤڭټډړږښڼ]")
FINAL_YEH: Final = re.compile("ی[\u064b-\u0652]*$")

# The second byte of a letter, as it looks to those who take UTF-8 for another encoding.
SECOND_BYTES: Final = bytes(range(0x80, 0xC0))
WESTERN: Final = re.escape(SECOND_BYTES.decode("cp1252", "ignore")) + "\u0080-\u00bf"
ARABIC: Final = re.escape(SECOND_BYTES.decode("cp1256", "ignore"))
GARBAGE: Final = re.compile(
    rf"""(?:[ØÙÚÛ][{WESTERN}][ ]?){{2,}}
    | (?:[طظع][{ARABIC}][ ]?){{3,}}(?<![ ])
    | â€[{WESTERN}™œ\u009d]
    | \ufffd+
    | (?<!\?)\?{{3,}}(?:[ ]\?{{2,}})+""",
    re.VERBOSE,
)
# What all garbage has: to look for one letter is far quicker than for the whole pattern.
HINT: Final = re.compile(r"[ØÙÚÛâ\ufffd?]")
ARABIC_HINT: Final = re.compile(f"[طظع][{ARABIC}]")
# Letters that follow ط or ظ in words of the language stand in the second pattern as well.
SURE: Final = re.compile(r"[^\u0620-\u065f ؟،؛]")


def mixed_scripts(text: RawText) -> Iterator[Finding]:
    """Yield letters of other scripts that look like those around them."""
    if not ALIKE.search(text.text):
        return
    for match in MIXED.finditer(text.text):
        letter = ALIKE.search(match[0])
        if letter and not text.is_code(match.start()):
            at = match.start() + letter.start()
            values = {
                "word": match[0],
                "letter": letter[0],
                "codepoint": codepoint(letter[0]),
                "script": unicodedata.name(letter[0]).partition(" ")[0].capitalize(),
            }
            yield Finding(rule=rules.MIXED_SCRIPTS, start=at, end=at + 1, values=values)


def persian_letters(text: RawText) -> Iterator[Finding]:
    """Yield letters of other languages in Arabic words."""
    if text.language.partition("-")[0].lower() != "ar" or not PERSIAN.search(text.text):
        return
    for match in WORD.finditer(text.prose):
        if PERSIAN.search(match[0]) and not OTHERS_ONLY.search(match[0]):
            yield persian_letter(match)


def persian_letter(match: re.Match[str]) -> Finding:
    """Return the finding of an Arabic word with a letter of another language."""
    word = match[0]
    letter = (PERSIAN.search(word) or match)[0]
    # At the end of a word ی looks like ى and can mean ي: فی is في, حتی is حتى.
    is_sure = not FINAL_YEH.search(word)
    fixed = word.translate(TYPED)
    cured = said("write '{fixed}'; --fix does it", fixed=fixed)
    meant = cured if is_sure else said("type it anew, with ي or ى at its end")
    return Finding(
        rule=rules.PERSIAN_LETTER,
        start=match.start(),
        end=match.end(),
        values={"word": word, "letter": letter, "codepoint": codepoint(letter), "meant": meant},
        cure=fixed if is_sure else None,
    )


def mojibake(text: RawText) -> Iterator[Finding]:
    """Yield what is no text any more."""
    if not HINT.search(text.text) and not ARABIC_HINT.search(text.text):
        return
    for match in GARBAGE.finditer(text.text):
        if not SURE.search(match[0]) or text.is_code(match.start()):
            continue
        meant = decoded(match[0].strip())
        told = said("; it was '{text}'", text=meant) if meant else ""
        yield Finding(
            rule=rules.MOJIBAKE,
            start=match.start(),
            end=match.end(),
            values={"text": match[0].strip(), "meant": told},
        )


def decoded(garbage: str) -> str:
    """Return what *garbage* was, if all of it can still be told."""
    for encoding in ("cp1252", "latin-1", "cp1256"):
        try:
            text = garbage.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        return text if text != garbage else ""
    return ""
