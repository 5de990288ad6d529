// The thread as a tree of which only the rows in sight exist. Rows differ in height: estimated first, then measured.
class Tree {
  constructor(thread, labels) {
    this.thread = thread;
    this.comments = thread.comments;
    this.labels = labels;
    this.children = this.comments.map(() => []);
    this.roots = [];
    this.comments.forEach((c, at) => (c[C.PARENT] < 0 ? this.roots : this.children[c[C.PARENT]]).push(at));
    this.size = this.comments.map(() => 1);
    for (let at = this.comments.length - 1; at >= 0; at--) {
      const parent = this.comments[at][C.PARENT];
      if (parent >= 0) this.size[parent] += this.size[at];
    }
    this.place = this.comments.map(() => [0, 0]);
    for (const group of [this.roots, ...this.children]) group.forEach((at, i) => { this.place[at] = [i + 1, group.length]; });
    this.badges = new Map();
    this.flag(thread.flips, "flipMark");
    this.flag(thread.softenings, "flipMark");
    this.flag(thread.contrasts, "contrastMark");
    this.folded = new Set();
    this.opened = new Set();
    this.filter = null;
    this.hits = null;
    this.heights = new Map();
    this.nodes = new Map();
    this.current = -1;
    this.everything = false;
    this.build();
    this.refresh();
  }

  flag(finding, badge) {
    for (const item of finding.items) for (const at of badge === "contrastMark" ? [item.after] : [item.before, item.after]) {
      if (!this.badges.has(at)) this.badges.set(at, new Set());
      this.badges.get(at).add(badge);
    }
  }

  build() {
    this.list = el("div", { class: "rows", role: "tree", "aria-label": say("tree"), onkeydown: (e) => this.key(e), onclick: (e) => this.click(e) });
    this.pane = el("div", { class: "pane", onscroll: () => this.draw() }, this.list);
    new ResizeObserver(([entry]) => {
      const width = Math.round(entry.contentRect.width);
      if (width === this.width || !width) return;
      this.width = width;
      this.heights.clear();
      this.layout();
      this.draw();
    }).observe(this.pane);
  }

  // Which comments have a row: those that match with the comments above them, less what is folded.
  refresh() {
    const { comments } = this;
    this.hits = null;
    let wanted = null;
    if (this.filter) {
      this.hits = new Set();
      wanted = new Set();
      comments.forEach((c, at) => {
        if (!this.filter(c, at)) return;
        this.hits.add(at);
        for (let up = at; up >= 0 && !wanted.has(up); up = comments[up][C.PARENT]) wanted.add(up);
      });
    }
    this.rows = [];
    for (let at = 0; at < comments.length; at++) {
      if (!wanted || wanted.has(at)) this.rows.push(at);
      if (this.folded.has(at) && !wanted) at += this.size[at] - 1;
    }
    this.nodes.forEach((node) => node.remove());
    this.nodes.clear();
    if (!this.rows.includes(this.current)) this.current = this.rows[0] ?? -1;
    this.layout();
    this.draw();
  }

  estimate(at) {
    const text = this.comments[at][C.TEXT] || "";
    const line = Math.max(20, ((this.width || 600) - this.indent(at) - 40) / 8);
    const lines = Math.ceil(text.length / line);
    return 48 + 24 * (this.opened.has(at) ? lines : Math.min(6, lines));
  }

  indent(at) { return Math.min(this.comments[at][C.DEPTH], 14) * ((this.width || 600) < 480 ? 9 : 18); }

  layout() {
    this.tops = new Float64Array(this.rows.length + 1);
    this.rows.forEach((at, i) => { this.tops[i + 1] = this.tops[i] + (this.heights.get(at) ?? this.estimate(at)); });
    this.list.style.height = `${this.tops[this.rows.length]}px`;
  }

