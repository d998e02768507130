"""What a file of the output is made from, how that stands, and what will be done with the file.

What a page was made from is told by the prints that the last build kept; which articles it showed,
by the links in the page as it lies there.
"""

import html
import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from digestgen.cache.hashing import PRINT_LETTERS
from digestgen.cache.outputs import Made
from digestgen.cache.stat import file_stat
from digestgen.formats.formats import FORMATS
from digestgen.model import Article, DiskFile, Link, PlainPage
from digestgen.names import CONTENT
from digestgen.output.files import checksum
from digestgen.page_plan import PagePlan
from digestgen.part_prints import part_names, part_prints, text_print
from digestgen.theme.theme import template_closure
from digestgen.urls import output_path
from digestgen.views import Card, CountedLink, DatedLink, FeedEntry, Page
from digestgen.wanted import BuildId, DrawnCard, KeptPicture, Wanted
from digestgen.why.scene import Scene

HREF: Final = re.compile(r"""\bhref=(?:"([^"]*)"|'([^']*)')""")
NO_LONGER: Final = "no longer"
"""The name of the part with what a page no longer shows."""
FILE: Final = "file"
PICTURE: Final = "picture"
CARD: Final = "social card"
SHARED: Final = ("site.yaml", "strings", "assets", "digestgen")
# Pages that no template makes.
SHARED_WITHOUT_THEME: Final = ("site.yaml", "strings", "digestgen")


