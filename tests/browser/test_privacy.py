"""A page asks nobody but its own site for anything, and a strict policy sees to it."""

from typing import Final

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import NewPage
from tests.browser.sites import PAGES, Sample, every

VIOLATIONS: Final = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
});
"""
TO_THE_END: Final = """async () => {
  const step = innerHeight;
  for (let y = 0; y < document.body.scrollHeight; y += step) {
    scrollTo(0, y);
    await new Promise((done) => requestAnimationFrame(done));
  }
}"""
PLANT: Final = """([tag, content]) => {
  document.body.append(Object.assign(document.createElement(tag), content));
}"""
POLICY: Final = "meta[http-equiv='Content-Security-Policy']"
# No exception for what is written inside a page, or made from text.
UNSAFE: Final = ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "http:", "https:", "*", "blob:")


def watched(page: Page) -> tuple[list[str], list[str]]:
    """Return lists that fill with the requests and with the complaints of *page*."""
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.add_init_script(VIOLATIONS)
    return requests, complaints


@every(*PAGES)
def test_no_request_leaves_the_site(new_page: NewPage, origin: str, sample: Sample) -> None:
    """Not at first, not when pictures further down come, and nothing complains."""
    page = new_page(color_scheme="dark")
    requests, complaints = watched(page)
    page.goto(sample.url)
    page.evaluate(TO_THE_END)
    page.wait_for_load_state("networkidle")
    site = f"{origin}/{sample.url.split('/')[1]}/"

    assert [] == [url for url in requests if not url.startswith((site, "data:"))]
    assert ([], []) == (complaints, page.evaluate("window.violations"))


@every(*PAGES)
def test_the_policy_has_no_exceptions(new_page: NewPage, sample: Sample) -> None:
    """It stands before anything that it is to stop, and nothing inline would need one."""
    page = new_page(java_script_enabled=False)
    page.goto(sample.url)
    policy = page.locator(POLICY).get_attribute("content") or ""
    parts = {
        name: rest.split()
        for name, _, rest in (one.strip().partition(" ") for one in policy.split(";"))
    }

    assert ["'none'"] == parts["default-src"]
    assert ["'none'"] == parts["base-uri"]
    assert ["'self'"] == parts["script-src"]
    assert ["'self'"] == parts["style-src"]
    assert not [word for values in parts.values() for word in values if word.strip("'") in UNSAFE]
    assert (
        0
        == page.locator(
            f"{POLICY} ~ {POLICY}, [style], style, :is(script, link) ~ {POLICY}"
        ).count()
    )


@pytest.mark.parametrize(
    ("tag", "content"),
    [
        ("img", {"src": "https://a.example/"}),
        ("style", {"textContent": "a{}"}),
        ("script", {"textContent": "1"}),
    ],
)
def test_the_policy_stops_what_is_planted(
    new_page: NewPage, tag: str, content: dict[str, str]
) -> None:
    page = new_page()
    watched(page)
    page.goto("/digestgen/about/")
    page.evaluate(PLANT, [tag, content])
    page.wait_for_function("window.violations.length > 0")

    assert 1 == page.evaluate("window.violations.length")
