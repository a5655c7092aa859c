// The legend: what colour and shape say. Its kinds of claim are buttons that hide them.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const { el } = CM;
  const GROUPS = [["asserted", "asserted"], ["open", "not asserted"], ["denied", "denied"]];
  const OPEN = ["ordered", "planned", "predicted", "attempted", "hypothetical"];
  const BASES = [["agreed", "agreed"], ["conceded", "conceded"], ["one side", "one side only"],
    ["third party", "third party"], ["disputed", "disputed"]];
  const CURRENCIES = [["stale", "stale"], ["no coverage", "no coverage"]];

  CM.modeGroup = (mode) => (OPEN.includes(mode) ? "open" : mode);

  const row = (glyph, text) => el("li", {}, glyph, el("span", { text }));
  const group = (text, ...rows) => el("div", { class: "cm-legend-group" },
    el("span", { class: "cm-caption", text }), el("ul", {}, ...rows));

  CM.Legend = class {
    constructor(app) {
      this.app = app;
      this.element = el("section", { class: "cm-legend", "aria-label": "Legend" });
    }

    show() {
      const { state } = this.app;
      const isHeld = state.shows === "control";
      this.element.classList.toggle("cm-legend-held", isHeld);
      this.element.replaceChildren(...(isHeld ? this._control() : this._claims()));
    }

    _mark(more) {
      return CM.glyph({ held: [], plain: 0, hollow: 0, denied: 0, count: 1, disputed: false, ...more },
        this.app.paint, 18);
    }

    _claims() {
      const both = [1, 2].slice(0, this.app.model.sides.length);
      return [
        group("Said to hold it", ...this._holders((slot) => this._mark({ held: [slot] })),
          row(this._mark({ plain: 1 }), "nobody named"),
          both.length > 1 ? row(this._mark({ held: both, disputed: true }), "sides disagree") : null),
        group("The claim is", ...this._modes(),
          row(CM.dashes(this.app.paint), "place unsure")),
      ];
    }

    _holders(mark) {
      const { sides, contested, tables, heldSlot } = this.app.model;
      const rows = sides.map((side, i) => row(mark(i + 1), side.name));
      const isFought = tables.controller.some((_, i) => heldSlot[i] === contested);
      return isFought ? [...rows, row(mark(contested), "fought over")] : rows;
    }

    _modes() {
      const { state } = this.app;
      const glyphs = [{ plain: 1 }, { hollow: 1 }, { denied: 1 }].map((one) => this._mark(one));
      const toggle = (key) => this.app.change({ hidden: state.hidden.includes(key)
        ? state.hidden.filter((one) => one !== key) : [...state.hidden, key] });
      return GROUPS.map(([key, text], i) => el("li", {}, el("button", {
        type: "button", title: key === "open" ? OPEN.join(", ") : null,
        "aria-pressed": String(!state.hidden.includes(key)), onclick: () => toggle(key),
      }, glyphs[i], el("span", { text }))));
    }

    _control() {
      const { paint, model, state } = this.app;
      const mark = (more) => CM.statusGlyph(
        { slots: [0], basis: "one side", currency: "current", ...more }, paint, 18);
      return [
        group("Held by, as claimed", ...this._holders((slot) => mark({ slots: [slot] }))),
        group("Basis", ...BASES.map(([basis, text]) =>
          row(mark({ basis, slots: [basis === "disputed" ? model.contested : 0] }), text))),
        group("Evidence", ...CURRENCIES.map(([currency, text]) => row(mark({ currency }), text))),
        el("button", { type: "button", class: "cm-toggle", "aria-pressed": String(state.cells),
          text: "Cells (drawing aid)", title: "Each point of a region coloured as the nearest place "
            + "of which somebody says who holds it: an aid to the eye, not a front line",
          onclick: () => this.app.change({ cells: !state.cells }) }),
      ];
    }
  };
})();
