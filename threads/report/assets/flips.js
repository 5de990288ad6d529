// The flip inspector: one change at a time, both texts side by side, and what lies between and behind them.
function flipInspector(thread, tree) {
  const kinds = [["authorFlips", thread.flips], ["softenings", thread.softenings], ["contrasts", thread.contrasts], ["turns", thread.turns]];
  const stage = el("div", { class: "stage", "aria-live": "polite" });
  const tabs = el("div", { class: "kinds", role: "group", "aria-label": say("flips") });
  let kind = Math.max(0, kinds.findIndex(([, f]) => f.items.length)), at = 0;
  const show = () => {
    const [name, finding] = kinds[kind];
    tabs.replaceChildren(...kinds.map(([key, f], i) => button([say(key), " ", el("span", { class: "n" }, f.reason ? "–" : f.items.length)],
      () => { kind = i; at = 0; show(); }, { "aria-pressed": String(i === kind) })));
    if (finding.reason) return stage.replaceChildren(el("p", { class: "muted" }, sentence(finding.reason)));
    if (!finding.items.length) return stage.replaceChildren(el("p", { class: "muted" }, say("noneFound")));
    const item = finding.items[at];
    stage.replaceChildren(stepper(at, finding.items.length, (to) => { at = to; show(); }), name === "turns" ? turnCard(item, thread, tree) : flipCard(item, name, thread, tree));
  };
  show();
  return [el("p", { class: "hint" }, say("flipsHint")), tabs, stage];
}

const sentence = (text) => { const s = text.charAt(0).toUpperCase() + text.slice(1); return /[.!?]$/.test(s) ? s : `${s}.`; };

function stepper(at, n, go) {
  return el("div", { class: "stepper" },
    button("‹", () => go((at + n - 1) % n), { "aria-label": say("previous"), disabled: n < 2 }), el("span", {}, say("ofN", { i: at + 1, n })),
    button("›", () => go((at + 1) % n), { "aria-label": say("next"), disabled: n < 2 }));
}

function flipCard(flip, name, thread, tree) {
  const contrast = name === "contrasts";
  const facts = [
    flip.author ? theirs(flip.author, "strong") : null,
    el("span", { class: "change" }, stanceLabel(STANCES[flip.stances[0]]), " → ", stanceLabel(STANCES[flip.stances[1]])),
    el("span", {}, say("probability", { p: percent(flip.p) })),
    flip.seconds === null || flip.seconds === undefined ? null : el("span", {}, say("later", { t: duration(Math.abs(flip.seconds)) })),
    flip.byOrder ? el("span", { class: "muted" }, say("byOrder")) : null,
  ];
  return el("div", { class: "flip" }, el("p", { class: "facts" }, facts),
    el("div", { class: "sides" }, side(flip.before, say(contrast ? "parent" : "before"), thread, tree), side(flip.after, say(contrast ? "reply" : "after"), thread, tree)),
    contrast ? null : between(flip, thread, tree));
}

// One of the two comments, whole, with what the label rests on.
function side(at, heading, thread, tree) {
  const comment = thread.comments[at], author = thread.authors[comment[C.AUTHOR]];
  return el("article", { class: `side is-${stanceOf(comment)}` },
    el("h3", {}, heading, " ", stanceLabel(stanceOf(comment))),
    el("p", { class: "by" }, author === undefined ? say("unknownAuthor") : theirs(author), comment[C.TIME] ? [" · ", theirs(moment(comment[C.TIME]))] : null),
    theirs(comment[C.FLAGS] & MISSING ? say("missingText") : textOf(comment), "p", { class: "text", lang: comment[C.LANGUAGE] || null, tabIndex: 0 }),
    readings(comment), button(say("inThread"), () => tree.jump(at), { class: "link jump" }));
}

// Text-only against tree-adjusted, as numbers and bars.
function readings(comment) {
  const rows = [["textOnly", comment[C.ALONE]], ["treeAdjusted", comment[C.TREE]]].filter(([, spread]) => spread);
  if (!rows.length) return null;
  return el("table", { class: "readings" },
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("evidence")), ["agree", "neutral", "disagree"].map((s) => el("th", { scope: "col" }, mark(s), el("span", { class: "sr" }, say(s + "Head")))), el("td", {}))),
    el("tbody", {}, rows.map(([key, spread]) => el("tr", {}, el("th", { scope: "row" }, say(key)), spread.map((p) => el("td", {}, percent(p / 1000))), el("td", {}, spreadBar(spread))))));
}

function between(flip, thread, tree) {
  const list = (places) => el("ol", { class: "between" }, places.slice(0, 12).map((at) => el("li", {}, commentLine(at, thread, tree))), places.length > 12 ? el("li", { class: "muted" }, `+ ${places.length - 12}`) : null);
  const others = flip.between.filter((at) => !flip.candidates.includes(at));
  return [
    flip.candidates.length ? [el("h3", {}, say("candidates")), list(flip.candidates)] : null,
    others.length ? [el("h3", {}, say("between")), list(others)] : null,
    flip.candidates.length || others.length ? null : el("p", { class: "muted" }, say("betweenNone")),
  ];
}

// A comment in one line that leads to it.
function commentLine(at, thread, tree) {
  const comment = thread.comments[at], author = thread.authors[comment[C.AUTHOR]], text = ownWords(comment) || say("missingText");
  return button([mark(stanceOf(comment)), el("span", { class: "sr" }, say(stanceOf(comment))), " ", author === undefined ? null : [theirs(author, "strong"), " "], theirs(text.slice(0, 160) + (text.length > 160 ? "…" : ""))],
    () => tree.jump(at), { class: "line" });
}

function turnCard(turn, thread, tree) {
  return el("div", { class: "flip" },
    el("p", { class: "facts" }, say("turnText", { a: number(turn.before), b: number(turn.after), n: turn.n, p: number(turn.p, 3) })),
    el("div", { class: "sides" }, side(turn.branch, say("parent"), thread, tree), side(turn.pivot, say("after"), thread, tree)));
}
