// The list of threads in a report that has several.
function threadIndex(cards, corpus) {
  const columns = [
    ["title", (c) => c.title || c.path, false], ["published", (c) => c.published ?? "", false], ["comments", (c) => c.completeness.found, true], ["lostHead", (c) => c.completeness.placeholders + (c.completeness.lost ?? 0), true],
    ["stance", (c) => balance(c), true], ["flipsHead", (c) => c.flips ?? -1, true], ["contrastsHead", (c) => c.contrasts ?? -1, true],
  ];
  let by = null, down = true, wanted = "", limit = 200;
  const body = el("tbody"), head = el("tr"), more = button(say("more"), () => { limit += 200; draw(); }, { class: "link" });
  const draw = () => {
    let rows = cards.filter((c) => `${c.title ?? ""} ${c.path}`.toLowerCase().includes(wanted));
    if (by !== null) rows = [...rows].sort((a, b) => { const [x, y] = [columns[by][1](a), columns[by][1](b)]; return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1); });
    body.replaceChildren(...rows.slice(0, limit).map(indexRow));
    more.hidden = rows.length <= limit;
    head.replaceChildren(...columns.map(([word, , numeric], i) => el("th", { scope: "col", class: numeric ? null : "name", "aria-sort": by === i ? (down ? "descending" : "ascending") : "none" },
      button(say(word), () => { down = by === i ? !down : numeric; by = i; draw(); }, { class: "sort" }))));
  };
  draw();
  const total = (pick) => cards.reduce((sum, c) => sum + pick(c), 0);
  const lost = total((c) => c.completeness.placeholders);
  return el("main", { class: "index", id: "report" }, el("h1", {}, say("threadsN", { n: cards.length })),
    el("p", { class: "byline" }, say(lost ? "total" : "totalWhole", { c: count(total((c) => c.completeness.found)), t: count(cards.length), p: count(lost) })),
    corpus && !corpus.shares.reason ? el("section", { id: "all", "aria-label": say("stance") }, sharesView(corpus.shares, null)) : null,
    el("input", { type: "search", class: "find", placeholder: say("filterThreads"), "aria-label": say("filterThreads"), oninput: (e) => { wanted = e.target.value.toLowerCase(); draw(); } }),
    el("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": say("allThreads") }, el("table", { class: "threads list" }, el("thead", {}, head), body)), more,
    corpus ? corpusView(corpus, cards) : null);
}

const balance = (card) => { const [agree, , disagree] = card.shares.length ? card.shares : [0, 0, 0]; const n = card.shares.reduce((a, b) => a + b, 0); return n ? (agree - disagree) / n : -2; };

function indexRow(card) {
  const figure = (word, value) => el("td", { "data-head": say(word) }, value);
  const lost = card.completeness.placeholders + (card.completeness.lost ?? 0);
  return el("tr", {}, el("th", { scope: "row", class: "name" }, el("a", { href: `${card.page}#/${card.at}` }, theirs(card.title || say("untitled"))), theirs(card.path, "span", { class: "reference" })),
    el("td", { class: "name" }, moment(card.published).slice(0, 10)), figure("comments", count(card.completeness.found)), figure("lostHead", lost ? count(lost) : ""), el("td", { class: "plot" }, countBar(card.shares)), figure("flipsHead", card.flips ?? "–"), figure("contrastsHead", card.contrasts ?? "–"));
}

const threadLink = (card) => el("a", { href: `${card.page}#/${card.at}` }, theirs(card.title || card.path));

