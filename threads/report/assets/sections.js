// The report's parts for one thread, in reading order.
const section = (id, title, ...content) => el("section", { id, "aria-labelledby": `${id}-h` }, el("h2", { id: `${id}-h` }, title), content);

function opening(thread) {
  const { article } = thread;
  const byline = [article.author ? say("by", { name: "\u2068" + article.author + "\u2069" }) : null, moment(article.published), tongue(article.language), thread.source.path].filter(Boolean);
  return el("header", { class: "opening" }, theirs(article.title || say("untitled"), "h1", { lang: article.language }),
    el("p", { class: "byline" }, byline.map((part, i) => [i ? " · " : null, theirs(part)]), article.url ? [" · ", outward(article.url, say("openPage"))] : null));
}

function articleText(thread) {
  if (!thread.article.text) return null;
  return el("details", { class: "article" }, el("summary", {}, say("articleText")), theirs(thread.article.text, "div", { class: "prose", lang: thread.article.language }));
}

function thesisSection(thread) {
  const { thesis } = thread;
  if (!thesis) return section("thesis", say("thesis"), el("p", { class: "muted" }, say("thesisNone")), articleText(thread));
  return section("thesis", say("thesis"),
    theirs(thesis.text, "blockquote", { class: "thesis", lang: thread.article.language }),
    el("p", { class: "hint" }, say(thesis.given ? "thesisGiven" : "thesisProposed"), thesis.reasons.length ? [say("colon"), theirs(thesis.reasons.join(say("semicolon")), "span"), "."] : ".", thread.sensitivity === null ? null : [" ", say("sensitivity", { p: percent(thread.sensitivity) })]),
    thesis.others.length ? el("details", {}, el("summary", {}, say("thesisOthers")), el("ol", { class: "others" }, thesis.others.map((o) => el("li", {}, theirs(o.text, "p"), el("p", { class: "hint" }, say("score", { x: number(o.score) }), o.reasons.length ? ` · ${o.reasons.join("; ")}` : ""))))) : null,
    articleText(thread));
}

function stanceSection(thread, filter) {
  const { shares } = thread;
  if (shares.reason) return section("stance", say("stance"), el("p", { class: "muted" }, sentence(shares.reason)));
  return section("stance", say("stance"), sharesView(shares, filter));
}

// Shares as a bar, and as numbers with their intervals; `filter` null: nothing to filter here.
function sharesView(shares, filter) {
  const rows = shares.entries.map((e) => {
    const name = STANCES[e.stance], whisker = el("span", { class: "whisker", "aria-hidden": "true" }), reach = el("i", { class: name }), middle = el("b", { class: name });
    reach.style.insetInlineStart = `${100 * e.low}%`;
    reach.style.width = `${100 * (e.high - e.low)}%`;
    middle.style.insetInlineStart = `${100 * e.share}%`;
    whisker.append(reach, middle);
    return el("tr", {}, el("th", { scope: "row" }, filter ? button([mark(name), " ", el("span", {}, say(name + "Head"))], () => filter(name), { class: `pick label ${name}` }) : el("span", { class: `label ${name}` }, mark(name), " ", say(name + "Head"))), el("td", {}, count(e.count)), el("td", { class: "strong" }, percent(e.share)),
      el("td", {}, `${Math.round(100 * e.low)}–${Math.round(100 * e.high)}\u00a0%`), el("td", { class: "plot" }, whisker));
  });
  const bar = el("div", { class: "shares", "aria-hidden": "true" });
  for (const e of shares.entries) if (e.count) { const part = el("i", { class: STANCES[e.stance] }, e.share > 0.09 ? el("span", {}, percent(e.share)) : ""); part.style.flexGrow = e.count; bar.append(part); }
  return [bar,
    el("table", { class: "sharetable" }, el("thead", {}, el("tr", {}, el("td", {}), ["count", "share", "interval"].map((k) => el("th", { scope: "col" }, say(k))), el("td", {}))), el("tbody", {}, rows)),
    el("p", { class: "hint" }, say("sharesN", { n: count(shares.n), method: shares.method.replace(/^./, (c) => c.toUpperCase()) }), shares.n < 30 ? ` ${say("sharesFew")}` : null)];
}

