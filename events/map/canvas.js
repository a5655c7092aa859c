// A Leaflet layer that is one canvas, a little larger than the map so that panning shows no edge.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const PADDING = 0.12;

  CM.defineCanvasLayer = (L) => {
    if (CM.CanvasLayer) return;
    CM.CanvasLayer = L.Layer.extend({
      // paint(context, view) draws; view has scale (pixels of the world), x and y of the corner.
      initialize(pane, paint) {
        this._paneName = pane;
        this._paint = paint;
      },

      onAdd(map) {
        this._canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated cm-canvas");
        this._canvas.setAttribute("aria-hidden", "true");
        map.getPane(this._paneName).appendChild(this._canvas);
        this.redraw();
      },

      onRemove() {
        this._canvas.remove();
        L.Util.cancelAnimFrame(this._frame);
      },

      getEvents() {
        return {
          viewreset: this.redraw,
          moveend: this.redraw,
          zoom: this._follow,
          zoomanim: this._animate,
          resize: this.redraw,
        };
      },

      schedule() {
        if (this._frame) return;
        this._frame = L.Util.requestAnimFrame(() => {
          this._frame = null;
          if (this._map) this.redraw();
        });
      },

      redraw() {
        const map = this._map;
        const size = map.getSize();
        if (!size.x || !size.y) return;
        const pad = size.multiplyBy(PADDING).round();
        const corner = map.containerPointToLayerPoint(pad.multiplyBy(-1)).round();
        const ratio = CM.ratio();
        const [width, height] = [size.x + 2 * pad.x, size.y + 2 * pad.y];
        const canvas = this._canvas;
        if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
          canvas.width = width * ratio;
          canvas.height = height * ratio;
          canvas.style.width = `${width}px`;
          canvas.style.height = `${height}px`;
        }
        L.DomUtil.setTransform(canvas, corner, 1);
        const origin = map.getPixelOrigin().add(corner);
        this._drawn = { corner: map.layerPointToLatLng(corner), zoom: map.getZoom() };
        const context = canvas.getContext("2d");
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        context.clearRect(0, 0, width, height);
        const scale = 256 * 2 ** map.getZoom();
        this._paint(context, {
          scale, x: origin.x, y: origin.y, width, height, ratio, pad, zoom: map.getZoom(),
        });
      },

      _animate(event) {
        this._place(event.center, event.zoom);
      },

      _follow() {
        this._place(this._map.getCenter(), this._map.getZoom());
      },

      _place(center, zoom) {
        if (!this._drawn) return;
        const scale = this._map.getZoomScale(zoom, this._drawn.zoom);
        const corner = this._map._latLngToNewLayerPoint(this._drawn.corner, zoom, center);
        L.DomUtil.setTransform(this._canvas, corner, scale);
      },
    });
  };
})();
