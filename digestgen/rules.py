"""Every kind of problem that digestgen reports, with its code, in the order of the codes.

    DG1xx  reading files and YAML         DG5xx  the site as a whole
    DG2xx  front matter and settings      DG6xx  themes
    DG3xx  site.yaml                      DG7xx  the output folder
    DG4xx  bodies: links and pictures     DG8xx  what only `digestgen check` looks for
                                          DG9xx  publishing

A code keeps its meaning for ever: authors search for it and settings name it. Codes that fall out
of use are not given out again. A hint says what to do, not what the rule is.
"""

from typing import Final

from digestgen.errors import Diagnostic, Place, Rule, Severity

# --- DG1xx: reading files and YAML ---------------------------------------------------------------

NOT_UTF8: Final = Rule(
    code="DG101",
    message="the file is not UTF-8; it looks like {encoding}",
    hint="save it as UTF-8 in your editor, or run: iconv -f {encoding} -t UTF-8 FILE > NEWFILE",
)
NO_FRONT_MATTER: Final = Rule(
    code="DG102",
    message="the file has no front matter",
    hint="begin it with a line '---', the keys (title, date, source), and another line '---'",
)
OPEN_FRONT_MATTER: Final = Rule(
    code="DG103",
    message="the front matter is not closed",
    hint="put a line '---' after its last key",
)
FILE_TOO_LARGE: Final = Rule(
    code="DG104",
    message="the file has {size} bytes; at most {limit} are read",
    hint="split it, or keep what is not text in a file of its own beside it",
)
FRONT_MATTER_TOO_LARGE: Final = Rule(
    code="DG105",
    message="the front matter has {size} bytes; at most {limit} are read",
    hint="move long texts into the body",
)
LEAVES_CONTENT: Final = Rule(
    code="DG106",
    message="the symbolic link points outside the content folder",
    hint="copy what it points to into the content folder",
)
LINKED_FOLDER: Final = Rule(
    code="DG107",
    message="a folder of content is a symbolic link; its files would be read twice or never",
    hint="move the folder here",
)
SAME_NAME: Final = Rule(
    code="DG108",
    message="two files have one name in two spellings of Unicode: '{one}' and '{other}'",
    hint="delete or rename one of them",
)
UNREADABLE: Final = Rule(
    code="DG109",
    message="the file cannot be read: {reason}",
    hint="check that it exists and that you may read it",
)
HAS_NUL: Final = Rule(
    code="DG110",
    message="the file holds the character U+0000, which no text has",
    hint="delete it in an editor that shows it, or save the text anew under another name",
)
NAME_NOT_TEXT: Final = Rule(
    code="DG111",
    message="the name is not UTF-8 or has control characters",
    hint="rename the file or folder",
)
NOT_YAML: Final = Rule(
    code="DG120",
    message="this is not valid YAML: {problem}",
    hint='put the value in "double quotes", and check indentation, brackets and quotes above',
)
UNQUOTED_COLON: Final = Rule(
    code="DG121",
    message="a colon and a space inside a value end it",
    hint="put the value in quotes: {key}: {value}",
)
DUPLICATE_KEY: Final = Rule(
    code="DG122",
    message="'{key}' is there twice; the first is in line {first}",
    hint="keep one of them",
)
ANCHOR: Final = Rule(
    code="DG123",
    message="anchors and aliases (& and *) are not allowed",
    hint="write the value out, or put it in quotes if it is text",
)
MERGE_KEY: Final = Rule(
    code="DG124",
    message="merge keys (<<) are not allowed",
    hint="write the keys out",
)
TAG: Final = Rule(
    code="DG125",
    message="YAML tags (!) are not allowed",
    hint="put the value in quotes if it is text",
)
TOO_DEEP: Final = Rule(
    code="DG126",
    message="lists or mappings are nested more than {limit} deep",
    hint="put the value in quotes if it is text",
)
KEY_NOT_TEXT: Final = Rule(
    code="DG127",
    message="a key must be text",
    hint="write each key as a word followed by a colon and a space",
)
INVISIBLE_IN_KEY: Final = Rule(
    code="DG128",
    message="an invisible character ({codepoint}) stands in the key '{key}'",
    hint="delete the line and type it again; the character came with copied text",
)
CUT_BY_HASH: Final = Rule(
    code="DG129",
    message="the value ends before ' #', which begins a comment",
    hint="put it in quotes: {written}",
)
NOT_A_MAPPING: Final = Rule(
    code="DG130",
    message="keys with values are expected here, such as 'title: …'",
    hint="write one 'key: value' on each line",
)

