// What the tests ask of a page: names and roles as a screen reader hears them, and whether the page is at rest.
// Sent with every question, so that nothing of it stays in the page.
const visible = (element) => {
  if (!element.isConnected || element.closest("[hidden], [inert]")) return false;
  const style = getComputedStyle(element);
  if (style.visibility !== "visible" || style.display === "none") return false;
  return [...element.getClientRects()].some((box) => box.width > 0 && box.height > 0);
};
const flat = (text) => (text ?? "").replace(/\s+/g, " ").trim();

// The text of an element without what is hidden from readers.
const spoken = (element) => {
  if (element.getAttribute?.("aria-hidden") === "true") return "";
  if (element.nodeType === Node.TEXT_NODE) return element.data;
  if (element.nodeType !== Node.ELEMENT_NODE) return "";
  const label = element.getAttribute("aria-label");
  if (label) return label;
  if (element.tagName === "IMG") return element.alt;
  if (element.tagName.toLowerCase() === "svg") return element.querySelector("title")?.textContent ?? "";
  if (getComputedStyle(element).display === "none") return "";
  return [...element.childNodes].map(spoken).join("");
};
const nameOf = (element) => {
  const by = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
  const labelled = flat(by.map((id) => document.getElementById(id)).filter(Boolean).map(spoken).join(" "));
  if (labelled) return labelled;
  const label = flat(element.getAttribute("aria-label"));
  if (label) return label;
  // A label that goes around its field does not count the field itself.
  const worded = (label) => [...label.childNodes].filter((part) => !part.contains(element)).map(spoken).join(" ");
  const labels = flat([...(element.labels ?? [])].map((label) => label.contains(element) ? worded(label) : spoken(label)).join(" "));
  if (labels) return labels;
  if (["submit", "button", "reset"].includes(element.type) && element.tagName === "INPUT") return flat(element.value);
  const own = ["INPUT", "SELECT", "TEXTAREA"].includes(element.tagName) ? "" : flat(spoken(element));
  return own || flat(element.getAttribute("title"));
};

const ROLES = {
  button: "button, summary, [role=button], input[type=submit], input[type=button]",
  link: "a[href], [role=link]",
  field: "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [role=textbox], [role=searchbox], [role=combobox], [contenteditable=true]",
  checkbox: "input[type=checkbox], [role=checkbox], [role=switch]",
  radio: "input[type=radio], [role=radio]",
  tab: "[role=tab]",
  option: "option, [role=option]",
  row: "tbody tr, [role=row], [role=listitem], li",
  item: "[role=menuitem], [role=treeitem]",
  heading: "h1, h2, h3, [role=heading]",
  dialog: "dialog[open], [role=dialog], [role=alertdialog]",
};
const CONTROLS = [ROLES.button, ROLES.link, ROLES.field, ROLES.checkbox, ROLES.radio, ROLES.tab, "[role=menuitem]", "[tabindex='0']"].join(", ");

// The first element of a role with this name: the whole name before a part of it, an open dialog before the page.
const find = (role, name) => {
  const dialogs = [...document.querySelectorAll(ROLES.dialog)].filter(visible);
  for (const root of [...dialogs.reverse(), document]) {
    const all = [...root.querySelectorAll(ROLES[role] ?? `[role=${role}]`)].filter((e) => visible(e) || e.tagName === "OPTION");
    const found = all.find((e) => nameOf(e) === name) ?? all.find((e) => nameOf(e).includes(name));
    if (found) return found;
  }
  return null;
};
const names = (role) => [...document.querySelectorAll(ROLES[role] ?? `[role=${role}]`)].filter(visible).map(nameOf);

// Comes true once nothing has changed for a while and no call is under way; false when time is up.
const rest = (quiet, patience) => new Promise((done) => {
  const begin = performance.now();
  let last = begin;
  const watcher = new MutationObserver(() => { last = performance.now(); });
  watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const look = () => {
    const now = performance.now();
    const isBusy = (window.__drive?.pending ?? 0) > 0 || document.readyState !== "complete" || !document.body?.childElementCount;
    if (isBusy) last = now;
    const isOver = now - begin > patience;
    if (now - last < quiet && !isOver) return setTimeout(look, 20);
    watcher.disconnect();
    document.fonts.ready.then(() => requestAnimationFrame(() => done(!isOver)));
  };
  look();
});
