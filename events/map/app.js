// The shell: lays out map, panel, legend and time control, and keeps them in step with one state.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const { el } = CM;
  const NOTHING = "\u0000"; // a word that no claim has
  const CLOSE = 9.5; // zoom at which neighbouring towns stand apart
  const NARROW = (CM.NARROW = 700); // pixels below which a map is narrow
  // Share of the claims that the first view shows, so that none far off makes the rest too small.
  const MOST = { wide: 0.9, narrow: 0.8 };

  CM.App = class {
    // payload: {claims, basemap, dictionary, about, statuses}; options: {map, mapElement, L,
    // filter, keepsHash, onState, onClaim}.
    constructor(root, payload, options) {
      this.options = options;
      this.payload = payload;
      this.L = options.L;
      this.model = new CM.Model(payload.claims);
      this.words = new CM.Words(this.model, payload.dictionary);
      this.ground = new CM.Ground(payload.basemap, payload.claims.countries);
      this.claims = new CM.Claims(this.model, this.ground);
      this.state = { according: "all", place: null, hidden: [], ...CM.readHash(options.keepsHash) };
      this._placeOfKey();
      this._build(root);
      this._theme();
      this._filter();
      this._openMap();
      this._listen();
      this._refresh();
    }

    _build(root) {
      this.panel = new CM.Panel(this.model, this.words, {
        onPlace: (places) => this._openFromList(places), onClaim: this.options.onClaim,
        statuses: this.payload.statuses,
      });
      this.timeline = new CM.Timeline(this.model,
        (from, to) => this._setWindow(from, to), () => this._open([CM.UNDATED]));
      this.according = CM.choice("According to", [["all", "Everyone"],
        ...this.model.sides.map((side) => [side.id, side.name]), ["third", "Third parties"]],
      this.state.according, (value) => this._accord(value));
      this.legend = new CM.Legend(this.model, this.words, (mode) => this._toggleMode(mode));
      this.tip = el("div", { class: "cm-tip", hidden: true, role: "presentation" });
      this.mapElement = this.options.mapElement ?? el("div", { class: "cm-map" });
      this.mapElement.classList.add("cm-map");
      this.stage = el("div", { class: "cm-stage" }, this.mapElement, this.tip);
      const about = this.payload.about;
      this.element = el("div", { class: "cm" },
        el("aside", { class: "cm-panel", "aria-label": "Claims by place" },
          el("header", { class: "cm-head" },
            el("h1", { text: about.title }),
            el("p", { class: "cm-note", text: about.note }),
            el("div", { class: "cm-according" },
              el("span", { class: "cm-caption", text: "According to" }), this.according)),
          this.panel.element,
          CM.aboutPanel(about)),
        this.stage, this.legend.element, this.timeline.element);
      root.append(this.element);
    }

    _openMap() {
      const { L } = this;
      CM.defineCanvasLayer(L);
      this.map = this.options.map ?? L.map(this.mapElement, CM.MAP_OPTIONS);
      this.map.attributionControl?.setPrefix(false);
      this.map.attributionControl?.addAttribution(CM.escape(this.payload.about.credit));
      L.DomEvent.on(this._fitButton(L), "click", (event) => {
        L.DomEvent.stop(event);
        this.map.fitBounds(this.claims.bounds(1) ?? this._drawnWindow(), this._margins());
      });
      L.control.scale({ imperial: false, position: "topright" }).addTo(this.map);
      this.map.invalidateSize({ animate: false });
      this._home();
      this.base = new CM.CanvasLayer("tilePane", (context, view) =>
        this.ground.paint(context, view, this.paint)).addTo(this.map);
      this.marks = new CM.CanvasLayer("overlayPane", (context, view) =>
        this.claims.paint(context, { ...view, covered: this._covered(view) }, this.paint,
          this.state.place)).addTo(this.map);
    }

    // The boxes of the map's own controls, in pixels of the canvas: no name is written under them.
    _covered({ pad }) {
      const map = this.mapElement.getBoundingClientRect();
      return [...this.mapElement.querySelectorAll(".leaflet-control")].map((control) => {
        const { left, top, right, bottom } = control.getBoundingClientRect();
        const [x, y] = [pad.x - map.left, pad.y - map.top];
        return [left + x, top + y, right + x, bottom + y];
      });
    }

    _fitButton(L) {
      const bar = this.map.zoomControl.getContainer();
      const button = L.DomUtil.create("a", "cm-fit", bar);
      Object.assign(button, { href: "#", title: "Show all claims", role: "button" });
      button.setAttribute("aria-label", "Show all claims");
      return button;
    }

    // The view of the permalink, else where most claims are.
    _home() {
      const { view } = this.state;
      const isWide = this.map.getSize().x > NARROW;
      const bounds = this.claims.bounds(isWide ? MOST.wide : MOST.narrow);
      if (view) this.map.setView([view.lat, view.lon], view.zoom, { animate: false });
      else if (bounds) this.map.fitBounds(bounds, { ...this._margins(), maxZoom: 9, animate: false });
      else this.map.fitBounds(this._drawnWindow(), { animate: false });
    }

    // South-west and north-east of the part of the base map that is drawn in detail.
    _drawnWindow() {
      const [west, south, east, north] = this.payload.basemap.world.window;
      return [[south, west], [north, east]];
    }

    // Room for names, which stand on the right of their marks, and for the region about these.
    _margins() {
      const wide = this.map.getSize().x > NARROW;
      return wide ? { paddingTopLeft: [64, 110], paddingBottomRight: [240, 60] }
        : { paddingTopLeft: [56, 44], paddingBottomRight: [100, 56] };
    }

    _listen() {
      this.map.on("click", (event) => {
        const places = this.claims.placesAt(event.containerPoint);
        this._open(places.length ? places : null);
      });
      this.map.on("mousemove", (event) => this._hover(event.containerPoint));
      this.map.on("mouseout", () => (this.tip.hidden = true));
      this.map.on("moveend", () => this._remember());
      this.element.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && this.state.place !== null) this._open(null);
      });
      this.watcher = new ResizeObserver(() => {
        this.map.invalidateSize({ animate: false });
        this.timeline.draw();
      });
      this.watcher.observe(this.stage);
      this.dark = matchMedia("(prefers-color-scheme: dark)");
      this.onDark = () => this.restyle();
      this.dark.addEventListener("change", this.onDark);
      globalThis.addEventListener("beforeprint", () => {
        this.element.querySelector(".cm-about").open = true;
      });
      if (this.options.keepsHash) {
        this.onHash = () => this._restore();
        globalThis.addEventListener("hashchange", this.onHash);
      }
    }

    destroy() {
      this.timeline._stop();
      this.watcher.disconnect();
      this.dark.removeEventListener("change", this.onDark);
      globalThis.removeEventListener("hashchange", this.onHash);
      this.map.remove();
      this.element.remove();
    }

    _theme() {
      const probe = this.element.appendChild(el("span", { hidden: true }));
      const get = (name) => {
        probe.style.color = `var(--cm-${name})`;
        return getComputedStyle(probe).color;
      };
      const names = ["water", "land", "focus", "border", "unit", "river", "paper", "ink", "soft",
        "town", "country", "halo", "glow", "window", "silence"];
      this.paint = Object.fromEntries(names.map((name) => [name, get(name)]));
      this.paint.font = getComputedStyle(this.element).fontFamily;
      const sides = this.model.sides.map((_, i) => get(`side-${(i % 7) + 1}`));
      this.paint.slots = [get("none"), ...sides, get("contested")];
      probe.remove();
      this.panel.paint = this.timeline.paint = this.paint;
      this.legend.show(this.paint, this.state.hidden);
    }

    // After the colours changed.
    restyle() {
      this._theme();
      this.base.redraw();
      this._refresh();
    }

    _toggleMode(key) {
      const { hidden } = this.state;
      this.state.hidden = hidden.includes(key) ? hidden.filter((one) => one !== key) : [...hidden, key];
      this.legend.show(this.paint, this.state.hidden);
      this._filter();
      this._refresh();
    }

    _accord(value) {
      this.state.according = value;
      this._filter();
      this._refresh();
    }

    // Filters given from outside and those of the map itself, together.
    _filter() {
      const { according, hidden } = this.state;
      const filter = { ...this.options.filter };
      this.according.choose(according);
      if (according !== "all") {
        const side = according === "third" ? "" : according;
        const isAsked = !filter.side?.length || filter.side.includes(side);
        filter.side = [isAsked ? side : NOTHING];
      }
      if (hidden.length) {
        const asked = filter.modality?.length ? filter.modality : this.model.tables.modality;
        filter.modality = asked.filter((mode) => mode && !hidden.includes(CM.modeGroup(mode)));
        if (!filter.modality.length) filter.modality = [NOTHING];
      }
      this.model.setFilter(filter);
      if (this.state.window) this.model.setWindow(...this.state.window);
      this.claims.update();
      this.timeline.refresh();
    }

    setFilter(filter) {
      if (JSON.stringify(filter) === JSON.stringify(this.options.filter)) return;
      this.options.filter = filter;
      this._filter();
      this._refresh();
    }

    _setWindow(from, to) {
      this.model.setWindow(from, to);
      this.state.window = this.model.isAll ? null : [this.model.window.from, this.model.window.to];
      this.claims.update();
      this.timeline.show();
      this._refresh();
    }

    _refresh() {
      this.marks?.schedule();
      this._panelSoon ??= CM.debounced(60, () => this._showPanel());
      if (this._shownOnce) this._panelSoon();
      else this._showPanel();
      this._shownOnce = true;
      this._remember();
    }

    _showPanel() {
      const { places, place } = this.state;
      const open = place === null ? null : places ?? [place];
      this.panel.show(open);
      this.element.classList.toggle("cm-has-detail", Boolean(open));
    }

    _open(places) {
      this.state.places = places;
      this.state.place = places ? places[0] : null;
      this.tip.hidden = true;
      this._showPanel();
      this.panel.element.scrollTop = 0;
      if (places) this._faceDetails();
      this._bringIntoView(places);
      this.marks.schedule();
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
    _openFromList(places) {
      if (!places && this.before) this.map.setView(this.before.center, this.before.zoom);
      this.before = places ? { center: this.map.getCenter(), zoom: this.map.getZoom() } : null;
      this._open(places);
      const spot = this._spotOf(places);
      if (!spot || this.map.getZoom() >= CLOSE) return;
      const at = [this.model.spots.lat[spot], this.model.spots.lon[spot]];
      if (this.model.spots.shape[spot] === "dot") this.map.setView(at, CLOSE);
    }

    // The first spot of the places that is a dot, else any; 0 without one.
    _spotOf(places) {
      const { place, shape } = this.model.spots;
      const at = (wanted) => place.findIndex((one, i) => i && places?.includes(one) && wanted(i));
      const dot = at((i) => shape[i] === "dot");
      return Math.max(0, dot > 0 ? dot : at(() => true));
    }

    _bringIntoView(places) {
      const spot = this._spotOf(places);
      if (!spot) return;
      const at = [this.model.spots.lat[spot], this.model.spots.lon[spot]];
      if (!this.map.getBounds().pad(-0.08).contains(at)) this.map.panTo(at);
    }

    _hover(point) {
      const places = this.claims.placesAt(point);
      this.mapElement.classList.toggle("cm-over", places.length > 0);
      this.tip.hidden = !places.length;
      if (!places.length) return;
      const byPlace = this.panel.byPlace ?? this.model.byPlace();
      this.tip.replaceChildren(...places.slice(0, 4).flatMap((place) => [
        el("b", { text: this.model.places[place].name }),
        ...this.panel.best(byPlace.get(place) ?? []).map((i) => this.panel.line(i)),
      ]));
      const size = this.map.getSize();
      const left = Math.min(point.x + 16, size.x - this.tip.offsetWidth - 8);
      const below = point.y + 18 + this.tip.offsetHeight < size.y;
      this.tip.style.left = `${Math.max(8, left)}px`;
      this.tip.style.top = `${below ? point.y + 18 : point.y - this.tip.offsetHeight - 14}px`;
    }

    // State to the permalink at once, to the host when it has settled.
    _remember() {
      if (!this.map) return;
      const center = this.map.getCenter();
      const view = { zoom: this.map.getZoom(), lat: center.lat, lon: center.lng };
      this._writeSoon ??= CM.debounced(150, (now) => {
        if (this.options.keepsHash) CM.writeHash(this.model, this.state, now);
        this.options.onState?.({
          from: CM.isoOf(this.model.window.from), to: CM.isoOf(this.model.window.to),
          all: this.model.isAll, according: this.state.according,
        });
      });
      this._writeSoon(view);
    }

    _restore() {
      Object.assign(this.state, { according: "all", place: null, places: null, hidden: [],
        window: null }, CM.readHash(true));
      this._placeOfKey();
      const { first, last } = this.model;
      this.model.setWindow(...(this.state.window ?? [first, last]));
      this.legend.show(this.paint, this.state.hidden);
      this._filter();
      if (this.state.view) this._home();
      this._refresh();
    }

    // A permalink names its place by key; the model numbers places.
    _placeOfKey() {
      const { key } = this.state;
      if (key === undefined) return;
      const place = this.model.places.findIndex((one) => one.key === key);
      this.state.place = place < 0 ? null : place;
    }
  };

  CM.MAP_OPTIONS = { zoomSnap: 0.25, zoomDelta: 0.5, wheelPxPerZoomLevel: 110, minZoom: 2,
    maxZoom: 13, zoomControl: true, attributionControl: true, maxBounds: [[-85, -200], [85, 200]] };

  CM.mount = (root, payload, options) => new CM.App(root, payload, options);
})();
