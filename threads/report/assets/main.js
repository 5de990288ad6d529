// One thread on the page: the report on one side, its comments on the other; several threads: a list of them first.
const app = document.getElementById("app");
const views = new Map();
let shown = null;

function threadView(at) {
  const thread = read(`thread-${at}`), labels = new Labels(thread), tree = new Tree(thread, labels);
  const filters = toolbar(thread, tree);
  const report = el("div", { class: "report", id: "report" }, opening(thread));
  const parts = [thesisSection(thread), stanceSection(thread, (name) => filters.stance(name)), completenessSection(thread)];
  if (thread.comments.length) parts.push(summarySection(thread, tree), section("flips", say("flips"), flipInspector(thread, tree)), section("timeline", say("timeline"), timeline(thread, tree)),
    whoSection(thread, tree), questionSection(thread, tree), thread.thesis ? section("review", say("review"), review(thread, tree, labels)) : null);
  parts.push(thread.comments.length ? measureSection(thread) : null, noticeSection(thread), methodSection(thread));
  fill(report, parts);
  const comments = el("section", { class: "thread", id: "thread", "aria-label": say("comments") }, el("h1", { class: "sr" }, say("comments")), thread.comments.length ? [filters.bar, tree.pane] : empty(thread));
  labels.watchers.push((place) => tree.renew(place));
  tree.onjump = () => { if (NARROW.matches) pane("comments"); };
  return { root: el("main", { class: "desk" }, contents(parts.filter(Boolean)), report, comments), tree, labels, thread };
}

function contents(parts) {
  return el("nav", { class: "contents", "aria-label": say("sections") }, parts.map((part) => el("a", { href: `#${part.id}`, onclick: (e) => {
    e.preventDefault();
    if (NARROW.matches) pane("reading");
    part.scrollIntoView({ behavior: CALM.matches ? "auto" : "smooth", block: "start" });
    part.querySelector("h2").setAttribute("tabindex", "-1");
    part.querySelector("h2").focus({ preventScroll: true });
  } }, part.querySelector("h2").textContent)));
}

function empty(thread) {
  const n = thread.completeness.announced;
  return el("div", { class: "empty" }, el("h2", {}, say("emptyTitle")), el("p", {}, n === null ? say("emptyUnknown") : n === 0 ? say("emptyAnnounced0") : say("emptyAnnounced", { n })),
    thread.article.text ? theirs(thread.article.text, "div", { class: "prose", lang: thread.article.language }) : null);
}

