// The page of a place: who holds it by what basis, its history as a strip, its claims in order.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const { el } = CM;
  const AT_ONCE = 50; // claims shown before more are asked for

  CM.PlacePage = class {
    constructor(panel) {
      const { app, model, words } = panel;
      Object.assign(this, { panel, app, model, words });
    }

    // What the panel shows for some places.
    of(chosen) {
      const back = el("button", { type: "button", class: "cm-back", text: "‹ All places",
        onclick: () => this.app.openedFromList(null) });
      return [back, ...chosen.flatMap((place) => this._place(place))];
    }

    _place(place) {
      const { name, admin } = this.model.places[place]
        ?? { name: place === CM.EARLY ? "Long before the rest" : "Without a date" };
      const claims = this._claimsOf(place);
      const head = el("header", { class: "cm-detail-head" },
        el("h2", { text: name, tabindex: "-1" }), admin ? el("p", { text: admin }) : null,
        place > 0 ? this._status(place) : null);
      const strip = place > 0 ? CM.strip(this.app, place, (i) => this._show(i)) : null;
      if (!claims.length) {
        return [head, strip, el("p", { class: "cm-empty", text: "No claims about it in this window." })]
          .filter(Boolean);
      }
      const list = el("ol", { class: "cm-claims" });
      this._fill(list, claims, 0);
      return [head, strip, list].filter(Boolean);
    }

    _claimsOf(place) {
      if (place >= 0) return this.model.claimsOf(place);
      const { undated, early } = this.model.astray();
      return place === CM.EARLY ? early : undated;
    }

    _fill(list, claims, from) {
      const upTo = from + AT_ONCE;
      list.append(...claims.slice(from, upTo).map((i) => el("li", {}, this._claim(i))));
      const left = claims.length - upTo;
      if (left <= 0) return;
      const more = el("li", {}, CM.more(left, "later claims", () => {
        more.remove();
        this._fill(list, claims, upTo);
      }));
      list.append(more);
    }

    // A claim chosen in the strip: its card is brought into view; outside the window, alone.
    _show(i) {
      const id = this.model.word("id", i);
      const find = () => this.panel.element.querySelector(`[data-claim="${CSS.escape(id)}"]`);
      if (!find()) {
        const list = this.panel.element.querySelector(".cm-claims") ?? this.panel.element
          .appendChild(el("ol", { class: "cm-claims" }));
        list.prepend(el("li", {}, this._claim(i)));
      }
      this.panel.element.querySelectorAll(".cm-shown").forEach((one) => one.classList.remove("cm-shown"));
      find().classList.add("cm-shown");
      find().scrollIntoView({ block: "nearest", behavior: "smooth" });
    }

    _status(place) {
      const { control, state } = this.app;
      const day = this.model.window.to;
      const row = control.on(day, state.according)[place];
      if (row < 0) return null;
      const status = control.status(row, day);
      return el("p", { class: "cm-status" },
        CM.statusGlyph({ ...status, slots: [status.slot] }, this.app.paint, 18),
        el("span", { text: ` As of ${CM.longDate(day)}: holder ` }),
        el("b", { text: this.words.holder(status.holder) }),
        el("span", { text: ` – ${this.words.basis(status, state.according)}` }));
    }

    _claim(i) {
      const { model, words } = this;
      const { c } = model;
      const card = el("article", { class: "cm-claim", "data-claim": model.word("id", i) },
        el("header", {},
          CM.glyph(CM.markOfClaim(model, i), this.app.paint, 18),
          el("span", { class: "cm-claim-what", text: words.phrase(i) }),
          el("time", { class: "cm-claim-date", text: words.date(i),
            ...(model.isDated(i) ? { datetime: CM.isoOf(c.day[i]) } : {}) })),
        el("p", { class: "cm-claim-who" }, el("b", { text: words.claimant(i) }),
          ` · ${words.side(i)}`, this._role(i)),
        this._quote(i),
        el("p", { class: "cm-source" }, ...this._source(i)),
        this._facts(i));
      if (this.app.options.onClaim) {
        card.append(el("button", { type: "button", class: "cm-link", text: "Show in the report",
          onclick: () => this.app.options.onClaim(model.word("id", i)) }));
      }
      return card;
    }

    // The words, which are unpacked or fetched now; where they were left out, where they stand.
    _quote(i) {
      const { app, model } = this;
      const { quoteOf } = app.options;
      if (!quoteOf && !model.c.quote[i]) return this._leftOut(i);
      const quote = el("blockquote", { "aria-busy": "true",
        text: quoteOf ? "Fetching the words …" : "" });
      const told = quoteOf ? quoteOf(model.word("id", i)) : app.quotes.get(model.c.quote[i]);
      told.then((text) => {
        if (!text) return quote.replaceWith(this._leftOut(i));
        quote.textContent = text;
        quote.removeAttribute("aria-busy");
      });
      return quote;
    }

    _leftOut(i) {
      const { model } = this;
      const start = model.c.start[i];
      return el("p", { class: "cm-left-out", text: "The words are left out of this file: characters "
        + `${start}–${start + model.c.length[i]} of report ${model.word("document", i)}.` });
    }

    _role(i) {
      const role = this.model.word("role", i) || this.model.word("kind", i);
      return role ? `, ${role}` : "";
    }

    _source(i) {
      const { model, words } = this;
      const via = words.via(i);
      const published = model.word("published", i);
      const day = published < CM.UNKNOWN ? `, published ${CM.longDate(published)}` : "";
      const title = model.word("title", i);
      const source = model.word("source", i) || "Unnamed source";
      return [via ? `via ${via} · ` : "", CM.link(model.word("url", i), source),
        title ? ` “${title}”` : "", day];
    }

    _facts(i) {
      const { model, words } = this;
      const { verification, review, modality } = words.dictionary;
      const flag = model.word("flag", i);
      const mode = model.word("modality", i);
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
  };
})();
