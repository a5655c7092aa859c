// The claims on the map: spots gathered into marks, uncertain places as circles and outlines.
(() => {
  const CM = (globalThis.ClaimMap ??= {});
  const WIDE = (CM.WIDE = 30000); // metres from which an uncertain place is only a rim
  const CROWD = 10000; // pixels for each mark in view; where there are fewer, marks are small
  const DENSE = 700; // more than this are drawn as plain squares
  const NAMED = 160; // so many marks at most ask for a name

  // In a crowd a mark says who is said to hold the place; what else was said, the list tells.
  function shrink(mark) {
    mark.radius = Math.min(mark.radius, CM.APART / 2 - 3);
    if (mark.sum.held.length) Object.assign(mark.sum, { hollow: 0, denied: 0 });
  }

  CM.Claims = class {
    // voice: whose claims; see CM.Sum.
    constructor(model, ground, voice = "all") {
      Object.assign(this, { model, ground });
      const { lon, lat, shape } = model.spots;
      this.x = new Float64Array(lon.length);
      this.y = new Float64Array(lon.length);
      lon.forEach((value, i) => ([this.x[i], this.y[i]] = CM.mercator(value, lat[i])));
      const dots = [];
      this.areas = [];
      shape.forEach((kind, i) => {
        if (kind === "dot") dots.push(i);
        else if (kind !== "none") this.areas.push(i);
      });
      this._weigh(dots);
      this.sum = new CM.Sum(model, voice);
      this.update();
    }

    // All claims ever, by place: marks gather round the weightiest.
    _weigh(dots) {
      const { c, places, spots, n } = this.model;
      const weight = new Uint32Array(places.length);
      for (let i = 0; i < n; i++) weight[c.place[i]]++;
      dots.sort((a, b) => weight[spots.place[b]] - weight[spots.place[a]] || a - b);
      this.areas.sort((a, b) => spots.radius[b] - spots.radius[a] || a - b);
      this.gathering = new CM.Gathering(dots, this.x, this.y);
      this.dots = dots;
    }

    setVoice(voice) {
      this.sum.setVoice(voice);
    }

    update() {
      this.sum.refresh();
    }

    // Whether a spot's place has a mark of its own in the window.
    hasDot(spot) {
      const { place } = this.model.spots;
      this.dotOf ??= new Map(this.dots.map((dot) => [place[dot], dot]));
      const dot = this.dotOf.get(place[spot]);
      return dot !== undefined && this.isShown(dot);
    }

    isShown(spot) {
      return this.sum.count[spot] > 0;
    }

    // What one mark shows for its spots in the window. Where some of several places are said to be
    // held and others are not, grey (slot 0) stands for these.
    sumOf(spots) {
      const { sum, model } = this;
      const all = { held: [], plain: 0, hollow: 0, denied: 0, count: 0, disputed: false };
      let [bits, isOpen] = [0, false];
      for (const spot of spots) {
        const held = sum.heldAt(spot);
        const sides = held & ~(1 << model.contested);
        all.disputed ||= (sides & (sides - 1)) !== 0;
        bits |= held;
        isOpen ||= !held;
        all.plain |= sum.plain[spot];
        all.hollow |= sum.hollow[spot];
        all.denied |= sum.denied[spot];
        all.count += sum.count[spot];
      }
      if (bits && isOpen) all.held.push(0);
      for (let slot = 1; slot <= model.contested; slot++) if (bits & (1 << slot)) all.held.push(slot);
      return all;
    }

    paint(context, view, paint, chosen) {
      this.sprites = this.sprites?.paint === paint ? this.sprites : new CM.Sprites(paint);
      this.hits = [];
      this.names = [];
      Object.assign(this, { view, chosen });
      const room = new CM.Room(view);
      const areas = this.areas.filter((spot) => this.isShown(spot));
      for (const spot of areas) CM.paintArea(this, context, view, paint, spot);
      const marks = this._visible(view);
      const isDense = marks.length > DENSE;
      if (isDense) this._paintDense(context, marks, paint);
      else for (const one of marks) this._paintMark(context, one, paint, room);
      const naming = new CM.Naming(this, context, view, paint, room);
      if (!isDense) naming.marks(marks.slice(-NAMED));
      naming.areas(areas);
      naming.ground();
    }

    _visible(view) {
      const seen = [];
      for (const mark of this.gathering.at(view.scale)) {
        const [x, y] = [mark.x - view.x, mark.y - view.y];
        if (x < -30 || y < -30 || x > view.width + 30 || y > view.height + 30) continue;
        const shown = mark.spots.filter((spot) => this.isShown(spot));
        if (!shown.length) continue;
        const sum = this.sumOf(shown);
        seen.push({ x, y, spots: shown, sum, radius: this.radiusOf(sum) });
      }
      if (seen.length * CROWD > view.width * view.height) seen.forEach(shrink);
      return seen.reverse();
    }

    radiusOf(sum) {
      return Math.round(2 * CM.radiusOf(sum.count)) / 2;
    }

    _paintDense(context, marks, paint) {
      marks.sort((a, b) => (a.sum.held[0] ?? 0) - (b.sum.held[0] ?? 0));
      for (const { x, y, sum, spots } of marks) {
        const slots = sum.held.length ? sum.held : [0];
        slots.forEach((slot, i) => {
          context.fillStyle = paint.slots[slot];
          context.fillRect(x - 3 + (6 * i) / slots.length, y - 3, 6 / slots.length, 6);
        });
        this.hits.push({ x, y, radius: 4, spots });
      }
    }

    _paintMark(context, mark, paint, room) {
      const { x, y, radius, sum, spots } = mark;
      if (spots.some((spot) => this.model.spots.place[spot] === this.chosen)) {
        context.beginPath();
        context.arc(x, y, radius + 8, 0, 2 * Math.PI);
        context.fillStyle = paint.glow;
        context.fill();
      }
      this.drawMark(context, x, y, radius, sum, paint);
      const reach = radius + (sum.disputed ? 5 : 2);
      room.take([x - reach, y - reach, x + reach, y + reach]);
      this.hits.push({ x, y, radius: reach, spots });
    }

    drawMark(context, x, y, radius, sum, paint) {
      this.sprites.mark(context, x, y, Math.ceil(radius * 2) + 6, `${radius}|${CM.keyOf(sum)}`,
        (inner, at, down) => CM.drawSymbol(inner, at, down, radius, sum, paint));
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
      const { shape, radius } = this.model.spots;
      const hit = this.areas.slice().reverse().find((spot) => {
        if (shape[spot] !== "circle" || !this.isShown(spot) || radius[spot] >= WIDE) return false;
        const away = Math.hypot(this.x[spot] * this.view.scale - this.view.x - x,
          this.y[spot] * this.view.scale - this.view.y - y);
        return away <= radius[spot] * CM.pixelsOfMetre(this, this.view, spot);
      });
      return hit === undefined ? [] : [hit];
    }

    // South-west and north-east of a share of the claims in the window, those about its middle;
    // by places, else by whole regions. Null without any.
    bounds(share) {
      const { lon, lat, shape, radius } = this.model.spots;
      const count = (spot) => this.sum.count[spot];
      const small = this.areas.filter((spot) => shape[spot] === "circle" && radius[spot] < WIDE);
      const shown = [...this.dots, ...small].filter(count);
      const used = shown.length ? shown : this.areas.filter(count);
      if (!used.length) return null;
      const [x, y] = [this._median(used, lon), this._median(used, lat)];
      const away = (spot) => Math.hypot((lon[spot] - x) * Math.cos((y * Math.PI) / 180), lat[spot] - y);
      used.sort((a, b) => away(a) - away(b) || a - b);
      let wanted = share * used.reduce((total, spot) => total + count(spot), 0);
      const near = used.filter((spot) => {
        const isWanted = wanted > 0;
        wanted -= count(spot);
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
