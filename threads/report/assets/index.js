// The list of threads in a report that has several.
function threadIndex(cards, open) {
  const columns = [
    ["title", (c) => c.title || c.path, false], ["published", (c) => c.published ?? "", false], ["comments", (c) => c.completeness.found, true], ["lostHead", (c) => c.completeness.placeholders + (c.completeness.lost ?? 0), true],
    ["stance", (c) => balance(c), true], ["flipsHead", (c) => c.flips ?? -1, true], ["contrastsHead", (c) => c.contrasts ?? -1, true],
  ];
  let by = null, down = true, wanted = "", limit = 200;
  const body = el("tbody"), head = el("tr"), more = button(say("more"), () => { limit += 200; draw(); }, { class: "link" });
  const draw = () => {
    let rows = cards.filter((c) => `${c.title ?? ""} ${c.path}`.toLowerCase().includes(wanted));
    if (by !== null) rows = [...rows].sort((a, b) => { const [x, y] = [columns[by][1](a), columns[by][1](b)]; return (x < y ? -1 : x > y ? 1 : 0) * (down ? -1 : 1); });
    body.replaceChildren(...rows.slice(0, limit).map((c) => indexRow(c, open)));
    more.hidden = rows.length <= limit;
    head.replaceChildren(...columns.map(([word, , numeric], i) => el("th", { scope: "col", class: numeric ? null : "name", "aria-sort": by === i ? (down ? "descending" : "ascending") : "none" },
      button(say(word), () => { down = by === i ? !down : numeric; by = i; draw(); }, { class: "sort" }))));
  };
  draw();
  const total = (pick) => cards.reduce((sum, c) => sum + pick(c), 0);
  return el("main", { class: "index", id: "report" }, el("h1", {}, say("threadsN", { n: cards.length })),
    el("p", { class: "byline" }, say("total", { c: total((c) => c.completeness.found), t: cards.length, p: total((c) => c.completeness.placeholders) })),
    el("input", { type: "search", class: "find", placeholder: say("filterThreads"), "aria-label": say("filterThreads"), oninput: (e) => { wanted = e.target.value.toLowerCase(); draw(); } }),
    el("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": say("allThreads") }, el("table", { class: "threads" }, el("thead", {}, head), body)), more);
}

const balance = (card) => { const [agree, , disagree] = card.shares.length ? card.shares : [0, 0, 0]; const n = card.shares.reduce((a, b) => a + b, 0); return n ? (agree - disagree) / n : -2; };

function indexRow(card, open) {
  const words = card.shares.map((n, i) => `${say(STANCES[i] + "Head")} ${n}`).join(", ");
  const bar = el("span", { class: "spread wide", role: "img", "aria-label": words || say("emptyTitle"), title: words });
  card.shares.forEach((n, i) => { if (n) { const part = el("i", { class: STANCES[i] }); part.style.flexGrow = n; bar.append(part); } });
  const lost = card.completeness.placeholders + (card.completeness.lost ?? 0);
  return el("tr", {}, el("th", { scope: "row", class: "name" }, el("a", { href: `#/${card.at}`, onclick: () => open(card.at) }, theirs(card.title || say("untitled"))), theirs(card.path, "span", { class: "reference" })),
    el("td", { class: "name" }, moment(card.published).slice(0, 10)), el("td", {}, card.completeness.found), el("td", {}, lost || ""), el("td", { class: "plot" }, card.shares.some(Boolean) ? bar : ""), el("td", {}, card.flips ?? "–"), el("td", {}, card.contrasts ?? "–"));
}
