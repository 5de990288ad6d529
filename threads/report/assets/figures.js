// Two drawings: every comment as a tick, and the balance over time.
function strip(tree) {
  const canvas = el("canvas", { class: "strip", "aria-hidden": "true", title: say("strip") });
  const { comments } = tree.thread;
  const deepest = comments.reduce((most, c) => Math.max(most, c[C.DEPTH]), 0);
  const draw = () => {
    const width = canvas.clientWidth, height = canvas.clientHeight, scale = window.devicePixelRatio || 1;
    if (!width) return;
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext("2d"), style = getComputedStyle(canvas), step = Math.min(canvas.width / comments.length, 18 * scale);
    const colours = Object.fromEntries([...STANCES, "missing"].map((s) => [s, style.getPropertyValue(`--${s}`)]));
    comments.forEach((c, at) => {
      const stance = stanceOf(c), size = canvas.height * (0.25 + 0.75 * (deepest ? c[C.DEPTH] / deepest : 0.4));
      pen.globalAlpha = tree.hits && !tree.hits.has(at) ? 0.12 : 1;
      pen.fillStyle = colours[stance];
      const across = Math.max(1, Math.min(14 * scale, step - (step > 3 ? 1 : 0)));
      // agreement rises from the middle, disagreement hangs from it: the strip reads without colour
      if (stance === "agree") pen.fillRect(at * step, canvas.height / 2 - size / 2, across, size / 2);
      else if (stance === "disagree") pen.fillRect(at * step, canvas.height / 2, across, size / 2);
      else pen.fillRect(at * step, canvas.height / 2 - scale, across, 2 * scale);
    });
  };
  canvas.addEventListener("click", (event) => {
    const at = Math.floor(event.offsetX / Math.min(canvas.clientWidth / comments.length, 18));
    if (comments[at]) tree.jump(at);
  });
  new ResizeObserver(draw).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  return { canvas, draw };
}

function timeline(thread, tree) {
  const { swing } = thread;
  if (!swing || swing.points.length < 2) return el("p", { class: "muted" }, thread.swingReason || say("noneFound"));
  const times = swing.points.map(([at]) => Date.parse(thread.comments[at][C.TIME]));
  const timed = !swing.byOrder && times.every(Number.isFinite) && times[times.length - 1] > times[0];
  const last = swing.points[swing.points.length - 1], balances = swing.points.map((p) => p[1]);
  const alt = say("timelineAlt", { x: number(last[1], 1), low: number(last[2], 1), high: number(last[3], 1), n: swing.points.length,
    min: number(Math.min(...balances), 1), max: number(Math.max(...balances), 1) });
  const frame = el("div", { class: "timeline" });
  const draw = () => {
    const width = frame.clientWidth, height = 190;
    if (width) frame.replaceChildren(timelineDrawing(thread, tree, timed ? times : null, width, height, alt));
  };
  new ResizeObserver(draw).observe(frame);
  const crossings = swing.crossings.slice(0, 8).map((c) => el("li", {},
    button(moment(thread.comments[c.at][C.TIME]) || thread.comments[c.at][C.ID], () => tree.jump(c.at), { class: "link" }), ` ${say(c.certain ? "certain" : "uncertain")}`));
  return [el("p", { class: "hint" }, say(timed ? "timelineHint" : "timelineOrder")), frame,
    crossings.length ? el("div", { class: "crossings" }, el("span", {}, say("crossings")), el("ul", { class: "inline" }, crossings)) : null];
}

function timelineDrawing(thread, tree, times, width, height, alt) {
  const { points, crossings } = thread.swing;
  const pad = { left: 38, right: 10, top: 10, bottom: 24 };
  const low = Math.min(0, ...points.map((p) => p[2])), high = Math.max(0, ...points.map((p) => p[3]));
  const start = times ? times[0] : 0, end = times ? times[times.length - 1] : points.length - 1;
  const x = (i) => pad.left + ((times ? times[i] - start : i) / (end - start)) * (width - pad.left - pad.right);
  const y = (v) => pad.top + ((high - v) / (high - low || 1)) * (height - pad.top - pad.bottom);
  const step = Math.max(1, Math.ceil(points.length / 700));
  const kept = points.map((_, i) => i).filter((i) => i % step === 0 || i === points.length - 1);
  const path = (at) => kept.map((i) => `${x(i).toFixed(1)} ${y(points[i][at]).toFixed(1)}`);
  const figure = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": alt });
  for (const v of ticks(low, high)) {
    figure.append(svg("line", { class: v === 0 ? "zero" : "grid", x1: pad.left, x2: width - pad.right, y1: y(v), y2: y(v) }),
      svg("text", { x: pad.left - 6, y: y(v) + 4, "text-anchor": "end" }, (v > 0 ? "+" : "") + number(v)));
  }
  figure.append(svg("path", { class: "band", d: `M${path(3).join("L")}L${path(2).reverse().join("L")}Z` }), svg("path", { class: "line", d: `M${path(1).join("L")}` }));
  if (points.length <= 200) points.forEach((p, i) => figure.append(dot(thread, tree, p[0], x(i), y(p[1]))));
  const where = new Map(points.map((p, i) => [p[0], i]));
  for (const c of crossings) { const i = where.get(c.at); if (i !== undefined) figure.append(svg("circle", { class: "crossing", cx: x(i), cy: y(0), r: 5 })); }
  const day = (i) => (times ? moment(thread.comments[points[i][0]][C.TIME]).slice(0, 10) : String(i + 1));
  figure.append(svg("text", { x: pad.left, y: height - 6 }, day(0)), svg("text", { x: width - pad.right, y: height - 6, "text-anchor": "end" }, day(points.length - 1)));
  return figure;
}

function dot(thread, tree, at, cx, cy) {
  const stance = stanceOf(thread.comments[at]);
  const shape = svg("g", { class: `dot ${stance}`, transform: `translate(${cx - 4} ${cy - 4}) scale(.67)` }, svg("path", { d: SHAPES[stance] }), svg("rect", { x: -3, y: -3, width: 18, height: 18, class: "catch" }));
  shape.addEventListener("click", () => tree.jump(at));
  return shape;
}

// Round values that cover a range, zero among them.
function ticks(low, high) {
  const rough = (high - low) / 4 || 1, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((s) => s >= rough);
  const found = [];
  for (let k = Math.ceil(low / step); k * step <= high; k++) found.push(Number((k * step).toFixed(6)));
  return found;
}
