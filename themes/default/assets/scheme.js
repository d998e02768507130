// Runs before the first paint: what needs scripts can be shown, in the colours that the reader chose.
document.documentElement.classList.add("scripted");
try {
  const chosen = localStorage.getItem("digestgen-scheme");
  if (chosen) document.documentElement.dataset.scheme = chosen;
} catch {
  // A browser that keeps nothing follows the system.
}
