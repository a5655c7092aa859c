// One map: base map, marks, what the pointer is over. Side by side there are two.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const { el } = CM;
  const NARROW = (CM.NARROW = 700); // pixels below which a map is narrow
  const MOST_TOLD = 4; // places in a tip
  const ROOM = 240; // pixels either way without which a page is not laid out yet
  // Share of the claims that the first view shows, so that none far off makes the rest too small.
  const MOST = { wide: 0.9, narrow: 0.8 };

  CM.MAP_OPTIONS = { zoomSnap: 0.25, zoomDelta: 0.5, wheelPxPerZoomLevel: 110, minZoom: 2,
    maxZoom: 13, zoomControl: true, attributionControl: true, maxBounds: [[-85, -200], [85, 200]] };

  CM.Pane = class {
    // app: the shell; options: {map, element, L, credit, claims, drawnWindow}, of which map may be
    // missing. The app is told of clicks (opened) and of moves (moved).
    constructor(app, options) {
      Object.assign(this, { app, claims: options.claims, ground: app.ground, L: options.L });
      this.mapElement = options.element;
      this.mapElement.classList.add("cm-map");
      this.drawnWindow = options.drawnWindow;
      this.tip = el("div", { class: "cm-tip", hidden: true, role: "presentation" });
      this.heading = el("div", { class: "cm-pane-head", hidden: true });
      this.element = el("div", { class: "cm-pane" }, this.mapElement, this.heading, this.tip);
      this.element.pane = this;
      this._open(options);
    }

    // After the element is in the page.
    _open({ map, credit }) {
      const { L } = this;
      CM.defineCanvasLayer(L);
      this.start = () => {
        this.map = map ?? L.map(this.mapElement, CM.MAP_OPTIONS);
        this.map.attributionControl?.setPrefix(false);
        this.map.attributionControl?.addAttribution(CM.escape(credit));
        this._fitButton();
        L.control.scale({ imperial: false, position: "topright" }).addTo(this.map);
        this.map.invalidateSize({ animate: false });
      };
    }

    // The view is set, so that there is something to draw.
    draw() {
      this.base = new CM.CanvasLayer("tilePane", (context, view) =>
        this.ground.paint(context, view, this.app.paint)).addTo(this.map);
      this.marks = new CM.CanvasLayer("overlayPane", (context, view) =>
        this.claims.paint(context, { ...view, covered: this._covered(view) }, this.app.paint,
          this.app.state.place)).addTo(this.map);
      this._listen();
    }

    _listen() {
      this.map.on("click", (event) => {
        const places = this.claims.placesAt(event.containerPoint);
        this.app.opened(places.length ? places : null);
      });
      this.map.on("mousemove", (event) => this._hover(event.containerPoint));
      this.map.on("mouseout", () => (this.tip.hidden = true));
      this.map.on("move moveend", () => this.app.moved(this));
    }

    refresh(isBaseToo = false) {
      this.claims.update();
      if (isBaseToo) this.base?.redraw();
      this.marks?.schedule();
    }

    resize() {
      this.map.invalidateSize({ animate: false });
      if (this.awaitsRoom) this.home();
    }

    destroy() {
      this.map.remove();
      this.element.remove();
    }

    // The boxes of the map's own controls, in pixels of the canvas: no name is written under them.
    // They move with the size of the map alone.
    _covered({ pad, width, height }) {
      const key = `${width}|${height}|${this.heading.hidden}`;
      if (this.coveredFor === key) return this.boxes;
      const map = this.mapElement.getBoundingClientRect();
      const [x, y] = [pad.x - map.left, pad.y - map.top];
      const controls = [...this.mapElement.querySelectorAll(".leaflet-control"), this.heading];
      this.boxes = controls.map((control) => control.getBoundingClientRect())
        .filter((box) => box.width)
        .map(({ left, top, right, bottom }) => [left + x, top + y, right + x, bottom + y]);
      this.coveredFor = key;
      return this.boxes;
    }

    _fitButton() {
      const { L, map } = this;
      const button = L.DomUtil.create("a", "cm-fit", map.zoomControl.getContainer());
      Object.assign(button, { href: "#", title: "Show all claims", role: "button" });
      button.setAttribute("aria-label", "Show all claims");
      L.DomEvent.on(button, "click", (event) => {
        L.DomEvent.stop(event);
        map.fitBounds(this.claims.bounds(1) ?? this.drawnWindow, this._margins());
      });
    }

    // The view that is given, else where most claims are.
    home(view) {
      const size = this.map.getSize();
      this.awaitsRoom = !view && Math.min(size.x, size.y) < ROOM;
      const isWide = size.x > NARROW;
      const bounds = this.claims.bounds(isWide ? MOST.wide : MOST.narrow);
      if (view) this.map.setView([view.lat, view.lon], view.zoom, { animate: false });
      else if (bounds) this.map.fitBounds(bounds, { ...this._margins(), maxZoom: 9, animate: false });
      else this.map.fitBounds(this.drawnWindow, { animate: false });
    }

    // Room for names, which stand on the right of their marks, and for the region about these.
    _margins() {
      const wide = this.map.getSize().x > NARROW;
      return wide ? { paddingTopLeft: [64, 110], paddingBottomRight: [240, 60] }
        : { paddingTopLeft: [56, 44], paddingBottomRight: [100, 56] };
    }

    _hover(point) {
      const places = this.claims.placesAt(point);
      this.mapElement.classList.toggle("cm-over", places.length > 0);
      this.tip.hidden = !places.length;
      if (!places.length) return;
      const more = places.length - MOST_TOLD;
      this.tip.replaceChildren(...places.slice(0, MOST_TOLD).flatMap((place) => [
        el("b", { text: this.app.model.places[place].name }), ...this.app.panel.brief(place),
      ]), more > 0 ? el("span", { class: "cm-by", text: `and ${more} more places` }) : "");
      const size = this.map.getSize();
      const left = Math.min(point.x + 16, size.x - this.tip.offsetWidth - 8);
      const below = point.y + 18 + this.tip.offsetHeight < size.y;
      this.tip.style.left = `${Math.max(8, left)}px`;
      this.tip.style.top = `${below ? point.y + 18 : point.y - this.tip.offsetHeight - 14}px`;
    }
  };
})();
