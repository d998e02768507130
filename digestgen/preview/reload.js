/* Renews a page of a preview after each build. `digestgen serve` adds it to what it sends;
   it is in no file of a site. */
"use strict";
(() => {
  const own = document.currentScript.dataset;
  const alone = "alone" in own;
  let built = own.build;
  let events;
  let overlay;

  const text = async (url) => (await fetch(url, { cache: "no-store" })).text();

  const hide = () => {
    overlay?.remove();
    overlay = undefined;
  };

  /* What is wrong, over the page. The style of the page does not reach it. */
  const show = async () => {
    const html = await text("/.digestgen/problems.html");
    hide();
    overlay = document.createElement("digestgen-problems");
    const root = overlay.attachShadow({ mode: "open" });
    root.innerHTML = html;
    root.querySelector("button").addEventListener("click", hide);
    document.documentElement.append(overlay);
  };

  const stylesheets = (page) => [...page.querySelectorAll('link[rel~="stylesheet"]')];

  /* Takes the stylesheets of the next page, each old one until its new one is there. */
  const swap = (next) => {
    const wanted = stylesheets(next);
    stylesheets(document).forEach((old, place) => {
      const link = wanted[place].cloneNode();
      if (link.getAttribute("href") === old.getAttribute("href")) return;
      link.addEventListener("load", () => old.remove());
      link.addEventListener("error", () => location.reload());
      old.after(link);
    });
  };

  /* A page that is as it was stays, and so does one with another style, but for that. */
  const renew = async () => {
    const next = new DOMParser().parseFromString(await text(location.href), "text/html");
    const other = next.querySelector("script[data-build]")?.dataset;
    if (other?.page !== own.page || other.pictures !== own.pictures) {
      location.reload();
    } else {
      swap(next);
      built = other.build;
    }
  };

  const told = async ({ data }) => {
    const { build, problems } = JSON.parse(data);
    try {
      if (problems && !alone) {
        await show();
      } else {
        hide();
        if (build !== built) await renew();
      }
    } catch {
      /* The server was ended; when it is there again, it tells us. */
    }
  };

  /* A browser has few connections for each server: a page that nobody sees keeps none. */
  const listen = () => {
    events?.close();
    if (document.hidden) return;
    events = new EventSource("/.digestgen/events");
    events.addEventListener("message", told);
  };

  document.addEventListener("visibilitychange", listen);
  addEventListener("pageshow", ({ persisted }) => persisted && listen());
  addEventListener("pagehide", () => events?.close());
  listen();
})();
