// Follows the changes of the page it stands in; it is in the preview's answers only, never in the built site.
"use strict";
(() => {
  const host = document.querySelector("pressgen-preview");
  const { path, print } = host.dataset;
  const place = "pressgen:" + location.pathname;

  const saved = sessionStorage.getItem(place);
  if (saved !== null) {
    sessionStorage.removeItem(place);
    const [x, y] = JSON.parse(saved);
    history.scrollRestoration = "manual";
    const back = () => scrollTo({ left: x, top: y, behavior: "instant" });
    back();
    addEventListener("load", back, { once: true });
  }

  const show = (panel) => {
    const parsed = new DOMParser().parseFromString(panel, "text/html").querySelector("template");
    const root = host.shadowRoot || host.attachShadow({ mode: "open" });
    // Only what changed is drawn anew, so that a reader's place in a long list of errors stays.
    if (host.shown === panel) return;
    host.shown = panel;
    root.replaceChildren(...(parsed ? parsed.content.childNodes : []));
  };

  const events = new EventSource(`/_pressgen/events?path=${encodeURIComponent(path)}`);
  events.onmessage = (event) => {
    const told = JSON.parse(event.data);
    if (told.goto) {
      location.assign(told.goto);
    } else if (told.print !== print) {
      sessionStorage.setItem(place, JSON.stringify([scrollX, scrollY]));
      location.reload();
    } else {
      show(told.panel);
    }
  };
  addEventListener("pagehide", () => events.close());
})();
