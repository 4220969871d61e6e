// For the window tests only, and not in the program that people get: keeps what the page complains about, and counts
// the calls that are under way, so that a test can wait for a page to come to rest, and when the page first and last
// changed.
(() => {
  const drive = { complaints: [], pending: 0, asked: [] };
  Object.defineProperty(window, "__drive", { value: drive });

  const words = (part) => {
    if (part instanceof Error) return `${part.name}: ${part.message}`;
    return typeof part === "object" ? JSON.stringify(part) : String(part);
  };
  const note = (kind, ...parts) => drive.complaints.push(`${kind}: ${parts.map(words).join(" ")}`);

  const error = console.error;
  console.error = (...parts) => {
    note("console", ...parts);
    error.apply(console, parts);
  };
  addEventListener("unhandledrejection", (event) => note("rejected", event.reason));
  addEventListener("securitypolicyviolation", (event) =>
    note("policy", event.violatedDirective, event.blockedURI, event.sourceFile ?? "", event.lineNumber ?? ""));
  // In the capturing phase, because a file that did not load does not bubble.
  addEventListener("error", (event) => {
    const place = event.target?.src ?? event.target?.href;
    note(place ? "not loaded" : "script", place ?? event.message, event.filename ?? "");
  }, true);

  addEventListener("TrunkApplicationStarted", () => { drive.started = performance.now(); });
  new MutationObserver(() => {
    drive.last = performance.now();
    drive.first ??= document.body?.childElementCount ? drive.last : undefined;
  }).observe(document, { subtree: true, childList: true, characterData: true });

  // When the page was first usable: a title stood on the screen, nothing was asked for, and that had been painted.
  const isThere = () => drive.pending === 0
    && [...document.querySelectorAll("h1")].some((title) => title.getClientRects().length > 0);
  const look = () => requestAnimationFrame(isThere() ? () => { drive.usable = performance.now(); } : look);
  look();

  const fetch = window.fetch;
  window.fetch = (...request) => {
    // What is fetched by a scheme of one's own is in no list of the browser.
    const one = { what: String(request[0]?.url ?? request[0]), begin: performance.now() };
    drive.asked.push(one);
    drive.pending += 1;
    return fetch(...request).finally(() => { drive.pending -= 1; one.end = performance.now(); });
  };
})();