  // The number of the row at a height, by bisection.
  rowAt(y) {
    let low = 0, high = this.rows.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (this.tops[middle] <= y) low = middle; else high = middle - 1; }
    return low;
  }

  draw() {
    if (!this.pane.isConnected) return;
    if (this.everything) return this.drawAll();
    for (let again = 0; again < 4 && this.drawOnce(); again++);
  }

  // Put the rows in sight in place; true if their true heights moved them.
  drawOnce() {
    const top = this.pane.scrollTop, height = this.pane.clientHeight || 800;
    const first = Math.max(0, this.rowAt(top) - 6), last = Math.min(this.rows.length - 1, this.rowAt(top + height) + 6);
    const wanted = new Set(this.rows.slice(first, last + 1));
    for (const [at, node] of this.nodes) if (!wanted.has(at) && !node.contains(document.activeElement)) { node.remove(); this.nodes.delete(at); }
    const fresh = [];
    for (let i = first; i <= last; i++) {
      const at = this.rows[i];
      if (!this.nodes.has(at)) { const node = this.row(at); this.nodes.set(at, node); fresh.push(at); }
    }
    this.inOrder();
    let moved = false;
    for (const at of this.nodes.keys()) {
      const true_ = this.nodes.get(at).offsetHeight;
      if (true_ && this.heights.get(at) !== true_) { moved ||= Math.abs((this.heights.get(at) ?? this.estimate(at)) - true_) > 0.5; this.heights.set(at, true_); }
    }
    if (moved) {
      const anchor = this.rowAt(top), within = top - this.tops[anchor];
      this.layout();
      if (anchor > 0 && Math.abs(this.tops[anchor] + within - top) > 1) this.pane.scrollTop = this.tops[anchor] + within;
    }
    this.rows.slice(first, last + 1).forEach((at, i) => { this.nodes.get(at).style.transform = `translateY(${this.tops[first + i]}px)`; });
    return moved;
  }

  // Rows stand in the document in the order of the page, for readers that do not see.
  inOrder() {
    let after = null;
    for (const at of [...this.nodes.keys()].sort((a, b) => a - b)) {
      const node = this.nodes.get(at), expected = after ? after.nextSibling : this.list.firstChild;
      if (node !== expected) this.list.insertBefore(node, expected);
      after = node;
    }
  }

  drawAll() {
    this.nodes.forEach((node) => node.remove());
    this.nodes.clear();
    for (const at of this.rows.slice(0, 3000)) { const node = this.row(at); this.nodes.set(at, node); this.list.append(node); }
  }

  print(on) {
    this.everything = on;
    this.pane.classList.toggle("whole", on);
    if (on) this.drawAll(); else this.refresh();
  }

  row(at) {
    const comment = this.comments[at], stance = stanceOf(comment);
    const [position, among] = this.place[at];
    const replies = this.size[at] - 1, open = !this.folded.has(at);
    const node = el("div", {
      class: `row is-${stance}`, role: "treeitem", "aria-level": comment[C.DEPTH] + 1, "aria-posinset": position, "aria-setsize": among,
      "aria-expanded": replies ? String(open) : null, "aria-selected": String(at === this.current), tabIndex: at === this.current ? 0 : -1,
      "data-at": at, onfocus: () => this.make(at),
    });
    if (this.hits && !this.hits.has(at)) node.classList.add("context");
    node.style.paddingInlineStart = `${this.indent(at) + 14}px`;
    node.style.setProperty("--indent", `${this.indent(at)}px`);
    const tab = at === this.current ? 0 : -1;
    fill(node, [this.head(at, tab), this.body(at, tab), this.foot(at, tab, replies, open)]);
    return node;
  }

  head(at, tab) {
    const comment = this.comments[at], stance = stanceOf(comment), spread = spreadOf(comment), author = this.thread.authors[comment[C.AUTHOR]];
    const parts = [stanceLabel(stance)];
    if (spread && stance !== "missing") parts.push(el("span", { class: "sure" }, spreadBar(spread), percent(confidenceOf(comment))));
    if (stance !== "missing") {
      parts.push(author === undefined ? el("span", { class: "author unknown" }, say("unknownAuthor"))
        : theirs(author, "button", { type: "button", class: "author", tabIndex: tab, "data-do": "author" }));
      if (comment[C.TIME]) parts.push(theirs(moment(comment[C.TIME]), "span", { class: "time" }));
      for (const badge of this.badges.get(at) ?? []) parts.push(el("span", { class: "badge" }, say(badge)));
      for (const [flag, word] of [[PINGBACK, "pingback"], [EDITED, "edited"], [DELETED, "deleted"]]) if (comment[C.FLAGS] & flag) parts.push(el("span", { class: "badge quiet" }, say(word)));
      const label = this.labels.of(at);
      if (label !== null) parts.push(el("span", { class: "badge mine" }, `${say("yourLabel")}: ${say(STANCES[label])}`));
    }
    return el("div", { class: "head" }, parts);
  }

  body(at, tab) {
    const comment = this.comments[at];
    if (comment[C.FLAGS] & MISSING) return el("p", { class: "text lost" }, say("missingText"));
    const text = comment[C.TEXT] || "";
    const long = text.length > 420 || text.split("\n").length > 6;
    const open = this.opened.has(at);
    return [
      theirs(textOf(comment), "p", { class: `text${long && !open ? " clamped" : ""}`, lang: comment[C.LANGUAGE] || null }),
      long && button(say(open ? "less" : "more"), null, { class: "link", tabIndex: tab, "data-do": "more", "aria-expanded": String(open) }),
    ];
  }

  foot(at, tab, replies, open) {
    const comment = this.comments[at], parts = [];
    if (replies) parts.push(button(`${open ? "−" : "+"} ${say(open ? "fold" : "unfold", { n: replies })}`, null, { class: "link fold", tabIndex: tab, "data-do": "fold" }));
    if (comment[C.PARENT] >= 0) {
      const relation = comment[C.RELATION] >= 0 ? RELATIONS[comment[C.RELATION]] : "toParent";
      parts.push(button(`↑ ${say(relation)}`, null, { class: "link", tabIndex: tab, "data-do": "parent" }));
    }
    if (comment[C.LINK] && /^https?:\/\//i.test(comment[C.LINK])) parts.push(outward(comment[C.LINK], say("openPage")));
    if (at === this.current && !(comment[C.FLAGS] & MISSING) && this.thread.thesis) parts.push(this.labels.chooser(at));
    return parts.length ? el("div", { class: "foot" }, parts) : null;
  }

  // Draw one row anew, focus kept.
  renew(at, focus = false) {
    const node = this.nodes.get(at);
    if (!node) return;
    const had = focus || node === document.activeElement, fresh = this.row(at);
    fresh.style.transform = node.style.transform;
    this.nodes.set(at, fresh);
    node.replaceWith(fresh);
    if (had) fresh.focus({ preventScroll: true });
  }

  // Make a comment the current one; its words stay in place so that a selection of text survives.
  make(at) {
    if (at === this.current) return;
    const before = this.current;
    this.current = at;
    for (const one of [before, at]) {
      const node = this.nodes.get(one);
      if (!node) continue;
      const tab = one === at ? 0 : -1;
      node.tabIndex = tab;
      node.setAttribute("aria-selected", String(one === at));
      node.querySelectorAll(".head button, .row > button").forEach((b) => { b.tabIndex = tab; });
      const foot = this.foot(one, tab, this.size[one] - 1, !this.folded.has(one)), old = node.querySelector(".foot");
      if (old) old.remove();
      if (foot) node.append(foot);
    }
    this.draw();
  }

  click(event) {
    const row = event.target.closest(".row");
    if (!row) return;
    const at = Number(row.dataset.at), what = event.target.closest("[data-do]")?.dataset.do;
    if (what === "fold") this.toggle(at);
    else if (what === "more") { this.opened.has(at) ? this.opened.delete(at) : this.opened.add(at); this.renew(at, true); this.draw(); }
    else if (what === "parent") this.jump(this.comments[at][C.PARENT]);
    else if (what === "author") this.onauthor?.(this.comments[at][C.AUTHOR]);
    else if (!event.target.closest("a, button, select")) { this.make(at); this.nodes.get(at)?.focus({ preventScroll: true }); }
  }

  toggle(at) {
    if (this.size[at] === 1) return;
    this.folded.has(at) ? this.folded.delete(at) : this.folded.add(at);
    this.refresh();
    this.nodes.get(at)?.focus({ preventScroll: true });
  }

  foldAll(on) {
    this.folded = new Set(on ? [...this.comments.keys()].filter((at) => this.size[at] > 1) : []);
    this.refresh();
  }

  key(event) {
    if (event.target.closest("input, select, a") || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.current, i = this.rows.indexOf(at), parent = this.comments[at]?.[C.PARENT];
    const open = this.size[at] > 1 && !this.folded.has(at);
    const label = { a: 0, n: 1, d: 2 }[latin(event)];
    if (event.key === "ArrowDown") this.go(this.rows[i + 1]);
    else if (event.key === "ArrowUp") this.go(this.rows[i - 1]);
    else if (event.key === "Home") this.go(this.rows[0]);
    else if (event.key === "End") this.go(this.rows[this.rows.length - 1]);
    else if (event.key === "ArrowRight") open ? this.go(this.rows[i + 1]) : this.toggle(at);
    else if (event.key === "ArrowLeft") open ? this.toggle(at) : this.go(parent >= 0 ? parent : undefined);
    else if (label !== undefined && event.target.classList.contains("row")) this.labels.give(at, label);
    else return;
    event.preventDefault();
  }

  go(at) {
    if (at === undefined) return;
    this.show(at, false);
    this.make(at);
    this.nodes.get(at)?.focus({ preventScroll: true });
  }

  // Bring a row into sight; rows above it may still change height, so look twice.
  show(at, centre) {
    for (let again = 0; again < 3; again++) {
      const i = this.rows.indexOf(at), top = this.tops[i], bottom = this.tops[i + 1], seen = this.pane.scrollTop, height = this.pane.clientHeight;
      if (centre) this.pane.scrollTop = Math.max(0, top - Math.max(12, (height - (bottom - top)) / 3));
      else if (top < seen) this.pane.scrollTop = top;
      else if (bottom > seen + height) this.pane.scrollTop = Math.min(top, bottom - height);
      this.draw();
    }
  }

  // Go to a comment from anywhere: unfold and unfilter what hides it.
  jump(at) {
    if (at === undefined || at < 0) return;
    this.onjump?.();
    let hidden = false;
    for (let up = this.comments[at][C.PARENT]; up >= 0; up = this.comments[up][C.PARENT]) hidden = this.folded.delete(up) || hidden;
    if (this.filter && !this.rows.includes(at)) this.onclear?.();
    else if (hidden) this.refresh();
    this.show(at, true);
    this.make(at);
    const node = this.nodes.get(at);
    node?.focus({ preventScroll: true });
    node?.classList.add("reached");
    setTimeout(() => this.nodes.get(at)?.classList.remove("reached"), 1800);
  }
}

// The letter on a key, or where a layout has another alphabet, the one that stands there on a Latin one.
function latin(event) {
  return event.key > "\u007f" ? (event.code ?? "").slice(-1).toLowerCase() : event.key;
}
