// The legend: what colour and shape say. Its kinds of claim are buttons that hide them.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const { el } = CM;
  const GROUPS = [["asserted", "asserted"], ["open", "not asserted"], ["denied", "denied"]];
  const OPEN = ["ordered", "planned", "predicted", "attempted", "hypothetical"];

  CM.modeGroup = (mode) => (OPEN.includes(mode) ? "open" : mode);

  CM.Legend = class {
    constructor(model, words, onToggle) {
      Object.assign(this, { model, words, onToggle });
      this.element = el("section", { class: "cm-legend", "aria-label": "Legend" });
    }

    // hidden: the groups of modality that are not shown.
    show(paint, hidden) {
      const mark = (more) => CM.glyph({ held: [], plain: 0, hollow: 0, denied: 0, count: 1,
        disputed: false, ...more }, paint, 18);
      const row = (glyph, text) => el("li", {}, glyph, el("span", { text }));
      const group = (text, ...rows) => el("div", { class: "cm-legend-group" },
        el("span", { class: "cm-caption", text }), el("ul", {}, ...rows));
      const both = [1, 2].slice(0, this.model.sides.length);
      this.element.replaceChildren(
        group("Said to hold it", ...this._holders(mark, row), row(mark({ plain: 1 }), "nobody named"),
          row(mark({ held: both, disputed: true }), "sides disagree")),
        group("The claim is", ...this._modes(mark, hidden),
          row(CM.dashes(paint), "of a place unsure")));
    }

    _holders(mark, row) {
      const { sides, contested, heldSlot } = this.model;
      const rows = sides.map((side, i) => row(mark({ held: [i + 1] }), side.name));
      if (heldSlot.includes(contested)) rows.push(row(mark({ held: [contested] }), "fought over"));
      return rows;
    }

    _modes(mark, hidden) {
      const glyphs = [mark({ plain: 1 }), mark({ hollow: 1 }), mark({ denied: 1 })];
      return GROUPS.map(([key, text], i) => el("li", {}, el("button", {
        type: "button", title: key === "open" ? OPEN.join(", ") : null,
        "aria-pressed": String(!hidden.includes(key)), onclick: () => this.onToggle(key),
      }, glyphs[i], el("span", { text }))));
    }
  };
})();
