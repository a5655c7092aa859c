// The shell: lays out maps, panel, legend and time control, and keeps them in step with one state.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const { el } = CM;
  const CLOSE = 9.5; // zoom at which neighbouring towns stand apart
  const LEAST_REST = 150; // ms after which the host is told what is shown: nothing else is drawn
  const MOST_REST = 300; // while the reader goes through days; see CM.rested
  const COLOURS = ["water", "land", "focus", "border", "unit", "river", "paper", "ink", "soft",
    "town", "country", "waters", "halo", "glow", "window", "silence"];

  CM.App = class {
    // payload: {claims, basemap, dictionary, about, as_of}; options: {map, mapElement, L, filter,
    // keepsHash, onState, onClaim}. What claims say is taken in later: `take`.
    constructor(root, payload, options) {
      this.options = options;
      this.payload = payload;
      this.model = new CM.Model(payload.claims);
      this.words = new CM.Words(this.model, payload.dictionary);
      this.ground = new CM.Ground(payload.basemap, payload.claims.countries);
      this.state = { ...CM.AT_FIRST, hidden: [], ...CM.readHash(options.keepsHash) };
      this._placeOfKey();
      this._until(payload.as_of);
      this._build(root);
      this._theme();
      CM.applyFilter(this);
      this._openMaps();
      this._listen();
      this.refresh();
    }

    // A map of an earlier day than that of the last report opens with the window up to that day.
    _until(iso) {
      const [day, { coverage, lastTold }] = [CM.dayOf(iso), this.model];
      const last = Math.min(lastTold, coverage.at(-1)?.[0] ?? lastTold);
      if (this.state.window || day === null || day >= last) return;
      this.state.window = [this.model.first, day];
    }

    _build(root) {
      const { about } = this.payload;
      this.panel = new CM.Panel(this);
      this.timeline = new CM.Timeline(this.model, (from, to) => this.setWindow(from, to),
        (places) => this.opened(places));
      this.choices = new CM.Choices(this);
      this.legend = new CM.Legend(this);
      this.stage = el("div", { class: "cm-stage" });
      this.element = el("div", { class: "cm" },
        el("aside", { class: "cm-panel", "aria-label": "Claims by place" },
          el("header", { class: "cm-head" },
            el("h1", { text: about.title }),
            el("p", { class: "cm-note", text: about.note }),
            about.terms ? el("p", { class: "cm-terms", text: about.terms }) : null,
            this.choices.element, this.panel.search),
          this.panel.element,
          CM.aboutPanel(about)),
        this.stage, this.legend.element, this.timeline.element);
      root.append(this.element);
    }

    _openMaps() {
      const element = this.options.mapElement ?? el("div");
      this.panes = [this._pane(element, this.options.map)];
      this.panes[0].start();
      this.panes[0].home(this.state.view);
      this._view();
      this.panes[0].draw();
    }

    _pane(element, map) {
      const { home: [west, south, east, north] } = this.payload.basemap;
      const pane = new CM.Pane(this, {
        element, map, L: this.options.L, credit: this.payload.about.credit,
        claims: new CM.Claims(this.model, this.ground, this.state.according),
        drawnWindow: [[south, west], [north, east]],
      });
      this.stage.append(pane.element);
      return pane;
    }

    // What claims say, once it has arrived: the lists, control of every day, quotes.
    take(rest, quotes) {
      this.model.take(rest);
      this.quotes = new CM.Quotes(quotes, rest.quotes_a_block);
      this.control = new CM.Control(this.model, rest.turns);
      this.rawCells = rest.cells;
      this.panel.ready();
      this._placeOfKey();
      CM.applyFilter(this);
      CM.applyView(this);
      this.refresh();
      this.panel.showNow();
    }

    _listen() {
      this.element.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && this.state.place !== null) this.opened(null);
      });
      this.watcher = new ResizeObserver(() => {
        this.panes.forEach((pane) => pane.resize());
        this.timeline.draw();
      });
      this.watcher.observe(this.stage);
      this.dark = matchMedia("(prefers-color-scheme: dark)");
      this.onLook = () => this.restyle();
      this.dark.addEventListener("change", this.onLook);
      // Names are drawn, not set: a typeface that comes late reaches them only so.
      document.fonts.addEventListener("loadingdone", this.onLook);
      this.leavePrint = CM.preparePrint(this);
      if (!this.options.keepsHash) return;
      this.onHash = () => this._restore();
      globalThis.addEventListener("hashchange", this.onHash);
    }

    destroy() {
      this.timeline.stop();
      this.watcher.disconnect();
      this.leavePrint();
      this.dark.removeEventListener("change", this.onLook);
      document.fonts.removeEventListener("loadingdone", this.onLook);
      globalThis.removeEventListener("hashchange", this.onHash);
      this.panes.forEach((pane) => pane.destroy());
      this.element.remove();
    }

    _theme() {
      const probe = this.element.appendChild(el("span", { hidden: true }));
      const get = (name) => {
        probe.style.color = `var(--cm-${name})`;
        return getComputedStyle(probe).color;
      };
      this.paint = Object.fromEntries(COLOURS.map((name) => [name, get(name)]));
      this.paint.font = getComputedStyle(this.element).fontFamily;
      const sides = this.model.sides.map((_, i) => get(`side-${(i % 7) + 1}`));
      this.paint.slots = [get("none"), ...sides, get("contested")];
      this.paint.name = this.paint.ink + this.paint.slots.join();
      probe.remove();
      this.timeline.paint = this.paint;
      this.legend.show();
    }

    // After the colours changed.
    restyle() {
      this._theme();
      this.panes.forEach((pane) => pane.refresh(true));
      this.timeline.refresh();
      this.refresh();
    }

    // Changes of what is shown, by the reader: {according, hidden, shows, compare, cells}.
    change(changes) {
      Object.assign(this.state, changes);
      CM.applyFilter(this);
      CM.applyView(this);
      this.legend.show();
      this.refresh();
    }

    setFilter(filter) {
      if (JSON.stringify(filter) === JSON.stringify(this.options.filter)) return;
      this.options.filter = filter;
      this.change({});
    }

    setWindow(from, to) {
      this.model.setWindow(from, to);
      const { window, isAll } = this.model;
      this.state.window = isAll ? null : [window.from, window.to];
      this.timeline.show();
      this.refresh();
    }

    refresh() {
      this.panes?.forEach((pane) => pane.refresh());
      this.panel.showSoon();
      this._remember();
    }

    // Places opened by the reader, null for the list of all.
    opened(places) {
      this.state.places = places;
      this.state.place = places ? places[0] : null;
      this.panes.forEach((pane) => (pane.tip.hidden = true));
      this.panel.showNow();
      this.panel.element.scrollTop = 0;
      if (places) this._faceDetails();
      this._bringIntoView(places);
      this.panes.forEach((pane) => pane.marks.schedule());
      this._remember();
    }

    // Readers of the keyboard go to the details; on a narrow page, where these are below, all do.
    _faceDetails() {
      const heading = this.panel.element.querySelector("h2");
      heading?.focus({ preventScroll: true });
      const top = this.panel.element.getBoundingClientRect().top;
      const isBelow = top > this.stage.getBoundingClientRect().bottom;
      if (isBelow) heading?.scrollIntoView({ block: "center", behavior: "smooth" });
    }

    // From the list the map goes to the place, and comes back with the list.
    openedFromList(places) {
      const { map } = this.panes[0];
      if (!places && this.before) map.setView(this.before.center, this.before.zoom);
      this.before = places ? { center: map.getCenter(), zoom: map.getZoom() } : null;
      this.opened(places);
      const spot = this._spotOf(places);
      if (!spot || map.getZoom() >= CLOSE || this.model.spots.shape[spot] !== "dot") return;
      map.setView([this.model.spots.lat[spot], this.model.spots.lon[spot]], CLOSE);
    }

    // The first spot of the places that is a dot, else any that is drawn; 0 without one.
    _spotOf(places) {
      const { place, shape } = this.model.spots;
      const at = (fits) => place.findIndex((one, i) => i && places?.includes(one) && fits(shape[i]));
      const dot = at((kind) => kind === "dot");
      return Math.max(0, dot > 0 ? dot : at((kind) => kind !== "none"));
    }

    _bringIntoView(places) {
      const spot = this._spotOf(places);
      if (!spot) return;
      const { map } = this.panes[0];
      const at = [this.model.spots.lat[spot], this.model.spots.lon[spot]];
      if (!map.getBounds().pad(-0.08).contains(at)) map.panTo(at);
    }

    // One map was moved: the other follows, and the permalink.
    moved(pane) {
      if (this.isFollowing) return;
      this.isFollowing = true;
      for (const other of this.panes) {
        if (other !== pane) {
          other.map.setView(pane.map.getCenter(), pane.map.getZoom(), { animate: false });
        }
      }
      this.isFollowing = false;
      this._view();
      this._remember();
    }

    // The view as it was set: Leaflet rounds it to whole pixels when the page changes its size.
    _view() {
      const { map } = this.panes[0];
      const { lat, lng } = map.getCenter();
      this.view = { zoom: map.getZoom(), lat, lon: lng };
    }

    // State to the permalink and to the host when it has settled.
    _remember() {
      if (!this.panes?.[0].base) return;
      this._writeSoon ??= CM.rested(LEAST_REST, MOST_REST, () => {
        if (!this.element.isConnected) return;
        if (this.options.keepsHash) CM.writeHash(this.model, this.state, this.view);
        this.options.onState?.({
          from: CM.isoOf(this.model.window.from), to: CM.isoOf(this.model.window.to),
          all: this.model.isAll, according: this.state.according,
          place: this.state.places?.length > 1 ? null
            : this.model.places[this.state.place]?.key ?? null,
        });
      });
      this._writeSoon();
    }

    _restore() {
      Object.assign(this.state, CM.AT_FIRST, { hidden: [], key: undefined }, CM.readHash(true));
      this._placeOfKey();
      const { first, last } = this.model;
      this.model.setWindow(...(this.state.window ?? [first, last]));
      this.change({});
      if (this.state.view) this.panes[0].home(this.state.view);
      this.panel.showNow();
    }

    // A permalink names its place by key; the model numbers places.
    _placeOfKey() {
      const { key } = this.state;
      if (key === undefined) return;
      const place = this.model.places.findIndex((one) => one.key === key);
      this.state.place = place < 0 ? null : place;
    }
  };

  CM.mount = (root, payload, options) => new CM.App(root, payload, options);
})();
