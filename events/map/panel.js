// The panel: the places of the window with each side's word, and a search through them.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const { el } = CM;
  CM.UNDATED = -1; // stand for places: the claims without a day, and those before all others
  CM.EARLY = -2;
  const AT_ONCE = 60; // places listed before more are asked for
  const BY_NAME = new Intl.Collator("en");
  const TERRITORIAL = ["capture", "withdrawal"]; // a hold without a holder tells little
  const BASES = ["disputed", "agreed", "conceded", "one side", "third party", "none"];
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // How much a claim tells of who holds the place itself; later days break ties.
  function tells(model, i) {
    const there = model.c.where_prec[i] !== 2;
    if (model.mark[i] & CM.HELD) return there ? 16 : 8;
    const asserted = model.c.modality[i] === model.asserted;
    return TERRITORIAL.includes(model.word("type", i)) * 4 + asserted * 2 + there;
  }

  CM.Panel = class {
    constructor(app) {
      Object.assign(this, { app, model: app.model, words: app.words, sought: "" });
      const { shape, radius, place } = this.model.spots;
      this.isWide = new Uint8Array(this.model.places.length);
      place.forEach((one, spot) => {
        this.isWide[one] |= shape[spot] === "outline" || radius[spot] > CM.WIDE;
      });
      this.element = el("div", { class: "cm-scroll", tabindex: "0", role: "region",
        "aria-label": "Places and claims" }, el("p", { class: "cm-empty", text: "Reading …" }));
      this.field = el("input", { type: "search", class: "cm-search", autocomplete: "off",
        placeholder: "Find a place or who speaks", "aria-label": "Find a place or who speaks",
        oninput: () => this._seek(), onkeydown: (event) => this._chosen(event) });
      this.search = this.field;
      this.showSoon = CM.debounced(120, () => this.showNow()); // not while the window is moved
    }

    // What claims say has arrived.
    ready() {
      this.isReady = true;
      this.page = new CM.PlacePage(this);
      const names = this.model.places.map(({ name }) => name);
      this.foldedNames = names.map(folded);
      this.rank = new Uint32Array(names.length); // of a place by its name
      const sorted = [...names.keys()].sort((a, b) => BY_NAME.compare(names[a], names[b]));
      sorted.forEach((place, at) => (this.rank[place] = at));
    }

    showNow() {
      if (!this.isReady) return;
      const { places, place } = this.app.state;
      const open = place === null ? null : places ?? [place];
      CM.arrange(this.element, open ? this.page.of(open) : this._list());
      this.app.element.classList.toggle("cm-has-detail", Boolean(open));
    }

    _seek() {
      this.sought = folded(this.field.value.trim());
      this.most = AT_ONCE;
      if (this.app.state.place !== null) this.app.opened(null);
      else this.showSoon();
    }

    // Enter opens the first place that was found.
    _chosen(event) {
      if (event.key !== "Enter" || !this.sought) return;
      const [first] = this._places();
      if (first !== undefined) this.app.openedFromList([first]);
    }

    // One line for each who speaks: the sides in their order, then third parties.
    best(claims) {
      const found = new Map();
      for (const i of claims) {
        const side = this.model.voice[i];
        const before = found.get(side);
        if (before === undefined || tells(this.model, i) >= tells(this.model, before)) {
          found.set(side, i);
        }
      }
      return [...found.entries()].sort(([a], [b]) => (a || 99) - (b || 99)).map(([, i]) => i);
    }

    // What a tip tells of a place.
    brief(place) {
      return this.isReady ? this._brief(place, this.model.claimsOf(place)).lines() : [];
    }

    // {said, lines}: a word for what a place's lines say, and what makes them.
    _brief(place, claims) {
      if (this.app.state.shows !== "control") {
        const best = this.best(claims);
        return { said: best.join(), lines: () => best.map((i) => this.line(i)) };
      }
      const status = this._status(place);
      return { said: JSON.stringify([status, this.app.state.according]),
        lines: () => (status ? [this.statusLine(status)] : []) };
    }

    // Places to list, the first first: those found, by how much is said of who holds them.
    _places() {
      const speaks = this.sought && this._speaking();
      const isFound = (place) => !this.sought || speaks.has(place)
        || this.foldedNames[place].includes(this.sought);
      const found = [...this._weighed()].filter(([place]) => place && isFound(place));
      found.sort(([a, heavy], [b, light]) => light - heavy || this.rank[a] - this.rank[b]);
      return found.map(([place]) => place);
    }

    // Settlements before regions; then by how many sides say who holds the place, by how many
    // speak of it at all, and by how many claims there are.
    _weighed() {
      const { model } = this;
      const sum = (this.sum ??= new CM.Sum(model)).fresh();
      const weights = new Map();
      model.spots.place.forEach((place, spot) => {
        if (!sum.count[spot]) return;
        const before = weights.get(place) ?? (this.isWide[place] ? 0 : 1e12);
        weights.set(place, before + CM.bitsOf(sum.telling(spot)).length * 1e8 + sum.count[spot]);
      });
      if (this.app.state.shows !== "control") return weights;
      const { panes: [{ claims }] } = this.app;
      const held = new Map();
      for (const [place, weight] of weights) {
        const status = claims.statusOf?.(place);
        if (status) held.set(place, weight + (9 - BASES.indexOf(status.basis)) * 1e13);
      }
      return held;
    }

    _speaking() {
      const { model } = this;
      const hits = Uint8Array.from(model.tables.claimant, (name) => +folded(name).includes(this.sought));
      const found = new Set();
      for (let i = 0; i < model.n; i++) {
        if (hits[model.c.claimant[i]] && model.isIn(i)) found.add(model.c.place[i]);
      }
      return found;
    }

    _list() {
      const places = this._places();
      const nowhere = this.sought ? [] : this.model.claimsOf(0);
      if (!places.length && !nowhere.length) return [this._empty()];
      this.most ??= AT_ONCE;
      const shown = [...places.slice(0, this.most), ...(nowhere.length ? [0] : [])];
      const more = places.length - Math.min(this.most, places.length);
      CM.arrange((this.list ??= el("ul", { class: "cm-places" })), this._items(shown));
      return [this.list,
        more > 0 ? CM.more(more, "other places", () => {
          this.most += 4 * AT_ONCE;
          this.showNow();
        }) : null,
      ].filter(Boolean);
    }

    _empty() {
      const text = !this.model.n ? "There are no claims yet."
        : this.sought ? `No place and no speaker of that name in this window.`
          : this.app.state.shows === "control" ? "By this day nobody had said who holds a place."
            : this.model.isAll
              ? "Nothing is left. Clear a filter, choose another voice, or show more in the legend."
              : "No claims in this window. Widen it below, or choose “All so far”.";
      return el("p", { class: "cm-empty", text });
    }

    // An item for each place; one that says what it said before stays, as making it takes time.
    _items(places) {
      const before = this.items ?? new Map();
      this.items = new Map(places.map((place) => {
        const claims = this.model.claimsOf(place);
        const { said, lines } = this._brief(place, claims);
        const word = [claims.length, said, this.app.paint.name, CM.ratio()].join("|");
        const known = before.get(place);
        if (known?.word === word) return [place, known];
        return [place, { word, item: this._item(place, claims, lines) }];
      }));
      return [...this.items.values()].map(({ item }) => item);
    }

    _item(place, claims, lines) {
      const { name, admin, key } = this.model.places[place];
      return el("li", {}, el("button", {
        type: "button", class: "cm-place", "data-place": key,
        onclick: () => this.app.openedFromList([place]),
      },
      el("span", { class: "cm-place-head" },
        el("span", { class: "cm-place-name", text: name }),
        el("span", { class: "cm-place-admin", text: admin }),
        el("span", { class: "cm-place-count", text: CM.plural(claims.length, "claim") })),
      ...(place ? lines() : [])));
    }

    // "Russia: Russia took it — Russian Ministry of Defence"
    line(i) {
      return el("span", { class: "cm-line" },
        CM.glyph(CM.markOfClaim(this.model, i), this.app.paint, 16),
        el("span", { class: "cm-line-text" },
          el("b", { text: this.words.side(i) }), ": ",
          el("span", { text: this.words.phrase(i) }),
          el("span", { class: "cm-by", text: this.words.claimant(i) })));
    }

    // What is to be told of a place as of the window's last day; null where nobody said anything.
    _status(place) {
      const { control, state } = this.app;
      const row = control.on(this.model.window.to, state.according)[place];
      return row < 0 ? null : control.status(row, this.model.window.to);
    }

    // "Russia – claimed by one side only; evidence is old".
    statusLine(status) {
      const { paint, state } = this.app;
      return el("span", { class: "cm-line" },
        CM.statusGlyph({ ...status, slots: [status.slot] }, paint, 16),
        el("span", { class: "cm-line-text" }, el("b", { text: this.words.holder(status.holder) }),
          el("span", { class: "cm-by", text: this.words.basis(status, state.according) })));
    }
  };
})();
