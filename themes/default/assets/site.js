// Makes a link of each protected e-mail address, which pages show with hidden hyphens in it.
for (const link of document.querySelectorAll("a.email")) {
  for (const hidden of link.querySelectorAll("[hidden]")) hidden.remove();
  const query = link.dataset.query;
  link.href = "mailto:" + encodeURI(link.textContent.trim()) + (query ? "?" + query : "");
}