# --- DG2xx: front matter and settings ------------------------------------------------------------

UNKNOWN_KEY: Final = Rule(
    code="DG201",
    message="unknown key '{key}'",
    hint="known keys are: {known}",
)
MISSING_KEY: Final = Rule(
    code="DG202",
    message="'{key}' is missing",
    hint="add a line '{key}: …'",
)
WRONG_TYPE: Final = Rule(
    code="DG203",
    message="'{key}' must be {expected}, not {found}",
    hint="write it like this: {example}",
)
EMPTY: Final = Rule(
    code="DG204",
    message="'{key}' is empty",
    hint="give it a value, or delete the line",
)
NOT_A_DATE: Final = Rule(
    code="DG205",
    message="'{value}' is not a date",
    hint="write 2024-06-21, 2024-06-21 19:42 or 2024-06-21 19:42:55+09:00",
)
NO_SUCH_DATE: Final = Rule(
    code="DG206",
    message="there is no date or time '{value}'",
    hint="check the month, the day, the time and the offset",
)
NOT_TRUE_OR_FALSE: Final = Rule(
    code="DG207",
    message="'{key}' must be true or false, not {found}",
    hint="write {key}: {meant}",
)
NOT_A_URL: Final = Rule(
    code="DG208",
    message="'{value}' is not a web address",
    hint="write the whole address, with https:// before it and %20 for a space",
)
NOT_A_LANGUAGE: Final = Rule(
    code="DG209",
    message="'{value}' is not a language that is known",
    hint="write its code, such as ar, en or fa",
)
ARABIC_COMMA: Final = Rule(
    code="DG210",
    message="'{value}' is one item: the Arabic comma does not separate items",
    hint="write a Latin comma between them: [{fixed}], or quotes around it if it is one name",
)
SOURCE_WITHOUT_NAME: Final = Rule(
    code="DG211",
    message="a source needs a name or a URL",
    hint='write source: {{name: …, url: "https://…"}}',
)
SLUG_NOT_CLEAN: Final = Rule(
    code="DG212",
    message="'{value}' cannot be the end of a URL",
    hint="write slug: {fixed}",
)
NO_SLUG: Final = Rule(
    code="DG213",
    message="the file's name has no letter or digit for the URL",
    hint="rename the file, or add slug: … with the end of its URL",
)
NOT_A_PATH: Final = Rule(
    code="DG214",
    message="'{value}' is not a path of this site",
    hint="write it as in the address, without the site's name: /2023/old-name/",
)
UPDATED_TOO_EARLY: Final = Rule(
    code="DG215",
    message="'updated' is before 'date'",
    hint="'date' is when the source first published it, 'updated' the last change after that",
)
NOT_ON_A_PAGE: Final = Rule(
    code="DG216",
    message="'{key}' has no meaning with 'layout: page'",
    hint="delete the line, or delete 'layout: page' if this is an article",
)
NOT_A_FILE_PATH: Final = Rule(
    code="DG217",
    message="'{value}' is not a path inside the content folder",
    hint="write the path from this file's folder, with / between names: pictures/talks.jpg",
)
NO_LETTERS: Final = Rule(
    code="DG218",
    message="'{value}' has no letter or digit to make a URL of",
    hint="give it a name with letters",
)
NOT_A_CHOICE: Final = Rule(
    code="DG219",
    message="'{key}' cannot be '{value}'",
    hint="choose one of: {choices}",
)
OUT_OF_RANGE: Final = Rule(
    code="DG220",
    message="'{key}' must be from {lowest} to {highest}, not {value}",
    hint="write a whole number in that range",
)
NOT_AN_EMAIL: Final = Rule(
    code="DG221",
    message="'{value}' is not an e-mail address",
    hint="write it like this: desk@example.org",
)
NOT_AN_ID: Final = Rule(
    code="DG222",
    message="'{value}' cannot be the id of an article",
    hint="write letters, digits and hyphens, or a whole address that begins with tag:, urn: or "
    "https:",
)
CORRECTED_TOO_EARLY: Final = Rule(
    code="DG223",
    message="a correction is before 'date'",
    hint="'date' is when the source first published it; write when the correction was made",
)

