// Words, numbers and elements. Text from outside only ever becomes text nodes.
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const DATA = read("data");
const NARROW = matchMedia("(max-width: 899px)");
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

const say = (key, values = {}) => DATA.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

const number = (x, digits = 2) => {
  if (x === null || x === undefined) return "–";
  const fixed = Number.isInteger(x) ? String(x) : x.toFixed(digits);
  const signed = fixed.replace(/^-/, "−").replace(/^−(0(?:\.0+)?)$/, "$1");
  return DATA.language === "en" ? signed : signed.replace(".", ",");
};
const count = (n) => n.toLocaleString(DATA.language);
const percent = (p) => `${Math.round(100 * p)}\u00a0%`;
// To the minute by the page's own clock; the files keep seconds and zone.
const moment = (iso) => (iso ? String(iso).replace(/T(\d\d:\d\d)(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/, " $1") : "");
// A language by its name where the browser knows it.
const tongue = (code) => {
  if (!code) return null;
  try { return new Intl.DisplayNames([DATA.language], { type: "language" }).of(code); } catch { return code; }
};
const duration = (seconds) => {
  const [unit, size] = [["days", 86400], ["hours", 3600], ["minutes", 60], ["seconds", 1]].find(([, s]) => seconds >= s) ?? ["seconds", 1];
  return say(unit, { n: number(Math.round((seconds / size) * (unit === "days" ? 10 : 1)) / (unit === "days" ? 10 : 1), 1) });
};

function fill(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
  return node;
}

function set(node, properties) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "lang" && !/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(value)) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name in { textContent: 1, value: 1, checked: 1, disabled: 1, tabIndex: 1, hidden: 1, open: 1 }) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

const el = (name, properties = {}, ...children) => fill(set(document.createElement(name), properties), children);
const svg = (name, properties = {}, ...children) =>
  fill(set(document.createElementNS("http://www.w3.org/2000/svg", name), properties), children);

// Words of a person or a page: their own direction, kept apart from ours.
const theirs = (text, name = "bdi", properties = {}) => el(name, { dir: "auto", ...properties }, text);

function outward(url, ...children) {
  if (!/^https?:\/\//i.test(url)) return el("span", {}, children);
  return el("a", { href: url, rel: "noopener noreferrer nofollow", target: "_blank" }, children);
}

const button = (label, act, properties = {}) => el("button", { type: "button", onclick: act, ...properties }, label);

function save(name, text, type) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