function completenessSection(thread) {
  const { completeness: c } = thread;
  const figure = (value, word, warn) => el("div", { class: warn && value ? "figure warn" : "figure" }, el("dt", {}, say(word)), el("dd", {}, value === null ? "–" : count(value)));
  return section("completeness", say("completeness"),
    el("dl", { class: "figures" }, c.announced === null ? figure(null, "notAnnounced") : figure(c.announced, "announced"), figure(c.found, "found"), figure(c.placeholders, "placeholders", true), c.lost === null ? null : figure(c.lost, "lost", true)),
    c.announced !== null && c.announced === c.found && c.found ? el("p", { class: "hint" }, say("complete")) : null,
    c.page ? el("p", { class: "hint" }, say("pageOf", { a: c.page[0], b: c.page[1] ?? "?" })) : null);
}

function summarySection(thread, tree) {
  if (!thread.summary.length && !thread.dialogue.length) return null;
  const paragraph = (heading, sentences) => sentences.length ? [el("h3", {}, say(heading)), el("ul", { class: "retelling" }, sentences.map((s) => el("li", {}, cited(s, thread, tree))))] : null;
  const voices = thread.representatives.map((r) => el("figure", { class: `voice is-${STANCES[r.stance]}` },
    theirs(r.text, "blockquote", { lang: thread.comments[r.at][C.LANGUAGE] || null }),
    el("figcaption", {}, stanceLabel(STANCES[r.stance]), " · ", button(thread.authors[thread.comments[r.at][C.AUTHOR]] ?? say("unknownAuthor"), () => tree.jump(r.at), { class: "link" }))));
  return section("summary", say("summary"), el("p", { class: "hint" }, say("summaryHint")), paragraph("where", thread.summary), paragraph("moved", thread.dialogue), voices.length ? [el("h3", {}, say("voices")), voices] : null);
}