# --- DG3xx: site.yaml ----------------------------------------------------------------------------

NOT_A_TIMEZONE: Final = Rule(
    code="DG301",
    message="there is no time zone '{value}'",
    hint="write its IANA name, such as Asia/Riyadh, Africa/Cairo or UTC",
)
NOT_A_PERMALINK: Final = Rule(
    code="DG302",
    message="'{value}' is not a pattern for article URLs",
    hint="begin and end it with /, use {{slug}} and, if you like, {{year}} {{month}} {{day}}",
)
ID_NOT_A_SLUG: Final = Rule(
    code="DG303",
    message="'{value}' cannot be the id of a {kind}: it is the end of a URL",
    hint="write it like this: {fixed}",
)
SAME_TOPIC: Final = Rule(
    code="DG304",
    message="'{name}' already names the topic '{other}'",
    hint="a name or alias can lead to one topic only: delete it from one of the two",
)
SAME_SOURCE: Final = Rule(
    code="DG305",
    message="'{name}' already belongs to the source '{other}'",
    hint="a name or site can belong to one source only: delete it from one of the two",
)
NO_THEME: Final = Rule(
    code="DG306",
    message="there is no theme '{name}'",
    hint="create the folder themes/{name}, or write theme: default",
)
NO_SOCIAL_CARDS: Final = Rule(
    code="DG307",
    message="no social cards can be drawn here: Pillow was made without Raqm, which joins letters",
    hint="install Pillow with Raqm and FriBiDi, or write social_cards: false",
    severity=Severity.WARNING,
)
NOT_A_TAG: Final = Rule(
    code="DG308",
    message="'{value}' cannot begin the ids of feeds",
    hint="write a domain or e-mail address that is yours, and a year in which it was: "
    "tag:example.org,2024:",
)
NO_SUCH_CHECK: Final = Rule(
    code="DG320",
    message="'{name}' is nothing that can be set for 'digestgen check'",
    hint="write a code from DG801 on, or its name; 'digestgen explain' lists them",
)

# --- DG4xx: bodies -------------------------------------------------------------------------------

NO_SUCH_FILE: Final = Rule(
    code="DG401",
    message="there is no file '{path}' in the content folder",
    hint="write the path from this file's folder",
)
FORBIDDEN_SCHEME: Final = Rule(
    code="DG402",
    message="a link cannot go to '{url}'",
    hint="links start with https://, http://, mailto:, tel:, / or a file's path",
)
PICTURE_ELSEWHERE: Final = Rule(
    code="DG403",
    message="the picture '{url}' lies on another site",
    hint="save it beside the article and write its file name: pages ask nothing of other sites",
)
NOT_PUBLISHED: Final = Rule(
    code="DG404",
    message="files of this kind are not published: '{path}'",
    hint="{kinds} can be linked to; make one of these from it",
)
BROKEN_PICTURE: Final = Rule(
    code="DG405",
    message="'{path}' cannot be read as a picture",
    hint="open it in a picture editor and save it again as JPEG, PNG or WebP",
)
NOT_A_PICTURE: Final = Rule(
    code="DG406",
    message="'{path}' is not a picture that browsers show everywhere",
    hint="save it as JPEG, PNG, GIF, WebP or AVIF",
)
NO_SUCH_ANCHOR: Final = Rule(
    code="DG407",
    message="'{path}' has no heading '#{fragment}'",
    hint="link to one of its headings: {known}",
)
LINK_TO_UNBUILT: Final = Rule(
    code="DG408",
    message="'{path}' is not published now: it is {reason}",
    hint="link to it when it is published, or publish it now",
)
NO_SUCH_PAGE: Final = Rule(
    code="DG409",
    message="this site has no page '{path}'",
    hint="check the path; to link to an article, write the path of its file",
)
TWO_DATELINES: Final = Rule(
    code="DG410",
    message="the body begins with a dateline, and 'place' adds another one",
    hint="delete one of the two",
    severity=Severity.WARNING,
)

