"""When two articles tell one story: the same original, or nearly the same headline.

An original has many addresses: for phones, for AMP, with and without `www`, with what a
newsletter adds to count its readers. All of them fold to one key, which is never shown.
"""

import re
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from digestgen.text.folding import fold
from digestgen.urls import PATH_SAFE, decoded, host, is_web_url

# The names of a site's editions for phones, before the name of the site itself.
EDITIONS: Final = re.compile(r"(?:(?:www|m|mobile|amp)\.)+(?=[^.]+\.)")
# What Google's two caches of AMP pages put before the address of the original; `s` is for https.
AMP_CACHE: Final = re.compile(
    r"https?://(?:[^/]+\.cdn\.ampproject\.org/[acrvw]|(?:www\.)?google\.[^/]+/amp)/(?:s/)?",
    re.IGNORECASE,
)
AMP_FOLDER: Final = re.compile(r"^/amp(?=/.)|/amp/?$|\.amp(?=\.html?$|$)", re.IGNORECASE)
# What is added to an address to know where its readers come from; it changes nothing they read.
TRACKING: Final = re.compile(
    r"""(?:utm|at|mc|ns|pk|mtm|hsa|amp)_.* | _hs\w+ | __\w+ | _ga | _gl | \w*clid | [gw]braid
    | amp | usqp | outputtype | igshid? | mkt_tok | ocid | xtor | cmp | cmpid | smid | spm | s_cid
    | ref | ref_src | ref_url | referrer | traffic_source | share | trk | wt_mc | src_?medium""",
    re.IGNORECASE | re.VERBOSE,
)
DEFAULT_PORTS: Final = frozenset({None, 80, 443})
# In pages of one script the part after `#!` is what is shown; otherwise `#` is a place on a page.
ROUTE: Final = "!"

ARTICLE: Final = "ال"
# Short words stay whole: in them ال is mostly a part of the word.
SHORTEST_WITH_ARTICLE: Final = 5
# Below this, two short headlines share most of their words by chance.
FEWEST_WORDS: Final = 4
# One word in ten may be another, or one in five be missing.
SHARE: Final = 0.8


def canonical_url(url: str) -> str:
    """Return the key of *url*: equal for the addresses of one original.

    Scheme, `www.`, hosts and paths for phones and AMP, a port that goes without saying, names,
    tracking parameters, the order of parameters, a slash at the end and the place on the page
    make no difference. What is no web address comes back as it is.
    """
    url = AMP_CACHE.sub("https://", url.strip(), count=1)
    if not is_web_url(url):
        return url
    parts = urlsplit(url)
    port = "" if parts.port in DEFAULT_PORTS else f":{parts.port}"
    path = quote(AMP_FOLDER.sub("", decoded(parts.path)).rstrip("/"), safe=PATH_SAFE)
    query = kept_parameters(parts.query)
    route = f"#{parts.fragment}" if parts.fragment.startswith(ROUTE) else ""
    site = EDITIONS.sub("", host(url), count=1)
    return f"https://{site}{port}{path}{'?' if query else ''}{query}{route}"


def kept_parameters(query: str) -> str:
    """Return *query* without the parameters that count readers, in the order of their names."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode(sorted(pair for pair in pairs if not TRACKING.fullmatch(pair[0])))


def headline_words(headline: str) -> frozenset[str]:
    """Return the words of *headline* as they are compared: folded, without ال."""
    return frozenset(map(without_article, fold(headline).split()))


def without_article(word: str) -> str:
    """Return the folded *word* without ال at its start."""
    return word.removeprefix(ARTICLE) if len(word) >= SHORTEST_WITH_ARTICLE else word


def same_headline(one: str, other: str) -> bool:
    """Tell whether the two headlines are one, or nearly so: spelling, order, a word or so apart."""
    return near_words(headline_words(one), headline_words(other)) or fold(one) == fold(other)


def near_words(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two headlines with these words, from `headline_words`, are nearly one.

    Numbers have to be the same: the third round of talks is not the fourth.
    """
    if not one or not other or numbers(one) != numbers(other):
        return False
    if min(len(one), len(other)) < FEWEST_WORDS:
        return one == other
    return len(one & other) >= SHARE * len(one | other)


def numbers(words: frozenset[str]) -> frozenset[str]:
    """Return those of *words* that have a digit."""
    return frozenset(word for word in words if any(map(str.isdigit, word)))