class State(StrEnum):
    """How something stands to what it was when the last build made the page."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    UNKNOWN = "not known"


class Fate(StrEnum):
    """What the next build will do with a file."""

    SETTLED = "settled"
    STALE = "stale"
    NEW = "new"
    DELETED = "deleted"
    RESTORED = "restored"
    FORGOTTEN = "forgotten"
    UNSETTLED = "unsettled"
    FOREIGN = "foreign"
    PRUNED = "pruned"
    KEPT = "kept"


class Input(Struct, frozen=True, kw_only=True):
    """Something that a file of the output is made from."""

    name: str
    state: State


class Part(Struct, frozen=True, kw_only=True):
    """Something that a page shows of the site: a field of its view."""

    name: str
    state: State
    articles: tuple[Input, ...]
    """The content files that it shows something of."""
    names: tuple[str, ...]
    """Topics, sources and other lists that it links to, with their counts."""


class Explanation(Struct, frozen=True, kw_only=True):
    """All that is to be said of the file *path* of the output; *kind* is its template."""

    path: str
    kind: str
    origin: str
    inputs: tuple[Input, ...]
    parts: tuple[Part, ...]
    fate: Fate


def explain(path: str, scene: Scene) -> Explanation:
    """Return what there is to say of *path*, which is one of those that *scene* knows."""
    one = scene.wanted.get(path)
    kind, origin = "", ""
    inputs, parts = tuple[Input, ...](), tuple[Part, ...]()
    if one and isinstance(one.source, PagePlan):
        page = one.source.page(scene.masthead)
        kind, origin = page.template, page.origin
        inputs, parts = tuple(page_inputs(page, scene)), tuple(page_parts(page, scene))
    elif one:
        kind, origin = kind_of(one), made_from(one)
        inputs = (Input(name=origin, state=copy_state(one, scene)),)
    fate = fate_of(path, one, scene)
    return Explanation(path=path, kind=kind, origin=origin, inputs=inputs, parts=parts, fate=fate)


# --- the file ------------------------------------------------------------------------------------


def kind_of(one: Wanted) -> str:
    """Return what the file *one*, which is no page, is called among those that have a kind."""
    match one.source:
        case KeptPicture():
            return PICTURE
        case DrawnCard():
            return CARD
    return FILE


def made_from(one: Wanted) -> str:
    """Return what the file *one* is a copy of, or was made from."""
    match one.source:
        case DiskFile():
            return f"{CONTENT}/{one.source.path}"
        case KeptPicture() | DrawnCard():
            return f"{CONTENT}/{one.source.origin}"
        case BuildId():
            return "all other files"
    return "an asset of the theme"


def copy_state(one: Wanted, scene: Scene) -> State:
    """Return how the file stands that *one* is a copy of."""
    before = scene.before.get(one.path)
    if before is None:
        return without_prints(one.path, scene)
    return State.SAME if one.fingerprint in ("", before.fingerprint) else State.CHANGED


def fate_of(path: str, one: Wanted | None, scene: Scene) -> Fate:
    """Return what the next build will do with the file *path*, which is wanted as *one*."""
    manifest, before = scene.folder.manifest, scene.before.get(path)
    disk = scene.folder.root / path
    listed, is_pending = manifest.files.get(path), path in manifest.pending
    is_there = file_stat(str(disk)) is not None
    is_whole = is_there and checksum(disk) in (listed, manifest.pending.get(path))
    if one is None:
        return Fate.KEPT if is_there and not is_whole else Fate.PRUNED
    if not is_there:
        return Fate.DELETED if listed else Fate.NEW
    if not is_whole:
        return Fate.RESTORED if listed or is_pending else Fate.FOREIGN
    if before is None or listed is None or before.sha256 != listed.sha256 or is_pending:
        return Fate.FORGOTTEN
    if not one.fingerprint:
        return Fate.UNSETTLED
    return Fate.SETTLED if before.fingerprint == one.fingerprint else Fate.STALE


# --- what a page is made from --------------------------------------------------------------------


def page_inputs(page: Page, scene: Scene) -> Iterator[Input]:
    """Yield what *page* is made from besides what it shows of the site."""
    is_made_here = page.template in FORMATS
    if page.bodies and not is_made_here:
        yield Input(name=page.origin, state=part_states(page, scene)["text"])
    used = () if is_made_here else template_closure(scene.plan.inputs.theme, page.template)
    for name in sorted(used, key=lambda name: (name != page.template, name)):
        yield shared_input(f"template {name}", page, scene)
    for name in SHARED_WITHOUT_THEME if is_made_here else SHARED:
        yield shared_input(name, page, scene)


def shared_input(name: str, page: Page, scene: Scene) -> Input:
    """Return how that stands which *page* has in common with others and that is called *name*."""
    before, after = scene.shared_before.get(name), scene.shared_now.get(name)
    if page.path not in scene.before:
        return Input(name=name, state=without_prints(page.path, scene))
    if before is None or after is None:
        return Input(name=name, state=State.GONE if after is None else State.NEW)
    return Input(name=name, state=State.SAME if before == after else State.CHANGED)


def part_states(page: Page, scene: Scene) -> Mapping[str, State]:
    """Return how each part of *page* stands to what it was."""
    names, before = part_names(page.view), scene.before.get(page.path)
    if before is None or not scene.is_comparable:
        return dict.fromkeys(names, without_prints(page.path, scene))
    prints = prints_before(before, scene)
    if prints is None:
        return dict.fromkeys(names, State.UNKNOWN)
    old, new = singles(prints), singles(all_prints(page, scene))
    if len(old) != len(new):
        # The page of another kind has taken the place of one, such as a list that of a redirect.
        return dict.fromkeys(names, State.NEW)
    together = zip(names, old, new, strict=True)
    return {name: State.SAME if was == now else State.CHANGED for name, was, now in together}


def prints_before(before: Made, scene: Scene) -> str | None:
    """Return the prints of the parts of a page as they were *before*; None if they are not known.

    Of a page that shows texts there is but the print of those: the page itself is kept.
    """
    if len(before.parts) != PRINT_LETTERS:
        return before.parts
    plan = scene.page_before(before.path)
    return before.parts + part_prints(plan.page(scene.masthead)) if plan else None


def all_prints(page: Page, scene: Scene) -> str:
    """Return the prints of the parts of *page*, its text among them."""
    texts = [scene.plan.inputs.texts[body.path].print for body in page.bodies]
    return text_print(texts) + part_prints(page)


def without_prints(path: str, scene: Scene) -> State:
    """Return how all stands that the page *path* is made from if no prints can tell it."""
    return State.UNKNOWN if path in scene.folder.manifest.files else State.NEW


def singles(prints: str) -> list[str]:
    """Return each of *prints*."""
    return [prints[at : at + PRINT_LETTERS] for at in range(0, len(prints), PRINT_LETTERS)]


# --- what a page shows ---------------------------------------------------------------------------


def page_parts(page: Page, scene: Scene) -> Iterator[Part]:
    """Yield the parts of *page* that show something of the site, or are not as they were."""
    states, linked = part_states(page, scene), old_links(page, scene)
    for name, state in states.items():
        if name != "text":
            value = page.bodies if name == "fillings" else getattr(page.view, name)
            part = part_of(name, value, state, linked, scene)
            if part.articles or part.names or state is State.CHANGED:
                yield part
    if State.CHANGED in states.values():
        yield from lost_part(page, linked, scene)


def part_of(name: str, value: object, state: State, linked: frozenset[str], scene: Scene) -> Part:
    """Return the part *name* with its *value*; the page was *linked* to these URLs before."""
    found = (scene.by_url.get(url) for url in dict.fromkeys(urls_in(value)))
    articles = (article_input(one, state, linked, scene) for one in found if one)
    names = tuple(dict.fromkeys(names_in(value)))
    return Part(name=name, state=state, articles=tuple(articles), names=names)


def article_input(
    one: Article | PlainPage, part: State, linked: frozenset[str], scene: Scene
) -> Input:
    """Return how *one* stands, in a part that is *part* of a page *linked* to these before."""
    state = file_state(one, scene)
    if state is State.SAME and part is State.CHANGED and linked and one.url not in linked:
        state = State.NEW
    return Input(name=f"content/{one.path}", state=state)


def file_state(one: Article | PlainPage, scene: Scene) -> State:
    """Return how the content file of *one* stands to what the last build read."""
    path = output_path(one.site_path)
    before = scene.before.get(path)
    if before is None or not scene.is_comparable:
        return without_prints(path, scene)
    found = scene.plan.inputs.texts[one.path].print
    return State.SAME if before.parts.startswith(found) else State.CHANGED


def urls_in(value: object) -> Iterator[str]:
    """Yield the URLs on this site of all links in *value*, a part of a view."""
    if isinstance(value, str) and value.startswith("/"):
        yield value.partition("#")[0]
    elif isinstance(value, Link | Card | DatedLink):
        yield value.url
    elif isinstance(value, FeedEntry):
        yield urlsplit(value.url).path
    elif isinstance(value, tuple):
        for one in value:
            yield from urls_in(one)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from urls_in(getattr(value, name))


def names_in(value: object) -> Iterator[str]:
    """Yield the texts of the links to lists in *value*, with how many articles each has."""
    match value:
        case CountedLink():
            yield f"{value.link.text} ({value.count})"
        case Link():
            yield value.text
        case Card() | FeedEntry():
            return
        case tuple():
            for one in value:
                yield from names_in(one)
        case Struct():
            for name in value.__struct_fields__:
                yield from names_in(getattr(value, name))


# --- what a page showed --------------------------------------------------------------------------


def old_links(page: Page, scene: Scene) -> frozenset[str]:
    """Return the URLs that *page* links to as it lies there; none if it is not as we left it."""
    disk, before = scene.folder.root / page.path, scene.before.get(page.path)
    if before is None or file_stat(str(disk)) != before.stat:
        return frozenset()
    urls = (html.unescape(one or other) for one, other in HREF.findall(disk.read_text("utf-8")))
    return frozenset(url.partition("#")[0] for url in urls)


def lost_part(page: Page, linked: frozenset[str], scene: Scene) -> Iterator[Part]:
    """Yield the part with what *page* was *linked* to and no longer is, if there is something."""
    shown = frozenset(urls_in((page.view, page.bodies, page.masthead)))
    lost = tuple(
        Input(name=name, state=State.GONE)
        for url in sorted(linked - shown)
        if (name := name_of(url, scene))
    )
    if lost:
        yield Part(name=NO_LONGER, state=State.CHANGED, articles=lost, names=())


def name_of(url: str, scene: Scene) -> str | None:
    """Return what to call the article, or the page that is there no longer, at *url*."""
    one = scene.by_url.get(url)
    return f"content/{one.path}" if isinstance(one, Article) else scene.gone.get(url)