DAMAGED_PICTURE: Final = Rule(
    code="DG411",
    message="the picture '{path}' is damaged: its file is cut off, or cannot be decoded",
    hint="copy it again from where it came from, or open it in a picture editor and save it anew",
)
PICTURE_TOO_LARGE: Final = Rule(
    code="DG412",
    message="the picture '{path}' has {size} pixels; at most {limit} are read",
    hint="make it smaller in a picture editor: pages show at most 1920 pixels of its width",
)
HEAVY_PICTURE: Final = Rule(
    code="DG413",
    message="the file of the picture '{path}' has {size} MB",
    hint="make it smaller, or save it as JPEG: pages show at most 1920 pixels of its width",
    severity=Severity.WARNING,
)

# --- DG5xx: the site as a whole ------------------------------------------------------------------

SAME_URL: Final = Rule(
    code="DG501",
    message="'{path}' would be made twice: from this and from {other}",
    hint="change the slug or the alias of one of them",
)
FILE_AND_FOLDER: Final = Rule(
    code="DG502",
    message="'{path}' would be a file and a folder: a page from {other} lies under it",
    hint="change one of the two paths",
)
PATH_TOO_LONG: Final = Rule(
    code="DG503",
    message="'{segment}' is too long for a part of a URL",
    hint="use at most 80 characters and 180 bytes (an Arabic letter has 2)",
)
WHOLE_PATH_TOO_LONG: Final = Rule(
    code="DG504",
    message="the path of a page or file has {size} bytes; at most {limit} can be written",
    hint="use fewer folders, or shorter names (an Arabic letter has 2 bytes)",
)
SAME_ID: Final = Rule(
    code="DG505",
    message="feeds would take this article for {other}: both have the id '{id}'",
    hint="give one of them another id: {fixed}",
)

# --- DG6xx: themes -------------------------------------------------------------------------------

NO_PARENT_THEME: Final = Rule(
    code="DG601",
    message="there is no theme '{name}' to be the parent",
    hint="write parent: default, or create the folder themes/{name}",
)
THEME_CYCLE: Final = Rule(
    code="DG602",
    message="the theme '{name}' is its own ancestor",
    hint="change parent: in one of the themes",
)
TEMPLATE_BROKEN: Final = Rule(
    code="DG603",
    message="the template cannot be read: {problem}",
    hint="mend it as Jinja2 asks",
)
TEMPLATE_FAILED: Final = Rule(
    code="DG604",
    message="the template failed on the page '{page}': {problem}",
    hint="templates may read 'masthead', 'page', 'text' and their fields; check the names",
)
NO_TEMPLATE: Final = Rule(
    code="DG605",
    message="the theme has no template '{name}'",
    hint="add it to templates/, or write parent: default in theme.yaml",
)
NO_STRING: Final = Rule(
    code="DG606",
    message="the theme has no string '{key}' for the language '{language}'",
    hint="add it to strings/{language}.yaml",
)
NO_ASSET: Final = Rule(
    code="DG607",
    message="the theme has no asset '{name}'",
    hint="add it to assets/, or mend its name",
)
NO_PLURAL: Final = Rule(
    code="DG608",
    message="the string '{key}' lacks the plural form '{category}'",
    hint="add it; the language needs: {needed}",
)
NO_STRINGS: Final = Rule(
    code="DG609",
    message="the theme speaks no '{language}': its words stand in English",
    hint="add strings/{language}.yaml to it; it has: {known}",
    severity=Severity.WARNING,
)

