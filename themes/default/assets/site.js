// What makes pages better where scripts run. Nothing that a reader needs depends on it.

const root = document.documentElement;

// E-mail addresses, which pages show with hidden hyphens in them, become links.
for (const link of document.querySelectorAll("a.email")) {
  for (const hidden of link.querySelectorAll("[hidden]")) hidden.remove();
  const query = link.dataset.query;
  link.href = "mailto:" + encodeURI(link.textContent.trim()) + (query ? "?" + query : "");
}

// The switch between light and dark. A choice that is the system's own is not kept, so that the
// page goes on following the system.
const system = matchMedia("(prefers-color-scheme: dark)");
const scheme = document.querySelector("button.scheme");

function isDark() {
  return root.dataset.scheme ? root.dataset.scheme === "dark" : system.matches;
}

function showScheme() {
  scheme?.setAttribute("aria-pressed", String(isDark()));
}

function keepScheme(chosen) {
  try {
    if (chosen) localStorage.setItem("digestgen-scheme", chosen);
    else localStorage.removeItem("digestgen-scheme");
  } catch {
    // It holds for this page.
  }
}

scheme?.addEventListener("click", () => {
  const dark = !isDark();
  if (dark === system.matches) delete root.dataset.scheme;
  else root.dataset.scheme = dark ? "dark" : "light";
  keepScheme(root.dataset.scheme);
  showScheme();
});
system.addEventListener("change", showScheme);
showScheme();

// The buttons beside the links for sharing, each where the browser can do what it offers.
const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;
const share = document.querySelector("button.device");
const copy = document.querySelector("button.copy");

if (share && navigator.share) {
  share.hidden = false;
  share.addEventListener("click", () => {
    const title = document.querySelector("h1").textContent.trim();
    // A reader who closes the sheet has changed their mind; that is no error.
    navigator.share({ title, url: address }).catch(() => {});
  });
}

if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(address);
    const status = copy.parentElement.querySelector("[role=status]");
    copy.classList.add("done");
    status.textContent = copy.dataset.done;
    setTimeout(() => {
      copy.classList.remove("done");
      status.textContent = "";
    }, 2500);
  });
}