// Search and filters over the tree, with the strip of all comments.
function toolbar(thread, tree) {
  const { comments, authors } = thread, band = strip(tree);
  const search = el("input", { type: "search", placeholder: say("search"), "aria-label": say("searchHint") });
  const chosen = new Set();
  const stances = [...STANCES].map((name) => button([mark(name), " ", el("span", {}, say(name + "Head"))], () => { chosen.has(name) ? chosen.delete(name) : chosen.add(name); apply(); }, { "aria-pressed": "false", class: "toggle" }));
  const select = (word, options) => { const box = el("select", { onchange: () => apply() }, options.map(([value, text]) => el("option", { value }, text))); return { box, label: el("label", {}, el("span", {}, say(word)), box) }; };
  const counts = new Map();
  comments.forEach((c) => counts.set(c[C.AUTHOR], (counts.get(c[C.AUTHOR]) ?? 0) + 1));
  const byCount = authors.map((name, at) => [at, name, counts.get(at) ?? 0]).sort((a, b) => b[2] - a[2]).slice(0, 500);
  const author = select("author", [["", say("everyone")], ...byCount.map(([at, name, n]) => [String(at), `${name} (${n})`])]);
  const languages = [...new Set(comments.map((c) => c[C.LANGUAGE]).filter(Boolean))].sort();
  const language = select("language", [["", say("any")], ...languages.map((l) => [l, tongue(l)])]);
  const bands = [["", say("any"), 0, 2], ["90", say("atLeast", { p: "90\u00a0%" }), 0.9, 2], ["70", say("atLeast", { p: "70\u00a0%" }), 0.7, 2], ["-70", say("under", { p: "70\u00a0%" }), 0, 0.7], ["-50", say("under", { p: "50\u00a0%" }), 0, 0.5]];
  const confidence = select("confidence", bands);
  const flips = el("input", { type: "checkbox", onchange: () => apply() });
  const status = el("span", { class: "status", role: "status" });
  const clear = button(say("clear"), () => { reset(); apply(); }, { class: "link" });
  const none = el("p", { class: "none", hidden: true }, say("noMatch"));
  const there = (at) => !(comments[at][C.FLAGS] & MISSING), found = [...comments.keys()].filter(there).length;
  const haystack = comments.map((c) => `${c[C.TEXT] || ""}\n${authors[c[C.AUTHOR]] ?? ""}`.toLowerCase());
  const reset = () => { search.value = author.box.value = language.box.value = confidence.box.value = ""; flips.checked = false; chosen.clear(); };
  const apply = () => {
    const words = search.value.trim().toLowerCase(), [, , low, high] = bands.find(([v]) => v === confidence.box.value);
    const active = words || chosen.size || author.box.value || language.box.value || confidence.box.value || flips.checked;
    tree.filter = active ? (c, at) => (!words || haystack[at].includes(words)) && (!chosen.size || chosen.has(stanceOf(c))) && (!author.box.value || c[C.AUTHOR] === Number(author.box.value))
      && (!language.box.value || c[C.LANGUAGE] === language.box.value) && (!confidence.box.value || (!(c[C.FLAGS] & MISSING) && confidenceOf(c) !== null && confidenceOf(c) >= low && confidenceOf(c) < high)) && (!flips.checked || tree.badges.has(at)) : null;
    stances.forEach((b, i) => b.setAttribute("aria-pressed", String(chosen.has(STANCES[i]))));
    tree.pane.scrollTop = 0;
    tree.refresh();
    band.draw();
    status.textContent = say("shown", { k: count(active ? [...tree.hits].filter(there).length : found), n: count(found) });
    clear.hidden = !active;
    none.hidden = !active || tree.hits.size > 0;
  };
  let waiting = 0;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  tree.onauthor = (at) => { author.box.value = String(at); apply(); };
  tree.onclear = () => { reset(); apply(); };
  apply();
  const more = el("details", { class: "filters", open: !NARROW.matches }, el("summary", {}, say("filters")), el("div", { class: "selects" }, author.label, languages.length > 1 ? language.label : null, confidence.label, el("label", { class: "check" }, flips, el("span", {}, say("onlyFlips")))));
  const folding = el("span", { class: "folding" }, button(say("foldAll"), () => tree.foldAll(true), { class: "link" }), button(say("unfoldAll"), () => tree.foldAll(false), { class: "link" }));
  const bar = el("div", { class: "toolbar", role: "search" }, band.canvas, el("div", { class: "line1" }, search, el("div", { class: "toggles", role: "group", "aria-label": say("stance") }, stances)), more,
    el("div", { class: "line2" }, status, clear, folding), el("p", { class: "hint keys" }, say("treeHelp")), none);
  return { bar, stance: (name) => { reset(); chosen.add(name); apply(); if (NARROW.matches) pane("comments"); } };
}

function masthead(index) {
  const several = DATA.index.length > 1;
  return el("header", { class: "masthead" }, index ? null : el("a", { class: "skip", href: "#thread", onclick: (e) => { e.preventDefault(); pane("comments"); document.querySelector(".row[tabindex='0']")?.focus(); } }, say("skip")),
    (several && !index) || DATA.home ? el("a", { class: "name", href: DATA.home ?? "#/" }, `‹ ${say("allThreads")}`) : el("span", { class: "name" }, say("report")),
    el("div", { class: "panes", role: "group", "aria-label": say("report") }, ["reading", "comments"].map((which) => button(say(which), () => pane(which), { "data-pane": which }))), el("span", { class: "maker" }, `threads ${DATA.version}`));
}

function pane(which) {
  document.body.dataset.pane = which;
  document.querySelectorAll("[data-pane]").forEach((b) => b instanceof HTMLButtonElement && b.setAttribute("aria-pressed", String(b.dataset.pane === which)));
  if (which === "comments") shown?.tree.draw();
}

function route() {
  const [, at] = /^#\/(\d+)/.exec(location.hash) ?? [];
  const several = DATA.index.length > 1, index = several && at === undefined;
  const head = masthead(index);
  if (index || !DATA.index.length) { shown = null; document.body.dataset.view = "index"; app.replaceChildren(head, threadIndex(DATA.index, DATA.corpus)); return scrollTo(0, 0); }
  const place = Math.min(Number(at ?? 0), DATA.index.length - 1);
  if (!views.has(place)) views.set(place, threadView(place));
  shown = views.get(place);
  document.body.dataset.view = "thread";
  app.replaceChildren(head, shown.root);
  document.title = `${shown.thread.article.title ?? say("untitled")} – threads`;
  pane("reading");
  shown.tree.refresh();
  scrollTo(0, 0);
}

addEventListener("hashchange", () => { if (/^#(\/|$)/.test(location.hash) || location.hash === "") route(); });
addEventListener("beforeprint", () => shown?.tree.print(true));
addEventListener("afterprint", () => shown?.tree.print(false));
addEventListener("beforeunload", (e) => { if ([...views.values()].some((v) => v.labels.given.size > (v.labels.saved ?? 0))) e.preventDefault(); });
route();