# --- DG7xx: the output folder --------------------------------------------------------------------

FOREIGN_OUTPUT: Final = Rule(
    code="DG701",
    message="the folder is not empty and digestgen did not make it",
    hint="empty it yourself, or choose another folder with --output",
)
FORBIDDEN_OUTPUT: Final = Rule(
    code="DG702",
    message="the output cannot go to {reason}",
    hint="choose a folder of its own with --output, such as public",
)
BROKEN_MANIFEST: Final = Rule(
    code="DG703",
    message="the manifest of the output cannot be read",
    hint="delete the output folder yourself if digestgen made it; it is built anew",
)
FOREIGN_FILE: Final = Rule(
    code="DG704",
    message="in the output, '{path}' is in the way: digestgen did not write it",
    hint="move it out of the output; files that are to be published belong beside an article",
)
LINK_IN_OUTPUT: Final = Rule(
    code="DG705",
    message="in the output, '{path}' is a symbolic link",
    hint="delete the link; digestgen writes nothing through links",
)
UNSAFE_OUTPUT_PATH: Final = Rule(
    code="DG706",
    message="the output cannot hold a file '{path}'",
    hint="rename what it comes from: names have at most 255 bytes, no \\ and no control character",
)

# --- DG8xx: what only `digestgen check` looks for ------------------------------------------------

