// What is wrong with a page as it stands, as sentences. Runs behind page.js.
const where = (element) => {
  const id = element.id ? `#${element.id}` : "";
  const kind = typeof element.className === "string" && element.className ? `.${element.className.trim().split(/\s+/).join(".")}` : "";
  return `<${element.tagName.toLowerCase()}${id}${kind}>`;
};
const shown = (text) => { const t = flat(text); return t.length > 24 ? `${t.slice(0, 24)}…` : t; };

const rgba = (text) => {
  const parts = text.match(/[\d.]+%?/g)?.map((part) => part.endsWith("%") ? parseFloat(part) * 2.55 : parseFloat(part));
  if (!parts || parts.length < 3) return null;
  const scale = text.startsWith("color(") ? 255 : 1;
  return [parts[0] * scale, parts[1] * scale, parts[2] * scale, parts[3] ?? 1];
};
const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
const ancestors = (element) => { const all = []; for (let e = element; e; e = e.parentElement) all.push(e); return all; };
// What lies behind an element: colours of all around it, the nearest last; null where a picture lies.
const ground = (element) => {
  let colour = [255, 255, 255, 1];
  for (const around of ancestors(element).reverse()) {
    const style = getComputedStyle(around);
    if (style.backgroundImage !== "none") return null;
    const own = rgba(style.backgroundColor);
    if (own) colour = over(own, colour);
  }
  return colour;
};
const light = ([r, g, b]) => {
  const part = (value) => { const v = value / 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
};
const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
const opacity = (element) => ancestors(element).reduce((product, e) => product * parseFloat(getComputedStyle(e).opacity), 1);
const contrast = (element, style = getComputedStyle(element)) => {
  const behind = ground(element);
  const ink = rgba(element instanceof SVGElement ? style.fill : style.color);
  if (!behind || !ink) return null;
  ink[3] *= opacity(element);
  return ratio(over(ink, behind), behind);
};
const isOff = (element) => element.closest(":disabled, [aria-disabled=true]") !== null;

const texts = () => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (flat(node.data) && holder && !["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE"].includes(holder.tagName) && visible(holder)) found.push([holder, node.data]);
  }
  return found;
};
const fields = () => [...document.querySelectorAll("input, textarea")].filter(visible);

const paleTexts = (least) => {
  const low = (value) => value !== null && value < least - 0.005;
  const of = (holder, text, style) => {
    const value = contrast(holder, style);
    return low(value) ? [`contrast ${value.toFixed(2)} of “${shown(text)}” in ${where(holder)}`] : [];
  };
  const found = texts().filter(([holder]) => !isOff(holder)).flatMap(([holder, text]) => of(holder, text));
  const empty = fields().filter((field) => field.placeholder && !field.value && !isOff(field));
  const typed = fields().filter((field) => field.value && !isOff(field) && !["checkbox", "radio", "range", "color", "hidden"].includes(field.type));
  return found.concat(empty.flatMap((field) => of(field, field.placeholder, getComputedStyle(field, "::placeholder"))))
    .concat(typed.flatMap((field) => of(field, field.value)));
};

const isClippedApart = (element) => ancestors(element.parentElement).some((around) => {
  if (around === document.body || around === document.documentElement) return false;
  return getComputedStyle(around).overflowX !== "visible";
});
const tooWide = () => {
  const page = document.documentElement;
  const found = page.scrollWidth > page.clientWidth ? [`the page is ${page.scrollWidth} px wide, the window ${page.clientWidth}`] : [];
  const outside = [...document.body.querySelectorAll("*")].filter((e) => visible(e) && e.getBoundingClientRect().right > innerWidth + 1 && !isClippedApart(e));
  return found.concat(outside.slice(0, 5).map((e) => `${where(e)} reaches ${Math.round(e.getBoundingClientRect().right - innerWidth)} px out of the window`));
};
const cut = () => [...document.querySelectorAll("button, a[href], h1, h2, h3, label, th, [role=tab]")]
  .filter((e) => visible(e) && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === "hidden" && getComputedStyle(e).textOverflow !== "ellipsis")
  .map((e) => `“${shown(e.textContent)}” is cut off in ${where(e)}`);

const nameless = () => [...document.querySelectorAll(CONTROLS)].filter((e) => visible(e) && e.tagName !== "OPTION" && !nameOf(e))
  .map((e) => `${where(e)} has no name`);

// Codes, keys and what nobody may translate are marked so in the page.
const isApart = (element) => element.closest("code, kbd, [translate=no]") !== null;
const foreign = (allowed) => {
  const known = new Set(allowed.map((word) => word.toLowerCase()));
  const words = (text) => (text.match(/[A-Za-z][A-Za-z'’]+/g) ?? []).filter((word) => !known.has(word.toLowerCase()));
  const of = (holder, text) => isApart(holder) ? [] : words(text).map((word) => `“${word}” in ${where(holder)}: ${shown(text)}`);
  const spokenParts = [...document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")].filter(visible)
    .flatMap((e) => ["aria-label", "title", "placeholder", "alt"].flatMap((key) => of(e, e.getAttribute(key) ?? "")));
  return texts().flatMap(([holder, text]) => of(holder, text)).concat(spokenParts);
};

const twins = () => {
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))].map((id) => `two elements are called #${id}`);
};
const dead = () => [...document.querySelectorAll("a")].filter(visible).map((a) => [a, a.getAttribute("href")])
  .filter(([a, href]) => href === null ? a.getAttribute("role") === null : ["", "#"].includes(href) || href.startsWith("javascript:"))
  .map(([a]) => `the link “${shown(nameOf(a))}” leads nowhere`);
// The page that says that an address leads nowhere is marked so.
const lost = () => document.querySelector("[data-lost]") ? ["the address leads nowhere"] : [];
const blank = () => flat(document.body.innerText) ? [] : ["the page is empty"];
const headless = () => {
  const count = [...document.querySelectorAll("h1")].filter(visible).length;
  return count === 1 ? [] : [`the page has ${count} titles (h1), not one`];
};

const audit = (allowed) => [lost, blank, headless, dead, nameless, tooWide, cut, twins].flatMap((rule) => rule())
  .concat(paleTexts(4.5), foreign(allowed));
const links = () => [...document.querySelectorAll("a[href]")].filter(visible).map((a) => new URL(a.getAttribute("href"), location.href).href)
  .filter((href) => new URL(href).origin === location.origin).map((href) => href.slice(location.origin.length));
