// Stances: word, shape and colour together, so that none is needed to tell them apart.
const STANCES = ["agree", "neutral", "disagree", "unclear"];
const GOLD = ["FAVOR", "NEUTRAL", "AGAINST"];
const RELATIONS = ["relAgree", "relNeither", "relDisagree", "relUnclear"];
const SHAPES = {
  agree: "M6 1.2 11.2 10.6H.8Z",
  disagree: "M6 10.8.8 1.4H11.2Z",
  neutral: "M1.6 3.4h8.8v5.2H1.6Z",
  unclear: "M6 1.6a4.4 4.4 0 1 1 0 8.8 4.4 4.4 0 1 1 0-8.8Z",
  missing: "M2 2l8 8M10 2l-8 8",
};
const C = { ID: 0, PARENT: 1, DEPTH: 2, FLAGS: 3, AUTHOR: 4, TIME: 5, LANGUAGE: 6, TEXT: 7, QUOTES: 8, STANCE: 9, ALONE: 10, TREE: 11, REPLY: 12, RELATION: 13, VOTES: 14, LINK: 15 };
const MISSING = 1, PINGBACK = 2, EDITED = 4, DELETED = 8;

const stanceOf = (comment) => (comment[C.FLAGS] & MISSING ? "missing" : STANCES[comment[C.STANCE]] ?? "unclear");
const spreadOf = (comment) => comment[C.TREE] || comment[C.ALONE] || null;
const confidenceOf = (comment) => { const p = spreadOf(comment); return p ? Math.max(...p) / 1000 : null; };
const leadOf = (comment) => { const p = [...spreadOf(comment)].sort((a, b) => b - a); return (p[0] - p[1]) / 1000; };

const mark = (stance) =>
  svg("svg", { class: `mark ${stance}`, viewBox: "0 0 12 12", width: 12, height: 12, "aria-hidden": "true", focusable: "false" }, svg("path", { d: SHAPES[stance] }));

const stanceLabel = (stance) => el("span", { class: `label ${stance}` }, mark(stance), " ", say(stance));

// Three parts in the proportions of [agree, neutral, disagree].
function spreadBar(spread) {
  const words = spread.map((p, i) => `${say(STANCES[i] + "Head")} ${percent(p / 1000)}`).join(", ");
  const bar = el("span", { class: "spread", role: "img", "aria-label": words, title: words });
  spread.forEach((p, i) => { const part = el("i", { class: STANCES[i] }); part.style.flexGrow = p; bar.append(part); });
  return bar;
}

// The comment without what it quotes.
function ownWords(comment) {
  const text = comment[C.TEXT] || "";
  let at = 0, own = "";
  for (const [start, end] of comment[C.QUOTES] || []) { own += text.slice(at, start); at = Math.max(at, end); }
  return (own + text.slice(at)).trim();
}

// The comment's text with quoted words set apart.
function textOf(comment) {
  const text = comment[C.TEXT] || "", parts = [];
  let at = 0;
  for (const [start, end] of comment[C.QUOTES] || []) {
    if (start < at) continue;
    const before = text.slice(at, start).trim();
    if (before) parts.push(el("span", { class: "own" }, before));
    parts.push(el("span", { class: "quoted", title: say("quoted") }, text.slice(start, end).trim()));
    at = end;
  }
  const rest = text.slice(at).trim();
  if (rest || !parts.length) parts.push(el("span", { class: "own" }, rest));
  return parts;
}