DIRECTION_OVERRIDE: Final = Rule(
    code="DG801",
    message="the invisible {codepoint} changes the direction of the text after it",
    hint="delete it: pages set directions themselves; --fix does it",
    name="direction-override",
)
OPEN_ISOLATE: Final = Rule(
    code="DG802",
    message="the invisible {codepoint} has no partner in its paragraph",
    hint="delete it: pages isolate foreign words themselves; --fix does it",
    name="open-isolate",
)
ISOLATE: Final = Rule(
    code="DG803",
    message="the invisible {codepoint} isolates a text from the one around it",
    hint="delete it and its partner: pages isolate foreign words themselves",
    severity=Severity.WARNING,
    name="isolate",
)
DIRECTION_MARK: Final = Rule(
    code="DG804",
    message="the invisible {codepoint} marks a direction",
    hint="delete it if the page looks the same without it; --fix does it",
    severity=Severity.WARNING,
    name="direction-mark",
    is_asked_for=True,
)
ZERO_WIDTH: Final = Rule(
    code="DG805",
    message="the invisible {codepoint} splits or joins words unseen",
    hint="delete it, or write a space if there should be one; --fix deletes it",
    severity=Severity.WARNING,
    name="zero-width",
)
STRAY_JOINER: Final = Rule(
    code="DG806",
    message="the invisible {codepoint} stands where it joins nothing",
    hint="delete it; it belongs after a letter that is to look joined, as in '١٤٤٥ هـ'",
    severity=Severity.WARNING,
    name="stray-joiner",
)
LINE_SEPARATOR: Final = Rule(
    code="DG807",
    message="{codepoint} ends a line that looks in an editor as if it went on",
    hint="press Enter there instead; --fix does it",
    name="line-separator",
)
HIDDEN_CHARACTER: Final = Rule(
    code="DG808",
    message="{codepoint} shows nothing and can hide a text from people",
    hint="delete it; --fix does it",
    name="hidden-character",
)
CONTROL_CHARACTER: Final = Rule(
    code="DG809",
    message="the control character {codepoint} is no part of a text",
    hint="delete it; --fix does it",
    severity=Severity.WARNING,
    name="control-character",
)
PRESENTATION_FORMS: Final = Rule(
    code="DG810",
    message="'{text}' is written in the shapes of letters, not in letters: no search finds it",
    hint="write it anew: {fixed}",
    severity=Severity.WARNING,
    name="presentation-forms",
)
PERSIAN_LETTER: Final = Rule(
    code="DG811",
    message="the Arabic word '{word}' has the letter '{letter}' ({codepoint}) of other languages",
    hint="{meant}",
    severity=Severity.WARNING,
    name="persian-letter",
)
MIXED_SCRIPTS: Final = Rule(
    code="DG812",
    message="in '{word}', '{letter}' ({codepoint}) is a {script} letter that looks like another",
    hint="type the word again: no search finds it, and it can imitate a name",
    severity=Severity.WARNING,
    name="mixed-scripts",
)
MOJIBAKE: Final = Rule(
    code="DG813",
    message="'{text}' was read in the wrong encoding when it was copied or saved",
    hint="copy it from the source again{meant}",
    name="mojibake",
)
LATIN_PUNCTUATION: Final = Rule(
    code="DG820",
    message="'{sign}' in an Arabic sentence is the Latin one",
    hint="write '{arabic}'; --fix does it",
    severity=Severity.WARNING,
    name="latin-punctuation",
)
UNBALANCED: Final = Rule(
    code="DG821",
    message="'{sign}' has no partner in its paragraph",
    hint="write the other one, or delete this one",
    severity=Severity.WARNING,
    name="unbalanced",
)
LITERAL_EMPHASIS: Final = Rule(
    code="DG822",
    message="'{sign}' is shown to readers: it makes nothing bold or italic here",
    hint="{cure}",
    severity=Severity.WARNING,
    name="literal-emphasis",
)
MISLEADING_LINK: Final = Rule(
    code="DG823",
    message="the link shows '{shown}' and leads to '{target}'",
    hint="let it show where it leads, or what is there",
    severity=Severity.WARNING,
    name="misleading-link",
)
NO_ALT: Final = Rule(
    code="DG830",
    message="the picture '{path}' has no words for those who cannot see it",
    hint="{example}",
    severity=Severity.WARNING,
    name="no-alt",
)
NO_ORIGINAL: Final = Rule(
    code="DG831",
    message="no source of the article has an address: nobody can read the original",
    hint='write it so: source: {{name: …, url: "https://…"}}',
    severity=Severity.WARNING,
    name="no-original",
    is_asked_for=True,
)
FUTURE_DATE: Final = Rule(
    code="DG832",
    message="'{name}' lies in the future",
    hint="check the year; 'date' is when the source published it, and until then it waits",
    severity=Severity.WARNING,
    name="future-date",
)
SAME_TITLE: Final = Rule(
    code="DG833",
    message="'{other}' has this title, too",
    hint="delete one of the two, or say in the title what is new",
    severity=Severity.WARNING,
    name="same-title",
)
SAME_ORIGINAL: Final = Rule(
    code="DG834",
    message="'{other}' credits this original, too",
    hint="delete one of the two articles, or mend the address",
    severity=Severity.WARNING,
    name="same-original",
)
SIMILAR_TOPICS: Final = Rule(
    code="DG835",
    message="the tag '{name}' makes a topic beside '{other}'",
    hint="did you mean '{other}'? If not, declare both under 'topics' in site.yaml",
    severity=Severity.WARNING,
    name="similar-topics",
)
UNUSED_SOURCE: Final = Rule(
    code="DG836",
    message="no article credits the source '{name}'",
    hint="delete it, or check how articles name it",
    severity=Severity.WARNING,
    name="unused-source",
)
UNUSED_TOPIC: Final = Rule(
    code="DG837",
    message="no article has a tag of the topic '{name}'",
    hint="delete it, or add the spelling that articles use to its aliases",
    severity=Severity.WARNING,
    name="unused-topic",
)
NO_PAGE_ANCHOR: Final = Rule(
    code="DG838",
    message="the page '{path}' has no heading '#{fragment}'",
    hint="link to one of its headings: {known}",
    name="no-page-anchor",
)
LARGE_FILE: Final = Rule(
    code="DG840",
    message="the file has {size}; GitHub takes no file over {limit}",
    hint="make it smaller, or put it elsewhere and link to it",
    name="file-over-limit",
)
WIDE_FOLDER: Final = Rule(
    code="DG841",
    message="the folder holds {number} files; GitHub shows and handles at most {limit} well",
    hint="put files into folders by year and month: the paths of content change no URL",
    severity=Severity.WARNING,
    name="wide-folder",
)
LARGE_PAGE: Final = Rule(
    code="DG842",
    message="the built page has {size}: phones load it slowly",
    hint="split the article, or write a lower 'per_page' into site.yaml",
    severity=Severity.WARNING,
    name="large-page",
)
SITE_NEAR_LIMIT: Final = Rule(
    code="DG843",
    message="the built site has {size}, {share} % of what GitHub Pages takes",
    hint="make the largest files smaller: {largest}",
    severity=Severity.WARNING,
    name="site-near-limit",
)
LARGE_SITE: Final = Rule(
    code="DG844",
    message="the built site has {size}; GitHub Pages takes {limit}",
    hint="make the largest files smaller: {largest}",
    name="site-over-limit",
)
DEAD_LINK: Final = Rule(
    code="DG850",
    message="'{url}' is gone: its server answers {status}",
    hint="link to where it is now, or to a copy in an archive",
    severity=Severity.WARNING,
    name="dead-link",
)
MOVED_LINK: Final = Rule(
    code="DG851",
    message="'{url}' has moved for good",
    hint="write {target}",
    severity=Severity.WARNING,
    name="moved-link",
)
NO_ANSWER: Final = Rule(
    code="DG852",
    message="'{url}' gives no answer: {reason}",
    hint="try it in a browser; if it is gone, link to a copy in an archive",
    severity=Severity.WARNING,
    name="no-answer",
)

