// Labels that a reader gives, kept in this window until saved as JSON lines.
class Labels {
  constructor(thread) {
    this.thread = thread;
    this.given = new Map();
    this.drawn = new Map();
    this.watchers = [];
  }

  of(at) { return this.given.get(at) ?? null; }

  give(at, label) {
    if (this.thread.comments[at][C.FLAGS] & MISSING || !this.thread.thesis) return;
    if (this.of(at) === label) this.given.delete(at); else this.given.set(at, label);
    this.watchers.forEach((watch) => watch(at));
  }

  chooser(at) {
    const choices = [0, 1, 2].map((label) => button([mark(STANCES[label]), " ", say(STANCES[label])], () => this.give(at, label),
      { class: "choice", "aria-pressed": String(this.of(at) === label) }));
    return el("span", { class: "chooser", role: "group", "aria-label": say("yourLabel") }, el("span", { class: "ask", "aria-hidden": "true" }, say("yourLabel"), say("colon")), choices);
  }

  // A random sample without replacement; each comment's chance of being in it is kept.
  draw(n) {
    const pool = [...this.thread.comments.keys()].filter((at) => !(this.thread.comments[at][C.FLAGS] & MISSING) && spreadOf(this.thread.comments[at]));
    const size = Math.min(n, pool.length), bits = new Uint32Array(pool.length);
    for (let i = 0; i < bits.length; i += 16384) crypto.getRandomValues(bits.subarray(i, i + 16384));
    const sample = pool.map((at, i) => [bits[i], at]).sort((a, b) => a[0] - b[0]).slice(0, size).map(([, at]) => at);
    this.drawn = new Map(sample.map((at) => [at, size / pool.length]));
    return sample;
  }

  lines() {
    const { thread } = this;
    return [...this.given].sort((a, b) => a[0] - b[0]).map(([at, label]) => {
      const comment = thread.comments[at], parent = thread.comments[comment[C.PARENT]], spread = spreadOf(comment);
      return JSON.stringify({
        id: `${thread.id}/${comment[C.ID]}`, dataset: "report-labels", split: "labelled", lang: comment[C.LANGUAGE] || thread.article.language, target: thread.thesis.text,
        text: ownWords(comment) || comment[C.TEXT], context: parent && parent[C.TEXT] ? [parent[C.TEXT]] : [], label: GOLD[label], thread: thread.id, comment: comment[C.ID],
        predicted: stanceOf(comment), p: spread ? spread.map((p) => p / 1000) : null, model: thread.model.name, inclusion: this.drawn.get(at) ?? null,
      });
    });
  }

  save() {
    save(`labels-${this.thread.id.replace(/[^\w.-]+/g, "_")}.jsonl`, this.lines().join("\n") + "\n", "application/jsonl");
    this.saved = this.given.size;
  }
}

function review(thread, tree, labels) {
  const list = el("ol", { class: "cases" }), status = el("div", { class: "actions" });
  let shown = thread.doubtful, limit = 10;
  const entry = (at) => {
    const comment = thread.comments[at];
    return el("li", { class: labels.of(at) === null ? "" : "done" }, commentLine(at, thread, tree),
      el("div", { class: "case" }, spreadBar(spreadOf(comment)), el("span", { class: "muted" }, `${percent(confidenceOf(comment))}, ${say("lead", { p: percent(leadOf(comment)) })}`), labels.chooser(at)));
  };
  const draw = () => {
    const focused = [...list.querySelectorAll("button")].indexOf(document.activeElement);
    list.replaceChildren(...shown.slice(0, limit).map(entry));
    if (focused >= 0) list.querySelectorAll("button")[focused]?.focus();
    const n = labels.given.size, pool = thread.comments.filter((c) => !(c[C.FLAGS] & MISSING)).length, size = Math.min(100, pool);
    status.replaceChildren(
      button(say("doubtful"), () => { shown = thread.doubtful; labels.drawn = new Map(); limit = 10; draw(); }, { "aria-pressed": String(!labels.drawn.size) }),
      button(say("sample", { n: size }), () => { shown = labels.draw(size); limit = size; draw(); }, { "aria-pressed": String(labels.drawn.size > 0) }),
      button(n ? say("saveLabels", { n }) : say("noLabels"), () => labels.save(), { class: "primary", disabled: !n }));
    more.hidden = shown.length <= limit;
  };
  const more = button(say("more"), () => { limit += 20; draw(); }, { class: "link" });
  labels.watchers.push(draw);
  draw();
  return [el("p", { class: "hint" }, say("reviewHint"), " ", say("sampleHint")), status, list, more];
}
