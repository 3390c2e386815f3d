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

  // Closed is closed on every page, until the errors change.
  const shut = "pressgen:closed";
  const prepare = (root) => {
    const details = root?.querySelector("details");
    const button = root?.querySelector(".close");
    if (!details || !button) return;
    const { errors } = details.dataset;
    host.hidden = sessionStorage.getItem(shut) === errors;
    button.hidden = false;
    button.onclick = () => {
      sessionStorage.setItem(shut, errors);
      host.hidden = true;
    };
  };
  prepare(host.shadowRoot);

  const show = (panel) => {
    const parsed = new DOMParser().parseFromString(panel, "text/html").querySelector("template");
    const root = host.shadowRoot || host.attachShadow({ mode: "open" });
    // Only what changed is drawn anew, so that a reader's place in a long list of errors stays.
    if (host.shown === panel) return;
    const isOpen = root.querySelector("details")?.open;
    const first = host.shown === undefined;
    host.shown = panel;
    root.replaceChildren(...(parsed ? parsed.content.childNodes : []));
    const details = root.querySelector("details");
    if (first && details && isOpen !== undefined) details.open = isOpen;
    prepare(root);
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
