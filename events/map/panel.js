// The panel: places with each side's word, and one place's claims in order of time.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const { el } = CM;
  CM.UNDATED = -1; // stands for a place: the claims without a day
  const MOST_LISTED = 200;
  const BY_NAME = new Intl.Collator("en");
  const TERRITORIAL = ["capture", "withdrawal"]; // a hold without a holder tells little

  // How much a claim tells of who holds the place itself; later days break ties.
  function tells(model, i) {
    const c = model.c;
    const asserted = c.modality[i] === model.asserted;
    const held = asserted && model.heldSlot[c.controller[i]] > 0;
    const there = c.where_prec[i] !== 2;
    const territorial = TERRITORIAL.includes(model.word("type", i));
    if (held) return there ? 16 : 8;
    return territorial * 4 + asserted * 2 + there;
  }

  CM.Panel = class {
    constructor(model, words, { onPlace, onClaim, statuses }) {
      this.model = model;
      this.words = words;
      this.onPlace = onPlace;
      this.onClaim = onClaim;
      this.isWide = model.places.map(() => false);
      model.spots.place.forEach((place, spot) => {
        this.isWide[place] ||= model.spots.shape[spot] === "outline" ||
          model.spots.radius[spot] > CM.WIDE;
      });
      this.statuses = statuses ?? { as_of: null, places: {} };
      this.element = el("div", { class: "cm-scroll" });
    }

    // chosen: places to open (an array), or null for the list of all.
    show(chosen) {
      this.byPlace = this.model.byPlace();
      const parts = chosen ? this._details(chosen) : this._list();
      this.element.replaceChildren(...parts);
    }

    // One line for each who speaks: the sides in their order, then third parties.
    best(claims) {
      const found = new Map();
      for (const i of claims) {
        const side = this.model.sideSlot[this.model.c.side[i]];
        const before = found.get(side);
        if (before === undefined || tells(this.model, i) >= tells(this.model, before)) {
          found.set(side, i);
        }
      }
      return [...found.entries()].sort(([a], [b]) => (a || 99) - (b || 99)).map(([, i]) => i);
    }

    _list() {
      const places = [...this.byPlace.entries()].filter(([place]) => place)
        .map(([place, claims]) => [place, claims, this._voices(place, claims)])
        .sort(([a, one, voices], [b, other, others]) => others - voices ||
          other.length - one.length || BY_NAME.compare(this._name(a), this._name(b)));
      const nowhere = this.byPlace.get(0);
      if (!places.length && !nowhere) {
        return [el("p", { class: "cm-empty",
          text: "No claims in this window. Widen it below, or choose “All so far”." })];
      }
      const items = places.slice(0, MOST_LISTED).map(([place, claims]) => this._item(place, claims));
      const more = places.length - items.length;
      return [el("ul", { class: "cm-places" }, ...items,
        nowhere ? this._item(0, nowhere) : null),
      more > 0 ? el("p", { class: "cm-empty", text: `… and ${more} more places` }) : null,
      ].filter(Boolean);
    }

    // Settlements before regions; then by how many sides say who holds the place, and by how many
    // speak of it at all.
    _voices(place, claims) {
      const { c, heldSlot, sideSlot } = this.model;
      let [speaking, telling] = [0, 0];
      for (const i of claims) {
        const side = 1 << sideSlot[c.side[i]];
        speaking |= side;
        if (heldSlot[c.controller[i]]) telling |= side;
      }
      const rank = this.isWide[place] ? 0 : 10000;
      return rank + CM.bitsOf(telling).length * 100 + CM.bitsOf(speaking).length;
    }

    _name(place) {
      return this.model.places[place].name;
    }

    _item(place, claims) {
      const { name, admin } = this.model.places[place];
      const lines = place ? this.best(claims).map((i) => this.line(i)) : [];
      return el("li", {}, el("button", {
        type: "button", class: "cm-place", "data-place": this.model.places[place].key,
        onclick: () => this.onPlace([place]),
      },
      el("span", { class: "cm-place-head" },
        el("span", { class: "cm-place-name", text: name }),
        el("span", { class: "cm-place-admin", text: admin }),
        el("span", { class: "cm-place-count", text: CM.plural(claims.length, "claim") })),
      ...lines));
    }

    // "Russia  Russia took it   Russian Ministry of Defence"
    line(i) {
      return el("span", { class: "cm-line" },
        CM.glyph(CM.markOfClaim(this.model, i), this.paint, 16),
        el("span", { class: "cm-line-text" },
          el("b", { text: this.words.side(i) }), ": ",
          el("span", { text: this.words.phrase(i) }),
          el("span", { class: "cm-by", text: this.words.claimant(i) })));
    }

    _details(chosen) {
      const back = el("button", { type: "button", class: "cm-back", text: "‹ All places",
        onclick: () => this.onPlace(null) });
      return [back, ...chosen.flatMap((place) => this._place(place))];
    }

    _place(place) {
      const { name, admin, key } = this.model.places[place] ?? { name: "Without a date" };
      const claims = (place === CM.UNDATED ? this._undated() : this.byPlace.get(place)) ?? [];
      const head = el("header", { class: "cm-detail-head" },
        el("h2", { text: name, tabindex: "-1" }), admin ? el("p", { text: admin }) : null,
        this._status(key));
      if (!claims.length) {
        return [head, el("p", { class: "cm-empty", text: "No claims about it in this window." })];
      }
      return [head, el("ol", { class: "cm-claims" }, ...claims.slice(0, MOST_LISTED)
        .map((i) => el("li", {}, this._claim(i))))];
    }

    _status(key) {
      const status = this.statuses.places[key];
      if (!status) return null;
      const { basis, currency } = this.words.dictionary;
      const holder = { unknown: "open", contested: "fought over" }[status.holder]
        ?? this.words.actor(status.holder);
      return el("p", { class: "cm-status" },
        el("span", { text: `As of ${CM.longDate(CM.dayOf(this.statuses.as_of))}: holder ` }),
        el("b", { text: holder }),
        el("span", { text: ` – ${basis[status.basis]}; ${currency[status.currency]}` }));
    }

    _claim(i) {
      const { model, words } = this;
      const c = model.c;
      const mode = model.word("modality", i);
      const card = el("article", { class: "cm-claim", "data-claim": model.word("id", i) },
        el("header", {},
          CM.glyph(CM.markOfClaim(model, i), this.paint, 18),
          el("span", { class: "cm-claim-what", text: words.phrase(i) }),
          el("time", { class: "cm-claim-date", text: words.date(i),
            ...(model.isDated(i) ? { datetime: CM.isoOf(c.day[i]) } : {}) })),
        el("p", { class: "cm-claim-who" }, el("b", { text: words.claimant(i) }),
          ` · ${words.side(i)}`, this._role(i)),
        el("blockquote", { text: model.word("evidence", i) }),
        el("p", { class: "cm-source" }, ...this._source(i)),
        this._facts(i, mode));
      if (this.onClaim) {
        card.append(el("button", { type: "button", class: "cm-link", text: "Show in the report",
          onclick: () => this.onClaim(model.word("id", i)) }));
      }
      return card;
    }

    _role(i) {
      const role = this.model.word("role", i) || this.model.word("kind", i);
      return role ? `, ${role}` : "";
    }

    _source(i) {
      const { model, words } = this;
      const via = words.via(i);
      const published = model.c.published[i];
      const day = published < 2 ** 31 - 1 ? `, published ${CM.longDate(published)}` : "";
      const title = model.word("title", i);
      const source = model.word("source", i) || "Unnamed source";
      return [via ? `via ${via}, in ` : "", CM.link(model.word("url", i), source),
        title ? ` “${title}”` : "", day];
    }

    _facts(i, mode) {
      const { model, words } = this;
      const { verification, review, modality } = words.dictionary;
      const flag = model.word("flag", i);
      const facts = [
        mode === "asserted" ? "" : modality[mode],
        words.datePrecision(i) && `Date ${words.datePrecision(i)}`,
        words.whereabouts(i) + (flag ? ` (${flag})` : ""),
        words.counts(i),
        model.c.concedes[i] ? "against the speaker’s own interest" : "",
        verification[model.word("verification", i)],
        model.c.independent[i] > 1 ? `${model.c.independent[i]} independent origins` : "",
        review[model.word("review", i)],
      ];
      return el("ul", { class: "cm-facts" },
        ...facts.filter(Boolean).map((text) => el("li", { text })));
    }

    _undated() {
      const found = [];
      this.model.eachUndated((i) => found.push(i));
      return found;
    }
  };
})();
