// The history of one place: a band of who holds it, and beneath a row for each who speaks of it,
// each claim a mark. Arrow keys go from mark to mark, Enter shows the claim.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const { el } = CM;
  const MOST_ROWS = 8;
  const MOST_MARKS = 240; // in all; of a row the latest are drawn

  CM.strip = (app, place, onClaim) => {
    const claims = app.model.claimsOf(place, true).filter((i) => app.model.isDated(i));
    if (!claims.length) return null;
    // As the time control, it leaves no room for what is dated long before the rest.
    const first = Math.max(app.model.first, app.model.c.day[claims[0]]);
    const last = Math.max(app.model.last, first);
    // A day is a stretch of the axis, not a point: what happened on the last one has its width too.
    const share = (day) => (Math.min(last + 1, Math.max(first, day)) - first) / (last + 1 - first);
    const across = (from, to = null) => `${100 * (to === null ? share(from) : share(to) - share(from))}%`;
    const rows = rowsOf(app, claims);
    const marks = [];
    const drawn = rows.map(({ name, side, list }) => el("div", { class: "cm-strip-row" },
      el("span", { class: "cm-strip-name", text: name, title: `${name} · ${side}` }),
      el("div", { class: "cm-strip-track" },
        ...spread(app.model, list.slice(-Math.ceil(MOST_MARKS / rows.length)), first)
          .map(([i, at]) => mark(app, i, { at, left: across(at), onClaim }, marks)))));
    const group = el("div", { role: "group", class: "cm-strip", "aria-label":
      "History: who holds it, and the claims of each speaker in order of time" },
    band(app, place, last, across), ...drawn,
    el("div", { class: "cm-strip-axis" }, el("span", { text: CM.shortDate(first) }),
      last > first ? el("span", { text: CM.shortDate(last) }) : null));
    walk(group, marks);
    return group;
  };

  // Those who speak most often have a row of their own, the others share the last.
  function rowsOf(app, claims) {
    const { words } = app;
    const by = new Map();
    for (const i of claims) {
      const key = `${words.claimant(i)}\u0000${words.side(i)}`;
      if (!by.has(key)) by.set(key, { name: words.claimant(i), side: words.side(i), list: [] });
      by.get(key).list.push(i);
    }
    const rows = [...by.values()].sort((a, b) => b.list.length - a.list.length || a.list[0] - b.list[0]);
    if (rows.length <= MOST_ROWS) return rows;
    const rest = rows.slice(MOST_ROWS - 1);
    const list = rest.flatMap((row) => row.list).sort((a, b) => a - b);
    return [...rows.slice(0, MOST_ROWS - 1), { name: `${rest.length} others`, side: "", list }];
  }

  // [[claim, when], …]: those of one day stand side by side within it, and where days are too
  // narrow for that, those that name a holder on top.
  function spread(model, list, first) {
    const namesHolder = (i) => CM.markOfClaim(model, i).held.length;
    const byDay = Map.groupBy(list, (i) => Math.max(first, model.c.day[i]));
    return [...byDay].flatMap(([day, alike]) => alike
      .sort((a, b) => namesHolder(a) - namesHolder(b))
      .map((i, k) => [i, day + (k + 1) / (alike.length + 1)]));
  }

  function mark(app, i, { at, left, onClaim }, marks) {
    const { model, words } = app;
    const button = el("button", { type: "button", class: "cm-strip-mark",
      "aria-label": `${words.date(i)}, ${words.claimant(i)}: ${words.phrase(i)}`,
      title: `${words.date(i)} · ${words.phrase(i)}`, tabindex: "-1", onclick: () => onClaim(i) },
    CM.glyph(CM.markOfClaim(model, i), app.paint, 16));
    button.style.left = left;
    button.classList.toggle("cm-outside", !model.isIn(i));
    marks.push([at, button]);
    return button;
  }

  // Who holds it from when to when, by the voice that is asked for.
  function band(app, place, last, across) {
    const { control, words, paint, state } = app;
    const rows = control.of(place, state.according);
    const spans = rows.map((row, k) => {
      const [from, to] = [control.day[row], k + 1 < rows.length ? control.day[rows[k + 1]] : last + 1];
      const status = control.status(row, from);
      const text = `${words.holder(status.holder)}, ${words.dictionary.basis[status.basis]}`;
      const span = el("span", { class: "cm-strip-span", title: `from ${CM.shortDate(from)}: ${text}` });
      span.style.left = across(from);
      span.style.width = across(from, to);
      span.style.background = paint.slots[status.slot];
      if (status.basis !== "agreed" && status.basis !== "conceded") span.style.opacity = "0.62";
      return span;
    });
    const line = el("span", { class: "cm-strip-now" });
    line.style.left = across(app.model.window.to + 1);
    const told = rows.length ? `${rows.length} turns; the last: ${
      words.holder(control.holders[control.holder[rows.at(-1)]])}` : "nobody says who holds it";
    return el("div", { class: "cm-strip-row" }, el("span", { class: "cm-strip-name", text: "Held by" }),
      el("div", { class: "cm-strip-band", role: "img", "aria-label": `Held by: ${told}` }, ...spans, line));
  }

  // One mark at a time can be reached by Tab; arrows go on and back in time, Home and End to the
  // ends.
  function walk(group, marks) {
    const ordered = marks.sort(([a], [b]) => a - b).map(([, button]) => button);
    ordered.at(-1)?.setAttribute("tabindex", "0");
    group.addEventListener("keydown", (event) => {
      const at = ordered.indexOf(document.activeElement?.shadowRoot?.activeElement ?? event.target);
      const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1,
        Home: 0, End: ordered.length - 1 }[event.key];
      if (at < 0 || to === undefined || !ordered[to]) return;
      event.preventDefault();
      event.stopPropagation();
      ordered[at].setAttribute("tabindex", "-1");
      ordered[to].setAttribute("tabindex", "0");
      ordered[to].focus();
    });
  }
})();