// What the threads say together, below the list of them.
function corpusView(corpus, cards) {
  const block = (id, title, ...content) => el("section", { id, "aria-labelledby": `${id}-h` }, el("h2", { id: `${id}-h` }, title), content);
  const parts = [];
  for (const [name, groups] of Object.entries(corpus.groups)) if (groups.length > 1) parts.push(block(`by-${name}`, say(`by_${name}`), groupTable(groups)));
  const rankings = Object.entries(corpus.rankings).filter(([, items]) => items.length);
  if (rankings.length) parts.push(block("rankings", say("rankings"), el("div", { class: "columns" }, rankings.map(([name, items]) => el("div", {}, el("h3", {}, say(name)),
    el("ol", { class: "ranked" }, items.map((r) => el("li", {}, threadLink(cards[r.at]), el("span", { class: "reference" }, `${percent(r.value)} (${Math.round(100 * r.low)}–${Math.round(100 * r.high)}\u00a0%), n = ${r.n}`)))))))));
  if (corpus.authors.reason) parts.push(block("recurring", say("recurring"), el("p", { class: "muted" }, sentence(corpus.authors.reason))));
  else if (corpus.authors.items.length) parts.push(block("recurring", say("recurring"), authorTable(corpus.authors.items)));
  if (corpus.drifts.length) parts.push(block("drifts", say("drifts"), el("p", { class: "hint" }, say("driftsHint")), el("ol", { class: "ranked" }, corpus.drifts.map((d) => el("li", {}, theirs(d.author, "strong"), " ",
    threadLink(cards[d.before]), ` (${number(d.balances[0])}) → `, threadLink(cards[d.after]), ` (${number(d.balances[1])})`, el("span", { class: "reference" }, say("probability", { p: percent(d.p) }), d.same ? null : ` · ${say("otherThesis")}`))))));
  if (corpus.theses.length) parts.push(block("clusters", say("clusters"), el("ol", { class: "ranked" }, corpus.theses.map((c) => el("li", {}, c.theses.map((t) => theirs(t, "p", { class: "quotation" })), el("span", { class: "reference" }, say("threadsN", { n: c.n })))))));
  if (corpus.copies.length) parts.push(block("copies", say("copies"), el("p", { class: "hint" }, say("copiesHint")), el("ol", { class: "ranked" }, corpus.copies.map((c) => el("li", {}, theirs(c.text, "p", { class: "quotation" }),
    el("span", { class: "reference" }, say("copied", { n: c.n, a: c.authors }), say("colon"), c.threads.slice(0, 5).map((at, i) => [i ? ", " : null, threadLink(cards[at])])))))));
  return parts;
}

// A wide table moves sideways by itself, not the page with it.
const scrolled = (table) => el("div", { class: "scroll", tabIndex: 0, role: "group", "aria-label": say("stance") }, table);

function groupTable(groups) {
  return scrolled(el("table", { class: "threads" }, el("thead", {}, el("tr", {}, el("th", { scope: "col", class: "name" }, ""), ["threadsHead", "readForStance", "stance", "agreeHead", "disagreeHead"].map((k) => el("th", { scope: "col" }, say(k))))),
    el("tbody", {}, groups.slice(0, 40).map((g) => { const share = (i) => { const e = g.shares.entries[i]; return e ? `${percent(e.share)} (${Math.round(100 * e.low)}–${Math.round(100 * e.high)})` : "–"; };
      return el("tr", {}, el("th", { scope: "row", class: "name" }, theirs(g.name)), el("td", {}, count(g.threads)), el("td", {}, count(g.shares.n)), el("td", { class: "plot" }, countBar(g.shares.entries.map((e) => e.count))), el("td", {}, share(0)), el("td", {}, share(2))); }))));
}

function authorTable(authors) {
  return scrolled(el("table", { class: "threads" }, el("thead", {}, el("tr", {}, el("th", { scope: "col", class: "name" }, say("author")), ["threadsHead", "comments", "stance"].map((k) => el("th", { scope: "col" }, say(k))))),
    el("tbody", {}, authors.map((a) => el("tr", {}, el("th", { scope: "row", class: "name" }, theirs(a.author)), el("td", {}, count(a.threads)), el("td", {}, count(a.comments)), el("td", { class: "plot" }, countBar(a.shares)))))));
}

// Counts per stance as one bar.
function countBar(counts) {
  if (!counts.some(Boolean)) return "";
  const words = counts.map((n, i) => `${say(STANCES[i] + "Head")} ${n}`).join(", ");
  const bar = el("span", { class: "spread wide", role: "img", "aria-label": words, title: words });
  counts.forEach((n, i) => { if (n) { const part = el("i", { class: STANCES[i] }); part.style.flexGrow = n; bar.append(part); } });
  return bar;
}
