// Follows the changes of the page it is in; it is in the preview's answers only, never in the built site.
"use strict";
(() => {
  const host = document.querySelector("pressgen-preview");
  const { path, fingerprint } = host.dataset;
  const scrollKey = "pressgen:" + location.pathname;

  const saved = sessionStorage.getItem(scrollKey);
  if (saved !== null) {
    sessionStorage.removeItem(scrollKey);
    const [x, y] = JSON.parse(saved);
    history.scrollRestoration = "manual";
    const restoreScroll = () => scrollTo({ left: x, top: y, behavior: "instant" });
    restoreScroll();
    addEventListener("load", restoreScroll, { once: true });
  }

  // Closed is closed on every page, until the errors change.
  const closedKey = "pressgen:closed";
  const prepare = (root) => {
    const details = root?.querySelector("details");
    const button = root?.querySelector(".close");
    if (!details || !button) return;
    const { errors } = details.dataset;
    host.hidden = sessionStorage.getItem(closedKey) === errors;
    button.hidden = false;
    button.onclick = () => {
      sessionStorage.setItem(closedKey, errors);
      host.hidden = true;
    };
  };
  prepare(host.shadowRoot);

  const show = (panel) => {
    const template = new DOMParser().parseFromString(panel, "text/html").querySelector("template");
    const root = host.shadowRoot || host.attachShadow({ mode: "open" });
    // Only what changed is drawn again, so that a reader's place in a long list of errors stays.
    if (host.shown === panel) return;
    const isOpen = root.querySelector("details")?.open;
    const isFirst = host.shown === undefined;
    host.shown = panel;
    root.replaceChildren(...(template ? template.content.childNodes : []));
    const details = root.querySelector("details");
    if (isFirst && details && isOpen !== undefined) details.open = isOpen;
    prepare(root);
  };

  const events = new EventSource(`/_pressgen/events?path=${encodeURIComponent(path)}`);
  events.onmessage = (event) => {
    const update = JSON.parse(event.data);
    if (update.goto) {
      location.assign(update.goto);
    } else if (update.fingerprint !== fingerprint) {
      sessionStorage.setItem(scrollKey, JSON.stringify([scrollX, scrollY]));
      location.reload();
    } else {
      show(update.panel);
    }
  };
  addEventListener("pagehide", () => events.close());
})();
