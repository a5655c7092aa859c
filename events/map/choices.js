// What the reader chooses to see: according to whom, claims or who holds what, one map or two.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const { el } = CM;
  const NOTHING = "\u0000"; // a word that no claim has
  const VIEWS = [["claims", "What is claimed"], ["control", "Who holds it"]];

  CM.AT_FIRST = { according: "all", shows: "claims", compare: null, cells: false, place: null,
    places: null, window: null };

  // [id, name] of all whose word can be asked for.
  CM.voicesOf = (model) => [["all", "Everyone"],
    ...model.sides.map((side) => [side.id, side.name]), ["third", "Third parties"]];

  CM.Choices = class {
    constructor(app) {
      this.app = app;
      const voices = CM.voicesOf(app.model);
      this.according = CM.choice("According to", voices, app.state.according,
        (according) => app.change({ according }));
      this.shows = CM.choice("Show", VIEWS, app.state.shows, (shows) => app.change({ shows }));
      this.twice = el("button", { type: "button", class: "cm-toggle", text: "Side by side",
        "aria-pressed": "false", title: "Two maps, each by the word of one side, one time control",
        onclick: () => app.change({ compare: app.state.compare ? null : this._pair() }) });
      this.element = el("div", { class: "cm-choices" },
        el("div", { class: "cm-according" },
          el("span", { class: "cm-caption", text: "According to" }), this.according),
        el("div", { class: "cm-shows" }, this.shows, this.twice));
    }

    // The two sides that speak of most claims.
    _pair() {
      const { model } = this.app;
      const spoken = new Uint32Array(model.slotNames.length);
      for (const slot of model.voice) spoken[slot]++;
      const sides = model.sides.map((side, i) => [spoken[i + 1], side.id]);
      const [one = "all", other = "third"] = sides.sort((a, b) => b[0] - a[0]).map(([, id]) => id);
      return [one, other];
    }

    show() {
      const { state } = this.app;
      this.according.choose(state.according);
      this.shows.choose(state.shows);
      this.twice.setAttribute("aria-pressed", String(Boolean(state.compare)));
      this.element.classList.toggle("cm-comparing", Boolean(state.compare));
    }
  };

  // Filters given from outside and those of the map itself, together.
  CM.applyFilter = (app) => {
    const { model, state: { according, compare, hidden } } = app;
    const filter = { ...app.options.filter };
    const voices = compare ?? [according];
    if (!voices.includes("all")) {
      const sides = voices.map((voice) => (voice === "third" ? "" : voice));
      const asked = sides.filter((side) => !filter.side?.length || filter.side.includes(side));
      filter.side = asked.length ? asked : [NOTHING];
    }
    if (hidden.length) {
      const asked = filter.modality?.length ? filter.modality : model.tables.modality;
      filter.modality = asked.filter((mode) => mode && !hidden.includes(CM.modeGroup(mode)));
      if (!filter.modality.length) filter.modality = [NOTHING];
    }
    model.setFilter(filter);
    if (app.state.window) model.setWindow(...app.state.window);
    app.choices.show();
    app.timeline.refresh();
  };

  // One map or two, of claims or of who holds what, each by its voice.
  CM.applyView = (app) => {
    const { state } = app;
    const voices = state.compare ?? [state.according];
    if (state.compare && app.panes.length < 2) openSecond(app);
    if (!state.compare && app.panes.length > 1) app.panes.pop().destroy();
    app.element.classList.toggle("cm-twofold", Boolean(state.compare));
    app.panes.forEach((pane, i) => {
      dress(app, pane, voices[i]);
      head(app, pane, i, voices[i]);
      pane.coveredFor = null;
    });
    if (app.wasTwofold !== app.panes.length) resized(app);
    app.wasTwofold = app.panes.length;
  };

  // Two maps show what one did, each at half its width; a view that a link names stays as it is.
  function resized(app) {
    app.panes.forEach((pane) => pane.resize());
    const by = (app.wasTwofold ?? 1) - app.panes.length;
    const isNamed = app.wasTwofold === undefined && app.state.view;
    const { map } = app.panes[0];
    if (by && !isNamed) map.setZoom(map.getZoom() + by, { animate: false });
  }

  function openSecond(app) {
    const { map } = app.panes[0];
    const pane = app._pane(el("div"), null);
    app.panes.push(pane);
    app.element.classList.add("cm-twofold");
    pane.start();
    pane.map.setView(map.getCenter(), map.getZoom(), { animate: false });
    pane.draw();
  }

  // Gives a map the painter of what is to be shown.
  function dress(app, pane, voice) {
    const isHeld = app.state.shows === "control" && app.control;
    const Kind = isHeld ? CM.Held : CM.Claims;
    if (pane.claims.constructor !== Kind) {
      pane.claims = new Kind(app.model, app.ground, ...(isHeld ? [app.control] : []), voice);
    } else pane.claims.setVoice(voice);
    if (!isHeld) return;
    if (app.state.cells) app.cells ??= CM.cellsOf(app.rawCells, app.ground);
    pane.claims.cells = app.state.cells ? app.cells : null;
  }

  // Over each of two maps: by whose word.
  function head(app, pane, number, voice) {
    pane.heading.hidden = !app.state.compare;
    if (!app.state.compare) return;
    const choice = el("select", { "aria-label": `Map ${number + 1} according to`,
      onchange: () => {
        const compare = app.state.compare.slice();
        compare[number] = choice.value;
        app.change({ compare });
      } }, ...CM.voicesOf(app.model).map(([value, text]) => el("option", { value, text })));
    choice.value = voice;
    pane.heading.replaceChildren(el("span", { text: "According to " }), choice);
  }
})();