# --- DG9xx: publishing ---------------------------------------------------------------------------

NO_GIT: Final = Rule(
    code="DG901",
    message="git is not installed",
    hint="install it from https://git-scm.com/ and run the command again",
)
NO_REPOSITORY: Final = Rule(
    code="DG902",
    message="the site's folder is not in a git repository",
    hint="run: git init, then: git remote add origin git@github.com:YOU/NAME.git",
)
NO_REMOTE: Final = Rule(
    code="DG903",
    message="the repository has no remote '{remote}' to publish to",
    hint="make one on GitHub, then run: git remote add {remote} git@github.com:YOU/NAME.git",
)
NO_BRANCH_NAME: Final = Rule(
    code="DG904",
    message="'{name}' cannot be the name of a branch",
    hint="choose another with --branch, such as gh-pages",
)
OWN_BRANCH: Final = Rule(
    code="DG905",
    message="the site cannot be published to '{name}': it is the branch that you write on",
    hint="choose another with --branch, such as gh-pages",
)
UNCOMMITTED: Final = Rule(
    code="DG906",
    message="not committed, but published: {files} ({count} in all)",
    hint="readers see what your repository does not hold; run: git add --all, then: git commit",
    severity=Severity.WARNING,
)
WRONG_ADDRESS: Final = Rule(
    code="DG907",
    message="the site's url is {url}, but GitHub will serve it at {expected}",
    hint="write `url: {expected}`, or the address of your own domain",
)
FILE_OVER_LIMIT: Final = Rule(
    code="DG908",
    message="the file has {size}; GitHub refuses files of more than 105 MB",
    hint="make it smaller, or put it on another server and link to it",
)
SITE_OVER_LIMIT: Final = Rule(
    code="DG909",
    message="the site has {size}; GitHub Pages takes 1,000 MB",
    hint="publish it elsewhere with --to, or take files out of content/",
)
URL_VANISHES: Final = Rule(
    code="DG910",
    message="{url} is online, and readers who follow a link to it would find nothing",
    hint=(
        "if it has moved, run: digestgen move {url} {heir} ; if its article was taken back, "
        "keep the file and write `withdrawn: REASON` into its front matter; to let the address "
        "go for ever, publish with --drop-urls"
    ),
)
MANY_VANISH: Final = Rule(
    code="DG911",
    message="{count} of the {total} pages that are online would vanish",
    hint="look at what was built; if it is right, run the command again with --yes",
)
REMOTE_MOVED: Final = Rule(
    code="DG912",
    message="somebody else published to '{branch}' at the same time; nothing was changed",
    hint="run the command again: it looks at what is online now",
)
PUSH_REFUSED: Final = Rule(
    code="DG913",
    message="the remote refuses the new site: {reason}",
    hint="see to it that you may write to this branch: «Settings», «Branches» on GitHub",
)
UNREACHABLE: Final = Rule(
    code="DG914",
    message="the remote cannot be reached: {reason}",
    hint="look at your connection, and whether `git push` works; nothing was changed",
)
NOT_LIVE: Final = Rule(
    code="DG915",
    message="the new site is not online after {minutes} minutes",
    hint="see to it that «Settings», «Pages» of the repository on GitHub names the branch",
)
NO_RCLONE: Final = Rule(
    code="DG916",
    message="rclone is not installed",
    hint="install it from https://rclone.org/ and run: rclone config",
)
RCLONE_FAILED: Final = Rule(
    code="DG917",
    message="rclone failed while it {act}: {reason}",
    hint="mend what it says and run the command again; it goes on where it stopped",
)
NO_LIST: Final = Rule(
    code="DG918",
    message="the list of what is online cannot be read: {reason}",
    hint="see to it that the address or the file is right; a site that is new has none yet",
)
DOMAIN_VANISHES: Final = Rule(
    code="DG919",
    message="GitHub serves the site at {domain}, and this would take the domain away from it",
    hint="write `url: https://{domain}/`; to give the domain up, publish with --drop-urls",
)
MOVE_NOT_THERE: Final = Rule(
    code="DG920",
    message="there is no article or topic at {value}",
    hint="write the path of a content file, or an address such as /topics/ID/",
)
MOVE_TAKEN: Final = Rule(
    code="DG921",
    message="{value} is there already",
    hint="choose another name; nothing was changed",
)
MOVE_NO_NAME: Final = Rule(
    code="DG922",
    message="'{value}' cannot be the name of an article or topic of this site",
    hint="write a path such as content/2024/06/x.md, or an address such as /topics/ID/",
)
MOVE_AMBIGUOUS: Final = Rule(
    code="DG923",
    message="'{value}' can be {one} or {other}",
    hint="write the path from the site's folder, or run the command there",
)
MOVE_UNFIT: Final = Rule(
    code="DG924",
    message="{old} cannot become {new}",
    hint="an article stays an article with its date, and a topic a topic: {expected}",
)
MOVE_CANNOT_EDIT: Final = Rule(
    code="DG925",
    message="what has to be changed here for {new} is written in a way that cannot be rewritten",
    hint="write links as [text](path), and values on the line of their key; then run it again",
)


def unreadable(place: Place, error: OSError) -> Diagnostic:
    """Return the diagnostic of a file at *place* that could not be read because of *error*."""
    return UNREADABLE.at(place, reason=error.strerror or str(error))


def all_rules() -> tuple[Rule, ...]:
    """Return every rule, by code."""
    rules = (value for value in globals().values() if isinstance(value, Rule))
    return tuple(sorted(rules, key=lambda rule: rule.code))


def checks() -> tuple[Rule, ...]:
    """Return the rules of `check` alone, which site.yaml can set, by code."""
    return tuple(rule for rule in all_rules() if rule.name)