// A sentence leads to the first comment it rests on; ids in brackets lead to their own.
function cited(s, thread, tree) {
  if (!s.cites.length) return theirs(s.text, "span");
  const places = new Map(s.cites.map((at) => [thread.comments[at][C.ID], at]));
  const to = (at, properties, text) => el("a", { href: "#thread", onclick: (e) => { e.preventDefault(); tree.jump(at); }, ...properties }, text);
  const parts = s.text.split(/(\[[^[\]]+\])/).map((part) => {
    const ids = part.startsWith("[") ? part.slice(1, -1).split(", ") : [];
    if (!ids.length || !ids.every((id) => places.has(id))) return part.trim() ? to(s.cites[0], { class: "sentence", dir: "auto" }, part) : part;
    return el("span", { class: "cites" }, ids.map((id) => to(places.get(id), { class: "cite", "aria-label": `${say("comment")} ${id}` }, id)));
  });
  if (!/\[/.test(s.text)) parts.push(el("span", { class: "cites" }, s.cites.slice(0, 4).map((at) => to(at, { class: "cite", "aria-label": `${say("comment")} ${thread.comments[at][C.ID]}` }, thread.comments[at][C.ID]))));
  return el("span", { class: "cited" }, parts);
}

function whoSection(thread, tree) {
  const { answered } = thread;
  if (answered.reason) return section("who", say("who"), el("p", { class: "muted" }, sentence(answered.reason)));
  if (!answered.items.length) return section("who", say("who"), el("p", { class: "muted" }, say("noneFound")));
  const most = answered.items[0].n, body = el("tbody");
  const draw = (n) => body.replaceChildren(...answered.items.slice(0, n).map((a) => {
    const bar = el("span", { class: "tone", role: "img", "aria-label": `${a.agree} / ${a.disagree}` });
    for (const [k, name] of [[a.agree, "agree"], [a.n - a.agree - a.disagree, "neutral"], [a.disagree, "disagree"]]) if (k) { const part = el("i", { class: name }); part.style.width = `${(100 * k) / most}%`; bar.append(part); }
    return el("tr", {}, el("th", { scope: "row" }, theirs(a.author)), el("td", { class: "name" }, theirs(a.to)), el("td", {}, button(String(a.n), () => tree.jump(a.comments[0]), { class: "link" })), el("td", { class: "toned" }, bar, ` ${a.agree} / ${a.disagree}`));
  }));
  draw(8);
  const all = answered.items.length > 8 ? button(say("showAll", { n: answered.items.length }), (e) => { draw(1e9); e.target.remove(); }, { class: "link" }) : null;
  return section("who", say("who"), el("table", { class: "who" }, el("thead", {}, el("tr", {}, [["from", "name"], ["to", "name"], ["replies", ""], ["tone", "name"]].map(([k, c]) => el("th", { scope: "col", class: c || null }, say(k))))), body), all,
    answered.all > answered.items.length ? el("p", { class: "hint" }, say("firstOf", { k: answered.items.length, n: answered.all })) : null);
}

function questionSection(thread, tree) {
  if (!thread.questions.length) return null;
  const list = el("ol", { class: "questions" });
  const draw = (n) => list.replaceChildren(...thread.questions.slice(0, n).map((q) => el("li", {}, button(theirs(q.text), () => tree.jump(q.at), { class: "line" }), q.lost ? el("span", { class: "muted" }, ` (${say("answerMayBeLost")})`) : null)));
  draw(6);
  const all = thread.questions.length > 6 ? button(say("showAll", { n: thread.questions.length }), (e) => { draw(1e9); e.target.remove(); }, { class: "link" }) : null;
  return section("questions", say("questions"), el("p", { class: "hint" }, say("questionsHint")), list, all);
}

function measureSection(thread) {
  const value = (m) => m.value === null ? el("span", { class: "muted" }, sentence(m.reason ?? "")) : [measured(m.value, m.unit), m.low === null ? null : el("span", { class: "muted" }, ` (${measured(m.low, m.unit)} – ${measured(m.high, m.unit)})`)];
  const rows = ["shape", "participation", "polarisation", "tempo", "completeness"].flatMap((group) => {
    const members = thread.measures.filter((m) => m.group === group);
    if (!members.length) return [];
    return [el("tr", { class: "group" }, el("th", { scope: "colgroup", colspan: 4 }, say(group))), ...members.map((m) => el("tr", {},
      el("th", { scope: "row" }, DATA.words[`measure_${m.name}`] ?? m.name.replaceAll("_", " "), m.reference ? el("span", { class: "reference" }, m.reference) : null), el("td", { colspan: m.value === null ? 2 : null }, value(m)),
      m.value === null ? null : el("td", {}, m.placeholders === null ? "" : measured(m.placeholders, m.unit)),
      el("td", { class: "muted" }, `${m.n} ${m.of}`, m.baseline === null ? null : `; ${say("chance", { x: number(m.baseline) })}`)))];
  });
  if (!rows.length) return null;
  return section("measures", say("measures"), el("div", { class: "scroll", tabIndex: 0, role: "group", "aria-label": say("measures") }, el("table", { class: "measures" },
    el("thead", {}, el("tr", {}, ["measure", "value", "withPlaceholders", "basis"].map((k) => el("th", { scope: "col" }, say(k))))), el("tbody", {}, rows))));
}

const measured = (value, unit) => (unit === "seconds" ? duration(value) : number(value, Math.abs(value) >= 100 ? 0 : 2) + (unit ? ` ${unit}` : ""));

function noticeSection(thread) {
  if (!thread.notices.length) return null;
  return section("notices", say("notices"), el("ul", { class: "notices" }, thread.notices.map((n) => el("li", {}, theirs(n.message, "span"), n.where ? [" ", theirs(n.where, "code")] : null))));
}

function methodSection(thread) {
  const { model, source } = thread;
  const cite = say("citeText", { version: DATA.version, model: model.name, sha: model.sha256.slice(0, 12), source: source.path, input: source.sha256.slice(0, 12) });
  const row = (word, ...content) => [el("dt", {}, say(word)), el("dd", {}, content)];
  return section("method", say("method"), el("p", {}, say("methodText")), el("p", {}, say("privacy")),
    el("dl", { class: "record" }, row("model", theirs(model.name), ` (${model.kind}), ${say("threshold", { p: percent(model.threshold) })}`, model.licence ? `, ${say("licence", { x: model.licence })}` : ""),
      row("weights", el("code", {}, `SHA-256 ${model.sha256}`)), row("source", theirs(source.path), ` (${[source.format, source.encoding].filter(Boolean).join(", ")})`, el("br"), el("code", {}, `SHA-256 ${source.sha256}`)),
      row("software", `threads ${DATA.version}, Apache-2.0`), row("cite", theirs(cite, "span"))));
}
