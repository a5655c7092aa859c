// The claims on the map: spots gathered into symbols, uncertain places as circles and outlines.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const APART = 22; // pixels between two symbols, below which they become one
  const WIDE = (CM.WIDE = 30000); // metres from which an uncertain place is only a rim
  const CROWDED = 150; // more symbols in view than this are drawn small
  const DENSE = 700; // more than this are drawn as plain squares

  CM.Claims = class {
    constructor(model, ground) {
      this.model = model;
      this.ground = ground;
      const { lon, lat, shape } = model.spots;
      this.x = Float64Array.from(lon, (value, i) => CM.mercator(value, lat[i])[0]);
      this.y = Float64Array.from(lon, (value, i) => CM.mercator(value, lat[i])[1]);
      this.dots = [];
      this.areas = [];
      shape.forEach((kind, i) => {
        if (kind === "dot") this.dots.push(i);
        else if (kind !== "none") this.areas.push(i);
      });
      this._weigh();
      this.update();
    }

    // All claims ever, by spot: symbols gather round the weightiest, so that none jumps in time.
    _weigh() {
      const { c, places, spots, n } = this.model;
      const weight = new Uint32Array(places.length);
      for (let i = 0; i < n; i++) weight[c.place[i]]++;
      const of = (spot) => weight[spots.place[spot]];
      this.dots.sort((a, b) => of(b) - of(a) || a - b);
      this.areas.sort((a, b) => this.model.spots.radius[b] - this.model.spots.radius[a] || a - b);
      this.gathered = null;
    }

    update() {
      this.sum = this.model.bySpot();
    }

    _gather(scale) {
      if (this.gathered?.scale === scale) return this.gathered.symbols;
      const cells = new Map();
      const symbols = [];
      for (const spot of this.dots) {
        const [x, y] = [this.x[spot] * scale, this.y[spot] * scale];
        const [column, row] = [Math.floor(x / APART), Math.floor(y / APART)];
        let home = null;
        for (let c = column - 1; c <= column + 1 && !home; c++) {
          for (let r = row - 1; r <= row + 1 && !home; r++) {
            home = cells.get(c * 1e8 + r)?.find((one) =>
              Math.hypot(this.x[one.spot] * scale - x, this.y[one.spot] * scale - y) < APART);
          }
        }
        if (home) {
          home.spots.push(spot);
          continue;
        }
        const symbol = { spot, spots: [spot] };
        symbols.push(symbol);
        const key = column * 1e8 + row;
        if (cells.has(key)) cells.get(key).push(symbol);
        else cells.set(key, [symbol]);
      }
      this.gathered = { scale, symbols };
      return symbols;
    }

    // What a symbol shows for its spots in the window.
    sumOf(spots) {
      const { sum, model } = this;
      const width = model.slotNames.length;
      const all = { held: [], plain: 0, hollow: 0, denied: 0, count: 0, disputed: false };
      for (const spot of spots) {
        const words = new Set();
        for (let side = 0; side < width; side++) {
          const held = sum.word[spot * width + side];
          if (held) words.add(held);
        }
        words.forEach((held) => all.held.includes(held) || all.held.push(held));
        words.delete(model.contested);
        all.disputed ||= words.size > 1;
        all.plain |= sum.plain[spot];
        all.hollow |= sum.hollow[spot];
        all.denied |= sum.denied[spot];
        all.count += sum.count[spot];
      }
      all.held.sort();
      return all;
    }

    paint(context, view, paint, chosen) {
      const room = new CM.Room(view);
      this.hits = [];
      this.view = view;
      this.chosen = chosen;
      const areas = this.areas.filter((spot) => this.sum.count[spot]);
      for (const spot of areas) this._paintArea(context, view, paint, spot);
      const symbols = this._visible(view);
      if (symbols.length > DENSE) this._paintDense(context, symbols, paint);
      else for (const one of symbols) this._paintSymbol(context, one, paint, room);
      const dense = symbols.length > DENSE;
      const names = new CM.Naming(this, context, view, paint, room);
      if (!dense) names.symbols(symbols);
      names.areas(areas);
      names.ground();
    }

    _visible(view) {
      const seen = [];
      for (const { spot, spots } of this._gather(view.scale)) {
        const [x, y] = [this.x[spot] * view.scale - view.x, this.y[spot] * view.scale - view.y];
        if (x < -30 || y < -30 || x > view.width + 30 || y > view.height + 30) continue;
        const shown = spots.filter((one) => this.sum.count[one]);
        if (!shown.length) continue;
        const sum = this.sumOf(shown);
        seen.push({ x, y, spots: shown, sum, radius: CM.radiusOf(sum.count) });
      }
      if (seen.length > CROWDED) seen.forEach((one) => (one.radius = Math.min(one.radius, APART / 2)));
      return seen.reverse();
    }

    _paintDense(context, symbols, paint) {
      for (const { x, y, sum, spots } of symbols) {
        const [first, last] = [sum.held[0] ?? 0, sum.held.at(-1) ?? 0];
        context.fillStyle = paint.slots[first];
        context.fillRect(x - 3, y - 3, 6, 6);
        if (last !== first) {
          context.fillStyle = paint.slots[last];
          context.fillRect(x, y - 3, 3, 6);
        }
        this.hits.push({ x, y, radius: 4, spots });
      }
    }

    _paintSymbol(context, symbol, paint, room) {
      const { x, y, radius, sum, spots } = symbol;
      const isChosen = spots.some((spot) => this.model.spots.place[spot] === this.chosen);
      if (isChosen) {
        context.beginPath();
        context.arc(x, y, radius + 7, 0, 2 * Math.PI);
        context.fillStyle = paint.glow;
        context.fill();
      }
      CM.drawSymbol(context, x, y, radius, sum, paint);
      const reach = radius + (sum.disputed ? 5 : 2);
      room.take([x - reach, y - reach, x + reach, y + reach]);
      this.hits.push({ x, y, radius: reach, spots });
    }

    _paintArea(context, view, paint, spot) {
      const { shape, unit, radius, lat, place } = this.model.spots;
      const sum = this.sumOf([spot]);
      const colour = this.colourOf(sum, paint);
      const isChosen = place[spot] === this.chosen;
      const sure = sum.held.length || sum.plain;
      const share = this.shareOf(spot);
      context.save();
      context.strokeStyle = colour;
      if (shape[spot] === "outline") {
        this._paintOutline(context, view, this.ground.outlines.get(unit[spot]), { isChosen, sure, share });
      } else {
        const metre = view.scale / (40075016.7 * Math.cos((lat[spot] * Math.PI) / 180));
        const r = Math.max(6, radius[spot] * metre);
        context.beginPath();
        context.arc(this.x[spot] * view.scale - view.x, this.y[spot] * view.scale - view.y, r,
          0, 2 * Math.PI);
        context.globalAlpha = isChosen ? 0.16 : 0.08;
        context.fillStyle = colour;
        if (radius[spot] < WIDE) context.fill();
        context.globalAlpha = isChosen ? 1 : radius[spot] < WIDE ? 0.75 : 0.5;
        context.lineWidth = isChosen ? 2 : 1.2;
        context.setLineDash([3, 4]);
        context.stroke();
      }
      context.restore();
    }

    // The outline of a region, with a soft band inside it, both the fainter the less of it is held;
    // dashed where nothing is asserted.
    _paintOutline(context, view, outline, { isChosen, sure, share }) {
      this.ground.within(context, view, (width, length) => {
        if (sure) {
          context.save();
          context.clip(outline, "evenodd");
          width((isChosen ? 30 : 18) * share);
          context.globalAlpha = (isChosen ? 0.32 : 0.18) * share;
          context.stroke(outline);
          context.restore();
        }
        width((isChosen ? 1.6 : 0.7) + 0.9 * share);
        context.globalAlpha = 0.3 + 0.6 * share * share;
        if (!sure) context.setLineDash([length(7), length(6)]);
        context.stroke(outline);
      });
    }

    // Only what is asserted colours an area; what is tried, meant or feared leaves it grey.
    colourOf(sum, paint) {
      return paint.slots[sum.held.at(-1) ?? 0];
    }

    // How much of a region its one holder is said to have, 0..1; 1 where no share is told.
    shareOf(spot) {
      const { held } = this.sumOf([spot]);
      return held.length === 1 ? this.sum.share[spot] / 1000 : 1;
    }

    // The places under a point of the map's container, weightiest first; [] where there is none.
    placesAt(point) {
      if (!this.hits) return [];
      const [x, y] = [point.x + this.view.pad.x, point.y + this.view.pad.y];
      const near = this.hits.filter((hit) => hit.box
        ? x > hit.box[0] - 4 && x < hit.box[2] + 4 && y > hit.box[1] - 4 && y < hit.box[3] + 4
        : Math.hypot(hit.x - x, hit.y - y) <= Math.max(12, hit.radius + 3));
      near.sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y));
      const spots = near.length ? near[0].spots : this._smallestCircleAt(x, y);
      return [...new Set(spots.map((spot) => this.model.spots.place[spot]))];
    }

    _smallestCircleAt(x, y) {
      const { shape, radius, lat } = this.model.spots;
      const hit = this.areas.slice().reverse().find((spot) => {
        if (shape[spot] !== "circle" || !this.sum.count[spot]) return false;
        const metre = this.view.scale / (40075016.7 * Math.cos((lat[spot] * Math.PI) / 180));
        const away = Math.hypot(this.x[spot] * this.view.scale - this.view.x - x,
          this.y[spot] * this.view.scale - this.view.y - y);
        return away <= radius[spot] * metre && radius[spot] < WIDE;
      });
      return hit === undefined ? [] : [hit];
    }

    // South-west and north-east of a share of the claims in the window, those about its middle;
    // by places, else by whole regions. Null without any.
    bounds(share) {
      const { lon, lat } = this.model.spots;
      const small = this.areas.filter((spot) => this.model.spots.shape[spot] === "circle" &&
        this.model.spots.radius[spot] < WIDE);
      const shown = [...this.dots, ...small].filter((spot) => this.sum.count[spot]);
      const used = shown.length ? shown : this.areas.filter((spot) => this.sum.count[spot]);
      if (!used.length) return null;
      const [x, y] = [this._median(used, lon), this._median(used, lat)];
      const away = (spot) => Math.hypot((lon[spot] - x) * Math.cos((y * Math.PI) / 180), lat[spot] - y);
      used.sort((a, b) => away(a) - away(b) || a - b);
      let wanted = share * used.reduce((total, spot) => total + this.sum.count[spot], 0);
      const near = used.filter((spot) => {
        const isWanted = wanted > 0;
        wanted -= this.sum.count[spot];
        return isWanted;
      });
      const [lons, lats] = [near.map((spot) => lon[spot]), near.map((spot) => lat[spot])];
      return [[Math.min(...lats), Math.min(...lons)], [Math.max(...lats), Math.max(...lons)]];
    }

    // The middle value over spots, each as often as it has claims.
    _median(spots, values) {
      const sorted = spots.slice().sort((a, b) => values[a] - values[b]);
      let half = sorted.reduce((total, spot) => total + this.sum.count[spot], 0) / 2;
      return values[sorted.find((spot) => (half -= this.sum.count[spot]) <= 0) ?? sorted[0]];
    }
  };
})();
