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

// The engine does not tell the colour of a hint: it is read from the rules that give it one.
const hintColour = (field) => {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  const mine = rules.filter((rule) => rule.selectorText?.split(",").some((part) => {
    const [of, is] = part.trim().split("::");
    return is === "placeholder" && field.matches(of || "*");
  }));
  const colour = mine.map((rule) => rule.style.color).filter(Boolean).at(-1);
  if (!colour) return null;
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = colour;
  const told = getComputedStyle(probe).color;
  probe.remove();
  return told;
};
const hintOf = (field, low) => {
  const colour = hintColour(field);
  if (!colour) return [`the hint “${shown(field.placeholder)}” in ${where(field)} has the colour of the engine`];
  const value = contrast(field, { color: colour });
  return low(value) ? [`contrast ${value.toFixed(2)} of the hint “${shown(field.placeholder)}” in ${where(field)}`] : [];
};

const paleTexts = (least) => {
  const low = (value) => value !== null && value < least - 0.005;
  const of = (holder, text, style) => {
    const value = contrast(holder, style);
    return low(value) ? [`contrast ${value.toFixed(2)} of “${shown(text)}” in ${where(holder)}`] : [];
  };
  const found = texts().filter(([holder]) => !isOff(holder)).flatMap(([holder, text]) => of(holder, text));
  const empty = fields().filter((field) => field.placeholder && !field.value && !isOff(field));
  const typed = fields().filter((field) => field.value && !isOff(field) && !["checkbox", "radio", "range", "color", "hidden"].includes(field.type));
  return found.concat(empty.flatMap((field) => hintOf(field, low)))
    .concat(typed.flatMap((field) => of(field, field.value)));
};

// What may be wider than its place, because a person can move it sideways: wide tables and lists, and only these.
const SIDEWAYS = ".scroll, .lists, .sheet-rows, .wide-rows";
const isMoved = (element) => element.closest(SIDEWAYS) !== null;
// A text that may end in dots (see below), or one for screen readers alone.
const isUnseen = (element) => element.clientWidth <= 1;
const isShortened = (element) => isUnseen(element) || getComputedStyle(element).textOverflow === "ellipsis";
// Parts that hide what does not fit or move it out of sight. The frame hides everything, so that no page is ever wider than
// the window: what is too wide is too wide for its part.
const holders = () => [document.documentElement, ...document.body.querySelectorAll("*")].filter((e) =>
  visible(e) && !isMoved(e) && !isText(e) && !isShortened(e) && !(e instanceof SVGElement) && (e === document.documentElement || getComputedStyle(e).overflowX !== "visible"));
const tooWide = () => {
  const page = document.documentElement;
  const found = holders().filter((e) => e.scrollWidth > e.clientWidth + 1)
    .map((e) => e === page ? `the page is ${e.scrollWidth} px wide, the window ${e.clientWidth}` : `${where(e)} is ${e.clientWidth} px wide and holds ${e.scrollWidth} px`);
  const isHeld = (element) => ancestors(element.parentElement).some((around) => around !== document.body && around !== page && getComputedStyle(around).overflowX !== "visible");
  const outside = [...document.body.querySelectorAll("*")].filter((e) => visible(e) && e.getBoundingClientRect().right > innerWidth + 1 && !isHeld(e));
  return found.concat(outside.slice(0, 5).map((e) => `${where(e)} reaches ${Math.round(e.getBoundingClientRect().right - innerWidth)} px out of the window`));
};

// The width of a text as an element writes it.
const pen = document.createElement("canvas").getContext("2d");
const widthOf = (text, style) => {
  pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const spaced = parseFloat(style.letterSpacing) || 0;
  return pen.measureText(text).width + spaced * [...text].length;
};
const roomIn = (element, style = getComputedStyle(element)) => element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
const isTyped = (e) => e.matches("input:not([type=checkbox], [type=radio], [type=range], [type=color], [type=hidden])");
const isText = (e) => isTyped(e) || e.matches("select, textarea");
// What a field shows of itself: its hint while it is empty, the choice of a list. What a person has typed may be longer.
const shownOf = (field) => field.matches("select") ? field.selectedOptions[0]?.text ?? "" : field.value ? "" : field.placeholder ?? "";
const cutFields = () => [...document.querySelectorAll("input, select")].filter((e) => visible(e) && isText(e))
  .map((e) => [e, shownOf(e)]).filter(([e, text]) => text && widthOf(text, getComputedStyle(e)) > roomIn(e) + 1)
  .map(([e, text]) => `“${shown(text)}” does not fit into ${where(e)}`);
// A long text of the book may end in dots where the whole of it is told beside; the program's own words may not.
const isTold = (e) => ancestors(e).some((around) => around.title) || e.closest("td, li, dd") !== null && e.querySelector("[title]") !== null;
const cut = () => [...document.body.querySelectorAll("*")]
  .filter((e) => visible(e) && !isUnseen(e) && !isText(e) && !(e instanceof SVGElement) && flat(e.textContent) && e.scrollWidth > e.clientWidth + 1)
  .filter((e) => { const style = getComputedStyle(e); return ["hidden", "clip"].includes(style.overflowX) && (style.textOverflow !== "ellipsis" || !isTold(e)); })
  .filter((e) => [...e.childNodes].some((part) => part.nodeType === Node.TEXT_NODE && flat(part.data)))
  .map((e) => `“${shown(e.textContent)}” is cut off in ${where(e)}`).concat(cutFields());

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
